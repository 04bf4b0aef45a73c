#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* create = input.statement.as<CreateTable>();
  if (create == nullptr || !create->unlogged) return;
  findings.add("the rows of " + ticked(input, create->name) +
                   " are gone after a crash, are never on a replica, and are not in a backup by WAL",
               "leave UNLOGGED out, unless the rows can be made again at any time");
}

}  // namespace

extern const Rule unlogged_table_rule{
    "unlogged-table",
    "data",
    Severity::Note,
    "a table whose rows do not survive a crash",
    "Changes to an UNLOGGED table are not written to the WAL: after a crash the server empties it, replicas never "
    "see its rows, and a restore to a point in time brings it back empty.",
    "Use it for what can be made again, such as a cache; not for data.",
    "CREATE UNLOGGED TABLE sessions (id bigint PRIMARY KEY, data jsonb);",
    "CREATE TABLE sessions (id bigint PRIMARY KEY, data jsonb);",
    check};

}  // namespace lockstep
