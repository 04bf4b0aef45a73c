#include "engine/catalog/description.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace lockstep {
namespace {

/// " LABEL value", nothing for an empty value.
std::string said(std::string_view label, const std::string& value) {
  return value.empty() ? std::string() : fmt::format(" {} {}", label, value);
}
std::string said(std::string_view label, const std::vector<std::string>& values) {
  return values.empty() ? std::string() : fmt::format(" {} ({})", label, join(values, ", "));
}
std::string said(std::string_view label, bool value) {
  return value ? fmt::format(" {}", label) : std::string();
}
std::string said(std::string_view label, char value) {
  return value == 0 ? std::string() : fmt::format(" {} {}", label, value);
}

std::string_view kind_words(CatalogRelationKind kind) {
  switch (kind) {
    case CatalogRelationKind::Table:
      return "table";
    case CatalogRelationKind::PartitionedTable:
      return "partitioned table";
    case CatalogRelationKind::ForeignTable:
      return "foreign table";
    case CatalogRelationKind::View:
      return "view";
    case CatalogRelationKind::MaterializedView:
      return "materialized view";
    case CatalogRelationKind::Sequence:
      return "sequence";
    case CatalogRelationKind::CompositeType:
      return "composite type";
    case CatalogRelationKind::VirtualTable:
      return "virtual table";
  }
  return {};
}

std::string_view constraint_words(ConstraintKind kind) {
  switch (kind) {
    case ConstraintKind::PrimaryKey:
      return "PRIMARY KEY";
    case ConstraintKind::Unique:
      return "UNIQUE";
    case ConstraintKind::ForeignKey:
      return "FOREIGN KEY";
    case ConstraintKind::Exclude:
      return "EXCLUDE";
    case ConstraintKind::NotNull:
      return "NOT NULL";
    default:
      return "CHECK";
  }
}

std::string_view type_words(CreateType::Form form) {
  switch (form) {
    case CreateType::Form::Enum:
      return "enum";
    case CreateType::Form::Composite:
      return "composite";
    case CreateType::Form::Range:
      return "range";
    case CreateType::Form::Base:
      return "base";
    case CreateType::Form::Shell:
      return "shell";
    case CreateType::Form::Domain:
      return "domain";
  }
  return {};
}

/// One line for each thing.
class Describer {
 public:
  explicit Describer(const SqlForm& form) : form_(form) {}

  [[nodiscard]] std::vector<std::string> lines(const CatalogRelation& relation) const {
    std::vector<std::string> out;
    add(relation.columns, out);
    add(relation.constraints, out);
    add(relation.indexes, out);
    add(relation.triggers, out);
    add(relation.rules, out);
    add(relation.grants, out);
    add(relation.policies, out);
    std::sort(out.begin(), out.end());
    out.insert(out.begin(), line(relation));
    return out;
  }

  [[nodiscard]] std::string line(const CatalogType& type) const {
    return std::string(type_words(type.form)) + said("LABELS", type.labels) + said("BASE", type.base) +
           said("CONSTRAINED", type.constrained) + said("NOT NULL", type.not_null) + said("NAMED", type.not_null_name) +
           told("DEFAULT", SqlPart::Expression, type.default_expression) + said("CHECKS", type.checks) +
           said("NOT VALID", type.unvalidated);
  }

  [[nodiscard]] std::string line(const CatalogFunction& function) const {
    return "function" + said("DEFAULTS", std::to_string(function.defaults)) + said("VARIADIC", function.variadic) +
           said("LANGUAGE", function.language) + said("IS", function.volatility) +
           said("GIVEN", function.arguments.empty() ? "" : "arguments") +
           told("BODY", SqlPart::Body, function.definition);
  }

  [[nodiscard]] std::string line(const CatalogStatistics& statistics) const {
    return "ON " + statistics.table + said("OVER", statistics.columns) + said("OF", statistics.kinds) +
           told("ON", SqlPart::Expression, statistics.elements);
  }

  [[nodiscard]] std::string line(const CatalogPublication& publication) const {
    return "publication" + said("ALL", publication.all_tables) + said("TABLES", publication.tables) +
           said("SCHEMAS", publication.schemas) + said("INSERTS ONLY", publication.inserts_only);
  }

