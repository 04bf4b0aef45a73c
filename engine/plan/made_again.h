// What a file drops and makes again under the same name: between the two nobody should be without it.
#pragma once

#include <optional>

#include "engine/plan/plan.h"

namespace lockstep {

/// The index of the earlier statement that drops what the statement at `index` makes: a trigger, policy, rule, view or
/// routine.
[[nodiscard]] std::optional<size_t> drop_of_made_again(const Migration& migration, size_t index);

/// The index of the first later statement that makes what the statement at `index` drops.
[[nodiscard]] std::optional<size_t> making_again(const Migration& migration, size_t index);

/// Whether the step can share one short transaction with others: it takes no time, and needs none of its own.
[[nodiscard]] bool shares_transaction(const Migration& migration, const Step& step);

}  // namespace lockstep
