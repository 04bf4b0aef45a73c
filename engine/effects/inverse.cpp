// What undoes a statement, judged before it runs: the SQL comes from the catalog as it was.
#include <algorithm>
#include <map>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/names.h"
#include "engine/catalog/table.h"
#include "engine/catalog/unjudged.h"
#include "engine/effects/insert_keys.h"
#include "engine/effects/invert.h"

namespace lockstep {
namespace {

using namespace inversion;

struct Invert : Inverting {
  [[nodiscard]] std::string index_named(std::string_view schema, std::string_view index) const {
    return named_key(relation_key(schema, index));
  }
  [[nodiscard]] bool changes_nothing() const {
    Draft draft(before);
    if (!fold_statement(draft, statement)) return false;
    bool changed = false;
    draft.each_change([&](const std::string&, const CatalogRelation* old, const CatalogRelation* now) {
      changed = changed || old == nullptr || now == nullptr || !(*old == *now);
    });
    return !changed;
  }

  /// What makes a rule or a policy again; nothing if that is not known.
  [[nodiscard]] std::vector<std::string> made_again(const DropStatement& drop, const CatalogRelation* table,
                                                    const std::string& name) const {
    if (table == nullptr) return {};
    const std::string on = quoted(name) + " ON " + named(drop.table);
    if (drop.kind == ObjectKind::Policy) {
      const CatalogPolicy* policy = table->policy(name);
      if (policy == nullptr || policy->definition.empty()) return {};
      return {"CREATE POLICY " + on + policy->definition};
    }
    for (const CatalogRule& rule : table->rules) {
      if (rule.name != name || rule.definition.empty()) continue;
      const std::map<char, std::string> states{{'D', "DISABLE"}, {'R', "ENABLE REPLICA"}, {'A', "ENABLE ALWAYS"}};
      const auto state = states.find(rule.enabled);
      if (state == states.end()) return {rule.definition};
      return {rule.definition, "ALTER TABLE " + named(drop.table) + " " + state->second + " RULE " + quoted(name)};
    }
    return {};
  }

  Inverse operator()(const CreateTable& create) const {
    const CatalogRelation* existing = before.find(create.name);
    if (create.if_not_exists && existing != nullptr) return lossless({}, "the table was there already");
    if (create.if_not_exists && may_exist()) return none("whether the table was there before is not known");
    const std::string name = named(create.name);
    std::vector<std::string> sql;
    const CatalogRelation* above = create.partition_of ? before.find(*create.partition_of) : nullptr;
    while (above != nullptr && before.referencing(relation_key(*above)).empty()) {
      above = before.find(std::string_view(above->parent));
    }
    if (above != nullptr) {
      // Foreign keys that reference the whole depend on each partition.
      sql.push_back("ALTER TABLE " + named(*create.partition_of) + " DETACH PARTITION " + name);
    }
    sql.push_back((create.foreign ? "DROP FOREIGN TABLE " : "DROP TABLE ") + name);
    return lossless(std::move(sql));
  }

  Inverse operator()(const CreateIndex& create) const {
    const CatalogRelation* table = before.find(create.table);
    const QualifiedName named_index{before.schema_of(create.table), create.name, {}};
    if (create.if_not_exists && before.table_of_index(named_index) != nullptr) {
      return lossless({}, "the index was there already");
    }
    if (create.if_not_exists && (table == nullptr || table->partial) && may_exist()) {
      return none("whether the index was there before is not known");
    }
    const auto now = relation_after(before, statement, create.table);
    const std::string schema = table != nullptr ? table->schema : before.schema_of(create.table);
    const std::string index =
        create.name.empty() && now && !now->indexes.empty() ? now->indexes.back().name : create.name;
    std::vector<std::string> sql{std::string(create.concurrently ? "DROP INDEX CONCURRENTLY " : "DROP INDEX ") +
                                 index_named(schema, index)};
    if (table == nullptr || table->kind != CatalogRelationKind::PartitionedTable || create.only || !now) {
      return lossless(std::move(sql));
    }
    // Indexes of partitions that fit are taken over instead of built, and go with it.
    const CatalogIndex* made = now->index(index);
    for (const CatalogRelation* partition : before.partitions(relation_key(*table))) {
      for (const CatalogIndex& own : partition->indexes) {
        const bool taken = made != nullptr && own.elements == made->elements && own.predicate == made->predicate &&
                           own.unique == made->unique && own.method == made->method && own.constraint.empty();
        if (!taken) continue;
        sql.push_back(own.definition);
        break;
      }
    }
    return lossless(std::move(sql));
  }

