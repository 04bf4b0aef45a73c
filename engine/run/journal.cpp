#include "engine/run/journal.h"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "engine/plan/serialize.h"

namespace lockstep {
namespace {

using Json = nlohmann::json;

std::optional<std::vector<std::string>> optional_key(const Value& value) {
  if (is_null(value)) return std::nullopt;
  return key_from_json(text(value));
}

Value key_value(const std::optional<std::vector<std::string>>& key) {
  if (!key) return std::monostate{};
  return key_to_json(*key);
}

/// The journal's DDL. {schema} is the prefix of every table, {time} and {serial} the types that differ.
constexpr std::string_view journal_tables[] = {
    R"(CREATE TABLE IF NOT EXISTS {p}meta (key text PRIMARY KEY, value text NOT NULL))",
    R"(CREATE TABLE IF NOT EXISTS {p}migration (
  project text NOT NULL, id text NOT NULL, name text NOT NULL, position integer NOT NULL,
  state text NOT NULL DEFAULT 'open', checksum_bytes text NOT NULL, checksum_tokens text NOT NULL,
  plan text NOT NULL, digest text NOT NULL, release text NOT NULL DEFAULT '', planned_at {time} NOT NULL,
  backfilled_at {time}, contracted_at {time}, purged_at {time}, PRIMARY KEY (project, id)))",
    R"(CREATE TABLE IF NOT EXISTS {p}step (
  project text NOT NULL, migration text NOT NULL, ordinal integer NOT NULL, state text NOT NULL DEFAULT 'pending',
  started_at {time}, finished_at {time}, elapsed_ms bigint, lock_wait_ms bigint NOT NULL DEFAULT 0, rows bigint,
  attempts integer NOT NULL DEFAULT 0, error text, PRIMARY KEY (project, migration, ordinal)))",
    R"(CREATE TABLE IF NOT EXISTS {p}range (
  project text NOT NULL, migration text NOT NULL, step integer NOT NULL, number integer NOT NULL,
  lower text, upper text, position text, rows bigint NOT NULL DEFAULT 0, walked bigint NOT NULL DEFAULT 0,
  total bigint NOT NULL DEFAULT 0, pass integer NOT NULL DEFAULT 1, bound text NOT NULL DEFAULT '{{}}',
  done boolean NOT NULL DEFAULT false, token bigint NOT NULL, PRIMARY KEY (project, migration, step, number)))",
    R"(CREATE TABLE IF NOT EXISTS {p}lease (
  project text PRIMARY KEY, token bigint NOT NULL, owner text NOT NULL, sessions text NOT NULL,
  acquired_at {time} NOT NULL, released boolean NOT NULL DEFAULT false))",
    R"(CREATE TABLE IF NOT EXISTS {p}event (
  seq {serial}, at {time} NOT NULL, project text NOT NULL, migration text NOT NULL, step integer NOT NULL,
  kind text NOT NULL, who text NOT NULL, detail text NOT NULL))",
    R"(CREATE TABLE IF NOT EXISTS {p}activation (
  seq {serial}, project text NOT NULL, release text NOT NULL, ids text NOT NULL, at {time} NOT NULL))",
};

}  // namespace

std::string key_to_json(const std::vector<std::string>& key) { return Json(key).dump(); }

std::vector<std::string> key_from_json(const std::string& json) {
  const Json parsed = Json::parse(json, nullptr, false);
  if (!parsed.is_array()) return {};
  return parsed.get<std::vector<std::string>>();
}

bool JournalEntry::done(const Step& step) const {
  const auto found = steps.find(step.ordinal);
  return found != steps.end() && found->second.state == "done";
}

bool JournalEntry::done(Phase phase) const {
  return std::all_of(plan.steps.begin(), plan.steps.end(),
                     [&](const Step& step) { return step.phase != phase || step.purge || done(step); });
}

bool JournalEntry::anything_done() const {
  return std::any_of(steps.begin(), steps.end(),
                     [](const auto& item) { return item.second.state == "done" || item.second.state == "running"; });
}

