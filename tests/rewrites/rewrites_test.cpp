// For each case, on a real database: the end state is that of the plain SQL; no step stalls others; the previous
// application works until contract and the new one from readable-after on, and what they write meanwhile is kept; and
// rollback from every step gives the schema and the rows back.
#include <atomic>
#include <iostream>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "../claims/normal_form.h"
#include "../run/scenario.h"
#include "application.h"
#include "base/text.h"
#include "case_file.h"
#include "parser/parse.h"
#include "watching_database.h"

namespace lockstep {
namespace {

void run_sql(Database& database, const std::string& sql) {
  const ParsedFile parsed = parse(sql, database.dialect());
  for (const Statement& statement : parsed.statements) {
    if (statement.as<TransactionControl>() != nullptr) continue;
    if (const auto done = database.query(statement.text); !done) {
      FAIL(statement.text << "\n" << done.error().message << " " << done.error().sqlstate);
    }
  }
}

/// A database after the setup of a case.
struct Site {
  explicit Site(const RewriteCase& of) : subject(of.dialect), random(of.random), database(subject.open()) {
    run_sql(*database, of.setup);
  }

  /// The schema and the rows as lines.
  [[nodiscard]] std::vector<std::string> state() const {
    const auto other = subject.open();
    std::vector<std::string> lines;
    if (other->dialect() == Dialect::PostgreSQL) {
      static const NormalForm normal;
      normal.prepare(*other);
      lines = normal.read(*other);
    } else {
      for (const std::string_view line : split(state_of(*other), '\n')) {
        if (!line.starts_with("  row")) lines.emplace_back(line);
      }
    }
    const std::vector<std::string> rows = rows_of(*other, random);
    lines.insert(lines.end(), rows.begin(), rows.end());
    return lines;
  }

