#include "engine/rules/table_size.h"

#include "engine/effects/table_work.h"

namespace lockstep {

void tell_duration(const Effect& effect, const Catalog& before, const TableSizes& sizes,
                   std::vector<Diagnostic>& findings) {
  const auto size_of = [&](const std::string& table) {
    const auto size = sizes.find(table);
    return size == sizes.end() ? std::nullopt : size->second.bytes;
  };
  const std::optional<TableWork> work = work_of(effect, before, size_of);
  if (!work) return;
  const double writes = sizes.find(work->table)->second.writes_per_second.value_or(0);
  for (Diagnostic& finding : findings) {
    if (finding.category != "lock" || finding.severity == Severity::Note) continue;
    finding.message += "; that is " + bytes_in_words(work->bytes) + ", " + about_seconds_in_words(work->seconds);
    if (!takes_time(*work)) {
      finding.severity = Severity::Note;
    } else if (writes >= 1) {
      finding.message += ", beside " + std::to_string(static_cast<int64_t>(writes)) + " writes a second";
    }
  }
}

}  // namespace lockstep
