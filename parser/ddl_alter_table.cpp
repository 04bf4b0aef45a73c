// ALTER TABLE, INDEX, VIEW, MATERIALIZED VIEW, SEQUENCE, FOREIGN TABLE: one family, since the server's grammar takes
// nearly the same subcommands for all of them and sorts out later what fits. SQLite's ALTER TABLE.
#include "parser/ddl_rules.h"

namespace lockstep::grammar {
namespace {

// ---- One column ----------------------------------------------------------------------------------------------------

using when_generated = node<NodeKind::Words, sor<kw<K::ALWAYS>, kw<K::BY, K::DEFAULT>>>;
using if_it_exists = opt<if_exists>;

// SET GENERATED, SET START 5, RESTART: the options of an identity column, in any number.
struct identity_option {
  using rule_t = identity_option;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    if (in.at(K::RESTART)) return sequence_option::match(in);
    const K next = in.peek(1).keyword();
    if (!in.at(K::SET)) return false;
    switch (next) {
      case K::GENERATED: return take<seq<kw<K::SET, K::GENERATED>, when_generated>>(in);
      case K::START: case K::INCREMENT: case K::MINVALUE: case K::MAXVALUE: case K::CACHE: case K::CYCLE: case K::NO:
      case K::SEQUENCE: return take<seq<kw<K::SET>, sequence_option>>(in);
      default: return false;
    }
  }
};

using column_type = seq<opt<kw<K::SET, K::DATA>>, kw<K::TYPE>, type_name, opt<collate_clause>,
                        opt<kw<K::USING>, expression>>;

// What follows ALTER [COLUMN] name; `attempt` began with ALTER.
bool column_action(Tokens& in, Tokens::Attempt& attempt) {
  const auto finish = [&](NodeKind kind, bool matched) { return matched && attempt.finish(kind); };
  switch (in.peek().keyword()) {
    case K::SET:
      switch (in.peek(1).keyword()) {
        case K::DEFAULT: in.advance(2); return finish(NodeKind::AlterSetDefault, expression::match(in));
        case K::NOT: return finish(NodeKind::AlterSetNotNull, take<kw<K::SET, K::NOT, K::NULL_>>(in));
        case K::EXPRESSION:
          return finish(NodeKind::AlterSetExpression,
                        take<seq<kw<K::SET, K::EXPRESSION, K::AS>, parens<expression>>>(in));
        case K::STATISTICS:
          in.advance(2);
          return finish(NodeKind::AlterSetStatistics, take<sor<signed_integer, kw<K::DEFAULT>>>(in));
        case K::STORAGE: in.advance(2); return finish(NodeKind::AlterSetStorage, take<sor<kw<K::DEFAULT>, name>>(in));
        case K::COMPRESSION:
          in.advance(2);
          return finish(NodeKind::AlterSetCompression, take<sor<kw<K::DEFAULT>, name>>(in));
        case K::DATA: return finish(NodeKind::AlterColumnType, take<column_type>(in));
        default: break;
      }
      if (in.peek(1).is(P::LeftParen)) {
        in.advance();
        return finish(NodeKind::AlterSetColumnOptions, storage_options::match(in));
      }
      if (take<plus<identity_option>>(in)) return attempt.finish(NodeKind::AlterIdentity);
      in.advance();
      in.fail({K::DEFAULT});
      in.fail({K::NOT});
      in.fail({K::DATA});
      in.fail({K::STATISTICS});
      in.fail({K::STORAGE});
      return in.fail({K::GENERATED});
    case K::RESTART: return finish(NodeKind::AlterIdentity, take<plus<identity_option>>(in));
    case K::RESET: in.advance(); return finish(NodeKind::AlterResetColumnOptions, storage_options::match(in));
    case K::DROP:
      in.advance();
      switch (in.peek().keyword()) {
        case K::DEFAULT: in.advance(); return attempt.finish(NodeKind::AlterDropDefault);
        case K::NOT: return finish(NodeKind::AlterDropNotNull, take<kw<K::NOT, K::NULL_>>(in));
        case K::EXPRESSION: in.advance(); return finish(NodeKind::AlterDropExpression, take<if_it_exists>(in));
        case K::IDENTITY: in.advance(); return finish(NodeKind::AlterDropIdentity, take<if_it_exists>(in));
        default:
          in.fail({K::DEFAULT});
          in.fail({K::NOT});
          in.fail({K::EXPRESSION});
          return in.fail({K::IDENTITY});
      }
    case K::ADD:
      return finish(NodeKind::AlterAddIdentity, take<seq<kw<K::ADD, K::GENERATED>, when_generated, kw<K::AS, K::IDENTITY>,
                                                         opt<parens<sequence_options>>>>(in));
    case K::TYPE: return finish(NodeKind::AlterColumnType, take<column_type>(in));
    case K::OPTIONS: return finish(NodeKind::AlterColumnGenericOptions, alter_generic_options::match(in));
    default:
      in.fail({K::TYPE});
      in.fail({K::SET});
      in.fail({K::DROP});
      return in.fail({K::ADD});
  }
}

// ---- Subcommands ---------------------------------------------------------------------------------------------------

bool alter(Tokens& in) {
  Tokens::Attempt attempt(in);
  in.advance();
  if (in.at(K::CONSTRAINT)) {
    in.advance();
    return name::match(in) && alter_constraint_attributes::match(in) && attempt.finish(NodeKind::AlterConstraint);
  }
  if (in.at(K::COLUMN)) in.advance();
  if (in.peek().is(TokenKind::Integer)) {  // a column of an index, by its number
    return unsigned_integer::match(in) && take<kw<K::SET, K::STATISTICS>>(in) &&
           take<sor<signed_integer, kw<K::DEFAULT>>>(in) && attempt.finish(NodeKind::AlterSetStatistics);
  }
  return name::match(in) && column_action(in, attempt);
}

bool add(Tokens& in) {
  Tokens::Attempt attempt(in);
  in.advance();
  if (!in.at(K::COLUMN) && at_table_constraint::match(in)) {
    return table_constraint::match(in) && attempt.finish(NodeKind::AlterAddConstraint);
  }
  if (in.at(K::COLUMN)) {
    in.advance();
  } else {
    in.fail({K::COLUMN});
    in.fail({K::CONSTRAINT});
  }
  if (in.at(K::IF) && in.peek(1).is(K::NOT) && !take<if_not_exists>(in)) return false;
  return column_definition::match(in) && attempt.finish(NodeKind::AlterAddColumn);
}

bool drop(Tokens& in) {
  Tokens::Attempt attempt(in);
  in.advance();
  const bool of_constraint = in.at(K::CONSTRAINT);
  if (of_constraint || in.at(K::COLUMN)) {
    in.advance();
  } else {
    in.fail({K::COLUMN});
    in.fail({K::CONSTRAINT});
  }
  if (in.at(K::IF) && in.peek(1).is(K::EXISTS) && !take<if_exists>(in)) return false;
  if (!name::match(in) || !take<drop_behavior>(in)) return false;
  return attempt.finish(of_constraint ? NodeKind::AlterDropConstraint : NodeKind::AlterDropColumn);
}

bool set(Tokens& in) {
  switch (in.peek(1).keyword()) {
    case K::WITHOUT:
      return take<sor<node<NodeKind::AlterSetWithoutCluster, kw<K::SET, K::WITHOUT, K::CLUSTER>>,
                      node<NodeKind::AlterSetWithoutOids, kw<K::SET, K::WITHOUT, K::OIDS>>>>(in);
    case K::LOGGED: return take<node<NodeKind::AlterSetLogged, kw<K::SET, K::LOGGED>>>(in);
    case K::UNLOGGED: return take<node<NodeKind::AlterSetUnlogged, kw<K::SET, K::UNLOGGED>>>(in);
    case K::ACCESS:
      return take<node<NodeKind::AlterSetAccessMethod, kw<K::SET, K::ACCESS, K::METHOD>, sor<kw<K::DEFAULT>, name>>>(in);
    case K::TABLESPACE: return take<node<NodeKind::AlterSetTablespace, kw<K::SET, K::TABLESPACE>, name>>(in);
    default: return take<node<NodeKind::AlterSetOptions, kw<K::SET>, storage_options>>(in);
  }
}

using firing = opt<sor<kw<K::ALWAYS>, kw<K::REPLICA>>>;
using trigger_name = sor<kw<K::ALL>, kw<K::USER>, name>;
struct enable : sor<node<NodeKind::AlterEnableRowSecurity, kw<K::ENABLE, K::ROW, K::LEVEL, K::SECURITY>>,
                    node<NodeKind::AlterEnableTrigger, kw<K::ENABLE, K::TRIGGER>, trigger_name>,
                    node<NodeKind::AlterEnableTrigger, kw<K::ENABLE>, firing, kw<K::TRIGGER>, name>,
                    node<NodeKind::AlterEnableRule, kw<K::ENABLE>, firing, kw<K::RULE>, name>> {};
struct disable : sor<node<NodeKind::AlterDisableRowSecurity, kw<K::DISABLE, K::ROW, K::LEVEL, K::SECURITY>>,
                     node<NodeKind::AlterDisableTrigger, kw<K::DISABLE, K::TRIGGER>, trigger_name>,
                     node<NodeKind::AlterDisableRule, kw<K::DISABLE, K::RULE>, name>> {};
struct no : sor<node<NodeKind::AlterNoForceRowSecurity, kw<K::NO, K::FORCE, K::ROW, K::LEVEL, K::SECURITY>>,
                node<NodeKind::AlterNoInherit, kw<K::NO, K::INHERIT>, relation_name>> {};
struct replica_identity
    : node<NodeKind::AlterReplicaIdentity, kw<K::REPLICA, K::IDENTITY>,
           sor<kw<K::NOTHING>, kw<K::FULL>, kw<K::DEFAULT>, seq<kw<K::USING, K::INDEX>, name>>> {};

struct subcommand {
  using rule_t = subcommand;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    switch (in.peek().keyword()) {
      case K::ADD: return add(in);
      case K::ALTER: return alter(in);
      case K::DROP: return drop(in);
      case K::VALIDATE: return take<node<NodeKind::AlterValidateConstraint, kw<K::VALIDATE, K::CONSTRAINT>, name>>(in);
      case K::SET: return set(in);
      case K::RESET: return take<node<NodeKind::AlterResetOptions, kw<K::RESET>, storage_options>>(in);
      case K::CLUSTER: return take<node<NodeKind::AlterClusterOn, kw<K::CLUSTER, K::ON>, name>>(in);
      case K::ENABLE: return take<enable>(in);
      case K::DISABLE: return take<disable>(in);
      case K::FORCE: return take<node<NodeKind::AlterForceRowSecurity, kw<K::FORCE, K::ROW, K::LEVEL, K::SECURITY>>>(in);
      case K::NO: return take<no>(in);
      case K::INHERIT: return take<node<NodeKind::AlterInherit, kw<K::INHERIT>, relation_name>>(in);
      case K::OF: return take<node<NodeKind::AlterOfType, kw<K::OF>, qualified_name>>(in);
      case K::NOT: return take<node<NodeKind::AlterNotOf, kw<K::NOT, K::OF>>>(in);
      case K::OWNER: return take<node<NodeKind::AlterOwnerTo, owner_to>>(in);
      case K::REPLICA: return take<replica_identity>(in);
      case K::OPTIONS: return take<node<NodeKind::AlterGenericOptions, alter_generic_options>>(in);
      default:
        for (const K word : {K::ADD, K::ALTER, K::DROP, K::RENAME, K::SET, K::RESET, K::VALIDATE, K::ENABLE, K::DISABLE,
                             K::OWNER, K::INHERIT, K::CLUSTER}) {
          in.fail({word});
        }
        return in.fail("a subcommand such as ADD COLUMN, ALTER COLUMN, DROP COLUMN, ADD CONSTRAINT or RENAME");
    }
  }
};
using subcommands = comma_list<subcommand>;

