// CREATE TYPE, ALTER TYPE, CREATE DOMAIN, ALTER DOMAIN (manual: those pages).
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

using attribute = node<NodeKind::ColumnDefinition, name, type_name, opt<collate_clause>>;
using labels = node<NodeKind::EnumLabels, kw<K::ENUM>, parens<opt<comma_list<string_literal>>>>;
using attributes = node<NodeKind::Attributes, parens<opt<comma_list<attribute>>>>;
// A composite type is a relation to the server, the others are not.
struct create_type
    : node<NodeKind::CreateType, kw<K::CREATE, K::TYPE>,
           sor<seq<relation_name, kw<K::AS>, attributes>,
               seq<qualified_name, kw<K::AS>, sor<labels, node<NodeKind::RangeOptions, kw<K::RANGE>, definition>>>,
               seq<qualified_name, opt<node<NodeKind::BaseOptions, definition>>>>> {};

struct create_domain
    : node<NodeKind::CreateDomain, kw<K::CREATE, K::DOMAIN>, qualified_name, opt<kw<K::AS>>, type_name,
           column_constraints> {};

// ---- ALTER TYPE ----------------------------------------------------------------------------------------------------

using neighbour = opt<sor<node<NodeKind::Before, kw<K::BEFORE>, string_literal>,
                          node<NodeKind::After, kw<K::AFTER>, string_literal>>>;
using add_value = node<NodeKind::AddValue, kw<K::ADD, K::VALUE>, opt<if_not_exists>, string_literal, neighbour>;
using rename_value =
    node<NodeKind::RenameValue, kw<K::RENAME, K::VALUE>, string_literal, kw<K::TO>, string_literal>;
using rename_attribute = node<NodeKind::AlterRenameColumn, kw<K::RENAME, K::ATTRIBUTE>, name, kw<K::TO>, name,
                              drop_behavior>;
using attribute_subcommand =
    sor<node<NodeKind::AlterAddColumn, kw<K::ADD, K::ATTRIBUTE>, attribute, drop_behavior>,
        node<NodeKind::AlterDropColumn, kw<K::DROP, K::ATTRIBUTE>, opt<if_exists>, name, drop_behavior>,
        node<NodeKind::AlterColumnType, kw<K::ALTER, K::ATTRIBUTE>, name, opt<kw<K::SET, K::DATA>>, kw<K::TYPE>,
             type_name, opt<collate_clause>, drop_behavior>>;

using type_word = node<NodeKind::ObjectType, kw<K::TYPE>>;
struct alter_composite : node<NodeKind::AlterRelation, kw<K::ALTER>, type_word, relation_name,
                              sor<rename_attribute, comma_list<attribute_subcommand>>> {};
struct alter_other
    : node<NodeKind::AlterType, kw<K::ALTER>, type_word, qualified_name,
           sor<add_value, rename_value, node<NodeKind::RenameTo, rename_to>, node<NodeKind::SetSchemaTo, set_schema>,
               node<NodeKind::OwnerTo, owner_to>, seq<kw<K::SET>, definition>>> {};

// A domain's NOT NULL names no column.
using domain_not_null =
    node<NodeKind::Constraint, opt<node<NodeKind::ConstraintName, kw<K::CONSTRAINT>, name>>,
         node<NodeKind::NotNull, kw<K::NOT, K::NULL_>>, opt<kw<K::NOT, K::VALID>>>;
struct alter_domain
    : node<NodeKind::Definition, kw<K::ALTER, K::DOMAIN>, qualified_name,
           sor<node<NodeKind::AlterSetDefault, kw<K::SET, K::DEFAULT>, expression>,
               node<NodeKind::AlterDropDefault, kw<K::DROP, K::DEFAULT>>,
               node<NodeKind::AlterSetNotNull, kw<K::SET, K::NOT, K::NULL_>>,
               node<NodeKind::AlterDropNotNull, kw<K::DROP, K::NOT, K::NULL_>>,
               node<NodeKind::AlterAddConstraint, kw<K::ADD>, sor<table_constraint, domain_not_null>>,
               node<NodeKind::AlterDropConstraint, kw<K::DROP, K::CONSTRAINT>, opt<if_exists>, name, drop_behavior>,
               node<NodeKind::AlterValidateConstraint, kw<K::VALIDATE, K::CONSTRAINT>, name>,
               node<NodeKind::AlterRenameConstraint, kw<K::RENAME, K::CONSTRAINT>, name, kw<K::TO>, name>, rename_action,
               owner_action, schema_action>> {};

}  // namespace

