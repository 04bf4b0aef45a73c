#include "engine/rules/squawk.h"

#include <algorithm>
#include <array>

namespace lockstep {
namespace {

struct Pair {
  std::string_view squawk, rule;
};

/// The rules of squawk 2.66, as far as a rule of ours is about the same.
constexpr std::array pairs = {
    Pair{"adding-field-with-default", "add-column-rewrite"},
    Pair{"adding-foreign-key-constraint", "foreign-key-scan"},
    Pair{"adding-not-nullable-field", "set-not-null-scan"},
    Pair{"adding-not-nullable-field", "add-required-column"},
    Pair{"adding-required-field", "add-required-column"},
    Pair{"adding-required-field", "would-fail"},
    Pair{"adding-serial-primary-key-field", "constraint-index-build"},
    Pair{"adding-serial-primary-key-field", "add-column-rewrite"},
    Pair{"adding-serial-primary-key-field", "primary-key-nullable-index"},
    Pair{"ban-char-field", "char-column"},
    Pair{"ban-concurrent-index-creation-in-transaction", "concurrently-in-transaction"},
    Pair{"ban-concurrent-index-creation-in-transaction", "would-fail"},
    Pair{"ban-drop-column", "drop-column"},
    Pair{"ban-drop-database", "drop-object"},
    Pair{"ban-drop-not-null", "drop-not-null"},
    Pair{"ban-drop-table", "drop-table"},
    Pair{"ban-truncate-cascade", "truncate"},
    Pair{"ban-uncommitted-transaction", "open-transaction"},
    Pair{"changing-column-type", "change-type-rewrite"},
    Pair{"changing-column-type", "change-type-scan"},
    Pair{"changing-column-type", "incompatible-type"},
    Pair{"constraint-missing-not-valid", "check-scan"},
    Pair{"constraint-missing-not-valid", "foreign-key-scan"},
    Pair{"constraint-missing-not-valid", "validate-in-same-transaction"},
    Pair{"disallowed-unique-constraint", "constraint-index-build"},
    Pair{"identifier-too-long", "long-identifier"},
    Pair{"prefer-bigint-over-int", "integer-primary-key"},
    Pair{"prefer-bigint-over-smallint", "integer-primary-key"},
    Pair{"prefer-identity", "serial-column"},
    Pair{"prefer-repack", "table-copy"},
    Pair{"prefer-timestamptz", "timestamp-without-time-zone"},
    Pair{"prefer-timestamp-tz", "timestamp-without-time-zone"},
    Pair{"renaming-column", "rename-column"},
    Pair{"renaming-table", "rename-table"},
    Pair{"require-concurrent-index-creation", "create-index-blocks-writes"},
    Pair{"require-concurrent-index-deletion", "drop-index-blocks"},
    Pair{"require-concurrent-partition-detach", "detach-partition-blocks"},
    Pair{"require-concurrent-reindex", "reindex-blocks"},
    Pair{"require-lock-timeout", "missing-lock-timeout"},
    Pair{"require-timeout-settings", "missing-lock-timeout"},
    Pair{"transaction-nesting", "nested-transaction"},
};

}  // namespace

bool squawk_rule_covers(std::string_view squawk_rule, std::string_view rule) {
  return squawk_rule.empty() || std::any_of(pairs.begin(), pairs.end(), [&](const Pair& pair) {
           return pair.squawk == squawk_rule && pair.rule == rule;
         });
}

}  // namespace lockstep
