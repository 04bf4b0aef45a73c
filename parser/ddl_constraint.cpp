// Constraints of columns and tables: PostgreSQL's ColConstraint and TableConstraint (manual: CREATE TABLE). Attributes
// such as DEFERRABLE stand behind the constraint they belong to; lowering attaches them.
#include <utility>

#include "parser/ddl_rules.h"

namespace lockstep::grammar {
namespace {

using constraint_name = node<NodeKind::ConstraintName, kw<K::CONSTRAINT>, name>;
using with_definition = opt<kw<K::WITH>, definition>;
using index_tablespace = opt<kw<K::USING, K::INDEX>, tablespace>;
using existing_index = node<NodeKind::UsingIndex, kw<K::USING, K::INDEX>, name>;
using no_inherit = opt<node<NodeKind::ConstraintAttribute, kw<K::NO, K::INHERIT>>>;

// ---- REFERENCES ----------------------------------------------------------------------------------------------------

using update_action = sor<kw<K::NO, K::ACTION>, kw<K::RESTRICT>, kw<K::CASCADE>, kw<K::SET, K::NULL_>,
                          kw<K::SET, K::DEFAULT>>;
using delete_action = sor<kw<K::NO, K::ACTION>, kw<K::RESTRICT>, kw<K::CASCADE>,
                          seq<kw<K::SET>, sor<kw<K::NULL_>, kw<K::DEFAULT>>, opt<name_paren_list>>>;
using on_delete = node<NodeKind::OnDelete, kw<K::ON, K::DELETE>, delete_action>;
using on_update = node<NodeKind::OnUpdate, kw<K::ON, K::UPDATE>, update_action>;
// Each at most once, in any order.
using key_actions = sor<seq<on_delete, opt<on_update>>, seq<on_update, opt<on_delete>>, success>;
using key_match = opt<node<NodeKind::KeyMatch, kw<K::MATCH>, sor<kw<K::FULL>, kw<K::SIMPLE>>>>;
using period_columns =
    node<NodeKind::NameList, left_paren, name, star<comma, not_at<kw<K::PERIOD>, name>, name>,
         opt<comma, node<NodeKind::Period, kw<K::PERIOD>>, name>, right_paren>;
struct references
    : node<NodeKind::References, kw<K::REFERENCES>, relation_name, opt<period_columns>, key_match, key_actions> {};

// ---- Attributes ----------------------------------------------------------------------------------------------------

enum Attribute : unsigned {
  kDeferrable = 1u << 0,
  kNotDeferrable = 1u << 1,
  kInitiallyDeferred = 1u << 2,
  kInitiallyImmediate = 1u << 3,
  kNotValid = 1u << 4,
  kNoInherit = 1u << 5,
  kEnforced = 1u << 6,
  kNotEnforced = 1u << 7,
};
constexpr unsigned kDeferral = kDeferrable | kNotDeferrable | kInitiallyDeferred | kInitiallyImmediate;
constexpr unsigned kEnforcement = kEnforced | kNotEnforced;

unsigned next_attribute(const Tokens& in, uint32_t& length) {
  const K first = in.peek().keyword();
  const K second = in.peek(1).keyword();
  length = 2;
  if (first == K::NOT && second == K::DEFERRABLE) return kNotDeferrable;
  if (first == K::NOT && second == K::VALID) return kNotValid;
  if (first == K::NOT && second == K::ENFORCED) return kNotEnforced;
  if (first == K::NO && second == K::INHERIT) return kNoInherit;
  if (first == K::INITIALLY && second == K::DEFERRED) return kInitiallyDeferred;
  if (first == K::INITIALLY && second == K::IMMEDIATE) return kInitiallyImmediate;
  length = 1;
  if (first == K::DEFERRABLE) return kDeferrable;
  if (first == K::ENFORCED) return kEnforced;
  return 0;
}

bool conflict(unsigned a) {
  return (a & kDeferrable && a & kNotDeferrable) || (a & kInitiallyDeferred && a & kInitiallyImmediate) ||
         (a & kNotDeferrable && a & kInitiallyDeferred) || (a & kEnforced && a & kNotEnforced);
}

// Attributes behind a table constraint: those in `allowed`, none against another (the server's processCASbits).
bool attributes(Tokens& in, unsigned allowed) {
  unsigned seen = 0;
  for (;;) {
    uint32_t length = 0;
    const unsigned attribute = next_attribute(in, length);
    if (attribute == 0) break;
    if ((attribute & allowed) == 0 || conflict(seen | attribute)) return in.fail("the end of the constraint");
    seen |= attribute;
    const Tokens::Start start = in.start();
    in.advance(length);
    in.finish(NodeKind::ConstraintAttribute, start);
  }
  if (in.at(K::NOT) || in.at(K::NO) || in.at(K::INITIALLY)) {
    const bool negated = in.at(K::NOT);
    in.advance();
    if (negated && allowed & kNotValid) in.fail({K::VALID});
    return in.fail({negated ? K::DEFERRABLE : K::INHERIT});
  }
  return true;
}

template <unsigned Allowed>
struct attributes_of {
  using rule_t = attributes_of;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    Tokens::Attempt attempt(in);
    return attempt(attributes(in, Allowed));
  }
};

// ---- Constraints of a column ---------------------------------------------------------------------------------------

using check = node<NodeKind::Check, kw<K::CHECK>, parens<expression>>;
using generated_when = node<NodeKind::Words, sor<kw<K::ALWAYS>, kw<K::BY, K::DEFAULT>>>;
using identity_options = opt<parens<sequence_options>>;
using identity = node<NodeKind::Identity, kw<K::GENERATED>, generated_when, kw<K::AS, K::IDENTITY>, identity_options>;
using generated =
    node<NodeKind::Generated, kw<K::GENERATED, K::ALWAYS, K::AS>, parens<expression>,
         opt<node<NodeKind::Words, sor<kw<K::STORED>, kw<K::VIRTUAL>>>>>;
using column_unique =
    node<NodeKind::Unique, kw<K::UNIQUE>, opt<nulls_distinct>, with_definition, index_tablespace>;
using column_primary_key = node<NodeKind::PrimaryKey, kw<K::PRIMARY, K::KEY>, with_definition, index_tablespace>;

struct column_constraint_kind {
  using rule_t = column_constraint_kind;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    switch (in.peek().keyword()) {
      case K::NOT: return take<seq<node<NodeKind::NotNull, kw<K::NOT, K::NULL_>>, no_inherit>>(in);
      case K::NULL_: return take<node<NodeKind::NullAllowed, kw<K::NULL_>>>(in);
      case K::CHECK: return take<seq<check, no_inherit>>(in);
      case K::DEFAULT: return take<node<NodeKind::DefaultValue, kw<K::DEFAULT>, restricted_expression>>(in);
      case K::GENERATED: return take<sor<identity, generated>>(in);
      case K::UNIQUE: return take<column_unique>(in);
      case K::PRIMARY: return take<column_primary_key>(in);
      case K::REFERENCES: return take<references>(in);
      default: return in.fail("a constraint such as NOT NULL, DEFAULT, CHECK, UNIQUE, PRIMARY KEY or REFERENCES");
    }
  }
};

