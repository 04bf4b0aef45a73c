// The fold: statement by statement, whatever the family.
#include <type_traits>

#include "engine/catalog/catalog.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/unjudged.h"

namespace lockstep {
namespace {

/// What may change more than the fold can tell, where no catalog file is about it.
template <typename Body>
concept Unfolded = Unjudged<Body> || std::is_same_v<Body, CreateObject>;

/// Commands among them that change nothing that a catalog holds.
bool changes_no_schema(std::string_view tag) {
  constexpr std::string_view tags[] = {"ATTACH", "DETACH", "CREATE ROLE"};
  for (const std::string_view candidate : tags) {
    if (tag == candidate) return true;
  }
  return false;
}

struct Folder {
  Draft& draft;
  const Statement& statement;

  Status operator()(const Explain& explain) const {
    for (const Statement& inner : statement.inner) {
      if (explain.analyze) LOCKSTEP_CHECK(fold_statement(draft, inner));
    }
    return {};
  }
  // The families that catalog files exist for.
  template <typename Body>
  Status operator()(const Body& body) const {
    if constexpr (requires { fold(draft, body, statement); }) {
      return fold(draft, body, statement);
    } else if constexpr (Unfolded<Body>) {
      if (!changes_no_schema(statement.tag)) draft.unknown(statement.tag + " is not understood");
      return {};
    } else {
      return {};  // rows and sessions: nothing that the fold keeps
    }
  }
};

}  // namespace

Status fold_statement(Draft& draft, const Statement& statement) {
  LOCKSTEP_CHECK(visit(Folder{draft, statement}, statement.body));
  if (!draft.base().default_grants.empty()) give_default_grants(draft, statement);
  return {};
}

Folding fold_on(const Catalog& catalog, const Statement& statement, TargetVersion server_version) {
  Folding folding{Draft(catalog, server_version), {}};
  folding.status = fold_statement(folding.draft, statement);
  return folding;
}

Status check(const Catalog& catalog, const Statement& statement, TargetVersion server_version) {
  Draft draft(catalog, server_version);
  return fold_statement(draft, statement);
}

std::vector<std::string> apply_to(Catalog& catalog, const Statement& statement, int server_version) {
  Draft draft(catalog, server_version);
  if (!fold_statement(draft, statement)) return {};
  std::vector<std::string> changed;
  draft.each_change([&](const std::string& key, const auto*, const auto*) { changed.push_back(key); });
  draft.commit(catalog);
  return changed;
}

std::optional<CatalogRelation> relation_after(const Catalog& before, const Statement& statement,
                                              const QualifiedName& name) {
  Draft draft(before);
  const bool done = fold_statement(draft, statement).has_value();
  const CatalogRelation* relation = done ? draft.find(name) : before.find(name);
  return relation == nullptr ? std::nullopt : std::optional(*relation);
}

}  // namespace lockstep
