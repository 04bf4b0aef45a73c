// The grammar's vocabulary: PEGTL rules over tokens. Included by the parser's .cpp files only.
//
// PEGTL gives the combinators (seq, sor, opt, star, ...); its input here is `Tokens`, not characters. Nodes are
// appended to the tree as rules succeed, and every marker that PEGTL takes truncates the tree when it rewinds, so
// backtracking is safe without actions. Whatever is used in several files, or recurses, is declared below as a rule
// with a plain `match(Tokens&)`: its definition is compiled once, in one .cpp.
//
// A rule with its own match() must leave `in` as it was when it returns false; `Tokens::Attempt` does that.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include <tao/pegtl/apply_mode.hpp>
#include <tao/pegtl/match.hpp>
#include <tao/pegtl/normal.hpp>
#include <tao/pegtl/nothing.hpp>
#include <tao/pegtl/rewind_mode.hpp>
#include <tao/pegtl/rules.hpp>
#include <tao/pegtl/type_list.hpp>

#include "parser/token.h"
#include "parser/tree.h"

namespace lockstep::grammar {

namespace pegtl = tao::pegtl;

/// What a rule would have accepted where it failed: a key word, a mark, or a phrase such as "a column name".
struct Expected {
  K word = K::None;
  P mark = P::Other;
  const char* phrase = nullptr;
};

/// How deep parentheses, subqueries, CASE and the like may nest. The server's own limit, its stack, lies near
/// 5000; every level here costs at most a few hundred bytes of stack in an optimised build.
inline constexpr int kMaxDepth = 1000;

/// The input of all rules: the tokens of one statement, the tree under construction, and the furthest failure.
class Tokens {
 public:
  /// `tokens` must end with four tokens of kind End, so that looking ahead needs no bounds.
  Tokens(std::string_view text, Dialect dialect, const std::vector<Token>& tokens, std::vector<Node>& nodes)
      : text_(text), tokens_(tokens.data()), nodes_(nodes), dialect_(dialect) {}

  // What PEGTL asks of an input.
  template <pegtl::rewind_mode M>
  class Marker;
  template <pegtl::rewind_mode M>
  [[nodiscard]] Marker<M> mark() { return Marker<M>(*this); }

  // Reading.
  [[nodiscard]] const Token& peek(size_t ahead = 0) const { return tokens_[position_ + ahead]; }
  [[nodiscard]] bool at(K word) const { return peek().is(word); }
  [[nodiscard]] bool at(P mark) const { return peek().is(mark); }
  [[nodiscard]] bool at_end() const { return peek().is(TokenKind::End); }
  [[nodiscard]] std::string_view text(const Token& token) const { return slice(text_, token.span()); }
  [[nodiscard]] Dialect dialect() const { return dialect_; }
  [[nodiscard]] bool sqlite() const { return dialect_ == Dialect::SQLite; }
  [[nodiscard]] uint32_t position() const { return position_; }
  void advance(uint32_t count = 1) { position_ += count; }

  /// Undoes advance(1); no node may have been appended since.
  void step_back() { --position_; }

  // Reading with a record of what was expected. Each returns true and advances, or returns false.
  bool accept(K word) { return peek().is(word) ? (advance(), true) : fail({word, P::Other, nullptr}); }
  bool accept(P mark) { return peek().is(mark) ? (advance(), true) : fail({K::None, mark, nullptr}); }
  /// Records that `expected` would have been accepted here. Returns false.
  bool fail(Expected expected) {
    if (position_ >= furthest_) {
      if (recording_) note(expected);
      furthest_ = position_;
    }
    return false;
  }
  bool fail(const char* phrase) { return fail({K::None, P::Other, phrase}); }

  // Building.
  struct Start {
    uint32_t token;
    uint32_t node;
  };
  [[nodiscard]] Start start() const { return {position_, static_cast<uint32_t>(nodes_.size())}; }
  /// Appends a node that covers all tokens and nodes since `start`.
  void finish(NodeKind kind, Start start) {
    nodes_.push_back({start.token, position_, static_cast<uint32_t>(nodes_.size()) - start.node + 1, kind});
  }
  /// Appends a node for the next token and advances.
  void take(NodeKind kind) {
    nodes_.push_back({position_, position_ + 1, 1, kind});
    ++position_;
  }
  /// The kind of the node that was appended last, or `back` nodes before it. Requires one.
  [[nodiscard]] NodeKind last_kind(size_t back = 0) const { return nodes_[nodes_.size() - 1 - back].kind; }
  void rewind(Start start) {
    position_ = start.token;
    nodes_.resize(start.node);
  }

