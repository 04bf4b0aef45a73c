#include "parser/print.h"

#include <algorithm>

#include "base/text.h"
#include "parser/grammar.h"
#include "parser/lexer.h"

namespace lockstep {
namespace {

// What the tree knows of a token.
enum : uint8_t {
  kName = 1,    // it stands as a name, even if it is a key word
  kType = 2,    // it belongs to a type
  kColumn = 4,  // a name where SQLite may mean a string
  kTight = 8,   // no space before it
};

// The parts of a string that goes on over line breaks, with their quotes. `backslash`: it takes a quote's meaning.
std::vector<std::string_view> string_parts(std::string_view text, bool backslash) {
  std::vector<std::string_view> parts;
  size_t i = 0;
  while (i < text.size()) {
    const size_t begin = i++;
    while (i < text.size() && (text[i] != '\'' || text.substr(i, 2) == "''")) {
      i += text[i] == '\'' || (backslash && text[i] == '\\') ? 2 : 1;
    }
    ++i;
    parts.push_back(text.substr(begin, i - begin));
    i = std::min(text.find('\'', i), text.size());
  }
  return parts;
}

std::string joined_string(std::string_view text) {
  std::string out = "'";
  for (const std::string_view part : string_parts(text, false)) out += part.substr(1, part.size() - 2);
  return out + "'";
}

// An escape must not reach over the end of a part, so the parts stay apart.
std::string separate_strings(std::string_view text, bool backslash) {
  std::string out;
  for (const std::string_view part : string_parts(text, backslash)) {
    if (!out.empty()) out += '\n';
    out += part;
  }
  return out;
}

// What a quoted name or a string says.
std::string unquoted(std::string_view text) {
  const char close = text.front() == '[' ? ']' : text.front();
  std::string out;
  for (size_t i = 1; i + 1 < text.size(); ++i) {
    out += text[i];
    if (text[i] == close) ++i;
  }
  return out;
}

class Printer {
 public:
  explicit Printer(const Tree& tree) : tree_(tree), count_(count(tree)), marks_(count_ + 1) {
    for (const Node& node : tree.nodes) mark(node);
  }

  std::string run() {
    std::string out;
    if (count_ > 0) out.reserve(tree_.token_span(0, count_).size() + 16);
    for (uint32_t i = 0; i < count_; ++i) {
      const Token& token = tree_.tokens[i];
      if (i > 0 && !joined(i)) out += ' ';
      append(out, i);
      if (token.is(P::LeftBracket) || token.is(P::LeftParen)) {
        in_brackets_.push_back(token.is(P::LeftBracket));
      } else if ((token.is(P::RightBracket) || token.is(P::RightParen)) && !in_brackets_.empty()) {
        in_brackets_.pop_back();
      }
    }
    return out;
  }

 private:
  static uint32_t count(const Tree& tree) {
    uint32_t n = 0;
    while (n < tree.tokens.size() && !tree.tokens[n].is(TokenKind::End)) ++n;
    return n;
  }

  void mark(const Node& node) {
    const auto all = [&](uint8_t mark) {
      for (uint32_t i = node.first_token; i < node.end_token; ++i) marks_[i] |= mark;
    };
    // The parenthesis that is the token `i`.
    const auto tight_parenthesis = [&](uint32_t i) {
      if (i < count_ && tree_.tokens[i].is(P::LeftParen)) marks_[i] |= kTight;
    };
    const uint32_t first = node.first_token;
    switch (node.kind) {
      case NodeKind::Name:
        all(kName);
        break;
      case NodeKind::TypeName:
        all(kType);
        break;
      case NodeKind::ColumnReference:
        all(kColumn);
        break;
      case NodeKind::FunctionName:
        tight_parenthesis(node.end_token);
        break;
      case NodeKind::TypeModifier:
        tight_parenthesis(first);
        break;
      case NodeKind::Cast:
      case NodeKind::Row:
      case NodeKind::Array:
        if (first < count_ && tree_.tokens[first].is(TokenKind::Keyword)) tight_parenthesis(first + 1);
        break;
      case NodeKind::OperatorName:
        for (uint32_t i = first; i < node.end_token; ++i) tight_parenthesis(i);
        break;
      case NodeKind::TypeReference:
        for (uint32_t i = first; i < node.end_token; ++i) marks_[i] |= kTight;
        break;
      case NodeKind::Unary:
      case NodeKind::Number:
        // Two operators in a row would make another one, or a comment.
        if (node.end_token > first + 1 && is_sign(tree_.tokens[first]) &&
            !tree_.tokens[first + 1].is(TokenKind::Punctuation)) {
          marks_[first + 1] |= kTight;
        }
        break;
      default:
        break;
    }
  }

  static bool is_sign(const Token& token) { return token.is(P::Plus) || token.is(P::Minus); }

