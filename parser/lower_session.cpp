// Transactions, settings, DO and maintenance.
#include "base/text.h"
#include "parser/lower.h"

namespace lockstep::lower {
namespace {

using Kind = TransactionControl::Kind;

Kind transaction_kind(const Tree& tree, NodeIndex node) {
  switch (tree.first_token(node).keyword()) {
    case K::BEGIN: return Kind::Begin;
    case K::START: return Kind::Start;
    case K::COMMIT: return has_word(tree, node, K::PREPARED) ? Kind::Other : Kind::Commit;
    case K::END: return Kind::End;
    case K::ROLLBACK: case K::ABORT:
      if (has_word(tree, node, K::PREPARED)) return Kind::Other;
      return has_word(tree, node, K::TO) ? Kind::RollbackTo : Kind::Rollback;
    case K::SAVEPOINT: return Kind::Savepoint;
    case K::RELEASE: return Kind::Release;
    case K::PREPARE: return Kind::Prepare;
    default: return Kind::Other;
  }
}

// The words of SET's own forms as the server's settings, or as statement.h names them.
std::string setting_of(const std::string& words) {
  if (words == "SCHEMA") return "search_path";
  if (words == "NAMES") return "client_encoding";
  if (words == "XML OPTION") return "xmloption";
  if (words == "SET CONSTRAINTS") return "constraints";
  if (words == "SESSION CHARACTERISTICS AS TRANSACTION") return "session characteristics";
  return to_lower(words);
}

bool option_on(const OptionList& options, std::string_view name) {
  bool on = false;
  for (const auto& [option, value] : options) {
    if (option == name) on = switched_on(value);
  }
  return on;
}

void lower_maintenance(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  Maintenance maintenance;
  for (const QualifiedName& name : relations(tree, node)) maintenance.names.push_back(name);
  for (const NodeIndex name : tree.find_all(node, NodeKind::QualifiedName)) {
    maintenance.names.push_back(qualified_name(tree, name));
  }
  for (const NodeIndex target : tree.find_all(node, NodeKind::MaintenanceTarget)) {
    maintenance.columns.push_back(name_list(tree, tree.find(target, NodeKind::NameList)));
    const NodeIndex reference = tree.find(target, NodeKind::TableReference);
    maintenance.only |= reference != kNoNode && tree.has(reference, NodeKind::Only);
  }
  for (const NodeIndex target : tree.find_all(node, NodeKind::TableReference)) {
    maintenance.only |= tree.has(target, NodeKind::Only);
  }
  maintenance.options = options(tree, node);
  maintenance.index = tree.first_token(node).is(K::CLUSTER) ? first_name(tree, node) : std::string();
  maintenance.restart_identity = option_on(maintenance.options, "restart");
  maintenance.nowait = option_on(maintenance.options, "nowait");
  maintenance.concurrently = tree.has(node, NodeKind::Concurrently) || option_on(maintenance.options, "concurrently");
  maintenance.full = option_on(maintenance.options, "full");
  maintenance.analyze = option_on(maintenance.options, "analyze") || option_on(maintenance.options, "analyse");
  maintenance.cascade = tree.has(node, NodeKind::Cascade);
  maintenance.with_no_data = tree.has(node, NodeKind::WithNoData);
  const std::string kept = words(tree, tree.find(node, NodeKind::Words));
  if (tree.first_token(node).is(K::LOCK)) {
    maintenance.mode = kept.empty() ? "ACCESS EXCLUSIVE" : kept;
  } else {
    maintenance.target = kept;
  }
  result.body = std::move(maintenance);
}

}  // namespace

void lower_transaction(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  TransactionControl control;
  control.kind = transaction_kind(tree, node);
  if (const NodeIndex id = tree.find(node, NodeKind::String); id != kNoNode) {
    control.name = string_value(tree, id);
  } else {
    // SQLite allows a name of the transaction, which means nothing, before that of the savepoint.
    const std::vector<std::string> names = name_list(tree, node);
    const bool of_savepoint =
        control.kind == Kind::Savepoint || control.kind == Kind::Release || control.kind == Kind::RollbackTo;
    if (of_savepoint && !names.empty()) control.name = names.back();
  }
  control.modes = clean_text(tree, tree.find(node, NodeKind::Words));
  result.body = std::move(control);
}

SetVariable set_variable(const Tree& tree, NodeIndex node) {
  SetVariable set;
  set.reset = tree.first_token(node).is(K::RESET);
  set.local = tree.has(node, NodeKind::Local);
  const NodeIndex inner = tree.find(node, NodeKind::SetVariable);
  const NodeIndex setting = inner == kNoNode ? node : inner;
  const NodeIndex name = tree.find(setting, NodeKind::QualifiedName);
  if (name != kNoNode) {
    set.name = to_lower(join(name_list(tree, name), "."));
  } else {
    set.name = setting_of(words(tree, tree.find(setting, NodeKind::Words)));
  }
  set.value = clean_text(tree, tree.find(setting, NodeKind::SetValue));
  if (setting == node && set.name == "constraints") {
    // The mode stands behind the names.
    set.value = clean_text(tree, tree[node].first_token + 2, tree[node].end_token);
  }
  return set;
}

void lower_set_variable(const Tree& tree, Statement& result) {
  result.body = set_variable(tree, tree.root());
}

void lower_do_block(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  DoBlock block;
  block.language = "plpgsql";
  for (const NodeIndex child : tree.children(node)) {
    const bool language = tree[child].first_token > 0 && tree.tokens[tree[child].first_token - 1].is(K::LANGUAGE);
    if (language) {
      block.language = to_lower(tree.kind(child) == NodeKind::String ? string_value(tree, child)
                                                                      : name_text(tree, child));
    } else {
      block.body = string_value(tree, child);
      block.body_span = tree.span(child);
    }
  }
  result.body = std::move(block);
}

void lower_pragma(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  Pragma pragma;
  const QualifiedName written = qualified_name(tree, tree.find(node, NodeKind::QualifiedName));
  pragma.name = to_lower(written.name);
  pragma.schema = written.schema;
  const NodeIndex value = tree.find(node, NodeKind::SetValue);
  const NodeIndex name = tree.find(value, NodeKind::Name);
  pragma.value = name == kNoNode ? clean_text(tree, value) : name_text(tree, name);
  result.body = std::move(pragma);
}

void lower_truncate(const Tree& tree, Statement& result) { lower_maintenance(tree, result); }
void lower_lock(const Tree& tree, Statement& result) { lower_maintenance(tree, result); }
void lower_vacuum(const Tree& tree, Statement& result) { lower_maintenance(tree, result); }
void lower_analyze(const Tree& tree, Statement& result) { lower_maintenance(tree, result); }
void lower_cluster(const Tree& tree, Statement& result) { lower_maintenance(tree, result); }
void lower_reindex(const Tree& tree, Statement& result) { lower_maintenance(tree, result); }
void lower_refresh(const Tree& tree, Statement& result) { lower_maintenance(tree, result); }

}  // namespace lockstep::lower
