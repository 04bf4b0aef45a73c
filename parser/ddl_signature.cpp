// How routines, aggregates and operators are named together with their argument types.
#include "parser/ddl_rules.h"

namespace lockstep::grammar {
namespace {

using mode = node<NodeKind::ArgumentMode,
                  sor<kw<K::IN, K::OUT>, kw<K::IN>, kw<K::OUT>, kw<K::INOUT>, kw<K::VARIADIC>>>;
// A name stands before the type if a type follows it: "double precision" is a type, "a int" is not.
struct argument_rule
    : node<NodeKind::RoutineArgument,
           sor<seq<mode, sor<seq<type_function_name, type_name>, type_name>>, seq<type_function_name, mode, type_name>,
               seq<type_function_name, type_name>, type_name>> {};

// Aggregates have no OUT arguments.
using in_mode = node<NodeKind::ArgumentMode, sor<seq<kw<K::IN>, not_at<kw<K::OUT>>>, kw<K::VARIADIC>>>;
struct aggregate_argument
    : node<NodeKind::RoutineArgument,
           sor<seq<in_mode, sor<seq<type_function_name, type_name>, type_name>>,
               seq<type_function_name, in_mode, type_name>, seq<type_function_name, type_name>, type_name>> {};
struct aggregate_arguments_rule
    : node<NodeKind::Arguments, left_paren,
           sor<punct<P::Star>, seq<kw<K::ORDER, K::BY>, comma_list<aggregate_argument>>,
               seq<comma_list<aggregate_argument>, opt<kw<K::ORDER, K::BY>, comma_list<aggregate_argument>>>>,
           right_paren> {};

using no_operand = node<NodeKind::Null, kw<K::NONE>>;
struct operands : sor<seq<no_operand, comma, type_name>, seq<type_name, comma, sor<no_operand, type_name>>> {};
struct operator_rule
    : node<NodeKind::Signature, any_operator, node<NodeKind::Arguments, left_paren, operands, right_paren>> {
};

}  // namespace

bool argument::match(Tokens& in) { return take<argument_rule>(in); }

bool routine_arguments::match(Tokens& in) {
  return take<node<NodeKind::Arguments, parens<opt<comma_list<argument>>>>>(in);
}

bool aggregate_arguments::match(Tokens& in) { return take<aggregate_arguments_rule>(in); }

bool routine_signature::match(Tokens& in) {
  return take<node<NodeKind::Signature,
                   sor<seq<function_name, routine_arguments>, seq<qualified_name, not_at<left_paren>>,
                       seq<function_name, not_at<left_paren>>>>>(in);
}

bool aggregate_signature::match(Tokens& in) {
  return take<node<NodeKind::Signature, function_name, aggregate_arguments>>(in);
}

bool operator_signature::match(Tokens& in) { return take<operator_rule>(in); }

}  // namespace lockstep::grammar
