// PL/pgSQL (manual, chapter "PL/pgSQL"): recursive descent over the tokens of a body. Only the structure is read here;
// what lies between its words is handed to the SQL grammar.
#include "parser/plpgsql.h"

#include <algorithm>
#include <initializer_list>
#include <set>
#include <utility>

#include "base/text.h"
#include "parser/parse_statement.h"

namespace lockstep {
namespace {

// The server's limit is its stack; nobody nests by hand as deep as this.
constexpr int kMostBlocks = 500;

using Use = BodyStatement::Use;

struct Context {
  bool conditional = false;
  bool repeated = false;
};

class PlpgsqlReader {
 public:
  PlpgsqlReader(const BodyText& text, const std::vector<Token>& tokens, RoutineBody& body)
      : text_(text), tokens_(tokens), body_(body) {}

  void run() {
    while (at(P::Other) && written(0) == "#") i_ += 3;  // #variable_conflict use_column
    if (label() && !at("begin") && !at("declare")) fail("expected BEGIN or DECLARE");
    block({});
    accept(P::Semicolon);
    if (!failed_ && !tokens_[i_].is(TokenKind::End)) fail("expected the end of the body");
  }

 private:
  // ---- Tokens ----

  [[nodiscard]] std::string_view written(size_t ahead) const {
    const Token& token = tokens_[std::min(i_ + ahead, tokens_.size() - 1)];
    return slice(text_.text(), token.span());
  }
  [[nodiscard]] bool word_at(size_t i, std::string_view word) const {
    const Token& token = tokens_[i];
    if (!token.is(TokenKind::Identifier) && !token.is(TokenKind::Keyword)) return false;
    return token.end - token.begin == word.size() && to_lower(slice(text_.text(), token.span())) == word;
  }
  [[nodiscard]] bool at(std::string_view word) const { return word_at(i_, word); }
  [[nodiscard]] bool at(P mark) const { return tokens_[i_].is(mark); }
  [[nodiscard]] bool at_end() const { return failed_ || tokens_[i_].is(TokenKind::End); }
  [[nodiscard]] bool is_name(size_t i) const {
    switch (tokens_[i].kind) {
      case TokenKind::Identifier:
      case TokenKind::QuotedIdentifier:
      case TokenKind::UnicodeIdentifier:
      case TokenKind::Keyword:
        return true;
      default:
        return false;
    }
  }
  bool accept(std::string_view word) { return at(word) ? (++i_, true) : false; }
  bool accept(P mark) { return at(mark) ? (++i_, true) : false; }
  void expect(std::string_view word) {
    if (!accept(word)) fail("expected " + to_upper(word));
  }
  void semicolon() {
    if (!accept(P::Semicolon)) fail("expected `;`");
  }
  std::string name() {
    if (!is_name(i_) || at("then")) {
      fail("expected a name");
      return {};
    }
    const std::string_view raw = written(0);
    const bool quoted = tokens_[i_].is(TokenKind::QuotedIdentifier);
    ++i_;
    return quoted ? std::string(raw.substr(1, raw.size() - 2)) : to_lower(raw);
  }

  // The first error of the structure ends the reading: what follows cannot be told apart any more.
  void fail(std::string message, std::string help = {}) {
    if (failed_) return;
    failed_ = true;
    const Token& token = tokens_[i_];
    if (i_ > 0) message += " after `" + std::string(slice(text_.text(), tokens_[i_ - 1].span())) + "`";
    message += token.is(TokenKind::End) ? ", but the body ends here" : ", found `" + std::string(written(0)) + "`";
    body_.errors.push_back({text_.place(token.span()), std::move(message), std::move(help)});
    i_ = tokens_.size() - 4;
  }

  // ---- SQL between the words ----

  using Words = std::initializer_list<std::string_view>;