std::string Journal::table(std::string_view name) const {
  return fmt::format("{}{}", database_.dialect() == Dialect::PostgreSQL ? "lockstep." : "lockstep_", name);
}

std::string Journal::now() const {
  return database_.dialect() == Dialect::PostgreSQL ? "clock_timestamp()" : "strftime('%Y-%m-%dT%H:%M:%fZ', 'now')";
}

Result<bool> Journal::exists() {
  const bool postgresql = database_.dialect() == Dialect::PostgreSQL;
  LOCKSTEP_TRY(const Rows rows,
               database_.query(postgresql ? "SELECT 1 FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON "
                                            "n.oid = c.relnamespace WHERE n.nspname = 'lockstep' AND c.relname = 'meta'"
                                          : "SELECT 1 FROM sqlite_master WHERE name = 'lockstep_meta'"));
  if (rows.empty()) return false;
  LOCKSTEP_TRY(const Rows format,
               database_.query(fmt::format("SELECT value FROM {} WHERE key = 'format'", table("meta"))));
  return !format.empty();
}

Status Journal::create() {
  const bool postgresql = database_.dialect() == Dialect::PostgreSQL;
  const Status created = in_transaction(database_, {}, [&]() -> Status {
    if (postgresql) {
      LOCKSTEP_CHECK(database_.query("CREATE SCHEMA IF NOT EXISTS lockstep"));
    }
    for (const std::string_view sql : journal_tables) {
      LOCKSTEP_CHECK(database_.query(fmt::format(
          fmt::runtime(sql), fmt::arg("p", postgresql ? "lockstep." : "lockstep_"),
          fmt::arg("time", postgresql ? "timestamptz" : "text"),
          fmt::arg("serial", postgresql ? "bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY" : "integer PRIMARY KEY"))));
    }
    LOCKSTEP_CHECK(database_.query(fmt::format(
        "INSERT INTO {} (key, value) VALUES ('format', '{}') ON CONFLICT DO NOTHING", table("meta"), journal_format)));
    return {};
  });
  if (!created && created.error().sqlstate == "42501") {
    return fail(ErrorCode::Input, "the role may not create the journal (schema lockstep): " + created.error().message,
                "run once as the owner of the database:\n  CREATE SCHEMA lockstep AUTHORIZATION <this role>;");
  }
  return created;
}

Status Journal::check_format() {
  LOCKSTEP_TRY(const Rows rows,
               database_.query(fmt::format("SELECT value FROM {} WHERE key = 'format'", table("meta"))));
  const int64_t format = rows.empty() ? journal_format : integer(rows.rows[0][0]);
  if (format > journal_format + 1) {
    return fail(ErrorCode::Incompatible,
                fmt::format("the journal has format {}, this lockstep knows {}", format, journal_format),
                "use the lockstep version that wrote it, or a newer one");
  }
  return {};
}

