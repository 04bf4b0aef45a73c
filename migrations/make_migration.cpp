#include <fmt/format.h>

#include "base/hash.h"
#include "base/text.h"
#include "migrations/directives.h"
#include "migrations/migration.h"

namespace lockstep {
namespace {

/// Whether a directive is left out of the hash: silencing a finding changes nothing that runs.
bool is_ignore(std::string_view words) {
  return words.starts_with("ignore");
}

/// The hash of the tokens of a file one by one, each with its length before it so that no two streams look alike, and
/// the directives' own tokens at their places.
class TokenStream {
 public:
  explicit TokenStream(Dialect dialect) : dialect_(dialect) {}

  void add_tokens(std::string_view text, const std::vector<Span>& tokens) {
    for (const Span& token : tokens) add(slice(text, token));
  }
  void add_directive(std::string_view words) {
    add("-- lockstep:");
    add_tokens(words, parse(words, dialect_).tokens);
  }
  void add(std::string_view token) {
    const fmt::format_int size(token.size());
    waiting_.append(size.data(), size.size()).append(":").append(token);
    if (waiting_.size() < kPiece) return;
    hash_.update(waiting_);
    waiting_.clear();
  }
  [[nodiscard]] std::string hash() {
    hash_.update(waiting_);
    return hash_.digest();
  }

 private:
  static constexpr size_t kPiece = 4096;

  Dialect dialect_;
  Sha256 hash_;
  std::string waiting_;  ///< what the hash has not seen yet
};

std::string hash_tokens(std::string_view text, const ParsedFile& parsed, Dialect dialect) {
  TokenStream stream(dialect);
  auto comment = parsed.comments.begin();
  const auto directives_before = [&](uint32_t offset) {
    for (; comment != parsed.comments.end() && comment->span.begin < offset; ++comment) {
      const auto words = directive_in(*comment, text);
      if (words && !is_ignore(slice(text, *words))) stream.add_directive(slice(text, *words));
    }
  };
  // Whether the last statement ends in a semicolon makes no difference: they wait for what comes behind them.
  std::vector<Span> semicolons;
  for (const Span& token : parsed.tokens) {
    if (slice(text, token) == ";") {
      semicolons.push_back(token);
      continue;
    }
    for (const Span& semicolon : semicolons) {
      directives_before(semicolon.begin);
      stream.add(";");
    }
    semicolons.clear();
    directives_before(token.begin);
    stream.add(slice(text, token));
  }
  directives_before(static_cast<uint32_t>(text.size()));
  return stream.hash();
}

}  // namespace

Migration make_migration(std::string id, std::string name, SourceFile file, Dialect dialect, ParseOptions options) {
  ParsedFile parsed = parse(file.text, dialect, options);
  FileDirectives directives = read_directives(file.text, parsed, dialect);
  Migration migration;
  migration.id = std::move(id);
  migration.name = std::move(name);
  if (options.tokens) migration.checksum = {sha256(file.text), hash_tokens(file.text, parsed, dialect)};
  parsed.tokens = {};  // of a large file they are large, too
  migration.statements.reserve(parsed.statements.size());
  for (size_t i = 0; i < parsed.statements.size(); ++i) {
    Statement& statement = parsed.statements[i];
    if (directives.undo && statement.span.begin > *directives.undo) {
      migration.undo.push_back(std::move(statement));
    } else {
      const auto own = directives.statements.find(i);
      migration.statements.push_back(
          {std::move(statement), own == directives.statements.end() ? Directives{} : std::move(own->second)});
    }
  }
  migration.directives = std::move(directives.file);
  migration.errors = std::move(parsed.errors);
  migration.findings = std::move(directives.findings);
  migration.undo_file = directives.undo ? file : SourceFile{};
  migration.file = std::move(file);
  return migration;
}

Migration parse_migration(MigrationText text, Dialect dialect, ParseOptions options) {
  Migration migration =
      make_migration(std::move(text.id), std::move(text.name), std::move(text.file), dialect, options);
  if (text.undo) {
    ParsedFile parsed = parse(text.undo->text, dialect, options);
    migration.undo = std::move(parsed.statements);
    migration.undo_errors = std::move(parsed.errors);
    migration.undo_file = std::move(*text.undo);
  }
  return migration;
}

}  // namespace lockstep
