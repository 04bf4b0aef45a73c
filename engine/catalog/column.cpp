// Columns as definitions make them.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/names.h"
#include "engine/catalog/query_checks.h"
#include "engine/catalog/refusals.h"
#include "engine/catalog/table.h"
#include "engine/catalog/volatility.h"
#include "engine/catalog/words.h"
#include "parser/parse.h"

namespace lockstep {
namespace {

std::string nextval(std::string_view sequence_key) {
  return "nextval(" + quote_literal(sql_name(sequence_key, Dialect::PostgreSQL)) + "::regclass)";
}

bool is_integer(std::string_view type) {
  return type == "smallint" || type == "integer" || type == "bigint";
}

}  // namespace

std::string resolved_type(const Catalog& catalog, const TypeName& type) {
  std::string shown = format_type(type, catalog.dialect);
  if (catalog.dialect != Dialect::PostgreSQL || !type.schema.empty()) return shown;
  if (catalog.session.search_path.empty() && !catalog.relations.has_temporary())
    return shown;  // in public, if anywhere
  const std::string key = catalog.key(QualifiedName{{}, type.name, {}});
  if (key.starts_with("public.") || catalog.types.find(key) == catalog.types.end()) return shown;
  return quote_identifier(key.substr(0, key.find('.')), catalog.dialect) + "." + shown;
}

bool is_serial(const TypeName& type) {
  if (!type.schema.empty() || type.array_dimensions > 0) return false;
  constexpr std::string_view names[] = {"serial", "serial2", "serial4", "serial8", "bigserial", "smallserial"};
  return std::find(std::begin(names), std::end(names), type.name) != std::end(names);
}

std::string identity_sequence(const ColumnDefinition& definition) {
  for (const Constraint& constraint : definition.constraints) {
    if (constraint.kind == ConstraintKind::Identity) return constraint.sequence;
  }
  return {};
}

void add_owned_sequence(Draft& draft, const CatalogRelation& table, std::string_view column,
                        const std::string& written) {
  CatalogRelation sequence;
  sequence.schema = table.schema;
  sequence.name = written.empty() ? choose_relation_name(draft, table.schema, table.name, column, "seq", false)
                                  : dotted_name(written).name;
  sequence.kind = CatalogRelationKind::Sequence;
  sequence.owned_by = relation_key(table) + "." + std::string(column);
  sequence.temporary = table.temporary;
  sequence.unlogged = table.unlogged;
  draft.add(std::move(sequence));
}

Result<CatalogColumn> make_column(const Draft& draft, const CatalogRelation& table,
                                  const ColumnDefinition& definition) {
  const bool postgresql = draft.dialect() == Dialect::PostgreSQL;
  CatalogColumn column;
  column.name = definition.name;
  if (postgresql) LOCKSTEP_CHECK(check_column_name(table, definition.name));
  if (definition.type) column.type = resolved_type(draft.base(), *definition.type);
  if (postgresql && definition.type && is_serial(*definition.type)) {
    column.not_null = true;
    column.default_volatile = true;
    // The name that the sequence is about to get.
    column.default_expression = nextval(relation_key(
        table.schema, choose_relation_name(draft, table.schema, table.name, definition.name, "seq", false)));
  }
  bool said_null = false;
  for (const Constraint& constraint : definition.constraints) {
    switch (constraint.kind) {
      case ConstraintKind::NotNull:
        if (!constraint.not_valid) demand_values(draft, table, column, constraint.name, constraint.no_inherit);
        break;
      case ConstraintKind::Null:
        said_null = true;
        break;
      case ConstraintKind::Default:
        if (!constraint.expression) break;
        if (!column.default_expression.empty()) {
          return refuse("42601", "multiple default values specified for column \"" + column.name + "\" of table \"" +
                                     table.name + "\"");
        }
        // The server keeps no default where NULL is written; SQLite keeps the words.
        if (postgresql && constraint.expression->is_null) break;
        if (postgresql) LOCKSTEP_CHECK(check_default(column.type, *constraint.expression));
        LOCKSTEP_CHECK(check_calls(draft, constraint.expression->functions));
        column.default_expression = constraint.expression->text;
        column.default_volatile = is_volatile(draft.base(), *constraint.expression);
        break;
      case ConstraintKind::Generated:
        column.generated = constraint.generated_virtual ? 'v' : 's';
        if (constraint.expression) {
          column.generated_expression =
              std::string(strip_parentheses(constraint.expression->text, draft.dialect()));
        }
        break;
      case ConstraintKind::Identity:
        column.identity = constraint.generated_always ? 'a' : 'd';
        column.not_null = true;
        break;
      case ConstraintKind::Collate:
        column.collation = constraint.collation;
        break;
      default:
        break;
    }
  }
  if (postgresql && column.generated == 'v') {
    const CatalogType* type = draft.base().find_type(column.type);
    if (type != nullptr && type->form == CreateType::Form::Domain) {
      return refuse("0A000", "virtual generated column \"" + column.name + "\" cannot have a domain type");
    }
  }
  if (said_null && column.not_null && postgresql) {
    return refuse("42601", "conflicting NULL/NOT NULL declarations for column \"" + column.name + "\" of table \"" +
                               table.name + "\"");
  }
  if (column.identity != 0 && !is_integer(column.type)) {
    return refuse("22023", "identity column type must be smallint, integer, or bigint");
  }
  if (postgresql && (column.identity != 0 || column.generated != 0) && !column.default_expression.empty()) {
    return refuse("42601", "both default and " + std::string(column.identity != 0 ? "identity" : "generation expression") +
                               " specified for column \"" + column.name + "\" of table \"" + table.name + "\"");
  }
  return column;
}

std::vector<Constraint> table_constraints(const ColumnDefinition& definition) {
  std::vector<Constraint> found;
  for (const Constraint& constraint : definition.constraints) {
    switch (constraint.kind) {
      case ConstraintKind::NotNull:
        if (!constraint.not_valid) break;
        [[fallthrough]];
      case ConstraintKind::Check:
      case ConstraintKind::Unique:
      case ConstraintKind::PrimaryKey:
      case ConstraintKind::ForeignKey:
      case ConstraintKind::Exclude:
        found.push_back(constraint);
        found.back().columns = {definition.name};
        break;
      default:
        break;
    }
  }
  return found;
}

bool same_name(std::string_view a, std::string_view b, Dialect dialect) {
  return dialect == Dialect::SQLite ? equals_ignoring_case(a, b) : a == b;
}

tl::unexpected<Error> no_such_column(const CatalogRelation& table, std::string_view column) {
  return refuse("42703", "column \"" + std::string(column) + "\" of relation \"" + table.name + "\" does not exist");
}

tl::unexpected<Error> no_such_relation(std::string_view name) {
  return refuse("42P01", "relation \"" + std::string(name) + "\" does not exist");
}

CatalogRelation* edit_or_assume(Draft& draft, const QualifiedName& name, CatalogRelationKind kind) {
  const std::string key = draft.key(name);
  if (CatalogRelation* relation = draft.edit(key)) return relation;
  if (draft.base().knows_all(name)) return nullptr;
  CatalogRelation assumed;
  assumed.schema = draft.schema_of(name);
  assumed.name = name.name;
  assumed.kind = kind;
  assumed.partial = true;
  return &draft.add(std::move(assumed));
}

}  // namespace lockstep
