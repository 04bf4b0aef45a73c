#include "tests/claims/normal_form.h"

#include <fstream>
#include <iterator>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "base/text.h"
#include "parser/parse.h"

namespace lockstep {

NormalForm::NormalForm() {
  std::ifstream file(LOCKSTEP_NORMAL_FORM);
  const std::string text{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  const ParsedFile parsed = parse(text, Dialect::PostgreSQL);
  REQUIRE(parsed.errors.empty());
  for (const Statement& each : parsed.statements) {
    if (each.as<SetVariable>() == nullptr) helpers_.push_back(each.text);
  }
  query_ = helpers_.back();
  helpers_.pop_back();
}

void NormalForm::prepare(Database& database) const {
  for (const std::string& helper : helpers_) {
    if (const auto made = database.query(helper); !made) FAIL(made.error().message);
  }
}

std::vector<std::string> NormalForm::read(Database& database) const {
  const std::string scope = database.in_transaction() ? "true" : "false";
  const auto set = [&](const std::string& path, const std::string& role) {
    const auto done = database.query(
        fmt::format("SELECT set_config('role', {}, {}), set_config('search_path', {}, {})", role, scope, path, scope));
    if (!done) FAIL(done.error().message);
  };
  const auto kept = database.query("SELECT current_setting('search_path'), current_setting('role')");
  REQUIRE(kept);
  set("'pg_catalog'", "'none'");
  const auto rows = database.query(query_);
  if (!rows) FAIL(rows.error().message);
  set(quote_literal(text(kept->rows[0][0])), quote_literal(text(kept->rows[0][1])));
  std::vector<std::string> lines;
  for (const auto& row : rows->rows) lines.push_back(text(row[0]));
  return lines;
}

std::string line_difference(const std::vector<std::string>& before, const std::vector<std::string>& after) {
  std::string out;
  for (const std::string& line : before) out += contains(after, line) ? "" : "- " + line + "\n";
  for (const std::string& line : after) out += contains(before, line) ? "" : "+ " + line + "\n";
  return out;
}

}  // namespace lockstep
