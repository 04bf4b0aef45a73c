// CREATE FUNCTION, CREATE PROCEDURE, ALTER FUNCTION and its kin (manual: those pages).
#include "parser/ddl_rules.h"

namespace lockstep::grammar {
namespace {

struct argument_with_default {
  using rule_t = argument_with_default;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    Tokens::Attempt attempt(in);
    if (!argument::match(in)) return false;
    if (in.at(K::DEFAULT) || in.at(P::Equals)) {
      in.advance();
      const Tokens::Start start = in.start();
      if (!expression::match(in)) return false;
      in.finish(NodeKind::DefaultValue, start);
    }
    return attempt(true);
  }
};
using arguments = node<NodeKind::Arguments, parens<opt<comma_list<argument_with_default>>>>;

using table_column = node<NodeKind::TableColumn, type_function_name, type_name>;
struct returns : node<NodeKind::Returns, kw<K::RETURNS>, sor<seq<kw<K::TABLE>, paren_list<table_column>>, type_name>> {};

using string_or_word = sor<string_literal, non_reserved_word>;
using security = sor<kw<K::SECURITY, K::DEFINER>, kw<K::SECURITY, K::INVOKER>>;
struct common_option
    : sor<node<NodeKind::FunctionOption,
               sor<kw<K::CALLED, K::ON, K::NULL_, K::INPUT>, kw<K::RETURNS, K::NULL_, K::ON, K::NULL_, K::INPUT>,
                   kw<K::STRICT>, kw<K::IMMUTABLE>, kw<K::STABLE>, kw<K::VOLATILE>, seq<kw<K::EXTERNAL>, security>,
                   security, kw<K::LEAKPROOF>, kw<K::NOT, K::LEAKPROOF>, seq<kw<K::COST>, number>,
                   seq<kw<K::ROWS>, number>, seq<kw<K::SUPPORT>, qualified_name>, seq<kw<K::PARALLEL>, name>>>,
          set_or_reset> {};
using transform_type = seq<kw<K::FOR, K::TYPE>, type_name>;
struct create_option
    : sor<node<NodeKind::FunctionBody, kw<K::AS>, string_literal, opt<comma, string_literal>>,
          node<NodeKind::Language, kw<K::LANGUAGE>, string_or_word>,
          node<NodeKind::FunctionOption, kw<K::TRANSFORM>, comma_list<transform_type>>,
          node<NodeKind::FunctionOption, kw<K::WINDOW>>, common_option> {};

// The server's grammar lets any statement stand in a body, and its next stage refuses all but these.
using body_statement = sor<seq<kw<K::RETURN>, expression>, row_statement>;
struct atomic_body : node<NodeKind::AtomicBody, kw<K::BEGIN, K::ATOMIC>,
                          star<seq<opt<body_statement>, punct<P::Semicolon>>>, kw<K::END>> {};
using routine_body = opt<sor<atomic_body, node<NodeKind::ReturnBody, kw<K::RETURN>, expression>>>;

struct create_function
    : node<NodeKind::CreateFunction, kw<K::CREATE>, or_replace, kw<K::FUNCTION>, function_name, arguments,
           opt<returns>, star<create_option>, routine_body> {};
struct create_procedure
    : node<NodeKind::CreateFunction, kw<K::CREATE>, or_replace, node<NodeKind::Procedure, kw<K::PROCEDURE>>,
           function_name, arguments, star<create_option>, routine_body> {};

using altered_option = sor<setting_action, common_option>;
using routine_word = node<NodeKind::ObjectType, sor<kw<K::FUNCTION>, kw<K::PROCEDURE>, kw<K::ROUTINE>>>;
struct alter_routine
    : node<NodeKind::Definition, kw<K::ALTER>, routine_word, routine_signature,
           sor<rename_action, owner_action, schema_action, depends_action, seq<plus<altered_option>, opt<kw<K::RESTRICT>>>>> {};

}  // namespace

bool match_create_function(Tokens& in) { return take<seq<create_function, end>>(in); }

bool match_create_procedure(Tokens& in) { return take<seq<create_procedure, end>>(in); }

bool match_alter_routine(Tokens& in) { return take<seq<alter_routine, end>>(in); }

}  // namespace lockstep::grammar
