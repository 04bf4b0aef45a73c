// Lowering that several definition commands share: columns, constraints, index elements, sequence options.
#pragma once

#include <string>
#include <vector>

#include "parser/lower.h"

namespace lockstep::lower {

/// A node ColumnDefinition.
[[nodiscard]] ColumnDefinition column_definition(const Tree& tree, NodeIndex node);

/// A node Constraint of a column or a table, without the attributes that stand behind it as siblings.
[[nodiscard]] Constraint constraint(const Tree& tree, NodeIndex node);

/// The Constraint children of `node`, each with the ConstraintAttribute nodes that follow it.
[[nodiscard]] std::vector<Constraint> constraints(const Tree& tree, NodeIndex node);

/// Sets what a ConstraintAttribute says.
void apply_attribute(const Tree& tree, NodeIndex attribute, Constraint& constraint);

[[nodiscard]] IndexElement index_element(const Tree& tree, NodeIndex node);
[[nodiscard]] PartitionBy partition_by(const Tree& tree, NodeIndex node);
[[nodiscard]] PartitionBound partition_bound(const Tree& tree, NodeIndex node);

/// The table and the column of OWNED BY, from the SequenceOption children of `node`; empty names without one.
void owned_by(const Tree& tree, NodeIndex node, QualifiedName& table, std::string& column);

/// The operator's text of a node OperatorName: "=" or "pg_catalog.=".
[[nodiscard]] std::string operator_text(const Tree& tree, NodeIndex node);

/// A node OperatorName: its schema and the operator.
[[nodiscard]] QualifiedName operator_name(const Tree& tree, NodeIndex node);

// Objects (lower_object.cpp).

/// What a node ObjectType says.
[[nodiscard]] ObjectKind object_kind(const Tree& tree, NodeIndex type);

/// Columns, constraints, triggers, rules and policies are named together with their relation.
[[nodiscard]] bool part_of_relation(ObjectKind kind);

/// Is the node one that object_name takes?
[[nodiscard]] bool names_object(const Tree& tree, NodeIndex node);

/// The name in any node that names an object: Name, Relation, QualifiedName, FunctionName, TypeName, Signature,
/// OperatorName, Number.
[[nodiscard]] QualifiedName object_name(const Tree& tree, NodeIndex node);

/// The object that the children of `node` name.
[[nodiscard]] ObjectName named_object(const Tree& tree, NodeIndex node, ObjectKind kind);

/// A node Signature or Arguments.
[[nodiscard]] Signature signature(const Tree& tree, NodeIndex node);
[[nodiscard]] std::vector<RoutineArgument> routine_arguments(const Tree& tree, NodeIndex arguments);
[[nodiscard]] NamedRoutine named_routine(const Tree& tree, NodeIndex node);

/// The commands that are alike for most kinds; the kind is that of the tag.
void lower_create_object(const Tree& tree, Statement& result);
void lower_alter_object(const Tree& tree, Statement& result);

/// The subcommands below `node`, of what is no relation.
[[nodiscard]] std::vector<AlterTableSubcommand> object_subcommands(const Tree& tree, NodeIndex node);

/// ALTER TABLE and its relatives; ALTER TYPE ... ATTRIBUTE is one of them.
void lower_alter_table(const Tree& tree, Statement& result);

}  // namespace lockstep::lower
