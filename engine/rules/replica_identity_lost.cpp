#include <algorithm>

#include "base/text.h"
#include "engine/catalog/draft.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// The publication that the table is in; empty for none that is known.
std::string publication_of(const Catalog& catalog, const CatalogRelation& table) {
  for (const auto& [name, publication] : catalog.publications) {
    if (publication.all_tables || contains(publication.tables, relation_key(table)) ||
        contains(publication.schemas, table.schema)) {
      return name;
    }
  }
  return {};
}

/// Whether a statement of the file gives a table another identity.
bool sets_identity(const MigrationStatement& each) {
  const auto* alter = each.statement.as<AlterTable>();
  return alter != nullptr && std::any_of(alter->subcommands.begin(), alter->subcommands.end(), [](const auto& sub) {
           return sub.action == AlterTableAction::ReplicaIdentity;
         });
}

void check(const RuleInput& input, Findings& findings) {
  const auto* alter = input.statement.as<AlterTable>();
  if (alter == nullptr || input.before.publications.empty() || !input.in_use(alter->name)) return;
  const CatalogRelation* table = input.before.find(alter->name);
  if (table == nullptr || table->primary_key().empty()) return;
  const std::string publication = publication_of(input.before, *table);
  const auto after = relation_after(input.before, input.statement, alter->name);
  if (publication.empty() || !after || !after->primary_key().empty()) return;
  const std::vector<MigrationStatement>& file = input.migration.statements;
  if (std::any_of(file.begin(), file.end(), sets_identity)) return;
  findings.add(
      "the publication " + ticked(input, publication) + " tells rows of " + ticked(input, alter->name) +
          " apart by the primary key: without it, or another identity, every UPDATE and DELETE of the table fails "
          "(SQLSTATE 55000)",
      "give it another identity first: ALTER TABLE " + sql_of(input, alter->name) +
          " REPLICA IDENTITY USING INDEX ..., or FULL");
}

}  // namespace

extern const Rule replica_identity_lost_rule{
    "replica-identity-lost",
    "failure",
    Severity::Warning,
    "a published table loses the key by which rows are replicated",
    "Logical replication sends the old key with each UPDATE and DELETE. A table that is published and has neither a "
    "primary key nor a REPLICA IDENTITY refuses both, for everyone.",
    "Set REPLICA IDENTITY to a unique index over NOT NULL columns, or to FULL, before the primary key goes.",
    "CREATE PUBLICATION outside FOR TABLE orders;\n"
    "-- next migration\n"
    "ALTER TABLE orders DROP CONSTRAINT orders_pkey CASCADE;",
    "CREATE PUBLICATION outside FOR TABLE orders;\n"
    "-- next migration\n"
    "ALTER TABLE orders REPLICA IDENTITY FULL;\n"
    "ALTER TABLE orders DROP CONSTRAINT orders_pkey CASCADE;",
    check};

}  // namespace lockstep