  // Where the next of `words`, a semicolon or `mark` stands outside parentheses, or a parenthesis too many.
  [[nodiscard]] size_t find(Words words, P mark = P::Semicolon) const {
    size_t depth = 0;
    for (size_t i = i_;; ++i) {
      const Token& token = tokens_[i];
      if (token.is(TokenKind::End)) return i;
      if (token.is(P::LeftParen) || token.is(P::LeftBracket)) ++depth;
      if (token.is(P::RightParen) || token.is(P::RightBracket)) {
        if (depth == 0) return i;
        --depth;
      }
      if (depth > 0) continue;
      if (token.is(P::Semicolon) || token.is(mark)) return i;
      if (std::any_of(words.begin(), words.end(), [&](std::string_view word) { return word_at(i, word); })) return i;
    }
  }

  [[nodiscard]] std::vector<Token> part(size_t begin, size_t end) const {
    return {tokens_.begin() + static_cast<std::ptrdiff_t>(begin), tokens_.begin() + static_cast<std::ptrdiff_t>(end)};
  }

  [[nodiscard]] BodyStatement model(Use use, const Context& context) const {
    BodyStatement out;
    out.use = use;
    out.conditional = context.conditional || left_ || loop_left_;
    out.repeated = context.repeated;
    return out;
  }

  // An expression is what could stand behind SELECT.
  void expression(const Context& context, size_t end) {
    if (failed_) return;
    if (end == i_) return fail("expected an expression");
    std::vector<Token> tokens = part(i_, end);
    BodyStatement entry = model(Use::Expression, context);
    const Token& first = tokens.front();
    entry.text = slice(text_.text(), {first.begin, tokens.back().end});
    tokens.insert(tokens.begin(),
                  {first.begin, first.begin, TokenKind::Keyword, false, static_cast<uint16_t>(K::SELECT)});
    add_statement(text_, std::move(tokens), std::move(entry), body_);
    i_ = end;
  }
  void expression_until(const Context& context, std::string_view word) {
    expression(context, find({word}));
    expect(word);
  }
  void expressions(const Context& context, Words ends) {
    do {
      expression(context, find(ends, P::Comma));
    } while (accept(P::Comma));
  }

  void query(Use use, const Context& context, size_t end) {
    if (failed_) return;
    if (end == i_) return fail("expected a query");
    add_statement(text_, part(i_, end), model(use, context), body_);
    i_ = end;
  }

  // EXECUTE expression: read if it is a constant, or constants joined by ||.
  void execute(const Context& context, size_t end) {
    if (failed_) return;
    if (end == i_) return fail("expected an expression");
    const bool readable = [&] {
      for (size_t i = i_; i < end; ++i) {
        const bool string = tokens_[i].is(TokenKind::String) || tokens_[i].is(TokenKind::EscapeString) ||
                            tokens_[i].is(TokenKind::DollarString);
        if ((i - i_) % 2 == 0 ? !string : !tokens_[i].is(P::Concatenate)) return false;
      }
      return (end - i_) % 2 == 1;
    }();
    if (!readable) {
      const size_t before = body_.statements.size();
      expression(context, end);
      // Replaces what the expression became: here its value counts, not what it reads.
      if (body_.statements.size() > before) {
        BodyStatement& entry = body_.statements.back();
        entry.use = Use::Dynamic;
        entry.statement.reset();
      }
      return;
    }
    if (end == i_ + 1) {
      read_sql(text_.string_in(tokens_[i_]), model(Use::Execute, context), body_);
    } else {
      std::string value;
      for (size_t i = i_; i < end; i += 2) {
        const BodyText piece = text_.string_in(tokens_[i]);
        value += piece.text().substr(piece.begin());
      }
      const Span whole{tokens_[i_].begin, tokens_[end - 1].end};
      read_sql(text_.joined(std::move(value), whole), model(Use::Execute, context), body_);
    }
    i_ = end;
  }

  // INTO [STRICT] target, ...: returns the targets; stands behind them afterwards.
  std::vector<std::string> into_targets() {
    std::vector<std::string> targets;
    accept("strict");
    do {
      std::string target = tokens_[i_].is(TokenKind::Parameter) ? std::string(written(0)) : std::string();
      if (target.empty()) {
        target = name();
      } else {
        ++i_;
      }
      while (!failed_ && at(P::Dot)) {
        ++i_;
        target += "." + name();
      }
      while (!failed_ && at(P::LeftBracket)) {
        while (!at(P::RightBracket) && !at(P::Semicolon) && !at_end()) ++i_;
        accept(P::RightBracket);
      }
      targets.push_back(std::move(target));
    } while (!failed_ && accept(P::Comma));
    return targets;
  }