  /// Rewinds at the end of the scope unless told that all is well: `Attempt attempt(in); ... return attempt(true);`
  class Attempt {
   public:
    explicit Attempt(Tokens& in) : in_(in), start_(in.start()) {}
    ~Attempt() {
      if (!done_) in_.rewind(start_);
    }
    Attempt(const Attempt&) = delete;
    Attempt& operator=(const Attempt&) = delete;
    [[nodiscard]] bool operator()(bool success) { return done_ = success; }
    [[nodiscard]] bool finish(NodeKind kind) {
      in_.finish(kind, start_);
      return done_ = true;
    }
    [[nodiscard]] Start start() const { return start_; }

   private:
    Tokens& in_;
    Start start_;
    bool done_ = false;
  };

  /// Counts one level of nesting for its lifetime. When `ok()` is false the rule must fail: the limit was reached,
  /// now or earlier in this statement (so that no alternative tries the depths again).
  class Level {
   public:
    explicit Level(Tokens& in) : in_(in) {
      if (++in_.depth_ > kMaxDepth && !in_.too_deep_) {
        in_.too_deep_ = true;
        in_.too_deep_at_ = in_.position_;
      }
    }
    ~Level() { --in_.depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    [[nodiscard]] bool ok() const { return !in_.too_deep_; }

   private:
    Tokens& in_;
  };

  // The furthest failure. A statement is parsed once without a record of what was expected; only when it fails it
  // is parsed again with `record()` on.
  void record() { recording_ = true; }
  [[nodiscard]] uint32_t furthest() const { return furthest_; }
  [[nodiscard]] const std::vector<Expected>& expected() const { return expected_; }
  [[nodiscard]] bool too_deep() const { return too_deep_; }
  [[nodiscard]] uint32_t too_deep_at() const { return too_deep_at_; }

 private:
  void note(Expected expected) {
    if (position_ > furthest_) expected_.clear();
    expected_.push_back(expected);
  }

  std::string_view text_;
  const Token* tokens_;
  std::vector<Node>& nodes_;
  uint32_t position_ = 0;
  uint32_t furthest_ = 0;
  int depth_ = 0;
  uint32_t too_deep_at_ = 0;
  Dialect dialect_;
  bool recording_ = false;
  bool too_deep_ = false;
  std::vector<Expected> expected_;
};

/// PEGTL's marker: restores position and tree unless the rule succeeded.
template <pegtl::rewind_mode M>
class Tokens::Marker {
 public:
  static constexpr pegtl::rewind_mode next_rewind_mode = M;
  explicit Marker(Tokens& /*in*/) {}
  [[nodiscard]] bool operator()(bool result) const { return result; }
};

template <>
class Tokens::Marker<pegtl::rewind_mode::required> {
 public:
  static constexpr pegtl::rewind_mode next_rewind_mode = pegtl::rewind_mode::active;
  explicit Marker(Tokens& in) : in_(&in), start_(in.start()) {}
  ~Marker() {
    if (in_ != nullptr) in_->rewind(start_);
  }
  Marker(const Marker&) = delete;
  Marker& operator=(const Marker&) = delete;
  [[nodiscard]] bool operator()(bool result) {
    if (result) in_ = nullptr;
    return result;
  }

 private:
  Tokens* in_;
  Start start_;
};

/// PEGTL's hooks are switched off: rules are plain functions over Tokens.
template <typename Rule>
struct Control : pegtl::normal<Rule> {
  static constexpr bool enable = false;

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control_>
  [[nodiscard]] static bool match(Tokens& in) {
    return pegtl::match<Rule, A, M, Action, Control_>(in);
  }
};

/// Takes what `Rule` matches here; restores `in` when it fails. How hand-written functions call a rule.
template <typename Rule>
[[nodiscard]] bool take(Tokens& in) {
  return pegtl::match<Rule, pegtl::apply_mode::nothing, pegtl::rewind_mode::required, pegtl::nothing, Control>(in);
}

// ---- Combinators --------------------------------------------------------------------------------------------------

using pegtl::at;
using pegtl::not_at;
using pegtl::opt;
using pegtl::plus;
using pegtl::seq;
using pegtl::sor;
using pegtl::star;
using pegtl::success;

/// Matches the rules in sequence and appends a node over them.
template <NodeKind Kind, typename... Rules>
struct node {
  using rule_t = node;
  using subs_t = pegtl::type_list<Rules...>;

  template <pegtl::apply_mode A, pegtl::rewind_mode M, template <typename...> class Action,
            template <typename...> class Control_>
  [[nodiscard]] static bool match(Tokens& in) {
    const Tokens::Start start = in.start();
    if (!pegtl::match<seq<Rules...>, A, M, Action, Control_>(in)) return false;
    in.finish(Kind, start);
    return true;
  }
};

// ---- Leaves -------------------------------------------------------------------------------------------------------

/// One or more key words in sequence, e.g. kw<K::IF, K::NOT, K::EXISTS>. Appends no node.
template <K... Words>
struct kw : seq<kw<Words>...> {};
template <K Word>
struct kw<Word> {
  using rule_t = kw;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) { return in.accept(Word); }
};

/// A mark or operator. Appends no node.
template <P Mark>
struct punct {
  using rule_t = punct;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) { return in.accept(Mark); }
};

