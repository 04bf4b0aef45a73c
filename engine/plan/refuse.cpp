#include "engine/plan/refuse.h"

#include <algorithm>
#include <string>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/effects/effects.h"

namespace lockstep {
namespace {

constexpr const char* accept = "accept that, at a quiet time: -- lockstep: as-written";

/// The statement with CONCURRENTLY behind `word`.
std::string made_concurrent(const Statement& statement, const std::string& word) {
  std::string text = statement.text;
  if (const size_t at = to_upper(text).find(" " + word); at != std::string::npos) {
    text.insert(at + 1 + word.size(), " CONCURRENTLY");
  }
  return text;
}

std::string way_of(const Statement& statement, const Maintenance& command) {
  const std::string target = to_upper(command.target);
  if (statement.tag == "REINDEX" && target != "SYSTEM") {
    return fmt::format("write {}", made_concurrent(statement, target));
  }
  if (statement.tag == "REFRESH MATERIALIZED VIEW") {
    return fmt::format("give the view a unique index over all rows, and write {}",
                       made_concurrent(statement, "MATERIALIZED VIEW"));
  }
  if (command.full)
    return "write VACUUM without FULL, which makes the space free for new rows and stops nobody; pg_repack gives it "
           "back";
  if (statement.tag == "CLUSTER") return "pg_repack orders the rows beside the traffic";
  return {};
}

/// How the same is had without the wait; empty when no way is known but to accept it.
std::string way_of(const Statement& statement) {
  if (const auto* command = statement.as<Maintenance>()) return way_of(statement, *command);
  if (statement.tag == "ALTER DOMAIN") return "add it NOT VALID, so that it holds for what is written from then on";
  const auto* alter = statement.as<AlterTable>();
  if (alter == nullptr) return {};
  const bool mirrored = std::any_of(alter->subcommands.begin(), alter->subcommands.end(), [](const auto& sub) {
    return sub.action == AlterTableAction::AddConstraint || sub.action == AlterTableAction::SetTablespace ||
           sub.action == AlterTableAction::SetAccessMethod || sub.action == AlterTableAction::SetLogged;
  });
  if (!mirrored) return {};
  return fmt::format("make a new table that is so, and keep it in step: -- lockstep: mirror {0} -> {0}_new",
                     alter->name.name);
}

std::string words_of(const Failure& failure) {
  return failure.sqlstate.empty() ? failure.message : fmt::format("{} ({})", failure.message, failure.sqlstate);
}

/// What to write in the place of a statement that the server refuses.
std::string way_around(const Failure& failure) {
  struct Way {
    std::string_view sqlstate, words, way;  ///< words: of the message, where SQLite has no SQLSTATE
  };
  // Appendix A of the manual.
  static constexpr Way ways[] = {
      {"2BP01", "", "drop what depends on it by statements of their own first"},
      {"0A000", "cannot alter type of a column used",
       "drop that object before this statement, and create it again behind it"},
      {"42P16", "is part of the partition key",
       "make a new partitioned table with that type, and keep it in step: -- lockstep: mirror"},
      {"42P16", "cannot alter inherited column",
       "change it in the table that it comes from; if those are two, take the table out of one of them first, with "
       "NO INHERIT"},
      {"42P01", "", "correct the name, or add the migration that makes it"},
      {"42703", "", "correct the name, or add the migration that makes it"},
      {"42704", "", "correct the name, or add the migration that makes it"},
      {"42P07", "", "choose another name; of what is the same already, leave the statement out"},
      {"42701", "", "choose another name; of what is the same already, leave the statement out"},
      {"42710", "", "choose another name; of what is the same already, leave the statement out"},
      {"", "UNIQUE column", "add the column, then CREATE UNIQUE INDEX"},
      {"", "STORED column", "declare it VIRTUAL"},
      {"", "used in index", "DROP INDEX by a statement before this one"},
      {"", "non-constant default",
       "give it a constant default, or leave the default out and fill the column by an UPDATE"},
      {"", "REFERENCES column", "leave the default out and fill the column by an UPDATE"},
  };
  for (const Way& way : ways) {
    if (way.sqlstate == failure.sqlstate && failure.message.find(way.words) != std::string::npos) {
      return std::string(way.way);
    }
  }
  return "correct the statement";
}

}  // namespace

std::optional<Refusal> refuse_failing(const Effect& effect) {
  if (!effect.fails || effect.fails->certainty != Failure::Certainty::Always) return std::nullopt;
  return Refusal{0, fmt::format("it would fail: {}", words_of(*effect.fails)), way_around(*effect.fails)};
}

Refusal refuse_step(const Step& step, const Failure& failure) {
  return Refusal{static_cast<size_t>(std::max(step.statement, 0)),
                 fmt::format("run phase by phase, its step \"{}\" would fail: {}", step.title, words_of(failure)),
                 "put what is needed first into a migration before this one"};
}

std::optional<Refusal> refuse_as_written(const Statement& statement, const Effect& effect, const Catalog& catalog,
                                         const PendingObjects& pending) {
  const auto* alter = statement.as<AlterTable>();
  if (effect.fails && effect.fails->certainty == Failure::Certainty::IfRows && alter != nullptr &&
      !pending.is_new(catalog.key(alter->name))) {
    return Refusal{0,
                   fmt::format("it would fail as soon as {} has rows: {}", alter->name.name, words_of(*effect.fails)),
                   way_around(*effect.fails)};
  }
  if (catalog.dialect != Dialect::PostgreSQL) return std::nullopt;
  const auto stops = [&](const std::string& relation) {
    return !pending.is_new(relation) &&
           std::any_of(effect.locks.begin(), effect.locks.end(), [&](const RelationLock& lock) {
             return lock.relation == relation && lock.mode >= LockMode::Share && lock.mode <= LockMode::AccessExclusive;
           });
  };
  std::string work;
  for (const std::string& relation : effect.scans) {
    if (stops(relation)) work = fmt::format("it reads all of {} under a lock that stops writes", relation);
  }
  for (const std::string& relation : effect.rewrites) {
    if (stops(relation)) work = fmt::format("it rewrites {} while nobody can use it", relation);
  }
  if (work.empty()) return std::nullopt;
  const std::string way = way_of(statement);
  return Refusal{0, fmt::format("no safe way is known for this {}: {}", statement.tag, work),
                 (way.empty() ? "" : way + "\nor ") + accept};
}

std::optional<Refusal> refuse_directives(const Migration& migration, const Directives& directives,
                                         const Statement* statement, const Catalog& catalog) {
  if (directives.mirror) {
    const auto& [source, target] = *directives.mirror;
    const bool used = std::any_of(migration.statements.begin(), migration.statements.end(), [&](const auto& item) {
      const auto* insert = item.statement.template as<Insert>();
      return insert != nullptr && !insert->values && catalog.key(insert->table) == catalog.key(target);
    });
    if (!used) {
      return Refusal{
          0,
          fmt::format("mirror {} -> {}: nothing in the file says how a row of the one becomes one of the other",
                      source.name, target.name),
          fmt::format("add INSERT INTO {} (columns) SELECT expressions FROM {}, or correct the names", target.name,
                      source.name)};
    }
  }
  if (statement == nullptr) return std::nullopt;
  for (const std::string& column : directives.backfill_key) {
    const auto has_it = [&](const QualifiedName& name) {
      const CatalogRelation* table = catalog.find(name);
      return table == nullptr || table->column(column) != nullptr;
    };
    if (std::any_of(statement->relations.begin(), statement->relations.end(), has_it)) continue;
    return Refusal{0, fmt::format("backfill key={}: no table of this {} has such a column", column, statement->tag),
                   "name a unique column of the table that is walked"};
  }
  return std::nullopt;
}

}  // namespace lockstep
