#include "engine/catalog/type_change.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::AlterColumnType, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    if (input.effect.rewrites.empty() || !sub.type) return;
    const CatalogRelation* table = input.before.find(alter.name);
    const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
    const std::string to = format_type(*sub.type, input.before.dialect);
    std::string from = "its present type";
    if (column != nullptr) {
      const TypeChange change =
          type_change(input.before, column->type, to, sub.name, sub.expression ? sub.expression->text : std::string(),
                      input.server_version);
      if (!change.rewrite && !change.depends_on_zone) return;
      from = column->type;
    }
    const std::string name = sql_of(input, alter.name);
    const std::string old_column = sql_of(input, sub.name);
    const std::string new_column = sql_of(input, sub.name + "_new");
    findings.add("changing " + ticked(input, sub.name) + " from " + from + " to " + to + " copies all rows of " +
                     ticked(input, alter.name) + " and rebuilds its indexes under ACCESS EXCLUSIVE: nobody can read or "
                     "write the table meanwhile" +
                     (column == nullptr ? "; unless both types are stored alike, which cannot be told here" : ""),
                 "add a column of the new type, keep both in step, fill it in batches, then swap the names:\n"
                 "  ALTER TABLE " + name + " ADD COLUMN " + new_column + " " + sub.type->text + ";\n"
                 "  -- a trigger copies " + old_column + " to " + new_column + "; then fill the old rows in batches",
                 sub.span, column == nullptr ? Severity::Warning : Severity::Error);
  });
}

}  // namespace

extern const Rule change_type_rewrite_rule{
    "change-type-rewrite",
    "lock",
    Severity::Error,
    "a change of type that makes the server copy the table",
    "Where the new type is stored in another way, or a shorter length has to be tested, PostgreSQL converts every row "
    "into a new copy of the table and rebuilds all indexes while it holds an ACCESS EXCLUSIVE lock. Longer varchar, "
    "varchar to text, a larger numeric precision of the same scale, cidr to inet and a domain to its base type are "
    "stored alike and cost nothing.",
    "Add a new column, keep it equal to the old one with a trigger, fill it in batches, and swap the names in one "
    "short transaction. lockstep does this by itself.",
    "ALTER TABLE orders ALTER COLUMN quantity TYPE bigint;",
    "ALTER TABLE orders ALTER COLUMN code TYPE varchar(40);",
    check};

}  // namespace lockstep
