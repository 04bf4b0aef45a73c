// Commands around other statements, and those of one name: COPY, EXPLAIN, PREPARE, cursors, CALL, LISTEN, SHOW, ATTACH.
#include "base/text.h"
#include "parser/lower.h"

namespace lockstep::lower {
namespace {

// The statement that stands last in the command.
void add_last_statement(const Tree& tree, Statement& result) {
  const Children children = tree.children(tree.root());
  result.inner.push_back(inner_statement(tree, children[children.size() - 1]));
}

void lower_session_command(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  SessionCommand command;
  for (const NodeIndex child : tree.children(node)) {
    switch (tree.kind(child)) {
      case NodeKind::Name:
        command.name = name_text(tree, child);
        break;
      case NodeKind::QualifiedName:
        command.name = to_lower(join(name_list(tree, child), "."));
        break;
      case NodeKind::Words:
        command.name = to_lower(words(tree, child));
        break;
      case NodeKind::String:
        (tree.first_token(node).is(K::LOAD) ? command.name : command.value) = string_value(tree, child);
        break;
      default:
        break;
    }
  }
  result.body = std::move(command);
}

void lower_cursor(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  Cursor cursor;
  cursor.name = first_name(tree, node);
  const bool declared = tree.first_token(node).is(K::DECLARE);
  for (const NodeIndex words : tree.find_all(node, NodeKind::Words)) {
    std::string& text = declared ? cursor.options : cursor.direction;
    if (!text.empty()) text += ' ';
    text += to_upper(clean_text(tree, words));
  }
  result.body = std::move(cursor);
}

}  // namespace

void lower_copy(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  Copy copy;
  for (const NodeIndex child : tree.children(node)) {
    switch (tree.kind(child)) {
      case NodeKind::TableReference:
        copy.table = qualified_name(tree, tree.find(child, NodeKind::Relation));
        break;
      case NodeKind::NameList:
        copy.columns = name_list(tree, child);
        break;
      case NodeKind::CopyQuery:
        result.inner.push_back(inner_statement(tree, first_child(tree, child)));
        break;
      case NodeKind::CopyDirection:
        copy.from = tree.first_token(child).is(K::FROM);
        break;
      case NodeKind::CopyFile:
        copy.program = tree.first_token(child).is(K::PROGRAM);
        if (const NodeIndex file = tree.find(child, NodeKind::String); file != kNoNode) {
          copy.file = string_value(tree, file);
        }
        break;
      case NodeKind::Where:
        copy.where = expression(tree, child - 1);
        break;
      default:
        break;
    }
  }
  copy.options = options(tree, node);
  result.body = std::move(copy);
}

void lower_explain(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  Explain explain;
  explain.options = options(tree, node);
  explain.query_plan = tree.has(node, NodeKind::Words);
  for (const auto& [name, value] : explain.options) {
    if (name == "analyze" || name == "analyse") explain.analyze = switched_on(value);
  }
  result.body = std::move(explain);
  add_last_statement(tree, result);
}

void lower_prepare(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  Prepare prepare;
  prepare.name = first_name(tree, node);
  for (const NodeIndex type : tree.find_all(node, NodeKind::TypeName)) prepare.types.push_back(type_name(tree, type));
  result.body = std::move(prepare);
  add_last_statement(tree, result);
}

void lower_execute(const Tree& tree, Statement& result) {
  Execute execute;
  for (const NodeIndex child : tree.children(tree.root())) {
    if (execute.name.empty() && tree.kind(child) == NodeKind::Name) {
      execute.name = name_text(tree, child);
    } else {
      execute.arguments.push_back(expression(tree, child));
    }
  }
  result.body = std::move(execute);
}

void lower_declare_cursor(const Tree& tree, Statement& result) {
  lower_cursor(tree, result);
  add_last_statement(tree, result);
}

void lower_fetch(const Tree& tree, Statement& result) {
  lower_cursor(tree, result);
}

void lower_close_cursor(const Tree& tree, Statement& result) {
  lower_cursor(tree, result);
  if (tree.last_token(tree.root()).is(K::ALL)) result.tag = "CLOSE CURSOR ALL";
}

void lower_call(const Tree& tree, Statement& result) {
  const NodeIndex call = tree.find(tree.root(), NodeKind::FunctionCall);
  Call value;
  for (const FunctionCall& function : functions(tree, call)) {
    // The outermost call comes first.
    value.function = function;
    break;
  }
  for (const NodeIndex argument : tree.find_all(call, NodeKind::Argument)) {
    value.arguments.push_back(expression(tree, argument - 1));
  }
  result.body = std::move(value);
}

void lower_deallocate(const Tree& tree, Statement& result) {
  lower_session_command(tree, result);
  if (tree.last_token(tree.root()).is(K::ALL)) result.tag = "DEALLOCATE ALL";
}

void lower_discard(const Tree& tree, Statement& result) {
  const std::string what = words(tree, tree.root());
  result.tag = what == "DISCARD TEMPORARY" ? "DISCARD TEMP" : what;
  result.body = SessionCommand{};
}

void lower_show(const Tree& tree, Statement& result) {
  lower_session_command(tree, result);
}
void lower_notify(const Tree& tree, Statement& result) {
  lower_session_command(tree, result);
}
void lower_checkpoint(const Tree& tree, Statement& result) {
  lower_session_command(tree, result);
}

void lower_attach(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  Attach attach;
  attach.detach = tree.first_token(node).is(K::DETACH);
  const Children parts = tree.children(node);
  if (attach.detach) {
    attach.database = expression(tree, parts[0]);
  } else {
    attach.file = expression(tree, parts[0]);
    attach.database = expression(tree, parts[1]);
  }
  result.body = std::move(attach);
}

}  // namespace lockstep::lower
