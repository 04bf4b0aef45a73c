// Policies, rules, statistics, publications, domains, and what else is altered without being a relation.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/type_change.h"
#include "engine/effects/judge.h"

namespace lockstep {
namespace {

using Action = AlterTableAction;

/// The relation for which `key` stands, and what inherits from it, as publications take it.
void lock_published(Judge& judge, const std::string& key) {
  const CatalogRelation* known = judge.catalog.find(key);
  if (known != nullptr && known->kind == CatalogRelationKind::PartitionedTable) {
    judge.lock(key, LockMode::ShareUpdateExclusive);
  } else {
    judge.lock_tree(key, LockMode::ShareUpdateExclusive);
  }
}

bool uses_domain(const Catalog& catalog, std::string type, const std::string& key) {
  for (int depth = 0; depth < 16; ++depth) {
    if (type_key(type) == key) return true;
    const CatalogType* found = catalog.find_type(type);
    if (found == nullptr || found->form != CreateType::Form::Domain) return false;
    type = found->base;
  }
  return false;
}

/// Every table with a column of the domain, or of a domain over it, is read under SHARE
/// (validateDomainCheckConstraint() and validateDomainNotNullConstraint() in src/backend/commands/typecmds.c). Columns
/// that hold the domain inside something else are refused.
void check_users(Judge& judge, const std::string& key) {
  for (const auto& [name, relation] : judge.catalog.relations) {
    if (relation.kind == CatalogRelationKind::View || relation.kind == CatalogRelationKind::CompositeType) continue;
    bool direct = false;
    for (const CatalogColumn& column : relation.columns) {
      if (uses_domain(judge.catalog, column.type, key)) direct = true;
      std::string element = column.type;
      if (element.ends_with("[]") && relation.kind != CatalogRelationKind::PartitionedTable) {
        element.resize(element.size() - 2);
        if (uses_domain(judge.catalog, element, key)) {
          judge.fail(
              "0A000", Failure::Certainty::Always,
              "cannot alter type \"" + key + "\" because column \"" + relation.name + "." + column.name + "\" uses it");
        }
      }
    }
    if (!direct) continue;
    judge.lock(name, LockMode::Share);
    if (relation.kind != CatalogRelationKind::PartitionedTable) judge.scan(name);
  }
}

void alter_domain(Judge& judge, const AlterObject& alter) {
  const std::string key = judge.catalog.key(alter.object.name);
  const auto domain = judge.catalog.types.find(key);
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    const bool adds = sub.action == Action::AddConstraint && sub.constraint && !sub.constraint->not_valid;
    const bool not_null = sub.action == Action::SetNotNull;
    const bool validates = sub.action == Action::ValidateConstraint;
    if (!adds && !not_null && !validates) continue;
    if (domain == judge.catalog.types.end()) {
      judge.unknown();
      return;
    }
    if (not_null && domain->second.not_null) continue;
    check_users(judge, key);
  }
}

}  // namespace

void judge(Judge& judge, const Policy& policy) {
  judge.lock(policy.table, LockMode::AccessExclusive);
  for (const auto* condition : {&policy.using_expression, &policy.with_check}) {
    if (!*condition) continue;
    for (const QualifiedName& name : (*condition)->relations) judge.lock(name, LockMode::AccessShare);
  }
}

void judge(Judge& judge, const Grant& grant) {
  // Since PostgreSQL 18 what privileges are given on is held while they are.
  const bool relations = grant.kind == ObjectKind::Table || grant.kind == ObjectKind::Sequence;
  if (!relations || grant.all_in_schema || grant.role_membership || judge.version < 18) return;
  for (const QualifiedName& name : grant.names) judge.lock(name, LockMode::AccessShare);
}

void judge(Judge& judge, const CreateRule& create) {
  judge.lock(create.table, LockMode::AccessExclusive);
  for (const Statement& action : judge.statement.inner) {
    const auto* insert = action.as<Insert>();
    const auto* update = action.as<Update>();
    for (const QualifiedName& name : action.relations) {
      if (name.schema.empty() && (name.name == "new" || name.name == "old")) continue;
      const bool target = (insert != nullptr && insert->table == name) || (update != nullptr && update->table == name);
      judge.lock(name, target ? LockMode::RowExclusive : LockMode::AccessShare);
    }
  }
}

void judge(Judge& judge, const CreateStatistics& create) {
  if (create.name.name.empty() && judge.version < 16) {
    judge.fail("42601", Failure::Certainty::Always,
               "statistics without a name are understood by PostgreSQL 16 and later");
  }
  judge.lock(create.table, LockMode::ShareUpdateExclusive);
}

void judge(Judge& judge, const Publication& publication) {
  for (const PublishedTable& table : publication.tables) {
    if (table.only) {
      judge.lock(table.name, LockMode::ShareUpdateExclusive);
    } else {
      lock_published(judge, judge.catalog.key(table.name));
    }
    const bool narrowed = table.where || !table.columns.empty();
    if (narrowed && judge.version < 15) {
      judge.fail("42601", Failure::Certainty::Always,
                 "column lists and row filters are understood by PostgreSQL 15 and later");
    }
  }
  if (!publication.schemas.empty() && judge.version < 15) {
    judge.fail("42601", Failure::Certainty::Always, "TABLES IN SCHEMA is understood by PostgreSQL 15 and later");
  }
  // SET lists the tables anew: those that go are locked as well.
  const auto known = judge.catalog.publications.find(publication.name);
  if (publication.action != "SET" || publication.tables.empty() || known == judge.catalog.publications.end()) return;
  for (const std::string& key : known->second.tables) lock_published(judge, key);
}

