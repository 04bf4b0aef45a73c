// Lowering: from syntax trees to the values of statement.h. What several families need; each family's own lowering
// stands in its lower_*.cpp. A namespace of its own, since the grammar's rules bear the same names.
#pragma once

#include <string>
#include <string_view>
#include <utility>
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

/// The key words that `node` begins with, before its first child or other token, in capitals.
[[nodiscard]] std::string leading_words(const Tree& tree, NodeIndex node);

/// True if the key word stands in `node`.
[[nodiscard]] bool has_word(const Tree& tree, NodeIndex node, K word);

/// What a constant or a name holds: 'a b' -> a b; other text stays.
[[nodiscard]] std::string unquoted(const std::string& text);

/// The value of a node String: escapes resolved, continued parts joined.
[[nodiscard]] std::string string_value(const Tree& tree, NodeIndex string);

/// The value of what stands between the quotes of E'...', but for its quotes.
[[nodiscard]] std::string unescape_backslashes(std::string_view text);

// Parts of statements.

/// A node Option: its Names, or else its leading words, in lower case; then its value as written, empty without one.
[[nodiscard]] std::pair<std::string, std::string> option(const Tree& tree, NodeIndex node);

/// The Option nodes below `node`, e.g. of a node Options.
[[nodiscard]] OptionList options(const Tree& tree, NodeIndex node);
/// An option is on unless its value says otherwise: false, off or 0.
[[nodiscard]] bool switched_on(const std::string& value);

/// A node SetVariable.
[[nodiscard]] SetVariable set_variable(const Tree& tree, NodeIndex node);

/// The Assignment children of `node`.
[[nodiscard]] std::vector<Assignment> assignments(const Tree& tree, NodeIndex node);

/// The names of the AssignmentTarget children of `node`.
[[nodiscard]] std::vector<std::string> assigned_columns(const Tree& tree, NodeIndex node);

/// Of each AssignmentTarget child whether a field or an element of the column is meant.
[[nodiscard]] std::vector<bool> assigned_parts(const Tree& tree, NodeIndex node);

/// A node Merge.
[[nodiscard]] Merge merge(const Tree& tree, NodeIndex node);

/// True if rows change in a statement below `node`.
[[nodiscard]] bool changes_below(const Tree& tree, NodeIndex node);

/// The statement at `node`, as parse() gives one.
[[nodiscard]] Statement inner_statement(const Tree& tree, NodeIndex node);

/// Appends the children of `node` that are statements to `result.inner`.
void add_inner_statements(const Tree& tree, NodeIndex node, Statement& result);

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

/// Fills `result` if the Query node is one plain SELECT.
void describe_plain_select(const Tree& tree, NodeIndex query, PlainSelect& result);
/// The same as a value that is there if it is one.
[[nodiscard]] Rare<PlainSelect> plain_select(const Tree& tree, NodeIndex query);

/// The summary of a Query node.
[[nodiscard]] Select select(const Tree& tree, NodeIndex query);

}  // namespace lockstep::lower
