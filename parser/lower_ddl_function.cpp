// CREATE FUNCTION and CREATE PROCEDURE -> CreateFunction.
#include "base/text.h"
#include "parser/lower_ddl.h"

namespace lockstep::lower {
namespace {

bool has_keyword(const Tree& tree, NodeIndex node, K word) {
  for (uint32_t i = tree[node].first_token; i < tree[node].end_token; ++i) {
    if (tree.tokens[i].is(word)) return true;
  }
  return false;
}

void arguments(const Tree& tree, NodeIndex node, CreateFunction& function) {
  // Without the parentheses.
  function.arguments = clean_text(tree, tree[node].first_token + 1, tree[node].end_token - 1);
  for (const NodeIndex argument : tree.find_all(node, NodeKind::RoutineArgument)) {
    const NodeIndex mode = tree.find(argument, NodeKind::ArgumentMode);
    const bool out_only = mode != kNoNode && has_keyword(tree, mode, K::OUT) && !has_keyword(tree, mode, K::IN);
    if (!out_only) function.argument_types.push_back(type_name(tree, tree.find(argument, NodeKind::TypeName)).text);
  }
}

void option(const Tree& tree, NodeIndex node, CreateFunction& function) {
  switch (tree.first_token(node).keyword()) {
    case K::IMMUTABLE:
    case K::STABLE:
    case K::VOLATILE: function.volatility = to_lower(tree.source(node)); break;
    case K::SECURITY:
    case K::EXTERNAL: function.security_definer = has_keyword(tree, node, K::DEFINER); break;
    default: break;
  }
}

}  // namespace

void lower_create_function(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateFunction function;
  function.volatility = "volatile";
  for (const NodeIndex child : tree.children(root)) {
    switch (tree.kind(child)) {
      case NodeKind::FunctionName: function.name = qualified_name(tree, child); break;
      case NodeKind::OrReplace: function.or_replace = true; break;
      case NodeKind::Procedure: function.procedure = true; break;
      case NodeKind::Arguments: arguments(tree, child, function); break;
      case NodeKind::Returns: function.returns = clean_text(tree, tree[child].first_token + 1, tree[child].end_token); break;
      case NodeKind::Language: {
        const NodeIndex text = tree.find(child, NodeKind::String);
        function.language = to_lower(text == kNoNode ? first_name(tree, child) : string_value(tree, text));
        break;
      }
      case NodeKind::FunctionBody: function.body = string_value(tree, tree.find(child, NodeKind::String)); break;
      case NodeKind::AtomicBody:
      case NodeKind::ReturnBody:
        function.body = std::string(tree.source(child));
        if (function.language.empty()) function.language = "sql";
        break;
      case NodeKind::FunctionOption: option(tree, child, function); break;
      case NodeKind::SetVariable:
        if (qualified_name(tree, tree.find(child, NodeKind::QualifiedName)).name == "search_path") {
          function.sets_search_path = !tree.first_token(child).is(K::RESET);
        }
        break;
      default: break;
    }
  }
  result.body = std::move(function);
}

void lower_create_procedure(const Tree& tree, Statement& result) { lower_create_function(tree, result); }

}  // namespace lockstep::lower
