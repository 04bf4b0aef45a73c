// The triggers that keep two tables in step while both are in use (`-- lockstep: mirror source -> target`).
#pragma once

#include <string>
#include <vector>

#include "engine/rewrite/rewrite.h"
#include "parser/statement.h"

namespace lockstep {

/// Another table whose rows go into the written one, too.
struct MirrorSource {
  const CatalogRelation* table = nullptr;
  std::vector<std::string> key;  ///< its columns that give MirrorMapping::key, in the same order
};

/// How rows of one table, the written one, are computed from those of the other.
struct MirrorMapping {
  std::vector<std::string> columns;     ///< of the written table
  std::vector<Expression> values;       ///< over the read table, one for each of `columns`
  std::vector<std::string> key;         ///< columns of the written table by which a row is found again
  std::vector<std::string> source_key;  ///< the read table's columns that give them, in the same order
  std::vector<MirrorSource> others;     ///< rows under their keys are theirs
  bool adds_rows = true;     ///< false: a row that is not there is not made, since it would not be whole, or elsewhere
  bool removes_rows = true;  ///< false: `columns` become NULL where the other row goes, NOT NULL ones aside
};

/// One direction: writes to `read` are done to `written`, too.
struct MirrorDirection {
  std::string id;         ///< of the mirror: "0007_1"
  std::string guard;      ///< the same for all mirrors into one table: none answers what another writes there
  std::string direction;  ///< "forward", "back"
  const CatalogRelation& read;
  const CatalogRelation& written;
  MirrorMapping map;
};

[[nodiscard]] std::vector<std::string> install(const RewriteInput& input, const MirrorDirection& mirror);
[[nodiscard]] std::vector<std::string> remove(const RewriteInput& input, const MirrorDirection& mirror);

/// Lets the new version insert into `written` what the mirror has inserted there already: a row of which nothing but the
/// key is known makes room for it.
[[nodiscard]] std::vector<std::string> make_room(const RewriteInput& input, const MirrorDirection& mirror);
[[nodiscard]] std::vector<std::string> remove_room(const RewriteInput& input, const MirrorDirection& mirror);

}  // namespace lockstep
