// Statements that the parser describes and whose compatibility the engine does not judge: it counts as unknown, never
// as safe, exactly as for a statement without a structure. What they lock may be known all the same: engine/effects has
// a judge for most. Who begins to judge one as a whole takes it out of this list.
#pragma once

#include <type_traits>
#include <variant>

#include "parser/statement.h"

namespace lockstep {

template <typename Body, typename... Bodies>
inline constexpr bool is_one_of = (std::is_same_v<Body, Bodies> || ...);

template <typename Body>
concept Unjudged = is_one_of<Body, Opaque, Merge, Copy, Explain, Prepare, Execute, Cursor, Call, SessionCommand, Attach,
                             CreateObject, AlterObject, Policy, CreateRule, Publication, Subscription, CreateStatistics,
                             ReassignOwned, ImportForeignSchema, DefaultPrivileges, SecurityLabel>;

[[nodiscard]] inline bool is_unjudged(const Statement& statement) {
  return visit([](const auto& body) { return Unjudged<std::decay_t<decltype(body)>>; }, statement.body);
}

}  // namespace lockstep
