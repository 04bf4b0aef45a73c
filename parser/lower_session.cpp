// Transactions, settings, maintenance, and the commands of which only the tag and the relations are of interest.
#include "base/text.h"
#include "parser/lower.h"

namespace lockstep::lower {
namespace {

bool has_word(const Tree& tree, NodeIndex node, K word) {
  for (uint32_t i = tree[node].first_token; i < tree[node].end_token; ++i) {
    if (tree.tokens[i].is(word)) return true;
  }
  return false;
}

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

// An option of a list in parentheses is on unless its value says otherwise.
bool option_on(const Tree& tree, NodeIndex node, std::string_view name) {
  bool on = false;
  for (const NodeIndex option : tree.find_all(node, NodeKind::Option)) {
    const std::string text = to_lower(clean_text(tree, option));
    const size_t space = text.find(' ');
    if (text.substr(0, space) != name) continue;
    const std::string value = space == std::string::npos ? "on" : text.substr(space + 1);
    on = value != "false" && value != "off" && value != "0" && value != "'false'" && value != "'off'";
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
  maintenance.concurrently = tree.has(node, NodeKind::Concurrently) || option_on(tree, node, "concurrently");
  maintenance.full = tree.has(node, NodeKind::Full) || option_on(tree, node, "full");
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
  result.body = TransactionControl{transaction_kind(tree, tree.root())};
}

void lower_set_variable(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
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
  result.body = std::move(set);
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
    }
  }
  result.body = std::move(block);
}

void lower_pragma(const Tree& tree, Statement& result) {
  const NodeIndex node = tree.root();
  Pragma pragma;
  pragma.name = to_lower(qualified_name(tree, tree.find(node, NodeKind::QualifiedName)).name);
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

void lower_deallocate(const Tree& tree, Statement& result) {
  if (tree.last_token(tree.root()).is(K::ALL)) result.tag = "DEALLOCATE ALL";
}
void lower_close_cursor(const Tree& tree, Statement& result) {
  if (tree.last_token(tree.root()).is(K::ALL)) result.tag = "CLOSE CURSOR ALL";
}
void lower_discard(const Tree& tree, Statement& result) {
  std::string what = words(tree, tree.root());
  if (what == "DISCARD TEMPORARY") what = "DISCARD TEMP";
  result.tag = what;
}

// The tag and the relations say all that is known of these.
void lower_opaque(const Tree& /*tree*/, Statement& /*result*/) {}
void lower_copy(const Tree& /*tree*/, Statement& /*result*/) {}
void lower_explain(const Tree& /*tree*/, Statement& /*result*/) {}
void lower_prepare(const Tree& /*tree*/, Statement& /*result*/) {}
void lower_execute(const Tree& /*tree*/, Statement& /*result*/) {}
void lower_declare_cursor(const Tree& /*tree*/, Statement& /*result*/) {}
void lower_fetch(const Tree& /*tree*/, Statement& /*result*/) {}
void lower_call(const Tree& /*tree*/, Statement& /*result*/) {}
void lower_show(const Tree& /*tree*/, Statement& /*result*/) {}
void lower_notify(const Tree& /*tree*/, Statement& /*result*/) {}
void lower_checkpoint(const Tree& /*tree*/, Statement& /*result*/) {}
void lower_attach(const Tree& /*tree*/, Statement& /*result*/) {}

}  // namespace lockstep::lower