  // A statement of SQL up to its semicolon, INTO cut out. `first` replaces its first word: SELECT for PERFORM.
  void sql_statement(Use use, const Context& context, K first = K::None) {
    const size_t begin = i_;
    const size_t end = statement_end(tokens_, begin);
    BodyStatement entry = model(use, context);
    const uint32_t origin = tokens_[begin].begin;
    entry.text = slice(text_.text(), {origin, tokens_[end - 1].end});
    std::vector<Token> kept;
    kept.reserve(end - begin + 4);
    while (!failed_ && i_ < end) {
      const bool into = tokens_[i_].is(K::INTO) && i_ > begin && use == Use::Command &&
                        !tokens_[i_ - 1].is(K::INSERT) && !tokens_[i_ - 1].is(K::MERGE) &&
                        !tokens_[begin].is(K::IMPORT);
      if (!into) {
        kept.push_back(tokens_[i_++]);
        continue;
      }
      if (!entry.into.empty()) return fail("expected INTO once only");
      const uint32_t cut = tokens_[i_].begin - origin;
      ++i_;
      entry.into = into_targets();
      if (failed_) return;
      const size_t length = tokens_[i_ - 1].end - origin - cut;
      entry.text.replace(cut, length, length, ' ');
    }
    if (failed_) return;
    if (first != K::None) {
      kept.front().kind = TokenKind::Keyword;
      kept.front().id = static_cast<uint16_t>(first);
    }
    entry.text = std::string(trim_end(entry.text));
    const size_t errors = body_.errors.size();
    add_statement(text_, std::move(kept), std::move(entry), body_);
    i_ = end;
    // A statement without its semicolon has swallowed the rest of the body: its own error says it best.
    if (at(P::Semicolon)) {
      ++i_;
    } else if (body_.errors.size() == errors) {
      fail("expected `;`");
    } else {
      failed_ = true;
    }
  }

  static std::string_view trim_end(std::string_view text) {
    while (!text.empty() && (text.back() == ' ' || text.back() == '\n')) text.remove_suffix(1);
    return text;
  }

  // ---- Blocks ----

  bool label() {
    if (!at(P::ShiftLeft)) return false;
    ++i_;
    name();
    if (!accept(P::ShiftRight)) fail("expected `>>`");
    return true;
  }

  void block(Context context) {
    while (accept("declare")) declarations(context);
    expect("begin");
    const size_t first = body_.statements.size();
    statements(context);
    if (accept("exception")) {
      // An error in the block is caught: none of what stands in it is sure to run, or to last.
      for (size_t i = first; i < body_.statements.size(); ++i) {
        body_.statements[i].guarded = body_.statements[i].conditional = true;
      }
      context.conditional = true;
      while (!failed_ && accept("when")) {
        do {
          // A condition's name, or SQLSTATE 'code'.
          if (accept("sqlstate")) {
            ++i_;
          } else {
            name();
          }
        } while (!failed_ && accept("or"));
        expect("then");
        statements(context);
      }
    }
    expect("end");
    end_label();
  }

  void end_label() {
    if (!at(P::Semicolon) && !at_end()) name();
  }

