// Relations, functions and summaries of expressions. All of it walks the flat tree from one end to the other: no
// recursion, so that a chain of a hundred thousand operators costs no stack.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "parser/lower.h"

namespace lockstep::lower {
namespace {

// The first node of the subtree below `node`.
NodeIndex first_below(const Tree& tree, NodeIndex node) { return node + 1 - tree[node].size; }

// The node that `child` is a direct child of. Requires one.
NodeIndex parent(const Tree& tree, NodeIndex child) {
  NodeIndex node = child + 1;
  while (first_below(tree, node) > child) ++node;
  return node;
}

// Where the names of CTEs hide tables: each name with the nodes that see it.
class CommonTables {
 public:
  CommonTables(const Tree& tree, NodeIndex first, NodeIndex last) {
    for (NodeIndex i = first; i <= last; ++i) {
      if (tree.kind(i) == NodeKind::With) add(tree, i, last);
      if (is_change(tree.kind(i))) add_target(tree, i);
    }
  }

  [[nodiscard]] bool hides(const Tree& tree, NodeIndex relation) const {
    if (scopes_.empty() || tree[relation].size != 2) return false;
    if (std::binary_search(targets_.begin(), targets_.end(), relation)) return false;
    const auto found = scopes_.find(key(tree, relation - 1));
    if (found == scopes_.end()) return false;
    return std::any_of(found->second.begin(), found->second.end(),
                       [&](const Scope& scope) { return scope.begin <= relation && relation < scope.end; });
  }

 private:
  struct Scope {
    NodeIndex begin;
    NodeIndex end;
  };

  static bool is_change(NodeKind kind) {
    return kind == NodeKind::Insert || kind == NodeKind::Update || kind == NodeKind::Delete || kind == NodeKind::Merge;
  }

  static std::string key(const Tree& tree, NodeIndex name) {
    std::string text = name_text(tree, name);
    return tree.dialect == Dialect::SQLite ? to_lower(text) : text;
  }

  // A CTE is seen by what stands behind it in its statement; with RECURSIVE (and always in SQLite) by all of WITH.
  void add(const Tree& tree, NodeIndex with, NodeIndex last) {
    const NodeIndex statement = with < last ? parent(tree, with) : with;
    const bool recursive = tree.has(with, NodeKind::Recursive) || tree.dialect == Dialect::SQLite;
    for (const NodeIndex table : tree.find_all(with, NodeKind::CommonTable)) {
      const NodeIndex name = tree.find(table, NodeKind::Name);
      scopes_[key(tree, name)].push_back({recursive ? first_below(tree, with) : table + 1, statement});
    }
  }

  // The table that is changed is never a CTE.
  void add_target(const Tree& tree, NodeIndex change) {
    const NodeIndex target = tree.find(change, NodeKind::TableReference, NodeKind::Relation);
    if (target == kNoNode) return;
    targets_.insert(std::upper_bound(targets_.begin(), targets_.end(), target), target);
  }