  Inverse operator()(const CreateView& create) const {
    const CatalogRelation* existing = before.find(create.name);
    const std::string name = named(create.name);
    const std::string drop = create.materialized ? "DROP MATERIALIZED VIEW " : "DROP VIEW ";
    if (existing == nullptr && (create.or_replace || create.if_not_exists) && may_exist()) {
      return none("whether the view was there before is not known");
    }
    if (existing == nullptr) return lossless({drop + name});
    if (create.if_not_exists) return lossless({}, "the view was there already");
    if (existing->view_query.empty()) return none("the definition that was replaced is not known");
    const auto now = relation_after(before, statement, create.name);
    const bool same_columns = now && now->columns.size() == existing->columns.size();
    if (same_columns) return lossless({view_definition(*existing, true, dialect())});
    std::vector<std::string> sql = view_statements(*existing, dialect());
    sql.insert(sql.begin(), drop + name);
    return lossless(std::move(sql));
  }

  Inverse operator()(const CreateType& create) const { return lossless({"DROP TYPE " + named(create.name)}); }
  Inverse operator()(const CreateSchema& create) const {
    if (before.schemas.count(create.called()) != 0) return lossless({}, "the schema was there already");
    if (!statement.inner.empty()) return none("what the statement makes in the schema is not analysed");
    if (create.if_not_exists && may_exist()) return none("whether the schema was there before is not known");
    if (create.name.empty() && is_current_role(create.authorization)) {
      return none("the schema is called as a role that is not known");
    }
    return lossless({"DROP SCHEMA " + quoted(create.called())});
  }
  Inverse operator()(const CreateSequence& create) const {
    if (before.find(create.name) != nullptr) return lossless({}, "the sequence was there already");
    if (create.if_not_exists && may_exist()) return none("whether the sequence was there before is not known");
    return lossless({"DROP SEQUENCE " + named(create.name)});
  }
  Inverse operator()(const CreateExtension& create) const {
    // Every database begins with PL/pgSQL.
    if (create.name == "plpgsql" || before.extensions.find(create.name) != before.extensions.end()) {
      return lossless({}, "the extension was there already");
    }
    if (create.if_not_exists && may_exist()) return none("whether the extension was there before is not known");
    return lossless({"DROP EXTENSION " + quoted(create.name)});
  }

  Inverse operator()(const CreateFunction& create) const {
    const auto [begin, end] = before.functions.equal_range(before.key(create.name));
    const auto same = std::find_if(
        begin, end, [&](const auto& entry) { return entry.second.types == input_types(before, create.parameters); });
    if (same != end && !same->second.definition.empty()) return lossless({same->second.definition});
    if (create.or_replace && may_exist()) return none("whether it was there before, and how it was, is not known");
    return lossless({std::string(create.procedure ? "DROP PROCEDURE " : "DROP FUNCTION ") + named(create.name) + "(" +
                     join(create.argument_types, ", ") + ")"});
  }

  Inverse operator()(const CreateTrigger& create) const {
    const CatalogRelation* table = before.find(create.table);
    if (table != nullptr) {
      for (const CatalogTrigger& trigger : table->triggers) {
        if (!same_name(trigger.name, create.name, dialect())) continue;
        if (!create.or_replace) return lossless({}, "the trigger was there already");
        return lossless({"DROP TRIGGER " + quoted(create.name) + " ON " + named(create.table), trigger.definition});
      }
    }
    if ((create.or_replace || create.if_not_exists) && (table == nullptr || table->partial) && may_exist()) {
      return none("whether the trigger was there before is not known");
    }
    if (dialect() == Dialect::SQLite) return lossless({"DROP TRIGGER " + quoted(create.name)});
    return lossless({"DROP TRIGGER " + quoted(create.name) + " ON " + named(create.table)});
  }

  Inverse operator()(const CommentOn& comment) const {
    std::string old;
    const CatalogRelation* relation = before.find(comment.name);
    std::string target = named(comment.name);
    if (comment.kind == ObjectKind::Column) {
      if (relation == nullptr || relation->column(comment.member) == nullptr) return none("the old comment is not known");
      old = relation->column(comment.member)->comment;
      target += "." + quoted(comment.member);
    } else if (comment.kind == ObjectKind::Constraint) {
      if (relation == nullptr || relation->constraint(comment.member) == nullptr) {
        return none("the old comment is not known");
      }
      old = relation->constraint(comment.member)->comment;
      target = quoted(comment.member) + " ON " + target;
    } else if (comment.kind == ObjectKind::Index) {
      const CatalogRelation* table = before.table_of_index(comment.name);
      if (table == nullptr) return none("the old comment is not known");
      old = table->index(comment.name.name)->comment;
    } else if (comment.kind == ObjectKind::Table || comment.kind == ObjectKind::View ||
               comment.kind == ObjectKind::MaterializedView || comment.kind == ObjectKind::Sequence ||
               comment.kind == ObjectKind::ForeignTable) {
      if (relation == nullptr) return none("the old comment is not known");
      old = relation->comment;
    } else {
      return none("the old comment is not known");
    }
    return lossless({"COMMENT ON " + comment.kind_words + " " + target + " IS " +
                     (old.empty() ? std::string("NULL") : quote_literal(old))});
  }

