#include <algorithm>

#include "base/text.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// Whether all that is named was made by this migration.
bool all_new(const RuleInput& input, const Grant& grant) {
  return !grant.names.empty() && std::all_of(grant.names.begin(), grant.names.end(),
                                             [&](const QualifiedName& name) { return made_here(input, name); });
}

void check(const RuleInput& input, Findings& findings) {
  const auto* grant = input.statement.as<Grant>();
  if (grant == nullptr || !grant->revoke || grant->grant_option || all_new(input, *grant)) return;
  const bool from_public = std::all_of(grant->roles.begin(), grant->roles.end(),
                                       [](const std::string& role) { return equals_ignoring_case(role, "public"); });
  const std::string who = join(grant->roles, ", ");
  findings.add("statements of the previous version that " + who + " runs and that need " +
                   (grant->role_membership ? "the role" : "the privileges") + " fail from this moment on",
               "revoke when no running version needs them", {}, from_public ? Severity::Note : Severity::Warning);
}

}  // namespace

extern const Rule revoked_privileges_rule{
    "revoked-privileges",
    "compatibility",
    Severity::Warning,
    "privileges are taken that the previous version may need",
    "REVOKE works at once, for sessions that are open, too: what the previous version of the application does with the "
    "objects is refused with \"permission denied\" (SQLSTATE 42501).",
    "Release a version that does without, then revoke. What is taken from PUBLIC is told as a note only: it is mostly "
    "meant for those who should not have been there.",
    "REVOKE INSERT ON orders FROM app;",
    "CREATE TABLE audit (id bigint PRIMARY KEY);\n"
    "REVOKE ALL ON audit FROM app;",
    check};

}  // namespace lockstep
