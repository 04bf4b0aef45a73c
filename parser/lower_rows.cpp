// Queries and changes of rows: SELECT, INSERT, UPDATE, DELETE, MERGE.
#include <algorithm>
#include <set>

#include "parser/lower.h"

namespace lockstep::lower {
namespace {

bool is_change(NodeKind kind) {
  return kind == NodeKind::Insert || kind == NodeKind::Update || kind == NodeKind::Delete || kind == NodeKind::Merge;
}

// True if a node that `test` accepts stands below `node`.
template <typename Test>
bool any_below(const Tree& tree, NodeIndex node, Test test) {
  if (node == kNoNode) return false;
  for (NodeIndex i = node + 1 - tree[node].size; i < node; ++i) {
    if (test(tree, i)) return true;
  }
  return false;
}

// The parts that a query's UNIONs combine: Select, Values and TableCommand nodes.
std::vector<NodeIndex> query_parts(const Tree& tree, NodeIndex query) {
  std::vector<NodeIndex> parts;
  std::vector<NodeIndex> pending{query};
  while (!pending.empty()) {
    const NodeIndex node = pending.back();
    pending.pop_back();
    for (const NodeIndex child : tree.children(node)) {
      switch (tree.kind(child)) {
        case NodeKind::Query: case NodeKind::SetOperation: pending.push_back(child); break;
        case NodeKind::Select: case NodeKind::Values: case NodeKind::TableCommand: parts.push_back(child); break;
        default: break;
      }
    }
  }
  return parts;
}

// VALUES, or SELECT without FROM: rows that stand in the statement itself.
bool rows_in_statement(const Tree& tree, NodeIndex query) {
  const std::vector<NodeIndex> parts = query_parts(tree, query);
  return std::all_of(parts.begin(), parts.end(), [&](NodeIndex part) {
    return tree.kind(part) == NodeKind::Values ||
           (tree.kind(part) == NodeKind::Select && !tree.has(part, NodeKind::From));
  });
}

// SELECT INTO makes a table.
CreateTable select_into(const Tree& tree, NodeIndex into) {
  CreateTable table;
  table.name = qualified_name(tree, tree.find(into, NodeKind::Relation));
  table.temporary = tree.has(into, NodeKind::Temporary);
  table.unlogged = tree.has(into, NodeKind::Unlogged);
  table.as_query = true;
  return table;
}

// Functions that make one row of many (manual 9.21; https://sqlite.org/lang_aggfunc.html).
bool is_aggregate(const std::string& name) {
  static const std::set<std::string, std::less<>> kNames{
      "any_value", "array_agg", "avg",        "bit_and",         "bit_or",    "bit_xor",   "bool_and",
      "bool_or",   "corr",      "count",      "covar_pop",       "covar_samp", "every",    "group_concat",
      "json_agg",  "jsonb_agg", "json_object_agg", "jsonb_object_agg", "max",  "min",      "mode",
      "percentile_cont", "percentile_disc", "range_agg", "range_intersect_agg", "regr_count", "stddev",
      "stddev_pop", "stddev_samp", "string_agg", "sum",          "total",     "var_pop",   "var_samp", "variance",
      "xmlagg"};
  return kNames.count(name) > 0;
}

void lower_select(const Tree& tree, NodeIndex node, Statement& result) {
  result.tag = "SELECT";
  // Rows change in WITH, or nowhere: anything else must not look harmless.
  const bool changes = changes_below(tree, node);
  if (changes && !changes_below(tree, tree.find(node, NodeKind::With))) return;
  const std::vector<NodeIndex> parts = query_parts(tree, node);
  for (const NodeIndex part : parts) {
    const NodeIndex into = tree.find(part, NodeKind::Into);
    if (into == kNoNode) continue;
    result.tag = "SELECT INTO";
    result.body = select_into(tree, into);
    return;
  }
  Select query = select(tree, node);
  query.modifying_with = changes;
  if (!query.values_only) query.plain = plain_select(tree, node);
  result.body = std::move(query);
}

void insert(const Tree& tree, NodeIndex node, Statement& result) {
  Insert insert;
  const NodeIndex target = tree.find(node, NodeKind::TableReference, NodeKind::Relation);
  insert.table = qualified_name(tree, target);
  insert.columns = assigned_columns(tree, tree.find(node, NodeKind::InsertColumns));
  insert.parts = assigned_parts(tree, tree.find(node, NodeKind::InsertColumns));
  const NodeIndex query = tree.find(node, NodeKind::Query);
  if (query == kNoNode) {
    insert.values = insert.default_values = true;
    insert.rows = 1;
  } else {
    insert.values = rows_in_statement(tree, query);
    const NodeIndex values = tree.find(query, NodeKind::Values);
    if (values != kNoNode) {
      insert.rows = tree.children(values).size();
    } else {
      insert.query = tree.source(query);
      insert.query_span = tree.span(query);
      describe_plain_select(tree, query, insert);
    }
  }
  insert.on_conflict = tree.has(node, NodeKind::OnConflict);
  insert.returning = tree.has(node, NodeKind::Returning);
  insert.reads = relations(tree, node, target);
  insert.functions = functions(tree, node);
  const NodeIndex with = tree.find(node, NodeKind::With);
  insert.has_with = with != kNoNode;
  insert.modifying_with = changes_below(tree, with);
  result.tag = "INSERT";
  result.body = std::move(insert);
}

// The place of a clause that is not there: behind the last node that would stand before it.
Span place_for_where(const Tree& tree, NodeIndex node) {
  Span place;
  for (const NodeIndex child : tree.children(node)) {
    switch (tree.kind(child)) {
      case NodeKind::TableReference: case NodeKind::Assignment: case NodeKind::From: case NodeKind::Using:
        place = {tree.span(child).end, tree.span(child).end};
        break;
      default: break;
    }
  }
  return place;
}

void update_or_delete(const Tree& tree, NodeIndex node, Statement& result) {
  Update update;
  update.is_delete = tree.kind(node) == NodeKind::Delete;
  const NodeIndex reference = tree.find(node, NodeKind::TableReference);
  const NodeIndex target = tree.find(reference, NodeKind::Relation);
  update.table = qualified_name(tree, target);
  update.alias = first_name(tree, tree.find(reference, NodeKind::Alias));
  update.only = tree.has(reference, NodeKind::Only);
  update.assignments = assignments(tree, node);
  const NodeIndex where = tree.find(node, NodeKind::Where);
  if (where == kNoNode) {
    update.where_keyword = place_for_where(tree, node);
  } else {
    update.where = expression(tree, where - 1);
    update.where_keyword = tree.first_token(where).span();
  }
  const NodeIndex from = tree.find(node, update.is_delete ? NodeKind::Using : NodeKind::From);
  if (from != kNoNode) update.from_span = tree.token_span(tree[from].first_token + 1, tree[from].end_token);
  update.reads = relations(tree, node, target);
  update.reads_target_again = std::any_of(update.reads.begin(), update.reads.end(), [&](const QualifiedName& read) {
    const bool same_schema = read.schema == update.table.schema || read.schema.empty() || update.table.schema.empty();
    return read.name == update.table.name && same_schema;
  });
  update.functions = functions(tree, node);
  update.returning = tree.has(node, NodeKind::Returning);
  const NodeIndex with = tree.find(node, NodeKind::With);
  update.has_with = with != kNoNode;
  if (update.has_with) update.with_span = tree.token_span(tree[with].first_token, tree[with].end_token);
  update.modifying_with = changes_below(tree, with);
  update.order_or_limit = tree.has(node, NodeKind::OrderBy) || tree.has(node, NodeKind::Limit);
  update.where_current_of = tree.has(node, NodeKind::WhereCurrentOf);
  result.tag = update.is_delete ? "DELETE" : "UPDATE";
  result.body = std::move(update);
}

void lower_rows(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  switch (tree.kind(node)) {
    case NodeKind::Insert: insert(tree, node, result); break;
    case NodeKind::Update: case NodeKind::Delete: update_or_delete(tree, node, result); break;
    case NodeKind::Merge:
      result.tag = "MERGE";
      result.body = merge(tree, node);
      break;
    default: lower_select(tree, node, result);
  }
  const NodeIndex with = tree.find(node, NodeKind::With);
  if (with == kNoNode) return;
  for (const NodeIndex table : tree.find_all(with, NodeKind::CommonTable)) {
    for (const NodeIndex query : tree.children(table)) {
      if (is_change(tree.kind(query))) result.inner.push_back(inner_statement(tree, query));
    }
  }
}

}  // namespace

void describe_plain_select(const Tree& tree, NodeIndex query, PlainSelect& result) {
  const Children parts = tree.children(query);
  if (parts.size() != 1 || tree.kind(parts[0]) != NodeKind::Select) return;  // WITH, UNION, ORDER BY, LIMIT, FOR UPDATE
  const NodeIndex select = parts[0];
  for (const NodeKind kind : {NodeKind::DistinctOn, NodeKind::GroupBy, NodeKind::Having, NodeKind::Window,
                              NodeKind::Into}) {
    if (tree.has(select, kind)) return;
  }
  if (tree.tokens[tree[select].first_token + 1].keyword() == K::DISTINCT) return;
  const bool over = any_below(tree, select, [](const Tree& t, NodeIndex i) { return t.kind(i) == NodeKind::Over; });
  const NodeIndex from = tree.find(select, NodeKind::From);
  if (over || from == kNoNode) return;
  NodeIndex first = first_child(tree, from);
  while (first != kNoNode && tree.kind(first) == NodeKind::Join) first = first_child(tree, first);
  if (first == kNoNode || tree.kind(first) != NodeKind::TableReference) return;
  for (const NodeIndex target : tree.find_all(select, NodeKind::Target)) {
    const NodeIndex item = first_child(tree, target);
    if (item == kNoNode || tree.kind(item) == NodeKind::Star) return;
    const std::vector<FunctionCall> calls = functions(tree, item);
    if (std::any_of(calls.begin(), calls.end(), [](const FunctionCall& call) { return is_aggregate(call.name); }))
      return;
    result.select_items.push_back(expression(tree, item));
  }
  result.plain_select = true;
  result.source = qualified_name(tree, tree.find(first, NodeKind::Relation));
  result.source_alias = first_name(tree, tree.find(first, NodeKind::Alias));
  result.source_joined =
      tree.children(from).size() != 1 || tree.kind(first_child(tree, from)) != NodeKind::TableReference;
  const NodeIndex where = tree.find(select, NodeKind::Where);
  if (where == kNoNode) {
    result.select_where_keyword = {tree.span(from).end, tree.span(from).end};
  } else {
    result.select_where = expression(tree, where - 1);
    result.select_where_keyword = tree.first_token(where).span();
  }
}

bool changes_below(const Tree& tree, NodeIndex node) {
  return any_below(tree, node, [](const Tree& t, NodeIndex i) { return is_change(t.kind(i)); });
}

std::vector<std::string> assigned_columns(const Tree& tree, NodeIndex node) {
  std::vector<std::string> names;
  for (const NodeIndex target : tree.find_all(node, NodeKind::AssignmentTarget)) {
    names.push_back(first_name(tree, target));
  }
  return names;
}

std::vector<bool> assigned_parts(const Tree& tree, NodeIndex node) {
  std::vector<bool> parts;
  for (const NodeIndex target : tree.find_all(node, NodeKind::AssignmentTarget)) {
    parts.push_back(tree.span(target).end > tree.span(tree.find(target, NodeKind::Name)).end);
  }
  return parts;
}

std::vector<Assignment> assignments(const Tree& tree, NodeIndex node) {
  std::vector<Assignment> result;
  for (const NodeIndex child : tree.find_all(node, NodeKind::Assignment)) {
    result.push_back({assigned_columns(tree, child), expression(tree, child - 1), assigned_parts(tree, child)});
  }
  return result;
}

Rare<PlainSelect> plain_select(const Tree& tree, NodeIndex query) {
  PlainSelect plain;
  describe_plain_select(tree, query, plain);
  return plain.plain_select ? Rare<PlainSelect>(std::move(plain)) : Rare<PlainSelect>();
}

Select select(const Tree& tree, NodeIndex query) {
  Select result;
  if (query == kNoNode) return result;
  result.reads = relations(tree, query);
  result.functions = functions(tree, query);
  result.into = any_below(tree, query, [](const Tree& t, NodeIndex i) { return t.kind(i) == NodeKind::Into; });
  result.for_update = any_below(tree, query, [](const Tree& t, NodeIndex i) { return t.kind(i) == NodeKind::Locking; });
  result.values_only = rows_in_statement(tree, query);
  return result;
}

void lower_query(const Tree& tree, Statement& result) { lower_rows(tree, result); }
void lower_insert(const Tree& tree, Statement& result) { lower_rows(tree, result); }
void lower_update(const Tree& tree, Statement& result) { lower_rows(tree, result); }
void lower_delete(const Tree& tree, Statement& result) { lower_rows(tree, result); }
void lower_merge(const Tree& tree, Statement& result) { lower_rows(tree, result); }

}  // namespace lockstep::lower