// ---- Forms that stand alone ----------------------------------------------------------------------------------------

using rename_relation = node<NodeKind::AlterRenameTable, kw<K::RENAME, K::TO>, name>;
using rename_constraint = node<NodeKind::AlterRenameConstraint, kw<K::RENAME, K::CONSTRAINT>, name, kw<K::TO>, name>;
using rename_column =
    node<NodeKind::AlterRenameColumn, kw<K::RENAME>, opt<kw<K::COLUMN>>, name, kw<K::TO>, name>;
using move_schema = node<NodeKind::AlterSetSchema, kw<K::SET, K::SCHEMA>, name>;
using depends = node<NodeKind::AlterDependsOnExtension, depends_on_extension>;
using move_all = node<NodeKind::AllInTablespace, kw<K::ALL, K::IN, K::TABLESPACE>, name,
                      opt<kw<K::OWNED, K::BY>, node<NodeKind::Grantees, comma_list<role_name>>>,
                      node<NodeKind::AlterSetTablespace, kw<K::SET, K::TABLESPACE>, name>, opt<kw<K::NOWAIT>>>;
using attach = node<NodeKind::AlterAttachPartition, kw<K::ATTACH, K::PARTITION>, relation_name, partition_bound>;
using attach_index = node<NodeKind::AlterAttachPartition, kw<K::ATTACH, K::PARTITION>, relation_name>;
using detach = node<NodeKind::AlterDetachPartition, kw<K::DETACH, K::PARTITION>, relation_name,
                    opt<sor<node<NodeKind::Concurrently, kw<K::CONCURRENTLY>>, node<NodeKind::Finalize, kw<K::FINALIZE>>>>>;