  Inverse operator()(const Select& select) const {
    if (select.into) return none("the name of the new table is not analysed");
    if (select.modifying_with) return none("the rows that WITH changes are not kept");
    return lossless({}, "a query leaves nothing to undo");
  }
  Inverse operator()(const SetVariable&) const { return lossless({}, "the session ends with its settings"); }
  Inverse operator()(const Pragma&) const { return lossless({}, "the connection ends with its settings"); }
  Inverse operator()(const TransactionControl&) const { return lossless({}, "it groups the statements around it"); }

  Inverse operator()(const Insert& insert) const {
    if (const std::string sql = delete_by_key(insert, statement.text, before); !sql.empty()) return lossless({sql});
    return none("the rows cannot be told from those that were there before");
  }
  Inverse operator()(const Update& update) const {
    return none(update.is_delete ? "the rows that are deleted are not kept" : "the old values are not kept");
  }
  Inverse operator()(const Maintenance& command) const {
    if (statement.tag.starts_with("TRUNCATE")) return none("the rows are not kept");
    if (statement.tag == "CLUSTER" && !command.index.empty() && !command.names.empty()) {
      const CatalogRelation* table = before.find(command.names.front());
      if (table == nullptr) return lossy({}, "the index that the table was clustered on before is not known");
      const bool view = table->kind == CatalogRelationKind::MaterializedView;
      const std::string head =
          std::string(view ? "ALTER MATERIALIZED VIEW " : "ALTER TABLE ") + named(command.names.front());
      return lossless({head + (table->clustered_on.empty() ? std::string(" SET WITHOUT CLUSTER")
                                                           : " CLUSTER ON " + quoted(table->clustered_on))});
    }
    return lossless({}, "no row and no definition changes");
  }
  Inverse operator()(const SecurityLabel&) const { return none("the label before is not known"); }
  template <Unjudged Body>
  Inverse operator()(const Body&) const {
    return none(statement.tag + " is not analysed");
  }
  /// The families of the other file.
  template <typename Body>
  Inverse operator()(const Body& body) const {
    return invert(*this, body);
  }
  Inverse operator()(const DropStatement& drop) const;
};

Inverse Invert::operator()(const DropStatement& drop) const {
  if (drop.names.empty()) return none("what is dropped is not known");
  std::vector<std::string> sql;
  switch (drop.kind) {
    case ObjectKind::Index: {
      bool unique = false;
      for (const QualifiedName& name : drop.names) {
        const CatalogRelation* table = before.table_of_index(name);
        const CatalogIndex* index = table == nullptr ? nullptr : table->index(name.name);
        if (index == nullptr && drop.if_exists && before.complete) continue;
        if (index == nullptr || index->definition.empty()) return none("the definition of " + name.name + " is not known");
        unique = unique || index->unique;
        std::string definition = index->definition;
        if (drop.concurrently) definition = replace_all(definition, " INDEX ", " INDEX CONCURRENTLY ");
        sql.push_back(std::move(definition));
        if (!index->comment.empty()) {
          sql.push_back("COMMENT ON INDEX " + index_named(table->schema, index->name) + " IS " +
                        quote_literal(index->comment));
        }
      }
      if (unique) return lossy(sql, "duplicates written meanwhile make the index fail");
      return lossless(sql);
    }
    case ObjectKind::View:
    case ObjectKind::MaterializedView: {
      if (drop.cascade && !changes_nothing()) return none("what CASCADE takes along is not kept");
      for (auto name = drop.names.rbegin(); name != drop.names.rend(); ++name) {
        const CatalogRelation* view = before.find(*name);
        if (view == nullptr && drop.if_exists && before.complete) continue;
        if (view == nullptr || view->view_query.empty()) return none("the definition of " + name->name + " is not known");
        for (std::string& one : view_statements(*view, dialect())) sql.push_back(std::move(one));
      }
      return lossless(sql);
    }
    case ObjectKind::Rule:
    case ObjectKind::Policy: {
      const CatalogRelation* table = before.find(drop.table);
      for (const QualifiedName& name : drop.names) {
        std::vector<std::string> made = made_again(drop, table, name.name);
        if (made.empty() && drop.if_exists && before.complete) continue;
        if (made.empty()) return none("the definition of " + name.name + " is not known");
        for (std::string& one : made) sql.push_back(std::move(one));
      }
      return lossless(sql);
    }
    case ObjectKind::Trigger: {
      for (const QualifiedName& name : drop.names) {
        const CatalogTrigger* found = nullptr;
        for (const auto& [key, relation] : before.relations) {
          if (!drop.table.name.empty() && key != before.key(drop.table)) continue;
          for (const CatalogTrigger& trigger : relation.triggers) {
            if (same_name(trigger.name, name.name, dialect())) found = &trigger;
          }
        }
        if (found == nullptr && drop.if_exists) continue;
        if (found == nullptr || found->definition.empty()) return none("the definition of " + name.name + " is not known");
        sql.push_back(found->definition);
      }
      return lossless(sql);
    }
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Routine: {
      if (drop.cascade) return none("what CASCADE takes along is not kept");
      for (const QualifiedName& name : drop.names) {
        const auto [begin, end] = before.functions.equal_range(before.key(name));
        if (begin == end && drop.if_exists) continue;
        if (begin == end || std::next(begin) != end || begin->second.definition.empty()) {
          return none("the definition of " + name.name + " is not known");
        }
        sql.push_back(begin->second.definition);
      }
      return lossless(sql);
    }
    case ObjectKind::Table:
    case ObjectKind::ForeignTable:
      if (drop.if_exists && before.complete && changes_nothing()) return lossless({}, "there was no such table");
      return none("the rows are not kept");
    case ObjectKind::Sequence:
      return none("where the sequence stood is not kept");
    case ObjectKind::Extension:
      if (drop.cascade) return none("what CASCADE takes along is not kept");
      for (const QualifiedName& name : drop.names) sql.push_back("CREATE EXTENSION " + quoted(name.name));
      return lossy(sql, "the version and schema of the extension may differ");
    case ObjectKind::Schema:
      if (drop.cascade) return none("what CASCADE takes along is not kept");
      for (const QualifiedName& name : drop.names) {
        if (drop.if_exists && before.schemas.find(name.name) == before.schemas.end()) {
          if (may_exist()) return none("whether the schema was there is not known");
          continue;
        }
        sql.push_back("CREATE SCHEMA " + quoted(name.name));
      }
      return lossless(sql);
    case ObjectKind::Type:
    case ObjectKind::Domain:
      if (drop.cascade) return none("what CASCADE takes along is not kept");
      for (const QualifiedName& name : drop.names) {
        const auto type = before.types.find(before.key(name));
        if (type == before.types.end() || type->second.form != CreateType::Form::Enum) {
          return none("the definition of " + name.name + " is not known");
        }
        std::vector<std::string> labels;
        for (const std::string& label : type->second.labels) labels.push_back(quote_literal(label));
        sql.push_back("CREATE TYPE " + named(name) + " AS ENUM (" + join(labels, ", ") + ")");
      }
      return lossless(sql);
    default:
      return none("the definition of what is dropped is not known");
  }
}

}  // namespace

std::string Inverting::named_key(std::string_view key) const {
  const size_t dot = key.find('.');
  if (before.session.search_path.empty() || dot == std::string_view::npos || key.starts_with("pg_temp.")) {
    return sql_name(key, dialect());
  }
  return quote_name({std::string(key.substr(0, dot)), std::string(key.substr(dot + 1)), {}}, dialect());
}

Inverse inversion::joined(const std::vector<Inverse>& parts) {
  Inverse whole = lossless({});
  for (auto part = parts.rbegin(); part != parts.rend(); ++part) {
    if (part->grade > whole.grade || whole.reason.empty()) whole.reason = part->reason;
    whole.grade = std::max(whole.grade, part->grade);
    whole.sql.insert(whole.sql.end(), part->sql.begin(), part->sql.end());
  }
  if (whole.grade == Reversible::No) whole.sql.clear();
  return whole;
}

Inverse invert_statement(const Inverting& input) {
  return visit(Invert{input}, input.statement.body);
}

Inverse inverse_of(const Statement& statement, const Catalog& before) {
  return invert_statement({statement, before});
}

}  // namespace lockstep
