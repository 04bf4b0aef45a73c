// Everything beside tables, indexes and views: types, functions, triggers, sequences, schemas, extensions, comments.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/names.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

tl::unexpected<Error> taken(std::string_view what, std::string_view name) {
  return refuse("42710", std::string(what) + " \"" + std::string(name) + "\" already exists");
}

}  // namespace

std::string domain_check_name(const CatalogType& domain, const std::string& written) {
  if (!written.empty()) return written;
  std::string name = object_name(domain.name, {}, "check");
  for (int number = 1; contains(domain.checks, name); ++number) {
    name = object_name(domain.name, {}, "check" + std::to_string(number));
  }
  return name;
}

std::string not_null_name(const CatalogType& domain) {
  return domain.not_null_name.empty() ? object_name(domain.name, {}, "not_null") : domain.not_null_name;
}

void set_not_null_name(CatalogType& domain, const std::string& name) {
  domain.not_null_name = name == object_name(domain.name, {}, "not_null") ? std::string() : name;
}

std::vector<std::string> input_types(const Catalog& catalog, const std::vector<RoutineArgument>& arguments) {
  std::vector<std::string> types;
  for (const RoutineArgument& argument : arguments) {
    if (argument.mode == "OUT" || argument.mode == "TABLE") continue;
    TypeName type = argument.type;
    type.modifiers.clear();
    // character without a length is one character as a column, and any number as an argument.
    types.push_back(type.name == "bpchar" && type.schema.empty()
                        ? std::string(type.array_dimensions > 0 ? "character[]" : "character")
                        : resolved_type(catalog, type));
  }
  return types;
}

Status fold(Draft& draft, const CreateType& create, const Statement&) {
  CatalogType type;
  type.schema = draft.schema_of(create.name);
  type.name = create.name.name.substr(0, longest_name);
  type.form = create.form;
  type.labels = create.labels;
  if (create.base) type.base = resolved_type(draft.base(), *create.base);
  for (const Constraint& constraint : create.constraints) {
    if (constraint.kind == ConstraintKind::NotNull) {
      type.not_null = true;
      if (!constraint.name.empty() && draft.server_version() >= 17) set_not_null_name(type, constraint.name);
    }
    if (constraint.kind == ConstraintKind::Default && constraint.expression && !constraint.expression->is_null) {
      type.default_expression = constraint.expression->text;
    }
    if (constraint.kind == ConstraintKind::Check) type.checks.push_back(domain_check_name(type, constraint.name));
  }
  type.constrained = type.not_null || !type.checks.empty();
  const std::string key = draft.key(create.name);
  // A shell waits for the type that completes it.
  const auto known = draft.base().types.find(key);
  if (known != draft.base().types.end() && known->second.form != CreateType::Form::Shell) {
    return taken("type", type.name);
  }
  if (const CatalogRelation* relation = draft.find(key); relation != nullptr && !relation->partial) {
    return taken("type", type.name);
  }
  if (create.form == CreateType::Form::Composite) {
    CatalogRelation composite;
    composite.schema = type.schema;
    composite.name = type.name;
    composite.kind = CatalogRelationKind::CompositeType;
    for (const ColumnDefinition& attribute : create.attributes) {
      LOCKSTEP_TRY(CatalogColumn column, make_column(draft, composite, attribute));
      composite.columns.push_back(std::move(column));
    }
    draft.add(std::move(composite));
  }
  draft.later([key, type = std::move(type)](Catalog& catalog) { catalog.types[key] = type; });
  return {};
}