bool match_create_type(Tokens& in) { return take<seq<create_type, end>>(in); }

bool match_create_domain(Tokens& in) { return take<seq<create_domain, end>>(in); }

bool match_alter_type(Tokens& in) { return take<sor<seq<alter_composite, end>, seq<alter_other, end>>>(in); }

bool match_alter_domain(Tokens& in) { return take<seq<alter_domain, end>>(in); }

}  // namespace lockstep::grammar

namespace lockstep::lower {

void lower_create_type(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateType type;
  type.form = CreateType::Form::Shell;
  for (const NodeIndex child : tree.children(root)) {
    switch (tree.kind(child)) {
      case NodeKind::Relation:
      case NodeKind::QualifiedName: type.name = qualified_name(tree, child); break;
      case NodeKind::EnumLabels:
        type.form = CreateType::Form::Enum;
        for (const NodeIndex label : tree.children(child)) type.labels.push_back(string_value(tree, label));
        break;
      case NodeKind::Attributes:
        type.form = CreateType::Form::Composite;
        for (const NodeIndex attribute : tree.children(child)) {
          ColumnDefinition column = column_definition(tree, attribute);
          if (const NodeIndex collate = tree.find(attribute, NodeKind::CollateClause); collate != kNoNode) {
            Constraint collation;
            collation.kind = ConstraintKind::Collate;
            collation.span = tree.span(collate);
            collation.collation = dotted_name(tree, tree.children(collate)[0]);
            column.constraints.push_back(std::move(collation));
          }
          type.attributes.push_back(std::move(column));
        }
        break;
      case NodeKind::RangeOptions:
      case NodeKind::BaseOptions:
        type.form = tree.kind(child) == NodeKind::BaseOptions ? CreateType::Form::Base : CreateType::Form::Range;
        type.options = options(tree, tree.find(child, NodeKind::Options));
        break;
      default: break;
    }
  }
  result.body = std::move(type);
}

void lower_create_domain(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateType type;
  type.form = CreateType::Form::Domain;
  type.name = qualified_name(tree, tree.find(root, NodeKind::QualifiedName));
  type.base = type_name(tree, tree.find(root, NodeKind::TypeName));
  type.constraints = constraints(tree, root);
  result.body = std::move(type);
}

void lower_alter_type(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  if (tree.kind(root) == NodeKind::AlterRelation) return lower_alter_table(tree, result);
  AlterType type;
  type.name = qualified_name(tree, tree.find(root, NodeKind::QualifiedName));
  for (const NodeIndex child : tree.children(root)) {
    switch (tree.kind(child)) {
      case NodeKind::AddValue:
        type.added = string_value(tree, tree.find(child, NodeKind::String));
        type.if_not_exists = tree.has(child, NodeKind::IfNotExists);
        if (const NodeIndex label = tree.find(child, NodeKind::Before, NodeKind::String); label != kNoNode) {
          type.before = string_value(tree, label);
        }
        if (const NodeIndex label = tree.find(child, NodeKind::After, NodeKind::String); label != kNoNode) {
          type.after = string_value(tree, label);
        }
        break;
      case NodeKind::RenameValue: {
        const Children labels = tree.children(child);
        type.renamed = string_value(tree, labels[0]);
        type.renamed_to = string_value(tree, labels[1]);
        break;
      }
      case NodeKind::RenameTo: type.rename_type_to = first_name(tree, child); break;
      case NodeKind::SetSchemaTo: type.set_schema = first_name(tree, child); break;
      case NodeKind::OwnerTo: type.owner_to = first_name(tree, child); break;
      default: break;
    }
  }
  result.body = std::move(type);
}

}  // namespace lockstep::lower
