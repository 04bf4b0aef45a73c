// parse() against the server's own parser (libpg_query), in one run and on one thread: a table in Markdown.
//
//   parser_benchmark [--megabytes N] [--rounds N] [--lockstep PROGRAM]
//
// Every figure is the best of some rounds, in which the parsers take turns, each in a process of its own.
#include <pg_query.h>
#include <unistd.h>

#include <fmt/format.h>
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <fstream>

#include "bench/input.h"
#include "bench/measure.h"
#include "parser/parse.h"

namespace lockstep::bench {
namespace {

using Files = std::vector<std::string>;

/// A way to parse one text; gives the number of its statements.
struct Parser {
  const char* name;
  size_t (*run)(const std::string& text);
};

[[noreturn]] void give_up(const std::string& why) {
  std::fputs((why + "\n").c_str(), stderr);
  std::exit(1);
}

size_t lockstep_values(const std::string& text) {
  const ParsedFile file = parse(text, Dialect::PostgreSQL);
  if (!file.errors.empty()) give_up("lockstep: " + file.errors[0].message);
  return file.statements.size();
}

// One statement after the other, none kept.
size_t lockstep_each(const std::string& text) {
  size_t statements = 0;
  parse_each(
      text, Dialect::PostgreSQL, [&](const Statement&) { ++statements; },
      [](const SyntaxError& error) { give_up("lockstep: " + error.message); });
  return statements;
}

// The nearest thing to a raw parse in the public interface: it parses, and lists where the statements stand.
size_t pg_query_raw(const std::string& text) {
  const PgQuerySplitResult result = pg_query_split_with_parser(text.c_str());
  if (result.error != nullptr) give_up(std::string("libpg_query: ") + result.error->message);
  const auto statements = static_cast<size_t>(result.n_stmts);
  pg_query_free_split_result(result);
  return statements;
}

size_t pg_query_protobuf(const std::string& text) {
  const PgQueryProtobufParseResult result = pg_query_parse_protobuf(text.c_str());
  if (result.error != nullptr) give_up(std::string("libpg_query: ") + result.error->message);
  pg_query_free_protobuf_parse_result(result);
  return 0;  // its result does not count statements without being unpacked
}

constexpr Parser kParsers[] = {
    {"lockstep, `parse()`", lockstep_values},
    {"lockstep, `parse_each()`", lockstep_each},
    {"libpg_query, raw parse", pg_query_raw},
    {"libpg_query, protobuf", pg_query_protobuf},
};
constexpr size_t kCount = std::size(kParsers);

void compare(const std::string& title, const Files& files, size_t rounds) {
  Measured best[kCount];
  for (size_t round = 0; round < rounds; ++round) {
    for (size_t i = 0; i < kCount; ++i) {
      const auto measured = measure([&] {
        size_t statements = 0;
        for (const std::string& text : files) statements += kParsers[i].run(text);
        return statements;
      });
      if (!measured) give_up(title + ": a child process failed");
      if (round == 0 || measured->seconds < best[i].seconds) best[i] = *measured;
    }
  }
  size_t bytes = 0;
  for (const std::string& text : files) bytes += text.size();
  if (best[0].statements != best[2].statements) {
    give_up(fmt::format("{}: {} statements against {}", title, best[0].statements, best[2].statements));
  }
  const double megabytes = static_cast<double>(bytes) / 1e6;
  const auto statements = static_cast<double>(best[0].statements);
  fmt::print("\n{}: {:.1f} MB, {} file{}, {} statements\n\n", title, megabytes, files.size(),
             files.size() == 1 ? "" : "s", best[0].statements);
  fmt::print("| parser | MB/s | statements/s | time, `parse()` = 1 | peak memory, MB | of the input |\n");
  fmt::print("|---|--:|--:|--:|--:|--:|\n");
  for (size_t i = 0; i < kCount; ++i) {
    fmt::print("| {} | {:.1f} | {:.0f} | {:.2f} | {:.0f} | {:.2f} |\n", kParsers[i].name, megabytes / best[i].seconds,
               statements / best[i].seconds, best[i].seconds / best[0].seconds,
               static_cast<double>(best[i].peak_bytes) / 1e6,
               static_cast<double>(best[i].peak_bytes) / static_cast<double>(bytes));
  }
  std::fflush(stdout);
}

void start_up(const std::string& program) {
  std::string path = "/tmp/lockstep_benchmark_XXXXXX";
  const int file = mkstemp(path.data());
  if (file < 0) give_up("no temporary file");
  close(file);
  const std::string text = generate(Content::Mixed, 2000);
  std::ofstream(path) << text;
  const auto seconds = median_run({program, "parse", path}, 300);
  unlink(path.c_str());
  if (!seconds) give_up("`" + program + " parse` failed");
  fmt::print("\n`lockstep parse` on one file of {} bytes, start-up included: {:.2f} ms (median of 300)\n", text.size(),
             *seconds * 1e3);
}

int run(int argc, char** argv) {
  size_t megabytes = 50;
  size_t rounds = 3;
  std::string program;
  for (int i = 1; i + 1 < argc; i += 2) {
    const std::string_view option = argv[i];
    if (option == "--megabytes") megabytes = std::strtoul(argv[i + 1], nullptr, 10);
    if (option == "--rounds") rounds = std::strtoul(argv[i + 1], nullptr, 10);
    if (option == "--lockstep") program = argv[i + 1];
  }
  const size_t bytes = std::max<size_t>(megabytes, 1) * 1000000;
  compare("One large file", {generate(Content::Mixed, bytes)}, rounds);
  compare("Small files", generate_files(bytes / 2, 1500), rounds);
  compare("DDL only", {generate(Content::Ddl, bytes / 5)}, rounds);
  compare("INSERT ... VALUES only", {generate(Content::Rows, bytes / 5)}, rounds);
  compare("Queries and changes of rows only", {generate(Content::Queries, bytes / 5)}, rounds);
  if (!program.empty()) start_up(program);
  return 0;
}

}  // namespace
}  // namespace lockstep::bench

int main(int argc, char** argv) {
  return lockstep::bench::run(argc, argv);
}
