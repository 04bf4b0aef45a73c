// What a command that only reads files is about: the files that were named, what is read along with them for context,
// and the schema before the first of them.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "base/source.h"
#include "cli/command.h"
#include "engine/catalog/catalog.h"

namespace lockstep {

/// Options of the commands that take such files.
inline constexpr Option stdin_option{"--stdin-filename", "NAME",
                                     "what the text that `-` reads is called: gives its folder, its id and its name"};

struct NamedFiles {
  std::vector<std::string> paths;
  std::optional<SourceFile> given;  ///< standard input, as the file of that path among `paths`

  [[nodiscard]] const SourceFile* text() const { return given ? &*given : nullptr; }
};

/// The command's operands, patterns expanded, `-` read. Input errors: a pattern without a match, `-` twice.
[[nodiscard]] Result<NamedFiles> named_files(const Context& context);

/// The schema that `--schema` (or the setting) tells; empty without one. An Input error for a file that is not SQL.
[[nodiscard]] Result<Catalog> starting_catalog(const Settings& settings);

/// Migrations that follow one another.
struct History {
  std::vector<MigrationText> migrations;  ///< in order
  std::vector<bool> asked;                ///< for each, whether it was named; the others are there for context
  std::vector<bool> asked_undo;           ///< the same for its undo

  [[nodiscard]] size_t size() const { return migrations.size(); }
};

/// Whether large files come with an outline in place of their statements (migrations/statements.h).
enum class Large : uint8_t { Outlined, Whole };

/// Calls `use(i, migration)` for one after the other, which are parsed on other processors shortly before their turn
/// and not kept. The texts are used up.
void follow(History& history, const Settings& settings, Large large,
            const std::function<void(size_t, const Migration&)>& use);

/// All of them at once, with their checksums. The texts are used up.
[[nodiscard]] std::vector<Migration> parse_all(History& history, const Settings& settings);

/// Finds what was named. Files that were named one by one come with those before them in their folder, unless
/// `--schema` stands for these, each folder as a history of its own. A folder whose files create the same table twice
/// is none: its files are judged by themselves, which `remarks` tells.
[[nodiscard]] Result<std::vector<History>> find_histories(const NamedFiles& named, const Settings& settings,
                                                          std::vector<std::string>& remarks);

}  // namespace lockstep
