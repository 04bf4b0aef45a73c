#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* update = input.statement.as<Update>();
  if (update == nullptr || update->where || update->where_current_of || update->order_or_limit) return;
  if (!update->from_span.empty()) return;  // a join may leave rows out
  if (!input.in_use(update->table)) return;
  const std::string table = ticked(input, update->table);
  findings.add(std::string(update->is_delete ? "DELETE" : "UPDATE") + " without WHERE " +
                   (update->is_delete ? "removes" : "writes") + " every row of " + table +
                   " in one transaction: each stays locked until the last is done" +
                   (update->is_delete ? "" : ", and the table grows to twice its size"),
               update->is_delete ? "say which rows with WHERE, and delete many of them in batches"
                                 : "run it in batches by key; lockstep does so by itself");
}

}  // namespace

extern const Rule mass_change_rule{
    "mass-change",
    "lock",
    Severity::Warning,
    "UPDATE or DELETE of every row at once",
    "Every row that the statement writes stays locked until the transaction ends, so others who write one of them wait "
    "for all the rest. The old rows stay as dead weight, replicas fall behind.",
    "Change the rows in batches by key, each in a transaction of its own. lockstep's backfill does this with progress "
    "and resumes where it was stopped.",
    "UPDATE orders SET note = '';",
    "UPDATE orders SET note = '' WHERE note IS NULL;",
    check};

}  // namespace lockstep
