// Commands over whole relations: TRUNCATE, LOCK, VACUUM, ANALYZE, CLUSTER, REINDEX, REFRESH (manual, part VI; SQLite
// lang_vacuum.html, lang_analyze.html, lang_reindex.html).
#include "parser/grammar.h"

namespace lockstep::grammar {
namespace {

using concurrently = opt<node<NodeKind::Concurrently, kw<K::CONCURRENTLY>>>;

struct truncate : node<NodeKind::Maintenance, kw<K::TRUNCATE>, opt<kw<K::TABLE>>, comma_list<relation_expression>,
                       opt<sor<node<NodeKind::Option, kw<K::RESTART>>, kw<K::CONTINUE>>, kw<K::IDENTITY>>,
                       drop_behavior> {};

struct lock_mode : node<NodeKind::Words, sor<kw<K::ACCESS, K::SHARE>, kw<K::ROW, K::SHARE>, kw<K::ROW, K::EXCLUSIVE>,
                                             kw<K::SHARE, K::UPDATE, K::EXCLUSIVE>, kw<K::SHARE, K::ROW, K::EXCLUSIVE>,
                                             kw<K::SHARE>, kw<K::EXCLUSIVE>, kw<K::ACCESS, K::EXCLUSIVE>>> {};
struct lock : node<NodeKind::Maintenance, kw<K::LOCK>, opt<kw<K::TABLE>>, comma_list<relation_expression>,
                   opt<kw<K::IN>, lock_mode, kw<K::MODE>>, opt<node<NodeKind::Option, kw<K::NOWAIT>>>> {};

// (FULL, ANALYZE false, PARALLEL 2)
struct option_value : node<NodeKind::OptionValue, sor<number, string_literal, kw<K::TRUE_>, kw<K::FALSE_>, kw<K::ON>,
                                                      label_not_reserved>> {};
struct option_name : sor<label_not_reserved, node<NodeKind::Name, sor<kw<K::ANALYZE>, kw<K::ANALYSE>>>> {};
template <K Word>
using old_option = opt<node<NodeKind::Option, kw<Word>>>;
struct option : node<NodeKind::Option, option_name, opt<option_value>> {};

struct vacuum_table : node<NodeKind::MaintenanceTarget, relation_expression, opt<name_paren_list>> {};
using verbose = old_option<K::VERBOSE>;
using analyze_word = sor<kw<K::ANALYZE>, kw<K::ANALYSE>>;
struct old_vacuum_options
    : seq<old_option<K::FULL>, old_option<K::FREEZE>, verbose, opt<node<NodeKind::Option, analyze_word>>> {};
struct vacuum : node<NodeKind::Maintenance, kw<K::VACUUM>, sor<paren_list<option>, old_vacuum_options>,
                     opt<comma_list<vacuum_table>>> {};
struct analyze : node<NodeKind::Maintenance, analyze_word, sor<paren_list<option>, verbose>,
                      opt<comma_list<vacuum_table>>> {};
struct cluster : node<NodeKind::Maintenance, kw<K::CLUSTER>, sor<paren_list<option>, verbose>,
                      opt<sor<seq<name, kw<K::ON>, relation_name>, seq<relation_name, opt<kw<K::USING>, name>>>>> {};

template <K... Words>
using reindex_word = node<NodeKind::Words, kw<Words...>>;
using one_name = node<NodeKind::QualifiedName, name>;
struct reindex
    : node<NodeKind::Maintenance, kw<K::REINDEX>, opt<paren_list<option>>,
           sor<seq<sor<reindex_word<K::INDEX>, reindex_word<K::TABLE>>, concurrently, relation_name>,
               seq<reindex_word<K::SCHEMA>, concurrently, one_name>,
               seq<sor<reindex_word<K::DATABASE>, reindex_word<K::SYSTEM>>, concurrently, opt<one_name>>>> {};
struct with_data : seq<kw<K::WITH>, sor<kw<K::DATA>, node<NodeKind::WithNoData, kw<K::NO, K::DATA>>>> {};
struct refresh : node<NodeKind::Maintenance, kw<K::REFRESH, K::MATERIALIZED, K::VIEW>, concurrently, relation_name,
                      opt<with_data>> {};

struct sqlite_vacuum : node<NodeKind::Maintenance, kw<K::VACUUM>, opt<name>, opt<kw<K::INTO>, expression>> {};
struct sqlite_analyze : node<NodeKind::Maintenance, kw<K::ANALYZE>, opt<relation_name>> {};
struct sqlite_reindex : node<NodeKind::Maintenance, kw<K::REINDEX>, opt<relation_name>> {};

}  // namespace

bool match_truncate(Tokens& in) { return take<seq<truncate, end>>(in); }
bool match_lock(Tokens& in) { return take<seq<lock, end>>(in); }
bool match_vacuum(Tokens& in) { return in.sqlite() ? take<seq<sqlite_vacuum, end>>(in) : take<seq<vacuum, end>>(in); }
bool match_analyze(Tokens& in) {
  return in.sqlite() ? take<seq<sqlite_analyze, end>>(in) : take<seq<analyze, end>>(in);
}
bool match_cluster(Tokens& in) { return take<seq<cluster, end>>(in); }
bool match_reindex(Tokens& in) {
  return in.sqlite() ? take<seq<sqlite_reindex, end>>(in) : take<seq<reindex, end>>(in);
}
bool refresh_statement::match(Tokens& in) { return take<refresh>(in); }
bool match_refresh(Tokens& in) { return take<seq<refresh, end>>(in); }

}  // namespace lockstep::grammar
