#include "parser/tree.h"

#include <string>

namespace lockstep {

std::string_view to_string(NodeKind kind) {
  constexpr std::string_view kNames[] = {
#define LOCKSTEP_NODE(name) #name,
#include "parser/nodes.def"
#undef LOCKSTEP_NODE
  };
  return kNames[static_cast<size_t>(kind)];
}

Children::Children(const Tree& tree, NodeIndex node) {
  const Node& parent = tree[node];
  const NodeIndex first = node + 1 - parent.size;
  for (NodeIndex child = node; child > first; child -= tree[child - 1].size) ++count_;
  NodeIndex* slots = inline_;
  if (count_ > kInline) {
    heap_.resize(count_);
    slots = heap_.data();
  }
  size_t i = count_;
  for (NodeIndex child = node; child > first; child -= tree[child - 1].size) slots[--i] = child - 1;
}

Children Tree::children(NodeIndex node) const { return Children(*this, node); }

NodeIndex Tree::find(NodeIndex node, NodeKind kind) const {
  if (node == kNoNode) return kNoNode;
  NodeIndex found = kNoNode;
  const NodeIndex first = node + 1 - nodes[node].size;
  for (NodeIndex end = node; end > first; end -= nodes[end - 1].size) {
    if (nodes[end - 1].kind == kind) found = end - 1;
  }
  return found;
}

std::vector<NodeIndex> Tree::find_all(NodeIndex node, NodeKind kind) const {
  if (node == kNoNode) return {};
  const NodeIndex first = node + 1 - nodes[node].size;
  size_t count = 0;
  for (NodeIndex end = node; end > first; end -= nodes[end - 1].size) count += nodes[end - 1].kind == kind ? 1 : 0;
  std::vector<NodeIndex> found(count);
  for (NodeIndex end = node; end > first && count > 0; end -= nodes[end - 1].size) {
    if (nodes[end - 1].kind == kind) found[--count] = end - 1;
  }
  return found;
}

Span Tree::token_span(uint32_t first, uint32_t end) const {
  if (first < end) return {tokens[first].begin, tokens[end - 1].end};
  const uint32_t place = first == 0 ? tokens[0].begin : tokens[first - 1].end;
  return {place, place};
}

Span Tree::span(NodeIndex node) const {
  if (node == kNoNode) return {};
  return token_span(nodes[node].first_token, nodes[node].end_token);
}

std::string dump(const Tree& tree) {
  std::string out;
  std::vector<std::pair<NodeIndex, size_t>> pending;
  if (tree.root() != kNoNode) pending.emplace_back(tree.root(), 0);
  while (!pending.empty()) {
    const auto [node, depth] = pending.back();
    pending.pop_back();
    out.append(2 * depth, ' ').append(to_string(tree.kind(node))).append(" ").append(tree.source(node)).append("\n");
    const Children children = tree.children(node);
    for (size_t i = children.size(); i > 0; --i) pending.emplace_back(children[i - 1], depth + 1);
  }
  return out;
}

}  // namespace lockstep
