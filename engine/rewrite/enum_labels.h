// Columns that become an enum, or another one: what is none of its labels must not stop the previous version's writes.
#pragma once

#include <optional>
#include <string>

#include "engine/catalog/catalog.h"
#include "parser/statement.h"

namespace lockstep {

/// `expression` casts the column by way of text to the enum `type`, so that labels keep their meaning: the same, but
/// NULL for what is no label. Nothing if it does anything else, or `type` is no enum that the catalog knows.
[[nodiscard]] std::optional<Expression> as_label(const Catalog& catalog, const std::string& type,
                                                 const std::string& column, const Expression& expression);

}  // namespace lockstep
