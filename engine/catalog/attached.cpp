// What is attached to tables without being part of them: policies, rules, extended statistics, publications.
#include <algorithm>
#include <set>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/names.h"
#include "engine/catalog/table.h"
#include "engine/catalog/type_change.h"
#include "engine/catalog/words.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

tl::unexpected<Error> taken(const std::string& what) {
  return refuse("42710", what + " already exists");
}
tl::unexpected<Error> absent(const std::string& what) {
  return refuse("42704", what + " does not exist");
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

namespace {

std::string definition_of(const Policy& policy) {
  std::string text = policy.restrictive ? " AS RESTRICTIVE" : "";
  if (policy.command != "ALL") text += " FOR " + policy.command;
  if (!policy.roles.empty()) text += " TO " + join(policy.roles, ", ");
  if (policy.using_expression) text += " USING (" + policy.using_expression->text + ")";
  if (policy.with_check) text += " WITH CHECK (" + policy.with_check->text + ")";
  return text;
}

}  // namespace

Status fold(Draft& draft, const Policy& policy, const Statement&) {
  CatalogRelation* table = edit_or_assume(draft, policy.table, CatalogRelationKind::Table);
  if (table == nullptr) return no_such_relation(policy.table.name);
  if (!table->is_table()) return refuse("42809", "\"" + table->name + "\" is not a table");
  for (const auto* condition : {&policy.using_expression, &policy.with_check}) {
    if (!*condition || (*condition)->has_subquery) continue;
    LOCKSTEP_CHECK(known_columns(*table, (*condition)->columns));
    const CatalogColumn* alone = table->column(strip_parentheses((*condition)->text, Dialect::PostgreSQL));
    const std::string type = alone == nullptr ? std::string() : type_family(draft.base(), alone->type);
    if (type.empty() || type == "boolean") continue;
    return refuse("42804", "argument of POLICY must be type boolean, not type " + alone->type);
  }
  const CatalogPolicy* known = table->policy(policy.name);
  const bool there = known != nullptr;
  // CreatePolicy() and AlterPolicy() in src/backend/commands/policy.c.
  const std::string command = policy.alter && there ? known->command : policy.command;
  if (policy.with_check && (command == "SELECT" || command == "DELETE")) {
    return refuse("42601", "WITH CHECK cannot be applied to SELECT or DELETE");
  }
  if (policy.using_expression && command == "INSERT") {
    return refuse("42601", "only WITH CHECK expression allowed for INSERT");
  }
  if (!policy.alter && there) return taken(policy_words(policy.name, *table));
  if (policy.alter && !there && !table->partial && !policy.if_exists) return absent(policy_words(policy.name, *table));
  if (!policy.alter) {
    table->policies.push_back({policy.name, policy.command, definition_of(policy)});
  } else if (there) {
    const auto same = [&](const CatalogPolicy& other) { return other.name == policy.name; };
    std::find_if(table->policies.begin(), table->policies.end(), same)->definition.clear();
  }
  return {};
}

Status fold(Draft& draft, const CreateRule& create, const Statement& statement) {
  CatalogRelation* table = edit_or_assume(draft, create.table, CatalogRelationKind::Table);
  if (table == nullptr) return no_such_relation(create.table.name);
  if (table->kind == CatalogRelationKind::MaterializedView) {
    return refuse("0A000", "rules on materialized views are not supported");
  }
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
      gone = std::erase_if(table->policies, [&](const CatalogPolicy& policy) { return policy.name == name.name; });
    } else {
      gone = std::erase_if(table->rules, [&](const CatalogRule& rule) { return rule.name == name.name; });
    }
    if (gone != 0 || drop.if_exists || table->partial) continue;
    if (policies) return absent(policy_words(name.name, *table));
    return absent("rule \"" + name.name + "\" for relation \"" + table->name + "\"");
  }
  return {};
}

namespace {

std::string choose_statistics_name(const Draft& draft, const CatalogRelation& table,
                                   const std::vector<std::string>& elements) {
  const std::string addition = name_addition(elements);
  std::string name = object_name(table.name, addition, "stat");
  for (int number = 1; draft.base().statistics.count(relation_key(table.schema, name)) != 0; ++number) {
    name = object_name(table.name, addition, "stat" + std::to_string(number));
  }
  return name;
}

}  // namespace

