#include "parser/lower_ddl.h"

#include "base/text.h"

namespace lockstep::lower {
namespace {

std::optional<Expression> child_expression(const Tree& tree, NodeIndex node) {
  const Children children = tree.children(node);
  if (children.empty()) return std::nullopt;
  return expression(tree, children[0]);
}

/// The words of `node` from token `skip` on: the action of ON DELETE CASCADE, without a column list.
std::string action_words(const Tree& tree, NodeIndex node, uint32_t skip) {
  std::string result;
  for (uint32_t i = tree[node].first_token + skip; i < tree[node].end_token; ++i) {
    if (tree.tokens[i].is(P::LeftParen)) break;
    if (!result.empty()) result += ' ';
    result += to_upper(slice(tree.text, tree.tokens[i].span()));
  }
  return result;
}

void references(const Tree& tree, NodeIndex node, Constraint& result) {
  result.kind = ConstraintKind::ForeignKey;
  result.referenced = qualified_name(tree, tree.find(node, NodeKind::Relation));
  if (const NodeIndex columns = tree.find(node, NodeKind::NameList); columns != kNoNode) {
    result.referenced_columns = name_list(tree, columns);
  }
  if (const NodeIndex match = tree.find(node, NodeKind::KeyMatch); match != kNoNode) {
    result.match = action_words(tree, match, 1);
  }
  // SQLite allows each more than once; the last one counts.
  for (const NodeIndex action : tree.find_all(node, NodeKind::OnDelete)) {
    result.on_delete = action_words(tree, action, 2);
  }
  for (const NodeIndex action : tree.find_all(node, NodeKind::OnUpdate)) {
    result.on_update = action_words(tree, action, 2);
  }
}

void key_columns(const Tree& tree, NodeIndex node, Constraint& result) {
  if (const NodeIndex columns = tree.find(node, NodeKind::NameList); columns != kNoNode) {
    result.columns = name_list(tree, columns);
    result.without_overlaps = tree.has(columns, NodeKind::WithoutOverlaps);
  }
  for (const NodeIndex element : tree.find_all(node, NodeKind::IndexElement)) {
    result.columns.push_back(index_element(tree, element).column);  // SQLite
  }
  if (const NodeIndex include = tree.find(node, NodeKind::IncludeColumns); include != kNoNode) {
    result.include = name_list(tree, include);
  }
  if (const NodeIndex index = tree.find(node, NodeKind::UsingIndex); index != kNoNode) {
    result.using_index = first_name(tree, index);
  }
  result.nulls_not_distinct = tree.has(node, NodeKind::NullsNotDistinct);
  result.autoincrement = tree.has(node, NodeKind::Autoincrement);
}

void exclude(const Tree& tree, NodeIndex node, Constraint& result) {
  const NodeIndex method = tree.find(node, NodeKind::AccessMethod);
  result.access_method = method == kNoNode ? "btree" : first_name(tree, method);
  for (const NodeIndex element : tree.find_all(node, NodeKind::ExcludeElement)) {
    IndexElement key = index_element(tree, tree.find(element, NodeKind::IndexElement));
    key.exclude_operator = operator_text(tree, tree.find(element, NodeKind::OperatorName));
    result.elements.push_back(std::move(key));
  }
  if (const NodeIndex include = tree.find(node, NodeKind::IncludeColumns); include != kNoNode) {
    result.include = name_list(tree, include);
  }
  if (const NodeIndex where = tree.find(node, NodeKind::Where); where != kNoNode) {
    result.predicate = child_expression(tree, where);
  }
}

/// What the constraint is, from the one node that says so.
void constraint_kind(const Tree& tree, NodeIndex node, Constraint& result) {
  switch (tree.kind(node)) {
    case NodeKind::NotNull:
      result.kind = ConstraintKind::NotNull;
      key_columns(tree, node, result);
      break;
    case NodeKind::NullAllowed: result.kind = ConstraintKind::Null; break;
    case NodeKind::Check:
      result.kind = ConstraintKind::Check;
      result.expression = child_expression(tree, node);
      break;
    case NodeKind::DefaultValue:
      result.kind = ConstraintKind::Default;
      result.expression = child_expression(tree, node);
      // SQLite: a word alone is TRUE, FALSE or a string without quotes.
      if (tree.dialect == Dialect::SQLite && tree.kind(tree.children(node)[0]) == NodeKind::ColumnReference) {
        result.expression->columns.clear();
        result.expression->is_constant = true;
      }
      break;
    case NodeKind::Generated: {
      result.kind = ConstraintKind::Generated;
      result.expression = child_expression(tree, node);
      const NodeIndex stored = tree.find(node, NodeKind::Words);
      // Without a word: VIRTUAL, for SQLite and for PostgreSQL 18, the only server that allows none.
      result.generated_virtual = stored == kNoNode || to_upper(tree.source(stored)) == "VIRTUAL";
      break;
    }
    case NodeKind::Identity:
      result.kind = ConstraintKind::Identity;
      result.generated_always = tree.find(node, NodeKind::Words) != kNoNode &&
                                has_word(tree, tree.find(node, NodeKind::Words), K::ALWAYS);
      for (const NodeIndex option : tree.find_all(node, NodeKind::SequenceOption)) {
        const NodeIndex name = tree.find(option, NodeKind::QualifiedName);
        if (tree.first_token(option).is(K::SEQUENCE) && name != kNoNode) result.sequence = dotted_name(tree, name);
      }
      break;
    case NodeKind::Unique:
      result.kind = ConstraintKind::Unique;
      key_columns(tree, node, result);
      break;
    case NodeKind::PrimaryKey:
      result.kind = ConstraintKind::PrimaryKey;
      key_columns(tree, node, result);
      break;
    case NodeKind::References: references(tree, node, result); break;
    case NodeKind::ForeignKey:
      result.columns = name_list(tree, tree.find(node, NodeKind::NameList));
      references(tree, tree.find(node, NodeKind::References), result);
      break;
    case NodeKind::Exclude:
      result.kind = ConstraintKind::Exclude;
      exclude(tree, node, result);
      break;
    case NodeKind::CollateClause:
      result.kind = ConstraintKind::Collate;
      result.collation = dotted_name(tree, first_child(tree, node));
      break;
    default: break;
  }
}

}  // namespace

std::string operator_text(const Tree& tree, NodeIndex node) {
  std::string text;
  for (uint32_t i = tree[node].first_token; i < tree[node].end_token; ++i) {
    const Token& token = tree.tokens[i];
    if (token.is(K::OPERATOR) || token.is(P::LeftParen) || token.is(P::RightParen)) continue;
    text += slice(tree.text, token.span());
  }
  return text;
}

QualifiedName operator_name(const Tree& tree, NodeIndex node) {
  QualifiedName result;
  result.span = tree.span(node);
  for (const std::string& part : name_list(tree, node)) result.schema = part;
  for (uint32_t i = tree[node].first_token; i < tree[node].end_token; ++i) {
    const Token& token = tree.tokens[i];
    const bool around = token.is(P::LeftParen) || token.is(P::RightParen) || token.is(P::Dot);
    if (token.is(TokenKind::Punctuation) && !around) result.name = slice(tree.text, token.span());
  }
  return result;
}

void apply_attribute(const Tree& tree, NodeIndex attribute, Constraint& constraint) {
  const bool negated = tree.first_token(attribute).is(K::NOT);
  if (has_word(tree, attribute, K::DEFERRABLE)) constraint.deferrable = !negated;
  if (has_word(tree, attribute, K::DEFERRED)) constraint.deferrable = constraint.initially_deferred = true;
  if (has_word(tree, attribute, K::VALID)) constraint.not_valid = true;
  if (has_word(tree, attribute, K::ENFORCED)) {
    constraint.enforcement = true;
    constraint.not_enforced = negated;
  }
  if (has_word(tree, attribute, K::INHERIT)) constraint.no_inherit = tree.first_token(attribute).is(K::NO);
}

Constraint constraint(const Tree& tree, NodeIndex node) {
  Constraint result;
  result.span = tree.span(node);
  for (const NodeIndex child : tree.children(node)) {
    switch (tree.kind(child)) {
      case NodeKind::ConstraintName: result.name = first_name(tree, child); break;
      case NodeKind::ConstraintAttribute: apply_attribute(tree, child, result); break;
      case NodeKind::ConflictClause: result.conflict_clause = action_words(tree, child, 2); break;
      case NodeKind::Autoincrement: result.autoincrement = true; break;
      default: constraint_kind(tree, child, result); break;
    }
  }
  return result;
}

std::vector<Constraint> constraints(const Tree& tree, NodeIndex node) {
  std::vector<Constraint> result;
  for (const NodeIndex child : tree.children(node)) {
    if (tree.kind(child) == NodeKind::Constraint) {
      // SQLite takes a name without a constraint, which then means nothing.
      const Children parts = tree.children(child);
      if (tree.kind(parts[parts.size() - 1]) == NodeKind::ConstraintName) continue;
      result.push_back(constraint(tree, child));
    } else if (tree.kind(child) == NodeKind::ConstraintAttribute && !result.empty()) {
      apply_attribute(tree, child, result.back());
      result.back().span.end = tree.span(child).end;
    }
  }
  return result;
}

ColumnDefinition column_definition(const Tree& tree, NodeIndex node) {
  ColumnDefinition column;
  column.span = tree.span(node);
  const NodeIndex name = tree.find(node, NodeKind::Name);
  column.name = name_text(tree, name);
  column.name_span = tree.span(name);
  if (const NodeIndex type = tree.find(node, NodeKind::TypeName); type != kNoNode) column.type = type_name(tree, type);
  if (const NodeIndex storage = tree.find(node, NodeKind::Storage); storage != kNoNode) {
    column.storage = action_words(tree, storage, 1);
  }
  if (const NodeIndex compression = tree.find(node, NodeKind::Compression); compression != kNoNode) {
    column.compression = to_lower(action_words(tree, compression, 1));
  }
  column.constraints = constraints(tree, node);
  return column;
}

IndexElement index_element(const Tree& tree, NodeIndex node) {
  IndexElement element;
  NodeIndex key = first_child(tree, node);
  if (tree.kind(key) == NodeKind::Collate && tree.dialect == Dialect::SQLite) {
    const Children parts = tree.children(key);
    element.collation = name_text(tree, parts[1]);
    key = parts[0];
  }
  switch (tree.kind(key)) {
    case NodeKind::Name: element.column = name_text(tree, key); break;
    case NodeKind::ColumnReference:
      // In PostgreSQL a column in parentheses; the server makes it the plain column.
      if (tree.children(key).size() == 1) {
        element.column = first_name(tree, key);
        break;
      }
      element.expression = expression(tree, key);
      break;
    case NodeKind::String:
      if (tree.dialect == Dialect::SQLite) {
        element.column = string_value(tree, key);
        break;
      }
      element.expression = expression(tree, key);
      break;
    default: element.expression = expression(tree, key); break;
  }
  if (const NodeIndex collate = tree.find(node, NodeKind::CollateClause); collate != kNoNode) {
    element.collation = dotted_name(tree, first_child(tree, collate));
  }
  if (const NodeIndex operators = tree.find(node, NodeKind::OperatorClass); operators != kNoNode) {
    element.operator_class = dotted_name(tree, first_child(tree, operators));
  }
  element.descending = tree.has(node, NodeKind::Descending);
  if (tree.has(node, NodeKind::NullsFirst)) element.nulls_first = true;
  if (tree.has(node, NodeKind::NullsLast)) element.nulls_first = false;
  return element;
}

PartitionBy partition_by(const Tree& tree, NodeIndex node) {
  PartitionBy result;
  result.strategy = to_upper(first_name(tree, node));
  for (const NodeIndex element : tree.find_all(node, NodeKind::IndexElement)) {
    result.elements.push_back(index_element(tree, element));
  }
  return result;
}

PartitionBound partition_bound(const Tree& tree, NodeIndex node) {
  PartitionBound bound;
  bound.is_default = tree.first_token(node).is(K::DEFAULT);
  bound.text = clean_text(tree, node);
  return bound;
}

void owned_by(const Tree& tree, NodeIndex node, QualifiedName& table, std::string& column) {
  for (const NodeIndex option : tree.find_all(node, NodeKind::SequenceOption)) {
    const NodeIndex owner = tree.find(option, NodeKind::OwnedBy);
    if (owner == kNoNode || !tree.has(owner, NodeKind::Relation)) continue;
    table = qualified_name(tree, tree.find(owner, NodeKind::Relation));
    column = first_name(tree, owner);
  }
}

}  // namespace lockstep::lower
