#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  each_subcommand(input, AlterTableAction::EnableRowSecurity,
                  [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
                    const CatalogRelation* table = input.before.find(alter.name);
                    if (table != nullptr && (table->row_security || !table->policies.empty())) return;
                    const bool comes_later = input.later<Policy>(alter.name.name, [&](const Policy& policy) {
                      return input.before.key(policy.table) == input.before.key(alter.name);
                    });
                    if (comes_later && input.transaction.open) return;
                    findings.add(comes_later ? "until the policy is there, nobody but the owner of " +
                                                   ticked(input, alter.name) + " sees a row of it, or may write one"
                                             : "without a policy nobody but the owner of " + ticked(input, alter.name) +
                                                   " sees a row of it, or may write one",
                                 "CREATE POLICY first, then enable row level security", sub.span);
                  });
}

}  // namespace

extern const Rule row_security_without_policy_rule{
    "row-security-without-policy",
    "compatibility",
    Severity::Warning,
    "row level security is switched on before there is a policy",
    "With row level security on and no policy, the server shows no row to anyone but the table's owner, and refuses "
    "what "
    "others write. Nothing fails: queries come back empty.",
    "Create the policies first; they do nothing until row level security is enabled.",
    "ALTER TABLE orders ENABLE ROW LEVEL SECURITY;",
    "CREATE POLICY everyone ON orders USING (true);\n"
    "ALTER TABLE orders ENABLE ROW LEVEL SECURITY;",
    check};

}  // namespace lockstep
