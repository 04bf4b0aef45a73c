#include <algorithm>

#include "base/text.h"
#include "engine/catalog/draft.h"
#include "engine/rules/support.h"

namespace lockstep {
namespace {

/// The publication that the table is in; empty for none that is known.
std::string publication_of(const Catalog& catalog, const CatalogRelation& table) {
  for (const auto& [name, publication] : catalog.publications) {
    if (publishes_changes(publication, table)) return name;
  }
  return {};
}

/// Whether the statement gives a table another identity.
bool sets_identity(const AlterTable& alter) {
  return std::any_of(alter.subcommands.begin(), alter.subcommands.end(),
                     [](const auto& sub) { return sub.action == AlterTableAction::ReplicaIdentity; });
}

void check(const RuleInput& input, Findings& findings) {
  // Of the same file, before or behind.
  const auto set_here = [&](const QualifiedName& name) {
    return input.earlier<AlterTable>(name.name, sets_identity) || input.later<AlterTable>(name.name, sets_identity);
  };
  const std::string help = "give it another identity first: ALTER TABLE ... REPLICA IDENTITY USING INDEX ..., or FULL";
  if (const auto* made = input.statement.as<Publication>(); made != nullptr && made->action != "DROP") {
    const auto before = input.before.publications.find(made->name);
    const bool inserts_only = before != input.before.publications.end() && before->second.inserts_only;
    if (publishes_inserts_only(*made).value_or(inserts_only)) return;
    for (const PublishedTable& table : made->tables) {
      const CatalogRelation* known = input.before.find(table.name);
      if (known == nullptr || known->partial || known->kind != CatalogRelationKind::Table || identifies_rows(*known) ||
          set_here(table.name)) {
        continue;
      }
      findings.add("rows of " + ticked(input, table.name) +
                       " cannot be told apart: it has no primary key and no other identity, and once it is published "
                       "every UPDATE and DELETE of it fails (SQLSTATE 55000)",
                   "give it a primary key, or an identity first: ALTER TABLE " + sql_of(input, table.name) +
                       " REPLICA IDENTITY USING INDEX ..., or FULL",
                   {}, Severity::Error);
    }
  }
  each_subcommand(
      input, AlterTableAction::ReplicaIdentity, [&](const AlterTable& alter, const AlterTableSubcommand& sub) {
        if (!sub.name.empty() || to_upper(written(input, sub.span)).find("NOTHING") == std::string::npos) return;
        findings.add("with REPLICA IDENTITY NOTHING every UPDATE and DELETE of " + ticked(input, alter.name) +
                         " fails as soon as a publication holds it (SQLSTATE 55000)",
                     "leave the table out of publications, or keep its identity", sub.span);
      });
  const auto* alter = input.statement.as<AlterTable>();
  if (alter == nullptr || input.before.publications.empty() || !input.in_use(alter->name)) return;
  const CatalogRelation* table = input.before.find(alter->name);
  if (table == nullptr || table->primary_key().empty() || !table->replica_identity.empty()) return;
  const std::string publication = publication_of(input.before, *table);
  const CatalogRelation* after = input.after(alter->name);
  if (publication.empty() || after == nullptr || !after->primary_key().empty() || set_here(alter->name)) return;
  findings.add("the publication " + ticked(input, publication) + " tells rows of " + ticked(input, alter->name) +
                   " apart by the primary key: without it, or another identity, every UPDATE and DELETE of the table "
                   "fails (SQLSTATE 55000)",
               help);
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
