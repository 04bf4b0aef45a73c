// ALTER TABLE and its relatives -> AlterTable. One table says what each subcommand's node means.
#include <algorithm>
#include <utility>

#include "base/text.h"
#include "parser/lower_ddl.h"
#include "parser/parse.h"

namespace lockstep::lower {
namespace {

struct Subcommand {
  NodeKind node;
  AlterTableAction action;
  std::string_view words;  ///< the manual's
};

using N = NodeKind;
using A = AlterTableAction;
constexpr Subcommand kSubcommands[] = {
    {N::AlterAddColumn, A::AddColumn, "ADD COLUMN"},
    {N::AlterDropColumn, A::DropColumn, "DROP COLUMN"},
    {N::AlterRenameColumn, A::RenameColumn, "RENAME COLUMN"},
    {N::AlterRenameTable, A::RenameTable, "RENAME TO"},
    {N::AlterRenameConstraint, A::RenameConstraint, "RENAME CONSTRAINT"},
    {N::AlterSetSchema, A::SetSchema, "SET SCHEMA"},
    {N::AlterColumnType, A::AlterColumnType, "ALTER COLUMN TYPE"},
    {N::AlterSetDefault, A::SetDefault, "ALTER COLUMN SET DEFAULT"},
    {N::AlterDropDefault, A::DropDefault, "ALTER COLUMN DROP DEFAULT"},
    {N::AlterSetNotNull, A::SetNotNull, "ALTER COLUMN SET NOT NULL"},
    {N::AlterDropNotNull, A::DropNotNull, "ALTER COLUMN DROP NOT NULL"},
    {N::AlterSetExpression, A::SetExpression, "ALTER COLUMN SET EXPRESSION"},
    {N::AlterDropExpression, A::DropExpression, "ALTER COLUMN DROP EXPRESSION"},
    {N::AlterAddIdentity, A::AddIdentity, "ALTER COLUMN ADD GENERATED"},
    {N::AlterIdentity, A::AlterIdentity, "ALTER COLUMN SET GENERATED"},
    {N::AlterDropIdentity, A::DropIdentity, "ALTER COLUMN DROP IDENTITY"},
    {N::AlterSetStatistics, A::SetStatistics, "ALTER COLUMN SET STATISTICS"},
    {N::AlterSetStorage, A::SetStorage, "ALTER COLUMN SET STORAGE"},
    {N::AlterSetCompression, A::SetCompression, "ALTER COLUMN SET COMPRESSION"},
    {N::AlterSetColumnOptions, A::SetColumnOptions, "ALTER COLUMN SET"},
    {N::AlterResetColumnOptions, A::SetColumnOptions, "ALTER COLUMN RESET"},
    {N::AlterColumnGenericOptions, A::AttributeOptions, "ALTER COLUMN OPTIONS"},
    {N::AlterAddConstraint, A::AddConstraint, "ADD CONSTRAINT"},
    {N::AlterConstraint, A::AlterConstraint, "ALTER CONSTRAINT"},
    {N::AlterValidateConstraint, A::ValidateConstraint, "VALIDATE CONSTRAINT"},
    {N::AlterDropConstraint, A::DropConstraint, "DROP CONSTRAINT"},
    {N::AlterAttachPartition, A::AttachPartition, "ATTACH PARTITION"},
    {N::AlterDetachPartition, A::DetachPartition, "DETACH PARTITION"},
    {N::AlterEnableTrigger, A::EnableTrigger, "ENABLE TRIGGER"},
    {N::AlterDisableTrigger, A::DisableTrigger, "DISABLE TRIGGER"},
    {N::AlterEnableRule, A::EnableRule, "ENABLE RULE"},
    {N::AlterDisableRule, A::DisableRule, "DISABLE RULE"},
    {N::AlterEnableRowSecurity, A::EnableRowSecurity, "ENABLE ROW LEVEL SECURITY"},
    {N::AlterDisableRowSecurity, A::DisableRowSecurity, "DISABLE ROW LEVEL SECURITY"},
    {N::AlterForceRowSecurity, A::ForceRowSecurity, "FORCE ROW LEVEL SECURITY"},
    {N::AlterNoForceRowSecurity, A::NoForceRowSecurity, "NO FORCE ROW LEVEL SECURITY"},
    {N::AlterClusterOn, A::ClusterOn, "CLUSTER ON"},
    {N::AlterSetWithoutCluster, A::SetWithoutCluster, "SET WITHOUT CLUSTER"},
    {N::AlterSetWithoutOids, A::SetWithoutOids, "SET WITHOUT OIDS"},
    {N::AlterSetAccessMethod, A::SetAccessMethod, "SET ACCESS METHOD"},
    {N::AlterSetTablespace, A::SetTablespace, "SET TABLESPACE"},
    {N::AlterSetLogged, A::SetLogged, "SET LOGGED"},
    {N::AlterSetUnlogged, A::SetUnlogged, "SET UNLOGGED"},
    {N::AlterSetOptions, A::SetOptions, "SET"},
    {N::AlterResetOptions, A::ResetOptions, "RESET"},
    {N::AlterGenericOptions, A::AttributeOptions, "OPTIONS"},
    {N::AlterInherit, A::Inherit, "INHERIT"},
    {N::AlterNoInherit, A::NoInherit, "NO INHERIT"},
    {N::AlterOfType, A::OfType, "OF"},
    {N::AlterNotOf, A::NotOf, "NOT OF"},
    {N::AlterOwnerTo, A::OwnerTo, "OWNER TO"},
    {N::AlterReplicaIdentity, A::ReplicaIdentity, "REPLICA IDENTITY"},
    {N::AlterDependsOnExtension, A::DependsOnExtension, "DEPENDS ON EXTENSION"},
    {N::AlterSequenceOptions, A::Other, ""},
    {N::ObjectAction, A::Other, ""},
    {N::FunctionOption, A::Other, ""},
};

RelationKind relation_kind(const Tree& tree, NodeIndex type) {
  switch (tree.first_token(type).keyword()) {
    case K::INDEX: return RelationKind::Index;
    case K::VIEW: return RelationKind::View;
    case K::MATERIALIZED: return RelationKind::MaterializedView;
    case K::SEQUENCE: return RelationKind::Sequence;
    case K::FOREIGN: return RelationKind::ForeignTable;
    case K::TYPE: return RelationKind::Type;
    default: return RelationKind::Table;
  }
}

/// Some words of a subcommand depend on what stands in it.
std::string subcommand_words(const Tree& tree, NodeIndex node, const Subcommand& row, RelationKind kind) {
  const uint32_t first = tree[node].first_token;
  const Token& second = tree.tokens[first + 1];
  std::string text(row.words);
  if (second.is(K::ALWAYS) || second.is(K::REPLICA)) {
    if (row.action == A::EnableTrigger || row.action == A::EnableRule) {
      text.insert(text.find(' '), second.is(K::ALWAYS) ? " ALWAYS" : " REPLICA");
    }
  }
  if (row.node == N::AlterDependsOnExtension && tree.tokens[first].is(K::NO)) text = "NO " + text;
  if (row.node == N::AlterSequenceOptions) {
    for (const NodeIndex option : tree.children(node)) {
      if (!text.empty()) text += ", ";
      text += words(tree, option);
    }
  }
  if (row.node == N::ObjectAction || row.node == N::FunctionOption) text = leading_words(tree, node);
  if (text == "WITH") text.clear();  // a noise word of ALTER ROLE and ALTER DATABASE
  if (kind == RelationKind::Type) text = replace_all(text, "COLUMN", "ATTRIBUTE");
  // What is no relation has no columns, and a default of its own.
  if (kind == RelationKind::Unknown) text = replace_all(text, "ALTER COLUMN ", "");
  return text;
}

/// What stands behind REPLICA IDENTITY, SET STORAGE, ENABLE TRIGGER ALL ...: the last word as written.
std::string last_word(const Tree& tree, NodeIndex node) {
  return to_upper(slice(tree.text, tree.last_token(node).span()));
}

void fill_names(const Tree& tree, NodeIndex node, AlterTableSubcommand& sub) {
  const std::vector<NodeIndex> names = tree.find_all(node, NodeKind::Name);
  if (!names.empty()) {
    sub.name = name_text(tree, names[0]);
    sub.name_span = tree.span(names[0]);
  }
  if (names.size() > 1) sub.new_name = name_text(tree, names[1]);
  switch (sub.action) {
    case A::RenameTable:
    case A::SetSchema:
    case A::OwnerTo:
    case A::DependsOnExtension:
      sub.new_name = std::exchange(sub.name, {});
      break;
    case A::ReplicaIdentity:
    case A::EnableTrigger:
    case A::DisableTrigger:
    case A::SetAccessMethod:
      if (names.empty()) sub.new_name = last_word(tree, node);
      break;
    case A::SetStorage:
    case A::SetCompression: sub.new_name = last_word(tree, node); break;
    case A::SetStatistics: {
      const std::vector<NodeIndex> numbers = tree.find_all(node, NodeKind::Number);
      const bool to_default = tree.last_token(node).is(K::DEFAULT);
      sub.new_name = to_default ? "DEFAULT" : std::string(tree.source(numbers.back()));
      if (names.empty()) sub.name = clean_text(tree, numbers.front());  // a column of an index
      break;
    }
    default: break;
  }
}

Constraint named_constraint(ConstraintKind kind, const AlterTableSubcommand& sub) {
  Constraint result;
  result.kind = kind;
  result.span = sub.span;
  if (kind != ConstraintKind::Identity) result.name = sub.name;
  return result;
}

AlterTableSubcommand subcommand(const Tree& tree, NodeIndex node, const Subcommand& row, RelationKind kind) {
  AlterTableSubcommand sub;
  sub.action = row.action;
  sub.words = subcommand_words(tree, node, row, kind);
  sub.span = tree.span(node);
  fill_names(tree, node, sub);
  for (const NodeIndex child : tree.children(node)) {
    switch (tree.kind(child)) {
      case NodeKind::Name: break;
      case NodeKind::ColumnDefinition:
        sub.column = column_definition(tree, child);
        sub.name = sub.column->name;
        sub.name_span = sub.column->name_span;
        break;
      case NodeKind::Constraint:
        sub.constraint = constraint(tree, child);
        sub.name = sub.constraint->name;
        break;
      case NodeKind::ConstraintAttribute:
        if (!sub.constraint) sub.constraint = named_constraint(ConstraintKind::ForeignKey, sub);
        apply_attribute(tree, child, *sub.constraint);
        break;
      case NodeKind::TypeName: sub.type = type_name(tree, child); break;
      case NodeKind::CollateClause: sub.collation = dotted_name(tree, tree.children(child)[0]); break;
      case NodeKind::Relation: sub.partition = qualified_name(tree, child); break;
      case NodeKind::QualifiedName: sub.new_name = dotted_name(tree, child); break;  // OF type
      case NodeKind::PartitionBound: sub.bound = partition_bound(tree, child); break;
      case NodeKind::Options:
        for (auto& each : options(tree, child)) sub.options.push_back(std::move(each));
        break;
      case NodeKind::Option: sub.options.push_back(option(tree, child)); break;
      case NodeKind::OptionValue: sub.new_name = clean_text(tree, child); break;
      case NodeKind::SetVariable: {
        SetVariable set = set_variable(tree, child);
        sub.words = set.reset ? "RESET" : "SET";
        sub.options.emplace_back(std::move(set.name), std::move(set.value));
        break;
      }
      case NodeKind::NamedRoutine: {
        NamedRoutine routine = named_routine(tree, child);
        sub.options.emplace_back(to_lower(routine.role), quote_name(routine.name, tree.dialect));
        break;
      }
      case NodeKind::IfExists: sub.if_exists = true; break;
      case NodeKind::IfNotExists: sub.if_not_exists = true; break;
      case NodeKind::Cascade: sub.cascade = true; break;
      case NodeKind::Concurrently: sub.concurrently = true; break;
      case NodeKind::Finalize: sub.finalize = true; break;
      case NodeKind::Words:  // ALWAYS or BY DEFAULT of an identity
        if (!sub.constraint) sub.constraint = named_constraint(ConstraintKind::Identity, sub);
        sub.constraint->generated_always = tree.first_token(child).is(K::ALWAYS);
        break;
      case NodeKind::SequenceOption:
        if (const NodeIndex name = tree.find(child, NodeKind::QualifiedName);
            sub.constraint && tree.first_token(child).is(K::SEQUENCE) && name != kNoNode) {
          sub.constraint->sequence = dotted_name(tree, name);
        }
        break;
      case NodeKind::Restrict:
        break;
      default:  // a number too may be the value of SET DEFAULT
        if (row.action == A::SetDefault || row.action == A::AlterColumnType || row.action == A::SetExpression) {
          sub.expression = expression(tree, child);
        }
        break;
    }
  }
  if (row.node == N::AlterSequenceOptions) {
    QualifiedName table;
    std::string column;
    owned_by(tree, node, table, column);
    if (!table.name.empty()) sub.owned_by_table = std::move(table);
    sub.owned_by_column = column;
  }
  return sub;
}

std::vector<AlterTableSubcommand> subcommands(const Tree& tree, NodeIndex node, RelationKind kind) {
  std::vector<AlterTableSubcommand> result;
  for (const NodeIndex child : tree.children(node)) {
    const auto* row = std::find_if(std::begin(kSubcommands), std::end(kSubcommands),
                                   [&](const Subcommand& s) { return s.node == tree.kind(child); });
    if (row != std::end(kSubcommands)) result.push_back(subcommand(tree, child, *row, kind));
  }
  return result;
}

}  // namespace

std::vector<AlterTableSubcommand> object_subcommands(const Tree& tree, NodeIndex node) {
  return subcommands(tree, node, RelationKind::Unknown);
}

void lower_alter_table(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  AlterTable table;
  table.kind = relation_kind(tree, tree.find(root, NodeKind::ObjectType));
  table.if_exists = tree.has(root, NodeKind::IfExists);
  NodeIndex name = tree.find(root, NodeKind::Relation);
  if (const NodeIndex reference = tree.find(root, NodeKind::TableReference); reference != kNoNode) {
    name = tree.find(reference, NodeKind::Relation);
    table.only = tree.has(reference, NodeKind::Only);
  }
  table.name = qualified_name(tree, name);
  const NodeIndex all = tree.find(root, NodeKind::AllInTablespace);
  table.subcommands = subcommands(tree, all == kNoNode ? root : all, table.kind);
  result.body = std::move(table);
}

}  // namespace lockstep::lower
