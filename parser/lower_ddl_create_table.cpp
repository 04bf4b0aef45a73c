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
      case NodeKind::Foreign: table.foreign = true; break;
      case NodeKind::WithoutRowid: table.without_rowid = true; break;
      case NodeKind::Strict: table.strict = true; break;
      case NodeKind::VirtualModule: table.is_virtual = true; break;
      default: break;
    }
  }
  result.body = std::move(table);
}

void lower_create_foreign_table(const Tree& tree, Statement& result) { lower_create_table(tree, result); }

void lower_create_virtual_table(const Tree& tree, Statement& result) { lower_create_table(tree, result); }

}  // namespace lockstep::lower
