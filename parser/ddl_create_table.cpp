// CREATE TABLE, CREATE TABLE AS, CREATE FOREIGN TABLE; SQLite's CREATE TABLE and CREATE VIRTUAL TABLE.
//
// Accepts a little more than one server: the forms of all versions from 14 to 18 at once.
#include "parser/ddl_rules.h"

namespace lockstep::grammar {
namespace {

using like_option = node<NodeKind::Words, sor<kw<K::INCLUDING>, kw<K::EXCLUDING>>,
                         sor<kw<K::ALL>, kw<K::COMMENTS>, kw<K::COMPRESSION>, kw<K::CONSTRAINTS>, kw<K::DEFAULTS>,
                             kw<K::GENERATED>, kw<K::IDENTITY>, kw<K::INDEXES>, kw<K::STATISTICS>, kw<K::STORAGE>>>;
struct like : node<NodeKind::Like_, kw<K::LIKE>, relation_name, star<like_option>> {};

struct element {
  using rule_t = element;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    if (in.at(K::LIKE)) return take<like>(in);
    return at_table_constraint::match(in) ? table_constraint::match(in) : column_definition::match(in);
  }
};

// Elements of typed tables and of partitions: no type, since the parent has it.
struct typed_element {
  using rule_t = typed_element;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    if (at_table_constraint::match(in)) return table_constraint::match(in);
    return take<node<NodeKind::ColumnDefinition, name, opt<kw<K::WITH, K::OPTIONS>>, column_constraints>>(in);
  }
};

using elements = node<NodeKind::TableElements, left_paren, opt<comma_list<element>>, right_paren>;
using typed_elements = node<NodeKind::TableElements, paren_list<typed_element>>;

using with_options = opt<sor<seq<kw<K::WITH>, storage_options>, kw<K::WITHOUT, K::OIDS>>>;
using on_commit = opt<node<NodeKind::OnCommit, kw<K::ON, K::COMMIT>,
                           sor<kw<K::DROP>, kw<K::DELETE, K::ROWS>, kw<K::PRESERVE, K::ROWS>>>>;
using storage_clauses = seq<opt<using_method>, with_options, on_commit, opt<tablespace>>;
using inherits = opt<node<NodeKind::Inherits, kw<K::INHERITS>, paren_list<relation_name>>>;

struct definition_body : seq<elements, inherits, opt<partition_by>, storage_clauses> {};
struct typed_body : seq<node<NodeKind::OfType, kw<K::OF>, qualified_name>, opt<typed_elements>, opt<partition_by>,
                        storage_clauses> {};
using partition_of = node<NodeKind::PartitionOf, kw<K::PARTITION, K::OF>, relation_name>;
struct partition_body
    : seq<partition_of, opt<typed_elements>, partition_bound, opt<partition_by>, storage_clauses> {};

using with_data = opt<sor<kw<K::WITH, K::DATA>, node<NodeKind::WithNoData, kw<K::WITH, K::NO, K::DATA>>>>;
using execute = node<NodeKind::AsExecute, kw<K::EXECUTE>, name, opt<paren_list<expression>>>;
struct as_body : seq<opt<name_paren_list>, storage_clauses,
                     node<NodeKind::AsQuery, kw<K::AS>, sor<execute, query>, with_data>> {};

// Do names alone stand in these parentheses, and something behind them? Then CREATE TABLE AS.
bool at_column_names(const Tokens& in) {
  size_t i = 0;
  while (in.peek(i).is(P::LeftParen) || in.peek(i).is(P::Comma)) {
    i += 2;
    if (in.peek(i).is(P::RightParen)) return !in.peek(i + 1).is(TokenKind::End);
  }
  return false;
}

struct body {
  using rule_t = body;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    if (in.at(P::LeftParen)) return at_column_names(in) ? take<as_body>(in) : take<definition_body>(in);
    if (in.at(K::OF)) return take<typed_body>(in);
    if (in.at(K::PARTITION)) return take<partition_body>(in);
    if (!take<as_body>(in)) return in.fail({K::None, P::LeftParen, nullptr});
    return true;
  }
};