/// A string as a template argument.
template <size_t N>
struct FixedString {
  char characters[N];
  constexpr FixedString(const char (&text)[N]) {  // NOLINT: implicit on purpose
    for (size_t i = 0; i < N; ++i) characters[i] = text[i];
  }
  [[nodiscard]] constexpr std::string_view view() const { return {characters, N - 1}; }
};

/// True if the next token is an unquoted word that reads `lower_case_word`. For words that are not in keywords.def.
[[nodiscard]] bool at_word(const Tokens& in, std::string_view lower_case_word);

/// A word that is no key word, e.g. word<"rowid">. Appends no node.
template <FixedString Word>
struct word {
  using rule_t = word;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    if (!at_word(in, Word.view())) return in.fail(Word.characters);
    in.advance();
    return true;
  }
};

/// Matches nothing, in one dialect only: seq<sqlite_only, ...>.
struct sqlite_only {
  using rule_t = sqlite_only;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) { return in.sqlite(); }
};
struct postgresql_only {
  using rule_t = postgresql_only;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) { return !in.sqlite(); }
};

/// The end of the statement.
struct end {
  using rule_t = end;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) { return in.at_end() || in.fail("the end of the statement"); }
};

using comma = punct<P::Comma>;
using dot = punct<P::Dot>;
using equals = punct<P::Equals>;
using left_paren = punct<P::LeftParen>;
using right_paren = punct<P::RightParen>;

template <typename... Rules>
using parens = seq<left_paren, Rules..., right_paren>;
/// One or more, separated by commas.
template <typename Rule>
using comma_list = seq<Rule, star<comma, Rule>>;
/// (a, b, c)
template <typename Rule>
using paren_list = parens<comma_list<Rule>>;

using if_exists = node<NodeKind::IfExists, kw<K::IF, K::EXISTS>>;
using if_not_exists = node<NodeKind::IfNotExists, kw<K::IF, K::NOT, K::EXISTS>>;
/// [IF EXISTS] and [IF NOT EXISTS] of SQLite, which does not take IF as the name behind.
using sqlite_if_exists = sor<if_exists, not_at<kw<K::IF>>>;
using sqlite_if_not_exists = sor<if_not_exists, not_at<kw<K::IF>>>;
/// [ CASCADE | RESTRICT ]
using drop_behavior = opt<sor<node<NodeKind::Cascade, kw<K::CASCADE>>, node<NodeKind::Restrict, kw<K::RESTRICT>>>>;

#define LOCKSTEP_RULE(name)                        \
  struct name {                                    \
    using rule_t = name;                           \
    using subs_t = tao::pegtl::empty_list;         \
    [[nodiscard]] static bool match(Tokens& in);   \
  }

// Names (names.cpp). Each appends a node Name.
LOCKSTEP_RULE(name);                ///< a column, table, schema ... name (the server's ColId)
LOCKSTEP_RULE(type_function_name);  ///< a function's or a type's name
LOCKSTEP_RULE(label);               ///< any word: after AS, after a dot (ColLabel)
LOCKSTEP_RULE(plain_identifier);    ///< a word that is no key word at all (IDENT)
LOCKSTEP_RULE(label_not_reserved);  ///< any word but a reserved one (NonReservedWord)
LOCKSTEP_RULE(bare_label);          ///< an output column's name without AS (BareColLabel)
LOCKSTEP_RULE(role_name);           ///< a role, CURRENT_USER, SESSION_USER, PUBLIC

// Names with dots (names.cpp). Parts are Name children.
LOCKSTEP_RULE(qualified_name);  ///< node QualifiedName: any object but a relation
LOCKSTEP_RULE(relation_name);   ///< node Relation: a table, view, index, sequence that the statement names.
                                ///< All of these end up in Statement::relations
LOCKSTEP_RULE(function_name);   ///< node FunctionName
LOCKSTEP_RULE(operator_name);   ///< node OperatorName: + or OPERATOR(schema.+)
LOCKSTEP_RULE(any_operator);    ///< node OperatorName: + or schema.+, as in DROP OPERATOR, EXCLUDE, SET (... = op)

/// a, b, c  (node NameList)
using name_list = node<NodeKind::NameList, comma_list<name>>;
/// (a, b, c)  (node NameList, the parentheses included)
using name_paren_list = node<NodeKind::NameList, paren_list<name>>;

// Literals (names.cpp).
LOCKSTEP_RULE(string_literal);  ///< node String
LOCKSTEP_RULE(unsigned_integer);///< node Number
LOCKSTEP_RULE(number);          ///< node Number: integer or decimal, with an optional sign