Result<std::vector<JournalEntry>> Journal::load() {
  const bool postgresql = database_.dialect() == Dialect::PostgreSQL;
  const auto age = [&](const char* column) {
    return postgresql ? fmt::format("extract(epoch FROM clock_timestamp() - {})", column)
                      : fmt::format("(julianday('now') - julianday({})) * 86400.0", column);
  };
  const auto time = [&](const char* column) {
    return postgresql ? fmt::format("to_char({} AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"')", column)
                      : std::string(column);
  };
  LOCKSTEP_TRY(const Rows migrations,
               database_.query(fmt::format("SELECT id, plan, state, release, {}, {}, {}, {}, {}, {} FROM {} "
                                           "WHERE project = $1 ORDER BY position",
                                           time("planned_at"), time("backfilled_at"), time("contracted_at"),
                                           time("purged_at"), age("contracted_at"), age("backfilled_at"),
                                           table("migration")),
                               {project_}));
  std::vector<JournalEntry> entries;
  std::map<std::string, size_t> index;
  for (const auto& row : migrations.rows) {
    JournalEntry entry;
    LOCKSTEP_TRY(entry.plan, plan_from_json(text(row[1])));
    entry.state = text(row[2]);
    entry.release = text(row[3]);
    entry.planned_at = text(row[4]);
    entry.backfilled_at = text(row[5]);
    entry.contracted_at = text(row[6]);
    entry.purged_at = text(row[7]);
    if (!is_null(row[8])) entry.contracted_seconds_ago = std::stod(text(row[8]));
    if (!is_null(row[9])) entry.backfilled_seconds_ago = std::stod(text(row[9]));
    index[text(row[0])] = entries.size();
    entries.push_back(std::move(entry));
  }
  LOCKSTEP_TRY(const Rows steps,
               database_.query(fmt::format("SELECT migration, ordinal, state, {}, {}, elapsed_ms, lock_wait_ms, rows, "
                                           "attempts, error FROM {} WHERE project = $1",
                                           time("started_at"), time("finished_at"), table("step")),
                               {project_}));
  for (const auto& row : steps.rows) {
    const auto found = index.find(text(row[0]));
    if (found == index.end()) continue;
    StepRecord record;
    record.ordinal = static_cast<int>(integer(row[1]));
    record.state = text(row[2]);
    record.started_at = text(row[3]);
    record.finished_at = text(row[4]);
    record.elapsed_ms = is_null(row[5]) ? -1 : integer(row[5]);
    record.lock_wait_ms = integer(row[6]);
    record.rows = is_null(row[7]) ? -1 : integer(row[7]);
    record.attempts = static_cast<int>(integer(row[8]));
    record.error = text(row[9]);
    entries[found->second].steps[record.ordinal] = std::move(record);
  }
  return entries;
}

Status Journal::add(const Plan& plan, const std::string& release) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("INSERT INTO {0} (project, id, name, position, checksum_bytes, checksum_tokens, plan, digest, "
                  "release, planned_at) SELECT $1, $2, $3, coalesce(max(position), 0) + 1, $4, $5, $6, $7, $8, {1} "
                  "FROM {0} WHERE project = $9",
                  table("migration"), now()),
      {project_, plan.migration, plan.name, plan.checksum.bytes, plan.checksum.tokens, to_json(plan), digest(plan),
       release, project_}));
  for (const Step& step : plan.steps) {
    LOCKSTEP_CHECK(database_.query(
        fmt::format("INSERT INTO {} (project, migration, ordinal) VALUES ($1, $2, $3)", table("step")),
        {project_, plan.migration, int64_t{step.ordinal}}));
  }
  return {};
}

Status Journal::remove(const std::string& migration) {
  for (const auto& [name, column] : {std::pair{"range", "migration"}, {"step", "migration"}, {"migration", "id"}}) {
    LOCKSTEP_CHECK(database_.query(
        fmt::format("DELETE FROM {} WHERE project = $1 AND {} = $2", table(name), column), {project_, migration}));
  }
  return {};
}

Status Journal::set_state(const std::string& migration, std::string_view state) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("UPDATE {} SET state = $1 WHERE project = $2 AND id = $3", table("migration")),
      {std::string(state), project_, migration}));
  return {};
}

Status Journal::mark_time(const std::string& migration, std::string_view column) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("UPDATE {} SET {} = {} WHERE project = $1 AND id = $2", table("migration"), column, now()),
      {project_, migration}));
  return {};
}

Status Journal::step_running(const std::string& migration, int ordinal) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("UPDATE {} SET state = 'running', started_at = {}, attempts = attempts + 1 "
                  "WHERE project = $1 AND migration = $2 AND ordinal = $3",
                  table("step"), now()),
      {project_, migration, int64_t{ordinal}}));
  return {};
}

Status Journal::step_done(const std::string& migration, int ordinal, int64_t elapsed_ms, int64_t lock_wait_ms,
                          int64_t rows) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("UPDATE {} SET state = 'done', finished_at = {}, elapsed_ms = $1, lock_wait_ms = $2, rows = $3, "
                  "error = NULL WHERE project = $4 AND migration = $5 AND ordinal = $6",
                  table("step"), now()),
      {elapsed_ms, lock_wait_ms, rows < 0 ? Value{} : Value{rows}, project_, migration, int64_t{ordinal}}));
  return {};
}

