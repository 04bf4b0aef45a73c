#include "migrations/directives.h"

#include <algorithm>
#include <array>
#include <cctype>

#include <fmt/format.h>

#include "base/text.h"

namespace lockstep {
namespace {

constexpr std::string_view marker = "lockstep:";

uint32_t offset_of(std::string_view part, std::string_view text) {
  return static_cast<uint32_t>(part.data() - text.data());
}

Span span_of(std::string_view part, std::string_view text) {
  const uint32_t begin = offset_of(part, text);
  return {begin, begin + static_cast<uint32_t>(part.size())};
}

/// Cuts the first word off `rest`, at white space or at one of `stops`.
std::string_view take_word(std::string_view& rest, std::string_view stops = {}) {
  rest = trim(rest);
  size_t end = 0;
  while (end < rest.size() && std::isspace(static_cast<unsigned char>(rest[end])) == 0 &&
         stops.find(rest[end]) == std::string_view::npos) {
    ++end;
  }
  const std::string_view word = rest.substr(0, end);
  rest = trim(rest.substr(end));
  return word;
}

/// Everything that can follow "lockstep:", for suggestions.
constexpr std::array<std::string_view, 11> directive_names = {
    "phase", "using", "reverse", "backfill", "mirror", "gate", "ignore", "undo", "as-written", "cutover", "quarantine"};

bool is_directive_name(std::string_view word) {
  return std::find(directive_names.begin(), directive_names.end(), word) != directive_names.end();
}

/// "72h", "30m", "7d", "0": a number and a unit; only 0 needs none.
bool is_duration(std::string_view value) {
  const size_t digits = std::min(value.find_first_not_of("0123456789"), value.size());
  if (digits == 0 || digits > 9) return false;
  const std::string_view unit = value.substr(digits);
  return unit == "s" || unit == "m" || unit == "h" || unit == "d" || value == "0";
}

void shift(Span& span, int64_t by) {
  span.begin = static_cast<uint32_t>(span.begin + by);
  span.end = static_cast<uint32_t>(span.end + by);
}

/// Reads one directive into what it belongs to.
class DirectiveReader {
 public:
  DirectiveReader(std::string_view text, Dialect dialect, FileDirectives& out)
      : text_(text), dialect_(dialect), out_(out) {}

  /// `words` is what follows "lockstep:", a part of the file's text.
  void read(std::string_view words, Directives& target) {
    words_ = words;
    std::string_view rest = words;
    if (trim(rest).empty()) return finding(words, "a directive that says nothing", list_of_names());
    // Words that stand for themselves may share a line; the others take the rest of it.
    while (!trim(rest).empty()) {
      std::string_view word = take_word(rest, "=");
      if (word == "phase") {
        phase(value_of(word, rest), target);
      } else if (word == "quarantine") {
        option(word, value_of(word, rest), target);
      } else if (word == "as-written") {
        target.as_written = true;
      } else if (word == "cutover") {
        target.cutover = true;
      } else if (word == "using") {
        return expression(word, rest, target.using_expression);
      } else if (word == "reverse") {
        return expression(word, rest, target.reverse_expression);
      } else if (word == "backfill") {
        return backfill(rest, target);
      } else if (word == "mirror") {
        return mirror(rest, target);
      } else if (word == "gate") {
        return gate(rest);
      } else if (word == "ignore") {
        return ignore(rest, target);
      } else {
        return unknown(word, rest);
      }
    }
  }

  /// Reports words that look like a directive and are none.
  void near_miss(const Comment& comment) {
    std::string_view rest = slice(text_, comment.span);
    rest.remove_prefix(std::min<size_t>(2, rest.size()));
    const std::string_view first = take_word(rest);
    if (first.empty() || equals_ignoring_case(first, marker)) return;
    const std::string_view second = rest.substr(0, rest.find_first_of(" \t\r\n="));
    const bool without_colon = equals_ignoring_case(first, "lockstep") && is_directive_name(second);
    const bool misspelt = first.ends_with(':') && nearest(first, {marker}).has_value();
    if (!without_colon && !misspelt) return;
    finding(first, "this looks like a directive, but directives begin with `lockstep:`",
            fmt::format("write `-- lockstep: {}`", trim(rest)));
  }

  void finding(std::string_view where, std::string message, std::string help = {}) {
    where = trim(where).empty() ? words_ : trim(where);
    out_.findings.push_back(
        {"directive", "process", Severity::Error, std::move(message), std::move(help), span_of(where, text_)});
  }

 private:
  static std::string list_of_names() {
    std::string names;
    for (const std::string_view name : directive_names) names += fmt::format("{}`{}`", names.empty() ? "" : ", ", name);
    return "lockstep knows " + names;
  }