Status fold(Draft& draft, const AlterType& alter, const Statement&) {
  const std::string key = draft.key(alter.name);
  const auto found = draft.base().types.find(key);
  if (found == draft.base().types.end()) {
    if (draft.base().knows_all(alter.name)) return refuse("42704", "type \"" + alter.name.name + "\" does not exist");
    return {};
  }
  CatalogType type = found->second;
  if ((!alter.added.empty() || !alter.renamed.empty()) && type.form != CreateType::Form::Enum) {
    return refuse("42809", "\"" + type.name + "\" is not an enum");
  }
  const auto position = [&](const std::string& label) {
    return std::find(type.labels.begin(), type.labels.end(), label);
  };
  if (!alter.added.empty()) {
    if (position(alter.added) != type.labels.end()) {
      if (alter.if_not_exists) return {};
      return taken("enum label", alter.added);
    }
    const std::string& neighbour = alter.before.empty() ? alter.after : alter.before;
    auto at = type.labels.end();
    if (!neighbour.empty()) {
      at = position(neighbour);
      if (at == type.labels.end()) return refuse("22023", "\"" + neighbour + "\" is not an existing enum label");
      if (!alter.after.empty()) ++at;
    }
    type.labels.insert(at, alter.added);
  }
  if (!alter.renamed.empty()) {
    const auto at = position(alter.renamed);
    if (at == type.labels.end()) return refuse("22023", "\"" + alter.renamed + "\" is not an existing enum label");
    if (position(alter.renamed_to) != type.labels.end()) return taken("enum label", alter.renamed_to);
    *at = alter.renamed_to;
    const std::string shown = sql_name(key, draft.dialect());
    const std::string old_default = quote_literal(alter.renamed);
    const auto says = [&](const CatalogColumn& column) {
      return column.type == shown &&
             (column.default_expression == old_default || column.default_expression.starts_with(old_default + "::"));
    };
    for (const std::string& user : draft.keys([&](const CatalogRelation& relation) {
           return std::any_of(relation.columns.begin(), relation.columns.end(), says);
         })) {
      for (CatalogColumn& column : draft.edit(user)->columns) {
        if (!says(column)) continue;
        column.default_expression =
            quote_literal(alter.renamed_to) + column.default_expression.substr(old_default.size());
      }
    }
  }
  const std::string not_null = not_null_name(type);
  if (!alter.rename_type_to.empty()) type.name = alter.rename_type_to.substr(0, longest_name);
  if (type.not_null && draft.server_version() >= 17) set_not_null_name(type, not_null);
  if (!alter.set_schema.empty()) type.schema = alter.set_schema;
  const std::string new_key = relation_key(type.schema, type.name);
  if (new_key != key) {
    if (draft.base().types.find(new_key) != draft.base().types.end()) return taken("type", type.name);
    const std::string old_shown = sql_name(key, draft.dialect());
    const std::string new_shown = sql_name(new_key, draft.dialect());
    const auto uses = [&](const CatalogColumn& column) {
      return column.type == old_shown || column.type == old_shown + "[]";
    };
    for (const std::string& user : draft.keys([&](const CatalogRelation& relation) {
           return std::any_of(relation.columns.begin(), relation.columns.end(), uses);
         })) {
      for (CatalogColumn& column : draft.edit(user)->columns) {
        if (uses(column)) column.type = new_shown + column.type.substr(old_shown.size());
      }
    }
    if (draft.find(key) != nullptr) LOCKSTEP_CHECK(rename_relation(draft, key, type.schema, type.name));
  }
  draft.later([key, new_key, type](Catalog& catalog) {
    catalog.types.erase(key);
    catalog.types[new_key] = type;
    if (key == new_key) return;
    const std::string from = sql_name(key, catalog.dialect);
    const std::string to = sql_name(new_key, catalog.dialect);
    const auto follow = [&](std::string& shown) {
      if (shown == from || shown == from + "[]") shown = to + shown.substr(from.size());
    };
    for (auto& [other, over] : catalog.types) follow(over.base);
    for (auto& [name, function] : catalog.functions) {
      for (std::string& argument : function.types) follow(argument);
    }
  });
  return {};
}

