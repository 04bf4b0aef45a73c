// ALTER DOMAIN, FUNCTION, SCHEMA and what else is no relation, as far as the catalog holds it.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/table.h"

namespace lockstep {
namespace {

using Action = AlterTableAction;

tl::unexpected<Error> no_such_constraint(const std::string& name, const CatalogType& domain) {
  return refuse("42704", "constraint \"" + name + "\" of domain \"" + domain.name + "\" does not exist");
}

Status alter_domain(Draft& draft, const AlterObject& alter, const Statement& statement) {
  const std::string key = draft.key(alter.object.name);
  const auto found = draft.base().types.find(key);
  if (found == draft.base().types.end()) return {};
  if (found->second.form != CreateType::Form::Domain) {
    return refuse("42809", "\"" + found->second.name + "\" is not a domain");
  }
  CatalogType domain = found->second;
  const bool names = draft.server_version() >= 17;  // its NOT NULL has one
  const auto is_not_null = [&](const std::string& name) {
    return names && domain.not_null && name == not_null_name(domain);
  };
  const auto allow_null = [&] {
    domain.not_null = false;
    domain.not_null_name.clear();
  };
  const auto has = [&](const std::string& name) { return contains(domain.checks, name); };
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    switch (sub.action) {
      case Action::RenameTable:
      case Action::SetSchema: {
        AlterType renamed;
        renamed.name = alter.object.name;
        (sub.action == Action::SetSchema ? renamed.set_schema : renamed.rename_type_to) = sub.new_name;
        return fold(draft, renamed, statement);
      }
      case Action::SetNotNull:
        domain.not_null = true;
        break;
      case Action::DropNotNull:
        allow_null();
        break;
      case Action::SetDefault:
        domain.default_expression = sub.expression && !sub.expression->is_null ? sub.expression->text : std::string();
        break;
      case Action::DropDefault:
        domain.default_expression.clear();
        break;
      case Action::AddConstraint: {
        if (!sub.constraint) break;
        if (sub.constraint->kind == ConstraintKind::NotNull) {
          if (!domain.not_null && names && !sub.constraint->name.empty()) {
            set_not_null_name(domain, sub.constraint->name);
          }
          domain.not_null = true;
          break;
        }
        const std::string name = domain_check_name(domain, sub.constraint->name);
        if (has(name) || is_not_null(name)) {
          return refuse("42710", "constraint \"" + name + "\" for domain \"" + domain.name + "\" already exists");
        }
        domain.checks.push_back(name);
        if (sub.constraint->not_valid) domain.unvalidated.push_back(name);
        break;
      }
      case Action::DropConstraint:
        if (is_not_null(sub.name)) {
          allow_null();
          break;
        }
        if (!has(sub.name) && !sub.if_exists) return no_such_constraint(sub.name, domain);
        std::erase(domain.checks, sub.name);
        std::erase(domain.unvalidated, sub.name);
        break;
      case Action::ValidateConstraint:
        if (!has(sub.name)) return no_such_constraint(sub.name, domain);
        std::erase(domain.unvalidated, sub.name);
        break;
      case Action::RenameConstraint:
        if (is_not_null(sub.name)) {
          set_not_null_name(domain, sub.new_name);
          break;
        }
        if (!has(sub.name)) return no_such_constraint(sub.name, domain);
        std::replace(domain.checks.begin(), domain.checks.end(), sub.name, sub.new_name);
        std::replace(domain.unvalidated.begin(), domain.unvalidated.end(), sub.name, sub.new_name);
        break;
      default:
        break;
    }
  }
  domain.constrained = domain.not_null || !domain.checks.empty();
  draft.later([key, domain](Catalog& catalog) { catalog.types[key] = domain; });
  return {};
}

/// The definition with another name for what it makes.
std::string renamed_routine(const CatalogFunction& function, const QualifiedName& name) {
  const std::optional<Statement> made = statement_of(function.definition, Dialect::PostgreSQL);
  const auto* create = made ? made->as<CreateFunction>() : nullptr;
  if (create == nullptr) return function.definition;
  std::string text = function.definition;
  return text.replace(create->name.span.begin, create->name.span.size(), quote_name(name, Dialect::PostgreSQL));
}

Status rename_schema(Draft& draft, const std::string& from, const std::string& to) {
  if (draft.base().schemas.count(to) != 0) return refuse("42P06", "schema \"" + to + "\" already exists");
  for (const std::string& key : draft.keys([&](const CatalogRelation& relation) { return relation.schema == from; })) {
    const CatalogRelation* relation = draft.find(key);
    if (relation == nullptr) continue;
    const std::string name = relation->name;
    LOCKSTEP_CHECK(rename_relation(draft, key, to, name));
  }
  // What is shown, or kept, with its schema.
  const std::string before = quote_identifier(from, Dialect::PostgreSQL) + ".";
  const auto speaks_of = [&](const CatalogRelation& relation) {
    return relation.of_type.starts_with(from + ".") ||
           std::any_of(relation.columns.begin(), relation.columns.end(),
                       [&](const CatalogColumn& column) { return column.type.starts_with(before); }) ||
           std::any_of(relation.triggers.begin(), relation.triggers.end(),
                       [&](const CatalogTrigger& trigger) { return trigger.function.starts_with(from + "."); });
  };
  const auto follow = [](std::string& text, const std::string& start, const std::string& other) {
    if (text.starts_with(start)) text.replace(0, start.size(), other);
  };
  const std::string after = quote_identifier(to, Dialect::PostgreSQL) + ".";
  for (const std::string& key : draft.keys(speaks_of)) {
    CatalogRelation& relation = *draft.edit(key);
    follow(relation.of_type, from + ".", to + ".");
    for (CatalogColumn& column : relation.columns) follow(column.type, before, after);
    for (CatalogTrigger& trigger : relation.triggers) {
      if (!trigger.function.starts_with(from + ".")) continue;
      follow(trigger.function, from + ".", to + ".");
      trigger.definition =
          trigger_definition(trigger.definition, {}, {}, sql_name(trigger.function, Dialect::PostgreSQL));
    }
  }
  draft.later([=](Catalog& catalog) {
    if (catalog.schemas.erase(from) != 0) catalog.schemas.insert(to);
    if (catalog.made_schemas.erase(from) != 0) catalog.made_schemas.insert(to);
    for (auto& [name, publication] : catalog.publications) {
      std::replace(publication.schemas.begin(), publication.schemas.end(), from, to);
      std::sort(publication.schemas.begin(), publication.schemas.end());
    }
    std::map<std::string, CatalogStatistics, std::less<>> statistics;
    for (auto& [key, one] : catalog.statistics) {
      if (one.schema == from) one.schema = to;
      statistics[one.schema + "." + one.name] = one;
    }
    catalog.statistics = std::move(statistics);
    std::map<std::string, CatalogType, std::less<>> types;
    for (auto& [key, type] : catalog.types) {
      if (type.schema == from) type.schema = to;
      follow(type.base, before, after);
      types[type.schema + "." + type.name] = type;
    }
    catalog.types = std::move(types);
    std::multimap<std::string, CatalogFunction, std::less<>> functions;
    for (auto& [key, function] : catalog.functions) {
      for (std::string& argument : function.types) follow(argument, before, after);
      if (function.schema == from) {
        function.schema = to;
        function.definition = renamed_routine(function, {to, function.name, {}});
      }
      functions.emplace(function.schema + "." + function.name, function);
    }
    catalog.functions = std::move(functions);
  });
  return {};
}

void move_function(Catalog& catalog, const CatalogFunction& old, const std::string& schema, const std::string& name) {
  const std::string from = relation_key(old.schema, old.name);
  const auto [begin, end] = catalog.functions.equal_range(from);
  const auto found = std::find_if(begin, end, [&](const auto& entry) { return entry.second.types == old.types; });
  if (found == end) return;
  CatalogFunction moved = found->second;
  catalog.functions.erase(found);
  moved.schema = schema;
  moved.name = name;
  moved.definition = renamed_routine(old, {schema, name, {}});
  catalog.functions.emplace(relation_key(schema, name), std::move(moved));
}

Status alter_function(Draft& draft, const AlterObject& alter) {
  const std::string key = draft.key(alter.object.name);
  const auto [begin, end] = draft.base().functions.equal_range(key);
  const std::vector<std::string> wanted = input_types(draft.base(), alter.object.signature.arguments);
  const bool written = alter.object.signature.written;
  const auto found =
      std::find_if(begin, end, [&](const auto& entry) { return !written || entry.second.types == wanted; });
  if (found == end) {
    if (begin == end && !draft.base().knows_all(alter.object.name)) return {};
    return refuse("42883", "function " + alter.object.name.name + " does not exist");
  }
  if (!written && std::next(begin) != end) {
    return refuse("42725", "function name \"" + alter.object.name.name + "\" is not unique");
  }
  const CatalogFunction function = found->second;
  const bool procedure = is_procedure(function);
  if (alter.object.kind != ObjectKind::Routine && procedure != (alter.object.kind == ObjectKind::Procedure)) {
    return refuse("42809", alter.object.name.name + " is not a " + (procedure ? "function" : "procedure"));
  }
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    const bool renames = sub.action == Action::RenameTable;
    if (renames || sub.action == Action::SetSchema) {
      const std::string schema = renames ? function.schema : sub.new_name;
      const std::string name = renames ? sub.new_name : function.name;
      draft.later([=](Catalog& catalog) { move_function(catalog, function, schema, name); });
      const std::string to = relation_key(schema, name);
      for (const std::string& user : draft.keys([&](const CatalogRelation& relation) {
             return std::any_of(relation.triggers.begin(), relation.triggers.end(),
                                [&](const CatalogTrigger& trigger) { return trigger.function == key; });
           })) {
        for (CatalogTrigger& trigger : draft.edit(user)->triggers) {
          if (trigger.function != key) continue;
          trigger.function = to;
          trigger.definition = trigger_definition(trigger.definition, {}, {}, sql_name(to, Dialect::PostgreSQL));
        }
      }
      continue;
    }
    const std::string words = to_lower(sub.words);
    std::string volatility;
    for (const std::string_view word : {"immutable", "stable", "volatile"}) {
      if (words.find(word) != std::string::npos) volatility = word;
      for (const auto& [name, value] : sub.options) {
        if (name == word) volatility = word;
      }
    }
    if (volatility.empty()) continue;
    draft.later([key, volatility, types = function.types](Catalog& catalog) {
      const auto [first, last] = catalog.functions.equal_range(key);
      for (auto it = first; it != last; ++it) {
        if (it->second.types == types) it->second.volatility = volatility;
      }
    });
  }
  return {};
}

}  // namespace

