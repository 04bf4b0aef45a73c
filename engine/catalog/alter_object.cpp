// ALTER DOMAIN, FUNCTION, SCHEMA and what else is no relation, as far as the catalog holds it.
#include <algorithm>

#include "base/text.h"
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
  // Read from a server, the names of its constraints are not known.
  const bool known = !draft.base().complete;
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
        domain.not_null = false;
        break;
      case Action::AddConstraint: {
        if (!sub.constraint) break;
        if (sub.constraint->kind == ConstraintKind::NotNull) {
          domain.not_null = true;
          break;
        }
        const std::string name = domain_check_name(domain, sub.constraint->name);
        if (known && has(name)) {
          return refuse("42710", "constraint \"" + name + "\" for domain \"" + domain.name + "\" already exists");
        }
        domain.checks.push_back(name);
        if (sub.constraint->not_valid) domain.unvalidated.push_back(name);
        break;
      }
      case Action::DropConstraint:
        if (known && !has(sub.name) && !sub.if_exists) return no_such_constraint(sub.name, domain);
        std::erase(domain.checks, sub.name);
        std::erase(domain.unvalidated, sub.name);
        break;
      case Action::ValidateConstraint:
        if (known && !has(sub.name)) return no_such_constraint(sub.name, domain);
        std::erase(domain.unvalidated, sub.name);
        break;
      case Action::RenameConstraint:
        if (known && !has(sub.name)) return no_such_constraint(sub.name, domain);
        std::replace(domain.checks.begin(), domain.checks.end(), sub.name, sub.new_name);
        std::replace(domain.unvalidated.begin(), domain.unvalidated.end(), sub.name, sub.new_name);
        break;
      default:
        break;
    }
  }
  if (known) domain.constrained = domain.not_null || !domain.checks.empty();
  draft.later([key, domain](Catalog& catalog) { catalog.types[key] = domain; });
  return {};
}

Status rename_schema(Draft& draft, const std::string& from, const std::string& to) {
  if (draft.base().schemas.count(to) != 0) return refuse("42P06", "schema \"" + to + "\" already exists");
  for (const std::string& key : draft.keys([&](const CatalogRelation& relation) { return relation.schema == from; })) {
    const CatalogRelation* relation = draft.find(key);
    if (relation == nullptr) continue;
    const std::string name = relation->name;
    LOCKSTEP_CHECK(rename_relation(draft, key, to, name));
  }
  draft.later([from, to](Catalog& catalog) {
    if (catalog.schemas.erase(from) != 0) catalog.schemas.insert(to);
    std::map<std::string, CatalogType, std::less<>> types;
    for (auto& [key, type] : catalog.types) {
      if (type.schema == from) type.schema = to;
      types[type.schema + "." + type.name] = type;
    }
    catalog.types = std::move(types);
    std::multimap<std::string, CatalogFunction, std::less<>> functions;
    for (auto& [key, function] : catalog.functions) {
      if (function.schema == from) function.schema = to;
      functions.emplace(function.schema + "." + function.name, function);
    }
    catalog.functions = std::move(functions);
  });
  return {};
}

void alter_function(Draft& draft, const AlterObject& alter) {
  const std::string key = draft.key(alter.object.name);
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    const std::string words = to_lower(sub.words);
    std::string volatility;
    for (const std::string_view word : {"immutable", "stable", "volatile"}) {
      if (words.find(word) != std::string::npos) volatility = word;
      for (const auto& [name, value] : sub.options) {
        if (name == word) volatility = word;
      }
    }
    if (volatility.empty()) continue;
    draft.later([key, volatility](Catalog& catalog) {
      const auto [begin, end] = catalog.functions.equal_range(key);
      for (auto it = begin; it != end; ++it) it->second.volatility = volatility;
    });
  }
}

}  // namespace

Status fold(Draft& draft, const AlterObject& alter, const Statement& statement) {
  switch (alter.object.kind) {
    case ObjectKind::Domain:
      return alter_domain(draft, alter, statement);
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Routine:
      alter_function(draft, alter);
      return {};
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
        // Since PostgreSQL 15 the clones on partitions follow.
        if (draft.server_version() < 15) continue;
        for (const std::string& partition : draft.partitions(draft.key(alter.object.relation))) {
          for (CatalogTrigger& clone : draft.edit(partition)->triggers) {
            if (clone.name == alter.object.name.name) clone.name = sub.new_name;
          }
        }
      }
      return {};
    }
    case ObjectKind::Rule: {
      CatalogRelation* table = draft.edit(draft.key(alter.object.relation));
      if (table == nullptr) return {};
      for (CatalogRule& rule : table->rules) {
        for (const AlterTableSubcommand& sub : alter.subcommands) {
          if (rule.name == alter.object.name.name && sub.action == Action::RenameTable) rule.name = sub.new_name;
        }
      }
      return {};
    }
    case ObjectKind::Policy: {
      CatalogRelation* table = draft.edit(draft.key(alter.object.relation));
      if (table == nullptr) return {};
      const auto found = std::find(table->policies.begin(), table->policies.end(), alter.object.name.name);
      if (found == table->policies.end()) {
        if (table->partial || draft.base().complete || alter.if_exists) return {};
        return refuse("42704",
                      "policy \"" + alter.object.name.name + "\" for table \"" + table->name + "\" does not exist");
      }
      for (const AlterTableSubcommand& sub : alter.subcommands) {
        if (sub.action == Action::RenameTable) *found = sub.new_name;
      }
      return {};
    }
    case ObjectKind::Schema:
      for (const AlterTableSubcommand& sub : alter.subcommands) {
        if (sub.action == Action::RenameTable)
          LOCKSTEP_CHECK(rename_schema(draft, alter.object.name.name, sub.new_name));
      }
      return {};
    default:
      // Only names and owners change, or what the catalog does not hold.
      for (const AlterTableSubcommand& sub : alter.subcommands) {
        const bool renames = sub.action == Action::RenameTable || sub.action == Action::SetSchema;
        const bool held = alter.object.kind == ObjectKind::Statistics || alter.object.kind == ObjectKind::Publication ||
                          alter.object.kind == ObjectKind::Type;
        if (renames && held) draft.unknown("ALTER of " + alter.object.name.name + " is not understood");
      }
      return {};
  }
}

}  // namespace lockstep
