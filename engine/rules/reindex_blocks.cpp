#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* command = input.statement.as<Maintenance>();
  if (command == nullptr || input.statement.tag != "REINDEX" || command->concurrently || !input.postgresql()) return;
  if (command->target == "SYSTEM") return;
  for (const QualifiedName& name : command->names) {
    if (command->target == "TABLE" && !input.in_use(name)) return;
  }
  Diagnostic& finding = findings.add(
      "REINDEX holds SHARE on the table and ACCESS EXCLUSIVE on the index for the whole build: nobody can "
      "write, and queries that plan with the index wait",
      "rebuild it beside the traffic, outside of a transaction:\n  " +
          with_words(input.statement.text, to_lower(command->target), "CONCURRENTLY") + ";");
  if (!input.transaction.open) finding.edits = {words_behind(input, to_lower(command->target), "CONCURRENTLY")};
}

}  // namespace

extern const Rule reindex_blocks_rule{
    "reindex-blocks",
    "lock",
    Severity::Error,
    "REINDEX without CONCURRENTLY",
    "REINDEX locks out writers of the table, and readers of the index, until the new index is built.",
    "REINDEX ... CONCURRENTLY builds the new index beside the old one and swaps them. It cannot run inside a "
    "transaction; an index named ..._ccnew or ..._ccold is what a failed one leaves behind.",
    "REINDEX INDEX orders_status_idx;",
    "REINDEX INDEX CONCURRENTLY orders_status_idx;",
    check};

}  // namespace lockstep
