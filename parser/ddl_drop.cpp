// DROP of everything (manual: the DROP pages; lang_droptable.html and its neighbours).
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

template <K... Words>
using object = node<NodeKind::ObjectType, kw<Words...>>;
using exists = opt<if_exists>;
using relations = seq<exists, comma_list<relation_name>, drop_behavior>;
using names = seq<exists, comma_list<name>, drop_behavior>;
using qualified_names = seq<exists, comma_list<qualified_name>, drop_behavior>;
using type_names = seq<exists, comma_list<type_name>, drop_behavior>;
using routines = seq<exists, comma_list<routine_signature>, drop_behavior>;
using on_table = seq<exists, name, kw<K::ON>, relation_name, drop_behavior>;
using concurrently = opt<node<NodeKind::Concurrently, kw<K::CONCURRENTLY>>>;

struct index : seq<object<K::INDEX>, concurrently, relations> {};
struct foreign : sor<seq<object<K::FOREIGN, K::TABLE>, relations>,
                     seq<object<K::FOREIGN, K::DATA, K::WRAPPER>, names>> {};
struct cast : seq<object<K::CAST>, exists, parens<type_name, kw<K::AS>, type_name>, drop_behavior> {};
struct transform : seq<object<K::TRANSFORM>, exists, kw<K::FOR>, type_name, kw<K::LANGUAGE>, name, drop_behavior> {};
struct operators
    : sor<seq<sor<object<K::OPERATOR, K::CLASS>, object<K::OPERATOR, K::FAMILY>>, exists, qualified_name,
              kw<K::USING>, name, drop_behavior>,
          seq<object<K::OPERATOR>, exists, comma_list<operator_signature>, drop_behavior>> {};
struct text_search
    : seq<node<NodeKind::ObjectType, kw<K::TEXT, K::SEARCH>,
               sor<kw<K::CONFIGURATION>, kw<K::DICTIONARY>, kw<K::PARSER>, kw<K::TEMPLATE>>>,
          qualified_names> {};
using force = opt<opt<kw<K::WITH>>, paren_list<kw<K::FORCE>>>;
struct database : seq<object<K::DATABASE>, exists, name, force> {};
struct user : sor<seq<object<K::USER, K::MAPPING>, exists, kw<K::FOR>, sor<node<NodeKind::Name, kw<K::USER>>, role_name>, kw<K::SERVER>, name>,
                  seq<object<K::USER>, exists, comma_list<role_name>>> {};
struct roles : seq<sor<object<K::ROLE>, object<K::GROUP>>, exists, comma_list<role_name>> {};