struct create_table
    : node<NodeKind::CreateTable, kw<K::CREATE>, persistence, kw<K::TABLE>, opt<if_not_exists>, relation_name, body> {};

using server = node<NodeKind::Foreign, kw<K::SERVER>, name, opt<generic_options>>;
struct create_foreign_table
    : node<NodeKind::CreateTable, kw<K::CREATE, K::FOREIGN, K::TABLE>, opt<if_not_exists>, relation_name,
           sor<seq<elements, inherits>, seq<partition_of, opt<typed_elements>, partition_bound>>, server> {};

// ---- SQLite --------------------------------------------------------------------------------------------------------

bool begins_sqlite_constraint(const Tokens& in) {
  switch (in.peek().keyword()) {
    case K::CONSTRAINT: case K::PRIMARY: case K::UNIQUE: case K::CHECK: case K::FOREIGN: return true;
    default: return false;
  }
}

// Columns, then constraints; a comma between two constraints may be left out.
struct sqlite_elements_rule {
  using rule_t = sqlite_elements_rule;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    Tokens::Attempt attempt(in);
    if (!in.accept(P::LeftParen) || !sqlite_column_definition::match(in)) return false;
    bool in_constraints = false;
    while (!in.at(P::RightParen)) {
      const bool comma_given = in.accept(P::Comma);
      if (begins_sqlite_constraint(in) && (comma_given || in_constraints)) {
        in_constraints = true;
        if (!sqlite_table_constraint::match(in)) return false;
      } else if (in_constraints) {
        return in.fail("a table constraint");
      } else if (!comma_given || !sqlite_column_definition::match(in)) {
        return in.fail({K::None, P::RightParen, nullptr});
      }
    }
    return in.accept(P::RightParen) && attempt.finish(NodeKind::TableElements);
  }
};

using table_option = sor<node<NodeKind::WithoutRowid, kw<K::WITHOUT>, word<"rowid">>,
                         node<NodeKind::Strict, kw<K::STRICT>>>;
using sqlite_temporary =
    opt<sor<node<NodeKind::Temporary, kw<K::TEMP>>, node<NodeKind::Temporary, kw<K::TEMPORARY>>>>;
struct sqlite_create_table
    : node<NodeKind::CreateTable, kw<K::CREATE>, sqlite_temporary, kw<K::TABLE>, sqlite_if_not_exists, relation_name,
           sor<seq<node<NodeKind::AsQuery, kw<K::AS>, query>>,
               seq<sqlite_elements_rule, opt<table_option>, star<comma, table_option>>>> {};

// What stands in the parentheses is the module's own language.
struct module_arguments {
  using rule_t = module_arguments;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    Tokens::Attempt attempt(in);
    if (!in.accept(P::LeftParen)) return false;
    for (int depth = 1; depth > 0; in.advance()) {
      if (in.at_end()) return in.fail({K::None, P::RightParen, nullptr});
      if (in.at(P::LeftParen)) ++depth;
      if (in.at(P::RightParen)) --depth;
    }
    return attempt(true);
  }
};
struct create_virtual_table
    : node<NodeKind::CreateTable, kw<K::CREATE, K::VIRTUAL, K::TABLE>, sqlite_if_not_exists, relation_name,
           node<NodeKind::VirtualModule, kw<K::USING>, name, opt<module_arguments>>> {};

}  // namespace

bool create_table_element::match(Tokens& in) { return take<create_table>(in); }

bool match_create_table(Tokens& in) {
  return in.sqlite() ? take<seq<sqlite_create_table, end>>(in) : take<seq<create_table, end>>(in);
}

bool match_create_foreign_table(Tokens& in) { return take<seq<create_foreign_table, end>>(in); }

bool match_create_virtual_table(Tokens& in) { return take<seq<create_virtual_table, end>>(in); }

}  // namespace lockstep::grammar