// The form is known by the next one or two words, so that an error names what belongs to that form.
template <typename Rename, typename SetSchema, typename Attach, typename Others>
struct body {
  using rule_t = body;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    if (in.at(K::RENAME)) return take<Rename>(in);
    if (in.at(K::SET) && in.peek(1).is(K::SCHEMA)) return take<SetSchema>(in);
    if (in.at(K::ATTACH) || in.at(K::DETACH)) return take<Attach>(in);
    return take<Others>(in);
  }
};
using nothing_here = not_at<success>;

struct table : seq<node<NodeKind::ObjectType, kw<K::TABLE>>,
                   sor<move_all, seq<opt<if_exists>, relation_expression,
                                     body<sor<rename_relation, rename_constraint, rename_column>, move_schema,
                                          sor<attach, detach>, subcommands>>>> {};
struct index : seq<node<NodeKind::ObjectType, kw<K::INDEX>>,
                   sor<move_all, seq<opt<if_exists>, relation_name,
                                     body<rename_relation, nothing_here, attach_index, sor<depends, subcommands>>>>> {};
struct view : seq<node<NodeKind::ObjectType, kw<K::VIEW>>, opt<if_exists>, relation_name,
                  body<sor<rename_relation, rename_column>, move_schema, nothing_here, subcommands>> {};