Status fold(Draft& draft, const CreateSchema& create, const Statement& statement) {
  const std::string& name = create.called();
  if (draft.base().schemas.count(name) != 0) {
    if (create.if_not_exists) return {};
    return refuse("42P06", "schema \"" + name + "\" already exists");
  }
  if (create.name.empty() && is_current_role(name)) {
    draft.unknown("the schema of CREATE SCHEMA AUTHORIZATION " + to_upper(name) + " has the name of who runs it");
    return {};
  }
  draft.later([name, made = !create.if_not_exists](Catalog& catalog) {
    catalog.schemas.insert(name);
    if (made) catalog.made_schemas.insert(name);
  });
  // Its elements are made in the new schema.
  for (const Statement& element : statement.inner) {
    Catalog seen = draft.base();
    draft.preview(seen);
    seen.session.search_path = {name, std::string(draft.base().default_schema())};
    Draft one(seen, draft.server_version());
    LOCKSTEP_CHECK(fold_statement(one, element));
    draft.absorb(std::move(one), false);
  }
  return {};
}

Status fold(Draft& draft, const CreateSequence& create, const Statement&) {
  CatalogRelation sequence;
  sequence.schema = create.temporary ? "pg_temp" : draft.schema_of(create.name);
  sequence.name = create.name.name.substr(0, longest_name);
  sequence.kind = CatalogRelationKind::Sequence;
  sequence.temporary = create.temporary;
  sequence.unlogged = create.unlogged;
  if (!create.owned_by_column.empty()) {
    const CatalogRelation* owner = draft.find(create.owned_by_table);
    if (owner != nullptr && !owner->partial && owner->column(create.owned_by_column) == nullptr) {
      return refuse("42703",
                    "column \"" + create.owned_by_column + "\" of relation \"" + owner->name + "\" does not exist");
    }
    sequence.owned_by = draft.key(create.owned_by_table) + "." + create.owned_by_column;
  }
  const CatalogRelation* existing = draft.find(relation_key(sequence));
  const bool is_taken = (existing != nullptr && !existing->partial) ||
                        !draft.table_of_index(sequence.schema, sequence.name).empty();
  if (is_taken) {
    if (create.if_not_exists) return {};
    return refuse("42P07", "relation \"" + sequence.name + "\" already exists");
  }
  draft.add(std::move(sequence));
  return {};
}

Status fold(Draft& draft, const CreateExtension& create, const Statement&) {
  if (draft.base().extensions.find(create.name) != draft.base().extensions.end()) {
    if (create.if_not_exists) return {};
    return taken("extension", create.name);
  }
  if (create.name == "plpgsql") return {};  // every database has it
  draft.later([name = create.name](Catalog& catalog) { catalog.extensions.insert(name); });
  return {};
}

/// What RETURNS says, if it is one type by name; columns of a TABLE and the like are not compared.
std::string returned_type(const std::string& written) {
  const std::optional<Statement> made = statement_of("ALTER TABLE t ALTER c TYPE " + written, Dialect::PostgreSQL);
  const auto* alter = made ? made->as<AlterTable>() : nullptr;
  if (alter == nullptr || alter->subcommands.size() != 1 || !alter->subcommands.front().type) return {};
  const std::string type = format_type(*alter->subcommands.front().type, Dialect::PostgreSQL);
  return type.substr(0, type.find('('));
}

