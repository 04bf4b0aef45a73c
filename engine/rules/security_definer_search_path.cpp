#include <algorithm>

#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// ALTER FUNCTION ... SECURITY DEFINER.
void check_alter(const RuleInput& input, Findings& findings) {
  const auto* alter = input.statement.as<AlterObject>();
  if (alter == nullptr || alter->object.kind == ObjectKind::Role) return;
  const std::string text = to_lower(input.statement.text);
  if (text.find("security definer") == std::string::npos || text.find("search_path") != std::string::npos) return;
  const auto known = input.before.functions.find(input.before.key(alter->object.name));
  if (known != input.before.functions.end() && known->second.definition.find("search_path") != std::string::npos)
    return;
  findings.add(
      "the function runs with its owner's rights from now on, and finds tables and functions by the caller's "
      "search_path: whoever may create an object in a schema on that path decides what the owner runs",
      "set it together with `SET search_path = pg_catalog, pg_temp`");
}

void check(const RuleInput& input, Findings& findings) {
  check_alter(input, findings);
  const auto* create = input.statement.as<CreateFunction>();
  if (create == nullptr || !create->security_definer || create->sets_search_path) return;
  // A body in BEGIN ATOMIC is bound to its objects when it is created.
  if (input.statement.inner.size() > 0) return;
  const QualifiedName& name = create->name;
  const bool later = input.later<AlterObject>(name.name, [&](const AlterObject& alter) {
    return alter.object.name == name &&
           std::any_of(alter.subcommands.begin(), alter.subcommands.end(), [](const AlterTableSubcommand& sub) {
             return std::any_of(sub.options.begin(), sub.options.end(), [](const auto& option) {
               return option.first.find("search_path") != std::string::npos;
             });
           });
  });
  if (later) return;
  findings.add(
      "the function runs with its owner's rights, and finds tables and functions by the caller's search_path: "
      "whoever may create an object in a schema on that path decides what the owner runs",
      "add `SET search_path = pg_catalog, pg_temp`, with the schemas that the function needs before pg_temp");
}

}  // namespace

extern const Rule security_definer_search_path_rule{
    "security-definer-search-path",
    "process",
    Severity::Warning,
    "SECURITY DEFINER without a search_path of its own",
    "A SECURITY DEFINER function runs with the rights of its owner. Unqualified names in it are looked up along "
    "the caller's search_path, where the caller can put objects of the same name in front.",
    "Give the function its own path: SET search_path = pg_catalog, the schemas it needs, and pg_temp last "
    "(manual, CREATE FUNCTION, Writing SECURITY DEFINER Functions Safely).",
    "CREATE FUNCTION paid(order_id bigint) RETURNS boolean LANGUAGE sql SECURITY DEFINER\n"
    "  AS $$ SELECT true $$;",
    "CREATE FUNCTION paid(order_id bigint) RETURNS boolean LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, "
    "public, pg_temp\n"
    "  AS $$ SELECT true $$;",
    check};

}  // namespace lockstep