  [[nodiscard]] std::string line(const CatalogDefaultGrant& one) const {
    return one.grant.privilege + said("FOR", one.maker) + said("IN", one.schema) + said("SEQUENCES", one.sequences) +
           said("TO", one.grant.role) + said("GRANTABLE", one.grant.grantable);
  }

 private:
  /// Whether it is there at all counts too, whatever the form leaves of it.
  [[nodiscard]] std::string told(std::string_view label, SqlPart part, const std::string& sql) const {
    if (sql.empty()) return {};
    return fmt::format(" {} ({})", label, form_ ? form_(part, sql) : sql);
  }

  template <typename Items>
  void add(const Items& items, std::vector<std::string>& out) const {
    for (const auto& item : items) out.push_back(line(item));
  }

  [[nodiscard]] std::string line(const CatalogColumn& column) const {
    return "column " + column.name + (column.type.empty() ? "" : " " + column.type) +
           said("NOT NULL", column.not_null) + said("NAMED", column.not_null_name) +
           said("NO INHERIT", column.not_null_no_inherit) +
           told("DEFAULT", SqlPart::Expression, column.default_expression) + said("VOLATILE", column.default_volatile) +
           said("IDENTITY", column.identity) + said("GENERATED", column.generated) +
           told("AS", SqlPart::Expression, column.generated_expression) + said("COLLATE", column.collation) +
           said("STATISTICS", column.statistics < 0 ? "" : std::to_string(column.statistics)) +
           said("COMMENT", column.comment);
  }

  [[nodiscard]] std::string line(const CatalogConstraint& constraint) const {
    return fmt::format("constraint {} {}", constraint.name, constraint_words(constraint.kind)) +
           said("OVER", constraint.columns) + told("CHECK", SqlPart::Expression, constraint.expression) +
           said("REFERENCES", constraint.referenced) + said("COLUMNS", constraint.referenced_columns) +
           said("ON DELETE", constraint.on_delete) + said("ON UPDATE", constraint.on_update) +
           said("MATCH", constraint.match) + said("DEFERRABLE", constraint.deferrable) +
           said("DEFERRED", constraint.initially_deferred) + said("NOT VALID", !constraint.validated) +
           said("NOT ENFORCED", !constraint.enforced) + said("NO INHERIT", constraint.no_inherit) +
           said("NULLS NOT DISTINCT", constraint.nulls_not_distinct) + said("PERIOD", constraint.period) +
           said("INCLUDE", constraint.include) + told("DEFINED", SqlPart::Definition, constraint.definition) +
           said("COMMENT", constraint.comment);
  }

  [[nodiscard]] std::string line(const CatalogIndex& index) const {
    std::string elements;
    for (const CatalogIndexElement& element : index.elements) {
      elements += " [" + element.column + told("EXPRESSION", SqlPart::Expression, element.expression) +
                  said("COLLATE", element.collation) + said("CLASS", element.operator_class) +
                  said("DESC", element.descending) + said("NULLS FIRST", element.nulls_first) + "]";
    }
    return "index " + index.name + said("UNIQUE", index.unique) + said("INVALID", !index.valid) +
           said("ON ONLY", index.on_only) + said("USING", index.method) + elements + said("INCLUDE", index.include) +
           told("WHERE", SqlPart::Expression, index.predicate) + said("NULLS NOT DISTINCT", index.nulls_not_distinct) +
           said("WITH", index.options) + said("OF", index.constraint) +
           told("DEFINED", SqlPart::Definition, index.definition) + said("COMMENT", index.comment);
  }

  [[nodiscard]] std::string line(const CatalogTrigger& trigger) const {
    return "trigger " + trigger.name + said("CALLS", trigger.function) + said("ENABLED", trigger.enabled) +
           told("DEFINED", SqlPart::Definition, trigger.definition);
  }

  [[nodiscard]] std::string line(const CatalogRule& rule) const {
    return "rule " + rule.name + said("ON", rule.event) + said("INSTEAD", rule.instead) +
           said("ENABLED", rule.enabled) + told("DEFINED", SqlPart::Rule, rule.definition);
  }

  [[nodiscard]] std::string line(const CatalogPolicy& policy) const {
    return "policy " + policy.name + " FOR " + policy.command;
  }

