// PostgreSQL's operators, by precedence climbing (manual 4.1.6; gram.y's a_expr and b_expr).
#include "parser/grammar.h"

namespace lockstep::grammar {
namespace {

// How strongly an operator binds. Casts, subscripts and fields bind strongest, as parts of what they follow.
enum Binding { kOr = 1, kAnd, kNot, kIs, kComparison, kLike, kOperator, kAdd, kMultiply, kPower, kTimeZone, kCollate,
               kSign, kCast };

// What came of looking for an operator behind an expression.
enum class Found { Nothing, Operator, Error };

struct Climb {
  Tokens& in;
  Tokens::Start start;  // of the expression so far
  int least;            // operators that bind more weakly are left to the caller
  bool restricted;      // b_expr
  int blocked = 0;      // the operators of this strength do not associate, and one was just taken
};

bool climb(Tokens& in, int least, bool restricted);

bool is_custom_operator(const Tokens& in) {
  const Token& token = in.peek();
  if (token.is(TokenKind::Punctuation)) return token.punctuation() >= P::DoubleEquals;
  return token.is(K::OPERATOR) && in.peek(1).is(P::LeftParen);
}

// An operator's strength by its mark; 0 if it is none.
int binding(P mark) {
  switch (mark) {
    case P::DoubleColon: return kCast;
    case P::Plus: case P::Minus: return kAdd;
    case P::Star: case P::Slash: case P::Percent: return kMultiply;
    case P::Caret: return kPower;
    case P::Less: case P::Greater: case P::Equals: case P::LessEquals: case P::GreaterEquals: case P::NotEquals:
      return kComparison;
    default: return mark >= P::DoubleEquals ? kOperator : 0;
  }
}

int binding(K word, const Token& next) {
  switch (word) {
    case K::OR: return kOr;
    case K::AND: return kAnd;
    case K::IS: case K::ISNULL: case K::NOTNULL: return kIs;
    case K::BETWEEN: case K::IN: case K::LIKE: case K::ILIKE: return kLike;
    case K::SIMILAR: return kLike;
    case K::NOT: {
      const bool infix = next.is(K::BETWEEN) || next.is(K::IN) || next.is(K::LIKE) || next.is(K::ILIKE) ||
                         next.is(K::SIMILAR);
      return infix ? kLike : 0;
    }
    case K::AT: return kTimeZone;
    case K::COLLATE: return kCollate;
    case K::OPERATOR: return kOperator;
    default: return 0;
  }
}

// b_expr knows no operators spelled with words but these.
bool allowed_restricted(const Tokens& in, int strength) {
  if (in.at(K::IS)) {
    const Token& next = in.peek(1).is(K::NOT) ? in.peek(2) : in.peek(1);
    return next.is(K::DISTINCT) || next.is(K::DOCUMENT);
  }
  return in.peek().is(TokenKind::Punctuation) || strength == kOperator;
}

Found done(Climb& left, NodeKind kind, int blocked = 0) {
  left.in.finish(kind, left.start);
  left.blocked = blocked;
  return Found::Operator;
}

// ANY (...), ALL (...) behind an operator.
bool at_quantifier(const Tokens& in) { return in.at(K::ANY) || in.at(K::SOME) || in.at(K::ALL); }

Found quantified(Climb& left) {
  left.in.advance();
  return take<sor<subquery, parens<expression>>>(left.in) ? done(left, NodeKind::Quantified) : Found::Error;
}

Found binary(Climb& left, int strength, NodeKind kind, bool associates) {
  Tokens& in = left.in;
  if (at_quantifier(in) && !left.restricted && strength != kAnd && strength != kOr) return quantified(left);
  if (!climb(in, strength + 1, left.restricted)) return Found::Error;
  return done(left, kind, associates ? 0 : strength);
}

using normal_form = sor<kw<K::NFC>, kw<K::NFD>, kw<K::NFKC>, kw<K::NFKD>>;
struct json_predicate
    : seq<kw<K::JSON>, opt<sor<kw<K::VALUE>, kw<K::ARRAY>, kw<K::OBJECT>, kw<K::SCALAR>>>,
          opt<sor<kw<K::WITH>, kw<K::WITHOUT>>, kw<K::UNIQUE>, opt<kw<K::KEYS>>>> {};
struct is_test : sor<kw<K::NULL_>, kw<K::TRUE_>, kw<K::FALSE_>, kw<K::UNKNOWN>, kw<K::DOCUMENT>,
                     seq<opt<normal_form>, kw<K::NORMALIZED>>, json_predicate> {};

Found is(Climb& left) {
  Tokens& in = left.in;
  if (in.at(K::NOT)) in.advance();
  if (in.at(K::DISTINCT)) {
    if (!take<kw<K::DISTINCT, K::FROM>>(in) || !climb(in, kIs + 1, left.restricted)) return Found::Error;
    return done(left, NodeKind::Is, kIs);
  }
  return take<is_test>(in) ? done(left, NodeKind::Is) : Found::Error;
}

// [NOT] IN, BETWEEN, LIKE, ILIKE, SIMILAR TO.
Found like(Climb& left) {
  Tokens& in = left.in;
  if (in.at(K::NOT)) in.advance();
  const K word = in.peek().keyword();
  in.advance();
  if (word == K::IN) {
    return take<sor<subquery, parens<expression_list>>>(in) ? done(left, NodeKind::In) : Found::Error;
  }
  if (word == K::BETWEEN) {
    if (in.at(K::SYMMETRIC) || in.at(K::ASYMMETRIC)) in.advance();
    if (!climb(in, kOr, true) || !in.accept(K::AND) || !climb(in, kLike + 1, false)) return Found::Error;
    return done(left, NodeKind::Between, kLike);
  }
  if (word == K::SIMILAR) {
    if (!in.accept(K::TO)) return Found::Error;
  } else if (at_quantifier(in)) {
    return quantified(left);
  }
  if (!climb(in, kLike + 1, false)) return Found::Error;
  if (in.at(K::ESCAPE)) {
    in.advance();
    if (!climb(in, kLike + 1, false)) return Found::Error;
  }
  return done(left, NodeKind::Like, kLike);
}

// After SELECT a word that is an operator may also be the output column's name: SELECT a AND, b OR FROM t. It is one
// when nothing follows that could go on with the operator, and no operator before it binds more weakly.
bool is_label(Tokens& in) {
  const Token& next = in.peek(1);
  bool label = next.is(TokenKind::End) || next.is(P::Comma) || next.is(P::RightParen) || next.is(P::Semicolon);
  switch (next.keyword()) {
    case K::FROM: case K::INTO: case K::WHERE: case K::GROUP: case K::HAVING: case K::WINDOW: case K::UNION:
    case K::INTERSECT: case K::EXCEPT: case K::ORDER: case K::LIMIT: case K::OFFSET: case K::FETCH: case K::FOR:
      label = true;
      break;
    default: break;
  }
  switch (in.peek().keyword()) {
    case K::ISNULL: case K::NOTNULL: return false;
    case K::SIMILAR: label = !next.is(K::TO); break;
    case K::AT: label = !next.is(K::TIME) && !next.is(K::LOCAL); break;
    case K::OPERATOR: label = !next.is(P::LeftParen); break;
    default: break;
  }
  if (!label) return false;
  in.advance();
  in.fail("an expression");
  in.step_back();
  return true;
}

// One operator behind the expression that began at left.start, with its right operand.
Found infix(Climb& left) {
  Tokens& in = left.in;
  const Token& token = in.peek();
  const int strength = token.is(TokenKind::Punctuation) ? binding(token.punctuation())
                       : token.is(TokenKind::Keyword)   ? binding(token.keyword(), in.peek(1))
                                                        : 0;
  if (strength == 0 || strength < left.least) return Found::Nothing;
  if (left.restricted && !allowed_restricted(in, strength)) return Found::Nothing;
  if (strength == left.blocked) {
    in.fail("parentheses around one of the comparisons");
    return Found::Error;
  }
  if (token.is(TokenKind::Keyword) && left.least == kOr && is_label(in)) return Found::Nothing;
  switch (strength) {
    case kLike: return like(left);
    case kOperator:
      if (token.is(K::OPERATOR)) {
        if (!operator_name::match(in)) return Found::Error;
      } else {
        in.advance();
      }
      return binary(left, kOperator, NodeKind::Binary, true);
    default: break;
  }
  in.advance();
  switch (strength) {
    case kOr: return binary(left, kOr, NodeKind::Or, true);
    case kAnd: return binary(left, kAnd, NodeKind::And, true);
    case kIs: return token.is(K::IS) ? is(left) : done(left, NodeKind::Is);
    case kTimeZone:
      if (take<kw<K::LOCAL>>(in)) return done(left, NodeKind::AtTimeZone);
      if (!take<kw<K::TIME, K::ZONE>>(in) || !climb(in, kTimeZone + 1, left.restricted)) return Found::Error;
      return done(left, NodeKind::AtTimeZone);
    case kCollate: return qualified_name::match(in) ? done(left, NodeKind::Collate) : Found::Error;
    case kCast: return type_name::match(in) ? done(left, NodeKind::Cast) : Found::Error;
    default: return binary(left, strength, NodeKind::Binary, strength != kComparison);
  }
}

// An expression without the operators behind it: its own prefix operators, then a primary.
bool prefixed(Tokens& in, bool restricted) {
  const Tokens::Start start = in.start();
  if (in.at(P::Minus) || in.at(P::Plus)) {
    in.advance();
    if (!climb(in, kSign, restricted)) return false;
    in.finish(NodeKind::Unary, start);
    return true;
  }
  if (in.at(K::NOT) && !restricted) {
    in.advance();
    if (!climb(in, kNot + 1, restricted)) return false;
    in.finish(NodeKind::Not, start);
    return true;
  }
  if (is_custom_operator(in)) {
    if (in.at(K::OPERATOR)) {
      if (!operator_name::match(in)) return false;
    } else {
      in.advance();
    }
    if (!climb(in, kOperator + 1, restricted)) return false;
    in.finish(NodeKind::Unary, start);
    return true;
  }
  if (in.at(K::DEFAULT) && !restricted) {
    in.take(NodeKind::Default);
    return true;
  }
  return primary::match(in);
}

bool climb(Tokens& in, int least, bool restricted) {
  const Tokens::Level level(in);
  if (!level.ok()) return false;
  Tokens::Attempt attempt(in);
  if (!prefixed(in, restricted)) return false;
  Climb left{in, attempt.start(), least, restricted};
  Found found = Found::Operator;
  while (found == Found::Operator) found = infix(left);
  return attempt(found == Found::Nothing);
}

}  // namespace

bool expression::match(Tokens& in) { return in.sqlite() ? sqlite_expression::match(in) : climb(in, kOr, false); }

bool restricted_expression::match(Tokens& in) {
  return in.sqlite() ? sqlite_expression::match(in) : climb(in, kOr, true);
}

}  // namespace lockstep::grammar
