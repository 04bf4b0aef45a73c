#include "engine/plan/serialize.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace lockstep {
namespace {

using Json = nlohmann::ordered_json;

/// The value of `Enum` whose to_string() is `word`; the first one when there is none.
template <typename Enum, size_t N>
Enum from_word(const std::string& word, const std::array<Enum, N>& values) {
  const auto found = std::find_if(values.begin(), values.end(), [&](Enum v) { return to_string(v) == word; });
  return found == values.end() ? values.front() : *found;
}

constexpr std::array phases{Phase::Expand, Phase::Backfill, Phase::Contract};
constexpr std::array kinds{StepKind::Sql, StepKind::Backfill, StepKind::Check, StepKind::Rebuild};
constexpr std::array edit_kinds{TableEdit::Kind::SetNotNull, TableEdit::Kind::DropNotNull,
                                TableEdit::Kind::SetDefault, TableEdit::Kind::DropDefault,
                                TableEdit::Kind::DropForeignKeys, TableEdit::Kind::Definition};
constexpr std::array grades{Reversible::No, Reversible::Lossy, Reversible::Lossless};
constexpr std::array modes{LockMode::AccessExclusive, LockMode::AccessShare, LockMode::RowShare,
                           LockMode::RowExclusive, LockMode::ShareUpdateExclusive, LockMode::Share,
                           LockMode::ShareRowExclusive, LockMode::Exclusive};
constexpr std::array sqlite_modes{LockMode::SqliteExclusive, LockMode::SqliteShared, LockMode::SqliteReserved};

Json write(const Backfill& backfill) {
  Json key = Json::array();
  for (const KeyColumn& column : backfill.key) key.push_back({{"name", column.name}, {"type", column.type}});
  return {{"table", backfill.table},         {"table_sql", backfill.table_sql}, {"qualifier", backfill.qualifier},
          {"key", key},                      {"head", backfill.head},           {"tail", backfill.tail},
          {"changes", backfill.changes},     {"idempotent", backfill.idempotent},
          {"chunk_rows", backfill.chunk_rows}, {"filling", backfill.filling},   {"remaining", backfill.remaining},
          {"bound", backfill.bound}};
}

Backfill read_backfill(const Json& json) {
  Backfill out;
  json.at("table").get_to(out.table);
  json.at("table_sql").get_to(out.table_sql);
  json.at("qualifier").get_to(out.qualifier);
  for (const Json& column : json.at("key")) {
    out.key.push_back({column.at("name").get<std::string>(), column.at("type").get<std::string>()});
  }
  json.at("head").get_to(out.head);
  json.at("tail").get_to(out.tail);
  json.at("changes").get_to(out.changes);
  json.at("idempotent").get_to(out.idempotent);
  json.at("chunk_rows").get_to(out.chunk_rows);
  json.at("filling").get_to(out.filling);
  json.at("remaining").get_to(out.remaining);
  json.at("bound").get_to(out.bound);
  return out;
}

Json write(const std::vector<TableEdit>& edits) {
  Json out = Json::array();
  for (const TableEdit& edit : edits) {
    out.push_back({{"kind", to_string(edit.kind)}, {"column", edit.column}, {"expression", edit.expression}});
  }
  return out;
}

std::vector<TableEdit> read_edits(const Json& json) {
  std::vector<TableEdit> out;
  for (const Json& edit : json) {
    out.push_back({from_word(edit.at("kind").get<std::string>(), edit_kinds), edit.at("column").get<std::string>(),
                   edit.at("expression").get<std::string>()});
  }
  return out;
}

Json write(const Step& step) {
  Json locks = Json::array();
  for (const RelationLock& lock : step.locks) {
    locks.push_back({{"relation", lock.relation}, {"mode", to_string(lock.mode)}});
  }
  Json out{{"ordinal", step.ordinal},
           {"phase", to_string(step.phase)},
           {"purge", step.purge},
           {"kind", to_string(step.kind)},
           {"title", step.title},
           {"reason", step.reason},
           {"statement", step.statement},
           {"session", step.session},
           {"before", step.before},
           {"sql", step.sql},
           {"after", step.after},
           {"transactional", step.transactional},
           {"locks", locks},
           {"rewrites", step.rewrites},
           {"scans", step.scans},
           {"check", step.check},
           {"check_message", step.check_message},
           {"undo", step.undo},
           {"undo_transactional", step.undo_transactional},
           {"reversible", to_string(step.reversible)},
           {"undo_reason", step.undo_reason},
           {"probe", step.probe},
           {"repair", step.repair},
           {"backfill", nullptr},
           {"rebuild", nullptr}};
  if (!step.undo_before.empty()) out["undo_before"] = step.undo_before;
  if (!step.undo_after.empty()) out["undo_after"] = step.undo_after;
  if (step.backfill) out["backfill"] = write(*step.backfill);
  if (step.rebuild) {
    out["rebuild"] = {{"table", step.rebuild->table},
                      {"edits", write(step.rebuild->edits)},
                      {"undo", write(step.rebuild->undo)}};
  }
  return out;
}

Step read_step(const Json& json, Dialect dialect) {
  Step out;
  json.at("ordinal").get_to(out.ordinal);
  out.phase = from_word(json.at("phase").get<std::string>(), phases);
  json.at("purge").get_to(out.purge);
  out.kind = from_word(json.at("kind").get<std::string>(), kinds);
  json.at("title").get_to(out.title);
  json.at("reason").get_to(out.reason);
  json.at("statement").get_to(out.statement);
  json.at("session").get_to(out.session);
  json.at("before").get_to(out.before);
  json.at("sql").get_to(out.sql);
  json.at("after").get_to(out.after);
  json.at("transactional").get_to(out.transactional);
  for (const Json& lock : json.at("locks")) {
    const auto mode = lock.at("mode").get<std::string>();
    out.locks.push_back({lock.at("relation").get<std::string>(),
                         dialect == Dialect::SQLite ? from_word(mode, sqlite_modes) : from_word(mode, modes)});
  }
  json.at("rewrites").get_to(out.rewrites);
  json.at("scans").get_to(out.scans);
  json.at("check").get_to(out.check);
  json.at("check_message").get_to(out.check_message);
  if (json.contains("undo_before")) json.at("undo_before").get_to(out.undo_before);
  json.at("undo").get_to(out.undo);
  if (json.contains("undo_after")) json.at("undo_after").get_to(out.undo_after);
  json.at("undo_transactional").get_to(out.undo_transactional);
  out.reversible = from_word(json.at("reversible").get<std::string>(), grades);
  json.at("undo_reason").get_to(out.undo_reason);
  json.at("probe").get_to(out.probe);
  json.at("repair").get_to(out.repair);
  if (!json.at("backfill").is_null()) out.backfill = read_backfill(json.at("backfill"));
  if (const Json& rebuild = json.at("rebuild"); !rebuild.is_null()) {
    out.rebuild = Rebuild{rebuild.at("table").get<std::string>(), read_edits(rebuild.at("edits")),
                          read_edits(rebuild.at("undo"))};
  }
  return out;
}

Plan read_plan(const Json& json) {
  Plan out;
  json.at("migration").get_to(out.migration);
  json.at("name").get_to(out.name);
  json.at("checksum").at("bytes").get_to(out.checksum.bytes);
  json.at("checksum").at("tokens").get_to(out.checksum.tokens);
  out.dialect = json.at("dialect") == "sqlite" ? Dialect::SQLite : Dialect::PostgreSQL;
  json.at("lockstep").get_to(out.lockstep);
  json.at("fresh").get_to(out.fresh);
  for (const Json& statement : json.at("statements")) {
    PlannedStatement planned;
    statement.at("sql").get_to(planned.sql);
    statement.at("line").get_to(planned.line);
    planned.phase = from_word(statement.at("phase").get<std::string>(), phases);
    statement.at("reason").get_to(planned.reason);
    statement.at("rewrite").get_to(planned.rewrite);
    if (statement.contains("equivalent")) statement.at("equivalent").get_to(planned.equivalent);
    out.statements.push_back(std::move(planned));
  }
  for (const Json& step : json.at("steps")) out.steps.push_back(read_step(step, out.dialect));
  for (const Json& grade : json.at("grades")) {
    out.grades.push_back({from_word(grade.at("phase").get<std::string>(), phases),
                          from_word(grade.at("grade").get<std::string>(), grades),
                          grade.at("reasons").get<std::vector<std::string>>()});
  }
  json.at("readable_after").get_to(out.readable_after);
  for (const auto& [name, value] : json.at("gates").items()) out.gates[name] = value.get<std::string>();
  json.at("waits_for").get_to(out.waits_for);
  json.at("notes").get_to(out.notes);
  json.at("helpers").get_to(out.helpers);
  json.at("moved_columns").get_to(out.moved_columns);
  // Those that plans of the first release do not have.
  if (json.contains("written_undo")) json.at("written_undo").get_to(out.written_undo);
  if (json.contains("assumes")) json.at("assumes").get_to(out.assumes);
  for (const Json& item : json.at("unsettled")) {
    out.unsettled.emplace_back(item.at("object").get<std::string>(),
                               from_word(item.at("phase").get<std::string>(), phases));
  }
  return out;
}

}  // namespace

