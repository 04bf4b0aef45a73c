#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/documents.h"
#include "engine/rules/rule.h"

namespace lockstep {
namespace {

tl::unexpected<Error> unknown(const std::string& id) {
  std::vector<std::string_view> ids;
  for (const Rule* rule : all_rules()) ids.push_back(rule->id);
  const auto begins = std::find_if(ids.begin(), ids.end(), [&](std::string_view each) { return each.starts_with(id); });
  const auto near = begins != ids.end() ? std::optional(*begins) : nearest(id, ids);
  return fail(ErrorCode::Input, fmt::format("there is no rule `{}`", id),
              near ? fmt::format("did you mean `{}`?", *near) : "`lockstep explain` lists the rules");
}

Result<int> run(Context& context) {
  if (context.arguments.positional.empty()) {
    print(context.terminal, context.terminal.json ? rules_document(all_rules()) : list_rules());
    return exit_done;
  }
  const Rule* rule = find_rule(context.arguments.positional[0]);
  if (rule == nullptr) return unknown(context.arguments.positional[0]);
  print(context.terminal, context.terminal.json ? rules_document({rule}) : explain_rule(*rule) + "\n");
  return exit_done;
}

}  // namespace

extern const Command command_explain;
const Command command_explain{
    "explain",
    false,
    "tell what a rule of lint is about, with an example",
    R"(Use it when `lint` found something and you want to know why it matters and what to write instead. Without a rule it
lists all of them. `plan` shows what lockstep itself would run in place of a statement.)",
    "RULE",
    "the name in brackets behind a finding, e.g. set-not-null-scan; default: all rules",
    {},
    R"("rules":[])",
    "  lockstep explain set-not-null-scan\n",
    run,
};

}  // namespace lockstep
