// How a layout is read, and which layouts there are.
//
// To add a layout: a file in readers/ that defines `reader_<name>`, a line in readers.def, a case in tests/migrations,
// and the removal of its row in foreign.cpp.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "migrations/files.h"
#include "migrations/migration.h"

namespace lockstep {

struct Reader {
  std::string_view name;
  /// Whether the listing follows this layout. The first reader of readers.def that says so reads it.
  bool (*recognise)(const Listing& listing);
  /// The migrations in order. Input errors as find_migrations() describes them.
  Result<std::vector<MigrationText>> (*find)(std::vector<Listing> listings, Dialect dialect);
};

#define LOCKSTEP_READER(name) extern const Reader reader_##name;
#include "migrations/readers.def"
#undef LOCKSTEP_READER

/// A layout that is known, but has no reader here yet.
struct ForeignLayout {
  std::string name;      ///< "Flyway"
  std::string evidence;  ///< what gave it away: "V1__init.sql"
};

[[nodiscard]] std::optional<ForeignLayout> recognise_foreign(const Listing& listing);

}  // namespace lockstep