  void declarations(const Context& context) {
    while (!at_end() && !at("begin") && !at("declare")) {
      if (at(P::ShiftLeft)) return fail("expected a declaration");
      std::string variable = name();
      if (failed_) return;
      if (accept("alias")) {
        expect("for");
        if (tokens_[i_].is(TokenKind::Parameter)) {
          ++i_;
        } else {
          name();
        }
        semicolon();
        continue;
      }
      const size_t scroll = at("no") ? 2 : at("scroll") ? 1 : 0;
      if (word_at(i_ + scroll, "cursor")) {
        i_ += scroll + 1;
        cursors_.insert(std::move(variable));
        cursor_declaration(context);
        continue;
      }
      accept("constant");
      const size_t type_begin = i_;
      size_t end = std::min({find({"default", "not", "collate"}), find({}, P::ColonEquals), find({}, P::Equals)});
      if (end == type_begin || !is_name(type_begin)) return fail("expected a type");
      check_type(type_begin, end);
      i_ = end;
      if (accept("collate")) {
        do name();
        while (!failed_ && accept(P::Dot));
      }
      if (accept("not")) expect("null");
      if (accept("default") || accept(P::ColonEquals) || accept(P::Equals)) expression(context, find({}));
      semicolon();
    }
  }

  // A type is what may stand in CAST(NULL AS ...); %TYPE and %ROWTYPE are PL/pgSQL's own.
  void check_type(size_t begin, size_t end) {
    for (size_t i = begin; i + 1 < end; ++i) {
      if (tokens_[i].is(P::Percent) && (word_at(i + 1, "type") || word_at(i + 1, "rowtype"))) return;
    }
    std::vector<Token> tokens;
    const auto add = [&](uint32_t at, TokenKind kind, auto id) {
      tokens.push_back({at, at, kind, false, static_cast<uint16_t>(id)});
    };
    const uint32_t at = tokens_[begin].begin;
    add(at, TokenKind::Keyword, K::SELECT);
    add(at, TokenKind::Keyword, K::CAST);
    add(at, TokenKind::Punctuation, P::LeftParen);
    add(at, TokenKind::Keyword, K::NULL_);
    add(at, TokenKind::Keyword, K::AS);
    const std::vector<Token> type = part(begin, end);
    tokens.insert(tokens.end(), type.begin(), type.end());
    add(type.back().end, TokenKind::Punctuation, P::RightParen);
    RoutineBody aside;
    add_statement(text_, std::move(tokens), {}, aside);
    body_.errors.insert(body_.errors.end(), aside.errors.begin(), aside.errors.end());
  }

  void cursor_declaration(const Context& context) {
    if (at(P::LeftParen)) skip_parentheses();
    if (!accept("is")) expect("for");
    query(Use::CursorQuery, context, find({}));
    semicolon();
  }

  void skip_parentheses() {
    size_t depth = 0;
    do {
      if (at(P::LeftParen)) ++depth;
      if (at(P::RightParen)) --depth;
      ++i_;
    } while (depth > 0 && !at_end());
  }

  // (value, name := value, ...) behind a cursor's name.
  void cursor_arguments(const Context& context) {
    if (!accept(P::LeftParen)) return;
    do {
      if (is_name(i_) && (tokens_[i_ + 1].is(P::ColonEquals) || tokens_[i_ + 1].is(P::EqualsGreater))) i_ += 2;
      expression(context, find({}, P::Comma));
    } while (!failed_ && accept(P::Comma));
    if (!accept(P::RightParen)) fail("expected `)`");
  }

  // ---- Statements ----

  void statements(const Context& context) {
    if (++depth_ > kMostBlocks) fail("the body nests more than " + std::to_string(kMostBlocks) + " levels deep");
    while (!at_end() && !ends_statements()) statement(context);
    --depth_;
  }
  [[nodiscard]] bool ends_statements() const {
    for (const std::string_view word : {"end", "exception", "else", "elsif", "elseif", "when"}) {
      if (at(word)) return true;
    }
    return false;
  }

  void statement(const Context& context) {
    if (is_assignment()) return assignment(context);
    const bool labelled = label();
    if (at("declare") || at("begin")) {
      block(context);
      return semicolon();
    }
    if (at("loop") || at("while") || at("for") || at("foreach")) return loop(context);
    if (labelled) return fail("expected a block or a loop");
    if (accept("if")) return if_statement(context);
    if (accept("case")) return case_statement(context);
    if (accept("null")) return semicolon();
    if (at("exit") || at("continue")) return exit_statement(context);
    if (accept("return")) return return_statement(context);
    if (accept("raise")) return raise_statement(context);
    if (accept("assert")) {
      expressions(context, {});
      return semicolon();
    }
    if (accept("execute")) return execute_statement(context);
    if (at("perform")) return sql_statement(Use::Perform, context, K::SELECT);
    if (at("get")) return get_diagnostics();
    if (accept("open")) return open_statement(context);
    if (at("fetch") || at("move") || at("close")) return cursor_statement();
    if (!is_name(i_)) return fail("expected a statement");
    sql_statement(Use::Command, context);
  }

