// CREATE SCHEMA with its elements, CREATE SEQUENCE, CREATE EXTENSION (manual: those pages).
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

// ---- Schemas -------------------------------------------------------------------------------------------------------

using authorization = node<NodeKind::Authorization, kw<K::AUTHORIZATION>, role_name>;
using schema_name = sor<authorization, seq<name, opt<authorization>>>;
struct element : sor<create_table_element, create_view_element, create_index_element, create_sequence_element,
                     create_trigger_element, grant_element> {};
struct create_schema : node<NodeKind::CreateSchema, kw<K::CREATE, K::SCHEMA>,
                            sor<seq<if_not_exists, schema_name>, seq<schema_name, star<element>>>> {};

// ---- Sequences -----------------------------------------------------------------------------------------------------

struct create_sequence
    : node<NodeKind::CreateSequence, kw<K::CREATE>, persistence, kw<K::SEQUENCE>, opt<if_not_exists>, relation_name,
           opt<sequence_options>> {};

// ---- Extensions ----------------------------------------------------------------------------------------------------

using version = sor<non_reserved_word, string_literal>;
struct extension_option
    : option_words<sor<seq<kw<K::SCHEMA>, value_of<name>>, seq<kw<K::VERSION>, value_of<version>>, kw<K::CASCADE>>> {};
struct create_extension : node<NodeKind::CreateExtension, kw<K::CREATE, K::EXTENSION>, opt<if_not_exists>, name,
                               opt<kw<K::WITH>>, star<extension_option>> {};

}  // namespace

bool create_sequence_element::match(Tokens& in) { return take<create_sequence>(in); }

bool match_create_schema(Tokens& in) { return take<seq<create_schema, end>>(in); }

bool match_create_sequence(Tokens& in) { return take<seq<create_sequence, end>>(in); }

bool match_create_extension(Tokens& in) { return take<seq<create_extension, end>>(in); }

}  // namespace lockstep::grammar

namespace lockstep::lower {

void lower_create_schema(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateSchema schema;
  schema.name = first_name(tree, root);
  schema.if_not_exists = tree.has(root, NodeKind::IfNotExists);
  schema.authorization = first_name(tree, tree.find(root, NodeKind::Authorization));
  result.body = std::move(schema);
  add_inner_statements(tree, root, result);
}

void lower_create_sequence(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateSequence sequence;
  sequence.name = qualified_name(tree, tree.find(root, NodeKind::Relation));
  sequence.if_not_exists = tree.has(root, NodeKind::IfNotExists);
  sequence.temporary = tree.has(root, NodeKind::Temporary);
  sequence.unlogged = tree.has(root, NodeKind::Unlogged);
  for (const NodeIndex option : tree.find_all(root, NodeKind::SequenceOption)) {
    const NodeIndex type = tree.find(option, NodeKind::TypeName);
    if (type != kNoNode) {
      sequence.type = type_name(tree, type).name;
    } else if (!tree.has(option, NodeKind::OwnedBy)) {
      sequence.options.push_back(lower::option(tree, option));
    }
  }
  owned_by(tree, root, sequence.owned_by_table, sequence.owned_by_column);
  result.body = std::move(sequence);
}

void lower_create_extension(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateExtension extension;
  extension.name = first_name(tree, root);
  extension.if_not_exists = tree.has(root, NodeKind::IfNotExists);
  for (auto& [name, value] : options(tree, root)) {
    if (name == "schema") extension.schema = unquoted(value);
    if (name == "version") extension.version = unquoted(value);
    if (name == "cascade") extension.cascade = true;
  }
  result.body = std::move(extension);
}

// Without a handler the server takes CREATE LANGUAGE for CREATE EXTENSION, with IF NOT EXISTS for OR REPLACE.
void lower_create_language(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  if (tree.has(root, NodeKind::NamedRoutine)) return lower_create_object(tree, result);
  CreateExtension extension;
  extension.name = first_name(tree, root);
  extension.if_not_exists = tree.has(root, NodeKind::OrReplace);
  result.tag = "CREATE EXTENSION";
  result.body = std::move(extension);
}

}  // namespace lockstep::lower