  // No space before token `i`, which is not the first.
  [[nodiscard]] bool joined(uint32_t i) const {
    if ((marks_[i] & kTight) != 0) return true;
    const Token& before = tree_.tokens[i - 1];
    const Token& token = tree_.tokens[i];
    for (const P mark :
         {P::RightParen, P::RightBracket, P::LeftBracket, P::Comma, P::Semicolon, P::Dot, P::DoubleColon, P::Colon}) {
      if (token.is(mark)) return true;
    }
    for (const P mark : {P::LeftParen, P::LeftBracket, P::Dot, P::DoubleColon}) {
      if (before.is(mark)) return true;
    }
    // a[1:2], but JSON_OBJECT('a': 1)
    const bool slice = before.is(P::Colon) && !in_brackets_.empty() && in_brackets_.back();
    return slice && !token.is(TokenKind::Punctuation);
  }

  [[nodiscard]] std::string name(std::string_view text, uint8_t marks) const {
    const std::string value = unquoted(text);
    const std::string quoted = quote_identifier(value, tree_.dialect);
    const bool plain = quoted.front() != '"' && find_keyword(value) == K::None;
    if (tree_.dialect == Dialect::PostgreSQL) return plain ? value : std::string(text);
    if (text.front() == '"' || (marks & kType) != 0) return std::string(text);
    if (plain) return value;
    if ((marks & kColumn) != 0) return std::string(text);
    return quoted.front() == '"' ? quoted : '"' + quoted + '"';
  }

  void append(std::string& out, uint32_t i) const {
    const Token& token = tree_.tokens[i];
    const std::string_view text = slice(tree_.text, token.span());
    const bool sqlite = tree_.dialect == Dialect::SQLite;
    const bool named = (marks_[i] & (kName | kType)) != 0;
    switch (token.kind) {
      case TokenKind::Keyword:
        if (!named) {
          out += to_upper(text);
          return;
        }
        [[fallthrough]];
      case TokenKind::Identifier:
        out += sqlite ? std::string(text) : to_lower(text);
        return;
      case TokenKind::QuotedIdentifier:
        out += name(text, marks_[i]);
        return;
      case TokenKind::String:
        if (sqlite) {
          out += (marks_[i] & kName) != 0 ? name(text, marks_[i]) : std::string(text);
        } else {
          out += joined_string(text);
        }
        return;
      case TokenKind::EscapeString:
        out += 'E' + separate_strings(text.substr(1), true);
        return;
      case TokenKind::UnicodeString:
        out += "U&" + separate_strings(text.substr(2), false);
        return;
      case TokenKind::UnicodeIdentifier:
        out.append("U&").append(text.substr(2));
        return;
      case TokenKind::NationalString:
      case TokenKind::BitString:
      case TokenKind::HexString:
        out += to_upper(text.substr(0, 1)) + joined_string(text.substr(1));
        return;
      case TokenKind::Integer:
      case TokenKind::Decimal:
        out += to_lower(text);
        return;
      default:
        break;
    }
    if (token.is(P::NotEquals) || token.is(P::Equals)) {
      out += spelling(token.punctuation());
    } else {
      out += text;
    }
  }

  const Tree& tree_;
  uint32_t count_;
  std::vector<uint8_t> marks_;
  std::vector<bool> in_brackets_;  ///< what is open: true for [, false for (
};

// The server goes on reading data after it, up to the line with a backslash and a dot.
bool copies_from_stdin(const std::vector<Token>& tokens) {
  if (!tokens.front().is(K::COPY)) return false;
  for (size_t i = 1; i + 1 < tokens.size(); ++i) {
    if (tokens[i].is(K::FROM) && tokens[i + 1].is(K::STDIN)) return true;
  }
  return false;
}

}  // namespace

std::string print(const Tree& tree) {
  return Printer(tree).run();
}

std::string print(std::string_view text, Dialect dialect) {
  std::string out;
  for_each_tree(text, dialect, [&](const Tree& tree) {
    out += print(tree) + ";\n";
    if (dialect == Dialect::PostgreSQL && copies_from_stdin(tree.tokens)) out += "\\.\n";
  });
  return out;
}

void for_each_tree(std::string_view text, Dialect dialect, const std::function<void(const Tree&)>& visit) {
  if (text.size() >= UINT32_MAX) return;
  ParsedFile file;
  Lexer lexer(text, dialect, file);
  std::vector<Token> tokens;
  std::vector<Node> nodes;
  while (lexer.next_statement(tokens)) {
    if (lexer.error()) continue;
    nodes.clear();
    grammar::Tokens in(text, dialect, tokens, nodes);
    if (!grammar::any_statement::match(in)) continue;
    visit(Tree{text, dialect, tokens, nodes});
  }
}

}  // namespace lockstep
