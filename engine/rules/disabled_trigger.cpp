#include <algorithm>

#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(
      input, AlterTableAction::DisableTrigger, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
        const bool enabled_again = input.later<AlterTable>(alter.name.name, [&](const AlterTable& later) {
          return later.name == alter.name &&
                 std::any_of(later.subcommands.begin(), later.subcommands.end(), [](const AlterTableSubcommand& each) {
                   return each.action == AlterTableAction::EnableTrigger;
                 });
        });
        const bool all = equals_ignoring_case(sub.name, "all");
        if (enabled_again && !all) return;
        findings.add(
            std::string(all ? "foreign keys of " : "") +
                (all ? ticked(input, alter.name) + " are not tested, and no trigger of it fires"
                     : "the trigger " + ticked(input, sub.name) + " does not fire") +
                ", for any session, until it is enabled again: what is written meanwhile is never made up for",
            "change the rows in a session of its own with SET session_replication_role, or leave the trigger on",
            sub.span);
      });
}

void check_rules(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::DisableRule, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
    findings.add("the rule " + ticked(input, sub.name) + " of " + ticked(input, alter.name) +
                     " does nothing, for any session, until it is enabled again",
                 "drop it when no running version relies on it, or leave it on", sub.span);
  });
  // What fires in replica sessions only fires for nobody who works with the application.
  for (const AlterTableAction action : {AlterTableAction::EnableTrigger, AlterTableAction::EnableRule}) {
    each_subcommand(input, action, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
      if (to_upper(written(input, sub.span)).find(" REPLICA ") == std::string::npos) return;
      findings.add(ticked(input, sub.name) + " of " + ticked(input, alter.name) +
                       " fires in sessions of replication only from this moment on, and for no other",
                   "leave it on for everyone, or drop it when no running version relies on it", sub.span);
    });
  }
}

void check_all(const RuleInput& input, Findings& findings) {
  check(input, findings);
  check_rules(input, findings);
}

}  // namespace

extern const Rule disabled_trigger_rule{
    "disabled-trigger",
    "data",
    Severity::Warning,
    "triggers are switched off for everyone",
    "DISABLE TRIGGER is not a setting of the session: nothing that anyone writes meanwhile fires the trigger. ALL "
    "includes those that test foreign keys, and enabling them again does not look at the rows that came in.",
    "Leave triggers on while the application writes.",
    "ALTER TABLE orders DISABLE TRIGGER ALL;",
    "ALTER TABLE orders ENABLE TRIGGER ALL;",
    check_all};

}  // namespace lockstep
