#include "engine/catalog/names.h"
#include "engine/catalog/words.h"
#include "engine/rules/support.h"
#include "parser/characters.h"

namespace lockstep {

using namespace characters;  // NOLINT: what a name is made of

namespace {

/// Whether the text can hold such a name at all, which nearly none does. Every statement is asked, so that without
/// quotes only every 64th byte is looked at: a run of letters that is too long has one of them.
bool may_hold_one(std::string_view text) {
  if (text.find('"') == std::string_view::npos) {
    for (size_t at = longest_name; at < text.size(); at += longest_name + 1) {
      size_t run = 0;
      for (size_t i = at; is(text[i], kWord) && run <= longest_name; --i) {
        ++run;
        if (i == 0) break;
      }
      for (size_t i = at + 1; i < text.size() && is(text[i], kWord) && run <= longest_name; ++i) ++run;
      if (run > longest_name) return true;
    }
    return false;
  }
  size_t run = 0;
  bool quoted = false;
  for (const char c : text) {
    if (c == '"') quoted = !quoted;
    run = c != '"' && (is(c, kWord) || quoted) ? run + 1 : 0;
    if (run > longest_name) return true;
  }
  return false;
}

void check(const RuleInput& input, Findings& findings) {
  const Statement& statement = input.statement;
  const bool makes_names = statement.tag.starts_with("CREATE") || statement.tag.starts_with("ALTER");
  if (!input.postgresql() || !makes_names || !may_hold_one(statement.text)) return;
  for (const Word& word : words(input.statement.text, Dialect::PostgreSQL)) {
    const bool is_name = word.kind == Word::Kind::Name || word.kind == Word::Kind::QuotedName;
    if (!is_name || word.name.size() <= longest_name) continue;
    const Span span{input.statement.span.begin + word.span.begin, input.statement.span.begin + word.span.end};
    findings.add("the name has " + std::to_string(word.name.size()) + " bytes, of which the server keeps " +
                     std::to_string(longest_name) + " and says so in a notice only: two long names can become one",
                 "choose a name of at most " + std::to_string(longest_name) + " bytes", span);
    return;
  }
}

}  // namespace

extern const Rule long_identifier_rule{
    "long-identifier",
    "process",
    Severity::Warning,
    "a name that the server cuts off",
    "PostgreSQL keeps 63 bytes of a name and drops the rest with a notice. Two names that differ only behind that "
    "are the same, and a statement that looks the object up by its full name in a system catalog does not find "
    "it.",
    "Choose a shorter name.",
    "CREATE INDEX CONCURRENTLY orders_status_and_placed_at_and_customer_for_the_monthly_report_idx ON orders "
    "(status, placed_at);",
    "CREATE INDEX CONCURRENTLY orders_monthly_report_idx ON orders (status, placed_at);",
    check};

}  // namespace lockstep
