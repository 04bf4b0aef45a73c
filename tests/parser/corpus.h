// The corpus: SQL that the tests feed to the parser and to the servers' own parsers.
//
// A corpus file holds one entry a line; an entry of several lines stands between the lines `-- begin` and `-- end`.
// Other lines that begin with `--` are headings. An entry is one or more statements, given to the parsers as it is.
// Files named *.rejected.sql hold what the server does not accept; all others hold what it accepts.
#pragma once

#include <string>
#include <vector>

namespace lockstep::test {

struct CorpusEntry {
  std::string text;
  std::string file;  ///< below the corpus folder
  int line = 0;
  bool rejected = false;  ///< what the corpus says that the server does
  std::string heading;    ///< the last comment line before the entry

  [[nodiscard]] std::string place() const { return file + ":" + std::to_string(line); }
};

/// The entries of one file. Aborts the test program when the file cannot be read.
[[nodiscard]] std::vector<CorpusEntry> read_corpus_file(const std::string& path);

/// The entries of all .sql files in `folder` (below tests/parser/corpus), files in order of their names.
[[nodiscard]] std::vector<CorpusEntry> read_corpus(const std::string& folder);

/// The whole of a file below tests/parser/corpus.
[[nodiscard]] std::string read_corpus_text(const std::string& name);

}  // namespace lockstep::test
