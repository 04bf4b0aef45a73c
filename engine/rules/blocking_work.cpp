#include <algorithm>

#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  // REFRESH, REINDEX and their like have rules of their own, which know their harmless forms.
  if (!input.postgresql() || input.statement.as<Maintenance>() != nullptr) return;
  if (findings.has("lock", Severity::Warning)) return;
  for (const auto& [what, list] :
       {std::pair{"copies", &input.effect.rewrites}, {"reads all rows of", &input.effect.scans}}) {
    for (const std::string& table : *list) {
      if (!input.in_use(table) || !input.locks(table, LockMode::Share)) continue;
      // Of a table that the history has not made it is not known what proves the work away.
      const CatalogRelation* known = input.before.find(table);
      if (known == nullptr || known->partial) continue;
      const auto lock = std::find_if(input.effect.locks.begin(), input.effect.locks.end(),
                                     [&](const RelationLock& each) { return each.relation == table; });
      findings.add(
          input.statement.tag + " " + what + " `" + sql_of_key(input, table) + "` under " +
              std::string(to_string(lock->mode)) +
              (lock->mode >= LockMode::AccessExclusive ? ": nobody can read or write it meanwhile"
                                                       : ": nobody can write to it meanwhile"),
          "run it at a time when nobody needs the table, or find a form that does the work beside the traffic; "
          "`lockstep plan` shows whether there is one");
      return;
    }
  }
}

}  // namespace

extern const Rule blocking_work_rule{
    "blocking-work",
    "lock",
    Severity::Warning,
    "a statement that reads or copies a table under a lock",
    "Statements that no other rule is about may read or copy a whole table too: ALTER DOMAIN ... ADD CONSTRAINT "
    "reads every table that uses the domain, for one. Others wait until that is done.",
    "Look for a form that does the work without a strong lock: NOT VALID and VALIDATE CONSTRAINT for a domain, "
    "too.",
    "CREATE DOMAIN positive AS integer;\n"
    "CREATE TABLE stock (amount positive);\n"
    "-- next migration\n"
    "ALTER DOMAIN positive ADD CONSTRAINT positive_check CHECK (VALUE > 0);",
    "CREATE DOMAIN positive AS integer;\n"
    "CREATE TABLE stock (amount positive);\n"
    "-- next migration\n"
    "ALTER DOMAIN positive ADD CONSTRAINT positive_check CHECK (VALUE > 0) NOT VALID;",
    check};

}  // namespace lockstep
