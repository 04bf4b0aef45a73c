// DROP TYPE, DOMAIN, FUNCTION and the like: what lockstep keeps for undo, columns and tables in quarantine, may still
// need them. They go into quarantine under another name, too, and are dropped for good with the rest.
#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/table.h"
#include "engine/rewrite/rewrite.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

/// An object to drop, with what tells it apart from others of its name.
struct Dropped {
  QualifiedName name;
  std::string arguments;  ///< "(integer, text)" for a routine, else empty
};

bool is_type(ObjectKind kind) { return kind == ObjectKind::Type || kind == ObjectKind::Domain; }
bool is_routine(ObjectKind kind) {
  return kind == ObjectKind::Function || kind == ObjectKind::Procedure || kind == ObjectKind::Routine;
}

/// Nothing if the catalog does not know it, or others may be meant.
std::optional<Dropped> find(const Catalog& catalog, const DropStatement& drop, size_t i) {
  const std::string key = catalog.key(drop.names[i]);
  const size_t dot = key.find('.');
  Dropped out{{key.substr(0, dot), key.substr(dot + 1), {}}, {}};
  if (is_type(drop.kind)) return catalog.types.count(key) > 0 ? std::optional(out) : std::nullopt;
  const auto [begin, end] = catalog.functions.equal_range(key);
  const bool told = i < drop.signatures.size() && drop.signatures[i].written;
  if (begin == end || (!told && std::next(begin) != end)) return std::nullopt;
  for (auto entry = begin; entry != end; ++entry) {
    if (told && entry->second.types != input_types(catalog, drop.signatures[i].arguments)) continue;
    out.arguments = "(" + join(entry->second.types, ", ") + ")";
    return out;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Rewritten> drop_object(const RewriteInput& input) {
  const auto* drop = input.statement().as<DropStatement>();
  if (drop == nullptr || !input.postgresql() || !keeps_dropped(input)) return std::nullopt;
  if (!is_type(drop->kind) && !is_routine(drop->kind)) return std::nullopt;
  std::vector<Dropped> objects;
  for (size_t i = 0; i < drop->names.size(); ++i) {
    const auto found = find(input.catalog, *drop, i);
    if (!found || input.is_new(input.catalog.key(drop->names[i]))) return std::nullopt;
    objects.push_back(*found);
  }
  const std::string kind(to_string(drop->kind));
  const auto written = [&](const std::string& schema, const std::string& name, const Dropped& object) {
    return input.quote(schema) + "." + input.quote(name) + object.arguments;
  };
  Step keep = sql_step(Phase::Contract, "", {"CREATE SCHEMA IF NOT EXISTS lockstep_quarantine"}, {});
  std::vector<std::string> titles, plain, gone;
  for (const Dropped& object : objects) {
    const std::string& schema = object.name.schema;
    const std::string& name = object.name.name;
    const std::string kept = own_name(input.migration, name);
    titles.push_back(name);
    plain.push_back(written(schema, name, object));
    keep.sql.push_back(fmt::format("ALTER {} {} RENAME TO {}", kind, plain.back(), input.quote(kept)));
    keep.sql.push_back(fmt::format("ALTER {} {} SET SCHEMA lockstep_quarantine", kind, written(schema, kept, object)));
    keep.undo.insert(
        keep.undo.begin(),
        {fmt::format("ALTER {} {} SET SCHEMA {}", kind, written("lockstep_quarantine", kept, object),
                     input.quote(schema)),
         fmt::format("ALTER {} {} RENAME TO {}", kind, written(schema, kept, object), input.quote(name))});
    gone.push_back(written("lockstep_quarantine", kept, object));
  }
  // What CASCADE takes along is not to wait for the end of quarantine.
  const std::string alone = fmt::format("DROP {} {}", kind, join(plain, ", "));
  for (const Statement& statement : parse(alone, Dialect::PostgreSQL).statements) {
    if (effect_of(statement, input.catalog, input.options.server_version).fails) return std::nullopt;
  }
  Rewritten out;
  out.name = "quarantine-object";
  const std::string what = to_lower(kind) + " " + join(titles, ", ");
  keep.title = fmt::format("put {} into quarantine", what);
  out.steps.push_back(std::move(keep));
  Step purge = no_undo(sql_step(Phase::Contract, "drop " + what, {fmt::format("DROP {} {}", kind, join(gone, ", "))}, {}),
                       Reversible::No, fmt::format("{} is gone", what));
  purge.purge = true;
  out.steps.push_back(std::move(purge));
  return out;
}

}  // namespace lockstep
