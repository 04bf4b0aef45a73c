#include <algorithm>
#include <initializer_list>

#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

using Kind = ObjectKind;

void check(const RuleInput& input, Findings& findings) {
  const auto report = [&](const std::string& kind, const QualifiedName& name, bool moves, const std::string& target) {
    if (made_here(input, name)) return;
    findings.add("statements of the previous version that use the " + kind + " " + ticked(input, name) +
                     " fail as soon as it " + (moves ? "stands in the schema " : "is called ") + ticked(input, target),
                 "make one under the new name beside it, and drop the old one when no running version uses it");
  };
  if (const auto* type = input.statement.as<AlterType>(); type != nullptr && input.in_use(type->name)) {
    if (!type->rename_type_to.empty()) report("type", type->name, false, type->rename_type_to);
    if (!type->set_schema.empty()) report("type", type->name, true, type->set_schema);
  }
  if (const auto* sequence = input.statement.as<AlterTable>();
      sequence != nullptr && sequence->kind == RelationKind::Sequence && input.in_use(sequence->name)) {
    for (const AlterTableSubcommand& sub : sequence->subcommands) {
      const bool moves = sub.action == AlterTableAction::SetSchema;
      if (moves || sub.action == AlterTableAction::RenameTable) report("sequence", sequence->name, moves, sub.new_name);
    }
  }
  const auto* alter = input.statement.as<AlterObject>();
  if (alter == nullptr) return;
  const std::initializer_list<Kind> called = {Kind::Function, Kind::Procedure, Kind::Routine, Kind::Aggregate,
                                              Kind::Domain,   Kind::Schema,    Kind::Type};
  if (std::find(called.begin(), called.end(), alter->object.kind) == called.end()) return;
  for (const AlterTableSubcommand& sub : alter->subcommands) {
    const bool moves = sub.action == AlterTableAction::SetSchema;
    if (!moves && sub.action != AlterTableAction::RenameTable) continue;
    report(to_lower(to_string(alter->object.kind)), alter->object.name, moves, sub.new_name);
  }
}

}  // namespace

extern const Rule rename_object_rule{
    "rename-object",
    "compatibility",
    Severity::Warning,
    "a function, type, sequence or schema gets another name",
    "Functions, types, domains, sequences and schemas are called by name. After RENAME TO or SET SCHEMA every "
    "statement "
    "of the previous version of the application that names the object fails.",
    "Make another one under the new name, move the callers, then drop the old one.",
    "CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;\n"
    "-- next migration\n"
    "ALTER FUNCTION touch() RENAME TO touched;",
    "CREATE FUNCTION touched() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$;",
    check};

}  // namespace lockstep
