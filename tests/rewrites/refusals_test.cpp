// refusals.txt holds every refusal of the planner as a user sees it. LOCKSTEP_WRITE_REFUSALS=1 writes it anew, for
// `git diff` to show what changed.
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "base/text.h"
#include "case_file.h"
#include "proofs.h"

namespace lockstep {
namespace {

std::string read_all(const std::filesystem::path& path) {
  std::ifstream file(path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

/// The sections of the golden file by their headings.
std::map<std::string, std::string> read_golden() {
  std::map<std::string, std::string> sections;
  std::string* section = nullptr;
  for (const std::string_view line : split(read_all(LOCKSTEP_REFUSALS_FILE), '\n')) {
    if (line.starts_with("== ")) {
      section = &sections[std::string(line.substr(3))];
    } else if (section != nullptr && !(line.empty() && section->ends_with("\n\n"))) {
      *section += std::string(line) + "\n";
    }
  }
  for (auto& [heading, text] : sections) text = std::string(trim(text));
  return sections;
}

std::string heading_of(const RewriteCase& of) {
  return fmt::format("{}/{}: {}", of.dialect == Dialect::SQLite ? "sqlite" : "postgresql", of.file, of.name);
}

/// The string literals that follow each other from `at` on, as one.
std::string literals_at(const std::string& source, size_t at) {
  std::string out;
  while (true) {
    at = source.find_first_not_of(" \n", at);
    if (at == std::string::npos || source[at] != '"') return out;
    for (++at; source[at] != '"'; ++at) {
      if (source[at] == '\\') ++at;
      out += source[at];
    }
    ++at;
  }
}

/// Whether `line` can have come from `format`: what stands between its {} appears in that order.
bool made_from(const std::string& format, std::string_view line) {
  size_t from = 0, at = 0;
  while (from < format.size()) {
    const size_t hole = std::min(format.find('{', from), format.size());
    const size_t found = line.find(format.substr(from, hole - from), at);
    if (found == std::string_view::npos) return false;
    at = found + (hole - from);
    from = hole == format.size() ? hole : format.find('}', hole) + 1;
  }
  return true;
}

/// Where the planner refuses: the reasons in its source, as formats.
std::vector<std::string> reasons_in_source() {
  std::vector<std::string> reasons;
  for (const char* folder : {"rewrite", "plan"}) {
    for (const auto& entry :
         std::filesystem::directory_iterator(std::filesystem::path(LOCKSTEP_ENGINE_FOLDER) / folder)) {
      if (entry.path().extension() != ".cpp") continue;
      const std::string source = read_all(entry.path());
      for (const std::string_view call : {"refuse_rewrite(", "Refusal{"}) {
        for (size_t at = source.find(call); at != std::string::npos; at = source.find(call, at + 1)) {
          size_t reason = at + call.size();
          if (call == "Refusal{") reason = source.find(',', reason) + 1;
          reason = source.find_first_not_of(" \n", reason);
          constexpr std::string_view formatted = "fmt::format(";
          if (source.compare(reason, formatted.size(), formatted) == 0) reason += formatted.size();
          // Without a literal it is no place that refuses, but passes a reason on.
          if (std::string text = literals_at(source, reason); !text.empty()) reasons.push_back(std::move(text));
        }
      }
    }
  }
  return reasons;
}

}  // namespace

TEST_CASE("what cannot be planned is refused, with the reason and the way out of the golden file") {
  const std::map<std::string, std::string> golden = read_golden();
  std::string written =
      "Every refusal of the planner, as it is printed. tests/rewrites/refusals_test.cpp compares and writes it.\n";
  size_t known = 0, proven = 0;
  for (const Dialect dialect : {Dialect::PostgreSQL, Dialect::SQLite}) {
    for (const RewriteCase& each : read_cases(dialect)) {
      if (each.refused.empty()) continue;
      const std::string heading = heading_of(each);
      INFO(heading);
      const auto wanted = golden.find(heading);
      known += wanted == golden.end() ? 0 : 1;
      std::string words = wanted == golden.end() ? std::string() : wanted->second;
      if (applies(each)) {
        const std::string now = std::string(trim(prove_refusal(each)));
        ++proven;
        if (std::getenv("LOCKSTEP_WRITE_REFUSALS") == nullptr) CHECK(now == words);
        words = now;
      }
      written += fmt::format("\n== {}\n{}\n", heading, words);
    }
  }
  std::cout << proven << " refusals proven\n";
  if (std::getenv("LOCKSTEP_CASES") != nullptr) return;
  if (std::getenv("LOCKSTEP_WRITE_REFUSALS") != nullptr) {
    std::ofstream(LOCKSTEP_REFUSALS_FILE) << written;
  } else {
    CHECK(known == golden.size());  // else the file holds cases that are gone
  }
}

TEST_CASE("every place of the planner that refuses is reached by a case") {
  const std::string golden = read_all(LOCKSTEP_REFUSALS_FILE);
  const std::vector<std::string> reasons = reasons_in_source();
  REQUIRE(reasons.size() > 30);
  for (const std::string& reason : reasons) {
    const auto lines = split(golden, '\n');
    INFO(reason);
    CHECK(std::any_of(lines.begin(), lines.end(), [&](std::string_view line) {
      const size_t refused = line.find(": refused: ");
      return refused != std::string_view::npos && made_from(reason, line.substr(refused));
    }));
  }
}

}  // namespace lockstep