void copy_statistics(Draft& draft, const CatalogRelation& source, const CatalogRelation& table) {
  for (const auto& [key, statistics] : draft.base().statistics) {
    if (statistics.table != relation_key(source)) continue;
    CatalogStatistics copy = statistics;
    copy.schema = table.schema;
    copy.table = relation_key(table);
    std::vector<std::string> in_order;
    for (const CatalogColumn& column : source.columns) {
      if (contains(copy.columns, column.name)) in_order.push_back(column.name);
    }
    copy.name = choose_statistics_name(draft, table, in_order);
    draft.later([copy](Catalog& catalog) { catalog.statistics[relation_key(copy.schema, copy.name)] = copy; });
  }
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
    const auto times = std::count_if(create.elements.begin(), create.elements.end(), [&](const IndexElement& other) {
      return !element.column.empty() && other.column == element.column;
    });
    if (times > 1) return refuse("42701", "duplicate column name in statistics definition");
    if (!element.column.empty() && !table->partial && table->column(element.column) == nullptr) {
      return refuse("42703", "column \"" + element.column + "\" does not exist");
    }
  }
  const bool expression = create.elements.size() == 1 && create.elements.front().column.empty();
  if (create.elements.size() < 2 && !expression) {
    return refuse("42P17", "extended statistics require at least 2 columns");
  }
  CatalogStatistics made;
  made.schema = create.name.name.empty() ? table->schema : draft.schema_of(create.name);
  made.table = draft.key(create.table);
  std::set<std::string> columns;
  for (const IndexElement& element : create.elements) {
    if (!element.column.empty()) columns.insert(element.column);
    if (!element.expression) continue;
    for (const ColumnReference& column : element.expression->columns) columns.insert(column.name);
  }
  made.columns.assign(columns.begin(), columns.end());
  std::vector<std::string> written;
  for (const IndexElement& element : create.elements) {
    written.push_back(element.expression ? "(" + element.expression->text + ")"
                                         : quote_identifier(element.column, Dialect::PostgreSQL));
  }
  made.elements = join(written, ", ");
  for (const char* kind : {"ndistinct", "dependencies", "mcv"}) {
    if (contains(create.kinds, kind)) made.kinds.emplace_back(kind);
  }
  if (made.kinds.size() == 3) made.kinds.clear();
  made.name = create.name.name.substr(0, longest_name);
  if (made.name.empty()) {
    std::vector<std::string> named;
    for (const IndexElement& element : create.elements) {
      named.push_back(element.column.empty() ? "expr" : element.column);
    }
    made.name = choose_statistics_name(draft, *table, named);
  }
  draft.later([made](Catalog& catalog) { catalog.statistics[relation_key(made.schema, made.name)] = made; });
  return {};
}

Status drop_statistics(Draft& draft, const DropStatement& drop) {
  for (const QualifiedName& name : drop.names) {
    const std::string key = draft.key(name);
    if (draft.base().statistics.count(key) == 0 && draft.base().knows_all(name) && !drop.if_exists) {
      return absent("statistics object \"" + name.name + "\"");
    }
    draft.later([key](Catalog& catalog) { catalog.statistics.erase(key); });
  }
  return {};
}

void forget_attached(Draft& draft, const std::string& key, const std::string& column) {
  if (draft.base().statistics.empty() && draft.base().publications.empty()) return;
  draft.later([key, column](Catalog& catalog) {
    std::erase_if(catalog.statistics, [&](const auto& entry) {
      return entry.second.table == key && (column.empty() || contains(entry.second.columns, column));
    });
    for (auto& [name, publication] : catalog.publications) {
      if (column.empty()) std::erase(publication.tables, key);
    }
  });
}

void move_attached(Draft& draft, const std::string& from, const std::string& to) {
  if (draft.base().statistics.empty() && draft.base().publications.empty()) return;
  draft.later([from, to](Catalog& catalog) {
    for (auto& [key, statistics] : catalog.statistics) {
      if (statistics.table == from) statistics.table = to;
    }
    for (auto& [name, publication] : catalog.publications) {
      std::replace(publication.tables.begin(), publication.tables.end(), from, to);
      std::sort(publication.tables.begin(), publication.tables.end());
    }
  });
}

