#include "tests/claims/observe.h"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <set>
#include <thread>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

Rows ask(Database& database, const std::string& sql, const std::vector<Value>& parameters = {}) {
  auto rows = database.query(sql, parameters);
  if (!rows) FAIL(sql << "\n" << rows.error().message);
  return std::move(*rows);
}

struct Relation {
  std::string key;
  char kind = 'r';
  std::string table;  ///< of an index
  int64_t file = 0;
  int64_t scans = 0;
};
using Relations = std::map<int64_t, Relation>;

Relations look(Database& database) {
  const Rows rows = ask(database, R"(
    SELECT c.oid::int8, n.nspname || '.' || c.relname, c.relkind::text, c.relfilenode::int8,
           coalesce(pg_stat_get_xact_numscans(c.oid), 0), coalesce(tn.nspname || '.' || t.relname, '')
    FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
         LEFT JOIN pg_index i ON i.indexrelid = c.oid LEFT JOIN pg_class t ON t.oid = i.indrelid
         LEFT JOIN pg_namespace tn ON tn.oid = t.relnamespace
    WHERE n.nspname NOT LIKE 'pg\_%' AND n.nspname <> 'information_schema')");
  Relations relations;
  for (const auto& row : rows.rows) {
    relations[integer(row[0])] = {text(row[1]), text(row[2])[0], text(row[5]), integer(row[3]), integer(row[4])};
  }
  return relations;
}

LockMode mode_of(std::string name) {
  // "ShareRowExclusiveLock" as the manual writes it: "SHARE ROW EXCLUSIVE".
  std::string words;
  name.resize(name.size() - 4);
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z' && !words.empty()) words += ' ';
    words += c;
  }
  words = to_upper(words);
  for (int i = 0; i <= static_cast<int>(LockMode::AccessExclusive); ++i) {
    if (to_string(static_cast<LockMode>(i)) == words) return static_cast<LockMode>(i);
  }
  FAIL("unknown lock mode " << words);
  return LockMode::AccessShare;
}

bool counts_for_locks(char kind) { return std::string("rpfvmSc").find(kind) != std::string::npos; }

void differences(const Relations& before, const Relations& after, bool count_scans, Observation& seen) {
  std::set<int64_t> old_files;
  for (const auto& [oid, relation] : before) old_files.insert(relation.file);
  std::set<std::string> old_tables;
  for (const auto& [oid, relation] : before) old_tables.insert(relation.key);
  for (const auto& [oid, relation] : after) {
    const auto old = before.find(oid);
    const bool new_file = relation.file != 0 && old_files.count(relation.file) == 0;
    if (relation.kind == 'i') {
      // A table that the statement renamed is not new, but such a statement builds nothing.
      if (new_file && old_tables.count(relation.table) != 0) seen.index_builds.push_back(relation.key);
    } else if (old != before.end()) {
      if (new_file && (relation.kind == 'r' || relation.kind == 'm')) seen.rewrites.push_back(relation.key);
      if (count_scans && relation.scans > old->second.scans && (relation.kind == 'r' || relation.kind == 'm')) {
        seen.scans.push_back(old->second.key);
      }
    }
  }
}

/// Locks, file nodes and counters after a statement that ran inside the open transaction.
Observation look_inside(Database& database, const Relations& before) {
  Observation seen;
  const Rows locks = ask(database, "SELECT relation::int8, mode FROM pg_locks "
                                   "WHERE pid = pg_backend_pid() AND locktype = 'relation' AND granted");
  std::map<std::string, LockMode> strongest;
  for (const auto& row : locks.rows) {
    const auto relation = before.find(integer(row[0]));
    if (relation == before.end() || !counts_for_locks(relation->second.kind)) continue;
    LockMode& mode = strongest.try_emplace(relation->second.key, LockMode::AccessShare).first->second;
    mode = std::max(mode, mode_of(text(row[1])));
  }
  for (const auto& [key, mode] : strongest) seen.locks.push_back({key, mode});
  differences(before, look(database), true, seen);
  return seen;
}

void empty_all_tables(Database& database) {
  const Rows tables = ask(database, "SELECT string_agg(c.oid::regclass::text, ', ') FROM pg_class c "
                                    "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE c.relkind IN ('r', 'p') "
                                    "AND n.nspname NOT LIKE 'pg\\_%' AND n.nspname <> 'information_schema'");
  if (!is_null(tables.rows[0][0])) ask(database, "TRUNCATE " + text(tables.rows[0][0]) + " CASCADE");
}

