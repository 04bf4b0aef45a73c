#include "parser/statement.h"

namespace lockstep {

std::string_view to_string(ObjectKind kind) {
  constexpr std::string_view kWords[] = {
#define LOCKSTEP_OBJECT(kind, words) words,
#include "parser/objects.def"
#undef LOCKSTEP_OBJECT
  };
  return kWords[static_cast<size_t>(kind)];
}

}  // namespace lockstep
