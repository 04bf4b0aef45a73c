#include "engine/rules/support.h"

namespace lockstep {
namespace {

void check(const RuleInput& input, Findings& findings) {
  const auto* create = input.statement.as<CreateIndex>();
  if (create == nullptr || !input.postgresql() || create->concurrently || !input.in_use(create->table)) return;
  if (input.effect.scans.empty()) return;  // IF NOT EXISTS of one that is there, or ONLY a partitioned parent
  const CatalogRelation* table = input.before.find(create->table);
  const bool partitioned = table != nullptr && table->kind == CatalogRelationKind::PartitionedTable;
  std::string help = "build it beside the traffic, outside of a transaction:\n  " +
                     with_words(input.statement.text, "index", "CONCURRENTLY") + ";";
  if (partitioned) {
    help = "a partitioned table takes no CONCURRENTLY: create the index ON ONLY " + sql_of(input, create->table) +
           ", then CREATE INDEX CONCURRENTLY on each partition and ALTER INDEX ... ATTACH PARTITION";
  }
  Diagnostic& finding = findings.add("CREATE INDEX holds SHARE on " + ticked(input, create->table) +
                                         " for the whole build: nobody can write to the table meanwhile",
                                     help);
  if (!partitioned && !input.transaction.open) finding.edits = {words_behind(input, "index", "CONCURRENTLY")};
}

}  // namespace

extern const Rule create_index_blocks_writes_rule{
    "create-index-blocks-writes",
    "lock",
    Severity::Error,
    "CREATE INDEX without CONCURRENTLY on a table in use",
    "CREATE INDEX takes a SHARE lock, which lets others read but not write, until the index is built: minutes on a "
    "large table.",
    "CREATE INDEX CONCURRENTLY reads the table twice and lets everyone write meanwhile. It cannot run inside a "
    "transaction, and leaves an invalid index behind when it fails. lockstep adds CONCURRENTLY by itself.",
    "CREATE INDEX orders_customer_idx ON orders (customer_id);",
    "CREATE INDEX CONCURRENTLY orders_customer_idx ON orders (customer_id);",
    check};

}  // namespace lockstep