  // name[.field][...] followed by := or =
  [[nodiscard]] bool is_assignment() const {
    size_t i = i_;
    if (!is_name(i) && !tokens_[i].is(TokenKind::Parameter)) return false;
    ++i;
    while (true) {
      if (tokens_[i].is(P::Dot) && is_name(i + 1)) {
        i += 2;
      } else if (tokens_[i].is(P::LeftBracket)) {
        size_t depth = 0;
        do {
          if (tokens_[i].is(P::LeftBracket)) ++depth;
          if (tokens_[i].is(P::RightBracket)) --depth;
          if (tokens_[i].is(TokenKind::End) || tokens_[i].is(P::Semicolon)) return false;
          ++i;
        } while (depth > 0);
      } else {
        return tokens_[i].is(P::ColonEquals) || tokens_[i].is(P::Equals);
      }
    }
  }

  void assignment(const Context& context) {
    // Subscripts of the target are expressions as well; they rarely read anything, and are skipped.
    i_ = std::min(find({}, P::ColonEquals), find({}, P::Equals)) + 1;
    expression(context, find({}));
    semicolon();
  }

  Context inside(Context context) const {
    context.conditional = true;
    return context;
  }

  void if_statement(const Context& context) {
    expression_until(context, "then");
    statements(inside(context));
    while (!failed_ && (accept("elsif") || accept("elseif"))) {
      expression_until(inside(context), "then");
      statements(inside(context));
    }
    if (accept("else")) statements(inside(context));
    expect("end");
    expect("if");
    semicolon();
  }

  void case_statement(const Context& context) {
    if (!at("when")) expression(context, find({"when"}));
    if (!at("when")) fail("expected WHEN");
    while (!failed_ && accept("when")) {
      expressions(context, {"then"});
      expect("then");
      statements(inside(context));
    }
    if (accept("else")) statements(inside(context));
    expect("end");
    expect("case");
    semicolon();
  }

  void loop(const Context& context) {
    const bool outer = loop_left_;
    Context repeated = context;
    repeated.repeated = true;
    if (accept("while")) {
      expression_until(repeated, "loop");
      repeated.conditional = true;
    } else if (accept("for")) {
      for_head(context);
      repeated.conditional = true;
    } else if (accept("foreach")) {
      loop_target();
      if (accept("slice")) ++i_;
      expect("in");
      expect("array");
      expression_until(context, "loop");
      repeated.conditional = true;
    } else {
      expect("loop");
    }
    statements(repeated);
    expect("end");
    expect("loop");
    end_label();
    semicolon();
    loop_left_ = outer;
  }

  void loop_target() {
    do {
      name();
      while (!failed_ && accept(P::Dot)) name();
    } while (!failed_ && accept(P::Comma));
  }

  // FOR target IN ... LOOP: an integer range if `..` stands before LOOP.
  void for_head(const Context& context) {
    loop_target();
    expect("in");
    if (failed_) return;
    if (accept("execute")) {
      execute(context, find({"using", "loop"}));
      if (accept("using")) expressions(context, {"loop"});
      return expect("loop");
    }
    const size_t dots = find({"loop"}, P::DotDot);
    if (tokens_[dots].is(P::DotDot)) {
      accept("reverse");
      expression(context, dots);
      ++i_;
      expression(context, find({"by", "loop"}));
      if (accept("by")) expression(context, find({"loop"}));
      return expect("loop");
    }
    const size_t end = find({"loop"});
    if (is_name(i_) && cursors_.count(to_lower(written(0))) > 0 &&
        (end == i_ + 1 || tokens_[i_ + 1].is(P::LeftParen))) {
      ++i_;
      cursor_arguments(context);
      return expect("loop");
    }
    query(Use::LoopQuery, context, end);
    expect("loop");
  }