  Subject subject;
  std::vector<std::string> random;
  std::unique_ptr<Database> database;
};

std::vector<Migration> migrations_of(const RewriteCase& of) {
  std::vector<Migration> migrations;
  for (const std::string& sql : of.changes) {
    const std::string id = std::to_string(migrations.size() + 1);
    migrations.push_back(make_migration(id, "m" + id, {id + "_m.sql", sql}, of.dialect));
    for (const SyntaxError& error : migrations.back().errors) FAIL(error.message);
  }
  return migrations;
}

/// By the plain SQL, `between` having happened before it.
void run_plain(const Site& site, const RewriteCase& of) {
  if (!of.plain.empty()) return run_sql(*site.database, of.plain);
  for (const std::string& change : of.changes) run_sql(*site.database, change);
}

/// Whether the server is one that the case is for.
bool applies(const RewriteCase& of) {
  if (of.dialect == Dialect::SQLite) return true;
  static const int version = [] { return Subject(Dialect::PostgreSQL).open()->server_version(); }();
  return version >= of.from && version <= of.to;
}

Status contract_all(Database& database, const std::vector<Migration>& migrations, const Environment& environment,
                    bool purge) {
  ContractRequest all;
  all.all = true;
  all.purge = all.purge_now = purge;
  return run_contract(database, migrations, all, test_options(), environment);
}

/// Calls `visit` for each case, as a section of its own.
template <typename Visit>
void each_case(const Visit& visit) {
  const auto dialect = GENERATE(Dialect::SQLite, Dialect::PostgreSQL);
  size_t done = 0;
  for (const RewriteCase& each : read_cases(dialect)) {
    if (!applies(each)) continue;
    DYNAMIC_SECTION(each.file << ": " << each.name << (dialect == Dialect::SQLite ? " on SQLite" : " on PostgreSQL")) {
      visit(each);
      ++done;
    }
  }
}

}  // namespace

TEST_CASE("by the planner's road the end state is that of the plain SQL, and applications work all the way") {
  each_case([](const RewriteCase& each) {
    if (!each.refused.empty()) return;
    const std::vector<Migration> migrations = migrations_of(each);
    const Site road(each);
    const auto visitor = road.subject.open();
    const Application previous(*visitor);
    const Site plain(each);
    std::unique_ptr<Application> next;
    {
      const Site target(each);
      run_plain(target, each);
      next = std::make_unique<Application>(*target.database);
    }

    Environment environment = quiet_environment();
    int round = 0;
    std::string readable_after = "expand";
    Phase reached = Phase::Expand;
    environment.observer.step_done = [&](const Plan& plan, const Step& step, int64_t) {
      readable_after = std::max(readable_after, plan.readable_after, [](const std::string& a, const std::string& b) {
        const auto rank = [](const std::string& after) { return after == "expand" ? 0 : after == "backfill" ? 1 : 2; };
        return rank(a) < rank(b);
      });
      reached = step.phase;
      if (step.phase == Phase::Contract) return;
      INFO("after " << plan.migration << ", step " << step.ordinal << ": " << step.title);
      CHECK(previous.broken(*visitor) == "");
      if (each.quiet) return;
      previous.write(*visitor, ++round);
    };
    WatchingDatabase watching(*road.database);
    NEED(run_up(watching, migrations, {}, test_options(), environment));
    if (readable_after != "contract" && !each.needs_contract) CHECK(next->broken(*visitor) == "");
    CHECK(previous.broken(*visitor) == "");
    NEED(contract_all(watching, migrations, environment, false));
    CHECK(next->broken(*visitor) == "");
    NEED(contract_all(watching, migrations, environment, true));
    CHECK(join(watching.stalls(), "\n") == "");
    for (int i = 1; i <= round; ++i) previous.write(*plain.database, i);
    run_plain(plain, each);
    CHECK(line_difference(plain.state(), road.state()) == "");
    CHECK(next->broken(*visitor) == "");
  });
}

TEST_CASE("rollback from every step gives schema and rows back") {
  each_case([](const RewriteCase& each) {
    if (!each.refused.empty()) return;
    const std::vector<Migration> migrations = migrations_of(each);
    size_t steps = 0;
    for (size_t last = 1; last <= steps || last == 1; ++last) {
      const Site road(each);
      const std::vector<std::string> before = road.state();
      std::atomic<bool> stop = false;
      Environment environment = quiet_environment(&stop);
      size_t done = 0;
      std::string where;
      bool lossless = true;
      environment.observer.step_done = [&](const Plan& plan, const Step& step, int64_t) {
        if (step.reversible != Reversible::Lossless) lossless = false;
        if (++done < last) return;
        stop = true;
        where = fmt::format("after {}, step {}: {}", plan.migration, step.ordinal, step.title);
      };
      const Status up = run_up(*road.database, migrations, {}, test_options(), environment);
      const Status contracted = up && !stop ? contract_all(*road.database, migrations, environment, false) : Status();
      INFO(where);
      if (!stop) {
        if (!up) FAIL(up.error().message);
        if (!contracted) FAIL(contracted.error().message);
        break;  // fewer steps than that
      }
      steps = last + 1;
      RunOptions options = test_options();
      options.allow_loss = !lossless;
      bool possible = true;
      for (size_t i = 0; i < migrations.size() && possible; ++i) {
        const auto undone = run_rollback(*road.database, {}, options, quiet_environment());
        if (!undone && !lossless)
          possible = false;  // graded impossible
        else if (!undone && undone.error().message.find("nothing") == std::string::npos)
          FAIL(undone.error().message);
      }
      if (!lossless) continue;
      CHECK(line_difference(before, road.state()) == "");
    }
  });
}

TEST_CASE("what cannot be planned is refused with the reason") {
  each_case([](const RewriteCase& each) {
    if (each.refused.empty()) return;
    const Site site(each);
    const std::vector<std::string> before = site.state();
    const Status refused = run_up(*site.database, migrations_of(each), {}, test_options(), quiet_environment());
    REQUIRE(!refused);
    CHECK(refused.error().code == ErrorCode::Input);
    for (const std::string_view line : split(each.refused, '\n')) {
      const std::string_view wanted = trim(line.substr(std::min<size_t>(line.size(), 3)));
      CHECK_THAT(refused.error().message, Catch::Matchers::Contains(std::string(wanted)));
    }
    CHECK(line_difference(before, site.state()) == "");
  });
}

}  // namespace lockstep
