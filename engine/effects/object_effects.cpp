// Functions, triggers, sequences, comments, and what is known by its tag only.
#include <algorithm>

#include "base/text.h"
#include "engine/effects/judge.h"
#include "parser/parse.h"

namespace lockstep {

void judge(Judge& judge, const CreateSequence& create) {
  if (!create.owned_by_column.empty()) judge.lock(create.owned_by_table, LockMode::AccessShare);
}

void judge(Judge& judge, const CreateFunction& create) {
  // The body of a function in SQL is analysed when it is made (check_function_bodies), as if its statements ran.
  if (create.language != "sql") return;
  std::string body(trim(create.body));
  if (to_lower(body).starts_with("begin atomic")) body = body.substr(12);
  for (const Statement& inner : parse(body, Dialect::PostgreSQL).statements) {
    const Insert* insert = inner.as<Insert>();
    const Update* update = inner.as<Update>();
    for (const QualifiedName& name : inner.relations) {
      const bool target = (insert != nullptr && insert->table == name) || (update != nullptr && update->table == name);
      if (judge.catalog.find(name) == nullptr) continue;
      judge.lock(name, target ? LockMode::RowExclusive : LockMode::AccessShare);
    }
  }
}

void judge(Judge& judge, const CreateTrigger& create) {
  const std::string table = judge.catalog.key(create.table);
  for (const QualifiedName& name : judge.statement.relations) {
    if (create.constraint && judge.catalog.key(name) != table) judge.lock(name, LockMode::AccessShare);  // FROM
  }
  if (create.for_each_row) {
    const CatalogRelation* known = judge.catalog.find(table);
    const bool partitioned = known != nullptr && known->kind == CatalogRelationKind::PartitionedTable;
    if (partitioned) {
      judge.lock_tree(table, LockMode::ShareRowExclusive);
      return;
    }
  }
  judge.lock(table, LockMode::ShareRowExclusive);
}

void judge(Judge& judge, const CommentOn& comment) {
  if (judge.statement.relations.empty()) return;  // also a constraint of a domain
  switch (comment.kind) {
    case ObjectKind::Table:
    case ObjectKind::View:
    case ObjectKind::MaterializedView:
    case ObjectKind::ForeignTable:
    case ObjectKind::Sequence:
    case ObjectKind::Column:
      judge.lock(comment.name, LockMode::ShareUpdateExclusive);
      return;
    case ObjectKind::Constraint:
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy:
      judge.lock(comment.name, LockMode::AccessShare);
      return;
    default:
      return;
  }
}

void judge_unknown(Judge& judge) {
  const std::string& tag = judge.statement.tag;
  constexpr std::string_view alone[] = {"CREATE DATABASE", "DROP DATABASE",       "CREATE TABLESPACE", "DROP TABLESPACE",
                                        "ALTER SYSTEM",    "CREATE SUBSCRIPTION", "DROP SUBSCRIPTION", "DISCARD ALL",
                                        "COMMIT PREPARED", "ROLLBACK PREPARED"};
  if (std::find(std::begin(alone), std::end(alone), tag) != std::end(alone)) judge.not_transactional();
  judge.unknown();
}

}  // namespace lockstep
