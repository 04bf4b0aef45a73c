// Names, strings and text.
#include <algorithm>

#include "base/text.h"
#include "parser/lower.h"
#include "parser/parse.h"

namespace lockstep::lower {
namespace {

constexpr size_t kNameBytes = 63;  // NAMEDATALEN - 1

void append_utf8(std::string& out, uint32_t code) {
  const auto put = [&out](uint32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (code < 0x80) {
    put(code);
  } else if (code < 0x800) {
    put(0xC0 | (code >> 6));
    put(0x80 | (code & 0x3F));
  } else if (code < 0x10000) {
    put(0xE0 | (code >> 12));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  } else {
    put(0xF0 | ((code >> 18) & 7));
    put(0x80 | ((code >> 12) & 0x3F));
    put(0x80 | ((code >> 6) & 0x3F));
    put(0x80 | (code & 0x3F));
  }
}

int hex_value(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// Up to `most` digits of base 8 or 16 from `i` on, which moves behind them.
uint32_t digits(std::string_view text, size_t& i, size_t most, int base) {
  uint32_t value = 0;
  for (size_t n = 0; n < most && i < text.size(); ++n, ++i) {
    const int digit = hex_value(text[i]);
    if (digit < 0 || digit >= base) break;
    value = value * static_cast<uint32_t>(base) + static_cast<uint32_t>(digit);
  }
  return value;
}

// A high and a low surrogate make one character.
void append_unicode(std::string& out, uint32_t code, uint32_t& high) {
  if (code >= 0xD800 && code < 0xDC00) {
    high = code;
    return;
  }
  if (high != 0 && code >= 0xDC00 && code < 0xE000) code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00);
  high = 0;
  append_utf8(out, code);
}

// \XXXX and \+XXXXXX of U&'' and U&"", with the escape character `escape`.
std::string unescape_unicode(std::string_view text, char escape) {
  std::string out;
  uint32_t high = 0;
  for (size_t i = 0; i < text.size();) {
    if (text[i] != escape) {
      out += text[i++];
    } else if (i + 1 < text.size() && text[i + 1] == escape) {
      out += escape;
      i += 2;
    } else {
      const bool long_form = i + 1 < text.size() && text[i + 1] == '+';
      i += long_form ? 2 : 1;
      append_unicode(out, digits(text, i, long_form ? 6 : 4, 16), high);
    }
  }
  return out;
}

}  // namespace

std::string unescape_backslashes(std::string_view text) {
  std::string out;
  uint32_t high = 0;
  for (size_t i = 0; i < text.size();) {
    if (text[i] != '\\' || i + 1 >= text.size()) {
      out += text[i++];
      continue;
    }
    const char c = text[i + 1];
    i += 2;
    switch (c) {
      case 'b': out += '\b'; break;
      case 'f': out += '\f'; break;
      case 'n': out += '\n'; break;
      case 'r': out += '\r'; break;
      case 't': out += '\t'; break;
      case 'x':
        if (i < text.size() && hex_value(text[i]) >= 0) {
          out += static_cast<char>(static_cast<unsigned char>(digits(text, i, 2, 16)));
        } else {
          out += c;
        }
        break;
      case 'u': append_unicode(out, digits(text, i, 4, 16), high); break;
      case 'U': append_unicode(out, digits(text, i, 8, 16), high); break;
      default:
        if (c >= '0' && c <= '7') {
          --i;
          out += static_cast<char>(static_cast<unsigned char>(digits(text, i, 3, 8)));
        } else {
          out += c;
        }
    }
  }
  return out;
}

namespace {

// What stands between the quotes: doubled ones become one. A string that goes on after a line break is joined; in
// E'' a quote behind a backslash belongs to the string.
std::string between_quotes(std::string_view text, char quote, bool backslashes) {
  std::string out;
  size_t i = text.find(quote);
  while (i != std::string_view::npos) {
    for (++i; i < text.size(); ++i) {
      if (backslashes && text[i] == '\\' && i + 1 < text.size()) {
        out += text[i++];
      } else if (text[i] == quote) {
        if (i + 1 >= text.size() || text[i + 1] != quote) break;
        ++i;
      }
      out += text[i];
    }
    // A comment between the parts may hold quotes of its own.
    ++i;
    while (i < text.size() && text[i] != quote) {
      if (text[i] == '-' && i + 1 < text.size() && text[i + 1] == '-') {
        i = std::min(text.find('\n', i), text.size());
      } else {
        ++i;
      }
    }
    if (i >= text.size()) break;
  }
  return out;
}

// U&"..." UESCAPE '!' is one node of three tokens.
char unicode_escape(const Tree& tree, NodeIndex node) {
  const std::string_view last = slice(tree.text, tree.last_token(node).span());
  return tree[node].end_token - tree[node].first_token == 3 && last.size() == 3 ? last[1] : '\\';
}

// Names are cut at a character's border.
std::string_view cut(std::string_view name) {
  if (name.size() <= kNameBytes) return name;
  // Whole characters, as far as the bytes are UTF-8.
  size_t end = 0;
  while (true) {
    const auto first = static_cast<unsigned char>(name[end]);
    const size_t length = first < 0xC0 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : first < 0xF8 ? 4 : 1;
    if (end + length > kNameBytes) break;
    end += length;
  }
  return name.substr(0, end);
}

}  // namespace

std::string name_text(const Tree& tree, NodeIndex name) {
  const Token& token = tree.first_token(name);
  const std::string_view text = slice(tree.text, token.span());
  const bool sqlite = tree.dialect == Dialect::SQLite;
  switch (token.kind) {
    case TokenKind::QuotedIdentifier:
      if (text.front() == '[') return std::string(text.substr(1, text.size() - 2));
      return sqlite ? between_quotes(text, text.front(), false) : std::string(cut(between_quotes(text, '"', false)));
    case TokenKind::UnicodeIdentifier:
      return std::string(cut(unescape_unicode(between_quotes(text, '"', false), unicode_escape(tree, name))));
    case TokenKind::String: return string_value(tree, name);
    default: return sqlite ? std::string(text) : to_lower(cut(text));
  }
}

std::vector<std::string> name_list(const Tree& tree, NodeIndex node) {
  std::vector<std::string> names;
  if (node == kNoNode) return names;
  for (const NodeIndex child : tree.children(node)) {
    if (tree.kind(child) == NodeKind::Name) names.push_back(name_text(tree, child));
  }
  return names;
}

std::string first_name(const Tree& tree, NodeIndex node) {
  const NodeIndex name = tree.find(node, NodeKind::Name);
  return name == kNoNode ? std::string() : name_text(tree, name);
}

QualifiedName qualified_name(const Tree& tree, NodeIndex node) {
  QualifiedName result;
  if (node == kNoNode) return result;
  result.span = tree.span(node);
  const Children parts = tree.children(node);
  const size_t n = parts.size();
  if (n == 0) {
    result.name = to_lower(tree.source(node));
  } else {
    result.name = name_text(tree, parts[n - 1]);
    if (n > 1) result.schema = name_text(tree, parts[n - 2]);
  }
  return result;
}

std::string dotted_name(const Tree& tree, NodeIndex node) {
  std::string out;
  if (node == kNoNode) return out;
  for (const NodeIndex part : tree.children(node)) {
    if (!out.empty()) out += '.';
    out += quote_identifier(name_text(tree, part), tree.dialect);
  }
  return out;
}

std::string clean_text(const Tree& tree, NodeIndex node) {
  if (node == kNoNode) return {};
  return clean_text(tree, tree[node].first_token, tree[node].end_token);
}

std::string clean_text(const Tree& tree, uint32_t first_token, uint32_t end_token) {
  std::string out;
  for (uint32_t i = first_token; i < end_token; ++i) {
    if (i > first_token && tree.tokens[i].begin > tree.tokens[i - 1].end) out += ' ';
    out += slice(tree.text, tree.tokens[i].span());
  }
  return out;
}

std::string words(const Tree& tree, NodeIndex node) {
  std::string out;
  if (node == kNoNode) return out;
  for (uint32_t i = tree[node].first_token; i < tree[node].end_token; ++i) {
    if (!tree.tokens[i].is(TokenKind::Keyword)) continue;
    if (!out.empty()) out += ' ';
    out += to_upper(slice(tree.text, tree.tokens[i].span()));
  }
  return out;
}

std::string leading_words(const Tree& tree, NodeIndex node) {
  const NodeIndex child = first_child(tree, node);
  const uint32_t end = child == kNoNode ? tree[node].end_token : tree[child].first_token;
  std::string out;
  for (uint32_t i = tree[node].first_token; i < end && tree.tokens[i].is(TokenKind::Keyword); ++i) {
    if (!out.empty()) out += ' ';
    out += to_upper(slice(tree.text, tree.tokens[i].span()));
  }
  return out;
}

bool has_word(const Tree& tree, NodeIndex node, K word) {
  for (uint32_t i = tree[node].first_token; i < tree[node].end_token; ++i) {
    if (tree.tokens[i].is(word)) return true;
  }
  return false;
}

std::string unquoted(const std::string& written) {
  // E'...' and U&'...' say the same as '...' where nothing is escaped.
  const bool escape = written.size() > 2 && to_lower(written.substr(0, 1)) == "e" && written[1] == '\'';
  const bool unicode = written.size() > 3 && to_lower(written.substr(0, 2)) == "u&";
  const std::string text = written.substr(escape ? 1 : unicode ? 2 : 0);
  const bool quoted = text.size() > 1 && (text.front() == '\'' || text.front() == '"') && text.back() == text.front();
  return quoted ? between_quotes(text, text.front(), false) : text;
}

bool switched_on(const std::string& value) {
  const std::string plain = to_lower(unquoted(value));
  return plain != "false" && plain != "off" && plain != "0";
}

void add_inner_statements(const Tree& tree, NodeIndex node, Statement& result) {
  for (const NodeIndex child : tree.children(node)) {
    switch (tree.kind(child)) {
      case NodeKind::Query:
      case NodeKind::Insert:
      case NodeKind::Update:
      case NodeKind::Delete:
      case NodeKind::Merge:
      case NodeKind::SessionCommand:
      case NodeKind::CreateTable:
      case NodeKind::CreateView:
      case NodeKind::CreateIndex:
      case NodeKind::CreateSequence:
      case NodeKind::CreateTrigger:
      case NodeKind::Grant:
        result.inner.push_back(inner_statement(tree, child));
        break;
      default:
        break;
    }
  }
}

std::pair<std::string, std::string> option(const Tree& tree, NodeIndex node) {
  std::pair<std::string, std::string> result;
  const Children parts = tree.children(node);
  for (const NodeIndex part : parts) {
    if (tree.kind(part) == NodeKind::Name) {
      if (!result.first.empty()) result.first += '.';
      result.first += name_text(tree, part);
    } else if (!result.first.empty()) {
      result.second = clean_text(tree, part);
    }
  }
  if (!result.first.empty()) return result;
  const uint32_t end = parts.empty() ? tree[node].end_token : tree[parts[0]].first_token;
  uint32_t words = end;
  while (words > tree[node].first_token && tree.tokens[words - 1].is(P::Equals)) --words;
  result.first = to_lower(clean_text(tree, tree[node].first_token, words));
  result.second = clean_text(tree, end, tree[node].end_token);
  return result;
}

OptionList options(const Tree& tree, NodeIndex node) {
  OptionList result;
  for (const NodeIndex each : tree.find_all(node, NodeKind::Option)) result.push_back(option(tree, each));
  return result;
}

std::string string_value(const Tree& tree, NodeIndex string) {
  const Token& token = tree.first_token(string);
  const std::string_view text = slice(tree.text, token.span());
  switch (token.kind) {
    case TokenKind::DollarString: {
      const size_t tag = text.find('$', 1) + 1;
      return std::string(text.substr(tag, text.size() - 2 * tag));
    }
    case TokenKind::EscapeString: return unescape_backslashes(between_quotes(text, '\'', true));
    case TokenKind::UnicodeString:
      return unescape_unicode(between_quotes(text, '\'', false), unicode_escape(tree, string));
    default: return between_quotes(text, '\'', false);
  }
}

}  // namespace lockstep::lower
