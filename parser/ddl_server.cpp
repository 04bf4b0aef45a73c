// Foreign data, databases, tablespaces, roles, settings of the server, ownership (manual: those pages).
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

// ---- Foreign data --------------------------------------------------------------------------------------------------

using wrapper_option = sor<named_routine<kw<K::HANDLER>, qualified_name>, option_words<kw<K::NO, K::HANDLER>>,
                           named_routine<kw<K::VALIDATOR>, qualified_name>, option_words<kw<K::NO, K::VALIDATOR>>>;
struct create_wrapper : node<NodeKind::Definition, kw<K::CREATE, K::FOREIGN, K::DATA, K::WRAPPER>, name,
                             star<wrapper_option>, opt<generic_options>> {};
struct alter_wrapper
    : node<NodeKind::Definition, kw<K::ALTER, K::FOREIGN, K::DATA, K::WRAPPER>, name,
           sor<rename_action, owner_action,
               object_action<sor<seq<star<wrapper_option>, alter_generic_options>, plus<wrapper_option>>>>> {};

using server_version = option_words<kw<K::VERSION>, value_of<sor<string_literal, kw<K::NULL_>>>>;
struct create_server : node<NodeKind::Definition, kw<K::CREATE, K::SERVER>, sor<seq<if_not_exists, name>, name>,
                            opt<option_words<kw<K::TYPE>, string_literal>>, opt<server_version>,
                            option_words<kw<K::FOREIGN, K::DATA, K::WRAPPER>, value_of<name>>, opt<generic_options>> {};
struct alter_server
    : node<NodeKind::Definition, kw<K::ALTER, K::SERVER>, name,
           sor<rename_action, owner_action,
               object_action<sor<seq<server_version, opt<alter_generic_options>>, alter_generic_options>>>> {};

using mapped_user = sor<node<NodeKind::Name, kw<K::USER>>, role_name>;
struct create_user_mapping
    : node<NodeKind::Definition, kw<K::CREATE, K::USER, K::MAPPING>, opt<if_not_exists>, kw<K::FOR>, mapped_user,
           kw<K::SERVER>, name, opt<generic_options>> {};
struct alter_user_mapping : node<NodeKind::Definition, kw<K::ALTER, K::USER, K::MAPPING, K::FOR>, mapped_user,
                                 kw<K::SERVER>, name, object_action<alter_generic_options>> {};

// The tables are those of the other server.
using limited = opt<node<NodeKind::Words, sor<kw<K::LIMIT, K::TO>, kw<K::EXCEPT>>>, paren_list<qualified_name>>;
struct import_foreign_schema
    : node<NodeKind::Definition, kw<K::IMPORT, K::FOREIGN, K::SCHEMA>, name, limited, kw<K::FROM, K::SERVER>, name,
           kw<K::INTO>, name, opt<generic_options>> {};

// ---- Databases and tablespaces -------------------------------------------------------------------------------------

using database_option_name =
    sor<kw<K::CONNECTION, K::LIMIT>, kw<K::ENCODING>, kw<K::LOCATION>, kw<K::OWNER>, kw<K::TABLESPACE>,
        kw<K::TEMPLATE>, identifier>;
using database_option =
    option_words<database_option_name, opt<equals>, value_of<sor<number, boolean_or_string, kw<K::DEFAULT>>>>;
struct create_database
    : node<NodeKind::Definition, kw<K::CREATE, K::DATABASE>, name, opt<kw<K::WITH>>, star<database_option>> {};
struct alter_database
    : node<NodeKind::Definition, kw<K::ALTER, K::DATABASE>, name,
           sor<rename_action, owner_action, node<NodeKind::AlterSetTablespace, kw<K::SET, K::TABLESPACE>, name>,
               object_action<kw<K::REFRESH, K::COLLATION, K::VERSION>>, setting_action,
               object_action<opt<kw<K::WITH>>, star<database_option>>>> {};

struct create_tablespace : node<NodeKind::Definition, kw<K::CREATE, K::TABLESPACE>, name,
                                opt<option_words<kw<K::OWNER>, value_of<role_name>>>,
                                option_words<kw<K::LOCATION>, string_literal>, opt<kw<K::WITH>, storage_options>> {};
struct alter_tablespace
    : node<NodeKind::Definition, kw<K::ALTER, K::TABLESPACE>, name,
           sor<rename_action, owner_action, node<NodeKind::AlterSetOptions, kw<K::SET>, storage_options>,
               node<NodeKind::AlterResetOptions, kw<K::RESET>, storage_options>>> {};

// ---- Roles ---------------------------------------------------------------------------------------------------------

// A role that is to be made: the words that stand for roles cannot be its name.
struct new_role {
  using rule_t = new_role;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    switch (in.peek().keyword()) {
      case K::CURRENT_USER: case K::CURRENT_ROLE: case K::SESSION_USER: case K::NONE: return in.fail("a role");
      default: break;
    }
    return at_word(in, "public") ? in.fail("a role") : role_name::match(in);
  }
};

// SUPERUSER, NOLOGIN and the like are words of this command alone, and no key words.
struct role_word {
  using rule_t = role_word;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    static constexpr std::string_view kWords[] = {
        "superuser",   "nosuperuser",   "createrole", "nocreaterole", "replication", "noreplication",
        "createdb",    "nocreatedb",    "login",      "nologin",      "bypassrls",   "nobypassrls",
        "noinherit"};
    for (const std::string_view word : kWords) {
      if (at_word(in, word)) {
        in.advance();
        return true;
      }
    }
    return in.fail("an option such as LOGIN, PASSWORD or CREATEDB");
  }
};
using role_list = value_of<comma_list<role_name>>;
struct alter_role_option
    : option_words<
          sor<seq<opt<kw<K::ENCRYPTED>>, kw<K::PASSWORD>, string_literal>, seq<kw<K::PASSWORD>, value_of<kw<K::NULL_>>>,
              kw<K::INHERIT>, seq<kw<K::CONNECTION, K::LIMIT>, signed_integer>,
              seq<kw<K::VALID, K::UNTIL>, string_literal>, seq<kw<K::USER>, role_list>, role_word>> {};
