// CREATE TABLE and its kin -> CreateTable.
#include "parser/lower_ddl.h"

namespace lockstep::lower {
namespace {

void elements(const Tree& tree, NodeIndex node, CreateTable& table) {
  for (const NodeIndex child : tree.children(node)) {
    switch (tree.kind(child)) {
      case NodeKind::ColumnDefinition: table.columns.push_back(column_definition(tree, child)); break;
      case NodeKind::Like_: {
        LikeClause like;
        like.source = qualified_name(tree, tree.find(child, NodeKind::Relation));
        for (const NodeIndex option : tree.find_all(child, NodeKind::Words)) like.options.push_back(words(tree, option));
        table.likes.push_back(std::move(like));
        break;
      }
      default: break;
    }
  }
  table.constraints = constraints(tree, node);
}

void as_query(const Tree& tree, NodeIndex node, CreateTable& table) {
  table.as_query = true;
  table.with_no_data = tree.has(node, NodeKind::WithNoData);
}

// Arguments are the module's own language: they are told apart by the commas outside parentheses.
void virtual_module(const Tree& tree, NodeIndex node, CreateTable& table) {
  table.is_virtual = true;
  table.clauses.emplace_back("using", first_name(tree, node));
  const uint32_t end = tree[node].end_token - 1;
  int depth = 0;
  uint32_t begin = tree[node].first_token + 3;  // USING module (
  for (uint32_t i = begin; i <= end && begin < end; ++i) {
    if (tree.tokens[i].is(P::LeftParen)) ++depth;
    if (tree.tokens[i].is(P::RightParen) && i < end) --depth;
    if (i < end && (depth > 0 || !tree.tokens[i].is(P::Comma))) continue;
    table.module_arguments.push_back(clean_text(tree, begin, i));
    begin = i + 1;
  }
}

}  // namespace

void lower_create_table(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateTable table;
  for (const NodeIndex child : tree.children(root)) {
    switch (tree.kind(child)) {
      case NodeKind::Relation: table.name = qualified_name(tree, child); break;
      case NodeKind::IfNotExists: table.if_not_exists = true; break;
      case NodeKind::Temporary: table.temporary = true; break;
      case NodeKind::Unlogged: table.unlogged = true; break;
      case NodeKind::TableElements: elements(tree, child, table); break;
      case NodeKind::Inherits:
        for (const NodeIndex parent : tree.children(child)) table.inherits.push_back(qualified_name(tree, parent));
        break;
      case NodeKind::PartitionBy: table.partition_by = partition_by(tree, child); break;
      case NodeKind::PartitionOf:
        table.partition_of = qualified_name(tree, tree.find(child, NodeKind::Relation));
        break;
      case NodeKind::PartitionBound: table.bound = partition_bound(tree, child); break;
      case NodeKind::OfType: table.of_type = dotted_name(tree, tree.find(child, NodeKind::QualifiedName)); break;
      case NodeKind::NameList:  // CREATE TABLE t (a, b) AS
        for (const NodeIndex name : tree.children(child)) {
          ColumnDefinition column;
          column.name = name_text(tree, name);
          column.span = column.name_span = tree.span(name);
          table.columns.push_back(std::move(column));
        }
        break;
      case NodeKind::AsQuery:
        as_query(tree, child, table);
        if (tree.dialect == Dialect::PostgreSQL) result.tag = "CREATE TABLE AS";
        break;
      case NodeKind::Foreign:
        table.foreign = true;
        table.clauses.emplace_back("server", first_name(tree, child));
        table.options = options(tree, tree.find(child, NodeKind::Options));
        break;
      case NodeKind::Options: table.options = options(tree, child); break;
      case NodeKind::AccessMethod: table.clauses.emplace_back("using", first_name(tree, child)); break;
      case NodeKind::Tablespace: table.clauses.emplace_back("tablespace", first_name(tree, child)); break;
      case NodeKind::OnCommit:
        table.clauses.emplace_back("on commit", words(tree, child).substr(sizeof("ON COMMIT")));
        break;
      case NodeKind::WithoutRowid: table.without_rowid = true; break;
      case NodeKind::Strict: table.strict = true; break;
      case NodeKind::VirtualModule: virtual_module(tree, child, table); break;
      default: break;
    }
  }
  result.body = std::move(table);
}

void lower_create_foreign_table(const Tree& tree, Statement& result) { lower_create_table(tree, result); }

void lower_create_virtual_table(const Tree& tree, Statement& result) { lower_create_table(tree, result); }

}  // namespace lockstep::lower
