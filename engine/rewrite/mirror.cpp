// `-- lockstep: mirror source -> target`: a second table kept in step while both are in use. The file's INSERT INTO
// target SELECT ... FROM source says how a row becomes one of the other; plain copies also go back.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/rewrite/mirror_triggers.h"
#include "engine/rewrite/rewrite.h"
#include "engine/rewrite/sync.h"

namespace lockstep {
namespace {

struct Sides {
  const RewriteInput& input;
  const CatalogRelation& source;
  const CatalogRelation& target;
};

/// The mirror of the file that the INSERT is meant for: into its table, and where there are several, from its source.
const std::pair<QualifiedName, QualifiedName>* mirror_of(const RewriteInput& input, const Insert& insert) {
  const auto is_meant = [&](const Directives& directives, bool exactly) {
    return directives.mirror && input.catalog.key(directives.mirror->second) == input.catalog.key(insert.table) &&
           (!exactly || input.catalog.key(directives.mirror->first) == input.catalog.key(insert.source));
  };
  for (const bool exactly : {true, false}) {
    for (const MigrationStatement& item : input.migration.statements) {
      if (is_meant(item.directives, exactly)) return &*item.directives.mirror;
    }
    if (is_meant(input.migration.directives, exactly)) return &*input.migration.directives.mirror;
  }
  return nullptr;
}

std::string plain_copy(const Expression& value) {
  const bool plain = value.columns.size() == 1 && value.functions.empty() && !value.has_subquery &&
                     value.columns[0].span.end == value.span.end &&
                     (value.columns[0].qualifier_span.empty() ? value.columns[0].span.begin == value.span.begin
                                                              : value.columns[0].qualifier_span.begin == value.span.begin);
  return plain ? value.columns[0].name : std::string();
}

/// What the INSERT says, with the columns of a key of `target` that are all plain copies and those of the source that
/// give them: the primary key, else one that is unique. Both are empty where there is none.
MirrorMapping mapping_of(const Insert& insert, const CatalogRelation& target) {
  MirrorMapping map;
  map.columns = insert.columns;
  map.values = insert.select_items;
  std::vector<std::vector<std::string>> keys{target.primary_key()};
  for (const CatalogConstraint& constraint : target.constraints) {
    if (constraint.kind == ConstraintKind::Unique && !constraint.deferrable) keys.push_back(constraint.columns);
  }
  for (const std::vector<std::string>& key : keys) {
    map.key = key;
    map.source_key.clear();
    for (const std::string& column : key) {
      const auto at = std::find(map.columns.begin(), map.columns.end(), column);
      const std::string from =
          at == map.columns.end() ? "" : plain_copy(map.values[static_cast<size_t>(at - map.columns.begin())]);
      if (!from.empty()) map.source_key.push_back(from);
    }
    if (!key.empty() && map.source_key.size() == key.size()) return map;
  }
  map.key.clear();
  map.source_key.clear();
  return map;
}

/// The way back: target columns that are plain copies. Nothing when there are none beside the key.
std::optional<MirrorMapping> way_back(const Sides& sides, const MirrorMapping& forward) {
  std::map<std::string, std::string> copies;  // source column -> target column
  for (size_t i = 0; i < forward.columns.size(); ++i) {
    const std::string from = plain_copy(forward.values[i]);
    if (!from.empty()) copies[from] = forward.columns[i];
  }
  MirrorMapping back;
  back.key = forward.source_key;
  back.source_key = forward.key;
  for (const CatalogColumn& column : sides.source.columns) {
    const auto copy = copies.find(column.name);
    if (copy == copies.end()) {
      const bool needed = column.not_null && column.default_expression.empty() && column.identity == 0 &&
                          column.generated == 0;
      if (needed) back.adds_rows = back.removes_rows = false;
      continue;
    }
    if (column.generated != 0) continue;
    Expression value = column_expression(copy->second, sides.input.options.dialect);
    const CatalogColumn* copied = sides.target.column(copy->second);
    if (column.not_null && copied != nullptr && !copied->not_null && !contains(forward.key, copied->name)) {
      // The new version may leave out what the previous one has to have.
      if (column.default_expression.empty()) return std::nullopt;
      constexpr std::string_view call = "coalesce(";
      value.columns[0].span = {call.size(), static_cast<uint32_t>(call.size()) + value.span.end};
      value.text = fmt::format("{}{}, {})", call, value.text, column.default_expression);
      value.span.end = static_cast<uint32_t>(value.text.size());
    }
    back.columns.push_back(column.name);
    back.values.push_back(std::move(value));
  }
  if (!back.adds_rows && back.columns.size() == back.key.size()) return std::nullopt;
  return back;
}

/// Another mirror of the file into the same table.
struct MergedWith {
  size_t statement;
  MirrorSource source;
};

std::vector<MergedWith> merged_with(const RewriteInput& input, const Insert& insert) {
  std::vector<MergedWith> out;
  const CatalogRelation* target = input.catalog.find(insert.table);
  for (size_t i = 0; i < input.migration.statements.size(); ++i) {
    const auto* other = i == input.index ? nullptr : input.migration.statements[i].statement.as<Insert>();
    if (other == nullptr || other->values || !other->plain_select || target == nullptr) continue;
    if (input.catalog.key(other->table) != input.catalog.key(insert.table)) continue;
    const CatalogRelation* source = input.catalog.find(other->source);
    if (source == nullptr || mirror_of(input, *other) == nullptr) continue;
    if (other->columns.size() != other->select_items.size()) continue;
    const MirrorMapping map = mapping_of(*other, *target);
    if (!map.key.empty()) out.push_back({i, {source, map.source_key}});
  }
  return out;
}

/// Rows of both tables under one key would become one row of the target, and one of them be lost.
Step count_twice(const RewriteInput& input, Phase phase, const CatalogRelation& source, const MirrorMapping& map,
                 const MirrorSource& other) {
  std::vector<std::string> same;
  for (size_t i = 0; i < map.source_key.size(); ++i) {
    same.push_back(fmt::format("a.{} = b.{}", input.quote(map.source_key[i]), input.quote(other.key[i])));
  }
  return check_step(
      phase, fmt::format("count keys that are in {} and in {}", source.name, other.table->name),
      fmt::format("SELECT count(*) FROM {} a JOIN {} b ON {}", input.table_sql(source), input.table_sql(*other.table),
                  join(same, " AND ")),
      fmt::format("rows of {} whose key a row of {} has, too: give them another one", source.name, other.table->name));
}

}  // namespace

std::optional<Rewritten> mirror_tables(const RewriteInput& input) {
  const auto* insert = input.statement().as<Insert>();
  if (insert == nullptr || insert->values) return std::nullopt;
  const auto* mirror = mirror_of(input, *insert);
  if (mirror == nullptr) return std::nullopt;
  const CatalogRelation* source = input.catalog.find(mirror->first);
  const CatalogRelation* target = input.catalog.find(mirror->second);
  if (target == nullptr) return std::nullopt;
  if (source == nullptr) {
    return refuse_rewrite(fmt::format("mirror {} -> {}: there is no table {}", mirror->first.name, mirror->second.name,
                                      mirror->first.name),
                          "correct the name in the directive");
  }
  if (std::any_of(insert->select_items.begin(), insert->select_items.end(),
                  [](const Expression& value) { return value.has_subquery; })) {
    return refuse_rewrite("an expression of the mirror holds a subquery, which a trigger cannot keep up to date",
                          "compute it from columns of the same row");
  }
  if (!insert->plain_select || insert->source_joined || insert->select_where || insert->on_conflict ||
      input.catalog.key(insert->source) != input.catalog.key(mirror->first) || insert->columns.empty() ||
      insert->columns.size() != insert->select_items.size()) {
    return refuse_rewrite("a mirror needs INSERT INTO target (columns) SELECT expressions FROM source, without join and WHERE",
                  "name the columns, give one expression each, and leave the rest out");
  }
  const Sides sides{input, *source, *target};
  MirrorMapping forward = mapping_of(*insert, *target);
  if (forward.key.empty()) {
    return refuse_rewrite(fmt::format("no key of {} is copied from columns of {}", target->name, source->name),
                          "let the INSERT copy the key as it is: rows are found again by it");
  }
  std::vector<KeyColumn> walk = walking_key(input, *source);
  if (walk.empty()) {
    return refuse_without_key(*source);
  }
  std::optional<MirrorMapping> back = way_back(sides, forward);
  const bool split = back && !back->adds_rows;
  const std::vector<MergedWith> merged = merged_with(input, *insert);
  if (!merged.empty() && back) back->adds_rows = false;  // nobody says to which of them a new row belongs
  size_t first = input.index;
  for (const MergedWith& other : merged) {
    first = std::min(first, other.statement);
    forward.others.push_back(other.source);
  }
  const std::string id = fmt::format("{}_{}", safe_id(input.migration), input.index + 1);
  const std::string guard = fmt::format("{}_{}", safe_id(input.migration), first + 1);
  const MirrorDirection there{id, guard, "forward", *source, *target, forward};
  std::vector<std::string> installed = install(input, there);
  if (!input.postgresql()) installed.insert(installed.begin(), create_flag_table);
  std::vector<std::string> removed = remove(input, there);
  const auto add = [](std::vector<std::string>& to, std::vector<std::string> more) {
    for (std::string& sql : more) to.push_back(std::move(sql));
  };
  Rewritten out;
  out.name = "mirror";
  out.readable_after = "backfill";
  if (back) {
    const MirrorDirection here{id, guard, "back", *target, *source, *back};
    add(installed, install(input, here));
    add(removed, remove(input, here));
    if (split) {
      // The new version writes both tables, where the previous one's single write has made both rows already.
      add(installed, make_room(input, there));
      add(removed, remove_room(input, there));
    }
  } else {
    out.notes.push_back(fmt::format("the mirror is one way: {} has columns that {} does not give back, so the previous "
                                    "version does not see what the new one writes",
                                    source->name, target->name));
  }
  out.steps.push_back(sql_step(Phase::Expand, fmt::format("keep {} and {} in step", source->name, target->name),
                               installed, removed));

  for (const MergedWith& other : merged) {
    if (other.statement > input.index) continue;
    out.steps.push_back(count_twice(input, Phase::Backfill, *source, forward, other.source));
  }
  Step copy;
  copy.phase = Phase::Backfill;
  copy.kind = StepKind::Backfill;
  copy.title = fmt::format("copy {} to {}", source->name, target->name);
  Backfill work;
  work.table = input.catalog.key(mirror->first);
  work.table_sql = input.table_sql(*source);
  work.qualifier = insert->source_alias.empty() ? input.quote(source->name) : input.quote(insert->source_alias);
  work.key = std::move(walk);
  const std::string& text = input.statement().text;
  const uint32_t place = insert->select_where_keyword.begin - input.statement().span.begin;
  work.head = text.substr(0, place) + " WHERE ";
  // Without the lock a row deleted while it is copied would leave a copy behind.
  work.tail = text.substr(place) + (input.postgresql() ? " FOR SHARE" : "") + " ON CONFLICT DO NOTHING";
  work.changes = input.catalog.key(mirror->second);
  work.idempotent = true;
  work.chunk_rows = input.item.directives.chunk.value_or(0);
  work.filling = guard;
  std::vector<std::string> matches;
  for (size_t i = 0; i < forward.key.size(); ++i) {
    matches.push_back(fmt::format("lockstep_target.{} = {}.{}", input.quote(forward.key[i]), work.qualifier,
                                  input.quote(forward.source_key[i])));
  }
  work.remaining = fmt::format("SELECT count(*) FROM {} AS {} WHERE NOT EXISTS (SELECT 1 FROM {} AS lockstep_target "
                               "WHERE {})",
                               work.table_sql, work.qualifier, input.table_sql(*target), join(matches, " AND "));
  copy.backfill = std::move(work);
  out.steps.push_back(std::move(copy));
  for (const MergedWith& other : merged) {
    if (other.statement > input.index) continue;
    out.steps.push_back(count_twice(input, Phase::Contract, *source, forward, other.source));
    out.notes.push_back(
        fmt::format("rows that the new version adds to {} are neither in {} nor in {}: the previous "
                    "version does not see them",
                    target->name, other.source.table->name, source->name));
  }
  out.steps.push_back(no_undo(
      sql_step(Phase::Contract, fmt::format("end the sync of {} and {}", source->name, target->name), removed,
               installed),
      Reversible::Lossy, fmt::format("what is written to {} after contract is not in {}", target->name, source->name)));
  return out;
}

}  // namespace lockstep
