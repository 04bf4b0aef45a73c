// A statement's normal form: the same tokens, written one way.
//
// Key words stand in capitals, types as format_type() writes them in lower case; names are folded and quoted only
// where they must be (a key word in quotes keeps them: whether it may stand without depends on the place); `!=` is
// `<>`; strings that go on over a line break are one; comments are gone; between tokens stands one space, or none
// where SQL is written without. What is printed parses to the same tree, and prints as it is.
//
// Constants keep their spelling otherwise, and so do names of SQLite in double quotes where a column may be meant:
// SQLite takes such a name as a string when there is no such column.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "parser/tree.h"

namespace lockstep {

/// The statement without its semicolon.
[[nodiscard]] std::string print(const Tree& tree);

/// All statements of `text` that have no error, each with its semicolon on a line of its own. Meta-commands of psql and
/// the data of COPY are left out.
[[nodiscard]] std::string print(std::string_view text, Dialect dialect);

/// Calls `visit` with the tree of each statement of `text` that has no error. The tree lives during the call only.
void for_each_tree(std::string_view text, Dialect dialect, const std::function<void(const Tree&)>& visit);

}  // namespace lockstep