/// SQLSTATE of the failure, or empty.
std::string try_inside(Database& database, const std::vector<std::string>& first, const Statement& statement,
                       bool without_rows, Observation* seen) {
  if (const Status begun = database.begin({0, 0}); !begun) FAIL(begun.error().message);
  for (const std::string& sql : first) ask(database, sql);
  // The rows that a foreign key references are looked up by index, whatever the size of the test's tables.
  if (statement.as<AlterTable>() != nullptr) ask(database, "SET LOCAL enable_seqscan = off");
  if (without_rows) empty_all_tables(database);
  const Relations before = look(database);
  const auto outcome = database.query(statement.text);
  if (outcome && seen != nullptr) *seen = look_inside(database, before);
  database.rollback();
  ask(database, "DEALLOCATE ALL");  // a rollback does not forget what was prepared
  return outcome ? std::string() : outcome.error().sqlstate;
}

/// Runs a statement beside the test's own connections, and tells when it is done.
class Runner {
 public:
  Runner(std::unique_ptr<Database> database, std::string statement)
      : database_(std::move(database)), pid_(integer(ask(*database_, "SELECT pg_backend_pid()").rows[0][0])) {
    thread_ = std::thread([this, sql = std::move(statement)] {
      (void)database_->query(sql);
      done_ = true;
    });
  }
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner() {
    if (!done_) database_->cancel();
    thread_.join();
  }
  [[nodiscard]] bool done() const { return done_; }
  [[nodiscard]] int64_t pid() const { return pid_; }

 private:
  std::unique_ptr<Database> database_;
  int64_t pid_;
  std::atomic<bool> done_{false};
  std::thread thread_;
};

/// A session that holds a lock on one table until it is told to let go.
struct Holder {
  std::unique_ptr<Database> database;
  int64_t pid = 0;
  std::string table;
};

