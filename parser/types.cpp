// Type names (PostgreSQL's Typename: manual 8 and CREATE TABLE; SQLite's typetoken: datatype3.html).
#include "parser/grammar.h"

namespace lockstep::grammar {
namespace {

using modifiers = node<NodeKind::TypeModifier, paren_list<expression>>;
using length = node<NodeKind::TypeModifier, parens<unsigned_integer>>;
using second = seq<kw<K::SECOND>, opt<parens<unsigned_integer>>>;

struct interval_fields
    : node<NodeKind::TypeModifier,
           sor<seq<kw<K::YEAR>, opt<kw<K::TO, K::MONTH>>>, kw<K::MONTH>,
               seq<kw<K::DAY>, opt<kw<K::TO>, sor<kw<K::HOUR>, kw<K::MINUTE>, second>>>,
               seq<kw<K::HOUR>, opt<kw<K::TO>, sor<kw<K::MINUTE>, second>>>,
               seq<kw<K::MINUTE>, opt<kw<K::TO>, second>>, second>> {};

using time_zone = opt<sor<kw<K::WITH, K::TIME, K::ZONE>, kw<K::WITHOUT, K::TIME, K::ZONE>>>;
struct character : seq<sor<kw<K::CHARACTER>, kw<K::CHAR>, kw<K::NCHAR>, kw<K::VARCHAR>,
                           seq<kw<K::NATIONAL>, sor<kw<K::CHARACTER>, kw<K::CHAR>>>>,
                       opt<kw<K::VARYING>>> {};

// Types with a spelling of their own. Everything else is a name.
bool keyword_type(Tokens& in, bool in_literal) {
  switch (in.peek().keyword()) {
    case K::INT: case K::INTEGER: case K::SMALLINT: case K::BIGINT: case K::REAL: case K::BOOLEAN: case K::JSON:
      in.advance();
      return true;
    case K::DECIMAL: case K::DEC: case K::NUMERIC:
      in.advance();
      return take<opt<modifiers>>(in);
    case K::FLOAT:
      in.advance();
      return take<opt<length>>(in);
    case K::DOUBLE: return take<kw<K::DOUBLE, K::PRECISION>>(in);
    case K::BIT:
      in.advance();
      return take<seq<opt<kw<K::VARYING>>, opt<modifiers>>>(in);
    case K::CHARACTER: case K::CHAR: case K::VARCHAR: case K::NATIONAL: case K::NCHAR:
      return take<seq<character, opt<length>>>(in);
    case K::TIMESTAMP: case K::TIME:
      in.advance();
      return take<seq<opt<length>, time_zone>>(in);
    case K::INTERVAL:
      in.advance();
      // In a constant the fields stand behind the string.
      return in_literal ? take<opt<length>>(in) : take<sor<length, opt<interval_fields>>>(in);
    default: return false;
  }
}

bool generic_type(Tokens& in) {
  if (!type_function_name::match(in)) return false;
  while (in.at(P::Dot)) {
    in.advance();
    if (!label::match(in)) return false;
  }
  if (in.at(P::Percent) && in.peek(1).is(K::TYPE)) {
    const Tokens::Start start = in.start();
    in.advance(2);
    in.finish(NodeKind::TypeReference, start);
    return true;
  }
  return take<opt<modifiers>>(in);
}

bool is_keyword_type(const Tokens& in) {
  switch (in.peek().keyword()) {
    case K::INT: case K::INTEGER: case K::SMALLINT: case K::BIGINT: case K::REAL: case K::BOOLEAN: case K::JSON:
    case K::DECIMAL: case K::DEC: case K::NUMERIC: case K::FLOAT: case K::BIT: case K::CHARACTER: case K::CHAR:
    case K::VARCHAR: case K::NATIONAL: case K::NCHAR: case K::TIMESTAMP: case K::TIME: case K::INTERVAL: return true;
    case K::DOUBLE: return in.peek(1).is(K::PRECISION);
    default: return false;
  }
}

using bounds = node<NodeKind::ArrayBounds, punct<P::LeftBracket>, opt<unsigned_integer>, punct<P::RightBracket>>;
using array_word = node<NodeKind::ArrayBounds, kw<K::ARRAY>,
                        opt<punct<P::LeftBracket>, unsigned_integer, punct<P::RightBracket>>>;

// A declared type of SQLite: any words, then one or two numbers. GENERATED begins what follows a type.
bool sqlite_type(Tokens& in) {
  Tokens::Attempt attempt(in);
  const auto at_type_word = [&] {
    const Token& token = in.peek();
    if (token.is(K::GENERATED) && in.peek(1).is(K::ALWAYS) && in.peek(2).is(K::AS)) return false;
    return token.is(TokenKind::Identifier) || token.is(TokenKind::QuotedIdentifier) || token.is(TokenKind::String) ||
           (token.is(TokenKind::Keyword) && info(token.keyword()).sqlite <= SqliteCategory::Fallback);
  };
  if (!at_type_word()) return in.fail("a type");
  while (at_type_word()) in.take(NodeKind::Name);
  return take<opt<node<NodeKind::TypeModifier, left_paren, number, opt<comma, number>, right_paren>>>(in) &&
         attempt.finish(NodeKind::TypeName);
}

}  // namespace

bool type_name::match(Tokens& in) {
  if (in.sqlite()) return sqlite_type(in);
  Tokens::Attempt attempt(in);
  if (!take<opt<node<NodeKind::SetOf, kw<K::SETOF>>>>(in)) return false;
  if (!(is_keyword_type(in) ? keyword_type(in, false) : generic_type(in))) return in.fail("a type");
  return take<sor<array_word, star<bounds>>>(in) && attempt.finish(NodeKind::TypeName);
}

bool literal_type::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  return is_keyword_type(in) && keyword_type(in, true) && attempt.finish(NodeKind::TypeName);
}

bool interval_field_words::match(Tokens& in) { return take<interval_fields>(in); }

}  // namespace lockstep::grammar