void rename_attached(Draft& draft, const std::string& key, const std::string& from, const std::string& to) {
  if (draft.base().statistics.empty()) return;
  draft.later([key, from, to](Catalog& catalog) {
    for (auto& [name, statistics] : catalog.statistics) {
      if (statistics.table != key) continue;
      std::replace(statistics.columns.begin(), statistics.columns.end(), from, to);
      std::sort(statistics.columns.begin(), statistics.columns.end());
      statistics.elements = rename_column(statistics.elements, from, to, {}, Dialect::PostgreSQL);
    }
  });
}

Status alter_attached(Draft& draft, const AlterObject& alter) {
  const bool publication = alter.object.kind == ObjectKind::Publication;
  const std::string key = publication ? alter.object.name.name : draft.key(alter.object.name);
  const bool there = publication ? draft.base().publications.count(key) != 0 : draft.base().statistics.count(key) != 0;
  if (!there) {
    if (alter.if_exists || !draft.base().complete) return {};
    return absent((publication ? "publication \"" : "statistics object \"") + alter.object.name.name + "\"");
  }
  for (const AlterTableSubcommand& sub : alter.subcommands) {
    const bool renames = sub.action == AlterTableAction::RenameTable;
    if (!renames && sub.action != AlterTableAction::SetSchema) continue;
    draft.later([publication, renames, key, to = sub.new_name](Catalog& catalog) {
      if (publication) {
        CatalogPublication moved = catalog.publications[key];
        catalog.publications.erase(key);
        moved.name = to;
        catalog.publications[to] = std::move(moved);
        return;
      }
      CatalogStatistics moved = catalog.statistics[key];
      catalog.statistics.erase(key);
      (renames ? moved.name : moved.schema) = to;
      catalog.statistics[relation_key(moved.schema, moved.name)] = std::move(moved);
    });
  }
  return {};
}

Status drop_publications(Draft& draft, const DropStatement& drop) {
  for (const QualifiedName& name : drop.names) {
    if (draft.base().publications.count(name.name) == 0 && draft.base().complete && !drop.if_exists) {
      return absent("publication \"" + name.name + "\"");
    }
    draft.later([publication = name.name](Catalog& catalog) { catalog.publications.erase(publication); });
  }
  return {};
}

bool publishes_changes(const CatalogPublication& publication, const CatalogRelation& table) {
  if (publication.inserts_only || table.unlogged || table.temporary) return false;
  return publication.all_tables || contains(publication.tables, relation_key(table)) ||
         contains(publication.schemas, table.schema);
}

bool identifies_rows(const CatalogRelation& table) {
  return table.replica_identity.empty() ? !table.primary_key().empty() : table.replica_identity != "NOTHING";
}

std::optional<bool> publishes_inserts_only(const Publication& publication) {
  for (const auto& [name, value] : publication.options) {
    if (name == "publish")
      return value.find("update") == std::string::npos && value.find("delete") == std::string::npos;
  }
  return std::nullopt;
}

Status fold(Draft& draft, const Publication& publication, const Statement&) {
  const auto known = draft.base().publications.find(publication.name);
  const bool there = known != draft.base().publications.end();
  CatalogPublication made = there ? known->second : CatalogPublication{};
  made.name = publication.name;
  if (publication.action != "CREATE" && !there && draft.base().complete) {
    return absent("publication \"" + publication.name + "\"");
  }
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
  std::vector<std::string> schemas = publication.schemas;
  std::replace(schemas.begin(), schemas.end(), std::string("current_schema"),
               std::string(draft.base().default_schema()));
  if (publication.action == "DROP") {
    std::erase_if(made.tables, [&](const std::string& key) { return contains(keys, key); });
    std::erase_if(made.schemas, [&](const std::string& schema) { return contains(schemas, schema); });
  } else if (publication.action == "SET" && publication.options.empty()) {
    made.tables = std::move(keys);
    made.schemas = std::move(schemas);
  } else {
    made.tables.insert(made.tables.end(), keys.begin(), keys.end());
    made.schemas.insert(made.schemas.end(), schemas.begin(), schemas.end());
  }
  std::sort(made.tables.begin(), made.tables.end());
  std::sort(made.schemas.begin(), made.schemas.end());
  made.all_tables = made.all_tables || publication.all_tables;
  made.inserts_only = publishes_inserts_only(publication).value_or(made.inserts_only);
  if (there || publication.action == "CREATE") {
    draft.later([made](Catalog& catalog) { catalog.publications[made.name] = made; });
  }
  return {};
}

}  // namespace lockstep
