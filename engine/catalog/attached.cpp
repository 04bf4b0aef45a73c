// What is attached to tables without being part of them: policies, rules, extended statistics, publications.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/table.h"

namespace lockstep {
namespace {

tl::unexpected<Error> taken(const std::string& what) {
  return refuse("42710", what + " already exists");
}
tl::unexpected<Error> absent(const std::string& what) {
  return refuse("42704", what + " does not exist");
}

/// Rules and policies are followed by the fold and not read from a server: what is missing may be there.
bool lists_all(const Draft& draft, const CatalogRelation& table) {
  return !table.partial && !draft.base().complete;
}

bool is_view(const CatalogRelation& relation) {
  return relation.kind == CatalogRelationKind::View || relation.kind == CatalogRelationKind::MaterializedView;
}

Status known_columns(const CatalogRelation& table, const std::vector<ColumnReference>& columns) {
  if (table.partial || is_view(table)) return {};
  for (const ColumnReference& column : columns) {
    const bool own = column.qualifier.empty() || column.qualifier == table.name;
    if (own && table.column(column.name) == nullptr) {
      return refuse("42703", "column \"" + column.name + "\" does not exist");
    }
  }
  return {};
}

std::string policy_words(const std::string& name, const CatalogRelation& table) {
  return "policy \"" + name + "\" for table \"" + table.name + "\"";
}

}  // namespace

Status fold(Draft& draft, const Policy& policy, const Statement&) {
  CatalogRelation* table = edit_or_assume(draft, policy.table, CatalogRelationKind::Table);
  if (table == nullptr) return no_such_relation(policy.table.name);
  if (!table->is_table()) return refuse("42809", "\"" + table->name + "\" is not a table");
  for (const auto* condition : {&policy.using_expression, &policy.with_check}) {
    if (*condition && !(*condition)->has_subquery) LOCKSTEP_CHECK(known_columns(*table, (*condition)->columns));
  }
  const bool there = contains(table->policies, policy.name);
  if (!policy.alter && there) return taken(policy_words(policy.name, *table));
  if (policy.alter && !there && lists_all(draft, *table) && !policy.if_exists)
    return absent(policy_words(policy.name, *table));
  if (!policy.alter) table->policies.push_back(policy.name);
  return {};
}

Status fold(Draft& draft, const CreateRule& create, const Statement& statement) {
  CatalogRelation* table = edit_or_assume(draft, create.table, CatalogRelationKind::Table);
  if (table == nullptr) return no_such_relation(create.table.name);
  if (create.event == "SELECT" && table->is_table()) {
    if (draft.server_version() < 16) return refuse("42P17", "rules on SELECT must be named \"_RETURN\"");
    return refuse("42809", "relation \"" + table->name + "\" cannot have ON SELECT rules");
  }
  if (create.event == "SELECT") return {};
  CatalogRule rule{create.name, create.event, create.instead, statement.text};
  const auto found = std::find_if(table->rules.begin(), table->rules.end(),
                                  [&](const CatalogRule& other) { return other.name == create.name; });
  if (found == table->rules.end()) {
    table->rules.push_back(std::move(rule));
  } else if (create.or_replace) {
    *found = std::move(rule);
  } else {
    return taken("rule \"" + create.name + "\" for relation \"" + table->name + "\"");
  }
  return {};
}

Status drop_from_table(Draft& draft, const DropStatement& drop) {
  const bool policies = drop.kind == ObjectKind::Policy;
  CatalogRelation* table = draft.edit(draft.key(drop.table));
  if (table == nullptr) return {};
  for (const QualifiedName& name : drop.names) {
    size_t gone = 0;
    if (policies) {
      gone = std::erase(table->policies, name.name);
    } else {
      gone = std::erase_if(table->rules, [&](const CatalogRule& rule) { return rule.name == name.name; });
    }
    if (gone != 0 || drop.if_exists || !lists_all(draft, *table)) continue;
    if (policies) return absent(policy_words(name.name, *table));
    return absent("rule \"" + name.name + "\" for relation \"" + table->name + "\"");
  }
  return {};
}

Status fold(Draft& draft, const CreateStatistics& create, const Statement&) {
  const CatalogRelation* table = edit_or_assume(draft, create.table, CatalogRelationKind::Table);
  if (table == nullptr) return no_such_relation(create.table.name);
  const std::string key = draft.key(create.name);
  if (draft.base().statistics.find(key) != draft.base().statistics.end()) {
    if (create.if_not_exists) return {};
    return taken("statistics object \"" + create.name.name + "\"");
  }
  if (table->kind == CatalogRelationKind::View || table->kind == CatalogRelationKind::Sequence) {
    return refuse("42809", "cannot define statistics for relation \"" + table->name + "\"");
  }
  for (const IndexElement& element : create.elements) {
    if (!element.column.empty() && !table->partial && table->column(element.column) == nullptr) {
      return refuse("42703", "column \"" + element.column + "\" does not exist");
    }
  }
  const bool expression = create.elements.size() == 1 && create.elements.front().column.empty();
  if (create.elements.size() < 2 && !expression) {
    return refuse("42P17", "extended statistics require at least 2 columns");
  }
  CatalogStatistics made;
  made.schema = draft.schema_of(create.name);
  made.name = create.name.name;
  made.table = draft.key(create.table);
  if (!made.name.empty()) draft.later([key, made](Catalog& catalog) { catalog.statistics[key] = made; });
  return {};
}

Status drop_statistics(Draft& draft, const DropStatement& drop) {
  for (const QualifiedName& name : drop.names) {
    draft.later([key = draft.key(name)](Catalog& catalog) { catalog.statistics.erase(key); });
  }
  return {};
}

Status drop_publications(Draft& draft, const DropStatement& drop) {
  for (const QualifiedName& name : drop.names) {
    draft.later([publication = name.name](Catalog& catalog) { catalog.publications.erase(publication); });
  }
  return {};
}

bool publishes_changes(const CatalogPublication& publication, const CatalogRelation& table) {
  if (publication.inserts_only || table.unlogged || table.temporary) return false;
  return publication.all_tables || contains(publication.tables, relation_key(table)) ||
         contains(publication.schemas, table.schema);
}

Status fold(Draft& draft, const Publication& publication, const Statement&) {
  const auto known = draft.base().publications.find(publication.name);
  const bool there = known != draft.base().publications.end();
  CatalogPublication made = there ? known->second : CatalogPublication{};
  made.name = publication.name;
  if (publication.action == "CREATE" && there) return taken("publication \"" + publication.name + "\"");
  std::vector<std::string> keys;
  for (const PublishedTable& table : publication.tables) {
    const std::string key = draft.key(table.name);
    const CatalogRelation* relation = draft.find(key);
    if (publication.action != "DROP" && relation != nullptr && !relation->partial && !relation->is_table()) {
      return refuse("22023", "cannot add relation \"" + relation->name + "\" to publication");
    }
    if (publication.action != "DROP" && relation != nullptr && (relation->unlogged || relation->temporary)) {
      return refuse("22023", "cannot add relation \"" + relation->name + "\" to publication: only logged tables are");
    }
    const bool listed = contains(made.tables, key);
    if (there && publication.action == "ADD" && listed) {
      return refuse("42710", "relation \"" + table.name.name + "\" is already member of publication");
    }
    if (there && publication.action == "DROP" && !listed) {
      return refuse("42704", "relation \"" + table.name.name + "\" is not part of the publication");
    }
    keys.push_back(key);
  }
  if (publication.action == "DROP") {
    std::erase_if(made.tables, [&](const std::string& key) { return contains(keys, key); });
  } else if (publication.action != "ADD" && publication.options.empty()) {
    made.tables = keys;
    made.schemas = publication.schemas;
  } else {
    made.tables.insert(made.tables.end(), keys.begin(), keys.end());
    made.schemas.insert(made.schemas.end(), publication.schemas.begin(), publication.schemas.end());
  }
  made.all_tables = made.all_tables || publication.all_tables;
  for (const auto& [name, value] : publication.options) {
    if (name != "publish") continue;
    made.inserts_only = value.find("update") == std::string::npos && value.find("delete") == std::string::npos;
  }
  if (there || publication.action == "CREATE") {
    draft.later([made](Catalog& catalog) { catalog.publications[made.name] = made; });
  }
  return {};
}

}  // namespace lockstep
