// Option lists of definition commands: WITH (...), OPTIONS (...), sequence options, SET and RESET clauses.
#include "parser/ddl_rules.h"

namespace lockstep::grammar {
namespace {

using option_name = label;
using storage_option =
    node<NodeKind::Option, option_name, opt<dot, option_name>, opt<equals, option_value>>;
using definition_element = node<NodeKind::Option, option_name, opt<equals, option_value>>;
using generic_option = node<NodeKind::Option, label, string_literal>;
using alter_generic_option = sor<node<NodeKind::Option, kw<K::SET>, label, string_literal>,
                                 node<NodeKind::Option, kw<K::ADD>, label, string_literal>,
                                 node<NodeKind::Option, kw<K::DROP>, label>, generic_option>;

template <K... Words>
using reset_words = node<NodeKind::Words, kw<Words...>>;
// name = value, and no FROM CURRENT.
struct plain_setting {
  using rule_t = plain_setting;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    size_t i = 1;
    while (in.peek(i).is(P::Dot)) i += 2;
    if (in.peek(i).is(P::Equals) || in.peek(i).is(K::TO)) return set_rest::match(in);
    const Tokens::Attempt attempt(in);
    in.advance(static_cast<uint32_t>(i));
    in.fail({K::TO});
    return in.fail({K::None, P::Equals, nullptr});
  }
};

using by = opt<kw<K::BY>>;
using with = opt<kw<K::WITH>>;
struct owned_by : node<NodeKind::OwnedBy, kw<K::OWNED, K::BY>, sor<kw<K::NONE>, relation_column>> {};

// One option of a sequence (the server's SeqOptElem). NONE may also be a column's name to the server, which then
// reads it as NONE.
struct sequence_option_rule
    : node<NodeKind::SequenceOption,
           sor<seq<kw<K::AS>, type_name>, seq<kw<K::CACHE>, number>, kw<K::CYCLE>, kw<K::NO, K::CYCLE>,
               seq<kw<K::INCREMENT>, by, number>, seq<kw<K::MAXVALUE>, number>, seq<kw<K::MINVALUE>, number>,
               kw<K::NO, K::MAXVALUE>, kw<K::NO, K::MINVALUE>, owned_by,
               seq<kw<K::SEQUENCE>, word<"name">, qualified_name>, seq<kw<K::START>, with, number>,
               seq<kw<K::RESTART>, opt<with, number>>, kw<K::LOGGED>, kw<K::UNLOGGED>>> {};

}  // namespace

bool option_value::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  const Token& next = in.peek();
  if (take<sor<number, string_literal>>(in)) return attempt.finish(NodeKind::OptionValue);
  if (next.is(K::OPERATOR) && in.peek(1).is(P::LeftParen)) {
    return operator_name::match(in) && attempt.finish(NodeKind::OptionValue);
  }
  const KeywordInfo& word = info(next.keyword());
  if (next.is(TokenKind::Keyword) && (word.category == KeywordCategory::Reserved || next.is(K::NONE))) {
    in.advance();
    return attempt.finish(NodeKind::OptionValue);
  }
  return take<sor<type_name, operator_name>>(in) && attempt.finish(NodeKind::OptionValue);
}

bool storage_options::match(Tokens& in) { return take<node<NodeKind::Options, paren_list<storage_option>>>(in); }

bool definition::match(Tokens& in) { return take<node<NodeKind::Options, paren_list<definition_element>>>(in); }

bool optional_definition::match(Tokens& in) {
  return take<node<NodeKind::Options, parens<opt<comma_list<definition_element>>>>>(in);
}

bool generic_options::match(Tokens& in) {
  return take<node<NodeKind::Options, kw<K::OPTIONS>, paren_list<generic_option>>>(in);
}

bool alter_generic_options::match(Tokens& in) {
  return take<node<NodeKind::Options, kw<K::OPTIONS>, paren_list<alter_generic_option>>>(in);
}

bool sequence_option::match(Tokens& in) { return take<sequence_option_rule>(in); }

bool sequence_options::match(Tokens& in) { return take<plus<sequence_option_rule>>(in); }

bool set_or_reset::match(Tokens& in) {
  if (in.at(K::SET)) return take<seq<kw<K::SET>, set_rest>>(in);
  return take<
      node<NodeKind::SetVariable, kw<K::RESET>,
           sor<reset_words<K::ALL>, reset_words<K::TIME, K::ZONE>, reset_words<K::TRANSACTION, K::ISOLATION, K::LEVEL>,
               reset_words<K::SESSION, K::AUTHORIZATION>, qualified_name>>>(in);
}

bool set_or_reset_plain::match(Tokens& in) {
  if (in.at(K::RESET))
    return take<node<NodeKind::SetVariable, kw<K::RESET>, sor<reset_words<K::ALL>, qualified_name>>>(in);
  return take<seq<kw<K::SET>, plain_setting>>(in);
}

bool non_reserved_word::match(Tokens& in) {
  const Token& next = in.peek();
  const bool fits = next.is(TokenKind::Identifier) || next.is(TokenKind::QuotedIdentifier) ||
                    (next.is(TokenKind::Keyword) && info(next.keyword()).category != KeywordCategory::Reserved);
  if (!fits) return in.fail("a word");
  in.take(NodeKind::Name);
  return true;
}

bool identifier::match(Tokens& in) {
  const Token& next = in.peek();
  if (!next.is(TokenKind::Identifier) && !next.is(TokenKind::QuotedIdentifier)) return in.fail("an option");
  in.take(NodeKind::Name);
  return true;
}

bool boolean_or_string::match(Tokens& in) {
  return take<sor<kw<K::TRUE_>, kw<K::FALSE_>, kw<K::ON>, non_reserved_word, string_literal>>(in);
}

bool signed_integer::match(Tokens& in) {
  const size_t sign = in.at(P::Plus) || in.at(P::Minus) ? 1 : 0;
  if (!in.peek(sign).is(TokenKind::Integer)) return in.fail("a whole number");
  const Tokens::Start start = in.start();
  in.advance(static_cast<uint32_t>(sign) + 1);
  in.finish(NodeKind::Number, start);
  return true;
}

}  // namespace lockstep::grammar
