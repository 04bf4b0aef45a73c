#include <algorithm>

#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// Whether some index of the table begins with the columns, in whatever order, so that it finds the rows of a key.
bool has_index(const CatalogRelation& table, const std::vector<std::string>& columns) {
  return std::any_of(table.indexes.begin(), table.indexes.end(), [&](const CatalogIndex& index) {
    if (!index.predicate.empty() || index.elements.size() < columns.size()) return false;
    return std::all_of(index.elements.begin(), index.elements.begin() + static_cast<std::ptrdiff_t>(columns.size()),
                       [&](const CatalogIndexElement& element) { return contains(columns, element.column); });
  });
}

/// Whether a later statement of the file makes an index on the table that begins with one of the columns.
bool comes_later(const RuleInput& input, const QualifiedName& name, const std::vector<std::string>& columns) {
  const std::string table = input.before.key(name);
  return input.later<CreateIndex>(name.name, [&](const CreateIndex& create) {
    return input.before.key(create.table) == table && !create.elements.empty() &&
           contains(columns, create.elements.front().column);
  });
}

bool is_key(const Constraint& constraint) {
  return constraint.kind == ConstraintKind::ForeignKey;
}
bool has_key(const ColumnDefinition& column) {
  return std::any_of(column.constraints.begin(), column.constraints.end(), is_key);
}

/// Whether the statement adds a foreign key, to a table or with a column.
bool adds_key(const CreateTable* create, const AlterTable* alter) {
  if (create != nullptr) {
    return std::any_of(create->constraints.begin(), create->constraints.end(), is_key) ||
           std::any_of(create->columns.begin(), create->columns.end(), has_key);
  }
  return alter != nullptr && std::any_of(alter->subcommands.begin(), alter->subcommands.end(), [](const auto& sub) {
           return (sub.constraint && is_key(*sub.constraint)) || (sub.column && has_key(*sub.column));
         });
}

void check(const RuleInput& input, Findings& findings) {
  const auto* create = input.statement.as<CreateTable>();
  const auto* alter = input.statement.as<AlterTable>();
  if (!adds_key(create, alter)) return;
  const QualifiedName& name = create != nullptr ? create->name : alter->name;
  const CatalogRelation* before = input.before.find(name);
  const CatalogRelation* after = input.after(name);
  if (after == nullptr || after->partial || after->temporary) return;
  for (const CatalogConstraint& key : after->constraints) {
    if (key.kind != ConstraintKind::ForeignKey || has_index(*after, key.columns)) continue;
    if (before != nullptr && before->constraint(key.name) != nullptr) continue;
    if (comes_later(input, name, key.columns)) continue;
    const std::string referenced = "`" + sql_of_key(input, key.referenced) + "`";
    findings.add("no index of " + ticked(input, name) + " begins with " + sql_list(key.columns, input.before.dialect) +
                     ": each DELETE of a row of " + referenced +
                     ", and each UPDATE of its key, reads the whole table "
                     "to see whether the foreign key still holds",
                 "where rows of " + referenced + " go, or their keys change:\n  CREATE INDEX " +
                     std::string(create == nullptr && input.postgresql() ? "CONCURRENTLY " : "") +
                     suggested_name(name, key.columns, "idx") + " ON " + sql_of(input, name) + " (" +
                     sql_list(key.columns, input.before.dialect) + ");");
  }
}

}  // namespace

extern const Rule foreign_key_without_index_rule{
    "foreign-key-without-index",
    "lock",
    Severity::Note,
    "a foreign key whose own columns have no index",
    "The server has an index on the referenced side only. To delete a row there, or to change its key, it looks "
    "for rows that reference it; without an index on the referencing columns it reads the whole table for each, "
    "and holds the row lock meanwhile.",
    "Create an index that begins with the columns of the foreign key, unless rows of the referenced table are "
    "never deleted.",
    "ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) NOT "
    "VALID;",
    "CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id);\n"
    "ALTER TABLE orders ADD CONSTRAINT orders_customer_fk FOREIGN KEY (customer_id) REFERENCES customers (id) NOT "
    "VALID;",
    check};

}  // namespace lockstep
