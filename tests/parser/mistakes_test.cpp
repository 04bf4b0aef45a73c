// Mistakes that people make, and what they are told: every message in full, from corpus/mistakes.txt. An entry there is
// the wrong text, a line `----`, and what is said about it, up to a line `====`: the commands that were read all the
// same, then each error with its place, its caret and its help. A first line `--sqlite` or `--placeholders` says how
// the text is read.
#include <catch2/catch.hpp>

#include <fstream>
#include <sstream>

#include "parser/parse.h"
#include "tests/parser/told_errors.h"

namespace lockstep {
namespace {

std::string told(const std::string& text) {
  const bool sqlite = text.starts_with("--sqlite\n");
  const ParsedFile file = parse(text, sqlite ? Dialect::SQLite : Dialect::PostgreSQL,
                                {.placeholders = text.starts_with("--placeholders\n")});
  std::string out = "read:";
  for (const Statement& statement : file.statements) out += " [" + statement.tag + "]";
  out += "\n";
  return out + test::told_errors(text, file);
}

}  // namespace

TEST_CASE("Mistakes are told as a person would tell them, and what stands behind them is read") {
  std::ifstream stream(LOCKSTEP_CORPUS "/mistakes.txt", std::ios::binary);
  REQUIRE(stream);
  std::stringstream buffer;
  buffer << stream.rdbuf();
  const std::string all = buffer.str();
  size_t entries = 0;
  for (size_t begin = 0; begin < all.size();) {
    const size_t middle = all.find("\n----\n", begin);
    const size_t end = all.find("====\n", middle);
    REQUIRE(middle != std::string::npos);
    REQUIRE(end != std::string::npos);
    const std::string text = all.substr(begin, middle + 1 - begin);
    CHECK(told(text) == all.substr(middle + 6, end - middle - 6));
    begin = end + 5;
    ++entries;
  }
  CHECK(entries >= 100);
}

}  // namespace lockstep
