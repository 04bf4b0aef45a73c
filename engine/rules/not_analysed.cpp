#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  if (input.effect.known && !input.phase.not_analysed) return;
  findings.add(input.phase.not_analysed ? input.phase.reason : input.statement.tag + " is not analysed",
               "what it locks and breaks is for a person to judge; once that is done, say so: "
               "`-- lockstep: ignore not-analysed <why it is safe>`",
               {}, input.effect.known && input.statement.as<DoBlock>() == nullptr ? Severity::Note : Severity::Warning);
}

}  // namespace

extern const Rule not_analysed_rule{
    "not-analysed",
    "process",
    Severity::Warning,
    "a statement whose effect is not known",
    "Text that a DO block or a function puts together can be any SQL, and of some commands only the first words are "
    "understood. Nothing is said about their locks; that does not mean that they take none.",
    "Write plain SQL where you can. Where not, look at the statement yourself and say why it is safe.",
    "DO $$ BEGIN EXECUTE format('ALTER TABLE %I ADD COLUMN zone text', 'orders'); END $$;",
    "ALTER TABLE orders ADD COLUMN zone text;",
    check};

}  // namespace lockstep
