// Forms of PostgreSQL 16 to 18 against the parsers of those versions, as newer_forms/record.mjs wrote their answers
// down: the same command, relations, subcommands and objects, and the same of the neighbours refused.
#include <catch2/catch.hpp>

#include <fstream>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/parser/compare.h"
#include "tests/parser/corpus.h"
#include "tests/parser/oracle.h"
#include "tests/parser/postgresql_tree.h"

namespace lockstep::test {
namespace {

std::vector<nlohmann::json> recorded_answers() {
  std::vector<nlohmann::json> answers;
  std::ifstream stream(std::string(LOCKSTEP_CORPUS) + "/postgresql-16-18/answers.jsonl");
  for (std::string line; std::getline(stream, line);) answers.push_back(nlohmann::json::parse(line));
  return answers;
}

}  // namespace

TEST_CASE("Forms of PostgreSQL 16 to 18 are read as those versions read them") {
  std::set<std::string> unrecorded;
  for (const CorpusEntry& entry : read_corpus("postgresql-16-18")) unrecorded.insert(entry.text);
  size_t forms = 0, neighbours = 0;
  for (const nlohmann::json& recorded : recorded_answers()) {
    const std::string text = recorded.at("text");
    OracleAnswer oracle;
    const bool is_form = recorded.contains("tree");
    if (is_form) {
      oracle = answer_in(recorded.at("tree"), text);
      unrecorded.erase(text);
    } else {
      oracle.accepted = recorded.at("accepted");
      oracle.error = "syntax error";
    }
    ++(is_form ? forms : neighbours);
    const std::string problem = difference(text, oracle, parse(text, Dialect::PostgreSQL), is_form);
    if (!problem.empty()) FAIL_CHECK(problem << "\n  " << text);
  }
  for (const std::string& text : unrecorded) FAIL_CHECK("no answer is recorded: " << text);
  CHECK(forms >= 79);
  CHECK(neighbours >= 3000);
}

}  // namespace lockstep::test
