#include "engine/effects/table_work.h"

#include <algorithm>
#include <array>
#include <map>

namespace lockstep {
namespace {

// Bytes a second, for a server whose tables do not fit into memory, on storage as clouds rent it out. Rows are written,
// and indexes built over them, at a fraction of the speed at which they are read; changed in chunks, beside others, they
// are written twice, once into the log, and with all their index entries.
constexpr double reading = 500e6, copying = 100e6, indexing = 150e6, changing = 10e6;

/// What nobody notices.
constexpr double moment_seconds = 0.1;

}  // namespace

std::optional<TableWork> work_of(const Effect& effect, const Catalog& before, const SizeOf& size_of) {
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
  std::optional<TableWork> work;
  for (const auto& [table, factor] : seconds_a_byte) {
    const std::optional<int64_t> size = size_of(table);
    if (!size) return std::nullopt;
    work = added(std::move(work), TableWork{table, *size, factor * static_cast<double>(*size)});
  }
  return work;
}

std::optional<TableWork> work_of_backfill(const std::string& table, const SizeOf& size_of) {
  const std::optional<int64_t> size = size_of(table);
  if (!size) return std::nullopt;
  return TableWork{table, *size, static_cast<double>(*size) / changing};
}

std::optional<TableWork> added(std::optional<TableWork> work, const std::optional<TableWork>& more) {
  if (!work || !more) return work ? work : more;
  if (more->seconds > work->seconds) {
    work->table = more->table;
    work->bytes = more->bytes;
  }
  work->seconds += more->seconds;
  return work;
}

bool takes_time(const TableWork& work) { return work.seconds >= moment_seconds; }

std::string bytes_in_words(int64_t bytes) {
  constexpr std::array units = {"bytes", "kB", "MB", "GB", "TB", "PB"};
  size_t unit = 0;
  while (bytes >= 10'000 && unit + 1 < units.size()) {
    bytes = (bytes + 500) / 1000;
    ++unit;
  }
  return std::to_string(bytes) + " " + units[unit];
}

std::string about_seconds_in_words(double seconds) {
  if (seconds < moment_seconds) return "less than a moment";
  if (seconds < 120) return "about " + std::to_string(std::max(1, static_cast<int>(seconds + 0.5))) + " s";
  if (seconds < 7200) return "about " + std::to_string(static_cast<int>(seconds / 60 + 0.5)) + " min";
  return "about " + std::to_string(static_cast<int>(seconds / 3600 + 0.5)) + " h";
}

}  // namespace lockstep
