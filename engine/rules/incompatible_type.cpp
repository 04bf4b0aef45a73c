#include "base/text.h"
#include "engine/catalog/type_change.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::AlterColumnType, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    const CatalogRelation* table = input.before.find(alter.name);
    const CatalogColumn* column = table == nullptr ? nullptr : table->column(sub.name);
    if (column == nullptr || !sub.type || !input.in_use(input.before.key(alter.name) + "." + sub.name)) return;
    const std::string to = format_type(*sub.type, input.before.dialect);
    if (column->type == to) return;
    const TypeChange change = type_change(input.before, column->type, to, sub.name,
                                          sub.expression ? sub.expression->text : std::string(), input.server_version);
    if (change.widening || change.rewrite) return;  // a rewrite is the lock rule's
    const std::string& zone = input.before.session.time_zone;
    const bool utc = equals_ignoring_case(zone, "utc") || equals_ignoring_case(zone, "etc/utc");
    if (change.depends_on_zone && !input.effect.rewrites.empty()) return;  // so is this one
    // Stored alike and read alike, but for how a driver names the type or how values are compared.
    const bool alike = change.depends_on_zone ? utc : column->type == "citext" || to == "citext";
    findings.add(
        "the previous version of the application reads and writes " + ticked(input, sub.name) + " as " + column->type +
            ", not as " + to +
            (change.depends_on_zone && !utc ? "; and unless the session's TimeZone is UTC, all rows are copied under "
                                              "ACCESS EXCLUSIVE"
                                            : ""),
        "add a column of the new type beside it, and move the readers", sub.span,
        alike ? Severity::Note : Severity::Warning);
  });
}

}  // namespace

extern const Rule incompatible_type_rule{
    "incompatible-type",
    "compatibility",
    Severity::Warning,
    "a type that the previous version does not expect",
    "Both types are stored alike, so the change is quick; but values mean something else to the older version of the "
    "application, or are compared in another way. timestamp and timestamptz differ by the session's time zone.",
    "Add a column of the new type and move the readers to it.",
    "ALTER TABLE orders ALTER COLUMN placed_at TYPE timestamptz;",
    "ALTER TABLE orders ADD COLUMN placed timestamptz;",
    check};

}  // namespace lockstep