  void exit_statement(const Context& context) {
    ++i_;
    const bool to_label = !at("when") && !at(P::Semicolon);
    if (to_label) name();
    if (accept("when")) expression(context, find({}));
    semicolon();
    // What follows in this loop may not run; with a label that holds for the loops around it as well.
    (to_label ? left_ : loop_left_) = true;
  }

  void return_statement(const Context& context) {
    if (accept("next")) {
      if (!at(P::Semicolon)) expression(context, find({}));
      return semicolon();
    }
    if (accept("query")) {
      if (!accept("execute")) {
        query(Use::ReturnQuery, context, find({}));
        return semicolon();
      }
      execute(context, find({"using"}));
      if (accept("using")) expressions(context, {});
      return semicolon();
    }
    if (!at(P::Semicolon)) expression(context, find({}));
    semicolon();
    left_ = true;
  }

  void raise_statement(const Context& context) {
    for (const std::string_view level : {"debug", "log", "info", "notice", "warning", "exception"}) {
      if (accept(level)) break;
    }
    if (accept("sqlstate")) {
      if (!tokens_[i_].is(TokenKind::String)) return fail("expected an SQLSTATE code");
      ++i_;
    } else if (tokens_[i_].is(TokenKind::String) || tokens_[i_].is(TokenKind::EscapeString) ||
               tokens_[i_].is(TokenKind::DollarString)) {
      ++i_;
      if (accept(P::Comma)) expressions(context, {"using"});
    } else if (!at("using") && !at(P::Semicolon)) {
      name();
    }
    if (accept("using")) {
      do {
        name();
        if (!accept(P::ColonEquals) && !accept(P::Equals)) fail("expected `=`");
        expression(context, find({}, P::Comma));
      } while (!failed_ && accept(P::Comma));
    }
    semicolon();
  }

  void execute_statement(const Context& context) {
    execute(context, find({"into", "using"}));
    while (!failed_ && (at("into") || at("using"))) {
      if (accept("into")) {
        into_targets();
      } else {
        ++i_;
        expressions(context, {"into"});
      }
    }
    semicolon();
  }

  void get_diagnostics() {
    ++i_;
    if (!accept("current")) accept("stacked");
    if (!accept("diagnostics")) return fail("expected DIAGNOSTICS");
    do {
      loop_target();
      if (!accept(P::ColonEquals) && !accept(P::Equals)) fail("expected `=`");
      name();
    } while (!failed_ && accept(P::Comma));
    semicolon();
  }

  void open_statement(const Context& context) {
    if (!tokens_[i_].is(TokenKind::Parameter)) {
      name();
    } else {
      ++i_;
    }
    if (accept("no")) {
      expect("scroll");
    } else {
      accept("scroll");
    }
    if (accept("for")) {
      if (accept("execute")) {
        execute(context, find({"using"}));
        if (accept("using")) expressions(context, {});
      } else {
        query(Use::CursorQuery, context, find({}));
      }
    } else {
      cursor_arguments(context);
    }
    semicolon();
  }

  // FETCH, MOVE and CLOSE act on what OPEN has run.
  void cursor_statement() {
    i_ = find({});
    semicolon();
  }

  const BodyText& text_;
  const std::vector<Token>& tokens_;
  RoutineBody& body_;
  size_t i_ = 0;
  int depth_ = 0;
  bool failed_ = false;
  bool left_ = false;       // a RETURN stands before: what follows may not run
  bool loop_left_ = false;  // an EXIT or CONTINUE of this loop stands before
  std::set<std::string> cursors_;
};

}  // namespace

void read_plpgsql(const BodyText& text, RoutineBody& body) {
  BodyTokens read = tokens_of(text);
  if (!read.errors.empty()) {
    read.errors.front().span = text.place(read.errors.front().span);
    body.errors.push_back(std::move(read.errors.front()));
    return;
  }
  PlpgsqlReader(text, read.tokens, body).run();
}

}  // namespace lockstep