struct create_role_option
    : sor<option_words<sor<seq<kw<K::SYSID>, unsigned_integer>, seq<kw<K::ADMIN>, role_list>,
                           seq<kw<K::ROLE>, role_list>, seq<kw<K::IN>, sor<kw<K::ROLE>, kw<K::GROUP>>, role_list>>>,
          alter_role_option> {};
using role_kind = sor<kw<K::ROLE>, kw<K::USER>, kw<K::GROUP>>;
struct create_role
    : node<NodeKind::Definition, kw<K::CREATE>, role_kind, new_role, opt<kw<K::WITH>>, star<create_role_option>> {};

// ALL is the role of every session.
using all_roles = node<NodeKind::Name, kw<K::ALL>>;
using role_setting = object_action<opt<kw<K::IN, K::DATABASE>, name>, set_or_reset>;
struct alter_role
    : node<NodeKind::Definition, kw<K::ALTER>,
           sor<seq<kw<K::GROUP>, role_name,
                   sor<object_action<sor<kw<K::ADD, K::USER>, kw<K::DROP, K::USER>>, role_list>, rename_action>>,
               seq<sor<kw<K::ROLE>, kw<K::USER>>, all_roles, role_setting>,
               seq<sor<kw<K::ROLE>, kw<K::USER>>, role_name,
                   sor<rename_action, role_setting, object_action<opt<kw<K::WITH>>, star<alter_role_option>>>>>> {};

using owners = node<NodeKind::Grantees, comma_list<role_name>>;
struct reassign_owned
    : node<NodeKind::Definition, kw<K::REASSIGN, K::OWNED, K::BY>, owners, kw<K::TO>, role_name> {};

// ---- The rest ------------------------------------------------------------------------------------------------------

struct alter_system : node<NodeKind::Definition, kw<K::ALTER, K::SYSTEM>, object_action<set_or_reset_plain>> {};
struct alter_large_object : node<NodeKind::Definition, kw<K::ALTER, K::LARGE, K::OBJECT>, number, owner_action> {};
struct alter_schema : node<NodeKind::Definition, kw<K::ALTER, K::SCHEMA>, name, sor<rename_action, owner_action>> {};
using version = sor<string_literal, non_reserved_word>;
struct alter_extension : node<NodeKind::Definition, kw<K::ALTER, K::EXTENSION>, name,
                              sor<object_action<kw<K::UPDATE>, star<option_words<kw<K::TO>, value_of<version>>>>,
                                  schema_action, object_action<sor<kw<K::ADD>, kw<K::DROP>>, extension_member>>> {};

}  // namespace

bool match_create_foreign_data_wrapper(Tokens& in) { return take<seq<create_wrapper, end>>(in); }
bool match_alter_foreign_data_wrapper(Tokens& in) { return take<seq<alter_wrapper, end>>(in); }
bool match_create_server(Tokens& in) { return take<seq<create_server, end>>(in); }
bool match_alter_server(Tokens& in) { return take<seq<alter_server, end>>(in); }
// A user may be called "mapping".
bool match_create_user_mapping(Tokens& in) {
  return take<sor<seq<create_user_mapping, end>, seq<create_role, end>>>(in);
}
bool match_alter_user_mapping(Tokens& in) {
  return take<sor<seq<alter_user_mapping, end>, seq<alter_role, end>>>(in);
}
bool match_import_foreign_schema(Tokens& in) { return take<seq<import_foreign_schema, end>>(in); }
bool match_create_database(Tokens& in) { return take<seq<create_database, end>>(in); }
bool match_alter_database(Tokens& in) { return take<seq<alter_database, end>>(in); }
bool match_create_tablespace(Tokens& in) { return take<seq<create_tablespace, end>>(in); }
bool match_alter_tablespace(Tokens& in) { return take<seq<alter_tablespace, end>>(in); }
bool match_create_role(Tokens& in) { return take<seq<create_role, end>>(in); }
bool match_alter_role(Tokens& in) { return take<seq<alter_role, end>>(in); }
bool match_reassign_owned(Tokens& in) { return take<seq<reassign_owned, end>>(in); }
bool match_alter_system(Tokens& in) { return take<seq<alter_system, end>>(in); }
bool match_alter_large_object(Tokens& in) { return take<seq<alter_large_object, end>>(in); }
bool match_alter_schema(Tokens& in) { return take<seq<alter_schema, end>>(in); }
bool match_alter_extension(Tokens& in) { return take<seq<alter_extension, end>>(in); }

}  // namespace lockstep::grammar

namespace lockstep::lower {

void lower_reassign_owned(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  result.body = ReassignOwned{name_list(tree, tree.find(root, NodeKind::Grantees)), first_name(tree, root)};
}

void lower_import_foreign_schema(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  ImportForeignSchema import;
  const std::vector<std::string> names = name_list(tree, root);
  import.remote_schema = names[0];
  import.server = names[1];
  import.into = names[2];
  import.limit = words(tree, tree.find(root, NodeKind::Words));
  for (const NodeIndex table : tree.find_all(root, NodeKind::QualifiedName)) {
    import.tables.push_back(qualified_name(tree, table));
  }
  import.options = options(tree, tree.find(root, NodeKind::Options));
  result.body = std::move(import);
}

}  // namespace lockstep::lower
