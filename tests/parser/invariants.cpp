#include "tests/parser/invariants.h"

namespace lockstep::test {
namespace {

std::string place(const char* what, Span span) {
  return std::string(what) + " " + std::to_string(span.begin) + ".." + std::to_string(span.end);
}

/// `spans` gives the span of each element.
template <typename Elements, typename Spans>
std::string out_of_order(std::string_view text, const Elements& elements, const char* what, const Spans& spans) {
  uint32_t last = 0;
  for (const auto& element : elements) {
    const Span span = spans(element);
    if (span.begin >= span.end) return place(what, span) + " is empty";
    if (span.end > text.size()) return place(what, span) + " ends behind the text";
    if (span.begin < last) return place(what, span) + " overlaps the one before, which ends at " + std::to_string(last);
    last = span.end;
  }
  return "";
}

std::string wrong_statement(std::string_view text, const Statement& statement) {
  if (statement.text != slice(text, statement.span)) return place("statement", statement.span) + " has another text";
  if (statement.tag.empty()) return place("statement", statement.span) + " has no tag";
  if (statement.preamble > statement.span.begin)
    return place("statement", statement.span) + " begins before its preamble";
  for (const QualifiedName& name : statement.relations) {
    if (name.name.empty() && statement.text.find("\"\"") == std::string::npos &&
        statement.text.find("''") == std::string::npos && statement.text.find("[]") == std::string::npos &&
        statement.text.find("``") == std::string::npos) {
      return place("statement", statement.span) + " names a relation without a name";
    }
  }
  return "";
}

}  // namespace

std::string broken_invariant(std::string_view text, const ParsedFile& file) {
  const auto own_span = [](const auto& element) { return element.span; };
  std::string problem = out_of_order(text, file.statements, "statement", own_span);
  if (problem.empty()) problem = out_of_order(text, file.comments, "comment", own_span);
  if (problem.empty()) problem = out_of_order(text, file.tokens, "token", [](Span span) { return span; });
  for (const Statement& statement : file.statements) {
    if (problem.empty()) problem = wrong_statement(text, statement);
  }
  uint32_t last = 0;
  for (const SyntaxError& error : file.errors) {
    if (!problem.empty()) break;
    if (error.message.empty()) problem = place("error", error.span) + " has no message";
    if (error.span.begin > error.span.end || error.span.end > text.size()) {
      problem = place("error", error.span) + " lies outside the text";
    }
    if (error.span.begin < last) problem = place("error", error.span) + " stands before the one before it";
    last = error.span.begin;
  }
  return problem;
}

}  // namespace lockstep::test
