#define CATCH_CONFIG_EXTERNAL_INTERFACES
#include "site.h"

#include <regex>

#include <fmt/format.h>

#include "../claims/normal_form.h"
#include "application.h"
#include "base/text.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

/// PostgreSQL databases that no site uses.
std::vector<std::unique_ptr<Subject>>& spare() {
  static std::vector<std::unique_ptr<Subject>> subjects;
  return subjects;
}

void empty(Database& database) {
  const Rows things = NEED(database.query(
      "SELECT format('DROP SCHEMA %I CASCADE', nspname) FROM pg_namespace WHERE nspname !~ '^pg_' AND nspname <> "
      "'information_schema' UNION ALL SELECT format('DROP PUBLICATION %I', pubname) FROM pg_publication UNION ALL "
      "SELECT "
      "'CREATE SCHEMA public'"));
  for (const auto& row : things.rows) NEED(database.query(text(row[0])));
}

std::vector<std::string> sqlite_schema(Database& database) {
  std::vector<std::string> lines;
  // RENAME puts names into quotes that need none.
  static const std::regex needless("\"([a-z_][a-z0-9_]*)\"");
  for (const std::string& line : split(state_of(database), '\n')) {
    if (!line.starts_with("  row")) lines.push_back(std::regex_replace(line, needless, "$1"));
  }
  const Catalog catalog = NEED(database.read_catalog());
  bool numbered = false;
  for (const auto& [key, table] : catalog.relations) {
    lines.push_back(fmt::format("{} without rowid {} strict {} autoincrement {}", key, table.without_rowid,
                                table.strict, table.autoincrement));
    for (const CatalogColumn& column : table.columns) {
      if (!column.collation.empty())
        lines.push_back(fmt::format("{}.{} collates {}", key, column.name, column.collation));
    }
    numbered = numbered || table.autoincrement;
  }
  if (!numbered) return lines;
  const Rows numbers =
      NEED(database.query("SELECT name, seq FROM sqlite_sequence WHERE name NOT GLOB '*lockstep_*' ORDER BY 1"));
  for (const auto& row : numbers.rows) lines.push_back(fmt::format("{} is numbered to {}", text(row[0]), text(row[1])));
  return lines;
}

/// Drops the spare databases before main() returns: the library that talks to the server has static values of its own,
/// which may be gone when ours are destroyed.
struct DropSpare : Catch::TestEventListenerBase {
  using TestEventListenerBase::TestEventListenerBase;
  void testRunEnded(const Catch::TestRunStats&) override { spare().clear(); }
};

}  // namespace

CATCH_REGISTER_LISTENER(DropSpare)

Site::Site(const RewriteCase& of) : random_(of.random) {
  const bool again = of.dialect == Dialect::PostgreSQL && !spare().empty();
  if (again) {
    subject_ = std::move(spare().back());
    spare().pop_back();
  } else {
    subject_ = std::make_unique<Subject>(of.dialect);
  }
  database_ = subject_->open();
  if (of.dialect == Dialect::PostgreSQL) empty(*database_);
  if (const std::string refused = try_sql(*database_, of.setup); !refused.empty()) FAIL(refused);
}

Site::~Site() {
  database_.reset();
  if (!subject_->sqlite()) spare().push_back(std::move(subject_));
}

std::vector<std::string> Site::state() const {
  const auto other = visitor();
  std::vector<std::string> lines;
  if (other->dialect() == Dialect::PostgreSQL) {
    static const NormalForm normal;
    normal.prepare(*other);
    lines = normal.read(*other);
  } else {
    lines = sqlite_schema(*other);
  }
  const std::vector<std::string> rows = rows_of(*other, random_);
  lines.insert(lines.end(), rows.begin(), rows.end());
  return lines;
}

std::string try_sql(Database& database, const std::string& sql) {
  const ParsedFile parsed = parse(sql, database.dialect());
  for (const SyntaxError& error : parsed.errors) FAIL(error.message << " in " << sql);
  for (const Statement& statement : parsed.statements) {
    if (statement.as<TransactionControl>() != nullptr) continue;
    if (const auto done = database.query(statement.text); !done) {
      return fmt::format("{}\n  {} ({})", statement.text, done.error().message, done.error().sqlstate);
    }
  }
  return {};
}

std::vector<Migration> migrations_of(const RewriteCase& of) {
  std::vector<Migration> migrations;
  for (const std::string& sql : of.changes) {
    const std::string id = std::to_string(migrations.size() + 1);
    migrations.push_back(make_migration(id, "m" + id, {id + "_m.sql", sql}, of.dialect));
    for (const SyntaxError& error : migrations.back().errors) FAIL(error.message);
  }
  return migrations;
}

std::string run_plain(Database& database, const RewriteCase& of) {
  if (!of.plain.empty()) return try_sql(database, of.plain);
  for (const std::string& change : of.changes) {
    if (std::string refused = try_sql(database, change); !refused.empty()) return refused;
  }
  return {};
}

}  // namespace lockstep
