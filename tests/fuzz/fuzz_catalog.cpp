// Any text through the parser and what the engine concludes from it: each statement is judged against the catalog that
// those before it left. What lockstep itself writes as the inverse of a statement must be SQL.
#include <fmt/format.h>

#include "engine/catalog/catalog.h"
#include "engine/catalog/fold.h"
#include "engine/effects/effects.h"
#include "parser/parse.h"
#include "tests/fuzz/target.h"

namespace {

using namespace lockstep;

std::string wrong_inverse(const Statement& statement, const Catalog& catalog) {
  const Inverse inverse = inverse_of(statement, catalog);
  for (const std::string& sql : inverse.sql) {
    const ParsedFile parsed = parse(sql, catalog.dialect);
    if (parsed.errors.empty() && parsed.statements.size() == 1) continue;
    return fmt::format("the inverse of `{}` is no statement: `{}`", statement.text, sql);
  }
  return "";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const fuzz::Input input = fuzz::read_input(data, size);
  const fuzz::Stopwatch stopwatch;
  Catalog catalog;
  catalog.dialect = input.dialect;
  PendingObjects pending;
  for (const Statement& statement : parse(input.text, input.dialect).statements) {
    const Effect effect = effect_of(statement, catalog, input.server_version);
    for (const RelationLock& lock : effect.locks) {
      if (lock.relation.empty()) fuzz::require_none("a lock on nothing: " + statement.text);
    }
    if (phase_of(statement, catalog, pending).reason.empty()) fuzz::require_none("no reason: " + statement.text);
    fuzz::require_none(wrong_inverse(statement, catalog));
    const bool refused = !check(catalog, statement, input.server_version);
    for (std::string& key : created_by(statement, catalog)) pending.created.insert(std::move(key));
    const Catalog before = refused ? catalog : Catalog();
    apply_to(catalog, statement);
    if (refused && input.server_version == newest_server_version && catalog.relations != before.relations) {
      fuzz::require_none("refused, and yet it changed the catalog: " + statement.text);
    }
  }
  return 0;
}
