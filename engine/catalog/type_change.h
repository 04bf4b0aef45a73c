// What ALTER COLUMN TYPE means for the stored rows. Source: ATColumnChangeRequiresRewrite() and ATPrepAlterColumnType()
// in src/backend/commands/tablecmds.c; the casts are those of a real server (casts.inc).
#pragma once

#include <string>
#include <string_view>

#include "engine/catalog/catalog.h"
#include "engine/catalog/target_version.h"

namespace lockstep {

struct TypeChange {
  bool possible = true;          ///< false: no cast that applies by itself, and no USING (42804)
  bool rewrite = true;           ///< rows are copied into a new heap
  bool depends_on_zone = false;  ///< timestamp to or from timestamptz: no rewrite when the session's TimeZone is UTC
  bool keeps_indexes = false;    ///< plain indexes over the column stay as they are
  bool widening = false;         ///< every old value is a new value unchanged, and none is refused that was accepted
  bool known = true;             ///< both types are built in or in the catalog
};

/// From and to as format_type() writes them. `using_expression` is the text behind USING, or empty.
[[nodiscard]] TypeChange type_change(const Catalog& catalog, std::string_view from, std::string_view to,
                                     std::string_view column, std::string_view using_expression,
                                     TargetVersion server_version);

/// The base type under domains; the type itself if it is none.
[[nodiscard]] std::string base_of_domain(const Catalog& catalog, std::string_view type);
/// The family of types within which values compare: "number", "text", "moment", "array", or the type itself where it is
/// alone. Domains are of their base's; empty for types that are not known.
[[nodiscard]] std::string type_family(const Catalog& catalog, std::string_view type);
/// Whether a value of the type may be stored in a column of the other one without a cast that is written.
[[nodiscard]] bool is_assignable(const Catalog& catalog, std::string_view from, std::string_view to);
/// How many bytes an integer of that type has; 0 for every other type.
[[nodiscard]] int integer_width(std::string_view type);
/// Whether the type is a domain with a CHECK or NOT NULL, its bases included.
[[nodiscard]] bool is_constrained_domain(const Catalog& catalog, std::string_view type);

}  // namespace lockstep
