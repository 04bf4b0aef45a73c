// Parts of tables and indexes: index elements, partition keys and bounds, and small clauses.
#include "parser/ddl_rules.h"

namespace lockstep::grammar {
namespace {

struct element_key : sor<parens<expression>, function_call_bare, name> {};

// NULLS is an operator class unless FIRST or LAST follows.
struct operator_class {
  using rule_t = operator_class;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    if (in.at(K::NULLS) && (in.peek(1).is(K::FIRST) || in.peek(1).is(K::LAST))) return false;
    return take<node<NodeKind::OperatorClass, qualified_name, opt<storage_options>>>(in);
  }
};

using direction = opt<sor<kw<K::ASC>, node<NodeKind::Descending, kw<K::DESC>>>>;
using nulls_order = opt<kw<K::NULLS>, sor<node<NodeKind::NullsFirst, kw<K::FIRST>>,
                                          node<NodeKind::NullsLast, kw<K::LAST>>>>;
using postgresql_element =
    node<NodeKind::IndexElement, element_key, opt<collate_clause>, opt<operator_class>, direction, nulls_order>;
using sqlite_element = node<NodeKind::IndexElement, expression, direction, nulls_order>;

// WITH (MODULUS n, REMAINDER m): both, each once.
struct hash_bound {
  using rule_t = hash_bound;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    Tokens::Attempt attempt(in);
    bool modulus = false;
    bool remainder = false;
    if (!in.accept(P::LeftParen)) return false;
    do {
      bool& seen = at_word(in, "modulus") ? modulus : remainder;
      if (seen || (!at_word(in, "modulus") && !at_word(in, "remainder"))) {
        return in.fail(modulus ? "REMAINDER" : "MODULUS");
      }
      seen = true;
      in.advance();
      if (!unsigned_integer::match(in)) return false;
    } while (in.at(P::Comma) && (in.advance(), true));
    if (!modulus || !remainder) return in.fail({K::None, P::Comma, nullptr});
    return in.accept(P::RightParen) && attempt(true);
  }
};

struct bound
    : node<NodeKind::PartitionBound,
           sor<kw<K::DEFAULT>,
               seq<kw<K::FOR, K::VALUES>,
                   sor<seq<kw<K::IN>, paren_list<expression>>,
                       seq<kw<K::FROM>, paren_list<expression>, kw<K::TO>, paren_list<expression>>,
                       seq<kw<K::WITH>, hash_bound>>>>> {};

}  // namespace

bool relation_column::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  if (!name::match(in)) return false;
  while (in.at(P::Dot) && in.peek(2).is(P::Dot)) {
    in.advance();
    if (!label::match(in)) return false;
  }
  if (!in.at(P::Dot)) return attempt(true);
  in.finish(NodeKind::Relation, attempt.start());
  in.advance();
  return label::match(in) && attempt(true);
}

bool index_element::match(Tokens& in) {
  return in.sqlite() ? take<sqlite_element>(in) : take<postgresql_element>(in);
}

bool partition_element::match(Tokens& in) {
  return take<node<NodeKind::IndexElement, element_key, opt<collate_clause>,
                   opt<node<NodeKind::OperatorClass, qualified_name>>>>(in);
}

bool partition_by::match(Tokens& in) {
  return take<node<NodeKind::PartitionBy, kw<K::PARTITION, K::BY>, name, paren_list<partition_element>>>(in);
}

bool partition_bound::match(Tokens& in) { return take<bound>(in); }

bool using_method::match(Tokens& in) { return take<node<NodeKind::AccessMethod, kw<K::USING>, name>>(in); }

bool tablespace::match(Tokens& in) { return take<node<NodeKind::Tablespace, kw<K::TABLESPACE>, name>>(in); }

bool collate_clause::match(Tokens& in) {
  return take<node<NodeKind::CollateClause, kw<K::COLLATE>, qualified_name>>(in);
}

bool include_columns::match(Tokens& in) {
  return take<node<NodeKind::IncludeColumns, kw<K::INCLUDE>, paren_list<name>>>(in);
}

bool nulls_distinct::match(Tokens& in) {
  return take<sor<node<NodeKind::NullsNotDistinct, kw<K::NULLS, K::NOT, K::DISTINCT>>, kw<K::NULLS, K::DISTINCT>>>(in);
}

}  // namespace lockstep::grammar