Status fold(Draft& draft, const CreateFunction& create, const Statement& statement) {
  CatalogFunction function;
  function.schema = draft.schema_of(create.name);
  function.name = create.name.name.substr(0, longest_name);
  function.arguments = create.arguments;
  function.types = input_types(draft.base(), create.parameters);
  for (const RoutineArgument& argument : create.parameters) {
    if (argument.default_value) ++function.defaults;
    if (argument.mode == "VARIADIC") function.variadic = true;
  }
  function.language = create.language;
  function.volatility = create.volatility.empty() ? "volatile" : create.volatility;
  function.definition = statement.text;
  if (!create.or_replace) {
    // Undoing needs the form that replaces.
    const std::vector<Word> list = words(statement.text, Dialect::PostgreSQL);
    if (!list.empty() && list.front().name == "create") {
      function.definition = "CREATE OR REPLACE" + statement.text.substr(list.front().span.end);
    }
  }
  const std::string key = draft.key(create.name);
  const auto same = [&](const CatalogFunction& other) { return other.types == function.types; };
  const auto [begin, end] = draft.base().functions.equal_range(key);
  const bool exists = std::any_of(begin, end, [&](const auto& entry) { return same(entry.second); });
  if (exists && !create.or_replace) {
    return refuse("42723", "function \"" + function.name + "\" already exists with same argument types");
  }
  for (auto it = begin; it != end; ++it) {
    if (!same(it->second)) continue;
    const std::optional<Statement> made = statement_of(it->second.definition, Dialect::PostgreSQL);
    const auto* old = made ? made->as<CreateFunction>() : nullptr;
    if (old == nullptr) continue;
    if (old->procedure != create.procedure) return refuse("42809", "cannot change routine kind");
    if (returned_type(old->returns) != returned_type(create.returns)) {
      return refuse("42P13", "cannot change return type of existing function");
    }
  }
  draft.later([key, function](Catalog& catalog) {
    const auto [first, last] = catalog.functions.equal_range(key);
    for (auto it = first; it != last; ++it) {
      if (it->second.types == function.types) {
        it->second = function;
        return;
      }
    }
    catalog.functions.emplace(key, function);
  });
  return {};
}

namespace {

Status check_trigger(const Draft& draft, const CatalogRelation& table, const CreateTrigger& create) {
  const auto wrong = [&](const std::string& why) { return refuse("42809", "\"" + table.name + "\" " + why); };
  const bool view = table.kind == CatalogRelationKind::View;
  if (table.kind == CatalogRelationKind::MaterializedView || table.kind == CatalogRelationKind::Sequence) {
    return wrong("cannot have triggers");
  }
  if (create.timing == "INSTEAD OF" && !view) return wrong("is a table: tables cannot have INSTEAD OF triggers");
  if (view && create.for_each_row && create.timing != "INSTEAD OF") {
    return wrong("is a view: views cannot have row-level BEFORE or AFTER triggers");
  }
  if (create.for_each_row && contains(create.events, "TRUNCATE")) {
    return refuse("0A000", "TRUNCATE FOR EACH ROW triggers are not supported");
  }
  for (const std::string& column : create.update_of) {
    if (table.column(column) == nullptr) return no_such_column(table, column);
  }
  const auto [begin, end] = draft.base().functions.equal_range(draft.key(create.function));
  const bool known = begin != end && std::next(begin) == end;
  if (!known || begin->second.language == "c") return {};
  const std::string definition = to_lower(begin->second.definition);
  if (definition.find("trigger") != std::string::npos) return {};
  return refuse("42P17", "function " + create.function.name + " must return type trigger");
}

/// Triggers, rules and policies that a comment is about.
bool has_member(const CatalogRelation& relation, ObjectKind kind, const std::string& name) {
  const auto named = [&](const auto& item) { return item.name == name; };
  switch (kind) {
    case ObjectKind::Trigger:
      return std::any_of(relation.triggers.begin(), relation.triggers.end(), named);
    case ObjectKind::Rule:
      return std::any_of(relation.rules.begin(), relation.rules.end(), named);
    case ObjectKind::Policy:
      return relation.policy(name) != nullptr;
    default:
      return true;
  }
}

}  // namespace

Status fold(Draft& draft, const ImportForeignSchema& import, const Statement&) {
  if (import.limit != "LIMIT TO") {
    draft.unknown("which foreign tables come into " + import.into + ", the server " + import.server + " tells");
    return {};
  }
  for (const QualifiedName& name : import.tables) {
    CatalogRelation table;
    table.schema = import.into;
    table.name = name.name;
    table.kind = CatalogRelationKind::ForeignTable;
    table.partial = true;  // its columns are the other side's
    if (draft.find(relation_key(table)) != nullptr) {
      return refuse("42P07", "relation \"" + table.name + "\" already exists");
    }
    draft.add(std::move(table));
  }
  return {};
}

