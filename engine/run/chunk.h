// The SQL of one chunk of a backfill, and the size of the next. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "engine/plan/plan.h"
#include "engine/run/journal.h"

namespace lockstep {

/// A statement and its parameters.
struct Query {
  std::string sql;
  std::vector<Value> parameters;
};

/// The greatest key of the table now, a column each; no row for an empty table.
[[nodiscard]] Query greatest_key(const Backfill& work, Dialect dialect);

/// The key `rows` rows behind `position` (not past the range's upper end); no row when fewer are left.
[[nodiscard]] Query chunk_bound(const Backfill& work, const RangeRecord& range, int rows, Dialect dialect);

/// The statement itself over (position, bound], `bound` values put in.
[[nodiscard]] Query chunk_statement(const Backfill& work, const RangeRecord& range,
                                    const std::optional<std::vector<std::string>>& bound, Dialect dialect);

/// Chunk and progress as one PostgreSQL statement whose writes depend on the lock of the range's row: it changes
/// nothing once another runner has taken the range. Gives (rows changed, 1 or 0 ranges advanced).
[[nodiscard]] Query fenced_chunk(const Backfill& work, const Journal& journal, const std::string& migration, int step,
                                 int64_t token, const RangeRecord& range,
                                 const std::optional<std::vector<std::string>>& bound, int64_t walked, bool last);

/// Rows per chunk, steered towards a time per chunk: each change is clamped to half and double, and averaged. Time alone
/// never asks for fewer than `least` rows (a slow commit would take chunks down to nothing); conflicts do.
class ChunkSize {
 public:
  ChunkSize(int start, int least, int most, int target_ms)
      : rows_(start), least_(least), most_(most), target_ms_(target_ms) {}
  [[nodiscard]] int rows() const;
  void took(double milliseconds);
  void halve();

 private:
  double rows_;
  int least_, most_, target_ms_;
};

}  // namespace lockstep
