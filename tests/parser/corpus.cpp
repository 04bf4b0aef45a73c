#include "tests/parser/corpus.h"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace lockstep::test {
namespace {

std::string read_file(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "cannot read %s\n", path.c_str());
    std::abort();
  }
  std::ostringstream out;
  out << in.rdbuf();
  return out.str();
}

}  // namespace

std::vector<CorpusEntry> read_corpus_file(const std::string& path) {
  const std::string text = read_file(path);
  CorpusEntry block;
  block.file = std::filesystem::path(path).filename().string();
  block.rejected = path.ends_with(".rejected.sql");
  std::vector<CorpusEntry> entries;
  bool in_block = false;
  int number = 0;
  for (size_t begin = 0; begin < text.size();) {
    const size_t end = std::min(text.find('\n', begin), text.size());
    const std::string line = text.substr(begin, end - begin);
    begin = end + 1;
    ++number;
    if (line == "-- begin") {
      in_block = true;
      block.text.clear();
      block.line = number + 1;
    } else if (line == "-- end") {
      in_block = false;
      entries.push_back(block);
    } else if (in_block) {
      block.text += line + "\n";
    } else if (line.starts_with("--")) {
      block.heading = line;
    } else if (!line.empty()) {
      block.text = line;
      block.line = number;
      entries.push_back(block);
    }
  }
  return entries;
}

std::vector<CorpusEntry> read_corpus(const std::string& folder) {
  std::vector<std::string> paths;
  for (const auto& file : std::filesystem::directory_iterator(std::string(LOCKSTEP_CORPUS) + "/" + folder)) {
    if (file.path().extension() == ".sql") paths.push_back(file.path().string());
  }
  std::sort(paths.begin(), paths.end());
  std::vector<CorpusEntry> entries;
  for (const std::string& path : paths) {
    for (CorpusEntry& entry : read_corpus_file(path)) entries.push_back(std::move(entry));
  }
  return entries;
}

std::string read_corpus_text(const std::string& name) { return read_file(std::string(LOCKSTEP_CORPUS) + "/" + name); }

}  // namespace lockstep::test
