// SQLite's expressions (lang_expr.html; precedence as in its parse.y).
#include "parser/grammar.h"

namespace lockstep::grammar {
namespace {

enum Binding { kOr = 1, kAnd, kNot, kEquality, kComparison, kBit, kAdd, kMultiply, kConcatenate, kCollate, kSign };

enum class Found { Nothing, Operator, Error };

bool climb(Tokens& in, int least);

int binding(P mark) {
  switch (mark) {
    case P::Equals: case P::NotEquals: return kEquality;
    case P::Less: case P::LessEquals: case P::Greater: case P::GreaterEquals: return kComparison;
    case P::Ampersand: case P::Bar: case P::ShiftLeft: case P::ShiftRight: return kBit;
    case P::Plus: case P::Minus: return kAdd;
    case P::Star: case P::Slash: case P::Percent: return kMultiply;
    case P::Concatenate: case P::Arrow: case P::DoubleArrow: return kConcatenate;
    default: return 0;
  }
}

bool is_like(const Token& token) {
  return token.is(K::LIKE) || token.is(K::GLOB) || token.is(K::REGEXP) || token.is(K::MATCH);
}

int binding(const Token& word, const Token& next) {
  switch (word.keyword()) {
    case K::OR: return kOr;
    case K::AND: return kAnd;
    case K::IS: case K::ISNULL: case K::NOTNULL: case K::BETWEEN: case K::IN: return kEquality;
    case K::NOT: return next.is(K::NULL_) || next.is(K::BETWEEN) || next.is(K::IN) || is_like(next) ? kEquality : 0;
    case K::COLLATE: return kCollate;
    default: return is_like(word) ? kEquality : 0;
  }
}

struct table_function : seq<relation_name, opt<left_paren, opt<expression_list>, right_paren>> {};
struct in_operand : sor<subquery, seq<left_paren, opt<expression_list>, right_paren>, table_function> {};
struct is_words : seq<opt<kw<K::NOT>>, opt<kw<K::DISTINCT, K::FROM>>> {};

// Operators spelled with words at the strength of equality; `in` stands at the word.
Found word_operator(Tokens& in, Tokens::Start start) {
  const auto done = [&](bool success, NodeKind kind) {
    if (success) in.finish(kind, start);
    return success ? Found::Operator : Found::Error;
  };
  if (in.at(K::NOT)) in.advance();
  const Token& word = in.peek();
  in.advance();
  switch (word.keyword()) {
    case K::ISNULL: case K::NOTNULL: case K::NULL_: return done(true, NodeKind::Is);
    case K::IS: return done(take<is_words>(in) && climb(in, kEquality + 1), NodeKind::Is);
    case K::IN: return done(take<in_operand>(in), NodeKind::In);
    case K::BETWEEN:
      return done(climb(in, kNot) && in.accept(K::AND) && climb(in, kEquality + 1), NodeKind::Between);
    default: {
      bool success = climb(in, kEquality + 1);
      if (success && in.at(K::ESCAPE)) {
        in.advance();
        success = climb(in, kEquality + 1);
      }
      return done(success, NodeKind::Like);
    }
  }
}

// A name that is no word of a join.
LOCKSTEP_RULE(collation);
bool collation::match(Tokens& in) {
  return info(in.peek().keyword()).sqlite <= SqliteCategory::Fallback && name::match(in);
}

Found infix(Tokens& in, Tokens::Start start, int least) {
  const Token& token = in.peek();
  const bool mark = token.is(TokenKind::Punctuation);
  const int strength = mark                            ? binding(token.punctuation())
                       : token.is(TokenKind::Keyword) ? binding(token, in.peek(1))
                                                       : 0;
  if (strength == 0 || strength < least) return Found::Nothing;
  if (!mark && strength == kEquality) return word_operator(in, start);
  in.advance();
  const bool right = strength == kCollate ? collation::match(in) : climb(in, strength + 1);
  if (!right) return Found::Error;
  in.finish(strength == kOr        ? NodeKind::Or
            : strength == kAnd     ? NodeKind::And
            : strength == kCollate ? NodeKind::Collate
                                   : NodeKind::Binary,
            start);
  return Found::Operator;
}

struct case_when : node<NodeKind::CaseWhen, kw<K::WHEN>, expression, kw<K::THEN>, expression> {};
struct case_expression : node<NodeKind::Case, kw<K::CASE>, opt<not_at<kw<K::WHEN>>, expression>, plus<case_when>,
                              opt<kw<K::ELSE>, expression>, kw<K::END>> {};
struct cast : node<NodeKind::Cast, kw<K::CAST>, left_paren, expression, kw<K::AS>, opt<type_name>, right_paren> {};
struct exists : node<NodeKind::Exists, kw<K::EXISTS>, subquery> {};
struct raise : node<NodeKind::Raise, kw<K::RAISE>, left_paren,
                    sor<kw<K::IGNORE>, seq<sor<kw<K::ROLLBACK>, kw<K::ABORT>, kw<K::FAIL>>, comma, expression>>,
                    right_paren> {};

bool parenthesized(Tokens& in) {
  if (in.peek().opens_query) return subquery::match(in);
  Tokens::Attempt attempt(in);
  in.advance();
  if (!expression::match(in)) return false;
  if (!in.at(P::Comma)) return in.accept(P::RightParen) && attempt.finish(NodeKind::Parentheses);
  in.advance();
  return take<seq<expression_list, right_paren>>(in) && attempt.finish(NodeKind::Row);
}

// A column with up to two qualifiers, or a call.
bool named(Tokens& in) {
  Tokens::Attempt attempt(in);
  if (in.peek(1).is(P::LeftParen)) {
    if (info(in.peek().keyword()).sqlite > SqliteCategory::Fallback) return in.fail("an expression");
    return function_call::match(in) && attempt(true);
  }
  if (!name::match(in)) return in.fail("an expression");
  for (int parts = 1; in.at(P::Dot) && parts < 3; ++parts) {
    in.advance();
    if (!label::match(in)) return false;
  }
  return attempt.finish(NodeKind::ColumnReference);
}

bool constant(Tokens& in, NodeKind kind) {
  in.take(kind);
  return true;
}

bool operand(Tokens& in) {
  switch (in.peek().kind) {
    case TokenKind::Integer: case TokenKind::Decimal: return constant(in, NodeKind::Number);
    case TokenKind::String: return in.peek(1).is(P::Dot) ? named(in) : constant(in, NodeKind::String);
    case TokenKind::HexString: return constant(in, NodeKind::BitString);
    case TokenKind::Parameter: return constant(in, NodeKind::Parameter);
    case TokenKind::Identifier: case TokenKind::QuotedIdentifier: return named(in);
    case TokenKind::Punctuation:
      if (in.at(P::LeftParen)) return parenthesized(in);
      break;
    case TokenKind::Keyword:
      switch (in.peek().keyword()) {
        case K::NULL_: return constant(in, NodeKind::Null);
        case K::TRUE_: case K::FALSE_:
          if (in.peek(1).is(P::Dot)) break;
          return constant(in, NodeKind::Boolean);
        case K::CASE: return take<case_expression>(in);
        case K::EXISTS: return take<exists>(in);
        case K::CAST: return take<cast>(in);
        case K::RAISE: return take<raise>(in);
        case K::CURRENT_DATE: case K::CURRENT_TIME: case K::CURRENT_TIMESTAMP: {
          const Tokens::Start start = in.start();
          in.take(NodeKind::FunctionName);
          in.finish(NodeKind::FunctionCall, start);
          return true;
        }
        default: break;
      }
      return named(in);
    default: break;
  }
  return in.fail("an expression");
}

bool prefixed(Tokens& in) {
  const bool sign = in.at(P::Minus) || in.at(P::Plus) || in.at(P::Tilde);
  const bool negation = in.at(K::NOT);
  if (!sign && !negation) return operand(in);
  Tokens::Attempt attempt(in);
  in.advance();
  return climb(in, sign ? kSign : kNot + 1) && attempt.finish(sign ? NodeKind::Unary : NodeKind::Not);
}

bool climb(Tokens& in, int least) {
  const Tokens::Level level(in);
  if (!level.ok()) return false;
  Tokens::Attempt attempt(in);
  if (!prefixed(in)) return false;
  Found found = Found::Operator;
  while (found == Found::Operator) found = infix(in, attempt.start(), least);
  return attempt(found == Found::Nothing);
}

}  // namespace

bool sqlite_expression::match(Tokens& in) { return climb(in, kOr); }

}  // namespace lockstep::grammar
