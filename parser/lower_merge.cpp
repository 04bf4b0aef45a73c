// MERGE -> Merge.
#include "parser/lower.h"

namespace lockstep::lower {
namespace {

MergeWhen merge_when(const Tree& tree, NodeIndex node) {
  MergeWhen when;
  bool condition_told = false;
  for (const NodeIndex child : tree.children(node)) {
    switch (tree.kind(child)) {
      case NodeKind::Words:
        // First when it applies, then what is done.
        if (condition_told) {
          when.action = words(tree, child);
        } else {
          when.matched = tree.first_token(child).is(K::MATCHED);
          when.by_source = has_word(tree, child, K::SOURCE);
          condition_told = true;
        }
        break;
      case NodeKind::MergeCondition:
        when.condition = expression(tree, child - 1);
        break;
      case NodeKind::InsertColumns:
        when.columns = assigned_columns(tree, child);
        break;
      case NodeKind::ValuesRow:
        for (const NodeIndex value : tree.children(child)) when.values.push_back(expression(tree, value));
        break;
      default:
        break;
    }
  }
  when.assignments = assignments(tree, node);
  return when;
}

}  // namespace

Merge merge(const Tree& tree, NodeIndex node) {
  Merge merge;
  const NodeIndex reference = tree.find(node, NodeKind::TableReference);
  const NodeIndex target = tree.find(reference, NodeKind::Relation);
  merge.table = qualified_name(tree, target);
  merge.alias = first_name(tree, tree.find(reference, NodeKind::Alias));
  merge.only = tree.has(reference, NodeKind::Only);
  const NodeIndex source = tree.find(node, NodeKind::MergeSource);
  merge.source = qualified_name(tree, tree.find(source, NodeKind::TableReference, NodeKind::Relation));
  merge.source_span = tree.span(source);
  merge.on = expression(tree, tree.find(node, NodeKind::MergeOn) - 1);
  for (const NodeIndex when : tree.find_all(node, NodeKind::MergeWhen)) merge.when.push_back(merge_when(tree, when));
  merge.reads = relations(tree, node, target);
  merge.functions = functions(tree, node);
  merge.returning = tree.has(node, NodeKind::Returning);
  const NodeIndex with = tree.find(node, NodeKind::With);
  merge.has_with = with != kNoNode;
  merge.modifying_with = changes_below(tree, with);
  return merge;
}

}  // namespace lockstep::lower
