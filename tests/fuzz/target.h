// What the fuzz targets share: how an input says which dialect it is in, and how a finding is told.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <string>
#include <string_view>

#include "parser/statement.h"

namespace lockstep::fuzz {

/// The first byte of an input is not SQL: 'p' for PostgreSQL, 's' for SQLite, or any byte by its lowest bit.
struct Input {
  std::string_view text;
  Dialect dialect = Dialect::PostgreSQL;
  int server_version = 18;
};

inline Input read_input(const uint8_t* data, size_t size) {
  Input input;
  if (size == 0) return input;
  if ((data[0] & 1) != 0) input.dialect = Dialect::SQLite;
  input.server_version = 14 + (data[0] >> 1) % 5;
  input.text = {reinterpret_cast<const char*>(data) + 1, size - 1};
  return input;
}

/// Ends the program, so that libFuzzer keeps the input, unless `problem` is empty.
inline void require_none(const std::string& problem) {
  if (problem.empty()) return;
  std::fprintf(stderr, "FINDING: %s\n", problem.c_str());
  std::abort();
}

/// Requires that what happens in its lifetime takes less than a second of this program's own time.
class Stopwatch {
 public:
  ~Stopwatch() {
    if (std::clock() - start_ > CLOCKS_PER_SEC) require_none("it took more than a second");
  }

 private:
  std::clock_t start_ = std::clock();
};

}  // namespace lockstep::fuzz
