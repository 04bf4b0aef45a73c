#include "parser/routine_body.h"

#include <algorithm>
#include <utility>

#include "parser/parse_statement.h"
#include "parser/plpgsql.h"

namespace lockstep {
namespace {

// What an expression is parsed as: a SELECT whose key word takes no room.
Token select_before(const Token& token) {
  return {token.begin, token.begin, TokenKind::Keyword, false, static_cast<uint16_t>(K::SELECT)};
}

// BEGIN ATOMIC statement; ... END, or RETURN expression: tokens of the source itself.
void read_standard_body(const BodyText& text, const std::vector<Token>& tokens, size_t begin, size_t end,
                        RoutineBody& body) {
  const auto token_at = [&tokens](size_t i) { return tokens.begin() + static_cast<std::ptrdiff_t>(i); };
  body.span = {tokens[begin].begin, tokens[end - 1].end};
  if (tokens[begin].is(K::BEGIN)) {
    begin += 2;
    --end;
  }
  while (begin < end) {
    const size_t stop = std::min(statement_end(tokens, begin), end);
    BodyStatement model;
    std::vector<Token> part(token_at(begin), token_at(stop));
    if (!part.empty() && part.front().is(K::RETURN)) {
      model.use = BodyStatement::Use::Expression;
      part.erase(part.begin());
      if (!part.empty()) part.insert(part.begin(), select_before(part.front()));
    }
    if (!part.empty()) add_statement(text, std::move(part), std::move(model), body);
    begin = stop + 1;
  }
}

bool is_string(const Token& token) {
  return token.is(TokenKind::String) || token.is(TokenKind::EscapeString) || token.is(TokenKind::DollarString);
}

void find_body(const BodyText& text, const std::vector<Token>& tokens, bool is_do, RoutineBody& body) {
  size_t depth = 0;
  for (size_t i = 1; !tokens[i].is(TokenKind::End); ++i) {
    if (tokens[i].is(P::LeftParen)) ++depth;
    if (tokens[i].is(P::RightParen) && depth > 0) --depth;
    if (depth > 0) continue;
    const bool string = is_string(tokens[i]) && (is_do ? !tokens[i - 1].is(K::LANGUAGE) : tokens[i - 1].is(K::AS));
    if (string && !tokens[i + 1].is(P::Comma)) {
      const BodyText inside = text.string_in(tokens[i]);
      body.span = tokens[i].span();
      body.known = body.language == "sql" || body.language == "plpgsql";
      if (body.language == "sql") read_sql(inside, {}, body);
      if (body.language == "plpgsql") read_plpgsql(inside, body);
      return;
    }
    const bool atomic = tokens[i].is(K::BEGIN) && tokens[i + 1].is(K::ATOMIC);
    const bool is_name = tokens[i - 1].is(K::FUNCTION) || tokens[i - 1].is(K::PROCEDURE) || tokens[i - 1].is(P::Dot);
    if (!is_do && (atomic || (tokens[i].is(K::RETURN) && !is_name))) {
      body.known = true;
      read_standard_body(text, tokens, i, tokens.size() - 4, body);
      return;
    }
  }
}

}  // namespace

bool RoutineBody::complete() const {
  return known && errors.empty() && std::none_of(statements.begin(), statements.end(), [](const BodyStatement& part) {
           return part.use == BodyStatement::Use::Dynamic;
         });
}

size_t statement_end(const std::vector<Token>& tokens, size_t from) {
  const auto is_routine = [&] {
    size_t i = from;
    if (!tokens[i++].is(K::CREATE)) return false;
    if (tokens[i].is(K::OR) && tokens[i + 1].is(K::REPLACE)) i += 2;
    return tokens[i].is(K::FUNCTION) || tokens[i].is(K::PROCEDURE);
  };
  const bool routine = is_routine();
  size_t depth = 0, begins = 0;
  for (size_t i = from;; ++i) {
    const Token& token = tokens[i];
    if (token.is(TokenKind::End)) return i;
    if (token.is(P::LeftParen)) ++depth;
    if (token.is(P::RightParen) && depth > 0) --depth;
    if (depth > 0) continue;
    if (token.is(P::Semicolon) && begins == 0) return i;
    if (!routine) continue;
    if (token.is(K::BEGIN) || (token.is(K::CASE) && begins > 0)) ++begins;
    if (token.is(K::END) && begins > 0) --begins;
  }
}

void add_statement(const BodyText& text, std::vector<Token> tokens, BodyStatement model, RoutineBody& body) {
  if (tokens.empty()) return;
  const Span all{tokens.front().begin, tokens.back().end};
  if (model.text.empty()) model.text = slice(text.text(), all);
  model.span = text.place(all);
  model.exact = text.exact();
  model.in_source = text.in_source();
  const Token end{all.end, all.end, TokenKind::End, false, 0};
  tokens.insert(tokens.end(), 4, end);
  std::vector<Node> nodes;
  Statement statement;
  if (auto failure = parse_statement(text.text(), Dialect::PostgreSQL, tokens, nodes, statement)) {
    failure->error.span = text.place(failure->error.span);
    body.errors.push_back(std::move(failure->error));
    return;
  }
  statement.text = model.text;
  statement.preamble = statement.span.begin;
  model.statement = std::move(statement);
  body.statements.push_back(std::move(model));
}

void read_sql(const BodyText& text, const BodyStatement& model, RoutineBody& body) {
  BodyTokens read = tokens_of(text);
  if (!read.errors.empty()) {
    read.errors.front().span = text.place(read.errors.front().span);
    body.errors.push_back(std::move(read.errors.front()));
    return;
  }
  size_t begin = 0;
  while (!read.tokens[begin].is(TokenKind::End)) {
    const size_t end = statement_end(read.tokens, begin);
    const auto first = read.tokens.begin();
    add_statement(text, {first + static_cast<std::ptrdiff_t>(begin), first + static_cast<std::ptrdiff_t>(end)}, model,
                  body);
    begin = read.tokens[end].is(TokenKind::End) ? end : end + 1;
  }
}

namespace {

RoutineBody read(const Statement& statement, std::string_view source, Span span) {
  RoutineBody body;
  const auto* function = statement.as<CreateFunction>();
  const auto* block = statement.as<DoBlock>();
  if (function == nullptr && block == nullptr) return body;
  body.language = function != nullptr ? function->language : block->language;
  const BodyText text = BodyText::of_source(source, span);
  const BodyTokens tokens = tokens_of(text);
  if (tokens.errors.empty() && tokens.tokens.size() > 4) find_body(text, tokens.tokens, block != nullptr, body);
  return body;
}

}  // namespace

RoutineBody read_routine_body(const Statement& statement, std::string_view source) {
  return read(statement, source, statement.span);
}

RoutineBody read_routine_body(const Statement& statement) {
  return read(statement, statement.text, {0, static_cast<uint32_t>(statement.text.size())});
}

}  // namespace lockstep
