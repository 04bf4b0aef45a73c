// What servers refuse of the rows that an INSERT gives.
#pragma once

#include <string>
#include <string_view>

#include "engine/effects/judge.h"

namespace lockstep {

/// INSERT ... VALUES with another number of values than columns, or with literals of types that the columns do not
/// take; ON CONFLICT (columns) without a unique index. `table` may be nullptr.
void check_insert(Judge& judge, const Insert& insert, const CatalogRelation* table);

/// Whether the column of the type takes the written value, where that is one literal: fails with 42804, or with 22P02
/// for a string that is no number.
void check_literal(Judge& judge, const CatalogColumn& column, std::string_view written);

}  // namespace lockstep