struct what {
  using rule_t = what;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    switch (in.peek().keyword()) {
      case K::TABLE: return take<seq<object<K::TABLE>, relations>>(in);
      case K::VIEW: return take<seq<object<K::VIEW>, relations>>(in);
      case K::MATERIALIZED: return take<seq<object<K::MATERIALIZED, K::VIEW>, relations>>(in);
      case K::SEQUENCE: return take<seq<object<K::SEQUENCE>, relations>>(in);
      case K::INDEX: return take<index>(in);
      case K::FOREIGN: return take<foreign>(in);
      case K::SCHEMA: return take<seq<object<K::SCHEMA>, names>>(in);
      case K::EXTENSION: return take<seq<object<K::EXTENSION>, names>>(in);
      case K::PUBLICATION: return take<seq<object<K::PUBLICATION>, names>>(in);
      case K::SERVER: return take<seq<object<K::SERVER>, names>>(in);
      case K::LANGUAGE: return take<seq<object<K::LANGUAGE>, names>>(in);
      case K::PROCEDURAL: return take<seq<object<K::PROCEDURAL, K::LANGUAGE>, names>>(in);
      case K::ACCESS: return take<seq<object<K::ACCESS, K::METHOD>, names>>(in);
      case K::EVENT: return take<seq<object<K::EVENT, K::TRIGGER>, names>>(in);
      case K::SUBSCRIPTION: return take<seq<object<K::SUBSCRIPTION>, exists, name, drop_behavior>>(in);
      case K::TYPE: return take<seq<object<K::TYPE>, type_names>>(in);
      case K::DOMAIN: return take<seq<object<K::DOMAIN>, type_names>>(in);
      case K::COLLATION: return take<seq<object<K::COLLATION>, qualified_names>>(in);
      case K::CONVERSION: return take<seq<object<K::CONVERSION>, qualified_names>>(in);
      case K::STATISTICS: return take<seq<object<K::STATISTICS>, qualified_names>>(in);
      case K::TEXT: return take<text_search>(in);
      case K::FUNCTION: return take<seq<object<K::FUNCTION>, routines>>(in);
      case K::PROCEDURE: return take<seq<object<K::PROCEDURE>, routines>>(in);
      case K::ROUTINE: return take<seq<object<K::ROUTINE>, routines>>(in);
      case K::AGGREGATE:
        return take<seq<object<K::AGGREGATE>, exists, comma_list<aggregate_signature>, drop_behavior>>(in);
      case K::OPERATOR: return take<operators>(in);
      case K::CAST: return take<cast>(in);
      case K::TRANSFORM: return take<transform>(in);
      case K::TRIGGER: return take<seq<object<K::TRIGGER>, on_table>>(in);
      case K::RULE: return take<seq<object<K::RULE>, on_table>>(in);
      case K::POLICY: return take<seq<object<K::POLICY>, on_table>>(in);
      case K::DATABASE: return take<database>(in);
      case K::TABLESPACE: return take<seq<object<K::TABLESPACE>, exists, name>>(in);
      case K::ROLE: case K::GROUP: return take<roles>(in);
      case K::USER: return take<user>(in);
      case K::OWNED: return take<seq<object<K::OWNED, K::BY>, comma_list<role_name>, drop_behavior>>(in);
      default: return in.fail("what to drop");
    }
  }
};

struct sqlite_what : sor<seq<sor<object<K::TABLE>, object<K::VIEW>, object<K::INDEX>>, sqlite_if_exists, relation_name>,
                         seq<object<K::TRIGGER>, sqlite_if_exists, qualified_name>> {};

}  // namespace

bool match_drop(Tokens& in) {
  if (in.sqlite()) return take<seq<node<NodeKind::Drop, kw<K::DROP>, sqlite_what>, end>>(in);
  return take<seq<node<NodeKind::Drop, kw<K::DROP>, what>, end>>(in);
}

}  // namespace lockstep::grammar

namespace lockstep::lower {

void lower_drop(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  DropStatement drop;
  const NodeIndex type = tree.find(root, NodeKind::ObjectType);
  drop.kind = object_kind(tree, type);
  drop.if_exists = tree.has(root, NodeKind::IfExists);
  drop.concurrently = tree.has(root, NodeKind::Concurrently);
  drop.cascade = tree.has(root, NodeKind::Cascade);
  switch (drop.kind) {
    // One object whose name has several parts.
    case ObjectKind::Trigger: case ObjectKind::Rule: case ObjectKind::Policy: case ObjectKind::OperatorClass:
    case ObjectKind::OperatorFamily: case ObjectKind::Cast: case ObjectKind::Transform: case ObjectKind::UserMapping: {
      ObjectName object = named_object(tree, root, drop.kind);
      if (!object.name.name.empty()) drop.names.push_back(std::move(object.name));
      if (object.signature.written) drop.signatures.push_back(std::move(object.signature));
      drop.table = std::move(object.relation);
      drop.access_method = std::move(object.access_method);
      drop.role = std::move(object.role);
      break;
    }
    default:
      for (const NodeIndex child : tree.children(root)) {
        if (!names_object(tree, child)) continue;
        drop.names.push_back(object_name(tree, child));
        if (tree.kind(child) == NodeKind::Signature) drop.signatures.push_back(signature(tree, child));
      }
      break;
  }
  if (drop.kind == ObjectKind::Role) result.tag = "DROP ROLE";  // the user may be called "mapping"
  result.body = std::move(drop);
}

}  // namespace lockstep::lower
