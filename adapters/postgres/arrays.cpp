#include "adapters/postgres/arrays.h"

namespace lockstep {

std::string array_literal(const std::vector<std::string>& elements) {
  std::string literal = "{";
  for (const std::string& element : elements) {
    if (literal.size() > 1) literal += ',';
    literal += '"';
    for (const char c : element) {
      if (c == '"' || c == '\\') literal += '\\';
      literal += c;
    }
    literal += '"';
  }
  return literal + '}';
}

std::vector<std::string> array_elements(std::string_view literal) {
  std::vector<std::string> elements;
  std::string element;
  bool in_quotes = false;
  bool was_quoted = false;
  for (size_t i = 1; i < literal.size(); ++i) {
    const char c = literal[i];
    if (c == '\\' && i + 1 < literal.size()) {
      element += literal[++i];
    } else if (c == '"') {
      in_quotes = !in_quotes;
      was_quoted = true;
    } else if (!in_quotes && (c == ',' || c == '}')) {
      if (was_quoted || (!element.empty() && element != "NULL")) elements.push_back(element);
      element.clear();
      was_quoted = false;
    } else {
      element += c;
    }
  }
  return elements;
}

}  // namespace lockstep
