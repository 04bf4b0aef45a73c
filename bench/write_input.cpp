// Writes the benchmark's input as folders of migrations, for programs that read files:
//
//   write_input FOLDER    FOLDER/many: 10,000 files of about 2.1 kB; FOLDER/large: one file of 50 MB
#include <filesystem>
#include <fstream>

#include <fmt/format.h>

#include "bench/input.h"

namespace {

bool write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file(path, std::ios::binary);
  file << text;
  return static_cast<bool>(file.flush());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    fmt::print(stderr, "usage: write_input FOLDER\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  std::filesystem::create_directories(folder / "many");
  std::filesystem::create_directories(folder / "large");
  bool good =
      write(folder / "large" / "1_large.sql", lockstep::bench::generate(lockstep::bench::Content::Mixed, 50'000'000));
  // The last statement of each goes beyond its size, so that fewer come out than that makes: the rest is left out.
  constexpr size_t kFiles = 10'000, kFileBytes = 1'700;
  auto files = lockstep::bench::generate_files(2 * kFiles * kFileBytes, kFileBytes);
  files.resize(kFiles);
  for (size_t i = 0; i < files.size(); ++i) {
    good = write(folder / "many" / fmt::format("{:05}_m.sql", i + 1), files[i]) && good;
  }
  if (!good) fmt::print(stderr, "cannot write below {}\n", folder.string());
  return good ? 0 : 1;
}
