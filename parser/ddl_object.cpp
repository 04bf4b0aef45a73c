// How COMMENT ON, SECURITY LABEL ON and ALTER EXTENSION name the object they are about: words, then a name whose form
// depends on them.
#include "parser/ddl_rules.h"

namespace lockstep::grammar {
namespace {

template <K... Words>
using object = node<NodeKind::ObjectType, kw<Words...>>;

using on_relation = seq<name, kw<K::ON>, relation_name>;
struct constraint : seq<object<K::CONSTRAINT>, name, kw<K::ON>,
                        sor<seq<node<NodeKind::Words, kw<K::DOMAIN>>, qualified_name>, relation_name>> {};
struct operators : sor<seq<sor<object<K::OPERATOR, K::CLASS>, object<K::OPERATOR, K::FAMILY>>, qualified_name,
                           kw<K::USING>, name>,
                       seq<object<K::OPERATOR>, operator_signature>> {};
struct text_search
    : seq<node<NodeKind::ObjectType, kw<K::TEXT, K::SEARCH>,
               sor<kw<K::CONFIGURATION>, kw<K::DICTIONARY>, kw<K::PARSER>, kw<K::TEMPLATE>>>,
          qualified_name> {};
struct foreign : sor<seq<object<K::FOREIGN, K::TABLE>, relation_name>,
                     seq<object<K::FOREIGN, K::DATA, K::WRAPPER>, name>> {};

// Names that only some of the three commands take.
bool only_comment(K word) {
  return word == K::CONSTRAINT || word == K::TRIGGER || word == K::RULE || word == K::POLICY;
}
bool not_in_extension(K word) {
  return only_comment(word) || word == K::COLUMN || word == K::LARGE;
}

bool object_of(Tokens& in) {
  switch (in.peek().keyword()) {
    case K::TABLE: return take<seq<object<K::TABLE>, relation_name>>(in);
    case K::VIEW: return take<seq<object<K::VIEW>, relation_name>>(in);
    case K::MATERIALIZED: return take<seq<object<K::MATERIALIZED, K::VIEW>, relation_name>>(in);
    case K::INDEX: return take<seq<object<K::INDEX>, relation_name>>(in);
    case K::SEQUENCE: return take<seq<object<K::SEQUENCE>, relation_name>>(in);
    case K::FOREIGN: return take<foreign>(in);
    case K::COLUMN: return take<seq<object<K::COLUMN>, relation_column>>(in);
    case K::STATISTICS: return take<seq<object<K::STATISTICS>, qualified_name>>(in);
    case K::COLLATION: return take<seq<object<K::COLLATION>, qualified_name>>(in);
    case K::CONVERSION: return take<seq<object<K::CONVERSION>, qualified_name>>(in);
    case K::TEXT: return take<text_search>(in);
    case K::SCHEMA: return take<seq<object<K::SCHEMA>, name>>(in);
    case K::EXTENSION: return take<seq<object<K::EXTENSION>, name>>(in);
    case K::DATABASE: return take<seq<object<K::DATABASE>, name>>(in);
    case K::ROLE: return take<seq<object<K::ROLE>, name>>(in);
    case K::TABLESPACE: return take<seq<object<K::TABLESPACE>, name>>(in);
    case K::LANGUAGE: return take<seq<object<K::LANGUAGE>, name>>(in);
    case K::PROCEDURAL: return take<seq<object<K::PROCEDURAL, K::LANGUAGE>, name>>(in);
    case K::SERVER: return take<seq<object<K::SERVER>, name>>(in);
    case K::PUBLICATION: return take<seq<object<K::PUBLICATION>, name>>(in);
    case K::SUBSCRIPTION: return take<seq<object<K::SUBSCRIPTION>, name>>(in);
    case K::ACCESS: return take<seq<object<K::ACCESS, K::METHOD>, name>>(in);
    case K::EVENT: return take<seq<object<K::EVENT, K::TRIGGER>, name>>(in);
    case K::TYPE: return take<seq<object<K::TYPE>, type_name>>(in);
    case K::DOMAIN: return take<seq<object<K::DOMAIN>, type_name>>(in);
    case K::FUNCTION: return take<seq<object<K::FUNCTION>, routine_signature>>(in);
    case K::PROCEDURE: return take<seq<object<K::PROCEDURE>, routine_signature>>(in);
    case K::ROUTINE: return take<seq<object<K::ROUTINE>, routine_signature>>(in);
    case K::AGGREGATE: return take<seq<object<K::AGGREGATE>, aggregate_signature>>(in);
    case K::OPERATOR: return take<operators>(in);
    case K::CONSTRAINT: return take<constraint>(in);
    case K::TRIGGER: return take<seq<object<K::TRIGGER>, on_relation>>(in);
    case K::RULE: return take<seq<object<K::RULE>, on_relation>>(in);
    case K::POLICY: return take<seq<object<K::POLICY>, on_relation>>(in);
    case K::LARGE: return take<seq<object<K::LARGE, K::OBJECT>, number>>(in);
    case K::CAST: return take<seq<object<K::CAST>, parens<type_name, kw<K::AS>, type_name>>>(in);
    case K::TRANSFORM: return take<seq<object<K::TRANSFORM>, kw<K::FOR>, type_name, kw<K::LANGUAGE>, name>>(in);
    default: return in.fail("the kind of an object, such as TABLE or COLUMN");
  }
}

}  // namespace

bool commented_object::match(Tokens& in) { return object_of(in); }

bool labelled_object::match(Tokens& in) {
  const K word = in.peek().keyword();
  if (only_comment(word) || word == K::CAST || word == K::TRANSFORM || word == K::OPERATOR) {
    return in.fail("the kind of an object, such as TABLE or COLUMN");
  }
  return object_of(in);
}

bool extension_member::match(Tokens& in) {
  if (not_in_extension(in.peek().keyword())) return in.fail("the kind of an object, such as TABLE or FUNCTION");
  return object_of(in);
}

}  // namespace lockstep::grammar
