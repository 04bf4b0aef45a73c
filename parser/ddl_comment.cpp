// COMMENT ON and SECURITY LABEL ON (manual: those pages).
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

using text = sor<string_literal, node<NodeKind::Null, kw<K::NULL_>>>;
struct comment : node<NodeKind::CommentOn, kw<K::COMMENT, K::ON>, commented_object, kw<K::IS>, text> {};
struct security_label
    : node<NodeKind::CommentOn, kw<K::SECURITY, K::LABEL>, opt<kw<K::FOR>, sor<string_literal, non_reserved_word>>,
           kw<K::ON>, labelled_object, kw<K::IS>, text> {};

}  // namespace

bool match_comment_on(Tokens& in) { return take<seq<comment, end>>(in); }

bool match_security_label(Tokens& in) { return take<seq<security_label, end>>(in); }

}  // namespace lockstep::grammar

namespace lockstep::lower {
void lower_comment_on(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  const NodeIndex type = tree.find(root, NodeKind::ObjectType);
  CommentOn comment;
  comment.kind = object_kind(tree, type);
  comment.kind_words = words(tree, type);
  const Children children = tree.children(root);
  size_t name = 0;
  while (children[name] != type) ++name;
  ++name;  // the object's name stands behind its kind
  if (comment.kind == ObjectKind::Column) {
    comment.name = qualified_name(tree, tree.find(root, NodeKind::Relation));
    comment.member = name_text(tree, children[children.size() - 2]);
  } else {
    comment.name = object_name(tree, children[name]);
    const bool on_relation = comment.kind == ObjectKind::Constraint || comment.kind == ObjectKind::Trigger ||
                             comment.kind == ObjectKind::Rule || comment.kind == ObjectKind::Policy;
    if (on_relation) {
      comment.member = comment.name.name;
      comment.name = object_name(tree, children[children.size() - 2]);
    }
  }
  const NodeIndex last = children[children.size() - 1];
  if (tree.kind(last) == NodeKind::String) comment.text = string_value(tree, last);
  result.body = std::move(comment);
}

void lower_security_label(const Tree& /*tree*/, Statement& result) {
  result.body = Opaque{};
}

}  // namespace lockstep::lower
