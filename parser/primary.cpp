// PostgreSQL's operands: constants, names, calls and what stands in parentheses (manual 4.2; gram.y's c_expr).
#include "parser/grammar.h"

namespace lockstep::grammar {
namespace {

bool take_constant(Tokens& in, NodeKind kind) {
  in.take(kind);
  return true;
}

bool is_string(const Token& token) {
  return token.is(TokenKind::String) || token.is(TokenKind::EscapeString) || token.is(TokenKind::UnicodeString) ||
         token.is(TokenKind::DollarString);
}

// (a), (a, b) or a query in parentheses.
bool parenthesized(Tokens& in) {
  Tokens::Attempt attempt(in);
  const Tokens::Start start = in.start();
  if (in.peek().opens_query) return subquery::match(in) && indirection(in, start) && attempt(true);
  in.advance();
  if (!expression::match(in)) return false;
  if (in.at(P::Comma)) {
    in.advance();
    if (!take<seq<expression_list, right_paren>>(in)) return false;
    in.finish(NodeKind::Row, start);
    return attempt(true);
  }
  if (!in.accept(P::RightParen)) return false;
  in.finish(NodeKind::Parentheses, start);
  return indirection(in, start) && attempt(true);
}

struct case_when : node<NodeKind::CaseWhen, kw<K::WHEN>, expression, kw<K::THEN>, expression> {};
struct case_expression : node<NodeKind::Case, kw<K::CASE>, opt<not_at<kw<K::WHEN>>, expression>, plus<case_when>,
                              opt<kw<K::ELSE>, expression>, kw<K::END>> {};

struct cast : node<NodeKind::Cast, kw<K::CAST>, left_paren, expression, kw<K::AS>, type_name, right_paren> {};
struct exists : node<NodeKind::Exists, kw<K::EXISTS>, subquery> {};
struct row : node<NodeKind::Row, kw<K::ROW>, left_paren, opt<expression_list>, right_paren> {};
struct grouping : node<NodeKind::FunctionCall, node<NodeKind::FunctionName, kw<K::GROUPING>>, left_paren,
                       expression_list, right_paren> {};

// ARRAY[[1, 2], [3, 4]]: inner brackets stand without the word.
LOCKSTEP_RULE(bracketed);
struct array_elements : seq<punct<P::LeftBracket>, opt<sor<comma_list<bracketed>, expression_list>>,
                            punct<P::RightBracket>> {};
bool bracketed::match(Tokens& in) {
  const Tokens::Level level(in);
  return level.ok() && take<node<NodeKind::Array, array_elements>>(in);
}
struct array : node<NodeKind::Array, kw<K::ARRAY>, sor<subquery, array_elements>> {};

// INTERVAL '1' DAY, TIMESTAMP '...', INT '1', CHAR(3) 'abc' ... Words that are types may also name columns.
struct typed_literal : node<NodeKind::TypedLiteral, literal_type, string_literal, opt<interval_field_words>> {};

// One of: a column, `t.*`, a call, or a constant behind the name of its type.
bool named(Tokens& in) {
  Tokens::Attempt attempt(in);
  const Tokens::Start start = in.start();
  // U&"name" UESCAPE '!' is a name of three tokens.
  const size_t length = in.peek().is(TokenKind::UnicodeIdentifier) && in.peek(1).is(K::UESCAPE) ? 3 : 1;
  const bool qualified = in.peek(length).is(P::Dot);
  const bool call = in.peek(length).is(P::LeftParen);
  const bool literal = is_string(in.peek(length));
  if (!(call || literal ? type_function_name::match(in) : name::match(in))) return false;
  bool call_or_literal = call || literal;
  if (qualified) {
    // The parts up to a subscript or a star; what follows decides what they are.
    while (in.at(P::Dot)) {
      if (in.peek(1).is(P::Star)) {
        in.advance();
        in.take(NodeKind::Star);
        in.finish(NodeKind::ColumnReference, start);
        return attempt(true);
      }
      in.advance();
      if (!label::match(in)) return false;
    }
    call_or_literal = in.at(P::LeftParen) || is_string(in.peek());
  }
  if (!call_or_literal) {
    in.finish(NodeKind::ColumnReference, start);
    return indirection(in, start) && attempt(true);
  }
  if (is_string(in.peek())) {
    in.finish(NodeKind::TypeName, start);
    if (!string_literal::match(in)) return false;
    in.finish(NodeKind::TypedLiteral, start);
    return attempt(true);
  }
  in.rewind(start);
  if (!function_call::match(in)) return false;
  if (!is_string(in.peek()) || in.last_kind(1) != NodeKind::Argument) return attempt(true);
  // numeric_like(10, 2) '1.5'
  if (!string_literal::match(in)) return false;
  in.finish(NodeKind::TypedLiteral, start);
  return attempt(true);
}

// A row may be compared by OVERLAPS with another row, and with nothing else.
bool overlaps(Tokens& in, Tokens::Start start) {
  in.advance();
  if (!take<sor<row, seq<left_paren, expression, comma, expression, right_paren>>>(in)) return false;
  in.finish(NodeKind::Overlaps, start);
  return true;
}

bool keyword_primary(Tokens& in) {
  const K word = in.peek().keyword();
  const Token& next = in.peek(1);
  switch (word) {
    case K::NULL_: return take_constant(in, NodeKind::Null);
    case K::TRUE_: case K::FALSE_: return take_constant(in, NodeKind::Boolean);
    case K::CASE: return take<case_expression>(in);
    case K::CAST: return take<cast>(in);
    case K::ARRAY: return take<array>(in);
    case K::EXISTS:
      if (next.is(P::LeftParen)) return take<exists>(in);
      break;
    case K::ROW:
      if (next.is(P::LeftParen)) return take<row>(in);
      break;
    case K::GROUPING:
      if (next.is(P::LeftParen)) return take<grouping>(in);
      break;
    case K::INT: case K::INTEGER: case K::SMALLINT: case K::BIGINT: case K::REAL: case K::BOOLEAN: case K::JSON:
    case K::DECIMAL: case K::DEC: case K::NUMERIC: case K::FLOAT: case K::BIT: case K::CHARACTER: case K::CHAR:
    case K::VARCHAR: case K::NATIONAL: case K::NCHAR: case K::TIMESTAMP: case K::TIME: case K::INTERVAL:
    case K::DOUBLE:
      if (take<typed_literal>(in)) return true;
      break;
    default: break;
  }
  if (special_function::match(in)) return true;
  const KeywordCategory category = info(word).category;
  if (category == KeywordCategory::Reserved) return in.fail("an expression");
  // LEFT, LIKE and other such words are names of functions only.
  if (category == KeywordCategory::TypeFunctionName && !next.is(P::LeftParen) && !is_string(next)) {
    return in.fail("an expression");
  }
  return named(in);
}

}  // namespace

bool constant::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  if (!primary::match(in)) return false;
  switch (in.last_kind()) {
    case NodeKind::Number: case NodeKind::String: case NodeKind::BitString: case NodeKind::TypedLiteral:
    case NodeKind::Null: case NodeKind::Boolean: return attempt(true);
    default: return in.fail("a constant");
  }
}

