// Aggregates, casts, collations, conversions, operators and their classes, text search, transforms, languages and
// access methods (manual: those pages).
#include "parser/ddl_rules.h"

namespace lockstep::grammar {
namespace {

// ---- Aggregates ----------------------------------------------------------------------------------------------------

using aggregate_option = node<NodeKind::Option, identifier, equals, option_value>;
// The form before 8.2, whose options name the argument types too.
using old_definition = node<NodeKind::Options, paren_list<aggregate_option>>;
struct create_aggregate
    : node<NodeKind::Definition, kw<K::CREATE>, or_replace, kw<K::AGGREGATE>, function_name,
           sor<seq<aggregate_arguments, definition>, old_definition>> {};
struct alter_aggregate : node<NodeKind::Definition, kw<K::ALTER, K::AGGREGATE>, aggregate_signature,
                              sor<rename_action, owner_action, schema_action>> {};

// ---- Casts, collations, conversions, transforms --------------------------------------------------------------------

using cast_context = opt<option_words<kw<K::AS>, value_of<sor<kw<K::IMPLICIT>, kw<K::ASSIGNMENT>>>>>;
struct create_cast : node<NodeKind::Definition, kw<K::CREATE, K::CAST>, parens<type_name, kw<K::AS>, type_name>,
                          sor<named_routine<kw<K::WITH, K::FUNCTION>, routine_signature>,
                              option_words<kw<K::WITHOUT, K::FUNCTION>>, option_words<kw<K::WITH, K::INOUT>>>,
                          cast_context> {};

using copied_collation = seq<qualified_name, option_words<kw<K::FROM>, value_of<qualified_name>>>;
struct create_collation
    : node<NodeKind::Definition, kw<K::CREATE, K::COLLATION>,
           sor<seq<if_not_exists, sor<copied_collation, seq<qualified_name, definition>>>, copied_collation,
               seq<qualified_name, definition>>> {};
struct alter_collation
    : node<NodeKind::Definition, kw<K::ALTER, K::COLLATION>, qualified_name,
           sor<object_action<kw<K::REFRESH, K::VERSION>>, rename_action, owner_action, schema_action>> {};

struct create_conversion : node<NodeKind::Definition, kw<K::CREATE>, opt<option_words<kw<K::DEFAULT>>>,
                                kw<K::CONVERSION>, qualified_name, option_words<kw<K::FOR>, string_literal>,
                                option_words<kw<K::TO>, string_literal>, named_routine<kw<K::FROM>, qualified_name>> {};
struct alter_conversion : node<NodeKind::Definition, kw<K::ALTER, K::CONVERSION>, qualified_name,
                               sor<rename_action, owner_action, schema_action>> {};

using from_sql = named_routine<kw<K::FROM>, word<"sql">, kw<K::WITH, K::FUNCTION>, routine_signature>;
using to_sql = named_routine<kw<K::TO>, word<"sql">, kw<K::WITH, K::FUNCTION>, routine_signature>;
struct create_transform
    : node<NodeKind::Definition, kw<K::CREATE>, or_replace, kw<K::TRANSFORM, K::FOR>, type_name, kw<K::LANGUAGE>, name,
           parens<sor<seq<from_sql, opt<comma, to_sql>>, seq<to_sql, opt<comma, from_sql>>>>> {};

// ---- Operators -----------------------------------------------------------------------------------------------------

struct create_operator : node<NodeKind::Definition, kw<K::CREATE, K::OPERATOR>, any_operator, definition> {};
struct alter_operator : node<NodeKind::Definition, kw<K::ALTER, K::OPERATOR>, operator_signature,
                             sor<owner_action, schema_action, object_action<kw<K::SET>, definition>>> {};

using types = parens<comma_list<type_name>>;
using purpose = opt<kw<K::FOR>, sor<kw<K::SEARCH>, seq<kw<K::ORDER, K::BY>, qualified_name>>>;
struct class_item : sor<named_routine<kw<K::OPERATOR>, unsigned_integer, sor<operator_signature, any_operator>, purpose,
                                      opt<kw<K::RECHECK>>>,
                        named_routine<kw<K::FUNCTION>, unsigned_integer, opt<types>, routine_signature>,
                        option_words<kw<K::STORAGE>, type_name>> {};
struct create_operator_class
    : node<NodeKind::Definition, kw<K::CREATE, K::OPERATOR, K::CLASS>, qualified_name,
           opt<option_words<kw<K::DEFAULT>>>, option_words<kw<K::FOR, K::TYPE>, type_name>, kw<K::USING>, name,
           opt<option_words<kw<K::FAMILY>, qualified_name>>, kw<K::AS>, comma_list<class_item>> {};
struct create_operator_family
    : node<NodeKind::Definition, kw<K::CREATE, K::OPERATOR, K::FAMILY>, qualified_name, kw<K::USING>, name> {};
using dropped_item = option_words<sor<kw<K::OPERATOR>, kw<K::FUNCTION>>, unsigned_integer, types>;
struct alter_operator_class : node<NodeKind::Definition, kw<K::ALTER, K::OPERATOR, K::CLASS>, qualified_name,
                                   kw<K::USING>, name, sor<rename_action, owner_action, schema_action>> {};
struct alter_operator_family
    : node<NodeKind::Definition, kw<K::ALTER, K::OPERATOR, K::FAMILY>, qualified_name, kw<K::USING>, name,
           sor<object_action<kw<K::ADD>, comma_list<class_item>>, object_action<kw<K::DROP>, comma_list<dropped_item>>,
               rename_action, owner_action, schema_action>> {};

// ---- Text search ---------------------------------------------------------------------------------------------------

using text_search_kind = seq<kw<K::TEXT, K::SEARCH>,
                             sor<kw<K::CONFIGURATION>, kw<K::DICTIONARY>, kw<K::PARSER>, kw<K::TEMPLATE>>>;
struct create_text_search
    : node<NodeKind::Definition, kw<K::CREATE>, text_search_kind, qualified_name, definition> {};
using token_types = option_words<kw<K::FOR>, value_of<comma_list<name>>>;
using dictionaries = option_words<kw<K::WITH>, value_of<comma_list<qualified_name>>>;
using replacement = seq<option_words<kw<K::REPLACE>, qualified_name>, option_words<kw<K::WITH>, qualified_name>>;
struct mapping
    : sor<object_action<kw<K::ADD, K::MAPPING>, token_types, dictionaries>,
          object_action<kw<K::ALTER, K::MAPPING>, sor<replacement, seq<token_types, sor<replacement, dictionaries>>>>,
          object_action<kw<K::DROP, K::MAPPING>, opt<if_exists>, token_types>> {};
struct alter_text_search
    : node<NodeKind::Definition, kw<K::ALTER, K::TEXT, K::SEARCH>,
           sor<seq<kw<K::CONFIGURATION>, qualified_name, sor<mapping, rename_action, owner_action, schema_action>>,
               seq<kw<K::DICTIONARY>, qualified_name,
                   sor<object_action<definition>, rename_action, owner_action, schema_action>>,
               seq<sor<kw<K::PARSER>, kw<K::TEMPLATE>>, qualified_name, sor<rename_action, schema_action>>>> {};

// ---- Languages and access methods ----------------------------------------------------------------------------------

using validator = opt<sor<named_routine<kw<K::VALIDATOR>, qualified_name>, option_words<kw<K::NO, K::VALIDATOR>>>>;
struct create_language : node<NodeKind::Definition, kw<K::CREATE>, or_replace, opt<option_words<kw<K::TRUSTED>>>,
                              opt<kw<K::PROCEDURAL>>, kw<K::LANGUAGE>, name,
                              opt<named_routine<kw<K::HANDLER>, qualified_name>,
                                  opt<named_routine<kw<K::INLINE>, qualified_name>>, validator>> {};
struct alter_language : node<NodeKind::Definition, kw<K::ALTER>, opt<kw<K::PROCEDURAL>>, kw<K::LANGUAGE>, name,
                             sor<rename_action, owner_action>> {};
struct create_access_method : node<NodeKind::Definition, kw<K::CREATE, K::ACCESS, K::METHOD>, name,
                                   option_words<kw<K::TYPE>, value_of<sor<kw<K::INDEX>, kw<K::TABLE>>>>,
                                   named_routine<kw<K::HANDLER>, qualified_name>> {};

}  // namespace

bool match_create_aggregate(Tokens& in) { return take<seq<create_aggregate, end>>(in); }
bool match_alter_aggregate(Tokens& in) { return take<seq<alter_aggregate, end>>(in); }
bool match_create_cast(Tokens& in) { return take<seq<create_cast, end>>(in); }
bool match_create_collation(Tokens& in) { return take<seq<create_collation, end>>(in); }
bool match_alter_collation(Tokens& in) { return take<seq<alter_collation, end>>(in); }
bool match_create_conversion(Tokens& in) { return take<seq<create_conversion, end>>(in); }
bool match_alter_conversion(Tokens& in) { return take<seq<alter_conversion, end>>(in); }
bool match_create_transform(Tokens& in) { return take<seq<create_transform, end>>(in); }
bool match_create_operator(Tokens& in) { return take<seq<create_operator, end>>(in); }
bool match_alter_operator(Tokens& in) { return take<seq<alter_operator, end>>(in); }
bool match_create_operator_class(Tokens& in) { return take<seq<create_operator_class, end>>(in); }
bool match_alter_operator_class(Tokens& in) { return take<seq<alter_operator_class, end>>(in); }
bool match_create_operator_family(Tokens& in) { return take<seq<create_operator_family, end>>(in); }
bool match_alter_operator_family(Tokens& in) { return take<seq<alter_operator_family, end>>(in); }
bool match_create_text_search(Tokens& in) { return take<seq<create_text_search, end>>(in); }
bool match_alter_text_search(Tokens& in) { return take<seq<alter_text_search, end>>(in); }
bool match_create_language(Tokens& in) { return take<seq<create_language, end>>(in); }
bool match_alter_language(Tokens& in) { return take<seq<alter_language, end>>(in); }
bool match_create_access_method(Tokens& in) { return take<seq<create_access_method, end>>(in); }

}  // namespace lockstep::grammar