bool column_constraint(Tokens& in) {
  uint32_t length = 0;
  if (next_attribute(in, length) & (kDeferral | kEnforcement)) {
    const Tokens::Start start = in.start();
    in.advance(length);
    in.finish(NodeKind::ConstraintAttribute, start);
    return true;
  }
  switch (in.peek().keyword()) {
    case K::CONSTRAINT: return take<node<NodeKind::Constraint, constraint_name, column_constraint_kind>>(in);
    case K::COLLATE: return take<node<NodeKind::Constraint, collate_clause>>(in);
    case K::NOT: case K::NULL_: case K::CHECK: case K::DEFAULT: case K::GENERATED: case K::UNIQUE: case K::PRIMARY:
    case K::REFERENCES: return take<node<NodeKind::Constraint, column_constraint_kind>>(in);
    default: return false;
  }
}

// The words are noted one by one, so that a misspelled one is met with the right one.
void expect_column_constraint(Tokens& in) {
  in.fail("a column constraint");
  for (const K word : {K::NOT, K::NULL_, K::DEFAULT, K::CHECK, K::UNIQUE, K::PRIMARY, K::REFERENCES, K::CONSTRAINT,
                       K::GENERATED, K::COLLATE}) {
    in.fail({word});
  }
}

// ---- Constraints of a table ----------------------------------------------------------------------------------------

