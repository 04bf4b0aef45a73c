// Files on disk -> ordered migrations. One reader per layout; what a reader gives is the same for all.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/diagnostic.h"
#include "base/result.h"
#include "base/source.h"
#include "parser/parse.h"
#include "parser/rare.h"

namespace lockstep {

/// `-- lockstep: ignore rule reason`: silences one rule's finding on the next statement (or the file, before the
/// first statement).
struct Ignore {
  std::string rule, reason;
  Span span;
  /// From `-- squawk-ignore rule`: `rule` is that linter's name for it, "" stands for all. It gives no reason, and one
  /// that silences nothing is not worth a word.
  bool squawk = false;
};

/// What comments say that SQL cannot (docs/directives.md). Those before the first statement of a file that are not
/// followed by it directly, i.e. with an empty line between, belong to the file.
struct Directives {
  Rare<std::string> phase;                       ///< "expand", "backfill", "contract"
  Rare<Expression> using_expression;             ///< value for existing rows of an added or changed column
  Rare<Expression> reverse_expression;           ///< how to compute the old column from the new one
  std::vector<std::string> backfill_key;         ///< columns of `backfill key=a,b`
  std::optional<int> chunk;                      ///< rows of `backfill chunk=500`
  Rare<std::pair<QualifiedName, QualifiedName>> mirror;           ///< `mirror source -> target`
  std::map<std::string, std::string> gates;                       ///< `gate soak=72h`
  std::map<std::string, std::string> options;                     ///< other `name=value` words: quarantine=7d
  std::vector<Ignore> ignores;
  bool as_written = false;
  bool cutover = false;
};

/// One statement of a migration with what the comments before it say.
struct MigrationStatement {
  Statement statement;
  Directives directives;
};

/// Hashes of a migration: over its bytes, and over its tokens and directives (`ignore` excepted), so that white space,
/// comments and line ends do not change the second. Lower-case hexadecimal SHA-256.
struct Checksum {
  std::string bytes;
  std::string tokens;
  [[nodiscard]] bool operator==(const Checksum&) const = default;
};

struct Outline;

struct Migration {
  std::string id;    ///< "0007", as written in the file's name
  std::string name;  ///< "add_shipping_zone"
  SourceFile file;
  Checksum checksum;
  std::vector<MigrationStatement> statements;
  std::shared_ptr<const Outline> outline;  ///< in place of the statements (migrations/statements.h)
  std::vector<Statement> undo;  ///< of `-- lockstep: undo` or <id>_<name>.down.sql; never run as an up
  SourceFile undo_file;         ///< the text that `undo` spans refer to: the same file or the .down.sql
  Directives directives;        ///< of the file
  std::vector<SyntaxError> errors;
  std::vector<SyntaxError> undo_errors;  ///< of a .down.sql; those of an undo section are in `errors`
  std::vector<Diagnostic> findings;      ///< bad or unknown directives: rule "directive", category "process"
};

/// The text of a migration, not parsed yet.
struct MigrationText {
  std::string id, name;
  SourceFile file;
  std::optional<SourceFile> undo;  ///< <id>_<name>.down.sql
};

/// Finds the migrations of a folder (or one file, or several) of a known layout and orders them by id: numerically when
/// all ids are digits, else by bytes. Errors are all `Input` and name file and line: missing or empty folder, two
/// files with one id, a file that is not UTF-8 or cannot be read, a layout that has no reader yet (by its name).
/// `given`: a file among `paths` whose text is not on disk (an editor's buffer, standard input).
[[nodiscard]] Result<std::vector<MigrationText>> find_migrations(const std::vector<std::string>& paths, Dialect dialect,
                                                                 const SourceFile* given = nullptr);

/// Reads one of them. Syntax errors do not fail: they are in Migration::errors. Without `options.tokens` the checksum
/// stays empty.
[[nodiscard]] Migration parse_migration(MigrationText text, Dialect dialect, ParseOptions options = {});

/// Both for all of them.
[[nodiscard]] Result<std::vector<Migration>> read_migrations(const std::vector<std::string>& paths, Dialect dialect,
                                                             ParseOptions options = {},
                                                             const SourceFile* given = nullptr);

/// The same from text in memory: one file of the native layout.
[[nodiscard]] Migration make_migration(std::string id, std::string name, SourceFile file, Dialect dialect,
                                       ParseOptions options = {});

/// "error" text for the syntax errors of a migration: path:line:column, caret, what was expected.
[[nodiscard]] std::string render_errors(const Migration& migration);

}  // namespace lockstep
