// Which objects a statement needs and which it changes: what the order of statements rests on.
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "engine/catalog/catalog.h"
#include "parser/statement.h"

namespace lockstep {

/// Keys: "public.t" (a relation), "public.t.c" (a column), "rows:public.t" (the rows of a table), "public.t#name" (a
/// constraint or index), "named:f" (a type, a routine, a schema, a policy or any other object, by its last name).
struct Touched {
  std::set<std::string> needs;
  std::set<std::string> changes;
};

[[nodiscard]] Touched touched_by(const Statement& statement, const Catalog& catalog);

/// What the keys of objects that are told by their last names begin with.
inline constexpr std::string_view named_object = "named:";
/// Whether a statement's text, as it is and in small letters, has the name of such an object as a word, be it in a
/// string: bodies of functions are strings. Too often at worst, and then the statement waits.
[[nodiscard]] bool names_object(std::string_view text, std::string_view lower_text, std::string_view key);

}  // namespace lockstep
