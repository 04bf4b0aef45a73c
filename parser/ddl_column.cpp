// Column definitions of PostgreSQL, and column definitions and constraints of SQLite (lang_createtable.html, parse.y).
#include "parser/ddl_rules.h"

namespace lockstep::grammar {
namespace {

using storage = node<NodeKind::Storage, kw<K::STORAGE>, sor<kw<K::DEFAULT>, name>>;
using compression = node<NodeKind::Compression, kw<K::COMPRESSION>, sor<kw<K::DEFAULT>, name>>;
struct postgresql_column : node<NodeKind::ColumnDefinition, name, type_name, opt<storage>, opt<compression>,
                                opt<generic_options>, column_constraints> {};

// ---- SQLite --------------------------------------------------------------------------------------------------------

using conflict = opt<node<NodeKind::ConflictClause, kw<K::ON, K::CONFLICT>,
                          sor<kw<K::ROLLBACK>, kw<K::ABORT>, kw<K::FAIL>, kw<K::IGNORE>, kw<K::REPLACE>>>>;
using constraint_name = node<NodeKind::ConstraintName, kw<K::CONSTRAINT>, name>;
using autoincrement = opt<node<NodeKind::Autoincrement, kw<K::AUTOINCREMENT>>>;
using sort_order = opt<sor<kw<K::ASC>, node<NodeKind::Descending, kw<K::DESC>>>>;

using action = sor<kw<K::SET, K::NULL_>, kw<K::SET, K::DEFAULT>, kw<K::CASCADE>, kw<K::RESTRICT>, kw<K::NO, K::ACTION>>;
using reference_argument =
    sor<node<NodeKind::OnDelete, kw<K::ON, K::DELETE>, action>, node<NodeKind::OnUpdate, kw<K::ON, K::UPDATE>, action>,
        seq<kw<K::ON, K::INSERT>, action>, node<NodeKind::KeyMatch, kw<K::MATCH>, name>>;
struct references
    : node<NodeKind::References, kw<K::REFERENCES>, node<NodeKind::Relation, name>, opt<name_paren_list>, star<reference_argument>> {};
using attribute_not_deferrable = node<NodeKind::ConstraintAttribute, kw<K::NOT, K::DEFERRABLE>>;
using attribute_deferrable = node<NodeKind::ConstraintAttribute, kw<K::DEFERRABLE>>;
using attribute_initially =
    node<NodeKind::ConstraintAttribute, kw<K::INITIALLY>, sor<kw<K::DEFERRED>, kw<K::IMMEDIATE>>>;
struct deferral : seq<sor<attribute_not_deferrable, attribute_deferrable>, opt<attribute_initially>> {};

struct generated : node<NodeKind::Generated, opt<kw<K::GENERATED, K::ALWAYS>>, kw<K::AS>, parens<expression>,
                        opt<node<NodeKind::Words, sor<kw<K::STORED>, kw<K::VIRTUAL>>>>> {};

// A constant or a word alone, the operands that need no parentheses behind DEFAULT.
bool constant_or_word(Tokens& in) {
  const Tokens::Start start = in.start();
  const auto as = [&in](NodeKind kind) { return in.take(kind), true; };
  if (in.peek(1).is(P::LeftParen) || in.peek(1).is(P::Dot)) return in.fail("a constant or an expression in parentheses");
  switch (in.peek().kind) {
    case TokenKind::Integer: case TokenKind::Decimal: return as(NodeKind::Number);
    case TokenKind::String: return as(NodeKind::String);
    case TokenKind::HexString: return as(NodeKind::BitString);
    case TokenKind::Keyword: break;
    default: return take<node<NodeKind::ColumnReference, name>>(in) || in.fail("a constant");
  }
  switch (in.peek().keyword()) {
    case K::NULL_: return as(NodeKind::Null);
    case K::TRUE_: case K::FALSE_: return as(NodeKind::Boolean);
    case K::CURRENT_DATE: case K::CURRENT_TIME: case K::CURRENT_TIMESTAMP:
      in.take(NodeKind::FunctionName);
      in.finish(NodeKind::FunctionCall, start);
      return true;
    default: return take<node<NodeKind::ColumnReference, name>>(in) || in.fail("a constant");
  }
}

struct default_value {
  using rule_t = default_value;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    if (in.at(P::LeftParen)) return take<node<NodeKind::Parentheses, parens<expression>>>(in);
    if (!in.at(P::Plus) && !in.at(P::Minus)) return constant_or_word(in);
    Tokens::Attempt attempt(in);
    in.advance();
    return constant_or_word(in) && attempt.finish(NodeKind::Unary);
  }
};

struct column_constraint_kind {
  using rule_t = column_constraint_kind;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    switch (in.peek().keyword()) {
      case K::NOT: return take<seq<node<NodeKind::NotNull, kw<K::NOT, K::NULL_>>, conflict>>(in);
      case K::NULL_: return take<seq<node<NodeKind::NullAllowed, kw<K::NULL_>>, conflict>>(in);
      case K::PRIMARY:
        return take<seq<node<NodeKind::PrimaryKey, kw<K::PRIMARY, K::KEY>, sort_order>, conflict, autoincrement>>(in);
      case K::UNIQUE: return take<seq<node<NodeKind::Unique, kw<K::UNIQUE>>, conflict>>(in);
      case K::CHECK: return take<node<NodeKind::Check, kw<K::CHECK>, parens<expression>>>(in);
      case K::DEFAULT: return take<node<NodeKind::DefaultValue, kw<K::DEFAULT>, default_value>>(in);
      case K::COLLATE: return take<collate_clause>(in);
      case K::REFERENCES: return take<seq<references, opt<deferral>>>(in);
      case K::GENERATED: case K::AS: return take<generated>(in);
      default: return in.fail("a constraint such as NOT NULL, DEFAULT, CHECK, UNIQUE, PRIMARY KEY or REFERENCES");
    }
  }
};