std::string to_json(const Plan& plan) {
  Json statements = Json::array();
  for (const PlannedStatement& s : plan.statements) {
    statements.push_back({{"sql", s.sql},
                          {"line", s.line},
                          {"phase", to_string(s.phase)},
                          {"reason", s.reason},
                          {"rewrite", s.rewrite},
                          {"equivalent", s.equivalent}});
  }
  Json steps = Json::array();
  for (const Step& step : plan.steps) steps.push_back(write(step));
  Json phase_grades = Json::array();
  for (const PhaseGrade& grade : plan.grades) {
    phase_grades.push_back(
        {{"phase", to_string(grade.phase)}, {"grade", to_string(grade.grade)}, {"reasons", grade.reasons}});
  }
  Json gates = Json::object();
  for (const auto& [name, value] : plan.gates) gates[name] = value;
  Json unsettled = Json::array();
  for (const auto& [object, phase] : plan.unsettled) {
    unsettled.push_back({{"object", object}, {"phase", to_string(phase)}});
  }
  const Json out{{"version", plan.version},
                 {"migration", plan.migration},
                 {"name", plan.name},
                 {"checksum", {{"bytes", plan.checksum.bytes}, {"tokens", plan.checksum.tokens}}},
                 {"dialect", plan.dialect == Dialect::SQLite ? "sqlite" : "postgresql"},
                 {"lockstep", plan.lockstep},
                 {"fresh", plan.fresh},
                 {"readable_after", plan.readable_after},
                 {"statements", statements},
                 {"steps", steps},
                 {"grades", phase_grades},
                 {"gates", gates},
                 {"waits_for", plan.waits_for},
                 {"notes", plan.notes},
                 {"helpers", plan.helpers},
                 {"moved_columns", plan.moved_columns},
                 {"unsettled", unsettled},
                 {"written_undo", plan.written_undo},
                 {"assumes", plan.assumes}};
  return out.dump();
}

Result<Plan> plan_from_json(std::string_view text) {
  try {
    const Json json = Json::parse(text);
    const int version = json.at("version").get<int>();
    if (version > Plan{}.version) {
      return fail(ErrorCode::Incompatible, "the plan was made by a newer lockstep (format " +
                                               std::to_string(version) + ")", "use that version to go on");
    }
    return read_plan(json);
  } catch (const Json::exception& error) {
    return fail(ErrorCode::Failed, std::string("the text is not a plan: ") + error.what());
  }
}

}  // namespace lockstep
