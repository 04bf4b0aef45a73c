#include "cli/table_stats.h"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "cli/online.h"
#include "migrations/files.h"

namespace lockstep {
namespace {

using Json = nlohmann::json;

tl::unexpected<Error> no_stats(const std::string& path, std::string_view what) {
  return fail(ErrorCode::Input, fmt::format("{}: {}", path, what), "docs/ci.md has the query that writes such a file");
}

}  // namespace

Result<TableSizes> read_table_stats(const std::string& path) {
  LOCKSTEP_TRY(const SourceFile file, load_source(path));
  const Json json = Json::parse(file.text, nullptr, false);
  if (json.is_discarded()) return no_stats(path, "this is not JSON");
  if (!json.is_object() || json.value("version", 0) != 1 || !json.contains("tables") || !json["tables"].is_array()) {
    return no_stats(path, "these are no statistics of tables");
  }
  TableSizes out;
  for (const Json& each : json["tables"]) {
    if (!each.is_object() || !each.contains("table") || !each["table"].is_string()) {
      return no_stats(path, "an entry without the name of its table");
    }
    const auto table = each["table"].get<std::string>();
    TableSize size;
    for (const auto& [key, value] : each.items()) {
      if (key == "table" || value.is_null()) continue;
      if (!value.is_number()) return no_stats(path, fmt::format("`{}` of `{}` is not a number", key, table));
      if (key == "bytes") size.bytes = value.get<int64_t>();
      if (key == "rows") size.rows = value.get<double>();
      if (key == "writes_per_second") size.writes_per_second = value.get<double>();
    }
    out.insert_or_assign(table.find('.') == std::string::npos ? "public." + table : table, size);
  }
  return out;
}

Result<TableSizes> measure_tables(const Context& context) {
  OpenOptions options;
  options.read_only = true;
  LOCKSTEP_TRY(const std::unique_ptr<Database> database, connect(context, options));
  LOCKSTEP_TRY(const Catalog catalog, database->read_catalog());
  TableSizes out;
  for (const auto& [key, relation] : catalog.relations) {
    if (relation.bytes) out.insert_or_assign(key, TableSize{relation.bytes, relation.rows, std::nullopt});
  }
  return out;
}

}  // namespace lockstep
