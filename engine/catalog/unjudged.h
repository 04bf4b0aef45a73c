// Statements that the parser describes and the engine does not judge: they count as unknown, never as safe, exactly as
// a statement without a structure. Who begins to judge one takes it out of this list.
#pragma once

#include <type_traits>
#include <variant>

#include "parser/statement.h"

namespace lockstep {

template <typename Body, typename... Bodies>
inline constexpr bool is_one_of = (std::is_same_v<Body, Bodies> || ...);

template <typename Body>
concept Unjudged = is_one_of<Body, Opaque, Attach>;

[[nodiscard]] inline bool is_unjudged(const Statement& statement) {
  return visit([](const auto& body) { return Unjudged<std::decay_t<decltype(body)>>; }, statement.body);
}

}  // namespace lockstep
