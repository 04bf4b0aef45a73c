// Transactions and the settings of a session (manual: BEGIN, COMMIT, SET, RESET, SHOW ...; SQLite
// lang_transaction.html, pragma.html).
#include "parser/grammar.h"

namespace lockstep::grammar {
namespace {

// Transactions.
struct isolation_level : sor<seq<kw<K::READ>, sor<kw<K::UNCOMMITTED>, kw<K::COMMITTED>>>, kw<K::REPEATABLE, K::READ>,
                             kw<K::SERIALIZABLE>> {};
struct transaction_mode : sor<seq<kw<K::ISOLATION, K::LEVEL>, isolation_level>,
                              seq<kw<K::READ>, sor<kw<K::ONLY>, kw<K::WRITE>>>, kw<K::DEFERRABLE>,
                              kw<K::NOT, K::DEFERRABLE>> {};
struct transaction_modes : seq<transaction_mode, star<opt<comma>, transaction_mode>> {};
using work = opt<sor<kw<K::WORK>, kw<K::TRANSACTION>>>;
struct chain : opt<node<NodeKind::Words, kw<K::AND>, opt<kw<K::NO>>, kw<K::CHAIN>>> {};
struct savepoint_name : sor<seq<kw<K::SAVEPOINT>, name>, name> {};
struct to_savepoint : seq<kw<K::TO>, savepoint_name> {};

using modes = opt<node<NodeKind::Words, transaction_modes>>;
struct begin : seq<kw<K::BEGIN>, work, modes> {};
struct start : seq<kw<K::START, K::TRANSACTION>, modes> {};
struct prepared : seq<kw<K::PREPARED>, string_literal> {};
struct commit : seq<kw<K::COMMIT>, sor<prepared, seq<work, chain>>> {};
struct rollback : seq<kw<K::ROLLBACK>, sor<prepared, seq<work, sor<to_savepoint, chain>>>> {};
struct end_or_abort : seq<sor<kw<K::END>, kw<K::ABORT>>, work, chain> {};
struct savepoint : seq<kw<K::SAVEPOINT>, name> {};
struct release : seq<kw<K::RELEASE>, savepoint_name> {};
struct prepare_transaction : seq<kw<K::PREPARE, K::TRANSACTION>, string_literal> {};
struct transaction
    : node<NodeKind::Transaction,
           sor<begin, start, commit, rollback, end_or_abort, savepoint, release, prepare_transaction>> {};

using sqlite_work = opt<kw<K::TRANSACTION>, opt<not_at<kw<K::TO>>, name>>;
struct sqlite_transaction
    : node<NodeKind::Transaction,
           sor<seq<kw<K::BEGIN>,
                   opt<node<NodeKind::Words, sor<kw<K::DEFERRED>, kw<K::IMMEDIATE>, kw<K::EXCLUSIVE>>>>, sqlite_work>,
               seq<sor<kw<K::COMMIT>, kw<K::END>>, sqlite_work>,
               seq<kw<K::ROLLBACK>, sqlite_work, opt<kw<K::TO>, opt<kw<K::SAVEPOINT>>, name>>, savepoint,
               seq<kw<K::RELEASE>, opt<kw<K::SAVEPOINT>>, name>>> {};

// Settings.
struct word_or_string : sor<string_literal, label_not_reserved> {};
struct setting_value : sor<number, string_literal, kw<K::TRUE_>, kw<K::FALSE_>, kw<K::ON>, label_not_reserved> {};
struct setting_name : node<NodeKind::QualifiedName, name, star<dot, name>> {};
struct setting_values : node<NodeKind::SetValue, sor<kw<K::DEFAULT>, comma_list<setting_value>>> {};
struct zone_interval : seq<kw<K::INTERVAL>, opt<parens<unsigned_integer>>, string_literal, opt<interval_field_words>> {
};
struct zone_value : node<NodeKind::SetValue, sor<zone_interval, kw<K::DEFAULT>, kw<K::LOCAL>, number, string_literal,
                                                 plain_identifier>> {};
// The words of SET's own forms, kept for the lowering.
template <typename... Rules>
using words_node = node<NodeKind::Words, Rules...>;
struct special_setting
    : sor<seq<words_node<kw<K::TRANSACTION, K::SNAPSHOT>>, node<NodeKind::SetValue, string_literal>>,
          seq<words_node<kw<K::TRANSACTION>>, node<NodeKind::SetValue, transaction_modes>>,
          seq<words_node<kw<K::SESSION, K::CHARACTERISTICS, K::AS, K::TRANSACTION>>,
              node<NodeKind::SetValue, transaction_modes>>,
          seq<words_node<kw<K::SESSION, K::AUTHORIZATION>>,
              node<NodeKind::SetValue, sor<kw<K::DEFAULT>, word_or_string>>>,
          seq<words_node<kw<K::TIME, K::ZONE>>, zone_value>,
          seq<words_node<kw<K::ROLE>>, node<NodeKind::SetValue, word_or_string>>,
          seq<words_node<kw<K::SCHEMA>>, node<NodeKind::SetValue, string_literal>>,
          seq<words_node<kw<K::NAMES>>, node<NodeKind::SetValue, opt<sor<kw<K::DEFAULT>, string_literal>>>>,
          seq<words_node<kw<K::XML, K::OPTION>>, node<NodeKind::SetValue, sor<kw<K::DOCUMENT>, kw<K::CONTENT>>>>> {};
struct generic_setting
    : seq<setting_name,
          sor<seq<sor<kw<K::TO>, equals>, setting_values>, node<NodeKind::SetValue, kw<K::FROM, K::CURRENT>>>> {};
struct setting : node<NodeKind::SetVariable, sor<generic_setting, special_setting>> {};

struct set : seq<kw<K::SET>,
                 sor<seq<node<NodeKind::Local, kw<K::LOCAL>>, setting>, setting, seq<kw<K::SESSION>, setting>>> {};
struct set_constraints
    : node<NodeKind::SetVariable, words_node<kw<K::SET, K::CONSTRAINTS>>,
           node<NodeKind::SetValue, sor<kw<K::ALL>, comma_list<qualified_name>>,
                sor<kw<K::DEFERRED>, kw<K::IMMEDIATE>>>> {};
struct known_setting : sor<words_node<kw<K::TIME, K::ZONE>>, words_node<kw<K::TRANSACTION, K::ISOLATION, K::LEVEL>>,
                           words_node<kw<K::SESSION, K::AUTHORIZATION>>, words_node<kw<K::ALL>>, setting_name> {};
struct show : node<NodeKind::SessionCommand, kw<K::SHOW>, known_setting> {};

// Notifications and the like.
struct notify : sor<seq<kw<K::LISTEN>, name>, seq<kw<K::UNLISTEN>, sor<punct<P::Star>, name>>,
                    seq<kw<K::NOTIFY>, name, opt<comma, string_literal>>, seq<kw<K::LOAD>, string_literal>> {};
struct discard : seq<kw<K::DISCARD>, sor<kw<K::ALL>, kw<K::TEMP>, kw<K::TEMPORARY>, kw<K::PLANS>, kw<K::SEQUENCES>>> {};

// SQLite.
struct pragma_value
    : node<NodeKind::SetValue, sor<number, kw<K::ON>, kw<K::DELETE>, kw<K::DEFAULT>, name>> {};
struct pragma : node<NodeKind::Pragma, kw<K::PRAGMA>, node<NodeKind::QualifiedName, name, opt<dot, name>>,
                     opt<sor<seq<equals, pragma_value>, parens<pragma_value>>>> {};
struct attach : sor<seq<kw<K::ATTACH>, opt<kw<K::DATABASE>>, expression, kw<K::AS>, expression,
                        opt<kw<K::KEY>, expression>>,
                    seq<kw<K::DETACH>, opt<kw<K::DATABASE>>, expression>> {};

}  // namespace

bool set_rest::match(Tokens& in) { return take<setting>(in); }

bool reset_rest::match(Tokens& in) { return take<node<NodeKind::SetVariable, known_setting>>(in); }

bool match_transaction(Tokens& in) {
  return in.sqlite() ? take<seq<sqlite_transaction, end>>(in) : take<seq<transaction, end>>(in);
}
bool match_set_variable(Tokens& in) {
  return take<seq<sor<set_constraints, node<NodeKind::SetVariable, set>,
                      node<NodeKind::SetVariable, kw<K::RESET>, reset_rest>>,
                  end>>(in);
}
bool match_show(Tokens& in) { return take<seq<show, end>>(in); }
bool match_notify(Tokens& in) { return take<seq<node<NodeKind::SessionCommand, notify>, end>>(in); }
bool match_discard(Tokens& in) { return take<seq<node<NodeKind::SessionCommand, discard>, end>>(in); }
bool match_checkpoint(Tokens& in) { return take<seq<node<NodeKind::SessionCommand, kw<K::CHECKPOINT>>, end>>(in); }
bool match_pragma(Tokens& in) { return take<seq<pragma, end>>(in); }
bool match_attach(Tokens& in) { return take<seq<node<NodeKind::Attach, attach>, end>>(in); }

}  // namespace lockstep::grammar
