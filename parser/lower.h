// Lowering: from syntax trees to the values of statement.h. What several families need; each family's own lowering
// stands in its lower_*.cpp. A namespace of its own, since the grammar's rules bear the same names.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "parser/statement.h"
#include "parser/tree.h"

namespace lockstep::lower {

// Names. A node Name is an identifier, a key word used as one, or (SQLite) a string.

/// The name as the server stores it: PostgreSQL folds unquoted names to lower case and cuts at 63 bytes; quotes and
/// U&"" escapes are resolved. SQLite: as written, without quotes.
[[nodiscard]] std::string name_text(const Tree& tree, NodeIndex name);

/// The names of all direct Name children of `node`, e.g. of a NameList.
[[nodiscard]] std::vector<std::string> name_list(const Tree& tree, NodeIndex node);

/// The name of the first direct Name child of `node`; empty without one or if `node` is kNoNode.
[[nodiscard]] std::string first_name(const Tree& tree, NodeIndex node);

/// QualifiedName, Relation or FunctionName -> its last two parts. kNoNode gives an empty name.
[[nodiscard]] QualifiedName qualified_name(const Tree& tree, NodeIndex node);

/// A qualified name as one string, parts quoted where needed: operator classes, collations.
[[nodiscard]] std::string dotted_name(const Tree& tree, NodeIndex node);

// Text.

/// The source of `node` without comments, white space runs as one space: what people read.
[[nodiscard]] std::string clean_text(const Tree& tree, NodeIndex node);
[[nodiscard]] std::string clean_text(const Tree& tree, uint32_t first_token, uint32_t end_token);

/// The key words of `node` in capitals, separated by single spaces: "ON DELETE SET NULL" and the like.
[[nodiscard]] std::string words(const Tree& tree, NodeIndex node);

/// The value of a node String: escapes resolved, continued parts joined.
[[nodiscard]] std::string string_value(const Tree& tree, NodeIndex string);

/// The value of what stands between the quotes of E'...', but for its quotes.
[[nodiscard]] std::string unescape_backslashes(std::string_view text);

// Parts of statements.

[[nodiscard]] TypeName type_name(const Tree& tree, NodeIndex type);

/// Any expression node -> its summary.
[[nodiscard]] Expression expression(const Tree& tree, NodeIndex node);

/// All relations that the nodes below `node` name, each once, in source order, without names of CTEs in scope.
/// The node `except` is not counted: what else does the statement name?
[[nodiscard]] std::vector<QualifiedName> relations(const Tree& tree, NodeIndex node, NodeIndex except = kNoNode);

/// All functions called below `node`, in source order; CURRENT_TIMESTAMP and its kin under their lower-case name.
[[nodiscard]] std::vector<FunctionCall> functions(const Tree& tree, NodeIndex node);

/// The first direct child of `node`, or kNoNode.
[[nodiscard]] NodeIndex first_child(const Tree& tree, NodeIndex node);

/// The summary of a Query node.
[[nodiscard]] Select select(const Tree& tree, NodeIndex query);

}  // namespace lockstep::lower