// Types (types.cpp).
LOCKSTEP_RULE(type_name);             ///< node TypeName; SQLite: the words of a declared type
LOCKSTEP_RULE(literal_type);          ///< node TypeName: a type with a spelling of its own, as before a constant
LOCKSTEP_RULE(interval_field_words);  ///< node TypeModifier: YEAR TO MONTH, DAY ...

// Expressions (expression*.cpp). Each appends one node, its kind by what stands there.
LOCKSTEP_RULE(expression);             ///< a_expr
LOCKSTEP_RULE(restricted_expression);  ///< b_expr: DEFAULT, partition bounds; no AND, OR, NOT, IN, LIKE, IS NULL
LOCKSTEP_RULE(primary);                ///< c_expr: a constant, a name, a call, anything in parentheses
LOCKSTEP_RULE(constant);               ///< a primary that is a constant (AexprConst)
LOCKSTEP_RULE(function_call);          ///< f(...) with all its clauses (func_expr)
LOCKSTEP_RULE(function_call_bare);     ///< f(...) without FILTER and OVER (func_expr_windowless): index keys, FROM
LOCKSTEP_RULE(order_by);               ///< node OrderBy: ORDER BY key, ...
LOCKSTEP_RULE(special_function);       ///< calls with a grammar of their own: EXTRACT(... FROM ...), CURRENT_DATE
LOCKSTEP_RULE(call_argument);          ///< node Argument: expression, name => expression, name := expression
LOCKSTEP_RULE(call_arguments);         ///< (...) of a call: Argument*, OrderBy?; no node of its own
LOCKSTEP_RULE(window_definition);      ///< node WindowDefinition: ([name] [PARTITION BY] [ORDER BY] [frame])
/// a, b + 1, ...  (no node of its own)
using expression_list = comma_list<expression>;

LOCKSTEP_RULE(subscript);  ///< [i], [i:j], [:]; no node of its own
/// `[...]`, `.field` and `.*` behind an expression that began at `start`; each wraps it once more.
[[nodiscard]] bool indirection(Tokens& in, Tokens::Start start);
/// FILTER and OVER behind a call; no node of their own. False if one of them is wrong.
[[nodiscard]] bool filter_and_over(Tokens& in);
/// SQLite's expressions (expression_sqlite.cpp).
LOCKSTEP_RULE(sqlite_expression);

// Queries and changes of rows (query.cpp, table_reference.cpp, change.cpp).
LOCKSTEP_RULE(query);             ///< node Query: SELECT, VALUES, TABLE with all around them, or that in parentheses
LOCKSTEP_RULE(subquery);          ///< node Subquery: a query in parentheses
LOCKSTEP_RULE(where);             ///< node Where: WHERE expression
LOCKSTEP_RULE(insert_statement);  ///< node Insert, with its WITH
LOCKSTEP_RULE(update_statement);  ///< node Update, with its WITH
LOCKSTEP_RULE(delete_statement);  ///< node Delete, with its WITH
LOCKSTEP_RULE(merge_statement);   ///< node Merge, with its WITH
/// Any of the five above: bodies of rules, triggers, EXPLAIN, PREPARE, COPY.
LOCKSTEP_RULE(row_statement);
LOCKSTEP_RULE(trigger_statement);    ///< SQLite: what a trigger's body is made of; nodes as above
LOCKSTEP_RULE(relation_expression);  ///< [ONLY] t [*]: node TableReference with Relation, Only?
LOCKSTEP_RULE(relation_words);       ///< the same without a node of its own
LOCKSTEP_RULE(table_reference);      ///< one item of FROM, with its joins; SQLite: the whole list
LOCKSTEP_RULE(from_clause);          ///< node From
LOCKSTEP_RULE(target_list);          ///< Target, ...: output columns; no node of its own
LOCKSTEP_RULE(with_clause);          ///< node With
/// A query whose WITH, if it has one, was taken since `start`: the node Query covers it too.
[[nodiscard]] bool query_body(Tokens& in, Tokens::Start start);
LOCKSTEP_RULE(returning_clause);     ///< node Returning
LOCKSTEP_RULE(set_clause_list);      ///< Assignment, ...: what follows UPDATE ... SET; no node of its own
LOCKSTEP_RULE(refresh_statement);    ///< REFRESH MATERIALIZED VIEW, which EXPLAIN takes too
LOCKSTEP_RULE(set_rest);             ///< what follows SET, as in ALTER FUNCTION ... SET: node SetVariable
LOCKSTEP_RULE(reset_rest);           ///< what follows RESET: node SetVariable

/// A whole statement of any family, up to the end of the tokens.
LOCKSTEP_RULE(any_statement);

/// Everything up to the end of the statement, without a look at it. Appends no node.
LOCKSTEP_RULE(rest);

}  // namespace lockstep::grammar
