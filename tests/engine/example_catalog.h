// The schema that the examples of all rules are about, as a catalog.
#pragma once

#include "engine/catalog/catalog.h"
#include "engine/rules/rule.h"
#include "parser/parse.h"

namespace lockstep {

inline Catalog example_catalog() {
  Catalog catalog;
  catalog.schemas.insert("public");
  for (const Statement& statement : parse(example_schema, Dialect::PostgreSQL).statements) apply_to(catalog, statement);
  return catalog;
}

}  // namespace lockstep