Status Journal::step_failed(const std::string& migration, int ordinal, const std::string& error) {
  LOCKSTEP_CHECK(database_.query(fmt::format("UPDATE {} SET error = $1 WHERE project = $2 AND migration = $3 AND "
                                             "ordinal = $4",
                                             table("step")),
                                 {error, project_, migration, int64_t{ordinal}}));
  return {};
}

Status Journal::step_undone(const std::string& migration, int ordinal) {
  return set_step(migration, ordinal, "undone");
}

Status Journal::step_undoing(const std::string& migration, int ordinal) {
  return set_step(migration, ordinal, "undoing");
}

Status Journal::set_step(const std::string& migration, int ordinal, const std::string& state) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("UPDATE {} SET state = $1, finished_at = {} WHERE project = $2 AND migration = $3 AND ordinal = $4",
                  table("step"), now()),
      {state, project_, migration, int64_t{ordinal}}));
  return {};
}

Result<std::vector<RangeRecord>> Journal::ranges(const std::string& migration, int step) {
  LOCKSTEP_TRY(const Rows rows,
               database_.query(fmt::format("SELECT number, lower, upper, position, rows, walked, total, pass, bound, "
                                           "done FROM {} WHERE project = $1 AND migration = $2 AND step = $3 "
                                           "ORDER BY number",
                                           table("range")),
                               {project_, migration, int64_t{step}}));
  std::vector<RangeRecord> records;
  for (const auto& row : rows.rows) {
    RangeRecord record;
    record.number = static_cast<int>(integer(row[0]));
    record.lower = optional_key(row[1]);
    record.upper = optional_key(row[2]);
    record.position = optional_key(row[3]);
    record.rows = integer(row[4]);
    record.walked = integer(row[5]);
    record.total = integer(row[6]);
    record.pass = static_cast<int>(integer(row[7]));
    const Json bound = Json::parse(text(row[8]), nullptr, false);
    if (bound.is_object()) record.bound = bound.get<std::map<std::string, std::string>>();
    record.done = integer(row[9]) != 0;
    records.push_back(std::move(record));
  }
  return records;
}

Status Journal::add_range(const std::string& migration, int step, const RangeRecord& range, int64_t token) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("INSERT INTO {} (project, migration, step, number, lower, upper, total, bound, done, token) VALUES "
                  "($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
                  table("range")),
      {project_, migration, int64_t{step}, int64_t{range.number}, key_value(range.lower), key_value(range.upper),
       range.total, Json(range.bound).dump(), int64_t{range.done ? 1 : 0}, token}));
  return {};
}

Status Journal::restart_range(const std::string& migration, int step, int number, int pass, int64_t token) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("UPDATE {} SET position = NULL, pass = $1, done = $2 WHERE project = $3 AND migration = $4 AND "
                  "step = $5 AND number = $6 AND token = $7",
                  table("range")),
      {int64_t{pass}, int64_t{0}, project_, migration, int64_t{step}, int64_t{number}, token}));
  return {};
}

Status Journal::finish_range(const std::string& migration, int step, int number, int64_t token) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("UPDATE {} SET done = $1 WHERE project = $2 AND migration = $3 AND step = $4 AND number = $5 AND "
                  "token = $6",
                  table("range")),
      {int64_t{1}, project_, migration, int64_t{step}, int64_t{number}, token}));
  return {};
}

Status Journal::take_ranges(int64_t token) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("UPDATE {} SET token = $1 WHERE project = $2 AND NOT done", table("range")), {token, project_}));
  return {};
}

Status Journal::drop_ranges(const std::string& migration, int step) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("DELETE FROM {} WHERE project = $1 AND migration = $2 AND step = $3", table("range")),
      {project_, migration, int64_t{step}}));
  return {};
}