  [[nodiscard]] std::string line(const CatalogGrant& grant) const {
    return "grant " + grant.privilege + said("OF", grant.column) + " TO " + grant.role +
           said("WITH GRANT OPTION", grant.grantable);
  }

  [[nodiscard]] std::string line(const CatalogRelation& relation) const {
    return std::string(kind_words(relation.kind)) + said("OF", relation.of_type) +
           said("PARTITION BY", relation.partition_strategy) + said("KEY", relation.partition_columns) +
           said("PARTITION OF", relation.parent) + told("BOUND", SqlPart::Bound, relation.bound) +
           said("INHERITS", relation.inherits) + told("QUERY", SqlPart::Query, relation.view_query) +
           said("READS", relation.reads) + said("WITH", relation.options) + said("OWNED BY", relation.owned_by) + said("RLS", relation.row_security) +
           said("UNLOGGED", relation.unlogged) + said("CLUSTERED ON", relation.clustered_on) +
           said("IDENTITY", relation.replica_identity) + said("NOT POPULATED", !relation.populated) +
           said("WITHOUT ROWID", relation.without_rowid) + said("STRICT", relation.strict) +
           said("AUTOINCREMENT", relation.autoincrement) + told("DEFINED", SqlPart::Definition, relation.definition) +
           said("OWNER", relation.owner) + said("COMMENT", relation.comment);
  }

  const SqlForm& form_;
};

}  // namespace

const std::vector<std::string>& lines_of(const CatalogDescription& description, const std::string& object) {
  static const std::vector<std::string> none;
  const auto found = description.find(object);
  return found == description.end() ? none : found->second;
}

std::vector<std::string> describe(const CatalogRelation& relation, const SqlForm& form) {
  return Describer(form).lines(relation);
}

CatalogDescription describe(const Catalog& catalog, const SqlForm& form) {
  const Describer describer(form);
  CatalogDescription out = describe_others(catalog, form);
  for (const auto& [key, relation] : catalog.relations) out[key] = describer.lines(relation);
  return out;
}

CatalogDescription describe_others(const Catalog& catalog, const SqlForm& form) {
  const Describer describer(form);
  CatalogDescription out;
  for (const auto& [key, type] : catalog.types) out["type " + key] = {describer.line(type)};
  for (const auto& [key, function] : catalog.functions) {
    out[fmt::format("function {}({})", key, join(function.types, ", "))] = {describer.line(function)};
  }
  for (const auto& [key, statistics] : catalog.statistics) out["statistics " + key] = {describer.line(statistics)};
  for (const auto& [key, publication] : catalog.publications) out["publication " + key] = {describer.line(publication)};
  for (const CatalogDefaultGrant& one : catalog.default_grants) out["default privilege " + describer.line(one)] = {"privilege"};
  for (const std::string& schema : catalog.schemas) out["schema " + schema] = {"schema"};
  for (const std::string& extension : catalog.extensions) out["extension " + extension] = {"extension"};
  return out;
}

std::vector<std::string> changed_objects(const CatalogDescription& before, const CatalogDescription& now) {
  std::vector<std::string> out;
  for (const auto& [object, lines] : before) {
    if (lines != lines_of(now, object)) out.push_back(object);
  }
  for (const auto& [object, lines] : now) {
    if (before.find(object) == before.end() && !lines.empty()) out.push_back(object);
  }
  return out;
}

std::vector<std::string> differences(const CatalogDescription& before, const CatalogDescription& now) {
  std::vector<std::string> out;
  for (const std::string& object : changed_objects(before, now)) {
    const std::vector<std::string>& old_lines = lines_of(before, object);
    const std::vector<std::string>& new_lines = lines_of(now, object);
    if (new_lines.empty() || old_lines.empty()) {
      out.push_back(fmt::format("{} is {}", object, new_lines.empty() ? "gone" : "new"));
      continue;
    }
    for (const std::string& line : old_lines) {
      if (!contains(new_lines, line)) out.push_back(fmt::format("{}: {} is gone", object, line));
    }
    for (const std::string& line : new_lines) {
      if (!contains(old_lines, line)) out.push_back(fmt::format("{}: {} is new", object, line));
    }
  }
  return out;
}

}  // namespace lockstep