void judge(Judge& judge, const ReassignOwned& reassign) {
  // As OWNER TO of each; which relations are whose, a fold knows in part only.
  if (!judge.catalog.complete) judge.unknown();
  for (const auto& [key, relation] : judge.catalog.relations) {
    if (!relation.owner.empty() && contains(reassign.owners, relation.owner)) {
      judge.lock(key, LockMode::AccessExclusive);
    }
  }
}

void judge(Judge& judge, const Subscription& subscription) {
  // Slots are made on the publisher, which no rollback undoes; connect = false makes none.
  const bool offline = std::any_of(subscription.options.begin(), subscription.options.end(), [](const auto& option) {
    return (option.first == "connect" || option.first == "create_slot") &&
           (option.second == "false" || option.second == "off");
  });
  if (subscription.action == "CREATE" && !offline) judge.not_transactional();
  const bool refreshes = subscription.action.find("PUBLICATION") != std::string::npos &&
                         std::none_of(subscription.options.begin(), subscription.options.end(), [](const auto& option) {
                           return option.first == "refresh" && option.second == "false";
                         });
  const bool asks = subscription.action.starts_with("REFRESH") || refreshes;
  if (asks) judge.not_transactional();
  // Then each table that the publisher names is locked for a moment, ACCESS SHARE.
  if (asks || (subscription.action == "CREATE" && !offline)) judge.unknown();
}

void judge(Judge& judge, const AlterObject& alter) {
  switch (alter.object.kind) {
    case ObjectKind::Domain:
      return alter_domain(judge, alter);
    case ObjectKind::Policy:
    case ObjectKind::Rule:
      return judge.lock(alter.object.relation, LockMode::AccessExclusive);
    case ObjectKind::Trigger: {
      const bool renames = std::any_of(alter.subcommands.begin(), alter.subcommands.end(),
                                       [](const auto& sub) { return sub.action == Action::RenameTable; });
      const std::string table = judge.catalog.key(alter.object.relation);
      if (!renames) return judge.lock(table, LockMode::AccessShare);
      judge.lock(table, LockMode::AccessExclusive);
      if (judge.version < 15) return;
      // Its clones on partitions are renamed with it.
      const CatalogRelation* known = judge.catalog.find(table);
      if (known == nullptr || known->kind != CatalogRelationKind::PartitionedTable) return;
      return judge.lock_partitions(table, LockMode::AccessExclusive);
    }
    case ObjectKind::Extension:
      return judge.unknown();  // its update script may do anything
    case ObjectKind::Database:
      for (const AlterTableSubcommand& sub : alter.subcommands) {
        if (sub.action == Action::SetTablespace) judge.not_transactional();
      }
      return;
    default:
      // Routines, schemas, roles, operators and the like: no relation is locked.
      if (judge.statement.tag == "ALTER SYSTEM") judge.not_transactional();
      return;
  }
}

void judge(Judge& judge, const CreateType& create) {
  for (const ColumnDefinition& attribute : create.attributes) {
    if (attribute.type) judge.lock_composite(format_type(*attribute.type, Dialect::PostgreSQL));
  }
}

void judge(Judge& judge, const AlterType& alter) {
  if (judge.catalog.find(alter.name) == nullptr) return;
  // A composite type is a relation, too.
  if (!alter.rename_type_to.empty() || !alter.set_schema.empty()) {
    judge.lock(alter.name, LockMode::AccessExclusive);
  }
}

void judge(Judge& judge, const CreateObject& create) {
  if (create.object.kind == ObjectKind::Database || create.object.kind == ObjectKind::Tablespace) {
    judge.not_transactional();
  }
}

void judge(Judge& judge, const CreateSchema& create) {
  if (judge.statement.inner.empty()) return;
  // Its elements are made in the new schema, one after the other.
  Catalog inside = judge.catalog;
  inside.session.search_path = {create.called(), "public"};
  for (const Statement& element : judge.statement.inner) {
    Judge nested(element, inside, judge.version);
    judge_statement(nested);
    Effect effect = nested.take();
    std::erase_if(effect.locks, [&](const RelationLock& lock) {
      return judge.catalog.find(lock.relation) == nullptr && inside.find(lock.relation) != nullptr;
    });
    judge.unite(effect);
    apply_to(inside, element);
  }
}

void judge(Judge& judge, const SecurityLabel& label) {
  // Providers are loaded with the server; without one the statement fails.
  const QualifiedName& relation = label.object.relation.name.empty() ? label.object.name : label.object.relation;
  const bool of_relation = !judge.statement.relations.empty();
  if (of_relation) judge.lock(relation, LockMode::ShareUpdateExclusive);
}

void judge(Judge&, const DefaultPrivileges&) {}

void judge(Judge& judge, const SessionCommand&) {
  if (judge.statement.tag == "DISCARD ALL") judge.not_transactional();
  if (judge.statement.tag == "LOAD") judge.unknown();
}

}  // namespace lockstep
