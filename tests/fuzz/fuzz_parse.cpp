// Any text through the parser: no crash, no undefined behaviour, no second lost, every answer is well formed, and what
// is printed parses to the same tree.
#include "parser/parse.h"
#include "tests/fuzz/target.h"
#include "tests/parser/invariants.h"
#include "tests/parser/round_trip.h"

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace lockstep;
  const fuzz::Input input = fuzz::read_input(data, size);
  const fuzz::Stopwatch stopwatch;
  const ParsedFile file = parse(input.text, input.dialect);
  fuzz::require_none(test::broken_invariant(input.text, file));
  fuzz::require_none(test::broken_round_trip(input.text, input.dialect));
  return 0;
}
