#include <algorithm>
#include <cstdlib>

#include "base/text.h"
#include "engine/catalog/words.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// Whether the text restarts a sequence where it began, or below: RESTART without a value, or with one that is not
/// greater than 1. Greater ones may be ahead of all that has been given out.
bool restarts(std::string_view text) {
  const std::vector<Word> list = words(text, Dialect::PostgreSQL);
  for (size_t i = 0; i < list.size(); ++i) {
    if (list[i].name != "restart") continue;
    const size_t at = i + 1 < list.size() && list[i + 1].name == "with" ? i + 2 : i + 1;
    if (at >= list.size() || list[at].kind != Word::Kind::Number) return true;
    return std::atoll(std::string(slice(text, list[at].span)).c_str()) <= 1;
  }
  return false;
}

void check(const RuleInput& input, Findings& findings) {
  const auto* alter = input.statement.as<AlterTable>();
  if (alter == nullptr) return;
  for (const AlterTableSubcommand& sub : alter->subcommands) {
    const bool sequence = alter->kind == RelationKind::Sequence && sub.action == AlterTableAction::Other;
    if (!sequence && sub.action != AlterTableAction::AlterIdentity) continue;
    if (!input.in_use(alter->name)) return;
    if (!restarts(written(input, sub.span))) continue;
    const std::string what = sequence ? "the sequence " + ticked(input, alter->name)
                                      : ticked(input, sub.name) + " of " + ticked(input, alter->name);
    findings.add(what +
                     " gives out values again that rows may have already: every INSERT that meets one fails with a "
                     "duplicate key until the sequence is past them",
                 "set it behind the greatest value: SELECT setval(sequence, (SELECT max(id) FROM table))", sub.span);
  }
}

}  // namespace

extern const Rule sequence_restart_rule{
    "sequence-restart",
    "failure",
    Severity::Warning,
    "a sequence gives out values that are taken",
    "RESTART goes back to where the sequence began. Rows that got their keys from it are still there: each INSERT "
    "fails with a duplicate key, one value after the other, until the sequence has passed them all. Without a unique "
    "constraint nothing fails, and two rows have one number.",
    "Leave the sequence where it is. To close a gap or after a load, set it behind the greatest value.",
    "ALTER SEQUENCE invoice_numbers RESTART WITH 1;",
    "SELECT setval('invoice_numbers', 1000);",
    check};

}  // namespace lockstep