  std::map<std::string, std::vector<Scope>, std::less<>> scopes_;
  std::vector<NodeIndex> targets_;
};

// Arguments of a call; those of calls with a grammar of their own are plain expressions.
int count_arguments(const Tree& tree, NodeIndex call) {
  int named = 0;
  int other = 0;
  for (const NodeIndex child : tree.children(call)) {
    switch (tree.kind(child)) {
      case NodeKind::Argument: ++named; break;
      case NodeKind::FunctionName: case NodeKind::OrderBy: case NodeKind::WithinGroup: case NodeKind::Filter:
      case NodeKind::Over: case NodeKind::Name: case NodeKind::TypeName: break;
      default: ++other;
    }
  }
  return named + other;
}

FunctionCall function_call(const Tree& tree, NodeIndex call) {
  const NodeIndex name = tree.find(call, NodeKind::FunctionName);
  const QualifiedName qualified = qualified_name(tree, name);
  return {qualified.schema, qualified.name, count_arguments(tree, call), qualified.span};
}

ColumnReference column_reference(const Tree& tree, NodeIndex node) {
  ColumnReference column;
  const Children parts = tree.children(node);
  const size_t n = parts.size();
  const NodeIndex last = parts[n - 1];
  column.name = tree.kind(last) == NodeKind::Star ? "*" : name_text(tree, last);
  column.span = tree.span(last);
  if (n > 1) {
    column.qualifier = name_text(tree, parts[n - 2]);
    column.qualifier_span = tree.span(parts[n - 2]);
  }
  return column;
}

bool has_below(const Tree& tree, NodeIndex node, NodeKind kind, NodeKind other) {
  for (NodeIndex i = first_below(tree, node); i < node; ++i) {
    if (tree.kind(i) == kind || tree.kind(i) == other) return true;
  }
  return false;
}

// Casts and parentheses aside.
bool is_null(const Tree& tree, NodeIndex node) {
  while (tree.kind(node) == NodeKind::Cast || tree.kind(node) == NodeKind::Parentheses) {
    node = first_child(tree, node);
  }
  return tree.kind(node) == NodeKind::Null;
}

}  // namespace

NodeIndex first_child(const Tree& tree, NodeIndex node) {
  const NodeIndex first = first_below(tree, node);
  if (first == node) return kNoNode;
  NodeIndex child = node - 1;
  while (first_below(tree, child) > first) child = first_below(tree, child) - 1;
  return child;
}

std::vector<QualifiedName> relations(const Tree& tree, NodeIndex node, NodeIndex except) {
  std::vector<QualifiedName> found;
  if (node == kNoNode) return found;
  const NodeIndex first = first_below(tree, node);
  bool with = false;
  size_t count = 0;
  for (NodeIndex i = first; i <= node; ++i) {
    const NodeKind kind = tree.kind(i);
    with |= kind == NodeKind::With;
    count += kind == NodeKind::Relation ? 1 : 0;
  }
  if (count == 0) return found;
  std::optional<CommonTables> common;
  if (with) common.emplace(tree, first, node);
  // Statements name few relations; only long lists pay for a set.
  constexpr size_t kFew = 16;
  found.reserve(std::min(count, kFew));
  std::map<std::pair<std::string, std::string>, bool> seen;
  for (NodeIndex i = first; i <= node; ++i) {
    if (tree.kind(i) != NodeKind::Relation || i == except || (common && common->hides(tree, i))) continue;
    QualifiedName name = qualified_name(tree, i);
    const bool repeated = count > kFew ? !seen.emplace(std::pair(name.schema, name.name), true).second
                                       : std::find(found.begin(), found.end(), name) != found.end();
    if (!repeated) found.push_back(std::move(name));
  }
  return found;
}

std::vector<FunctionCall> functions(const Tree& tree, NodeIndex node) {
  std::vector<FunctionCall> calls;
  if (node == kNoNode) return calls;
  size_t count = 0;
  for (NodeIndex i = first_below(tree, node); i <= node; ++i) count += tree.kind(i) == NodeKind::FunctionCall ? 1 : 0;
  calls.reserve(count);
  for (NodeIndex i = first_below(tree, node); count > 0 && i <= node; ++i) {
    if (tree.kind(i) == NodeKind::FunctionCall) calls.push_back(function_call(tree, i));
  }
  // Post-order gives the inner call of f(g()) first.
  std::sort(calls.begin(), calls.end(),
            [](const FunctionCall& a, const FunctionCall& b) { return a.span.begin < b.span.begin; });
  return calls;
}

Expression expression(const Tree& tree, NodeIndex node) {
  Expression result;
  if (node == kNoNode) return result;
  result.span = tree.span(node);
  result.text = slice(tree.text, result.span);
  result.is_constant = true;
  bool subquery = false;
  size_t columns = 0;
  const NodeIndex first = first_below(tree, node);
  for (NodeIndex i = first; i <= node; ++i) {
    columns += tree.kind(i) == NodeKind::ColumnReference ? 1 : 0;
    switch (tree.kind(i)) {
      case NodeKind::Parameter:
        result.has_parameter = true;
        result.is_constant = false;
        break;
      case NodeKind::Query:
      case NodeKind::Relation:  // SQLite: x IN t
        subquery = true;
        result.is_constant = false;
        break;
      case NodeKind::ColumnReference: case NodeKind::FunctionCall: case NodeKind::Default: case NodeKind::AtTimeZone:
      case NodeKind::Raise:
        result.is_constant = false;
        break;
      default: break;
    }
  }
  result.is_null = is_null(tree, node);
  result.has_subquery = subquery;
  if (result.is_constant) return result;
  result.functions = functions(tree, node);
  if (subquery) result.relations = relations(tree, node);
  result.columns.reserve(columns);
  // From the end to the beginning, so that the subqueries to be stepped over are met before what they hold.
  for (NodeIndex end = node + 1; end > first;) {
    const NodeIndex i = end - 1;
    const bool own_from = tree.kind(i) == NodeKind::Query && has_below(tree, i, NodeKind::From, NodeKind::TableCommand);
    if (tree.kind(i) == NodeKind::ColumnReference) result.columns.push_back(column_reference(tree, i));
    end = own_from ? first_below(tree, i) : i;
  }
  std::reverse(result.columns.begin(), result.columns.end());
  return result;
}

}  // namespace lockstep::lower
