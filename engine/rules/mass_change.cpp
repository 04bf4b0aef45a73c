#include <optional>

#include "base/text.h"
#include "engine/catalog/words.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// Whether a condition without columns holds for every row: TRUE, NOT FALSE, 1 = 1, NULL IS NULL.
bool holds_always(const Expression& where) {
  if (!where.columns.empty()) return false;
  const std::string& condition = where.text;
  std::vector<std::string> parts;
  for (const Word& word : words(condition, Dialect::PostgreSQL)) {
    const std::string text = to_lower(slice(condition, word.span));
    if (text != "(" && text != ")") parts.push_back(text);
  }
  bool negated = false;
  while (!parts.empty() && parts.front() == "not") {
    negated = !negated;
    parts.erase(parts.begin());
  }
  const auto constant = [](const std::string& text) {
    return !text.empty() && (text.front() == '\'' || text.find_first_not_of("0123456789.") == std::string::npos);
  };
  std::optional<bool> holds;
  if (parts.size() == 1 && (parts[0] == "true" || parts[0] == "false")) holds = parts[0] == "true";
  if (parts.size() == 3 && parts[1] == "=" && constant(parts[0]) && constant(parts[2])) holds = parts[0] == parts[2];
  if (parts.size() == 3 && parts[0] == "null" && parts[1] == "is") holds = parts[2] == "null";
  if (parts.size() == 4 && parts[0] == "null" && parts[1] == "is" && parts[2] == "not") holds = parts[3] != "null";
  return holds && *holds != negated;
}

void check(const RuleInput& input, Findings& findings) {
  const auto* update = input.statement.as<Update>();
  if (update == nullptr || (update->where && !holds_always(*update->where)) || update->where_current_of ||
      update->order_or_limit)
    return;
  if (!update->from_span.empty()) return;  // a join may leave rows out
  if (!input.in_use(update->table)) return;
  const std::string table = ticked(input, update->table);
  findings.add(std::string(update->is_delete ? "DELETE" : "UPDATE") +
                   (update->where ? " whose WHERE is always true " : " without WHERE ") +
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