bool begins_column_constraint(const Tokens& in) {
  switch (in.peek().keyword()) {
    case K::NOT: case K::NULL_: case K::PRIMARY: case K::UNIQUE: case K::CHECK: case K::DEFAULT: case K::COLLATE:
    case K::REFERENCES: case K::GENERATED: case K::AS: return true;
    default: return false;
  }
}

struct column_constraint {
  using rule_t = column_constraint;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    if (in.at(K::CONSTRAINT)) {
      // A name alone is allowed, and does nothing.
      return take<node<NodeKind::Constraint, plus<constraint_name>, opt<column_constraint_kind>>>(in);
    }
    if (in.at(K::DEFERRABLE) || (in.at(K::NOT) && in.peek(1).is(K::DEFERRABLE))) return take<deferral>(in);
    return begins_column_constraint(in) && take<node<NodeKind::Constraint, column_constraint_kind>>(in);
  }
};

using key_columns = parens<comma_list<index_element>, autoincrement>;

struct table_constraint_kind {
  using rule_t = table_constraint_kind;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    switch (in.peek().keyword()) {
      case K::PRIMARY: return take<seq<node<NodeKind::PrimaryKey, kw<K::PRIMARY, K::KEY>, key_columns>, conflict>>(in);
      case K::UNIQUE: return take<seq<node<NodeKind::Unique, kw<K::UNIQUE>, paren_list<index_element>>, conflict>>(in);
      case K::CHECK: return take<seq<node<NodeKind::Check, kw<K::CHECK>, parens<expression>>, conflict>>(in);
      case K::FOREIGN:
        return take<seq<node<NodeKind::ForeignKey, kw<K::FOREIGN, K::KEY>, name_paren_list, references>,
                        opt<deferral>>>(in);
      default: return in.fail("a constraint such as CHECK, UNIQUE, PRIMARY KEY or FOREIGN KEY");
    }
  }
};

}  // namespace

bool column_definition::match(Tokens& in) { return take<postgresql_column>(in); }

bool sqlite_column_definition::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  if (!take<node<NodeKind::ColumnDefinition, name, opt<type_name>, star<column_constraint>>>(in)) return false;
  if (begins_column_constraint(in)) return false;
  in.fail("a column constraint");
  for (const K word : {K::NOT, K::NULL_, K::DEFAULT, K::CHECK, K::UNIQUE, K::PRIMARY, K::REFERENCES, K::CONSTRAINT,
                       K::GENERATED, K::COLLATE}) {
    in.fail({word});
  }
  return attempt(true);
}

bool sqlite_table_constraint::match(Tokens& in) {
  return take<node<NodeKind::Constraint, sor<seq<plus<constraint_name>, opt<table_constraint_kind>>,
                                             table_constraint_kind>>>(in);
}

}  // namespace lockstep::grammar
