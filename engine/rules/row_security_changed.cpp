#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::DisableRowSecurity,
                  [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
                    const CatalogRelation* table = input.before.find(alter.name);
                    if (table != nullptr && !table->partial && !table->row_security) return;
                    findings.add("without row level security everyone who may read " + ticked(input, alter.name) +
                                     " sees every row, those of others included",
                                 "change the policies instead, and leave row level security on", sub.span);
                  });
  each_subcommand(
      input, AlterTableAction::ForceRowSecurity, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
        findings.add("the policies hold for the owner of " + ticked(input, alter.name) +
                         ", too, from this moment on: an application that runs as the owner sees fewer rows",
                     "make sure that a policy lets the owner see what it needs", sub.span);
      });
}

}  // namespace

extern const Rule row_security_changed_rule{
    "row-security-changed",
    "data",
    Severity::Warning,
    "row level security is switched off, or forced upon the owner",
    "Policies that keep the rows of one tenant from another do nothing once row level security is disabled. FORCE "
    "turns "
    "it on for the table's owner, who was exempt, and whose queries come back with fewer rows.",
    "Change the policies, which takes effect at once and for all of them together in a transaction.",
    "ALTER TABLE orders ENABLE ROW LEVEL SECURITY;\n"
    "-- next migration\n"
    "ALTER TABLE orders DISABLE ROW LEVEL SECURITY;",
    "CREATE POLICY own_orders ON orders USING (true);",
    check};

}  // namespace lockstep
