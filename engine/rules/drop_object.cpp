#include <algorithm>
#include <initializer_list>

#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// Whether a later statement of the file makes an object of that name again.
bool made_again(const RuleInput& input, const QualifiedName& name) {
  return input.later(name.name, [&](const Statement& statement) {
    const std::vector<ObjectName> made = objects(statement);
    return statement.tag.starts_with("CREATE") && std::any_of(made.begin(), made.end(), [&](const ObjectName& object) {
             return object.name.name == name.name;
           });
  });
}

void check(const RuleInput& input, Findings& findings) {
  const auto* drop = input.statement.as<DropStatement>();
  if (drop == nullptr) return;
  using Kind = ObjectKind;
  const std::initializer_list<Kind> called = {Kind::View,      Kind::MaterializedView, Kind::Sequence,  Kind::Function,
                                              Kind::Procedure, Kind::Routine,          Kind::Aggregate, Kind::Type,
                                              Kind::Domain,    Kind::ForeignTable,     Kind::Extension, Kind::Policy,
                                              Kind::Role};
  if (input.statement.tag == "DROP OWNED") {
    findings.add(
        "DROP OWNED drops every object that the role owns in this database, tables with their rows included, "
        "and takes all privileges that it was given",
        "REASSIGN OWNED first, and drop by name what is to go", {}, Severity::Error);
    return;
  }
  if (drop->kind == Kind::Cast) {
    findings.add("statements of the previous version that rely on the cast fail from this moment on",
                 "drop it when no running version needs it any more");
    return;
  }
  if (drop->kind == Kind::Policy && !input.in_use(drop->table)) return;
  const bool called_by_name = std::find(called.begin(), called.end(), drop->kind) != called.end();
  const bool holds_data = drop->kind == Kind::Schema || drop->kind == Kind::Database;
  if (!called_by_name && !holds_data) return;
  const std::string kind = to_lower(to_string(drop->kind));
  for (const QualifiedName& name : drop->names) {
    if (made_here(input, name) || made_again(input, name)) continue;
    if (holds_data) {
      findings.add("DROP " + to_upper(kind) +
                       (drop->cascade || drop->kind == Kind::Database
                            ? " loses everything that is in " + ticked(input, name) + " for good"
                            : " takes " + ticked(input, name) + " away from whoever names it"),
                   "make sure that nobody uses it any more, and that a backup has what was in it", name.span,
                   drop->cascade || drop->kind == Kind::Database ? Severity::Error : Severity::Warning);
      continue;
    }
    findings.add("statements of the previous version that use the " + kind + " " + ticked(input, name) +
                     " fail from this moment on",
                 "drop it when no running version uses it any more", name.span);
  }
}

}  // namespace

extern const Rule drop_object_rule{
    "drop-object",
    "compatibility",
    Severity::Warning,
    "an object is dropped that the previous version may use",
    "Views, functions, types and sequences are called by name. While the previous version of the application "
    "runs, whatever it does with the object fails; and a schema or a database that is dropped takes its data "
    "along.",
    "Release a version that does not use it, then drop it. Where it is only replaced, CREATE it again in the same "
    "transaction, or use CREATE OR REPLACE.",
    "DROP MATERIALIZED VIEW order_totals;",
    "CREATE VIEW paid AS SELECT * FROM orders;\n"
    "DROP VIEW paid;",
    check};

}  // namespace lockstep
