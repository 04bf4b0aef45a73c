// A fuzz target without libFuzzer, for everyday tests: it gets every entry of the parser's corpus, alone and together
// with the others of its file, and every input of tests/fuzz/findings. Aborts at the first finding.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>

#include "tests/parser/corpus.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size);

namespace {

size_t count = 0;

void replay(const std::string& input, const std::string& place) {
  std::fprintf(stderr, "%s\n", place.c_str());  // the last line tells where it ended
  LLVMFuzzerTestOneInput(reinterpret_cast<const uint8_t*>(input.data()), input.size());
  ++count;
}

void replay_corpus(const std::string& folder, char dialect) {
  std::string whole(1, dialect);
  std::string file;
  for (const lockstep::test::CorpusEntry& entry : lockstep::test::read_corpus(folder)) {
    if (entry.file != file) {
      replay(whole, file);
      whole.resize(1);
      file = entry.file;
    }
    replay(dialect + entry.text, entry.place());
    if (!entry.rejected) whole += entry.text + "\n;\n";
  }
  replay(whole, file);
}

}  // namespace

int main() {
  replay_corpus("postgresql", 'p');
  replay_corpus("postgresql-16-18", 'p');
  replay_corpus("sqlite", 's');
  for (const auto& file : std::filesystem::directory_iterator(LOCKSTEP_FINDINGS)) {
    std::ifstream in(file.path(), std::ios::binary);
    std::ostringstream content;
    content << in.rdbuf();
    replay(content.str(), file.path().string());
  }
  std::printf("%zu inputs\n", count);
  return 0;
}
