// Bounds of partitions as values, as far as literals can be compared without a server.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/catalog/draft.h"

namespace lockstep {

struct Bound {
  enum class Form : uint8_t { Default, Range, List, Hash } form = Form::Default;
  std::vector<std::string> from, to;  ///< Range: literals as written without casts, "minvalue", "maxvalue"
  std::vector<std::string> values;    ///< List; "null" for NULL
  int modulus = 0, remainder = 0;     ///< Hash
};

/// "FOR VALUES ..." or "DEFAULT".
[[nodiscard]] std::optional<Bound> read_bound(std::string_view text);

/// What the bound says of the rows, as a condition that proves it to ATTACH PARTITION; empty where that cannot be said
/// over one column: keys of several columns or expressions, HASH, DEFAULT, a list with NULL.
[[nodiscard]] std::string bound_condition(const CatalogRelation& parent, std::string_view bound);

/// A literal without casts, type words and parentheses: DATE '2024-01-01' and ('2024-01-01'::date) are the same.
[[nodiscard]] std::string bare_literal(std::string_view text);

/// Whether a bare literal is a string or a number.
[[nodiscard]] bool is_literal(std::string_view value);

/// -1, 0 or 1 as a is less than, equal to or greater than b; nothing where that cannot be told: numbers, and strings of
/// one length that begin with a digit, such as dates.
[[nodiscard]] std::optional<int> compare_literals(std::string_view a, std::string_view b);

/// What speaks against a new partition of `parent` with that bound (check_new_partition_bound() in
/// src/backend/partitioning/partbounds.c).
[[nodiscard]] Status check_bound(const Draft& draft, const CatalogRelation& parent, std::string_view bound,
                                 std::string_view name);

/// The rows that a partition takes, by its bound and, for a default partition, by those of its siblings.
class PartitionRows {
 public:
  PartitionRows(const CatalogRelation& partition, const std::vector<const CatalogRelation*>& partitions);
  /// Whether a row whose key is that value may be one of them. True if that cannot be told.
  [[nodiscard]] bool may_include(std::string_view value) const;

 private:
  std::optional<Bound> bound_;
  std::vector<Bound> others_;  ///< of a default partition: what the others take
};

}  // namespace lockstep
