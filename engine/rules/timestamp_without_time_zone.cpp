#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (!input.postgresql()) return;
  each_new_column(input, [&](const ColumnDefinition& column) {
    if (!column.type || column.type->name != "timestamp") return;
    findings.add(
        ticked(input, column.name) + " holds a time of day without saying where: what it means depends on who reads it",
        "use timestamptz, which is a moment, and takes the same space", column.span);
  });
}

}  // namespace

extern const Rule timestamp_without_time_zone_rule{
    "timestamp-without-time-zone",
    "style",
    Severity::Warning,
    "a timestamp without a time zone",
    "timestamp keeps what a clock on some wall showed. Sessions with different time zones write and read "
    "different moments.",
    "Use timestamptz, which keeps the moment in the same eight bytes.",
    "ALTER TABLE orders ADD COLUMN paid_at timestamp;",
    "ALTER TABLE orders ADD COLUMN paid_at timestamptz;",
    check};

}  // namespace lockstep
