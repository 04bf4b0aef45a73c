// The list of rules, and rules as people read them.
#include <algorithm>
#include <unordered_map>

#include "base/text.h"
#include "engine/rules/rule.h"

namespace lockstep {

#define LOCKSTEP_RULE(name) extern const Rule name##_rule;
#include "engine/rules/rules.def"
#undef LOCKSTEP_RULE

const std::vector<const Rule*>& all_rules() {
  static const std::vector<const Rule*> rules = {
#define LOCKSTEP_RULE(name) &name##_rule,
#include "engine/rules/rules.def"
#undef LOCKSTEP_RULE
  };
  return rules;
}

const Rule* find_rule(std::string_view id) {
  static const std::unordered_map<std::string_view, const Rule*> by_id = [] {
    std::unordered_map<std::string_view, const Rule*> made;
    for (const Rule* rule : all_rules()) made.emplace(rule->id, rule);
    return made;
  }();
  const auto found = by_id.find(id);
  return found == by_id.end() ? nullptr : found->second;
}

bool Findings::has(std::string_view category, Severity at_least) const {
  return std::any_of(list_.begin(), list_.end(), [&](const Diagnostic& finding) {
    return finding.category == category && finding.severity >= at_least;
  });
}

Diagnostic& Findings::add(std::string message, std::string help) {
  return add(std::move(message), std::move(help), statement_.span);
}

Diagnostic& Findings::add(std::string message, std::string help, Span span) {
  return add(std::move(message), std::move(help), span, rule_.severity);
}

Diagnostic& Findings::add(std::string message, std::string help, Span span, Severity severity) {
  if (span.empty()) span = statement_.span;
  list_.push_back(
      {std::string(rule_.id), std::string(rule_.category), severity, std::move(message), std::move(help), span});
  return list_.back();
}

const std::string_view example_schema = R"sql(CREATE TABLE customers (id bigint PRIMARY KEY, email text NOT NULL, name text);
CREATE TABLE orders (
  id bigint PRIMARY KEY,
  customer_id bigint,
  status text NOT NULL DEFAULT 'new',
  total numeric(10, 2),
  quantity integer,
  code varchar(20),
  placed_at timestamp,
  note text
);
CREATE INDEX orders_status_idx ON orders (status);
CREATE TABLE order_lines (order_id bigint REFERENCES orders (id), product text);
CREATE TYPE order_state AS ENUM ('new', 'paid');
CREATE TABLE events (id bigint, at date NOT NULL, body text) PARTITION BY RANGE (at);
CREATE TABLE events_2023 PARTITION OF events FOR VALUES FROM ('2023-01-01') TO ('2024-01-01');
CREATE TABLE events_2024 (id bigint, at date NOT NULL, body text);
CREATE MATERIALIZED VIEW order_totals AS SELECT customer_id, sum(total) AS total FROM orders GROUP BY customer_id;
CREATE UNIQUE INDEX order_totals_key ON order_totals (customer_id);
)sql";

namespace {

/// Text broken at spaces into lines of at most `width` bytes.
std::string wrap(std::string_view text, size_t width) {
  std::string result;
  size_t column = 0;
  for (const std::string& word : split(text, ' ')) {
    if (column > 0 && column + 1 + word.size() > width) {
      result += '\n';
      column = 0;
    } else if (column > 0) {
      result += ' ';
      ++column;
    }
    result += word;
    column += word.size();
  }
  return result + '\n';
}

std::string indent(std::string_view text) {
  std::string result;
  for (const std::string& line : split(trim(text), '\n')) result += line.empty() ? "\n" : "    " + line + "\n";
  return result;
}

}  // namespace

std::string explain_rule(const Rule& rule) {
  std::string text = std::string(rule.id) + ": " + std::string(rule.title) + "\n";
  text += "category " + std::string(rule.category) + ", severity " + std::string(to_string(rule.severity)) + "\n\n";
  text += wrap(rule.problem, 100) + "\n" + indent(rule.bad_sql) + "\n";
  text += wrap(rule.solution, 100);
  if (!rule.good_sql.empty()) text += "\n" + indent(rule.good_sql);
  return text;
}

std::string list_rules() {
  size_t width = 0;
  for (const Rule* rule : all_rules()) width = std::max(width, rule->id.size());
  std::string text;
  for (const Rule* rule : all_rules()) {
    text += std::string(rule->id) + std::string(width + 2 - rule->id.size(), ' ');
    text += std::string(rule->category) + std::string(15 - rule->category.size(), ' ');
    text += std::string(to_string(rule->severity)) + std::string(9 - to_string(rule->severity).size(), ' ');
    text += std::string(rule->title) + "\n";
  }
  return text;
}

}  // namespace lockstep
