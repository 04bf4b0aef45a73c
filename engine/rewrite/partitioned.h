// What is built on a partitioned table partition by partition: nothing that takes long happens under a lock of the
// whole.
#pragma once

#include <functional>
#include <string>

#include "engine/rewrite/rewrite.h"

namespace lockstep {

/// Calls `visit` for every partition below `table`, each behind its parent, which is given as well.
void for_each_partition(
    const Catalog& catalog, const CatalogRelation& table,
    const std::function<void(const CatalogRelation& parent, const CatalogRelation& partition)>& visit);

/// CREATE INDEX: declared on what is partitioned, built beside the traffic on each leaf, and attached. `tail` is what
/// follows the table's name in the statement.
[[nodiscard]] Rewritten index_of_partitions(const RewriteInput& input, const CatalogRelation& table, Phase phase,
                                            const std::string& name, bool unique, const std::string& tail);

/// UNIQUE or PRIMARY KEY, as pieces of SQL.
struct PartitionedKey {
  std::string name;  ///< as it is
  bool primary = false;
  std::string nulls;     ///< " NULLS NOT DISTINCT" or nothing
  std::string columns;   ///< "(a, b) INCLUDE (c)"
  std::string deferred;  ///< of deferred_words()
};
/// In the same way: declared, built on each leaf, attached.
void key_of_partitions(const RewriteInput& input, const CatalogRelation& table, Phase phase, const PartitionedKey& key,
                       Rewritten& out);

/// FOREIGN KEY before PostgreSQL 18, which cannot be NOT VALID on what is partitioned: proven on each leaf, where the
/// one of the whole finds it. `definition` is what follows ADD CONSTRAINT name.
void foreign_key_of_partitions(const RewriteInput& input, const CatalogRelation& table, Phase phase,
                               const std::string& name, const std::string& definition, Rewritten& out);

/// Whether the one can be a partition's part of the other.
[[nodiscard]] bool same_foreign_key(const CatalogConstraint& a, const CatalogConstraint& b);

/// A FOREIGN KEY that is dropped for a moment in contract.
struct ForeignKeyAgain {
  std::vector<std::string> demanded;  ///< statements that demand it of new rows again
  std::vector<Step> proofs;           ///< and those that prove it for the old ones, when the strong locks are gone
};
/// `table` is the referencing one, as it is then.
[[nodiscard]] ForeignKeyAgain foreign_key_again(const RewriteInput& input, const CatalogRelation& table,
                                                const CatalogConstraint& constraint);

/// Before PostgreSQL 18 VALIDATE leaves unproven what a foreign key keeps for each partition of the table that it
/// references. These steps make them proven without reading a row, if the table has a column that lets them.
[[nodiscard]] std::vector<Step> settle_foreign_key(const RewriteInput& input, Phase phase, const CatalogRelation& table,
                                                   const CatalogConstraint& constraint);

}  // namespace lockstep
