// Views and materialized views.
#include "engine/effects/judge.h"

namespace lockstep {

void judge(Judge& judge, const CreateView& create) {
  const CatalogRelation* existing = judge.catalog.find(create.name);
  const std::string own = judge.catalog.key(create.name);
  if (existing != nullptr && create.materialized && create.if_not_exists) {
    for (const QualifiedName& name : create.reads) judge.lock(name, LockMode::AccessShare);
    return;
  }
  const bool stored = create.materialized && !create.with_no_data && judge_stored_query(judge, create.query);
  for (const QualifiedName& name : stored ? std::vector<QualifiedName>() : create.reads) {
    const std::string read = judge.catalog.key(name);
    if (read == own) continue;
    if (create.materialized && !create.with_no_data) {
      judge.lock_read(read);
      judge.scan_query(read);
    } else {
      judge.lock(read, LockMode::AccessShare);
    }
  }
  // CREATE OR REPLACE of a view that stands (DefineVirtualRelation() in src/backend/commands/view.c).
  if (existing != nullptr && create.or_replace) judge.lock(own, LockMode::AccessExclusive);
}

}  // namespace lockstep