Status fold(Draft& draft, const CreateTrigger& create, const Statement& statement) {
  const CatalogRelation* known = edit_or_assume(draft, create.table, CatalogRelationKind::Table);
  if (known == nullptr) return no_such_relation(create.table.name);
  CatalogTrigger trigger;
  trigger.name = create.name.substr(0, draft.dialect() == Dialect::PostgreSQL ? longest_name : std::string::npos);
  if (!create.function.name.empty()) trigger.function = draft.key(create.function);
  trigger.definition = statement.text;
  const auto is_same = [&](const CatalogTrigger& other) {
    return same_name(other.name, trigger.name, draft.dialect());
  };
  if (draft.dialect() == Dialect::PostgreSQL && !known->partial) LOCKSTEP_CHECK(check_trigger(draft, *known, create));
  std::vector<std::string> tables = {draft.key(create.table)};
  for (size_t i = 0; i < tables.size(); ++i) {
    CatalogRelation* table = draft.edit(tables[i]);
    if (i > 0) trigger.definition = trigger_definition(statement.text, {}, sql_name(tables[i], draft.dialect()));
    const auto found = std::find_if(table->triggers.begin(), table->triggers.end(), is_same);
    if (found == table->triggers.end()) {
      table->triggers.push_back(trigger);
    } else if (create.or_replace) {
      *found = trigger;
    } else {
      return refuse("42710", "trigger \"" + trigger.name + "\" for relation \"" + table->name + "\" already exists");
    }
    if (!create.for_each_row) break;
    for (const std::string& partition : draft.partitions(tables[i])) tables.push_back(partition);
  }
  return {};
}

Status fold(Draft& draft, const CommentOn& comment, const Statement& statement) {
  // A constraint of a domain: the statement names no relation.
  if (comment.kind == ObjectKind::Constraint && statement.relations.empty()) return {};
  const std::string text = comment.text.value_or(std::string());
  if (comment.kind == ObjectKind::Index) {
    const std::string key = draft.table_of_index(draft.schema_of(comment.name), comment.name.name);
    if (key.empty()) return draft.base().knows_all(comment.name) ? no_such_relation(comment.name.name) : Status{};
    for (CatalogIndex& index : draft.edit(key)->indexes) {
      if (index.name == comment.name.name) index.comment = text;
    }
    return {};
  }
  CatalogRelation* relation = draft.edit(draft.key(comment.name));
  if (relation != nullptr && !kind_fits(comment.kind, *relation)) {
    return refuse("42809", "\"" + relation->name + "\" is not a " + to_lower(comment.kind_words));
  }
  if (relation != nullptr && !relation->partial && !has_member(*relation, comment.kind, comment.member)) {
    return refuse("42704", to_lower(comment.kind_words) + " \"" + comment.member + "\" for table \"" + relation->name +
                               "\" does not exist");
  }
  const bool of_relation = comment.kind == ObjectKind::Table || comment.kind == ObjectKind::View ||
                           comment.kind == ObjectKind::MaterializedView || comment.kind == ObjectKind::Sequence ||
                           comment.kind == ObjectKind::ForeignTable || comment.kind == ObjectKind::Column ||
                           comment.kind == ObjectKind::Constraint;
  if (!of_relation) return {};
  if (relation == nullptr) return draft.base().knows_all(comment.name) ? no_such_relation(comment.name.name) : Status{};
  if (comment.kind == ObjectKind::Column) {
    CatalogColumn* column = relation->column(comment.member);
    if (column != nullptr) {
      column->comment = text;
    } else if (!relation->partial) {
      return no_such_column(*relation, comment.member);
    }
    return {};
  }
  if (comment.kind == ObjectKind::Constraint) {
    const auto found = std::find_if(relation->constraints.begin(), relation->constraints.end(),
                                    [&](const CatalogConstraint& own) { return own.name == comment.member; });
    if (found != relation->constraints.end()) {
      found->comment = text;
    } else if (!relation->partial && column_of_not_null(draft, *relation, comment.member) == nullptr) {
      return refuse("42704", "constraint \"" + comment.member + "\" for table \"" + relation->name + "\" does not exist");
    }
    return {};
  }
  relation->comment = text;
  return {};
}

}  // namespace lockstep
