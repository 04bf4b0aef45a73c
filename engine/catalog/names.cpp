#include "engine/catalog/names.h"

#include <algorithm>

namespace lockstep {
namespace {

/// The longest prefix of at most `bytes` bytes that ends with a whole UTF-8 character.
std::string_view clip(std::string_view text, size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0) == 0x80) --bytes;
  return text.substr(0, bytes);
}

}  // namespace

QualifiedName dotted_name(std::string_view written) {
  const size_t dot = written.rfind('.');
  if (dot == std::string_view::npos) return {{}, std::string(written), {}};
  return {std::string(written.substr(0, dot)), std::string(written.substr(dot + 1)), {}};
}

std::string object_name(std::string_view first, std::string_view second, std::string_view label) {
  size_t overhead = 0;
  if (!second.empty()) ++overhead;
  if (!label.empty()) overhead += label.size() + 1;
  const size_t available = overhead >= longest_name ? 0 : longest_name - overhead;
  size_t first_size = first.size();
  size_t second_size = second.size();
  while (first_size + second_size > available) {
    if (first_size > second_size) {
      --first_size;
    } else {
      --second_size;
    }
  }
  std::string name(clip(first, first_size));
  if (!second.empty()) {
    name += '_';
    name += clip(second, second_size);
  }
  if (!label.empty()) {
    name += '_';
    name += label;
  }
  return name;
}

bool relation_name_taken(const Draft& draft, std::string_view schema, std::string_view name) {
  if (draft.find(std::string(schema) + "." + std::string(name)) != nullptr) return true;
  return !draft.table_of_index(schema, name).empty();
}

bool constraint_name_taken(const Draft& draft, std::string_view schema, std::string_view name) {
  const auto has = [&](const CatalogRelation& relation) {
    return relation.schema == schema && relation.constraint(name) != nullptr;
  };
  return !draft.mentioning(Tie::Names, name, has).empty();
}

namespace {

template <typename Taken>
std::string first_free(std::string_view first, std::string_view second, std::string_view label, const Taken& taken) {
  std::string numbered(label);
  for (int pass = 1;; ++pass) {
    std::string name = object_name(first, second, numbered);
    if (!taken(name)) return name;
    numbered = std::string(label) + std::to_string(pass);
  }
}

}  // namespace

std::string choose_relation_name(const Draft& draft, std::string_view schema, std::string_view first,
                                 std::string_view second, std::string_view label, bool constraint) {
  return first_free(first, second, label, [&](const std::string& name) {
    return relation_name_taken(draft, schema, name) || (constraint && constraint_name_taken(draft, schema, name));
  });
}

std::string choose_constraint_name(const Draft& draft, std::string_view schema, std::string_view first,
                                   std::string_view second, std::string_view label) {
  return first_free(first, second, label,
                    [&](const std::string& name) { return constraint_name_taken(draft, schema, name); });
}

std::string name_addition(const std::vector<std::string>& columns) {
  std::string addition;
  for (const std::string& column : columns) {
    if (!addition.empty()) addition += '_';
    addition += column;
    if (addition.size() > longest_name) break;
  }
  return addition;
}

std::string not_null_name(const CatalogRelation& table, const CatalogColumn& column) {
  return column.not_null_name.empty() ? object_name(table.name, column.name, "not_null") : column.not_null_name;
}

void set_not_null_name(const CatalogRelation& table, CatalogColumn& column, const std::string& name) {
  column.not_null_name = name == object_name(table.name, column.name, "not_null") ? std::string() : name;
}

bool names_not_null(const Draft& draft) {
  return draft.server_version() >= 18 && draft.dialect() == Dialect::PostgreSQL;
}

void demand_values(const Draft& draft, const CatalogRelation& table, CatalogColumn& column, const std::string& name,
                   bool no_inherit) {
  if (column.not_null) return;
  column.not_null = true;
  // Without a name and with nothing to note all versions keep the same.
  if (name.empty() && no_inherit == column.not_null_no_inherit) return;
  if (!names_not_null(draft)) return;
  if (!name.empty()) set_not_null_name(table, column, name);
  column.not_null_no_inherit = no_inherit;
}

void allow_null(CatalogColumn& column) {
  column.not_null = false;
  column.not_null_name.clear();
  column.not_null_no_inherit = false;
}

const CatalogColumn* column_of_not_null(const Draft& draft, const CatalogRelation& table, std::string_view name) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(), [&](const CatalogColumn& column) {
    return column.not_null && not_null_name(table, column) == name;
  });
  // The version is asked last: most names are those of no column, whatever it is.
  return found == table.columns.end() || !names_not_null(draft) ? nullptr : &*found;
}

}  // namespace lockstep