struct materialized_view
    : seq<node<NodeKind::ObjectType, kw<K::MATERIALIZED, K::VIEW>>,
          sor<move_all, seq<opt<if_exists>, relation_name,
                            body<sor<rename_relation, rename_column>, move_schema, nothing_here, sor<depends, subcommands>>>>> {};
using own_options = node<NodeKind::AlterSequenceOptions, sequence_options>;
struct sequence : seq<node<NodeKind::ObjectType, kw<K::SEQUENCE>>, opt<if_exists>, relation_name,
                      body<rename_relation, move_schema, nothing_here, sor<seq<own_options, end>, subcommands>>> {};
struct foreign_table : seq<node<NodeKind::ObjectType, kw<K::FOREIGN, K::TABLE>>, opt<if_exists>, relation_expression,
                           body<sor<rename_relation, rename_column>, move_schema, nothing_here, subcommands>> {};

struct postgresql_alter
    : node<NodeKind::AlterRelation, kw<K::ALTER>,
           sor<table, index, view, materialized_view, sequence, foreign_table>> {};

// ---- SQLite --------------------------------------------------------------------------------------------------------

struct sqlite_add {
  using rule_t = sqlite_add;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    return take<node<NodeKind::AlterAddColumn, kw<K::ADD>, opt<kw<K::COLUMN>>, sqlite_column_definition>>(in);
  }
};
struct sqlite_alter
    : node<NodeKind::AlterRelation, kw<K::ALTER>, node<NodeKind::ObjectType, kw<K::TABLE>>, relation_name,
           sor<rename_relation, rename_column, sqlite_add,
               node<NodeKind::AlterDropColumn, kw<K::DROP>, opt<kw<K::COLUMN>>, name>>> {};

}  // namespace

bool match_alter_table(Tokens& in) {
  return in.sqlite() ? take<seq<sqlite_alter, end>>(in) : take<seq<postgresql_alter, end>>(in);
}

}  // namespace lockstep::grammar
