// The names that the linter squawk (https://squawkhq.com/docs/rules) has for what our rules find, so that its comments
// keep their meaning.
#pragma once

#include <string_view>

namespace lockstep {

/// Whether squawk's rule is about what our rule finds. "" stands for all of squawk's rules.
[[nodiscard]] bool squawk_rule_covers(std::string_view squawk_rule, std::string_view rule);

}  // namespace lockstep
