// GRANT, REVOKE, ALTER DEFAULT PRIVILEGES (manual: those pages).
#include "base/text.h"
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

template <K... Words>
using object = node<NodeKind::ObjectType, kw<Words...>>;

using privilege_word = sor<kw<K::SELECT>, kw<K::REFERENCES>, kw<K::CREATE>, kw<K::ALTER, K::SYSTEM>, name>;
using privilege = node<NodeKind::Privilege, node<NodeKind::Words, privilege_word>, opt<name_paren_list>>;
using all_privileges = node<NodeKind::Privilege, node<NodeKind::Words, kw<K::ALL>>, opt<kw<K::PRIVILEGES>>,
                            opt<name_paren_list>>;
struct privileges : sor<all_privileges, comma_list<privilege>> {};

using setting_name = node<NodeKind::QualifiedName, name, star<dot, name>>;
using in_schema = node<NodeKind::AllInSchema, kw<K::IN, K::SCHEMA>, comma_list<name>>;
using all_kind = node<NodeKind::ObjectType,
                      sor<kw<K::TABLES>, kw<K::SEQUENCES>, kw<K::FUNCTIONS>, kw<K::PROCEDURES>, kw<K::ROUTINES>>>;

struct target {
  using rule_t = target;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    switch (in.peek().keyword()) {
      case K::TABLE: return take<seq<object<K::TABLE>, comma_list<relation_name>>>(in);
      case K::SEQUENCE: return or_relation<seq<object<K::SEQUENCE>, comma_list<relation_name>>>(in);
      case K::FOREIGN:
        return take<sor<seq<object<K::FOREIGN, K::DATA, K::WRAPPER>, comma_list<name>>,
                        seq<object<K::FOREIGN, K::SERVER>, comma_list<name>>>>(in);
      case K::FUNCTION: return or_relation<seq<object<K::FUNCTION>, comma_list<routine_signature>>>(in);
      case K::PROCEDURE: return or_relation<seq<object<K::PROCEDURE>, comma_list<routine_signature>>>(in);
      case K::ROUTINE: return or_relation<seq<object<K::ROUTINE>, comma_list<routine_signature>>>(in);
      case K::DATABASE: return or_relation<seq<object<K::DATABASE>, comma_list<name>>>(in);
      case K::DOMAIN: return or_relation<seq<object<K::DOMAIN>, comma_list<qualified_name>>>(in);
      case K::LANGUAGE: return or_relation<seq<object<K::LANGUAGE>, comma_list<name>>>(in);
      case K::LARGE: return or_relation<seq<object<K::LARGE, K::OBJECT>, comma_list<number>>>(in);
      case K::PARAMETER: return or_relation<seq<object<K::PARAMETER>, comma_list<setting_name>>>(in);
      case K::SCHEMA: return or_relation<seq<object<K::SCHEMA>, comma_list<name>>>(in);
      case K::TABLESPACE: return or_relation<seq<object<K::TABLESPACE>, comma_list<name>>>(in);
      case K::TYPE: return or_relation<seq<object<K::TYPE>, comma_list<qualified_name>>>(in);
      case K::ALL: return take<seq<kw<K::ALL>, all_kind, in_schema>>(in);
      default: return take<comma_list<relation_name>>(in);
    }
  }

 private:
  // A table may bear the name of a kind: GRANT SELECT ON type TO ...
  template <typename Rule>
  static bool or_relation(Tokens& in) {
    const bool kind = !in.peek(1).is(P::Comma) && !in.peek(1).is(P::Dot) && !in.peek(1).is(K::TO) &&
                      !in.peek(1).is(K::FROM);
    return kind ? take<Rule>(in) : take<comma_list<relation_name>>(in);
  }
};

using grantees = node<NodeKind::Grantees, comma_list<seq<opt<kw<K::GROUP>>, role_name>>>;
using roles = node<NodeKind::Grantees, comma_list<role_name>>;
using grant_option = opt<node<NodeKind::GrantOption, kw<K::WITH, K::GRANT, K::OPTION>>>;
using granted_by = opt<node<NodeKind::Authorization, kw<K::GRANTED, K::BY>, role_name>>;

using option_value = sor<kw<K::OPTION>, kw<K::TRUE_>, kw<K::FALSE_>>;
using admin_option = seq<name, option_value>;
using admin_options = opt<node<NodeKind::GrantOption, kw<K::WITH>, comma_list<admin_option>>>;

struct grant_on : node<NodeKind::Grant, kw<K::GRANT>, privileges, kw<K::ON>, target, kw<K::TO>, grantees, grant_option,
                       granted_by> {};
struct grant_role : node<NodeKind::Grant, kw<K::GRANT>, comma_list<privilege>, kw<K::TO>, roles, admin_options,
                         granted_by> {};
struct revoke_on
    : node<NodeKind::Grant, kw<K::REVOKE>, opt<node<NodeKind::GrantOption, kw<K::GRANT, K::OPTION, K::FOR>>>,
           privileges, kw<K::ON>, target, kw<K::FROM>, grantees, granted_by, drop_behavior> {};
struct revoke_role
    : node<NodeKind::Grant, kw<K::REVOKE>, opt<node<NodeKind::GrantOption, name, kw<K::OPTION, K::FOR>>>,
           comma_list<privilege>, kw<K::FROM>, roles, granted_by, drop_behavior> {};

// ---- ALTER DEFAULT PRIVILEGES --------------------------------------------------------------------------------------

