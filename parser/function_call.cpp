// Calls of functions with all that may follow their arguments (manual 4.2.6 to 4.2.8; SQLite windowfunctions.html).
#include "parser/grammar.h"

namespace lockstep::grammar {
namespace {

using argument_name = node<NodeKind::ArgumentName, type_function_name>;
struct named_argument
    : node<NodeKind::Argument, argument_name, sor<punct<P::EqualsGreater>, punct<P::ColonEquals>>, expression> {};
using plain_argument = node<NodeKind::Argument, expression>;

// VARIADIC may stand before the last argument only.
struct last_arguments : seq<kw<K::VARIADIC>, call_argument> {};
struct listed_arguments
    : seq<call_argument, star<comma, not_at<kw<K::VARIADIC>>, call_argument>, opt<comma, last_arguments>> {};
struct arguments
    : sor<right_paren, seq<punct<P::Star>, right_paren>,
          seq<sqlite_only, sor<kw<K::ALL>, kw<K::DISTINCT>>, right_paren>,
          seq<sor<last_arguments, seq<sor<kw<K::ALL>, kw<K::DISTINCT>>, comma_list<call_argument>>, listed_arguments>,
              opt<order_by>, right_paren>> {};

struct within_group : node<NodeKind::WithinGroup, kw<K::WITHIN, K::GROUP>, left_paren, order_by, right_paren> {};
struct filter : node<NodeKind::Filter, kw<K::FILTER>, left_paren, kw<K::WHERE>, expression, right_paren> {};
struct over : node<NodeKind::Over, kw<K::OVER>, sor<window_definition, name>> {};

// A frame must not end before it starts: the bounds in the order of the rows they mean.
enum Bound { kUnboundedPreceding, kPreceding, kCurrentRow, kFollowing, kUnboundedFollowing, kNoBound };

Bound frame_bound(Tokens& in) {
  if (take<kw<K::CURRENT, K::ROW>>(in)) return kCurrentRow;
  const bool unbounded = in.at(K::UNBOUNDED) && (in.peek(1).is(K::PRECEDING) || in.peek(1).is(K::FOLLOWING));
  if (unbounded) {
    in.advance();
  } else if (!expression::match(in)) {
    return kNoBound;
  }
  if (in.accept(K::PRECEDING)) return unbounded ? kUnboundedPreceding : kPreceding;
  if (in.accept(K::FOLLOWING)) return unbounded ? kUnboundedFollowing : kFollowing;
  return kNoBound;
}

LOCKSTEP_RULE(frame_extent);
bool frame_extent::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  const bool between = in.at(K::BETWEEN);
  if (between) in.advance();
  const Bound first = frame_bound(in);
  if (!between) return attempt(first <= kCurrentRow) || in.fail("a frame that ends at the current row");
  if (first == kNoBound || !in.accept(K::AND)) return false;
  const Bound last = frame_bound(in);
  const bool right = last != kNoBound && first <= last && first != kUnboundedFollowing && last != kUnboundedPreceding;
  return attempt(right) || in.fail("a frame that ends behind its start");
}

struct frame_exclusion
    : seq<kw<K::EXCLUDE>, sor<kw<K::CURRENT, K::ROW>, kw<K::GROUP>, kw<K::TIES>, kw<K::NO, K::OTHERS>>> {};
struct window_frame
    : node<NodeKind::WindowFrame, sor<kw<K::RANGE>, kw<K::ROWS>, kw<K::GROUPS>>,
           frame_extent, opt<frame_exclusion>> {};

// The words that may begin the next part of a window are not taken as the name of the window it is based on.
LOCKSTEP_RULE(base_window);
bool base_window::match(Tokens& in) {
  switch (in.peek().keyword()) {
    case K::PARTITION: case K::RANGE: case K::ROWS: case K::GROUPS: case K::ORDER: return false;
    default: return name::match(in);
  }
}

struct window_contents : node<NodeKind::WindowDefinition, left_paren, opt<base_window>,
                              opt<kw<K::PARTITION, K::BY>, expression_list>, opt<order_by>, opt<window_frame>,
                              right_paren> {};

struct nulls_order : seq<kw<K::NULLS>, sor<kw<K::FIRST>, kw<K::LAST>>> {};
struct sort_direction : sor<kw<K::ASC>, kw<K::DESC>, seq<postgresql_only, kw<K::USING>, operator_name>> {};
struct sort_key : node<NodeKind::SortKey, expression, opt<sort_direction>, opt<nulls_order>> {};
struct sort_keys : node<NodeKind::OrderBy, kw<K::ORDER, K::BY>, comma_list<sort_key>> {};

}  // namespace

// name := value and name => value are told from an expression by the second token.
bool call_argument::match(Tokens& in) {
  const Token& next = in.peek(1);
  if (next.is(P::EqualsGreater) || next.is(P::ColonEquals)) return take<named_argument>(in);
  return take<plain_argument>(in);
}

bool call_arguments::match(Tokens& in) { return take<seq<left_paren, arguments>>(in); }

bool window_definition::match(Tokens& in) { return in.at(P::LeftParen) && take<window_contents>(in); }

bool order_by::match(Tokens& in) { return take<sort_keys>(in); }

bool filter_and_over(Tokens& in) {
  if (in.at(K::FILTER) && in.peek(1).is(P::LeftParen) && !take<filter>(in)) return false;
  // SQLite takes OVER as a name where no window can follow.
  const Token& next = in.peek(1);
  const bool window = !in.sqlite() || next.is(P::LeftParen) || next.is(TokenKind::Identifier) ||
                      next.is(TokenKind::QuotedIdentifier);
  return !in.at(K::OVER) || !window || take<over>(in);
}

bool function_call::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  const Tokens::Start start = in.start();
  if (!in.peek(1).is(P::Dot) && special_function::match(in)) return attempt(true);
  if (!function_name::match(in)) return false;
  const bool distinct = in.at(P::LeftParen) && in.peek(1).is(K::DISTINCT);
  if (!call_arguments::match(in)) return false;
  if (in.at(K::WITHIN) && !in.sqlite()) {
    if (distinct || in.last_kind() == NodeKind::OrderBy) return in.fail("arguments without DISTINCT and ORDER BY");
    if (!take<within_group>(in)) return false;
  }
  if (!filter_and_over(in)) return false;
  in.finish(NodeKind::FunctionCall, start);
  return attempt(true);
}

bool function_call_bare::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  if (!in.peek(1).is(P::Dot) && special_function::match(in)) return attempt(true);
  return function_name::match(in) && call_arguments::match(in) && attempt.finish(NodeKind::FunctionCall);
}

}  // namespace lockstep::grammar
