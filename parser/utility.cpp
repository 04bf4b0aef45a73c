// Commands around other statements: COPY, EXPLAIN, PREPARE, cursors, DO, CALL (manual, part VI).
#include "parser/grammar.h"

namespace lockstep::grammar {
namespace {

struct word_or_string : sor<string_literal, label_not_reserved> {};

// COPY, with the options of before 9.0, which dumps still use.
template <typename... Rules>
using option_words = node<NodeKind::Option, Rules...>;
template <typename... Rules>
using value_of = node<NodeKind::OptionValue, Rules...>;
using as_string = seq<opt<kw<K::AS>>, string_literal>;
struct force_columns : value_of<sor<punct<P::Star>, comma_list<name>>> {};
struct old_copy_option
    : option_words<sor<kw<K::BINARY>, kw<K::FREEZE>, kw<K::CSV>, kw<K::HEADER>, seq<kw<K::DELIMITER>, as_string>,
                       seq<kw<K::NULL_>, as_string>, seq<kw<K::QUOTE>, as_string>, seq<kw<K::ESCAPE>, as_string>,
                       seq<kw<K::ENCODING>, string_literal>,
                       seq<kw<K::FORCE>, sor<kw<K::QUOTE>, kw<K::NOT, K::NULL_>, kw<K::NULL_>>, force_columns>>> {};
struct copy_item : sor<string_literal, kw<K::TRUE_>, kw<K::FALSE_>, kw<K::ON>, label_not_reserved> {};
struct copy_value : sor<number, kw<K::DEFAULT>, punct<P::Star>, copy_item> {};
struct copy_option
    : node<NodeKind::Option, label, opt<value_of<sor<paren_list<copy_item>, copy_value>>>> {};
struct copy_options : sor<paren_list<copy_option>, star<old_copy_option>> {};
struct copy_file
    : node<NodeKind::CopyFile, sor<seq<opt<kw<K::PROGRAM>>, string_literal>, kw<K::STDIN>, kw<K::STDOUT>>> {};
template <K Word>
using copy_direction = node<NodeKind::CopyDirection, kw<Word>>;
struct copy_table : seq<opt<option_words<kw<K::BINARY>>>, node<NodeKind::TableReference, relation_name>, opt<name_paren_list>> {};
struct copy_query : node<NodeKind::CopyQuery, left_paren, row_statement, right_paren> {};
struct copy_format : seq<copy_file, opt<opt<kw<K::USING>>, option_words<kw<K::DELIMITERS>, string_literal>>, opt<kw<K::WITH>>,
                         copy_options> {};
struct copy : node<NodeKind::Copy, kw<K::COPY>,
                   sor<seq<copy_query, copy_direction<K::TO>, copy_format>,
                       seq<copy_table, sor<seq<copy_direction<K::FROM>, copy_format, opt<where>>,
                                           seq<copy_direction<K::TO>, copy_format>>>>> {};

// Prepared statements and cursors.
struct prepare : node<NodeKind::Prepare, kw<K::PREPARE>, name, opt<paren_list<type_name>>, kw<K::AS>, row_statement> {};
struct execute : node<NodeKind::Execute, kw<K::EXECUTE>, name, opt<paren_list<expression>>> {};
struct deallocate : node<NodeKind::SessionCommand, kw<K::DEALLOCATE>,
                         sor<seq<kw<K::PREPARE>, sor<kw<K::ALL>, name>>, kw<K::ALL>, name>> {};
template <typename... Rules>
using cursor_words = node<NodeKind::Words, Rules...>;
struct cursor_option : cursor_words<sor<kw<K::NO, K::SCROLL>, kw<K::SCROLL>, kw<K::BINARY>, kw<K::ASENSITIVE>,
                                        kw<K::INSENSITIVE>>> {};
struct hold : opt<cursor_words<sor<kw<K::WITH>, kw<K::WITHOUT>>, kw<K::HOLD>>> {};
struct declare_cursor : node<NodeKind::Cursor, kw<K::DECLARE>, name, star<cursor_option>, kw<K::CURSOR>, hold,
                             kw<K::FOR>, query> {};
struct fetch_count : seq<opt<sor<punct<P::Plus>, punct<P::Minus>>>, unsigned_integer> {};
using from_or_in = sor<kw<K::FROM>, kw<K::IN>>;
struct fetch_direction
    : cursor_words<sor<kw<K::NEXT>, kw<K::PRIOR>, kw<K::FIRST>, kw<K::LAST>, kw<K::ALL>, fetch_count,
          seq<sor<kw<K::ABSOLUTE>, kw<K::RELATIVE>>, fetch_count>,
          seq<sor<kw<K::FORWARD>, kw<K::BACKWARD>>, opt<sor<kw<K::ALL>, fetch_count>>>>> {};
// A direction's word alone is the name of a cursor.
struct fetch : node<NodeKind::Cursor, sor<kw<K::FETCH>, kw<K::MOVE>>,
                    sor<seq<fetch_direction, opt<from_or_in>, name>, seq<opt<from_or_in>, name>>> {};

// EXPLAIN. SQLite explains any statement.
struct explain_value
    : value_of<sor<number, string_literal, kw<K::TRUE_>, kw<K::FALSE_>, kw<K::ON>, label_not_reserved>> {};
using analyze_word = node<NodeKind::Name, sor<kw<K::ANALYZE>, kw<K::ANALYSE>>>;
struct explain_name : sor<label_not_reserved, analyze_word> {};
struct explain_option : node<NodeKind::Option, explain_name, opt<explain_value>> {};
LOCKSTEP_RULE(explain_options);
bool explain_options::match(Tokens& in) {
  return !in.sqlite() && !in.peek().opens_query && take<paren_list<explain_option>>(in);
}
// CREATE TABLE and CREATE MATERIALIZED VIEW, if they take their rows from a query.
LOCKSTEP_RULE(explained_create);
bool explained_create::match(Tokens& in) {
  if (!in.at(K::CREATE)) return false;
  Tokens::Attempt attempt(in);
  const bool view = in.peek(1).is(K::MATERIALIZED) || in.peek(2).is(K::MATERIALIZED);
  if (!any_statement::match(in)) return false;
  const bool table = in.last_kind() == NodeKind::CreateTable && in.last_kind(1) == NodeKind::AsQuery;
  return attempt(table || view) || in.fail("CREATE TABLE AS");
}
struct explainable : sor<seq<sqlite_only, not_at<kw<K::EXPLAIN>>, any_statement>, explained_create, execute,
                         declare_cursor, refresh_statement, row_statement> {};
struct explain
    : node<NodeKind::Explain, kw<K::EXPLAIN>,
           sor<explain_options, seq<sqlite_only, opt<node<NodeKind::Words, kw<K::QUERY, K::PLAN>>>>,
               seq<opt<node<NodeKind::Option, analyze_word>>, opt<option_words<kw<K::VERBOSE>>>>>,
           explainable> {};

struct do_block : node<NodeKind::Do, kw<K::DO>, plus<sor<string_literal, seq<kw<K::LANGUAGE>, word_or_string>>>> {};
struct call : node<NodeKind::Call, kw<K::CALL>, node<NodeKind::FunctionCall, function_name, call_arguments>> {};

}  // namespace

bool match_copy(Tokens& in) { return take<seq<copy, end>>(in); }
bool match_explain(Tokens& in) { return take<seq<explain, end>>(in); }
bool match_prepare(Tokens& in) { return take<seq<prepare, end>>(in); }
bool match_execute(Tokens& in) { return take<seq<execute, end>>(in); }
bool match_deallocate(Tokens& in) { return take<seq<deallocate, end>>(in); }
bool match_declare_cursor(Tokens& in) { return take<seq<declare_cursor, end>>(in); }
bool match_fetch(Tokens& in) { return take<seq<fetch, end>>(in); }
bool match_close_cursor(Tokens& in) {
  return take<seq<node<NodeKind::Cursor, kw<K::CLOSE>, sor<kw<K::ALL>, name>>, end>>(in);
}
bool match_do_block(Tokens& in) { return take<seq<do_block, end>>(in); }
bool match_call(Tokens& in) { return take<seq<call, end>>(in); }

}  // namespace lockstep::grammar
