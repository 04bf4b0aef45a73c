// The syntax tree of one statement: a flat vector of nodes in post-order.
//
// A node stands behind all its children, and `size` counts it together with everything below it, so the children of
// node i are found by stepping backwards from i - 1 by their sizes. Grammar rules append nodes as they succeed; a
// rule that is abandoned truncates the vector, so nothing is ever built for a branch that was not taken.
//
// The tree refers to tokens, the tokens to bytes of the source text: all three must outlive its use. Lowering
// (lower.h) turns a tree into the values of statement.h, which outlive everything.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/source.h"
#include "parser/statement.h"
#include "parser/token.h"

namespace lockstep {

/// What a node is; see nodes.def.
enum class NodeKind : uint16_t {
#define LOCKSTEP_NODE(name) name,
#include "parser/nodes.def"
#undef LOCKSTEP_NODE
};

[[nodiscard]] std::string_view to_string(NodeKind kind);

/// Where a node stands in its tree; `kNoNode` is "none".
using NodeIndex = uint32_t;
inline constexpr NodeIndex kNoNode = UINT32_MAX;

struct Node {
  uint32_t first_token = 0;
  uint32_t end_token = 0;  ///< one behind the last token; equal to `first_token` for a node without text
  uint32_t size = 1;       ///< nodes of the subtree, this one included
  NodeKind kind{};
};

class Children;

/// One statement's tree, its tokens and its text. The referenced vectors and text belong to the caller.
struct Tree {
  std::string_view text;  ///< the whole source text
  Dialect dialect = Dialect::PostgreSQL;
  const std::vector<Token>& tokens;
  const std::vector<Node>& nodes;

  [[nodiscard]] NodeIndex root() const {
    return nodes.empty() ? kNoNode : static_cast<NodeIndex>(nodes.size() - 1);
  }
  [[nodiscard]] const Node& operator[](NodeIndex node) const { return nodes[node]; }
  [[nodiscard]] NodeKind kind(NodeIndex node) const { return nodes[node].kind; }

  /// The direct children of `node`, in source order.
  [[nodiscard]] Children children(NodeIndex node) const;

  /// The first direct child of that kind, or kNoNode.
  [[nodiscard]] NodeIndex find(NodeIndex node, NodeKind kind) const;
  /// The same, by a path: find(find(node, a), b).
  template <typename... Kinds>
  [[nodiscard]] NodeIndex find(NodeIndex node, NodeKind kind, Kinds... rest) const {
    const NodeIndex child = find(node, kind);
    return child == kNoNode ? kNoNode : find(child, rest...);
  }
  [[nodiscard]] bool has(NodeIndex node, NodeKind kind) const { return find(node, kind) != kNoNode; }
  /// All direct children of that kind, in source order.
  [[nodiscard]] std::vector<NodeIndex> find_all(NodeIndex node, NodeKind kind) const;

  /// The first token of `node`. Requires a node with text.
  [[nodiscard]] const Token& first_token(NodeIndex node) const { return tokens[nodes[node].first_token]; }
  [[nodiscard]] const Token& last_token(NodeIndex node) const { return tokens[nodes[node].end_token - 1]; }

  /// Bytes from the first token to the last. A node without text gives the empty span where it would stand: behind
  /// the token before it.
  [[nodiscard]] Span span(NodeIndex node) const;
  [[nodiscard]] Span token_span(uint32_t first, uint32_t end) const;
  [[nodiscard]] std::string_view source(NodeIndex node) const { return slice(text, span(node)); }
};

/// The direct children of a node, in source order: `for (NodeIndex child : tree.children(node))`.
class Children {
 public:
  Children(const Tree& tree, NodeIndex node);
  [[nodiscard]] const NodeIndex* begin() const { return count_ <= kInline ? inline_ : heap_.data(); }
  [[nodiscard]] const NodeIndex* end() const { return begin() + count_; }
  [[nodiscard]] size_t size() const { return count_; }
  [[nodiscard]] bool empty() const { return count_ == 0; }
  [[nodiscard]] NodeIndex operator[](size_t i) const { return begin()[i]; }

 private:
  static constexpr size_t kInline = 12;
  size_t count_ = 0;
  NodeIndex inline_[kInline] = {};
  std::vector<NodeIndex> heap_;
};

/// An indented listing of the tree, for tests and for people: one node a line, its kind and its text.
[[nodiscard]] std::string dump(const Tree& tree);

}  // namespace lockstep
