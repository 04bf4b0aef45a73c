// INSERT, UPDATE, DELETE and MERGE (manual, part VI; SQLite lang_insert.html, lang_update.html, lang_delete.html).
#include "parser/grammar.h"

namespace lockstep::grammar {
namespace {

// The table that is changed, with its alias. PostgreSQL takes SET as an alias only behind AS, SQLite any alias.
struct target_alias : node<NodeKind::Alias, sor<seq<kw<K::AS>, name>, seq<postgresql_only, not_at<kw<K::SET>>, name>>> {
};
struct indexed : sor<seq<kw<K::INDEXED, K::BY>, name>, kw<K::NOT, K::INDEXED>> {};
struct target_table
    : node<NodeKind::TableReference, sor<seq<postgresql_only, relation_words>, seq<sqlite_only, relation_name>>,
           opt<target_alias>, opt<sqlite_only, indexed>> {};
struct insert_table : node<NodeKind::TableReference, relation_name,
                           opt<node<NodeKind::Alias, kw<K::AS>, name>>> {};

// Columns that get values: a, a.field, a[1].
bool target_indirection(Tokens& in) {
  while (true) {
    if (in.at(P::LeftBracket)) {
      if (!take<node<NodeKind::Subscript, subscript>>(in)) return false;
    } else if (in.at(P::Dot)) {
      in.advance();
      if (!take<sor<label, node<NodeKind::Star, punct<P::Star>>>>(in)) return false;
    } else {
      return true;
    }
  }
}
LOCKSTEP_RULE(assignment_target);
bool assignment_target::match(Tokens& in) {
  Tokens::Attempt attempt(in);
  return name::match(in) && (in.sqlite() || target_indirection(in)) && attempt.finish(NodeKind::AssignmentTarget);
}
struct assignment : node<NodeKind::Assignment, sor<paren_list<assignment_target>, assignment_target>, equals,
                         expression> {};

// ON CONFLICT. The elements are those of an index.
LOCKSTEP_RULE(conflict_key);
bool conflict_key::match(Tokens& in) {
  if (in.sqlite()) return expression::match(in);
  if (in.at(P::LeftParen)) return take<parens<expression>>(in);
  const bool call = in.peek(1).is(P::LeftParen) || in.peek(1).is(P::Dot);
  return call ? function_call_bare::match(in) : special_function::match(in) || name::match(in);
}
struct conflict_element : seq<conflict_key, opt<kw<K::COLLATE>, qualified_name>, opt<postgresql_only, qualified_name>,
                              opt<sor<kw<K::ASC>, kw<K::DESC>>>, opt<kw<K::NULLS>, sor<kw<K::FIRST>, kw<K::LAST>>>> {};
struct conflict_target
    : sor<seq<paren_list<conflict_element>, opt<where>>, seq<postgresql_only, kw<K::ON, K::CONSTRAINT>, name>> {};
struct conflict_action
    : seq<kw<K::DO>, sor<kw<K::NOTHING>, seq<kw<K::UPDATE, K::SET>, comma_list<assignment>, opt<where>>>> {};
struct on_conflict : node<NodeKind::OnConflict, kw<K::ON, K::CONFLICT>, opt<conflict_target>, conflict_action> {};

// RETURNING; since 18 with names for the old and the new row.
struct returning_names
    : seq<kw<K::WITH>, paren_list<seq<sor<kw<K::OLD>, kw<K::NEW>>, kw<K::AS>, name>>> {};

struct overriding : seq<kw<K::OVERRIDING>, sor<kw<K::SYSTEM>, kw<K::USER>>, kw<K::VALUE>> {};
struct insert_columns : node<NodeKind::InsertColumns, paren_list<assignment_target>> {};
struct default_values : node<NodeKind::DefaultValues, kw<K::DEFAULT, K::VALUES>> {};
// SQLite's OR ROLLBACK, OR REPLACE ...
struct conflict_algorithm
    : seq<kw<K::OR>, sor<kw<K::ROLLBACK>, kw<K::ABORT>, kw<K::REPLACE>, kw<K::FAIL>, kw<K::IGNORE>>> {};

LOCKSTEP_RULE(not_query);  // a parenthesis that opens a list of columns, not a query
bool not_query::match(Tokens& in) { return !in.peek().opens_query; }

struct insert_body
    : seq<sor<seq<kw<K::INSERT>, opt<sqlite_only, conflict_algorithm>>, seq<sqlite_only, kw<K::REPLACE>>>,
          kw<K::INTO>, insert_table,
          sor<default_values, seq<opt<not_query, insert_columns>, opt<postgresql_only, overriding>, query>,
              seq<sqlite_only, insert_columns, default_values>>, opt<on_conflict>, opt<sqlite_only, star<on_conflict>>,
          opt<returning_clause>> {};

// What SQLite lets a trigger do: plain changes of tables without a schema (lang_createtrigger.html).
struct trigger_table : node<NodeKind::TableReference, node<NodeKind::Relation, name>> {};
struct trigger_insert
    : node<NodeKind::Insert, sor<seq<kw<K::INSERT>, opt<conflict_algorithm>>, kw<K::REPLACE>>, kw<K::INTO>,
           trigger_table, opt<not_query, insert_columns>, query, star<on_conflict>> {};
struct trigger_update : node<NodeKind::Update, kw<K::UPDATE>, opt<conflict_algorithm>, trigger_table, kw<K::SET>,
                             set_clause_list, opt<from_clause>, opt<where>> {};
struct trigger_delete : node<NodeKind::Delete, kw<K::DELETE, K::FROM>, trigger_table, opt<where>> {};

struct current_of : node<NodeKind::WhereCurrentOf, kw<K::WHERE, K::CURRENT, K::OF>, name> {};
struct where_or_current : opt<sor<seq<postgresql_only, current_of>, where>> {};
struct sqlite_limit
    : node<NodeKind::Limit, kw<K::LIMIT>, expression, opt<sor<kw<K::OFFSET>, comma>, expression>> {};
// SQLite may be built with ORDER BY and LIMIT here.
struct sqlite_order : opt<sqlite_only, opt<order_by>, opt<sqlite_limit>> {};

struct update_body : seq<kw<K::UPDATE>, opt<sqlite_only, conflict_algorithm>, target_table, kw<K::SET>,
                         set_clause_list, opt<from_clause>, where_or_current, opt<returning_clause>, sqlite_order> {};
struct using_clause : node<NodeKind::Using, kw<K::USING>, comma_list<table_reference>> {};
struct delete_body : seq<kw<K::DELETE, K::FROM>, target_table, opt<postgresql_only, using_clause>, where_or_current,
                         opt<returning_clause>, sqlite_order> {};

// MERGE (manual; BY SOURCE and RETURNING since 17).
struct merge_insert
    : seq<node<NodeKind::Words, kw<K::INSERT>>,
          sor<default_values, seq<opt<insert_columns>, opt<overriding>, kw<K::VALUES>,
              node<NodeKind::ValuesRow, paren_list<expression>>>>> {};
template <K... Words>
using merge_words = node<NodeKind::Words, kw<Words...>>;
using merge_nothing = merge_words<K::DO, K::NOTHING>;
struct merge_change
    : sor<seq<merge_words<K::UPDATE>, kw<K::SET>, set_clause_list>, merge_words<K::DELETE>, merge_nothing> {};
struct merge_addition : sor<merge_insert, merge_nothing> {};
struct merge_condition : opt<node<NodeKind::MergeCondition, kw<K::AND>, expression>> {};
struct merge_when
    : node<NodeKind::MergeWhen, kw<K::WHEN>,
           sor<seq<sor<merge_words<K::MATCHED>, merge_words<K::NOT, K::MATCHED, K::BY, K::SOURCE>>, merge_condition, kw<K::THEN>,
                   merge_change>,
               seq<merge_words<K::NOT, K::MATCHED>, opt<kw<K::BY, K::TARGET>>, merge_condition, kw<K::THEN>, merge_addition>>> {
};
struct merge_body : seq<kw<K::MERGE, K::INTO>, target_table, kw<K::USING>, node<NodeKind::MergeSource, table_reference>,
                        node<NodeKind::MergeOn, kw<K::ON>, expression>, plus<merge_when>, opt<returning_clause>> {};

// A statement on rows, from its WITH on.
bool statement(Tokens& in, K allowed) {
  const Tokens::Level level(in);
  if (!level.ok()) return false;
  Tokens::Attempt attempt(in);
  const Tokens::Start start = in.start();
  if (in.at(K::WITH) && !with_clause::match(in)) return false;
  const K word = in.at(K::REPLACE) ? K::INSERT : in.peek().keyword();
  if (allowed != K::None && word != allowed) {
    in.accept(allowed);
    return false;
  }
  switch (word) {
    case K::INSERT: return take<insert_body>(in) && attempt.finish(NodeKind::Insert);
    case K::UPDATE: return take<update_body>(in) && attempt.finish(NodeKind::Update);
    case K::DELETE: return take<delete_body>(in) && attempt.finish(NodeKind::Delete);
    case K::MERGE:
      if (in.sqlite()) break;
      return take<merge_body>(in) && attempt.finish(NodeKind::Merge);
    default: break;
  }
  return query_body(in, start) && attempt(true);
}

}  // namespace

bool set_clause_list::match(Tokens& in) { return take<comma_list<assignment>>(in); }

bool returning_clause::match(Tokens& in) {
  return take<node<NodeKind::Returning, kw<K::RETURNING>, opt<returning_names>, target_list>>(in);
}

bool trigger_statement::match(Tokens& in) {
  switch (in.peek().keyword()) {
    case K::INSERT: case K::REPLACE: return take<trigger_insert>(in);
    case K::UPDATE: return take<trigger_update>(in);
    case K::DELETE: return take<trigger_delete>(in);
    default: return query::match(in);
  }
}

bool row_statement::match(Tokens& in) { return statement(in, K::None); }
bool insert_statement::match(Tokens& in) { return statement(in, K::INSERT); }
bool update_statement::match(Tokens& in) { return statement(in, K::UPDATE); }
bool delete_statement::match(Tokens& in) { return statement(in, K::DELETE); }
bool merge_statement::match(Tokens& in) { return statement(in, K::MERGE); }

bool match_query(Tokens& in) { return take<seq<row_statement, end>>(in); }
bool match_insert(Tokens& in) { return take<seq<insert_statement, end>>(in); }
bool match_update(Tokens& in) { return take<seq<update_statement, end>>(in); }
bool match_delete(Tokens& in) { return take<seq<delete_statement, end>>(in); }
bool match_merge(Tokens& in) { return take<seq<merge_statement, end>>(in); }

}  // namespace lockstep::grammar
