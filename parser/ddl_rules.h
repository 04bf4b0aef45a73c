// Rules that several definition commands (CREATE, ALTER, DROP, COMMENT, GRANT) share. Included by ddl_*.cpp only.
//
// Source of the facts: the PostgreSQL manual's page of each command, versions 14 to 18, and SQLite's lang_*.html.
#pragma once

#include "parser/grammar.h"

namespace lockstep::grammar {

// Options (ddl_options.cpp).
LOCKSTEP_RULE(option_value);           ///< node OptionValue: a type, a word, an operator, a number, a string
LOCKSTEP_RULE(storage_options);        ///< node Options: (fillfactor = 70, toast.x, ...)
LOCKSTEP_RULE(definition);             ///< node Options: (name = value, ...), as CREATE TYPE and CREATE AGGREGATE take
LOCKSTEP_RULE(optional_definition);    ///< the same, or nothing between the parentheses
LOCKSTEP_RULE(generic_options);        ///< node Options: OPTIONS (name 'value', ...)
LOCKSTEP_RULE(alter_generic_options);  ///< node Options: OPTIONS (ADD a 'b', SET c 'd', DROP e)
LOCKSTEP_RULE(sequence_option);        ///< node SequenceOption: INCREMENT BY 1, OWNED BY t.c ...
LOCKSTEP_RULE(sequence_options);       ///< one or more
LOCKSTEP_RULE(identifier);             ///< node Name: a word that is no key word, or a quoted one
LOCKSTEP_RULE(set_or_reset);           ///< SET name = value | RESET name: node SetVariable
LOCKSTEP_RULE(set_or_reset_plain);     ///< the same without the forms of their own words, such as SET TIME ZONE
LOCKSTEP_RULE(non_reserved_word);      ///< node Name: any word but a reserved one
LOCKSTEP_RULE(boolean_or_string);      ///< TRUE, FALSE, ON, a word or a string
LOCKSTEP_RULE(signed_integer);         ///< node Number

/// app.orders.zone: nodes Relation and Name; a name alone gives the Name only (ddl_table_parts.cpp).
LOCKSTEP_RULE(relation_column);

// Columns and constraints (ddl_column.cpp, ddl_constraint.cpp).
LOCKSTEP_RULE(column_definition);        ///< node ColumnDefinition: name, type, constraints
LOCKSTEP_RULE(column_constraints);       ///< any number of Constraint and ConstraintAttribute nodes
LOCKSTEP_RULE(table_constraint);         ///< node Constraint
LOCKSTEP_RULE(at_table_constraint);      ///< looks ahead: does a table constraint begin here?
LOCKSTEP_RULE(alter_constraint_attributes);  ///< what may follow ALTER CONSTRAINT name
LOCKSTEP_RULE(trigger_attributes);       ///< DEFERRABLE, INITIALLY ... of constraint triggers
LOCKSTEP_RULE(sqlite_column_definition); ///< node ColumnDefinition
LOCKSTEP_RULE(sqlite_table_constraint);  ///< node Constraint

// Parts of tables and indexes (ddl_table_parts.cpp).
LOCKSTEP_RULE(index_element);       ///< node IndexElement: a column or an expression with its options
LOCKSTEP_RULE(partition_element);   ///< node IndexElement, without order and operator class options
LOCKSTEP_RULE(partition_by);        ///< node PartitionBy
LOCKSTEP_RULE(partition_bound);     ///< node PartitionBound: FOR VALUES ... | DEFAULT
LOCKSTEP_RULE(using_method);        ///< node AccessMethod: USING name
LOCKSTEP_RULE(tablespace);          ///< node Tablespace: TABLESPACE name
LOCKSTEP_RULE(collate_clause);      ///< node CollateClause: COLLATE name
LOCKSTEP_RULE(include_columns);     ///< node IncludeColumns: INCLUDE (a, b)
LOCKSTEP_RULE(nulls_distinct);      ///< NULLS [NOT] DISTINCT; node NullsNotDistinct if NOT

// Routines (ddl_signature.cpp).
LOCKSTEP_RULE(routine_signature);    ///< node Signature: name [ ([mode] [name] type, ...) ]
LOCKSTEP_RULE(aggregate_signature);  ///< node Signature: name (types | * | ORDER BY types)
LOCKSTEP_RULE(operator_signature);   ///< node Signature: operator (left, right)
LOCKSTEP_RULE(routine_arguments);    ///< node Arguments: (a int, OUT b text, ...), without defaults
LOCKSTEP_RULE(argument);             ///< node RoutineArgument: [mode] [name] type
LOCKSTEP_RULE(aggregate_arguments);  ///< node Arguments

// Objects by their kind (ddl_object.cpp): node ObjectType, then the name.
LOCKSTEP_RULE(commented_object);  ///< as COMMENT ON takes them
LOCKSTEP_RULE(labelled_object);   ///< as SECURITY LABEL ON takes them
LOCKSTEP_RULE(extension_member);  ///< as ALTER EXTENSION ... ADD takes them

// Statements that stand inside others.
LOCKSTEP_RULE(create_table_element);    ///< CREATE TABLE, as in CREATE SCHEMA
LOCKSTEP_RULE(create_view_element);
LOCKSTEP_RULE(create_index_element);
LOCKSTEP_RULE(create_sequence_element);
LOCKSTEP_RULE(create_trigger_element);
LOCKSTEP_RULE(grant_element);

/// [ OR REPLACE ]
using or_replace = opt<node<NodeKind::OrReplace, kw<K::OR, K::REPLACE>>>;
/// [ TEMP | TEMPORARY | LOCAL TEMP ... | UNLOGGED ]
using persistence =
    opt<sor<node<NodeKind::Temporary, opt<sor<kw<K::LOCAL>, kw<K::GLOBAL>>>, sor<kw<K::TEMPORARY>, kw<K::TEMP>>>,
            node<NodeKind::Unlogged, kw<K::UNLOGGED>>>>;
/// OWNER TO role
using owner_to = seq<kw<K::OWNER, K::TO>, role_name>;
/// RENAME TO name
using rename_to = seq<kw<K::RENAME, K::TO>, name>;
/// SET SCHEMA name
using set_schema = seq<kw<K::SET, K::SCHEMA>, name>;
/// [NO] DEPENDS ON EXTENSION name
using depends_on_extension = seq<opt<kw<K::NO>>, kw<K::DEPENDS, K::ON, K::EXTENSION>, name>;

// What ALTER takes for most kinds of objects, with the nodes that ALTER TABLE has for it.
using owner_action = node<NodeKind::AlterOwnerTo, owner_to>;
using rename_action = node<NodeKind::AlterRenameTable, rename_to>;
using schema_action = node<NodeKind::AlterSetSchema, set_schema>;
using depends_action = node<NodeKind::AlterDependsOnExtension, depends_on_extension>;
/// What else ALTER takes: key words, then what they need.
template <typename... Rules>
using object_action = node<NodeKind::ObjectAction, Rules...>;
/// SET x = y or RESET x as such an action.
using setting_action = object_action<set_or_reset>;

/// A routine that an object is made of: key words, then its name.
template <typename... Rules>
using named_routine = node<NodeKind::NamedRoutine, Rules...>;
/// An option that is spelled with key words: the words, then its value.
template <typename... Rules>
using option_words = node<NodeKind::Option, Rules...>;
template <typename... Rules>
using value_of = node<NodeKind::OptionValue, Rules...>;

}  // namespace lockstep::grammar
