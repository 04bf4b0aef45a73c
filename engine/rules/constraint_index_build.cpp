#include "engine/rules/support.h"

namespace lockstep {
namespace {

bool builds_index(const Constraint& constraint) {
  return constraint.using_index.empty() &&
         (constraint.kind == ConstraintKind::Unique || constraint.kind == ConstraintKind::PrimaryKey ||
          constraint.kind == ConstraintKind::Exclude);
}

void report(const RuleInput& input, Findings& findings, const AlterTable& alter, const Constraint& constraint,
            const std::vector<std::string>& columns, Span span) {
  const std::string table = sql_of(input, alter.name);
  const bool primary_key = constraint.kind == ConstraintKind::PrimaryKey;
  const std::string words = constraint.kind == ConstraintKind::Exclude ? "EXCLUDE"
                            : primary_key                              ? "PRIMARY KEY"
                                                                       : "UNIQUE";
  const std::string name = !constraint.name.empty() ? sql_of(input, constraint.name)
                           : primary_key            ? suggested_name(alter.name, {}, "pkey")
                                                    : suggested_name(alter.name, columns, "key");
  std::string help;
  if (constraint.kind == ConstraintKind::Exclude) {
    help = "an exclusion constraint cannot be built beside the traffic: build it on an empty copy of the table, fill "
           "that in batches and swap the two";
  } else {
    help = "build the index beside the traffic, then let the constraint take it over, which is instant";
    if (primary_key) help += " when the columns are NOT NULL";
    help += ":\n  CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + table + " (" +
            sql_list(columns, input.before.dialect) + ");\n  ALTER TABLE " + table + " ADD CONSTRAINT " + name + " " +
            words + " USING INDEX " + name + ";";
  }
  findings.add(words + " builds an index over all rows of " + ticked(input, alter.name) +
                   " under ACCESS EXCLUSIVE: nobody can read or write the table meanwhile",
               help, span);
}

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  each_subcommand(input, AlterTableAction::AddConstraint, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.constraint || !builds_index(*sub.constraint)) return;
    const CatalogRelation* known = input.before.find(alter.name);
    const bool nothing_built =
        alter.only && known != nullptr && known->kind == CatalogRelationKind::PartitionedTable;
    if (!nothing_built) report(input, findings, alter, *sub.constraint, sub.constraint->columns, sub.span);
  });
  each_subcommand(input, AlterTableAction::AddColumn, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.column || !input.effect.rewrites.empty()) return;
    for (const Constraint& constraint : sub.column->constraints) {
      if (builds_index(constraint)) report(input, findings, alter, constraint, {sub.column->name}, sub.span);
    }
  });
}

}  // namespace

extern const Rule constraint_index_build_rule{
    "constraint-index-build",
    "lock",
    Severity::Error,
    "UNIQUE, PRIMARY KEY or EXCLUDE that builds its index under the lock",
    "These constraints stand on an index. ALTER TABLE builds it while it holds an ACCESS EXCLUSIVE lock, so every query "
    "on the table waits for the whole build.",
    "Build the unique index with CREATE UNIQUE INDEX CONCURRENTLY, then add the constraint USING INDEX, which is "
    "instant. EXCLUDE has no such form.",
    "ALTER TABLE orders ADD CONSTRAINT orders_code_key UNIQUE (code);",
    "CREATE UNIQUE INDEX CONCURRENTLY orders_code_key ON orders (code);\n"
    "ALTER TABLE orders ADD CONSTRAINT orders_code_key UNIQUE USING INDEX orders_code_key;",
    check};

}  // namespace lockstep
