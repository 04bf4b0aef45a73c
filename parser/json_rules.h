// Clauses that SQL/JSON's functions and JSON_TABLE share (manual 9.16.1, 9.16.4).
#pragma once

#include "parser/grammar.h"

namespace lockstep::grammar {

struct json_format : seq<kw<K::FORMAT, K::JSON>, opt<kw<K::ENCODING>, name>> {};
struct json_value_item : seq<expression, opt<json_format>> {};
struct json_passing : seq<kw<K::PASSING>, comma_list<seq<json_value_item, kw<K::AS>, label>>> {};
struct json_wrapper : seq<sor<kw<K::WITHOUT>, seq<kw<K::WITH>, opt<sor<kw<K::CONDITIONAL>, kw<K::UNCONDITIONAL>>>>>,
                          opt<kw<K::ARRAY>>, kw<K::WRAPPER>> {};
struct json_quotes : seq<sor<kw<K::KEEP>, kw<K::OMIT>>, kw<K::QUOTES>, opt<kw<K::ON, K::SCALAR>, kw<K::STRING>>> {};
struct json_behavior : sor<kw<K::ERROR>, kw<K::NULL_>, kw<K::TRUE_>, kw<K::FALSE_>, kw<K::UNKNOWN>,
                           seq<kw<K::EMPTY>, opt<sor<kw<K::ARRAY>, kw<K::OBJECT>>>>, seq<kw<K::DEFAULT>, expression>> {
};
/// ... ON EMPTY, ... ON ERROR, each once and in this order.
struct json_behaviors
    : opt<json_behavior, kw<K::ON>, sor<kw<K::ERROR>, seq<kw<K::EMPTY>, opt<json_behavior, kw<K::ON, K::ERROR>>>>> {};

}  // namespace lockstep::grammar
