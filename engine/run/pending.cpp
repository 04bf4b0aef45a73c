#include "engine/run/pending.h"

#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"

namespace lockstep {
namespace {

const JournalEntry* find_entry(const std::vector<JournalEntry>& entries, const std::string& id) {
  const auto found = std::find_if(entries.begin(), entries.end(),
                                  [&](const JournalEntry& entry) { return entry.plan.migration == id; });
  return found == entries.end() ? nullptr : &*found;
}

/// Removes a column, a relation or a trigger that exists only until contract.
void remove_helper(Catalog& catalog, const std::string& key) {
  if (catalog.find(std::string_view(key)) != nullptr) {
    catalog.relations.erase(key);
    return;
  }
  const size_t dot = key.rfind('.');
  if (dot == std::string::npos) return;
  const std::string column = key.substr(dot + 1);
  catalog.relations.change(std::string_view(key).substr(0, dot), [&](CatalogRelation& table) {
    std::erase_if(table.columns, [&](const CatalogColumn& c) { return c.name == column; });
    std::erase_if(table.indexes, [&](const CatalogIndex& index) {
      return std::any_of(index.elements.begin(), index.elements.end(),
                         [&](const CatalogIndexElement& element) { return element.column == column; });
    });
  });
}

}  // namespace

std::string file_change(const Migration& migration, const JournalEntry& entry) {
  if (migration.checksum.tokens != entry.plan.checksum.tokens) return "tokens";
  if (migration.checksum.bytes != entry.plan.checksum.bytes) return "bytes";
  return {};
}

Status check_edits(const std::vector<Migration>& migrations, const std::vector<JournalEntry>& entries) {
  for (const Migration& migration : migrations) {
    const JournalEntry* entry = find_entry(entries, migration.id);
    if (entry == nullptr || entry->state == "held" || file_change(migration, *entry) != "tokens") continue;
    return fail(ErrorCode::Input,
                fmt::format("{}: the file was changed after it ran here", migration.file.path),
                fmt::format("put the old text back, or\n"
                            "  - write the change as a new migration, or\n"
                            "  - undo it first: lockstep rollback, then edit, then lockstep resume --id {}",
                            migration.id));
  }
  return {};
}

std::vector<Migration> unplanned(const std::vector<Migration>& migrations, const std::vector<JournalEntry>& entries) {
  std::vector<Migration> out;
  std::copy_if(migrations.begin(), migrations.end(), std::back_inserter(out),
               [&](const Migration& migration) { return find_entry(entries, migration.id) == nullptr; });
  return out;
}

bool is_fresh(const std::vector<Migration>& migrations, const std::vector<JournalEntry>& entries,
              const Catalog& catalog) {
  if (!entries.empty()) return false;
  bool makes_tables = false;
  for (const Migration& migration : migrations) {
    for (const MigrationStatement& item : migration.statements) {
      makes_tables = makes_tables || item.statement.as<CreateTable>() != nullptr;
      for (const QualifiedName& name : item.statement.relations) {
        if (catalog.find(name) != nullptr || catalog.table_of_index(name) != nullptr) return false;
      }
    }
  }
  // What changes a type, a function or nothing but a misspelt table says nothing of who uses the database.
  return makes_tables || std::none_of(catalog.relations.begin(), catalog.relations.end(),
                                      [](const auto& entry) { return entry.second.is_table(); });
}

Catalog settled_catalog(Catalog live, const std::vector<JournalEntry>& entries) {
  for (const JournalEntry& entry : entries) {
    if (entry.state != "open" || entry.done(Phase::Contract)) continue;
    for (const std::string& helper : entry.plan.helpers) remove_helper(live, helper);
    for (const PlannedStatement& planned : entry.plan.statements) {
      const std::string& sql = planned.equivalent.empty() ? planned.sql : join(planned.equivalent, ";\n");
      for (const Statement& statement : parse(sql, entry.plan.dialect).statements) {
        const bool setting = statement.as<SetVariable>() != nullptr;
        if (setting || planned.phase == Phase::Contract) apply_to(live, statement);
      }
    }
    begin_session(live);
  }
  return live;
}

Status take_reviewed(const std::vector<Plan>& reviewed, std::vector<PlannedMigration>& planned) {
  constexpr const char* again = "plan again and look at it: lockstep plan --database ... --format json >plan.json";
  for (PlannedMigration& fresh : planned) {
    const std::string& id = fresh.plan.migration;
    const auto given =
        std::find_if(reviewed.begin(), reviewed.end(), [&](const Plan& plan) { return plan.migration == id; });
    const auto refuse = [&](const std::string& why) {
      return fail(ErrorCode::Input, fmt::format("the plan that was given does not fit {}: {}", id, why), again);
    };
    if (given == reviewed.end()) return refuse("it is pending, and the plan does not hold it");
    if (given->checksum.tokens != fresh.plan.checksum.tokens) return refuse("its file was changed since");
    if (given->assumes.empty() && !fresh.plan.assumes.empty()) return refuse("it was made without a database");
    if (const std::vector<std::string> other = differences(given->assumes, fresh.plan.assumes); !other.empty()) {
      return refuse(fmt::format("the schema is not the one that it was made for:\n  {}", join(other, "\n  ")));
    }
    // Another lockstep may plan otherwise; the same one does so when other migrations have come or gone on since.
    if (given->lockstep == fresh.plan.lockstep && digest(*given) != digest(fresh.plan)) {
      return refuse("migrations before it have gone on since, or other options are in force");
    }
    fresh.plan = *given;
  }
  return {};
}

Result<std::vector<PlannedMigration>> plan_pending(Database& database, const std::vector<Migration>& pending,
                                                   const std::vector<JournalEntry>& entries, FreshMode mode) {
  for (const Migration& migration : pending) {
    if (!migration.errors.empty()) return fail(ErrorCode::Input, render_errors(migration));
  }
  LOCKSTEP_TRY(Catalog live, database.read_catalog());
  PlanOptions options;
  options.dialect = database.dialect();
  options.server_version = database.server_version();
  const bool fresh = is_fresh(pending, entries, live);
  if (mode == FreshMode::Require && !fresh && !pending.empty()) {
    return fail(ErrorCode::Input, "the database is not fresh: it has a journal, or tables that these migrations name",
                "leave --fresh out to run them phase by phase");
  }
  options.fresh = fresh && mode != FreshMode::Never;
  std::vector<Plan> earlier;
  for (const JournalEntry& entry : entries) {
    if (entry.state == "open" && !entry.done(Phase::Contract)) earlier.push_back(entry.plan);
  }
  const CatalogDescription now = describe(live);
  std::vector<PlannedMigration> plans =
      make_plans(pending, settled_catalog(std::move(live), entries), earlier, options);
  for (PlannedMigration& planned : plans) {
    for (const std::string& object : planned.objects) planned.plan.assumes[object] = lines_of(now, object);
  }
  return plans;
}

}  // namespace lockstep
