// Calls with a grammar of their own (gram.y's func_expr_common_subexpr and json_aggregate_func). Each gives a node
// FunctionCall whose FunctionName has no Name: the name is the key word.
//
// All of them but the constants such as CURRENT_DATE need a parenthesis; without it the word is a name like others.
#include "parser/grammar.h"
#include "parser/json_rules.h"

namespace lockstep::grammar {
namespace {

// RETURNING type, ... ON NULL: shared by the JSON functions (manual 9.16).
struct json_returning : seq<kw<K::RETURNING>, type_name, opt<json_format>> {};
struct on_null : seq<sor<kw<K::NULL_>, kw<K::ABSENT>>, kw<K::ON, K::NULL_>> {};
struct unique_keys : seq<sor<kw<K::WITH>, kw<K::WITHOUT>>, kw<K::UNIQUE>, opt<kw<K::KEYS>>> {};
struct json_pair : seq<expression, sor<punct<P::Colon>, kw<K::VALUE>>, json_value_item> {};
struct json_tail : seq<opt<on_null>, opt<unique_keys>, opt<json_returning>, right_paren> {};
// Pairs, or the arguments of a plain function: what follows the first expression tells.
struct json_object
    : seq<left_paren,
          sor<seq<not_at<sor<kw<K::NULL_, K::ON>, kw<K::ABSENT, K::ON>, kw<K::RETURNING>, right_paren>>, call_argument,
                  sor<seq<sor<punct<P::Colon>, kw<K::VALUE>>, json_value_item, star<comma, json_pair>, json_tail>,
                      seq<star<comma, call_argument>, right_paren>>>,
              json_tail>> {};
struct json_array : seq<left_paren,
                        sor<seq<at<sor<kw<K::SELECT>, kw<K::WITH>, kw<K::VALUES>, kw<K::TABLE>>>, query,
                                opt<json_format>>,
                            opt<comma_list<json_value_item>>>,
                        json_tail> {};
struct json_object_aggregate : seq<left_paren, json_pair, json_tail> {};
struct json_array_aggregate : seq<left_paren, json_value_item, opt<order_by>, json_tail> {};
// Words or commas: what follows the first argument tells.
struct further_arguments : seq<star<comma, call_argument>, right_paren> {};
struct json_constructor
    : seq<left_paren, sor<right_paren, seq<call_argument, sor<seq<opt<json_format>, opt<unique_keys>, right_paren>,
                                                              further_arguments>>>> {};
struct json_serialize : seq<left_paren, json_value_item, opt<json_returning>, right_paren> {};
struct json_path_query : seq<left_paren, json_value_item, comma, expression, opt<json_passing>, opt<json_returning>,
                             opt<json_wrapper>, opt<json_quotes>, json_behaviors, right_paren> {};

// XML (manual 9.15).
struct xml_attribute : seq<expression, opt<kw<K::AS>, label>> {};
struct xml_attributes : seq<kw<K::XMLATTRIBUTES>, paren_list<xml_attribute>> {};
struct xml_element : seq<left_paren, kw<K::NAME>, label,
                         opt<comma, sor<seq<xml_attributes, opt<comma, expression_list>>, expression_list>>,
                         right_paren> {};
struct xml_mechanism : seq<kw<K::BY>, sor<kw<K::REF>, kw<K::VALUE>>> {};
struct xml_exists : seq<left_paren, primary, kw<K::PASSING>, opt<xml_mechanism>, primary, opt<xml_mechanism>,
                        right_paren> {};
struct xml_parse : seq<left_paren, sor<kw<K::DOCUMENT>, kw<K::CONTENT>>, expression,
                       opt<sor<kw<K::PRESERVE>, kw<K::STRIP>>, kw<K::WHITESPACE>>, right_paren> {};
struct xml_instruction : seq<left_paren, kw<K::NAME>, label, opt<comma, expression>, right_paren> {};
struct xml_root : seq<left_paren, expression, comma, kw<K::VERSION>, sor<kw<K::NO, K::VALUE>, expression>,
                      opt<comma, kw<K::STANDALONE>, sor<kw<K::YES>, seq<kw<K::NO>, opt<kw<K::VALUE>>>>>,
                      right_paren> {};
struct xml_serialize : seq<left_paren, sor<kw<K::DOCUMENT>, kw<K::CONTENT>>, expression, kw<K::AS>, type_name,
                           opt<sor<kw<K::INDENT>, kw<K::NO, K::INDENT>>>, right_paren> {};

// SQL's functions with words between the arguments (manual 9.4, 9.9).
LOCKSTEP_RULE(extract_field);
bool extract_field::match(Tokens& in) {
  switch (in.peek().keyword()) {
    case K::YEAR: case K::MONTH: case K::DAY: case K::HOUR: case K::MINUTE: case K::SECOND: return label::match(in);
    default: return take<sor<string_literal, plain_identifier>>(in);
  }
}
struct extract : seq<left_paren, extract_field, kw<K::FROM>, expression, right_paren> {};
struct overlay : seq<left_paren, sor<right_paren,
                                     seq<call_argument, sor<seq<kw<K::PLACING>, expression, kw<K::FROM>, expression,
                                                                opt<kw<K::FOR>, expression>, right_paren>,
                                                            further_arguments>>>> {};
struct position : seq<left_paren, opt<restricted_expression, kw<K::IN>, restricted_expression>, right_paren> {};
struct substring_words : sor<seq<kw<K::FROM>, expression, opt<kw<K::FOR>, expression>>,
                             seq<kw<K::FOR>, expression, opt<kw<K::FROM>, expression>>,
                             seq<kw<K::SIMILAR>, expression, kw<K::ESCAPE>, expression>> {};
struct substring
    : seq<left_paren,
          sor<right_paren, seq<call_argument, sor<seq<substring_words, right_paren>, further_arguments>>>> {};
struct trim
    : seq<left_paren, opt<sor<kw<K::BOTH>, kw<K::LEADING>, kw<K::TRAILING>>>,
          sor<seq<kw<K::FROM>, expression_list>, seq<expression, opt<sor<kw<K::FROM>, comma>, expression_list>>>,
          right_paren> {};
struct treat : seq<left_paren, expression, kw<K::AS>, type_name, right_paren> {};
struct normalize : seq<left_paren, expression,
                       opt<comma, sor<kw<K::NFC>, kw<K::NFD>, kw<K::NFKC>, kw<K::NFKD>>>, right_paren> {};
struct null_if : seq<left_paren, expression, comma, expression, right_paren> {};
struct collation_for : seq<kw<K::FOR>, left_paren, expression, right_paren> {};
struct precision : opt<left_paren, unsigned_integer, right_paren> {};
struct expressions : seq<left_paren, expression_list, right_paren> {};
struct nothing_inside : seq<left_paren, right_paren> {};

bool constant_like(K word) {
  switch (word) {
    case K::CURRENT_DATE: case K::CURRENT_TIME: case K::CURRENT_TIMESTAMP: case K::LOCALTIME: case K::LOCALTIMESTAMP:
    case K::CURRENT_ROLE: case K::CURRENT_USER: case K::SESSION_USER: case K::SYSTEM_USER: case K::USER:
    case K::CURRENT_CATALOG: case K::CURRENT_SCHEMA: return true;
    default: return false;
  }
}

// What follows the key word `word`, which has been taken.
bool body(Tokens& in, K word) {
  switch (word) {
    case K::CURRENT_TIME: case K::CURRENT_TIMESTAMP: case K::LOCALTIME: case K::LOCALTIMESTAMP:
      return take<precision>(in);
    case K::COLLATION: return take<collation_for>(in);
    case K::COALESCE: case K::GREATEST: case K::LEAST: case K::XMLCONCAT: return take<expressions>(in);
    case K::EXTRACT: return take<extract>(in);
    case K::NORMALIZE: return take<normalize>(in);
    case K::NULLIF: return take<null_if>(in);
    case K::OVERLAY: return take<overlay>(in);
    case K::POSITION: return take<position>(in);
    case K::SUBSTRING: return take<substring>(in);
    case K::TREAT: case K::CAST: return take<treat>(in);
    case K::TRIM: return take<trim>(in);
    case K::XMLELEMENT: return take<xml_element>(in);
    case K::XMLEXISTS: return take<xml_exists>(in);
    case K::XMLFOREST: return take<paren_list<xml_attribute>>(in);
    case K::XMLPARSE: return take<xml_parse>(in);
    case K::XMLPI: return take<xml_instruction>(in);
    case K::XMLROOT: return take<xml_root>(in);
    case K::XMLSERIALIZE: return take<xml_serialize>(in);
    case K::JSON_OBJECT: return take<json_object>(in);
    case K::JSON_ARRAY: return take<json_array>(in);
    case K::JSON_OBJECTAGG: return take<json_object_aggregate>(in) && filter_and_over(in);
    case K::JSON_ARRAYAGG: return take<json_array_aggregate>(in) && filter_and_over(in);
    case K::JSON: return take<json_constructor>(in);
    case K::JSON_SCALAR: case K::JSON_SERIALIZE: return take<json_serialize>(in);
    case K::JSON_VALUE: case K::JSON_QUERY: case K::JSON_EXISTS: return take<json_path_query>(in);
    case K::MERGE_ACTION: return take<nothing_inside>(in);
    default: return constant_like(word);
  }
}

bool is_special(const Tokens& in) {
  if (in.sqlite()) return false;
  const K word = in.peek().keyword();
  const Token& next = in.peek(1);
  switch (word) {
    case K::CURRENT_SCHEMA: return !next.is(P::LeftParen) && !next.is(TokenKind::String);
    case K::COLLATION: return next.is(K::FOR);
    case K::COALESCE: case K::GREATEST: case K::LEAST: case K::XMLCONCAT: case K::EXTRACT: case K::NORMALIZE:
    case K::NULLIF: case K::OVERLAY: case K::POSITION: case K::SUBSTRING: case K::TREAT: case K::TRIM:
    case K::CAST:
    case K::XMLELEMENT:
    case K::XMLEXISTS:
    case K::XMLFOREST:
    case K::XMLPARSE:
    case K::XMLPI:
    case K::XMLROOT:
    case K::XMLSERIALIZE: case K::JSON_OBJECT: case K::JSON_ARRAY: case K::JSON_OBJECTAGG: case K::JSON_ARRAYAGG:
    case K::JSON: case K::JSON_SCALAR: case K::JSON_SERIALIZE: case K::JSON_VALUE: case K::JSON_QUERY:
    case K::JSON_EXISTS: case K::MERGE_ACTION: return next.is(P::LeftParen);
    default: return constant_like(word);
  }
}

}  // namespace

bool special_function::match(Tokens& in) {
  if (!is_special(in)) return false;
  Tokens::Attempt attempt(in);
  const K word = in.peek().keyword();
  in.take(NodeKind::FunctionName);
  return body(in, word) && attempt.finish(NodeKind::FunctionCall);
}

}  // namespace lockstep::grammar
