#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* command = input.statement.as<Maintenance>();
  if (command == nullptr || !input.statement.tag.starts_with("LOCK")) return;
  for (const QualifiedName& name : command->names) {
    const std::string key = input.before.key(name);
    if (!input.in_use(key)) continue;
    for (const RelationLock& lock : input.effect.locks) {
      if (lock.relation != key || lock.mode < LockMode::Share) continue;
      findings.add("LOCK TABLE takes " + std::string(to_string(lock.mode)) + " on " + ticked(input, name) +
                       " until the transaction ends" +
                       (lock.mode == LockMode::AccessExclusive ? ": nobody can read or write the table meanwhile"
                                                               : ": nobody can write to the table meanwhile"),
                   "statements take the locks that they need; where this one is meant, set a short lock_timeout before it "
                   "and commit soon");
    }
  }
}

}  // namespace

extern const Rule lock_table_rule{
    "lock-table",
    "lock",
    Severity::Warning,
    "an explicit lock that keeps others out",
    "LOCK TABLE in a mode of SHARE or stronger keeps all writers, and ACCESS EXCLUSIVE, which is the default, all "
    "readers out until the transaction ends.",
    "Leave it out, or ask for the mode that is needed, with a lock_timeout.",
    "BEGIN;\n"
    "LOCK TABLE orders;\n"
    "COMMIT;",
    "BEGIN;\n"
    "LOCK TABLE orders IN SHARE UPDATE EXCLUSIVE MODE;\n"
    "COMMIT;",
    check};

}  // namespace lockstep
