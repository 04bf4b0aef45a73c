#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  const auto* whole = input.statement.as<Maintenance>();
  const bool everything = whole != nullptr && whole->names.empty() &&
                          (input.statement.tag == "CLUSTER" || (input.statement.tag == "VACUUM" && whole->full));
  if (everything) {
    findings.add((whole->full ? std::string("VACUUM FULL") : input.statement.tag) +
                     " without a table copies one table after the other under ACCESS EXCLUSIVE" +
                     (whole->full ? "" : ": all that were clustered before"),
                 "plain VACUUM lets everyone work; pg_repack and pg_squeeze copy tables beside the traffic");
    return;
  }
  const std::string table = input.first_in_use(input.effect.rewrites);
  if (table.empty()) return;
  const std::string shown = "`" + sql_of_key(input, table) + "`";
  const std::string consequence =
      " copies " + shown + " under ACCESS EXCLUSIVE: nobody can read or write the table meanwhile, and the disk holds it twice";
  const auto* command = input.statement.as<Maintenance>();
  if (command != nullptr && (input.statement.tag == "VACUUM" || input.statement.tag == "CLUSTER")) {
    findings.add((command->full ? std::string("VACUUM FULL") : input.statement.tag) + consequence,
                 input.statement.tag == "VACUUM"
                     ? "plain VACUUM lets everyone work and makes the space usable again; pg_repack or pg_squeeze give "
                       "it back to the disk beside the traffic"
                     : "pg_repack orders a table by an index beside the traffic");
    return;
  }
  using Action = AlterTableAction;
  for (const Action action : {Action::SetLogged, Action::SetUnlogged, Action::SetTablespace, Action::SetAccessMethod,
                              Action::SetExpression}) {
    each_subcommand(input, action, [&](const AlterTable&, const AlterTableSubcommand& sub) {
      const std::string words = sub.words.empty() ? std::string("the change") : sub.words;
      findings.add(words + consequence,
                   "make a new table as it shall be, keep it in step with a trigger, fill it in batches and swap the "
                   "names; or do it while nobody needs the table",
                   sub.span);
    });
  }
}

}  // namespace

extern const Rule table_copy_rule{
    "table-copy",
    "lock",
    Severity::Error,
    "a command that copies a whole table under its lock",
    "VACUUM FULL, CLUSTER, SET LOGGED, SET UNLOGGED, SET TABLESPACE, SET ACCESS METHOD and SET EXPRESSION write the "
    "table anew, with all its indexes, while they hold an ACCESS EXCLUSIVE lock.",
    "Plain VACUUM needs no such lock. Tools such as pg_repack and pg_squeeze do the rest beside the traffic; or make a "
    "new table and fill it in batches.",
    "VACUUM FULL orders;",
    "VACUUM orders;",
    check};

}  // namespace lockstep
