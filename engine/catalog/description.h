// Catalogs as lines of text, to be compared and shown: the objects of a database, and what is said of each.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/catalog.h"

namespace lockstep {

/// Lines by object: "public.orders", "function public.total(integer)", "type public.mood".
/// The first line of a relation says what it is, the others follow in order of their text. What an object does not have is
/// not said, so that two objects are equal when their lines are. Estimates (rows, bytes) are left out, and so is the
/// order of columns.
using CatalogDescription = std::map<std::string, std::vector<std::string>>;

/// Which kind of SQL a line holds: servers print each in another way.
enum class SqlPart : uint8_t { Expression, Definition, Query, Rule, Bound, Body };
/// How it is written into a line; empty: not at all.
using SqlForm = std::function<std::string(SqlPart part, const std::string& sql)>;

/// `form` empty: as the catalog has it.
[[nodiscard]] CatalogDescription describe(const Catalog& catalog, const SqlForm& form = {});
/// All but the relations, of which there may be thousands.
[[nodiscard]] CatalogDescription describe_others(const Catalog& catalog, const SqlForm& form = {});
[[nodiscard]] std::vector<std::string> describe(const CatalogRelation& relation, const SqlForm& form = {});

/// What is said of the object; nothing if it does not exist.
[[nodiscard]] const std::vector<std::string>& lines_of(const CatalogDescription& description,
                                                       const std::string& object);

/// The objects that are not the same in both.
[[nodiscard]] std::vector<std::string> changed_objects(const CatalogDescription& before, const CatalogDescription& now);
/// What `now` has otherwise than `before`, a sentence each: "public.orders: column note text is gone". An object without
/// lines does not exist, as one that is not listed.
[[nodiscard]] std::vector<std::string> differences(const CatalogDescription& before, const CatalogDescription& now);

}  // namespace lockstep
