#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// What goes besides what the statement names.
std::string casualties(const RuleInput& input, const std::vector<std::string>& named) {
  Draft draft(input.before);
  if (!fold_statement(draft, input.statement)) return {};
  std::string list;
  const auto add = [&](const std::string& what) { list += (list.empty() ? "" : ", ") + what; };
  draft.each_change([&](const std::string& key, const CatalogRelation* before, const CatalogRelation* after) {
    if (before == nullptr) return;
    if (after == nullptr) {
      if (!contains(named, key) && before->kind != CatalogRelationKind::Sequence && before->parent.empty()) {
        add("`" + sql_of_key(input, key) + "`");
      }
      return;
    }
    for (const CatalogConstraint& constraint : before->constraints) {
      if (after->constraint(constraint.name) == nullptr && !contains(named, key)) {
        add("constraint " + constraint.name + " of `" + sql_of_key(input, key) + "`");
      }
    }
    for (const CatalogColumn& column : before->columns) {
      if (after->column(column.name) == nullptr && !contains(named, key)) {
        add("column " + column.name + " of `" + sql_of_key(input, key) + "`");
      }
    }
  });
  return list;
}

void check(const RuleInput& input, Findings& findings) {
  const auto report = [&](const std::vector<std::string>& named, Span span) {
    const std::string list = casualties(input, named);
    findings.add("CASCADE drops " + (list.empty() ? std::string("whatever depends on it, known or not") : "also " + list),
                 "leave CASCADE out, and name what is to go: the server then refuses what was forgotten", span);
  };
  if (const auto* drop = input.statement.as<DropStatement>(); drop != nullptr && drop->cascade) {
    std::vector<std::string> keys;
    for (const QualifiedName& name : drop->names) keys.push_back(input.before.key(name));
    const bool all_new = !keys.empty() && input.first_in_use(keys).empty();
    if (!all_new) report(keys, {});
  }
  for (const AlterTableAction action : {AlterTableAction::DropColumn, AlterTableAction::DropConstraint}) {
    each_subcommand(input, action, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
      if (sub.cascade) report({input.before.key(alter.name)}, sub.span);
    });
  }
}

}  // namespace

extern const Rule drop_cascade_rule{
    "drop-cascade",
    "data",
    Severity::Warning,
    "CASCADE drops what nobody listed",
    "CASCADE takes along views, foreign keys, columns and functions that depend on what is dropped, and theirs in turn. "
    "A server may hold more of them than the migrations tell.",
    "Name everything that is to go, in the right order, without CASCADE.",
    "DROP TABLE orders CASCADE;",
    "DROP MATERIALIZED VIEW order_totals;",
    check};

}  // namespace lockstep
