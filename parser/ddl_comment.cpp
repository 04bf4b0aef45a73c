// COMMENT ON and SECURITY LABEL ON (manual: those pages).
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

using text = sor<string_literal, node<NodeKind::Null, kw<K::NULL_>>>;
struct comment : node<NodeKind::CommentOn, kw<K::COMMENT, K::ON>, commented_object, kw<K::IS>, text> {};
struct security_label
    : node<NodeKind::CommentOn, kw<K::SECURITY, K::LABEL>, opt<node<NodeKind::Authorization, kw<K::FOR>, sor<string_literal, non_reserved_word>>>,
           kw<K::ON>, labelled_object, kw<K::IS>, text> {};

}  // namespace

bool match_comment_on(Tokens& in) { return take<seq<comment, end>>(in); }

bool match_security_label(Tokens& in) { return take<seq<security_label, end>>(in); }

}  // namespace lockstep::grammar

namespace lockstep::lower {
void lower_comment_on(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  const NodeIndex type = tree.find(root, NodeKind::ObjectType);
  ObjectName object = named_object(tree, root, object_kind(tree, type));
  CommentOn comment;
  comment.kind = object.kind;
  comment.kind_words = words(tree, type);
  comment.signature = std::move(object.signature);
  comment.access_method = std::move(object.access_method);
  if (part_of_relation(object.kind)) {
    comment.member = std::move(object.name.name);
    comment.name = std::move(object.relation);
  } else {
    comment.name = std::move(object.name);
  }
  if (const NodeIndex text = tree.find(root, NodeKind::String); text != kNoNode) {
    comment.text = string_value(tree, text);
  }
  result.body = std::move(comment);
}

void lower_security_label(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  SecurityLabel security;
  security.object = named_object(tree, root, object_kind(tree, tree.find(root, NodeKind::ObjectType)));
  if (const NodeIndex provider = tree.find(root, NodeKind::Authorization); provider != kNoNode) {
    const NodeIndex text = tree.find(provider, NodeKind::String);
    security.provider = text == kNoNode ? first_name(tree, provider) : string_value(tree, text);
  }
  if (const NodeIndex label = tree.find(root, NodeKind::String); label != kNoNode) {
    security.label = string_value(tree, label);
  }
  result.body = std::move(security);
}

}  // namespace lockstep::lower
