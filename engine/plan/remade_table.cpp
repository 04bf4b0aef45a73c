#include "engine/plan/remade_table.h"

#include <algorithm>
#include <map>
#include <set>

#include "base/text.h"

namespace lockstep {

std::vector<std::string> remade_tables(const Migration& migration, const Catalog& catalog) {
  std::vector<std::string> remade;
  if (catalog.dialect != Dialect::SQLite) return remade;
  std::set<std::string> created, dropped;
  std::map<std::string, std::set<std::string>> copied;  ///< into a table, from tables
  std::map<std::string, std::string> renamed;           ///< old name to new name
  for (const MigrationStatement& item : migration.statements) {
    const Statement& statement = item.statement;
    if (const auto* create = statement.as<CreateTable>()) created.insert(catalog.key(create->name));
    if (const auto* insert = statement.as<Insert>()) {
      for (const QualifiedName& name : insert->reads) copied[catalog.key(insert->table)].insert(catalog.key(name));
    }
    if (const auto* drop = statement.as<DropStatement>(); drop != nullptr && drop->kind == ObjectKind::Table) {
      for (const QualifiedName& name : drop->names) dropped.insert(catalog.key(name));
    }
    const auto* alter = statement.as<AlterTable>();
    if (alter != nullptr && alter->subcommands.size() == 1 &&
        alter->subcommands[0].action == AlterTableAction::RenameTable) {
      renamed[catalog.key(alter->name)] = catalog.key({alter->name.schema, alter->subcommands[0].new_name, {}});
    }
  }
  for (const auto& [from, to] : renamed) {
    // The new one takes the name of the old one, or the old one gives it up before.
    if (created.count(from) == 0 || copied[from].count(to) == 0 || dropped.count(to) == 0) continue;
    for (const std::string& key : {from, to}) {
      if (const CatalogRelation* table = catalog.find(std::string_view(key))) remade.push_back(table->name);
    }
  }
  return remade;
}

bool switches_foreign_keys(const Statement& statement) {
  const auto* pragma = statement.as<Pragma>();
  return pragma != nullptr && equals_ignoring_case(pragma->name, "foreign_keys") && !pragma->value.empty();
}

}  // namespace lockstep
