#include "engine/catalog/words.h"
#include "engine/effects/proof.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

bool builds_index(const Constraint& constraint) {
  return constraint.using_index.empty() &&
         (constraint.kind == ConstraintKind::Unique || constraint.kind == ConstraintKind::PrimaryKey ||
          constraint.kind == ConstraintKind::Exclude);
}

/// The index beside the traffic, then the constraint over it. Not for what the constraint says about the index that
/// CREATE INDEX would have to repeat in words of its own, nor for a key over columns that may hold NULL.
std::vector<Edit> using_index_edits(const RuleInput& input, const AlterTable& alter, const AlterTableSubcommand& sub) {
  const Constraint& constraint = *sub.constraint;
  const CatalogRelation* known = input.before.find(alter.name);
  const bool plain = (constraint.kind == ConstraintKind::Unique || constraint.kind == ConstraintKind::PrimaryKey) &&
                     !constraint.without_overlaps && !alter.if_exists && !alter.only && may_split(input) &&
                     (known == nullptr || known->kind == CatalogRelationKind::Table);
  const std::string name = name_to_come(input, alter, sub);
  if (!plain || name.empty()) return {};
  const std::string text = written(input, sub.span);
  for (const Word& word : words(text, Dialect::PostgreSQL)) {
    if (word.kind == Word::Kind::Name && (word.name == "with" || word.name == "tablespace")) return {};
  }
  const bool primary_key = constraint.kind == ConstraintKind::PrimaryKey;
  for (const std::string& column : constraint.columns) {
    if (primary_key && (known == nullptr || !is_proven_not_null(*known, column))) return {};
  }
  const Dialect dialect = input.before.dialect;
  std::string index = "CREATE UNIQUE INDEX CONCURRENTLY " + sql_of(input, name) + " ON " + written(input, alter.name) +
                      " (" + sql_list(constraint.columns, dialect) + ")";
  if (!constraint.include.empty()) index += " INCLUDE (" + sql_list(constraint.include, dialect) + ")";
  if (constraint.nulls_not_distinct) index += " NULLS NOT DISTINCT";
  std::string added = "ADD CONSTRAINT " + sql_of(input, name) + (primary_key ? " PRIMARY KEY" : " UNIQUE") +
                      " USING INDEX " + sql_of(input, name);
  if (constraint.deferrable) added += " DEFERRABLE";
  if (constraint.initially_deferred) added += " INITIALLY DEFERRED";
  return {statement_before(input, index), {sub.span, added}};
}

Diagnostic& report(const RuleInput& input, Findings& findings, const AlterTable& alter, const Constraint& constraint,
                   const std::vector<std::string>& columns, Span span) {
  const std::string table = sql_of(input, alter.name);
  const bool primary_key = constraint.kind == ConstraintKind::PrimaryKey;
  const std::string kind = constraint.kind == ConstraintKind::Exclude ? "EXCLUDE"
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
            kind + " USING INDEX " + name + ";";
  }
  return findings.add(kind + " builds an index over all rows of " + ticked(input, alter.name) +
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
    if (nothing_built) return;
    report(input, findings, alter, *sub.constraint, sub.constraint->columns, sub.span).edits =
        using_index_edits(input, alter, sub);
  });
  each_subcommand(input, AlterTableAction::AddColumn, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (!sub.column || !input.effect.rewrites.empty()) return;
    for (const Constraint& constraint : sub.column->constraints) {
      if (!builds_index(constraint)) continue;
      Diagnostic& finding = report(input, findings, alter, constraint, {sub.column->name}, sub.span);
      const CatalogRelation* known = input.before.find(alter.name);
      const bool plain = constraint.kind == ConstraintKind::Unique && !alter.only && !constraint.nulls_not_distinct &&
                         (known == nullptr || known->kind == CatalogRelationKind::Table);
      const std::vector<Edit> taken_out = without_constraint(input, alter, sub, constraint);
      if (!plain || taken_out.empty()) continue;
      const std::string name = constraint.name.empty() ? suggested_name(alter.name, {sub.column->name}, "key")
                                                       : sql_of(input, constraint.name);
      finding.edits = taken_out;
      finding.edits.push_back(statement_behind(
          input, "CREATE UNIQUE INDEX CONCURRENTLY " + name + " ON " + written(input, alter.name) + " (" +
                     sql_of(input, sub.column->name) + ");\n" + alter_head(input, alter) + " ADD CONSTRAINT " + name +
                     " UNIQUE USING INDEX " + name + (constraint.deferrable ? " DEFERRABLE" : "") +
                     (constraint.initially_deferred ? " INITIALLY DEFERRED" : "")));
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
