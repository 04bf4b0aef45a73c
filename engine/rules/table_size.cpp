#include "engine/rules/table_size.h"

#include <algorithm>
#include <array>
#include <set>

#include "engine/catalog/definition.h"

namespace lockstep {
namespace {

// Bytes a second, for a server whose tables do not fit into memory, on storage as clouds rent it out. Rows are written,
// and indexes built over them, at a fraction of the speed at which they are read.
constexpr double reading = 500e6, copying = 100e6, indexing = 150e6;

/// What nobody notices.
constexpr double moment_seconds = 0.1;

/// The work of a statement on one table.
struct Work {
  std::string table;
  int64_t bytes = 0;
  double seconds = 0;
  double writes_per_second = 0;
};

/// The largest work of the statement; nothing when it has none, or the size of one of its tables is not known.
std::optional<Work> largest_work(const Effect& effect, const Catalog& before, const TableSizes& sizes) {
  std::map<std::string, double> seconds_a_byte;
  const auto add = [&](const std::string& table, double speed) { seconds_a_byte[table] += 1 / speed; };
  for (const std::string& table : effect.rewrites) add(table, copying);
  for (const std::string& table : effect.scans) add(table, reading);
  for (const std::string& index : effect.index_builds) {
    const size_t dot = index.find('.');
    const CatalogRelation* table = before.table_of_index({index.substr(0, dot), index.substr(dot + 1), {}});
    if (table != nullptr) add(table->schema + "." + table->name, indexing);
  }
  // A new index is of no table yet: it is one of those that are read.
  if (!effect.index_builds.empty() && effect.scans.size() == 1) add(effect.scans.front(), indexing);
  std::optional<Work> largest;
  for (const auto& [table, factor] : seconds_a_byte) {
    const auto size = sizes.find(table);
    if (size == sizes.end() || !size->second.bytes) return std::nullopt;
    const Work work{table, *size->second.bytes, factor * static_cast<double>(*size->second.bytes),
                    size->second.writes_per_second.value_or(0)};
    if (!largest || work.seconds > largest->seconds) largest = work;
  }
  return largest;
}

/// 82,000,000,000 as "82 GB".
std::string bytes_in_words(int64_t bytes) {
  constexpr std::array units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  size_t unit = 0;
  while (bytes >= 10'000 && unit + 1 < units.size()) {
    bytes = (bytes + 500) / 1000;
    ++unit;
  }
  return std::to_string(bytes) + " " + units[unit];
}

std::string seconds_in_words(double seconds) {
  if (seconds < moment_seconds) return "less than a moment";
  if (seconds < 120) return "about " + std::to_string(std::max(1, static_cast<int>(seconds + 0.5))) + " s";
  if (seconds < 7200) return "about " + std::to_string(static_cast<int>(seconds / 60 + 0.5)) + " min";
  return "about " + std::to_string(static_cast<int>(seconds / 3600 + 0.5)) + " h";
}

}  // namespace

void tell_duration(const Effect& effect, const Catalog& before, const TableSizes& sizes,
                   std::vector<Diagnostic>& findings) {
  const std::optional<Work> work = largest_work(effect, before, sizes);
  if (!work) return;
  for (Diagnostic& finding : findings) {
    if (finding.category != "lock" || finding.severity == Severity::Note) continue;
    finding.message += "; that is " + bytes_in_words(work->bytes) + ", " + seconds_in_words(work->seconds);
    if (work->seconds < moment_seconds) {
      finding.severity = Severity::Note;
    } else if (work->writes_per_second >= 1) {
      finding.message +=
          ", beside " + std::to_string(static_cast<int64_t>(work->writes_per_second)) + " writes a second";
    }
  }
}

}  // namespace lockstep