using without_overlaps = opt<node<NodeKind::WithoutOverlaps, kw<K::WITHOUT, K::OVERLAPS>>>;
using key_columns = node<NodeKind::NameList, left_paren, comma_list<name>, without_overlaps, right_paren>;
using key_rest = seq<opt<include_columns>, with_definition, index_tablespace>;
struct table_unique
    : seq<node<NodeKind::Unique, kw<K::UNIQUE>,
               sor<existing_index, seq<opt<nulls_distinct>, key_columns, key_rest>>>,
          attributes_of<kDeferral>> {};
struct table_primary_key : seq<node<NodeKind::PrimaryKey, kw<K::PRIMARY, K::KEY>,
                                    sor<existing_index, seq<key_columns, key_rest>>>,
                               attributes_of<kDeferral>> {};
struct foreign_key : seq<node<NodeKind::ForeignKey, kw<K::FOREIGN, K::KEY>, period_columns, references>,
                         attributes_of<kDeferral | kNotValid | kEnforcement>> {};
using exclude_operator = sor<operator_name, any_operator>;
using exclude_element = node<NodeKind::ExcludeElement, index_element, kw<K::WITH>, exclude_operator>;
struct exclude
    : seq<node<NodeKind::Exclude, kw<K::EXCLUDE>, opt<using_method>, paren_list<exclude_element>,
               opt<include_columns>, with_definition, index_tablespace,
               opt<node<NodeKind::Where, kw<K::WHERE>, parens<expression>>>>,
          attributes_of<kDeferral>> {};
struct table_not_null : seq<node<NodeKind::NotNull, kw<K::NOT, K::NULL_>, node<NodeKind::NameList, name>>,
                            attributes_of<kNotValid | kNoInherit>> {};

struct table_constraint_kind {
  using rule_t = table_constraint_kind;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    switch (in.peek().keyword()) {
      case K::CHECK: return take<seq<check, attributes_of<kNotValid | kNoInherit | kEnforcement>>>(in);
      case K::NOT: return take<table_not_null>(in);
      case K::UNIQUE: return take<table_unique>(in);
      case K::PRIMARY: return take<table_primary_key>(in);
      case K::FOREIGN: return take<foreign_key>(in);
      case K::EXCLUDE: return take<exclude>(in);
      default: return in.fail("a constraint such as CHECK, UNIQUE, PRIMARY KEY or FOREIGN KEY");
    }
  }
};

}  // namespace

bool column_constraints::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  bool collated = false;
  for (;;) {
    if (in.at(K::COLLATE) && std::exchange(collated, true)) return in.fail("another constraint: there is one COLLATE");
    if (!column_constraint(in)) break;
  }
  // A constraint that begins but does not go on is an error here and not in what follows.
  switch (in.peek().keyword()) {
    case K::NOT: case K::CONSTRAINT: case K::CHECK: case K::DEFAULT: case K::GENERATED: case K::UNIQUE:
    case K::PRIMARY: case K::REFERENCES: case K::COLLATE: case K::INITIALLY: return false;
    default:
      expect_column_constraint(in);
      return attempt(true);
  }
}

bool table_constraint::match(Tokens& in) {
  return take<node<NodeKind::Constraint, opt<constraint_name>, table_constraint_kind>>(in);
}

bool at_table_constraint::match(Tokens& in) {
  switch (in.peek().keyword()) {
    case K::CONSTRAINT: case K::CHECK: case K::UNIQUE: case K::PRIMARY: case K::FOREIGN: case K::NOT: return true;
    case K::EXCLUDE: return in.peek(1).is(K::USING) || in.peek(1).is(P::LeftParen);
    default: return false;
  }
}

bool alter_constraint_attributes::match(Tokens& in) {
  return take<sor<node<NodeKind::ConstraintAttribute, kw<K::INHERIT>>,
                  attributes_of<kDeferral | kNoInherit | kEnforcement>>>(in);
}

bool trigger_attributes::match(Tokens& in) { return take<attributes_of<kDeferral>>(in); }

}  // namespace lockstep::grammar