  /// The value of `name=value`, or "" with a finding.
  std::string_view value_of(std::string_view name, std::string_view& rest) {
    rest = trim(rest);
    if (!rest.starts_with('=')) {
      finding(name, fmt::format("`{}` wants a value: `{}=...`", name, name));
      return {};
    }
    rest.remove_prefix(1);
    const std::string_view value = take_word(rest);
    if (value.empty()) finding(name, fmt::format("`{}=` has no value", name));
    return value;
  }

  void unknown(std::string_view word, std::string_view rest) {
    if (rest.starts_with('=')) rest.remove_prefix(1);
    const auto suggestion = nearest(word, {directive_names.begin(), directive_names.end()});
    finding(word.empty() ? rest : word, fmt::format("`{}` is not a directive", word),
            suggestion ? fmt::format("did you mean `{}`?", *suggestion) : list_of_names());
  }

  void phase(std::string_view value, Directives& target) {
    if (value.empty()) return;
    if (value != "expand" && value != "backfill" && value != "contract") {
      const auto suggestion = nearest(value, {"expand", "backfill", "contract"});
      return finding(value, fmt::format("`{}` is not a phase", value),
                     suggestion ? fmt::format("did you mean `{}`?", *suggestion)
                                : "the phases are `expand`, `backfill` and `contract`");
    }
    if (target.phase && *target.phase != value) return finding(value, "a second phase for the same statement");
    target.phase = std::string(value);
  }

  void option(std::string_view name, std::string_view value, Directives& target) {
    if (value.empty()) return;
    if (!is_duration(value)) {
      return finding(value, fmt::format("`{}` is not a duration", value), "write e.g. `7d`, `12h`, or `0` for none");
    }
    target.options[std::string(name)] = value;
  }

  void expression(std::string_view name, std::string_view rest, Rare<Expression>& target) {
    if (!rest.starts_with('=')) {
      return finding(name, fmt::format("`{}` wants an expression: `{}=<expression>`", name, name));
    }
    rest = trim(rest.substr(1));
    if (rest.empty()) return finding(name, fmt::format("`{}=` has no expression", name));
    if (target) return finding(name, fmt::format("a second `{}` for the same statement", name));
    target = parse_expression(rest);
  }

  /// Parses SQL that stands in the comment, as the value of an UPDATE, which both dialects have.
  std::optional<Expression> parse_expression(std::string_view sql) {
    constexpr std::string_view head = "UPDATE t SET c = ";
    const int64_t by = static_cast<int64_t>(offset_of(sql, text_)) - static_cast<int64_t>(head.size());
    ParsedFile parsed = parse(fmt::format("{}{}", head, sql), dialect_);
    if (!parsed.errors.empty()) {
      SyntaxError& error = parsed.errors.front();
      shift(error.span, by);
      const Span all = span_of(sql, text_);
      error.span.begin = std::clamp(error.span.begin, all.begin, all.end);
      error.span.end = std::clamp(error.span.end, error.span.begin, all.end);
      out_.findings.push_back({"directive", "process", Severity::Error, error.message, error.help, error.span});
      return std::nullopt;
    }
    const Update* update = parsed.statements.size() == 1 ? parsed.statements[0].as<Update>() : nullptr;
    const bool whole = update != nullptr && update->assignments.size() == 1 &&
                       head.size() + sql.size() == update->assignments[0].value.span.end;
    if (!whole) {
      finding(sql, "this is more than one expression", "give one expression, without a semicolon at its end");
      return std::nullopt;
    }
    Expression expression = update->assignments[0].value;
    shift(expression.span, by);
    for (ColumnReference& column : expression.columns) {
      shift(column.span, by);
      if (!column.qualifier.empty()) shift(column.qualifier_span, by);
    }
    for (FunctionCall& function : expression.functions) shift(function.span, by);
    for (QualifiedName& relation : expression.relations) shift(relation.span, by);
    return expression;
  }

  /// A name as SQL writes it, folded as the dialect folds it. DROP TABLE is a statement that both dialects have.
  std::optional<QualifiedName> parse_name(std::string_view sql) {
    constexpr std::string_view head = "DROP TABLE ";
    const ParsedFile parsed = parse(fmt::format("{}{}", head, sql), dialect_);
    const auto* drop =
        parsed.errors.empty() && parsed.statements.size() == 1 ? parsed.statements[0].as<DropStatement>() : nullptr;
    if (drop == nullptr || drop->cascade || drop->names.size() != 1) return std::nullopt;
    QualifiedName name = drop->names[0];
    shift(name.span, static_cast<int64_t>(offset_of(sql, text_)) - static_cast<int64_t>(head.size()));
    return name;
  }

