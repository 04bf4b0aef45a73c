// The way of a statement through the parser: lexer, recognition of the command, grammar, lowering.
#include "parser/parse.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <limits>
#include <optional>
#include <utility>

#include "base/text.h"
#include "parser/grammar.h"
#include "parser/lexer.h"
#include "parser/lower.h"
#include "parser/parse_again.h"
#include "parser/parse_statement.h"
#include "parser/recovery.h"
#include "parser/syntax_error.h"

namespace lockstep {

// Each family's two functions, declared from the list.
#define LOCKSTEP_COMMAND(dialect, tag, family, ...)                   \
  namespace grammar {                                                 \
  bool match_##family(Tokens& in);                                    \
  }                                                                   \
  namespace lower {                                                   \
  void lower_##family(const Tree& tree, Statement& result);           \
  }
#include "parser/families.def"
#undef LOCKSTEP_COMMAND

namespace {

enum class For : uint8_t { Both, PostgreSQL, SQLite };

struct Command {
  For dialect;
  std::string_view tag;
  std::array<K, 5> words;  // ended by K::None
  bool (*match)(grammar::Tokens&);
  void (*lower)(const Tree&, Statement&);
};

template <typename... Words>
constexpr std::array<K, 5> word_list(Words... words) {
  std::array<K, 5> list{K::None, K::None, K::None, K::None, K::None};
  size_t i = 0;
  ((list[i++] = words), ...);
  return list;
}

// The rows name key words without `K::`.
#define LOCKSTEP_K1(a) K::a
#define LOCKSTEP_K2(a, b) K::a, K::b
#define LOCKSTEP_K3(a, b, c) K::a, K::b, K::c
#define LOCKSTEP_K4(a, b, c, d) K::a, K::b, K::c, K::d
#define LOCKSTEP_PICK(a, b, c, d, name, ...) name
#define LOCKSTEP_WORDS(...) \
  LOCKSTEP_PICK(__VA_ARGS__, LOCKSTEP_K4, LOCKSTEP_K3, LOCKSTEP_K2, LOCKSTEP_K1, )(__VA_ARGS__)

constexpr Command kCommands[] = {
#define LOCKSTEP_COMMAND(dialect, tag, family, ...) \
  {For::dialect, tag, word_list(LOCKSTEP_WORDS(__VA_ARGS__)), grammar::match_##family, lower::lower_##family},
#include "parser/families.def"
#undef LOCKSTEP_COMMAND
};

struct Range {
  uint16_t begin = 0;
  uint16_t end = 0;
};

// Where the rows of each first word stand.
constexpr auto make_index() {
  std::array<Range, static_cast<size_t>(K::None)> index{};
  for (size_t i = 0; i < std::size(kCommands); ++i) {
    Range& range = index[static_cast<size_t>(kCommands[i].words[0])];
    if (range.end == 0) range.begin = static_cast<uint16_t>(i);
    range.end = static_cast<uint16_t>(i + 1);
  }
  return index;
}
constexpr auto kIndex = make_index();

constexpr bool rows_stand_together() {
  size_t rows = 0;
  for (const Range& range : kIndex) rows += range.end - static_cast<size_t>(range.begin);
  return rows == std::size(kCommands);
}
static_assert(rows_stand_together(), "families.def: rows of one first word stand together");

bool serves(const Command& command, Dialect dialect) {
  return command.dialect == For::Both || (command.dialect == For::SQLite) == (dialect == Dialect::SQLite);
}

// The words between CREATE and what is created.
bool is_modifier(const Token& token) {
  switch (token.keyword()) {
    case K::OR: case K::REPLACE: case K::TEMP: case K::TEMPORARY: case K::LOCAL: case K::GLOBAL: case K::UNLOGGED:
    case K::UNIQUE: case K::RECURSIVE: case K::CONSTRAINT: case K::TRUSTED: case K::PROCEDURAL: case K::DEFAULT:
      return true;
    default: return false;
  }
}

// The row with the most matching words, or null. `tokens` ends with several of kind End. `unknown` is set to the
// first token that fits no row.
const Command* find_command(const Token* tokens, Dialect dialect, size_t& unknown) {
  unknown = 0;
  K first = tokens[0].keyword();
  if (tokens[0].is(P::LeftParen)) first = K::SELECT;
  if (first == K::None) return nullptr;
  size_t next = 1;
  if (first == K::CREATE) {
    while (is_modifier(tokens[next])) ++next;
  }
  const Range range = kIndex[static_cast<size_t>(first)];
  const Command* best = nullptr;
  size_t most = 0;
  for (size_t i = range.begin; i < range.end; ++i) {
    if (!serves(kCommands[i], dialect)) continue;
    const std::array<K, 5>& words = kCommands[i].words;
    size_t matched = 1;
    while (words[matched] != K::None && tokens[next + matched - 1].is(words[matched])) ++matched;
    unknown = std::max(unknown, next + matched - 1);
    if (words[matched] == K::None && matched > most) {
      most = matched;
      best = &kCommands[i];
    }
  }
  return best;
}

SyntaxError unknown_command(std::string_view text, const std::vector<Token>& tokens, size_t unknown, Dialect dialect) {
  std::vector<std::string_view> words;
  for (const Command& command : kCommands) {
    if (!serves(command, dialect)) continue;
    if (unknown == 0) {
      words.push_back(info(command.words[0]).text);
    } else if (tokens[0].is(command.words[0])) {
      for (size_t i = 1; command.words[i] != K::None; ++i) words.push_back(info(command.words[i]).text);
    }
  }
  return describe_unknown_command(text, dialect, tokens, unknown, words);
}

// What every statement has, then what its family says.
void describe(const Tree& tree, const Command& command, Span span, Statement& result) {
  result.span = span;
  result.tag = command.tag;
  result.text = slice(tree.text, result.span);
  result.relations = lower::relations(tree, tree.root());
  command.lower(tree, result);
}

// PL/pgSQL outside of a body is one mistake, however many semicolons stand in it.
class ControlStructures {
 public:
  // Whether the statement, which cannot be read, goes on with one that was told already.
  bool goes_on(std::string_view text, const std::vector<Token>& tokens) {
    const auto is = [&](const Token& token, std::string_view word) {
      return equals_ignoring_case(slice(text, token.span()), word);
    };
    for (const std::string_view word : {"IF", "LOOP", "WHILE", "FOR", "FOREACH"}) {
      if (is(tokens[0], word)) ++open_;
      if (open_ > 0 && is(tokens[0], "END") && is(tokens[1], word)) {
        --open_;
        return true;
      }
    }
    return open_ > 0 && (is(tokens[0], "ELSE") || is(tokens[0], "ELSIF"));
  }

 private:
  size_t open_ = 0;
};

// Calls `statement` or `error` for one statement after the other. Comments and tokens go to `file`.
template <typename OnStatement, typename OnError>
void read(std::string_view text, Dialect dialect, ParseOptions options, ParsedFile& file, OnStatement statement,
          OnError error) {
  Lexer lexer(text, dialect, file, 0, options);
  // Most statements fit into this.
  const size_t usual = std::min<size_t>(text.size() / 4, 512);
  std::vector<Token> tokens;
  tokens.reserve(usual);
  std::vector<Node> nodes;
  nodes.reserve(usual);
  // A file of nothing but mistakes that swallow the rest would be read again and again up to its end.
  size_t bytes_to_read_again = 16 * text.size() + 1000000;
  ControlStructures structures;
  while (lexer.next_statement(tokens)) {
    Statement result;
    std::optional<ParseFailure> failure;
    if (lexer.error()) {
      failure = ParseFailure{*lexer.error(), std::nullopt};
    } else {
      failure = parse_statement(text, dialect, tokens, nodes, result);
    }
    if (!failure) {
      result.preamble = std::min(lexer.preamble().value_or(result.span.begin), result.span.begin);
      statement(std::move(result));
      continue;
    }
    find_resumption(text, dialect, tokens, *failure);
    if (failure->resume) {
      const size_t again = tokens.back().end - *failure->resume;
      if (again <= bytes_to_read_again) lexer.resume(*failure->resume, tokens);
      bytes_to_read_again -= std::min(again, bytes_to_read_again);
    }
    if (!structures.goes_on(text, tokens)) error(std::move(failure->error));
  }
}

// Places are 32 bits.
std::optional<SyntaxError> too_large(std::string_view text) {
  if (text.size() < std::numeric_limits<uint32_t>::max()) return std::nullopt;
  return SyntaxError{{}, "the file is larger than 4 GiB", "split it"};
}

}  // namespace

Statement lower::inner_statement(const Tree& tree, NodeIndex node) {
  Statement result;
  const Span span = tree.span(node);
  result.preamble = span.begin;
  size_t unknown = 0;
  const Command* command = find_command(&tree.first_token(node), tree.dialect, unknown);
  // A tree of its own: the nodes of a subtree stand together.
  const auto begin = tree.nodes.begin() + (node + 1 - tree[node].size);
  const std::vector<Node> nodes(begin, tree.nodes.begin() + (node + 1));
  if (command != nullptr) describe({tree.text, tree.dialect, tree.tokens, nodes}, *command, span, result);
  return result;
}

bool grammar::any_statement::match(Tokens& in) {
  size_t unknown = 0;
  const Command* command = find_command(&in.peek(), in.dialect(), unknown);
  return command != nullptr ? command->match(in) : in.fail("a statement");
}

bool begins_statement(const Token& token, Dialect dialect) {
  if (token.keyword() == K::None) return false;
  const Range range = kIndex[static_cast<size_t>(token.keyword())];
  return std::any_of(kCommands + range.begin, kCommands + range.end,
                     [dialect](const Command& command) { return serves(command, dialect); });
}

namespace {

// Where reading ends at a placeholder, it may stand for something else than a name: a string, then a number.
bool read_otherwise(std::vector<Token>& tokens, size_t at) {
  if (!tokens[at].is_placeholder() && tokens[at].id != Token::kPlaceholder) return false;
  switch (tokens[at].kind) {
    case TokenKind::Identifier: tokens[at].kind = TokenKind::String; return true;
    case TokenKind::String: tokens[at].kind = TokenKind::Integer; return true;
    default: return false;
  }
}

}  // namespace

std::optional<ParseFailure> parse_statement(std::string_view text, Dialect dialect, const std::vector<Token>& tokens,
                                       std::vector<Node>& nodes, Statement& result) {
  size_t unknown = 0;
  const Command* command = find_command(tokens.data(), dialect, unknown);
  if (command == nullptr) return ParseFailure{unknown_command(text, tokens, unknown, dialect), std::nullopt};
  nodes.clear();
  grammar::Tokens in(text, dialect, tokens, nodes);
  if (!command->match(in)) {
    std::vector<Token> otherwise = tokens;
    if (read_otherwise(otherwise, in.furthest())) {
      return parse_statement(text, dialect, otherwise, nodes, result);
    }
    nodes.clear();
    grammar::Tokens again(text, dialect, tokens, nodes);
    again.record();
    (void)command->match(again);
    return describe_failure(again, text, tokens);
  }
  const Tree tree{text, dialect, tokens, nodes};
  describe(tree, *command, {tokens.front().begin, tokens[tokens.size() - 5].end}, result);
  return std::nullopt;
}

namespace {

/// As std::count(), but fast where there are few.
size_t count_of(std::string_view text, char c) {
  size_t count = 0;
  for (size_t at = text.find(c); at != std::string_view::npos; at = text.find(c, at + 1)) ++count;
  return count;
}

/// `keep` gives what is kept of a statement.
template <typename Keep>
ParsedFile parse_and_keep(std::string_view text, Dialect dialect, ParseOptions options, const Keep& keep) {
  ParsedFile file;
  if (const auto error = too_large(text)) {
    file.errors.push_back(*error);
    return file;
  }
  // Room for all at once: growing a large vector would move everything several times, and pages that stay untouched
  // cost nothing.
  file.statements.reserve(count_of(text, ';') + 1);
  if (options.tokens) file.tokens.reserve_for(text.size());
  read(
      text, dialect, options, file,
      [&](Statement&& statement) { file.statements.push_back(keep(std::move(statement))); },
      [&](SyntaxError&& error) { file.errors.push_back(std::move(error)); });
  // What a mistake had swallowed is read after it, and may hold another one before the place that was told.
  std::stable_sort(file.errors.begin(), file.errors.end(),
                   [](const SyntaxError& a, const SyntaxError& b) { return a.span.begin < b.span.begin; });
  return file;
}

}  // namespace

ParsedFile parse(std::string_view text, Dialect dialect, ParseOptions options) {
  return parse_and_keep(text, dialect, options, [](Statement&& statement) { return std::move(statement); });
}

ParsedFile parse_places(std::string_view text, Dialect dialect, ParseOptions options,
                        const std::function<void(const Statement&)>& look) {
  return parse_and_keep(text, dialect, options, [&](const Statement& statement) {
    look(statement);
    Statement place;
    place.span = statement.span;
    return place;
  });
}

std::vector<Statement> parse_again(std::string_view text, Dialect dialect, uint32_t begin, size_t count,
                                   ParseOptions options) {
  std::vector<Statement> statements;
  statements.reserve(count);
  options.tokens = false;
  ParsedFile file;
  Lexer lexer(text, dialect, file, begin, options);
  std::vector<Token> tokens;
  std::vector<Node> nodes;
  while (statements.size() < count && lexer.next_statement(tokens)) {
    Statement& statement = statements.emplace_back();
    (void)parse_statement(text, dialect, tokens, nodes, statement);
    statement.preamble = statement.span.begin;
    file.comments.clear();
  }
  return statements;
}

void parse_each(std::string_view text, Dialect dialect, const std::function<void(Statement)>& statement,
                const std::function<void(SyntaxError)>& error, ParseOptions options) {
  if (const auto why = too_large(text)) return error(*why);
  options.tokens = false;
  ParsedFile file;
  read(
      text, dialect, options, file,
      [&](Statement&& found) {
        file.comments.clear();
        statement(std::move(found));
      },
      [&](SyntaxError&& found) {
        file.comments.clear();
        error(std::move(found));
      });
}

}  // namespace lockstep