/// Runs the statement while others hold `held` on each of `tables`. Where it waits for one, the mode that it asks for
/// is told, and that holder lets go, so that the statement runs on to its end.
std::map<std::string, LockMode> run_against(const ScratchDatabase& original, const std::vector<std::string>& first,
                                            const std::string& statement, const std::vector<std::string>& tables,
                                            LockMode held) {
  const ScratchDatabase copy(&original);
  const auto watcher = copy.connect();
  for (const std::string& sql : first) ask(*watcher, sql);
  std::vector<Holder> holders;
  for (const std::string& table : tables) {
    Holder holder{copy.connect(), 0, table};
    holder.pid = integer(ask(*holder.database, "SELECT pg_backend_pid()").rows[0][0]);
    if (const Status begun = holder.database->begin({0, 0}); !begun) FAIL(begun.error().message);
    const auto locked = holder.database->query("LOCK TABLE ONLY " + sql_name(table, Dialect::PostgreSQL) + " IN " +
                                               std::string(to_string(held)) + " MODE");
    if (!locked) {
      // LOCK does not take materialized views; these two modes tell the ones that commands take on them.
      holder.database->rollback();
      if (held != LockMode::AccessShare && held != LockMode::ShareUpdateExclusive) continue;
      if (const Status begun = holder.database->begin({0, 0}); !begun) FAIL(begun.error().message);
      ask(*holder.database,
          held == LockMode::AccessShare
              ? "EXPLAIN SELECT FROM " + sql_name(table, Dialect::PostgreSQL)
              : "ALTER MATERIALIZED VIEW " + sql_name(table, Dialect::PostgreSQL) + " SET (autovacuum_enabled = true)");
    }
    holders.push_back(std::move(holder));
  }
  std::map<std::string, LockMode> waited;
  Runner runner(copy.connect(), statement);
  const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(20);
  while (!runner.done() && std::chrono::steady_clock::now() < deadline) {
    const Rows waiting = ask(*watcher,
                             "SELECT l.locktype, l.mode, b.pid FROM pg_locks l, unnest(pg_blocking_pids($1::int)) b (pid) "
                             "WHERE l.pid = $1::int AND NOT l.granted",
                             {runner.pid()});
    for (const auto& row : waiting.rows) {
      for (const Holder& holder : holders) {
        if (holder.pid != integer(row[2]) || !holder.database->in_transaction()) continue;
        // CONCURRENTLY also waits for transactions to end, which says nothing about its own lock.
        if (text(row[0]) == "relation") waited.emplace(holder.table, mode_of(text(row[1])));
        holder.database->rollback();
      }
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  if (!runner.done()) FAIL("the statement does not end: " << statement);
  return waited;
}

/// From the weakest lock up: the first one that is waited for conflicts with nothing weaker than what is asked for, so
/// the mode told there is the strongest, however short it is held.
std::vector<RelationLock> strongest_locks(const ScratchDatabase& original, const std::vector<std::string>& first,
                                          const std::string& statement, std::vector<std::string> tables) {
  std::map<std::string, LockMode> found;
  for (const LockMode held : {LockMode::AccessShare, LockMode::RowShare, LockMode::RowExclusive,
                              LockMode::ShareUpdateExclusive, LockMode::AccessExclusive}) {
    for (const auto& [table, mode] : run_against(original, first, statement, tables, held)) {
      found.emplace(table, mode);
      std::erase(tables, table);
    }
  }
  std::vector<RelationLock> locks;
  for (const auto& [table, mode] : found) locks.push_back({table, mode});
  return locks;
}

std::vector<std::string> lockable(const Relations& relations) {
  std::vector<std::string> tables;
  for (const auto& [oid, relation] : relations) {
    if (relation.kind == 'r' || relation.kind == 'p' || relation.kind == 'm') tables.push_back(relation.key);
  }
  return tables;
}

Observation observe_alone(const ScratchDatabase& original, const std::vector<std::string>& first,
                          const std::string& statement) {
  Observation seen;
  std::vector<std::string> tables;
  {
    const ScratchDatabase copy(&original);
    const auto database = copy.connect();
    for (const std::string& sql : first) ask(*database, sql);
    const Relations before = look(*database);
    const auto outcome = database->query(statement);
    if (!outcome) {
      seen.sqlstate = outcome.error().sqlstate;
    } else {
      differences(before, look(*database), false, seen);
    }
    tables = lockable(before);
  }
  if (seen.sqlstate.empty()) seen.locks = strongest_locks(original, first, statement, tables);
  return seen;
}

void keep_comparable(const Statement& statement, Observation& seen) {
  const auto* maintenance = statement.as<Maintenance>();
  // Rows that a query reads are not a scan in the sense of an effect, and TRUNCATE writes new, empty files.
  const bool builds_or_checks = maintenance != nullptr || statement.as<AlterTable>() != nullptr ||
                                statement.as<CreateIndex>() != nullptr || statement.as<CreateTable>() != nullptr ||
                                statement.as<CreateView>() != nullptr || statement.as<AlterObject>() != nullptr;
  if (!builds_or_checks) seen.scans.clear();
  const bool truncates = maintenance != nullptr && statement.tag.starts_with("TRUNCATE");
  const bool empties = maintenance != nullptr && maintenance->with_no_data;
  if (truncates || empties) {
    seen.rewrites.clear();
    seen.index_builds.clear();
    seen.scans.clear();
  }
  // Temporary tables are nobody else's.
  std::erase_if(seen.locks, [](const RelationLock& lock) { return lock.relation.starts_with("pg_temp."); });
  // A copy reads the table anyway.
  std::erase_if(seen.scans, [&](const std::string& key) {
    return std::find(seen.rewrites.begin(), seen.rewrites.end(), key) != seen.rewrites.end();
  });
  // The server does not say which tables are read outside of a transaction.
  if (!seen.transactional) seen.scans.clear();
}

}  // namespace

std::string Observation::text() const {
  if (!sqlstate.empty()) return "fails " + sqlstate + (fails_always ? " always\n" : " with these rows\n");
  std::vector<std::string> lines;
  for (const RelationLock& lock : locks) lines.push_back("lock " + lock.relation + " " + std::string(to_string(lock.mode)));
  for (const std::string& key : rewrites) lines.push_back("rewrite " + key);
  for (const std::string& key : scans) lines.push_back("scan " + key);
  for (const std::string& key : index_builds) lines.push_back("build " + key);
  if (!transactional) lines.emplace_back("not in a transaction");
  std::sort(lines.begin(), lines.end());
  return join(lines, "\n") + "\n";
}

Observer::Observer(const ScratchDatabase& original)
    : original_(original), copy_(std::make_unique<ScratchDatabase>(&original)), database_(copy_->connect()) {}

Observer::~Observer() { database_.reset(); }

Observation Observer::observe(const std::vector<std::string>& first, const Statement& statement, bool briefly) {
  Observation seen;
  // A new session has looked up nothing yet: what the statement locks to know its tables is locked now.
  database_ = copy_->connect();
  const std::string failure = try_inside(*database_, first, statement, false, &seen);
  if (failure == "25001") {
    seen = observe_alone(original_, first, statement.text);
    seen.fails_always = !seen.sqlstate.empty();
    seen.transactional = false;
  } else if (!failure.empty()) {
    seen.sqlstate = failure;
    seen.fails_always = try_inside(*database_, first, statement, true, nullptr) == failure;
  }
  if (briefly && seen.sqlstate.empty() && seen.transactional) {
    std::vector<std::string> tables = lockable(look(*database_));
    std::erase_if(seen.locks, [&](const RelationLock& lock) {
      return std::find(tables.begin(), tables.end(), lock.relation) != tables.end();
    });
    for (RelationLock& lock : strongest_locks(original_, first, statement.text, tables)) {
      seen.locks.push_back(std::move(lock));
    }
  }
  keep_comparable(statement, seen);
  return seen;
}

Observation predicted(const Effect& effect, const Statement& statement) {
  Observation said;
  said.locks = effect.locks;
  said.rewrites = effect.rewrites;
  said.scans = effect.scans;
  said.index_builds = effect.index_builds;
  said.transactional = effect.transactional;
  if (effect.fails) {
    said.sqlstate = effect.fails->sqlstate;
    said.fails_always = effect.fails->certainty == Failure::Certainty::Always;
  }
  keep_comparable(statement, said);
  return said;
}

}  // namespace lockstep