  void backfill(std::string_view rest, Directives& target) {
    if (rest.empty()) return finding(rest, "`backfill` without `key=`, `chunk=` or `strict`");
    while (!rest.empty()) {
      const std::string_view word = take_word(rest, "=");
      if (word == "strict") {
        target.options["strict"] = "true";
      } else if (word == "chunk") {
        chunk(value_of(word, rest), target);
      } else if (word == "key") {
        key(value_of(word, rest), target);
      } else {
        const auto suggestion = nearest(word, {"key", "chunk", "strict"});
        return finding(word, fmt::format("`backfill` does not know `{}`", word),
                       suggestion ? fmt::format("did you mean `{}`?", *suggestion)
                                  : "it knows `key=a,b`, `chunk=500` and `strict`");
      }
    }
  }

  void chunk(std::string_view value, Directives& target) {
    if (value.empty()) return;
    int rows = 0;
    for (const char c : value) {
      if (c < '0' || c > '9' || rows > 10'000'000)
        return finding(value, "`chunk` is not a number of rows", "e.g. chunk=500");
      rows = rows * 10 + (c - '0');
    }
    if (rows == 0) return finding(value, "a chunk has at least one row");
    target.chunk = rows;
  }

  void key(std::string_view value, Directives& target) {
    if (value.empty()) return;
    target.backfill_key.clear();
    for (std::string_view rest = value; !rest.empty();) {
      const size_t comma = std::min(rest.find(','), rest.size() - 1);
      const std::string_view part = rest.substr(0, rest[comma] == ',' ? comma : rest.size());
      const std::optional<QualifiedName> name = parse_name(part);
      if (!name || !name->schema.empty()) {
        target.backfill_key.clear();
        return finding(value, "`key` wants columns separated by commas", "e.g. key=id or key=tenant_id,id");
      }
      target.backfill_key.push_back(name->name);
      rest.remove_prefix(comma + 1);
    }
  }

  void mirror(std::string_view rest, Directives& target) {
    const size_t arrow = std::min(rest.find("->"), rest.size());
    const std::optional<QualifiedName> from = parse_name(trim(rest.substr(0, arrow)));
    const std::optional<QualifiedName> to =
        arrow < rest.size() ? parse_name(trim(rest.substr(arrow + 2))) : std::nullopt;
    if (!from || !to) {
      return finding(rest, "`mirror` wants two tables", "e.g. `-- lockstep: mirror orders -> orders_v2`");
    }
    if (target.mirror) return finding(rest, "a second `mirror` for the same statement");
    target.mirror = std::pair(*from, *to);
  }

  /// A gate keeps the whole migration's contract, wherever it stands.
  void gate(std::string_view rest) {
    if (rest.empty()) return finding(rest, "`gate` without a condition", "e.g. `-- lockstep: gate soak=72h`");
    while (!rest.empty()) {
      const std::string_view name = take_word(rest, "=");
      const std::string_view value = value_of(name, rest);
      if (value.empty()) return;
      if (name != "soak") {
        return finding(name, fmt::format("`{}` is not a gate that lockstep knows", name), "it knows `soak=72h`");
      }
      if (!is_duration(value)) {
        return finding(value, fmt::format("`{}` is not a duration", value), "write e.g. `72h` or `3d`");
      }
      out_.file.gates[std::string(name)] = value;
    }
  }

  void ignore(std::string_view rest, Directives& target) {
    const std::string_view all = rest;
    const std::string_view rule = take_word(rest);
    if (rule.empty()) {
      return finding(rest, "`ignore` without a rule", "e.g. `-- lockstep: ignore drop-column nobody ever wrote to it`");
    }
    if (rest.empty()) {
      return finding(rule, fmt::format("`ignore {}` without a reason", rule),
                     "say behind the rule's name why it may be ignored here");
    }
    target.ignores.push_back({std::string(rule), std::string(rest), span_of(all, text_), false});
  }