bool subscript::match(Tokens& in) {
  using colon = punct<P::Colon>;
  return take<seq<punct<P::LeftBracket>,
                  sor<seq<expression, opt<colon, opt<expression>>>, seq<colon, opt<expression>>>,
                  punct<P::RightBracket>>>(in);
}

bool indirection(Tokens& in, Tokens::Start start) {
  while (true) {
    if (in.at(P::LeftBracket)) {
      if (!subscript::match(in)) return false;
      in.finish(NodeKind::Subscript, start);
    } else if (in.at(P::Dot)) {
      in.advance();
      if (in.at(P::Star)) {
        in.take(NodeKind::Star);
      } else if (!label::match(in)) {
        return false;
      }
      in.finish(NodeKind::Field, start);
    } else {
      return true;
    }
  }
}

bool primary::match(Tokens& in) {
  const Tokens::Start start = in.start();
  switch (in.peek().kind) {
    case TokenKind::Integer:
    case TokenKind::Decimal: return take_constant(in, NodeKind::Number);
    case TokenKind::String:
    case TokenKind::EscapeString:
    case TokenKind::UnicodeString:
    case TokenKind::DollarString: return string_literal::match(in);
    case TokenKind::NationalString: return take_constant(in, NodeKind::String);
    case TokenKind::BitString:
    case TokenKind::HexString: return take_constant(in, NodeKind::BitString);
    case TokenKind::Parameter: {
      Tokens::Attempt attempt(in);
      in.take(NodeKind::Parameter);
      return attempt(indirection(in, start));
    }
    case TokenKind::Identifier:
    case TokenKind::QuotedIdentifier:
    case TokenKind::UnicodeIdentifier: return named(in);
    case TokenKind::Keyword: {
      Tokens::Attempt attempt(in);
      if (!keyword_primary(in)) return false;
      return attempt(!in.at(K::OVERLAPS) || overlaps(in, start));
    }
    case TokenKind::Punctuation: {
      if (!in.at(P::LeftParen)) break;
      Tokens::Attempt attempt(in);
      if (!parenthesized(in)) return false;
      return attempt(!in.at(K::OVERLAPS) || overlaps(in, start));
    }
    case TokenKind::End:
    case TokenKind::Error: break;
  }
  return in.fail("an expression");
}

}  // namespace lockstep::grammar