Status fold(Draft& draft, const AlterObject& alter, const Statement& statement) {
  switch (alter.object.kind) {
    case ObjectKind::Domain:
      return alter_domain(draft, alter, statement);
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Routine:
      return alter_function(draft, alter);
    case ObjectKind::Trigger: {
      CatalogRelation* table = draft.edit(draft.key(alter.object.relation));
      if (table == nullptr || table->partial) return {};
      const auto found =
          std::find_if(table->triggers.begin(), table->triggers.end(),
                       [&](const CatalogTrigger& trigger) { return trigger.name == alter.object.name.name; });
      if (found == table->triggers.end()) {
        return refuse("42704",
                      "trigger \"" + alter.object.name.name + "\" for table \"" + table->name + "\" does not exist");
      }
      for (const AlterTableSubcommand& sub : alter.subcommands) {
        if (sub.action != Action::RenameTable) continue;
        found->name = sub.new_name;
        found->definition = trigger_definition(found->definition, sub.new_name, {});
        // Since PostgreSQL 15 the clones on partitions follow.
        if (draft.server_version() < 15) continue;
        for (const std::string& partition : draft.partitions(draft.key(alter.object.relation))) {
          for (CatalogTrigger& clone : draft.edit(partition)->triggers) {
            if (clone.name != alter.object.name.name) continue;
            clone.name = sub.new_name;
            clone.definition = trigger_definition(clone.definition, sub.new_name, {});
          }
        }
      }
      return {};
    }
    case ObjectKind::Rule: {
      CatalogRelation* table = draft.edit(draft.key(alter.object.relation));
      if (table == nullptr) return {};
      const auto named = [&](const std::string& name) {
        return std::find_if(table->rules.begin(), table->rules.end(),
                            [&](const CatalogRule& rule) { return rule.name == name; });
      };
      const auto rule = named(alter.object.name.name);
      const std::string words = "rule \"" + alter.object.name.name + "\" for relation \"" + table->name + "\"";
      if (rule == table->rules.end()) {
        // That of a view is not listed.
        if (table->partial || table->kind == CatalogRelationKind::View) return {};
        return refuse("42704", words + " does not exist");
      }
      for (const AlterTableSubcommand& sub : alter.subcommands) {
        if (sub.action != Action::RenameTable) continue;
        if (named(sub.new_name) != table->rules.end()) return refuse("42710", words + " already exists");
        rule->name = sub.new_name;
      }
      return {};
    }
    case ObjectKind::Policy: {
      CatalogRelation* table = draft.edit(draft.key(alter.object.relation));
      if (table == nullptr) return {};
      const auto found = std::find_if(table->policies.begin(), table->policies.end(), [&](const CatalogPolicy& policy) {
        return policy.name == alter.object.name.name;
      });
      if (found == table->policies.end()) {
        if (table->partial || alter.if_exists) return {};
        return refuse("42704",
                      "policy \"" + alter.object.name.name + "\" for table \"" + table->name + "\" does not exist");
      }
      for (const AlterTableSubcommand& sub : alter.subcommands) {
        if (sub.action == Action::RenameTable) found->name = sub.new_name;
      }
      return {};
    }
    case ObjectKind::Schema:
      for (const AlterTableSubcommand& sub : alter.subcommands) {
        if (sub.action == Action::RenameTable)
          LOCKSTEP_CHECK(rename_schema(draft, alter.object.name.name, sub.new_name));
      }
      return {};
    case ObjectKind::Statistics:
    case ObjectKind::Publication:
      return alter_attached(draft, alter);
    default:
      // Only names and owners change, or what the catalog does not hold.
      for (const AlterTableSubcommand& sub : alter.subcommands) {
        const bool renames = sub.action == Action::RenameTable || sub.action == Action::SetSchema;
        if (renames && alter.object.kind == ObjectKind::Type)
          draft.unknown("ALTER of " + alter.object.name.name + " is not understood");
      }
      return {};
  }
}

}  // namespace lockstep