  std::string_view text_;
  Dialect dialect_;
  FileDirectives& out_;
  std::string_view words_;
};

/// What follows `word` in a comment, as comma-separated rules; nothing if the comment does not begin with it.
std::optional<std::vector<std::string>> rules_behind(std::string_view word, const Comment& comment) {
  std::string_view rest = comment.text;
  if (take_word(rest) != word) return std::nullopt;
  std::vector<std::string> rules;
  for (const std::string& part : split(rest, ',')) {
    std::string_view words = part;
    const std::string_view rule = take_word(words, ":");
    if (!rule.empty()) rules.emplace_back(rule);
  }
  return rules;
}

/// The comments of the linter squawk: `squawk-ignore a, b` is about the statement that it stands in, behind on its
/// line, or before; `squawk-ignore-file a, b` about the file, without rules about all of them.
bool read_squawk(const Comment& comment, std::string_view text, const ParsedFile& parsed, FileDirectives& out) {
  if (const auto rules = rules_behind("squawk-ignore-file", comment)) {
    if (rules->empty()) out.file.ignores.push_back({"", "", comment.span, true});
    for (const std::string& rule : *rules) out.file.ignores.push_back({rule, "", comment.span, true});
    return true;
  }
  const auto rules = rules_behind("squawk-ignore", comment);
  if (!rules) return false;
  auto target = std::partition_point(parsed.statements.begin(), parsed.statements.end(),
                                     [&](const Statement& each) { return each.span.end <= comment.span.begin; });
  if (!comment.own_line && target != parsed.statements.begin()) {
    const Statement& before = *std::prev(target);
    const std::string_view between = slice(text, {before.span.end, comment.span.begin});
    if (between.find('\n') == std::string_view::npos) --target;
  }
  if (target == parsed.statements.end()) return true;
  Directives& own = out.statements[static_cast<size_t>(target - parsed.statements.begin())];
  for (const std::string& rule : *rules) own.ignores.push_back({rule, "", comment.span, true});
  return true;
}

/// Whether a line with nothing on it stands between `begin` and `end`. Comments in between are something.
bool empty_line_between(std::string_view text, const std::vector<Comment>& comments, uint32_t begin, uint32_t end) {
  std::string between(text.substr(begin, end - begin));
  for (const Comment& comment : comments) {
    if (comment.span.begin < begin || comment.span.end > end) continue;
    std::fill_n(between.begin() + (comment.span.begin - begin), comment.span.size(), '-');
  }
  size_t newlines = 0;
  for (const char c : between) {
    if (c == '\n') {
      if (++newlines == 2) return true;
    } else if (std::isspace(static_cast<unsigned char>(c)) == 0) {
      newlines = 0;
    }
  }
  return false;
}

bool error_between(const std::vector<SyntaxError>& errors, uint32_t begin, uint32_t end) {
  return std::any_of(errors.begin(), errors.end(),
                     [&](const SyntaxError& error) { return error.span.begin >= begin && error.span.begin < end; });
}

}  // namespace

std::optional<Span> directive_in(const Comment& comment, std::string_view text) {
  std::string_view all = slice(text, comment.span);
  const bool block = all.starts_with("/*");
  all.remove_prefix(std::min<size_t>(2, all.size()));
  if (block && all.ends_with("*/")) all.remove_suffix(2);
  all = trim(all);
  if (!equals_ignoring_case(all.substr(0, marker.size()), marker)) return std::nullopt;
  return span_of(trim(all.substr(marker.size())), text);
}

FileDirectives read_directives(std::string_view text, const ParsedFile& parsed, Dialect dialect) {
  FileDirectives out;
  DirectiveReader reader(text, dialect, out);
  for (const Comment& comment : parsed.comments) {
    const std::optional<Span> span = directive_in(comment, text);
    if (!span) {
      if (!read_squawk(comment, text, parsed, out)) reader.near_miss(comment);
      continue;
    }
    const std::string_view words = span->empty() ? slice(text, comment.span) : slice(text, *span);
    const auto next = std::partition_point(parsed.statements.begin(), parsed.statements.end(),
                                           [&](const Statement& each) { return each.span.begin < comment.span.begin; });
    const bool first = next == parsed.statements.begin();
    if (!first && std::prev(next)->span.end > comment.span.begin) {
      reader.finding(words, "a directive inside a statement", "put it on a line of its own before the statement");
      continue;
    }
    if (!comment.own_line) {
      reader.finding(words, "a directive behind other text on its line",
                     "put it on a line of its own before the statement it is meant for");
      continue;
    }
    if (span->empty()) {
      Directives nowhere;
      reader.read(slice(text, *span), nowhere);
      continue;
    }
    if (words == "undo") {
      if (!out.undo) out.undo = comment.span.begin;
      continue;
    }
    if (out.undo) {
      reader.finding(words, "a directive in the undo section has no effect", "move it before `-- lockstep: undo`");
      continue;
    }
    if (next == parsed.statements.end()) {
      // A file without any statement may still say something about itself.
      const bool broken = error_between(parsed.errors, comment.span.end, static_cast<uint32_t>(text.size()));
      if (!first && !broken) {
        reader.finding(words, "a directive behind the last statement", "directives stand before their statement");
        continue;
      }
      reader.read(words, out.file);
      continue;
    }
    // A statement that could not be read takes the directives before it along.
    if (error_between(parsed.errors, comment.span.end, next->span.begin)) continue;
    const bool of_file = first && empty_line_between(text, parsed.comments, comment.span.end, next->span.begin);
    reader.read(words, of_file ? out.file : out.statements[static_cast<size_t>(next - parsed.statements.begin())]);
  }
  return out;
}

}  // namespace lockstep
