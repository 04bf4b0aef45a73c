// CREATE FUNCTION and CREATE PROCEDURE -> CreateFunction.
#include "base/text.h"
#include "parser/lower_ddl.h"

namespace lockstep::lower {
namespace {

void arguments(const Tree& tree, NodeIndex node, CreateFunction& function) {
  function.parameters = routine_arguments(tree, node);
  // Without the parentheses.
  function.arguments = clean_text(tree, tree[node].first_token + 1, tree[node].end_token - 1);
  for (const NodeIndex argument : tree.find_all(node, NodeKind::RoutineArgument)) {
    const NodeIndex mode = tree.find(argument, NodeKind::ArgumentMode);
    const bool out_only = mode != kNoNode && has_word(tree, mode, K::OUT) && !has_word(tree, mode, K::IN);
    if (!out_only) function.argument_types.push_back(type_name(tree, tree.find(argument, NodeKind::TypeName)).text);
  }
}

void option(const Tree& tree, NodeIndex node, CreateFunction& function) {
  switch (tree.first_token(node).keyword()) {
    case K::IMMUTABLE:
    case K::STABLE:
    case K::VOLATILE: function.volatility = to_lower(tree.source(node)); break;
    case K::SECURITY:
    case K::EXTERNAL:
      function.security_definer = has_word(tree, node, K::DEFINER);
      break;
    case K::STRICT:
    case K::RETURNS:
      function.strict = true;
      break;
    case K::CALLED:
      function.strict = false;
      break;
    case K::LEAKPROOF:
      function.leakproof = true;
      break;
    case K::NOT:
      function.leakproof = false;
      break;
    case K::WINDOW:
      function.window = true;
      break;
    default: {
      std::string name = to_lower(leading_words(tree, node));
      const uint32_t behind = tree[node].first_token + 1;
      function.options.emplace_back(std::move(name), clean_text(tree, behind, tree[node].end_token));
      break;
    }
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
        add_inner_statements(tree, child, result);
        break;
      case NodeKind::FunctionOption: option(tree, child, function); break;
      case NodeKind::SetVariable: {
        SetVariable set = set_variable(tree, child);
        function.options.emplace_back((set.reset ? "reset " : "set ") + set.name, std::move(set.value));
        if (qualified_name(tree, tree.find(child, NodeKind::QualifiedName)).name == "search_path") {
          function.sets_search_path = !tree.first_token(child).is(K::RESET);
        }
        break;
      }
      default: break;
    }
  }
  result.body = std::move(function);
}

void lower_create_procedure(const Tree& tree, Statement& result) { lower_create_function(tree, result); }

}  // namespace lockstep::lower
