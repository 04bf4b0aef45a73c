// Which objects a statement needs and which it changes: what the order of statements rests on.
#pragma once

#include <set>
#include <string>

#include "engine/catalog/catalog.h"
#include "parser/statement.h"

namespace lockstep {

/// Keys: "public.t" (a relation), "public.t.c" (a column), "rows:public.t" (the rows of a table), "public.t#name" (a
/// constraint or index).
struct Touched {
  std::set<std::string> needs;
  std::set<std::string> changes;
};

[[nodiscard]] Touched touched_by(const Statement& statement, const Catalog& catalog);

}  // namespace lockstep