using of_roles = seq<kw<K::FOR>, sor<kw<K::ROLE>, kw<K::USER>>, roles>;
using default_options = star<sor<in_schema, of_roles>>;
using default_kind =
    node<NodeKind::ObjectType, sor<kw<K::TABLES>, kw<K::SEQUENCES>, kw<K::FUNCTIONS>, kw<K::ROUTINES>, kw<K::TYPES>,
                                   kw<K::SCHEMAS>, kw<K::LARGE, K::OBJECTS>>>;
struct default_grant
    : node<NodeKind::Grant, kw<K::GRANT>, privileges, kw<K::ON>, default_kind, kw<K::TO>, grantees, grant_option> {};
struct default_revoke
    : node<NodeKind::Grant, kw<K::REVOKE>, opt<node<NodeKind::GrantOption, kw<K::GRANT, K::OPTION, K::FOR>>>,
           privileges, kw<K::ON>, default_kind, kw<K::FROM>, grantees, drop_behavior> {};
struct alter_default_privileges : node<NodeKind::Definition, kw<K::ALTER, K::DEFAULT, K::PRIVILEGES>, default_options,
                                       sor<default_grant, default_revoke>> {};

}  // namespace

bool grant_element::match(Tokens& in) { return take<grant_on>(in); }

bool match_grant(Tokens& in) { return take<sor<seq<grant_on, end>, seq<grant_role, end>>>(in); }

bool match_revoke(Tokens& in) { return take<sor<seq<revoke_on, end>, seq<revoke_role, end>>>(in); }

bool match_alter_default_privileges(Tokens& in) { return take<seq<alter_default_privileges, end>>(in); }

}  // namespace lockstep::grammar

namespace lockstep::lower {
namespace {

ObjectKind granted_kind(const Tree& tree, NodeIndex type) {
  switch (tree.first_token(type).keyword()) {
    case K::TABLES: return ObjectKind::Table;
    case K::SEQUENCES: return ObjectKind::Sequence;
    case K::FUNCTIONS: return ObjectKind::Function;
    case K::PROCEDURES: return ObjectKind::Procedure;
    case K::ROUTINES: return ObjectKind::Routine;
    case K::TYPES: return ObjectKind::Type;
    case K::SCHEMAS: return ObjectKind::Schema;
    default: return tree.last_token(type).is(K::OBJECTS) ? ObjectKind::LargeObject : object_kind(tree, type);
  }
}

/// "SELECT", "UPDATE (zone)", or the name of a role.
std::string privilege_text(const Tree& tree, NodeIndex node, bool of_role) {
  const NodeIndex word = tree.find(node, NodeKind::Words);
  if (of_role) {
    const NodeIndex role = tree.find(word, NodeKind::Name);
    return role == kNoNode ? to_lower(clean_text(tree, word)) : name_text(tree, role);
  }
  std::string text = to_upper(clean_text(tree, word));
  if (const NodeIndex columns = tree.find(node, NodeKind::NameList); columns != kNoNode) {
    text += " " + clean_text(tree, columns);
  }
  return text;
}

Grant grant_of(const Tree& tree, NodeIndex node) {
  Grant grant;
  grant.revoke = tree.first_token(node).is(K::REVOKE);
  grant.role_membership = true;  // until an object is found
  for (const NodeIndex child : tree.children(node)) {
    switch (tree.kind(child)) {
      case NodeKind::GrantOption: grant.grant_option = true; break;
      case NodeKind::ObjectType:
        grant.kind = granted_kind(tree, child);
        grant.role_membership = false;
        break;
      case NodeKind::AllInSchema:
        grant.all_in_schema = true;
        for (const NodeIndex name : tree.children(child)) grant.names.push_back(object_name(tree, name));
        break;
      case NodeKind::Grantees: grant.roles = name_list(tree, child); break;
      case NodeKind::Authorization: grant.granted_by = first_name(tree, child); break;
      case NodeKind::Cascade: grant.cascade = true; break;
      case NodeKind::Relation:
      case NodeKind::Name:
      case NodeKind::QualifiedName:
      case NodeKind::Signature:
      case NodeKind::Number:
        grant.names.push_back(object_name(tree, child));
        if (tree.kind(child) == NodeKind::Signature) grant.signatures.push_back(signature(tree, child));
        grant.role_membership = false;
        break;
      default: break;
    }
  }
  if (grant.role_membership) grant.kind = ObjectKind::Role;
  for (const NodeIndex privilege : tree.find_all(node, NodeKind::Privilege)) {
    grant.privileges.push_back(privilege_text(tree, privilege, grant.role_membership));
  }
  return grant;
}

}  // namespace

void lower_grant(const Tree& tree, Statement& result) {
  Grant grant = grant_of(tree, tree.root());
  if (grant.role_membership) result.tag += " ROLE";
  result.body = std::move(grant);
}

void lower_alter_default_privileges(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  DefaultPrivileges defaults;
  for (const NodeIndex child : tree.children(root)) {
    switch (tree.kind(child)) {
      case NodeKind::Grantees:
        for (std::string& owner : name_list(tree, child)) defaults.owners.push_back(std::move(owner));
        break;
      case NodeKind::AllInSchema:
        for (std::string& schema : name_list(tree, child)) defaults.schemas.push_back(std::move(schema));
        break;
      case NodeKind::Grant: defaults.grant = grant_of(tree, child); break;
      default: break;
    }
  }
  result.body = std::move(defaults);
}

void lower_revoke(const Tree& tree, Statement& result) { lower_grant(tree, result); }

}  // namespace lockstep::lower
