#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* command = input.statement.as<Maintenance>();
  if (command == nullptr || !input.statement.tag.starts_with("TRUNCATE")) return;
  for (const QualifiedName& name : command->names) {
    if (!input.in_use(name)) continue;
    std::string also;
    for (const RelationLock& lock : input.effect.locks) {
      if (command->cascade && lock.relation != input.before.key(name)) {
        also += (also.empty() ? ", and with CASCADE those of `" : ", `") + sql_of_key(input, lock.relation) + "`";
      }
    }
    findings.add("TRUNCATE deletes all rows of " + ticked(input, name) + also + " under ACCESS EXCLUSIVE",
                 "where rows are to go while others use the table, DELETE them in batches", name.span);
  }
}

}  // namespace

extern const Rule truncate_rule{
    "truncate",
    "data",
    Severity::Warning,
    "a table in use is emptied",
    "TRUNCATE removes all rows at once under an ACCESS EXCLUSIVE lock; with CASCADE also those of every table that "
    "references it.",
    "Delete what is to go in batches, or make sure that no running version needs the rows.",
    "TRUNCATE orders CASCADE;",
    "CREATE TABLE staging (id bigint);\n"
    "TRUNCATE staging;",
    check};

}  // namespace lockstep
