#include "tests/claims/server.h"

#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdlib>

#include <catch2/catch.hpp>

#include "parser/parse.h"

namespace lockstep {
namespace {

std::string server_url() {
  const char* url = std::getenv("LOCKSTEP_TEST_PG");
  if (url == nullptr || *url == '\0') {
    FAIL("LOCKSTEP_TEST_PG must hold the URL of a superuser on a PostgreSQL server for tests, for example "
         "postgresql://postgres@127.0.0.1:5432/postgres (scripts/test starts one)");
  }
  return url;
}

/// The URL with another database name.
std::string url_of(const std::string& database) {
  const std::string url = server_url();
  const size_t authority = url.find("://");
  const size_t slash = url.find('/', authority == std::string::npos ? 0 : authority + 3);
  const size_t query = url.find('?');
  return url.substr(0, std::min(slash, query)) + "/" + database +
         (query == std::string::npos ? std::string() : url.substr(query));
}

std::unique_ptr<Database> open_or_fail(const std::string& url) {
  auto database = open_database(url);
  if (!database) FAIL(display_url(url) << ": " << database.error().message);
  const Status limits = (*database)->set_limits({0, 0});
  if (!limits) FAIL(limits.error().message);
  return std::move(*database);
}

void administer(const std::string& sql) {
  const auto rows = open_or_fail(server_url())->query(sql);
  if (!rows) FAIL(sql << ": " << rows.error().message);
}

}  // namespace

ScratchDatabase::ScratchDatabase(const ScratchDatabase* original) {
  static std::atomic<int> number{0};
  name_ = "lockstep_claims_" + std::to_string(getpid()) + "_" + std::to_string(++number);
  if (original == nullptr) {
    administer("DO $$ BEGIN CREATE ROLE claims_reader; EXCEPTION WHEN duplicate_object THEN END $$");
  }
  administer("CREATE DATABASE " + name_ + " TEMPLATE " + (original == nullptr ? "template0" : original->name_));
}

ScratchDatabase::~ScratchDatabase() {
  const auto server = open_database(server_url());
  if (server) (void)(*server)->query("DROP DATABASE IF EXISTS " + name_ + " WITH (FORCE)");
}

std::unique_ptr<Database> ScratchDatabase::connect() const { return open_or_fail(url_of(name_)); }

void run_script(Database& database, const std::string& sql) {
  const ParsedFile parsed = parse(sql, Dialect::PostgreSQL);
  for (const SyntaxError& error : parsed.errors) {
    FAIL("the set-up does not parse: " << error.message << " at " << sql.substr(error.span.begin, 60));
  }
  for (const Statement& statement : parsed.statements) {
    const auto rows = database.query(statement.text);
    if (!rows) FAIL(statement.text << "\n" << rows.error().message);
  }
}

}  // namespace lockstep
