#include "base/text.h"
#include "engine/catalog/words.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// The values between the parentheses that follow the word, written out as they stand; empty when there is more than
/// one, or MINVALUE and MAXVALUE.
std::string single_value(const std::string& bound, std::string_view word) {
  const std::vector<Word> list = words(bound, Dialect::PostgreSQL);
  for (size_t i = 0; i + 3 < list.size(); ++i) {
    if (list[i].name != word || slice(bound, list[i + 1].span) != "(" || slice(bound, list[i + 3].span) != ")")
      continue;
    const bool value = list[i + 2].kind == Word::Kind::String || list[i + 2].kind == Word::Kind::Number;
    return value ? std::string(slice(bound, list[i + 2].span)) : std::string();
  }
  return {};
}

/// What the bounds say of the one column that is the key; empty when that cannot be said so simply.
std::string bound_condition(const RuleInput& input, const CatalogRelation& parent, const std::string& bound) {
  if (parent.partition_columns.size() != 1) return {};
  const std::string column = sql_of(input, parent.partition_columns.front());
  if (parent.partition_strategy == "LIST") {
    const std::string value = single_value(bound, "in");
    return value.empty() ? value : column + " IS NOT NULL AND " + column + " = " + value;
  }
  const std::string from = single_value(bound, "from");
  const std::string to = single_value(bound, "to");
  if (parent.partition_strategy != "RANGE" || from.empty() || to.empty()) return {};
  return column + " IS NOT NULL AND " + column + " >= " + from + " AND " + column + " < " + to;
}

/// A CHECK that proves the bounds before the statement, and that is gone behind it.
std::vector<Edit> edits(const RuleInput& input, const AlterTable& alter, const AlterTableSubcommand& sub,
                        const std::string& name) {
  const CatalogRelation* parent = input.before.find(alter.name);
  if (parent == nullptr || !may_split(input)) return {};
  const std::string condition = bound_condition(input, *parent, sub.bound->text);
  if (condition.empty()) return {};
  const std::string head = "ALTER TABLE " + written(input, *sub.partition);
  return {statement_before(input, head + " ADD CONSTRAINT " + name + " CHECK (" + condition + ") NOT VALID"),
          statement_before(input, head + " VALIDATE CONSTRAINT " + name),
          statement_behind(input, head + " DROP CONSTRAINT " + name)};
}

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::AttachPartition, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.partition || !sub.bound) return;
    const std::string partition = input.before.key(*sub.partition);
    if (!input.in_use(partition) || !contains(input.effect.scans, partition)) return;
    const std::string name = suggested_name(*sub.partition, {}, "bound_check");
    const std::string table = sql_of(input, *sub.partition);
    Diagnostic& finding =
        findings.add("ATTACH PARTITION reads all rows of " + ticked(input, *sub.partition) +
                         " under ACCESS EXCLUSIVE, to see whether they fit the bounds",
                     "let a CHECK that says what the bounds say prove it before:\n"
                     "  ALTER TABLE " +
                         table + " ADD CONSTRAINT " + name +
                         " CHECK (key IS NOT NULL AND key >= ... AND key < "
                         "...) NOT VALID;\n"
                         "  ALTER TABLE " +
                         table + " VALIDATE CONSTRAINT " + name +
                         ";\n"
                         "  ALTER TABLE " +
                         sql_of(input, alter.name) + " ATTACH PARTITION " + table + " " + sub.bound->text + ";",
                     sub.span);
    finding.edits = edits(input, alter, sub, name);
  });
}

}  // namespace

extern const Rule attach_partition_scan_rule{
    "attach-partition-scan",
    "lock",
    Severity::Error,
    "ATTACH PARTITION that reads the whole partition under its lock",
    "ATTACH PARTITION takes ACCESS EXCLUSIVE on the table that becomes a partition, and reads all its rows to be sure "
    "that they fit, unless a valid CHECK proves that.",
    "Add a CHECK equal to the bounds as NOT VALID and VALIDATE it before; the partition key must be NOT NULL, too. The "
    "CHECK can be dropped afterwards.",
    "ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
    "ALTER TABLE events_2024 ADD CONSTRAINT events_2024_bound CHECK (at >= '2024-01-01' AND at < '2025-01-01') NOT VALID;\n"
    "ALTER TABLE events_2024 VALIDATE CONSTRAINT events_2024_bound;\n"
    "ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');",
    check};

}  // namespace lockstep
