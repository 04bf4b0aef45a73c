// UPDATE, DELETE and INSERT ... SELECT over tables in use: the statement itself, a key range at a time. Each key belongs
// to exactly one range for ever, so that `n = n + 1` happens once.
#include <algorithm>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/rewrite/computed_change.h"

namespace lockstep {
namespace {

/// Functions that mean "the moment of the statement": bound once for the whole backfill.
bool is_moment(const std::string& name) {
  static const std::set<std::string, std::less<>> names{
      "now", "transaction_timestamp", "statement_timestamp", "current_timestamp", "current_date", "current_time",
      "localtimestamp", "localtime"};
  return names.count(name) > 0;
}

/// The whole call that begins at `begin`: name and, if there, what its parentheses hold.
Span call_at(const std::string& text, size_t begin, size_t end) {
  size_t at = end;
  while (at < text.size() && (text[at] == ' ' || text[at] == '\n' || text[at] == '\t')) ++at;
  if (at >= text.size() || text[at] != '(') return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
  int depth = 0;
  bool quoted = false;
  for (; at < text.size(); ++at) {
    if (text[at] == '\'') quoted = !quoted;
    if (quoted) continue;
    if (text[at] == '(') ++depth;
    if (text[at] == ')' && --depth == 0) return {static_cast<uint32_t>(begin), static_cast<uint32_t>(at + 1)};
  }
  return {static_cast<uint32_t>(begin), static_cast<uint32_t>(end)};
}

/// Puts bound_placeholder() in the place of every call that asks for the time.
struct BoundText {
  std::string text;
  std::vector<std::string> bound;
};

struct Cut {
  Span span;
  std::string name;
};

std::vector<Cut> moments(const RewriteInput& input, const std::vector<FunctionCall>& functions) {
  std::vector<Cut> cuts;
  const std::string& text = input.statement().text;
  const uint32_t base = input.statement().span.begin;
  for (const FunctionCall& call : functions) {
    const Span span = call_at(text, call.span.begin - base, call.span.end - base);
    const std::string whole = text.substr(span.begin, span.size());
    const bool sqlite_now = !input.postgresql() && whole.find("'now'") != std::string::npos;
    if (is_moment(call.name) || sqlite_now) cuts.push_back({span, whole});
  }
  std::sort(cuts.begin(), cuts.end(), [](const Cut& a, const Cut& b) { return a.span.begin < b.span.begin; });
  cuts.erase(std::unique(cuts.begin(), cuts.end(),
                         [](const Cut& a, const Cut& b) { return b.span.begin < a.span.end; }),
             cuts.end());
  return cuts;
}

/// Splits the statement at `place` (and drops the word WHERE there), binding moments on both sides. With a WHERE of the
/// statement's own, it is put into parentheses, so that an OR in it stays together.
void split(const RewriteInput& input, const std::optional<Expression>& where, Span keyword,
           const std::vector<FunctionCall>& functions, Backfill& work) {
  const std::string& text = input.statement().text;
  const uint32_t base = input.statement().span.begin;
  const std::vector<Cut> cuts = moments(input, functions);
  const auto piece = [&](size_t begin, size_t end) {
    std::string out;
    size_t at = begin;
    for (const Cut& cut : cuts) {
      if (cut.span.begin < begin || cut.span.end > end) continue;
      out += text.substr(at, cut.span.begin - at);
      work.bound.push_back(cut.name);
      out += bound_placeholder(work.bound.size());
      at = cut.span.end;
    }
    return out + text.substr(at, end - at);
  };
  const size_t place = keyword.begin - base;
  if (where) {
    const size_t begin = where->span.begin - base;
    const size_t end = where->span.end - base;
    work.head = piece(0, place) + "WHERE (" + piece(begin, end) + ") AND ";
    work.tail = piece(end, text.size());
  } else {
    work.head = piece(0, place) + " WHERE ";
    work.tail = piece(place, text.size());
    if (!work.tail.empty() && work.tail.front() != ' ') work.tail = " " + work.tail;
  }
}

constexpr const char* accept = "accept one long statement, locks and all: -- lockstep: as-written";

/// Not SQLite's rowid: VACUUM gives rows other numbers, and nothing would tell afterwards which were passed over.
std::vector<KeyColumn> lasting_key(const RewriteInput& input, const CatalogRelation& table) {
  std::vector<KeyColumn> key = walking_key(input, table);
  if (!key.empty() && table.column(key.front().name) == nullptr) key.clear();
  return key;
}

std::optional<Rewritten> chunked_update(const RewriteInput& input, const Update& update) {
  const std::string key = input.catalog.key(update.table);
  const CatalogRelation* table = input.catalog.find(update.table);
  if (table == nullptr || input.is_new(key)) return std::nullopt;
  const char* word = update.is_delete ? "DELETE" : "UPDATE";
  if (update.modifying_with) {
    return refuse_rewrite(fmt::format("{} with a data-modifying WITH cannot be cut into chunks", word),
                          fmt::format("write each change as a statement of its own, or {}", accept));
  }
  if (update.order_or_limit || update.where_current_of || update.returning) {
    return refuse_rewrite(fmt::format("{} with {} cannot be cut into chunks", word,
                                      update.returning        ? "RETURNING"
                                      : update.order_or_limit ? "ORDER BY or LIMIT"
                                                              : "WHERE CURRENT OF"),
                          fmt::format("leave it out, or {}", accept));
  }
  std::vector<KeyColumn> walk = lasting_key(input, *table);
  if (walk.empty()) {
    return refuse_without_key(*table, accept);
  }
  std::optional<ComputedChange> computed;
  if (update.reads_target_again) computed = computed_change(input, update, *table, walk);
  if (computed && !computed->trouble.empty()) {
    return refuse_rewrite(
        fmt::format("this {} reads {} again while it changes it, so a later chunk would see what an earlier "
                    "one wrote, and it cannot be computed first: {}",
                    word, table->name, computed->trouble),
        fmt::format("put what it reads into a table of its own by an earlier statement, or {}", accept));
  }
  bool reads_what_it_sets = false;
  std::string columns;
  for (const Assignment& assignment : update.assignments) {
    for (const std::string& column : assignment.columns) {
      if (std::any_of(walk.begin(), walk.end(), [&](const KeyColumn& k) { return k.name == column; })) {
        return refuse_rewrite(fmt::format("this UPDATE changes {}, the key that it is walked by", column),
                      fmt::format("walk by another unique column: -- lockstep: backfill key=<column>\nor {}", accept));
      }
      columns += (columns.empty() ? "" : ", ") + column;
      for (const Assignment& other : update.assignments) {
        const auto& reads = other.value.columns;
        reads_what_it_sets = reads_what_it_sets || std::any_of(reads.begin(), reads.end(), [&](const auto& reference) {
          return reference.name == column;
        });
      }
    }
  }
  Backfill work;
  if (computed) {
    work = std::move(computed->work);
  } else {
    work.table = key;
    work.table_sql = input.table_sql(*table);
    work.qualifier = input.quote(update.alias.empty() ? table->name : update.alias);
    work.key = std::move(walk);
    split(input, update.where, update.where_keyword, update.functions, work);
    work.idempotent = update.is_delete || !reads_what_it_sets;
  }
  work.changes = key;
  work.chunk_rows = input.item.directives.chunk.value_or(0);
  Rewritten out;
  out.name = update.is_delete ? "chunked-delete" : "chunked-update";
  out.readable_after = "backfill";
  if (computed) {
    out.helpers.push_back(computed->table);
    out.steps.push_back(std::move(computed->compute));
    out.notes.push_back(
        fmt::format("what the {} of {} reads is read once, when its backfill begins: rows that are "
                    "written after that {} by what they were then",
                    word, table->name, update.is_delete ? "go" : "change"));
  }
  for (const QualifiedName& read : update.reads) {
    if (!computed && !input.is_new(input.catalog.key(read))) {
      out.notes.push_back(fmt::format("{} is read chunk by chunk: its rows should not change while this {} runs",
                                      read.name, word));
    }
  }
  if (!work.idempotent) {
    out.notes.push_back(fmt::format("rows that are inserted into {} while this UPDATE runs are changed too if their key "
                                    "lies in a range that is still to come; a row whose key is changed meanwhile may be "
                                    "changed twice or not at all",
                                    table->name));
  }
  Step step;
  step.phase = Phase::Backfill;
  step.kind = StepKind::Backfill;
  step.title = update.is_delete ? fmt::format("delete rows of {}", table->name)
                                : fmt::format("update {}.{}", table->name, columns);
  step.backfill = std::move(work);
  // Whether the values can be told afterwards depends on whether the column is new: make_plans settles that.
  step.reversible = Reversible::No;
  step.undo_reason = update.is_delete ? fmt::format("deleted rows of {} are not kept", table->name)
                                      : fmt::format("the values of {} before the UPDATE are not kept", columns);
  const bool only_new = !update.is_delete && std::all_of(update.assignments.begin(), update.assignments.end(),
                                                         [&](const Assignment& assignment) {
                                                           return std::all_of(
                                                               assignment.columns.begin(), assignment.columns.end(),
                                                               [&](const std::string& column) {
                                                                 return input.is_new(key + "." + column);
                                                               });
                                                         });
  if (only_new) {
    step.reversible = Reversible::Lossless;  // the columns go with the undo of expand
    step.undo_reason.clear();
  }
  out.steps.push_back(std::move(step));
  if (computed) out.steps.push_back(std::move(computed->drop));
  return out;
}

/// Whether a later statement of the file drops `table`.
bool dropped_later(const RewriteInput& input, const std::string& table) {
  for (size_t i = input.index + 1; i < input.migration.statements.size(); ++i) {
    const auto* drop = input.migration.statements[i].statement.as<DropStatement>();
    if (drop == nullptr || drop->kind != ObjectKind::Table) continue;
    for (const QualifiedName& name : drop->names) {
      if (input.catalog.key(name) == table) return true;
    }
  }
  return false;
}

std::optional<Rewritten> chunked_insert(const RewriteInput& input, const Insert& insert) {
  if (insert.values || insert.query.empty()) return std::nullopt;
  const std::string target_key = input.catalog.key(insert.table);
  const CatalogRelation* target = input.catalog.find(insert.table);
  if (target == nullptr) return std::nullopt;
  const bool reads_existing = std::any_of(insert.reads.begin(), insert.reads.end(), [&](const QualifiedName& name) {
    return input.catalog.find(name) != nullptr && !input.is_new(input.catalog.key(name));
  });
  if (!reads_existing) return std::nullopt;
  const CatalogRelation* source = insert.plain_select ? input.catalog.find(insert.source) : nullptr;
  const char* trouble = insert.returning ? "it has RETURNING"
                        : std::any_of(insert.reads.begin(), insert.reads.end(),
                                      [&](const QualifiedName& name) { return input.catalog.key(name) == target_key; })
                            ? "it reads the table that it writes"
                        : source == nullptr ? "its query is not a plain SELECT that begins with one table"
                                            : nullptr;
  if (trouble != nullptr) {
    return refuse_rewrite(
        fmt::format("this INSERT INTO {} ... SELECT cannot be cut into chunks: {}", target->name, trouble),
        fmt::format("leave out what it has of WITH, UNION, DISTINCT, GROUP BY, aggregates, ORDER BY, "
                    "LIMIT and RETURNING,\nor {}",
                    accept));
  }
  if (dropped_later(input, input.catalog.key(insert.source))) {
    return refuse_rewrite(
        fmt::format("{0} is copied now and dropped at contract: what the previous version writes between would be lost",
                    source->name),
        fmt::format("keep both in step, with a SELECT without join and WHERE: -- lockstep: mirror {} -> {}\n"
                    "or, if nobody writes {} any more: -- lockstep: as-written",
                    source->name, target->name, source->name));
  }
  std::vector<KeyColumn> walk = lasting_key(input, *source);
  if (walk.empty()) {
    return refuse_without_key(*source, accept);
  }
  Backfill work;
  work.table = input.catalog.key(insert.source);
  work.table_sql = input.table_sql(*source);
  work.qualifier = input.quote(insert.source_alias.empty() ? source->name : insert.source_alias);
  work.key = std::move(walk);
  split(input, insert.select_where, insert.select_where_keyword, insert.functions, work);
  work.changes = target_key;
  work.idempotent = insert.on_conflict;
  work.chunk_rows = input.item.directives.chunk.value_or(0);
  Rewritten out;
  out.name = "chunked-insert";
  out.readable_after = "backfill";
  out.notes.push_back(fmt::format("rows that {} gets after its range has passed are not copied; keep the tables in step "
                                  "with `-- lockstep: mirror {} -> {}` if that matters",
                                  source->name, source->name, target->name));
  Step step;
  step.phase = Phase::Backfill;
  step.kind = StepKind::Backfill;
  step.title = fmt::format("insert rows of {} into {}", source->name, target->name);
  step.backfill = std::move(work);
  if (!input.is_new(target_key)) {
    step.reversible = Reversible::No;
    step.undo_reason = fmt::format("which rows of {} were added is not kept", target->name);
  }
  out.steps.push_back(std::move(step));
  return out;
}

}  // namespace

std::optional<Rewritten> chunked_change(const RewriteInput& input) {
  if (const auto* update = input.statement().as<Update>()) return chunked_update(input, *update);
  if (const auto* insert = input.statement().as<Insert>()) return chunked_insert(input, *insert);
  const PhaseDecision decision = phase_of(input.statement(), input.catalog, input.pending);
  if (decision.phase != Phase::Backfill) return std::nullopt;
  return refuse_rewrite(
      fmt::format("{}, and this {} cannot be cut into chunks", decision.reason, input.statement().tag),
      fmt::format("write an UPDATE, DELETE or INSERT ... SELECT of its own, or {}", accept));
}

}  // namespace lockstep
