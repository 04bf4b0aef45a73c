#include "engine/catalog/type_change.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void look(const RuleInput& input, Findings& findings, const QualifiedName& table,
          const std::vector<std::string>& columns, const Constraint& key, Span span) {
  const CatalogRelation* referenced = input.before.find(key.referenced);
  const CatalogRelation* after = input.after(table);
  if (referenced == nullptr || after == nullptr) return;
  const std::vector<std::string> targets =
      key.referenced_columns.empty() ? referenced->primary_key() : key.referenced_columns;
  for (size_t i = 0; i < columns.size() && i < targets.size(); ++i) {
    const CatalogColumn* here = after->column(columns[i]);
    const CatalogColumn* there = referenced->column(targets[i]);
    if (here == nullptr || there == nullptr) continue;
    const int own = integer_width(base_of_domain(input.before, here->type));
    if (own == 0 || own >= integer_width(base_of_domain(input.before, there->type))) continue;
    findings.add(ticked(input, here->name) + " is " + here->type + ", but references " + ticked(input, there->name) +
                     ", which is " + there->type +
                     ": rows whose number does not fit cannot be referenced (SQLSTATE "
                     "22003)",
                 "give it the type " + there->type, span);
  }
}

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  if (const auto* create = input.statement.as<CreateTable>(); create != nullptr) {
    for (const ColumnDefinition& column : create->columns) {
      for (const Constraint& constraint : column.constraints) {
        if (constraint.kind != ConstraintKind::ForeignKey) continue;
        look(input, findings, create->name, {column.name}, constraint, column.span);
      }
    }
    for (const Constraint& constraint : create->constraints) {
      if (constraint.kind != ConstraintKind::ForeignKey) continue;
      look(input, findings, create->name, constraint.columns, constraint, constraint.span);
    }
  }
  const auto* alter = input.statement.as<AlterTable>();
  if (alter == nullptr) return;
  for (const AlterTableSubcommand& sub : alter->subcommands) {
    if (sub.constraint && sub.constraint->kind == ConstraintKind::ForeignKey) {
      look(input, findings, alter->name, sub.constraint->columns, *sub.constraint, sub.span);
    }
    if (!sub.column) continue;
    for (const Constraint& constraint : sub.column->constraints) {
      if (constraint.kind != ConstraintKind::ForeignKey) continue;
      look(input, findings, alter->name, {sub.column->name}, constraint, sub.span);
    }
  }
}

}  // namespace

extern const Rule narrow_foreign_key_rule{
    "narrow-foreign-key",
    "failure",
    Severity::Warning,
    "a foreign key column that cannot hold every key it references",
    "A column of type integer ends at 2147483647. If the column that it references is a bigint, the day comes on which "
    "rows are inserted there that cannot be referenced.",
    "Give the referencing column the type of the referenced one.",
    "CREATE TABLE returns (id bigint PRIMARY KEY, order_id integer REFERENCES orders);",
    "CREATE TABLE returns (id bigint PRIMARY KEY, order_id bigint REFERENCES orders);",
    check};

}  // namespace lockstep
