// Writes what a campaign begins with: `fuzz_seeds FOLDER` makes FOLDER/seeds with one file for each entry of the
// parser's corpus and one for each corpus file whole, and FOLDER/dictionary with all key words.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "tests/parser/corpus.h"

namespace {

using lockstep::test::CorpusEntry;

void write(const std::filesystem::path& path, const std::string& content) {
  std::ofstream out(path, std::ios::binary);
  out << content;
  if (!out.flush()) {
    std::fprintf(stderr, "cannot write %s\n", path.c_str());
    std::exit(1);
  }
}

/// One file an entry, and the accepted entries of a corpus file together: they share tables and types.
void seeds_of(const std::string& folder, char dialect, const std::filesystem::path& out) {
  std::string whole(1, dialect);
  std::string file;
  const auto write_whole = [&] {
    if (whole.size() > 1) write(out / (folder + "-" + file), whole.substr(0, 8192));
    whole.resize(1);
  };
  for (const CorpusEntry& entry : lockstep::test::read_corpus(folder)) {
    if (entry.file != file) write_whole();
    file = entry.file;
    write(out / (folder + "-" + file + "-" + std::to_string(entry.line)), dialect + entry.text);
    if (!entry.rejected) whole += entry.text + "\n";
  }
  write_whole();
}

std::string dictionary() {
  std::string text;
#define LOCKSTEP_KEYWORD(name, word, category, label, sqlite) text += "\"" word "\"\n";
#include "parser/keywords.def"
#undef LOCKSTEP_KEYWORD
  for (const char* mark :
       {"$$",  "$a$",    "''", "\\\"", "/*", "*/",  "--", "::",         ":=",    "=>", "->>", "<>",  "||", "E'",
        "U&'", "U&\\\"", "B'", "X'",   "0x", "1e9", "$1", "\\\\.\\x0a", "\\\\;", ";",  "[]",  "(*)", ".*"}) {
    text += std::string("\"") + mark + "\"\n";
  }
  return text;
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::fputs("usage: fuzz_seeds FOLDER\n", stderr);
    return 2;
  }
  const std::filesystem::path out(argv[1]);
  std::filesystem::create_directories(out / "seeds");
  seeds_of("postgresql", 'p', out / "seeds");
  seeds_of("postgresql-16-18", 'p', out / "seeds");
  seeds_of("sqlite", 's', out / "seeds");
  write(out / "dictionary", dictionary());
  return 0;
}