Result<LeaseRecord> Journal::lease() {
  LOCKSTEP_TRY(const Rows rows,
               database_.query(fmt::format("SELECT token, owner, sessions, released FROM {} WHERE project = $1",
                                           table("lease")),
                               {project_}));
  LeaseRecord record;
  if (rows.empty()) return record;
  record.token = integer(rows.rows[0][0]);
  record.owner = text(rows.rows[0][1]);
  const Json sessions = Json::parse(text(rows.rows[0][2]), nullptr, false);
  if (sessions.is_array()) {
    for (const Json& session : sessions) {
      record.sessions.push_back({session.value("system", ""), session.value("pid", int64_t{0}),
                                 session.value("start", "")});
    }
  }
  record.released = integer(rows.rows[0][3]) != 0;
  return record;
}

Result<int64_t> Journal::take_lease(const std::string& owner, const std::vector<Session>& sessions) {
  Json list = Json::array();
  for (const Session& session : sessions) {
    list.push_back({{"system", session.system}, {"pid", session.pid}, {"start", session.start}});
  }
  LOCKSTEP_TRY(const Rows rows,
               database_.query(fmt::format("INSERT INTO {0} AS l (project, token, owner, sessions, acquired_at, "
                                           "released) VALUES ($1, 1, $2, $3, {1}, $4) "
                                           "ON CONFLICT (project) DO UPDATE SET token = l.token + 1, "
                                           "owner = excluded.owner, sessions = excluded.sessions, "
                                           "acquired_at = excluded.acquired_at, released = excluded.released RETURNING token",
                                           table("lease"), now()),
                               {project_, owner, list.dump(), int64_t{0}}));
  if (rows.empty()) return fail(ErrorCode::Failed, "the lease row could not be written");
  return integer(rows.rows[0][0]);
}

Status Journal::release_lease(int64_t token) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("UPDATE {} SET released = $1 WHERE project = $2 AND token = $3", table("lease")),
      {int64_t{1}, project_, token}));
  return {};
}

Status Journal::hold_lease(int64_t token) {
  const bool postgresql = database_.dialect() == Dialect::PostgreSQL;
  LOCKSTEP_TRY(const Rows rows, database_.query(fmt::format("SELECT token FROM {} WHERE project = $1{}",
                                                            table("lease"), postgresql ? " FOR UPDATE" : ""),
                                                {project_}));
  if (rows.empty() || integer(rows.rows[0][0]) != token) {
    return fail(ErrorCode::Retryable, "another runner has taken over; this one stops and has written nothing since",
                "run the command again: it goes on from the journal");
  }
  return {};
}

Status Journal::event(const std::string& migration, int step, std::string_view kind, const std::string& who,
                      const std::string& detail_json) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("INSERT INTO {} (at, project, migration, step, kind, who, detail) VALUES ({}, $1, $2, $3, $4, $5, "
                  "$6)",
                  table("event"), now()),
      {project_, migration, int64_t{step}, std::string(kind), who, detail_json}));
  return {};
}

Status Journal::activate(const std::string& release, const std::vector<std::string>& ids) {
  LOCKSTEP_CHECK(database_.query(
      fmt::format("INSERT INTO {} (project, release, ids, at) VALUES ($1, $2, $3, {})", table("activation"), now()),
      {project_, release, Json(ids).dump()}));
  return {};
}

Result<std::vector<ActivationRecord>> Journal::activations(int limit) {
  LOCKSTEP_TRY(const Rows rows,
               database_.query(fmt::format("SELECT release, ids FROM {} WHERE project = $1 ORDER BY seq DESC",
                                           table("activation")),
                               {project_}));
  std::vector<ActivationRecord> records;
  for (const auto& row : rows.rows) {
    const std::string release = text(row[0]);
    const bool known = std::any_of(records.begin(), records.end(),
                                   [&](const ActivationRecord& record) { return record.release == release; });
    if (known || release.empty()) continue;
    records.push_back({release, key_from_json(text(row[1]))});
    if (records.size() == static_cast<size_t>(limit)) break;
  }
  return records;
}

}  // namespace lockstep
