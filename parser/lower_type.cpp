// Type names.
#include "parser/lower.h"

namespace lockstep::lower {
namespace {

// The text of each expression or number between the parentheses; of an interval's fields the text as a whole.
void modifiers(const Tree& tree, NodeIndex node, std::vector<std::string>& out) {
  const Children parts = tree.children(node);
  const bool parentheses = tree.first_token(node).is(P::LeftParen);
  if (parts.empty() || !parentheses) out.push_back(clean_text(tree, node));
  if (!parentheses) return;
  for (const NodeIndex part : parts) out.push_back(clean_text(tree, part));
}

// pg_type's name for the spellings of SQL (manual 8, table 8.1). Sets modifiers that the server assumes.
void keyword_type(const Tree& tree, NodeIndex node, K word, TypeName& type) {
  const auto has = [&](K other) { return has_word(tree, node, other); };
  const bool zone = has(K::WITH);
  switch (word) {
    case K::INT: case K::INTEGER: type.name = "int4"; break;
    case K::SMALLINT: type.name = "int2"; break;
    case K::BIGINT: type.name = "int8"; break;
    case K::REAL: type.name = "float4"; break;
    case K::FLOAT: {
      // FLOAT(p) counts binary digits, up to 24 for the short form; p is no modifier of the type.
      const std::string digits = type.modifiers.empty() ? "53" : type.modifiers[0];
      type.name = digits.size() == 1 || (digits.size() == 2 && digits <= "24") ? "float4" : "float8";
      type.modifiers.clear();
      break;
    }
    case K::DOUBLE: type.name = "float8"; break;
    case K::DECIMAL: case K::DEC: case K::NUMERIC: type.name = "numeric"; break;
    case K::BOOLEAN: type.name = "bool"; break;
    case K::JSON: type.name = "json"; break;
    case K::TIMESTAMP: type.name = zone ? "timestamptz" : "timestamp"; break;
    case K::TIME: type.name = zone ? "timetz" : "time"; break;
    case K::INTERVAL: type.name = "interval"; break;
    case K::BIT:
      type.name = has(K::VARYING) ? "varbit" : "bit";
      if (type.name == "bit" && type.modifiers.empty()) type.modifiers = {"1"};
      break;
    case K::VARCHAR: type.name = "varchar"; break;
    case K::CHAR: case K::CHARACTER: case K::NCHAR: case K::NATIONAL:
      type.name = has(K::VARYING) ? "varchar" : "bpchar";
      if (type.name == "bpchar" && type.modifiers.empty()) type.modifiers = {"1"};
      break;
    default: break;
  }
}

}  // namespace

TypeName type_name(const Tree& tree, NodeIndex node) {
  TypeName type;
  if (node == kNoNode) return type;
  type.span = tree.span(node);
  type.text = clean_text(tree, node);
  bool named = false;
  for (const NodeIndex child : tree.children(node)) {
    switch (tree.kind(child)) {
      case NodeKind::Name:
        if (tree.dialect == Dialect::PostgreSQL) {
          if (named) type.schema = std::move(type.name);
          type.name = name_text(tree, child);
        }
        named = true;
        break;
      case NodeKind::TypeModifier: modifiers(tree, child, type.modifiers); break;
      case NodeKind::ArrayBounds: ++type.array_dimensions; break;
      default: break;
    }
  }
  if (tree.dialect == Dialect::SQLite) {
    type.name = type.text;
  } else if (!named) {
    uint32_t first = tree[node].first_token;
    if (tree.tokens[first].is(K::SETOF)) ++first;
    keyword_type(tree, node, tree.tokens[first].keyword(), type);
  }
  return type;
}

}  // namespace lockstep::lower
