// SQLite: one lock for the whole database (https://sqlite.org/lockingv3.html), and tables that ALTER TABLE must copy.
#include <vector>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/unjudged.h"
#include "engine/catalog/words.h"
#include "engine/effects/judge.h"

namespace lockstep {
namespace {

/// ALTER TABLE ... ADD COLUMN writes the schema only; what would need the rows is refused when there are any
/// (https://sqlite.org/lang_altertable.html).
void judge_add_column(Judge& judge, const std::string& table, const ColumnDefinition& column) {
  bool not_null = false;
  const Expression* value = nullptr;
  bool references = false;
  for (const Constraint& constraint : column.constraints) {
    switch (constraint.kind) {
      case ConstraintKind::PrimaryKey:
        return judge.fail("", Failure::Certainty::Always, "cannot add a PRIMARY KEY column");
      case ConstraintKind::Unique:
        return judge.fail("", Failure::Certainty::Always, "cannot add a UNIQUE column");
      case ConstraintKind::Generated:
        if (!constraint.generated_virtual) {
          return judge.fail("", Failure::Certainty::Always, "cannot add a STORED column");
        }
        break;
      case ConstraintKind::NotNull: not_null = true; break;
      case ConstraintKind::ForeignKey: references = true; break;
      case ConstraintKind::Default:
        if (constraint.expression) value = &*constraint.expression;
        break;
      case ConstraintKind::Check:
        judge.scan(table);
        break;
      default: break;
    }
  }
  if (not_null && (value == nullptr || value->is_null)) {
    judge.fail("", Failure::Certainty::IfRows, "cannot add a NOT NULL column with default value NULL");
  } else if (value != nullptr && !value->is_constant && !value->is_null) {
    judge.fail("", Failure::Certainty::IfRows, "cannot add a column with non-constant default");
  } else if (references && value != nullptr && !value->is_null) {
    judge.fail("", Failure::Certainty::IfRows, "cannot add a REFERENCES column with non-NULL default value");
  }
}

/// Whether the item of a query is the plain column, and if so which.
const CatalogColumn* plain_column(const CatalogRelation& table, const Expression& item) {
  if (item.columns.size() != 1 || !item.functions.empty()) return nullptr;
  const CatalogColumn* column = table.column(item.columns.front().name);
  const std::string_view text = trim(item.text);
  const bool whole = column != nullptr && text.size() >= column->name.size() &&
                     equals_ignoring_case(text.substr(text.size() - column->name.size()), column->name) &&
                     text.find_first_of(" (+-|") == std::string_view::npos;
  return whole ? column : nullptr;
}

/// A copy of a table into one that is to take its place: what may be NULL in the one and not in the other.
void judge_copy(Judge& judge, const Insert& insert) {
  const std::vector<Word> query = words(insert.query, Dialect::SQLite);
  const bool star = query.size() == 4 && slice(insert.query, query[1].span) == "*" && insert.reads.size() == 1;
  const bool plain = insert.plain_select && !insert.source_joined && !insert.select_where;
  const bool takes_all = (star || plain) && !insert.on_conflict &&
                         to_upper(judge.statement.text.substr(0, 11)) == "INSERT INTO";
  const CatalogRelation* target = judge.catalog.find(insert.table);
  const CatalogRelation* source = takes_all ? judge.catalog.find(star ? insert.reads.front() : insert.source) : nullptr;
  if (source == nullptr || target == nullptr || source->partial || target->partial) return;
  std::vector<const CatalogColumn*> given;
  for (const Expression& item : insert.select_items) given.push_back(plain_column(*source, item));
  for (const CatalogColumn& column : star ? source->columns : std::vector<CatalogColumn>()) {
    given.push_back(source->column(column.name));
  }
  const size_t wanted = insert.columns.empty() ? target->columns.size() : insert.columns.size();
  if (given.size() != wanted) return;
  for (size_t i = 0; i < wanted; ++i) {
    const CatalogColumn* column = insert.columns.empty() ? &target->columns[i] : target->column(insert.columns[i]);
    if (column == nullptr || !column->not_null || given[i] == nullptr || given[i]->not_null) continue;
    // The rowid is never NULL, under whatever name; other columns of a primary key may be.
    const std::vector<std::string> key = source->primary_key();
    if (key.size() == 1 && equals_ignoring_case(key.front(), given[i]->name)) continue;
    judge.fail("", Failure::Certainty::IfData,
               "NOT NULL constraint failed: " + target->name + "." + column->name + ", where `" + given[i]->name +
                   "` of " + source->name + " is NULL");
  }
}

}  // namespace

void judge_sqlite(Judge& judge) {
  const Statement& statement = judge.statement;
  const std::string database = "main";
  if (statement.as<Select>() != nullptr) {
    judge.lock(database, LockMode::SqliteShared);
    return;
  }
  if (const auto* control = statement.as<TransactionControl>()) {
    const std::string text = to_upper(statement.text);
    if (text.find("IMMEDIATE") != std::string::npos) judge.lock(database, LockMode::SqliteReserved);
    if (text.find("EXCLUSIVE") != std::string::npos) judge.lock(database, LockMode::SqliteExclusive);
    if (control->kind == TransactionControl::Kind::Commit || control->kind == TransactionControl::Kind::End) {
      judge.lock(database, LockMode::SqliteExclusive);
    }
    return;
  }
  if (statement.as<Pragma>() != nullptr || statement.as<SetVariable>() != nullptr) return;
  if (is_unjudged(statement)) judge.unknown();
  // A statement that writes ends in an EXCLUSIVE lock, for as long as its pages are written back.
  judge.lock(database, LockMode::SqliteExclusive);
  if (statement.tag == "VACUUM") {
    judge.not_transactional();
    for (const auto& [key, relation] : judge.catalog.relations) {
      if (relation.kind == CatalogRelationKind::Table) judge.rewrite(key);
    }
    return;
  }
  if (const auto* insert = statement.as<Insert>()) {
    judge_copy(judge, *insert);
  } else if (const auto* index = statement.as<CreateIndex>()) {
    judge.scan(judge.catalog.key(index->table));
    judge_index_builds(judge);
  } else if (const auto* table = statement.as<CreateTable>()) {
    if (table->as_query) {
      for (const QualifiedName& name : statement.relations) {
        if (!(name == table->name)) judge.scan(judge.catalog.key(name));
      }
    }
  } else if (const auto* alter = statement.as<AlterTable>()) {
    const std::string key = judge.catalog.key(alter->name);
    for (const AlterTableSubcommand& sub : alter->subcommands) {
      if (sub.action == AlterTableAction::AddColumn && sub.column) judge_add_column(judge, key, *sub.column);
      // DROP COLUMN writes every row again without the column; a virtual generated one has nothing stored.
      if (sub.action == AlterTableAction::DropColumn) judge.rewrite(key);
    }
  }
}

}  // namespace lockstep
