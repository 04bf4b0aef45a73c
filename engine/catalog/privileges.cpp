// GRANT and REVOKE on relations (src/backend/catalog/aclchk.c). The owner's own privileges are nobody's grant, and
// neither are those of the role that runs the statement, which is the owner as a rule.
#include <algorithm>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/names.h"
#include "engine/catalog/table.h"
#include "engine/catalog/words.h"

namespace lockstep {
namespace {

/// One of the privileges that a statement names, for one column or, `column` empty, for all of the relation.
struct Named {
  std::string privilege;
  std::string column;
};

bool is_sequence(const CatalogRelation& relation) {
  return relation.kind == CatalogRelationKind::Sequence;
}

std::vector<std::string> all_privileges(const CatalogRelation& relation, bool of_column, TargetVersion server_version) {
  if (is_sequence(relation)) return {"SELECT", "UPDATE", "USAGE"};
  if (of_column) return {"INSERT", "REFERENCES", "SELECT", "UPDATE"};
  std::vector<std::string> all = {"DELETE", "INSERT", "REFERENCES", "SELECT", "TRIGGER", "TRUNCATE", "UPDATE"};
  if (server_version >= 17) all.insert(all.begin() + 2, "MAINTAIN");
  return all;
}

/// "SELECT", "ALL", or "UPDATE (zone, name)".
std::vector<Named> privileges_in(const std::string& written, const CatalogRelation& relation,
                                 TargetVersion server_version) {
  const size_t open = written.find('(');
  const std::string word(trim(std::string_view(written).substr(0, open)));
  std::vector<std::string> columns;
  if (open == std::string::npos) {
    columns.emplace_back();
  } else {
    for (const Word& name : words(std::string_view(written).substr(open), Dialect::PostgreSQL)) {
      if (name.kind != Word::Kind::Mark) columns.push_back(name.name);
    }
  }
  std::vector<Named> named;
  for (const std::string& column : columns) {
    if (word != "ALL") {
      named.push_back({word, column});
      continue;
    }
    for (std::string& each : all_privileges(relation, !column.empty(), server_version)) {
      named.push_back({std::move(each), column});
    }
  }
  return named;
}

/// As SQL; empty for who runs the statement, and for the owner.
std::string grantee(const std::string& role, const CatalogRelation& relation) {
  if (is_current_role(role)) return {};
  if (role == "public") return "PUBLIC";
  const std::string quoted = quote_identifier(role, Dialect::PostgreSQL);
  return role == relation.owner ? std::string() : quoted;
}

void take(std::vector<CatalogGrant>& grants, const CatalogGrant& taken, bool option_only) {
  const auto meant = [&](const CatalogGrant& held) {
    // What is taken of the whole relation is taken of its columns, too.
    return held.role == taken.role && held.privilege == taken.privilege &&
           (taken.column.empty() || held.column == taken.column);
  };
  if (!option_only) {
    std::erase_if(grants, meant);
    return;
  }
  for (CatalogGrant& held : grants) {
    if (meant(held)) held.grantable = false;
  }
}

void give(std::vector<CatalogGrant>& grants, CatalogGrant given) {
  for (CatalogGrant& held : grants) {
    if (held.role != given.role || held.privilege != given.privilege || held.column != given.column) continue;
    held.grantable = held.grantable || given.grantable;
    return;
  }
  grants.insert(std::upper_bound(grants.begin(), grants.end(), given), std::move(given));
}

void change_grants(CatalogRelation& relation, const Grant& grant, TargetVersion server_version) {
  for (const std::string& written : grant.privileges) {
    for (const Named& named : privileges_in(written, relation, server_version)) {
      for (const std::string& role : grant.roles) {
        CatalogGrant one{grantee(role, relation), named.privilege, named.column, grant.grant_option};
        if (one.role.empty()) continue;
        if (grant.revoke) {
          take(relation.grants, one, grant.grant_option);
        } else {
          give(relation.grants, std::move(one));
        }
      }
    }
  }
}

Status check_privileges(const CatalogRelation& relation, const Grant& grant, TargetVersion server_version) {
  if (relation.partial || grant.all_in_schema) return {};
  for (const std::string& written : grant.privileges) {
    for (const Named& named : privileges_in(written, relation, server_version)) {
      if (!named.column.empty() && relation.column(named.column) == nullptr) {
        return no_such_column(relation, named.column);
      }
      if (named.privilege == "USAGE" && !is_sequence(relation)) {
        return refuse("0LP01", "invalid privilege type USAGE for table");
      }
    }
  }
  return {};
}

}  // namespace

Status fold(Draft& draft, const Grant& grant, const Statement&) {
  if (grant.role_membership || (grant.kind != ObjectKind::Table && grant.kind != ObjectKind::Sequence)) return {};
  std::vector<std::string> keys;
  for (const QualifiedName& name : grant.names) {
    if (!grant.all_in_schema) {
      keys.push_back(draft.key(name));
      continue;
    }
    for (std::string& key : draft.keys([&](const CatalogRelation& relation) {
           return relation.schema == name.name && relation.kind != CatalogRelationKind::CompositeType &&
                  is_sequence(relation) == (grant.kind == ObjectKind::Sequence);
         })) {
      keys.push_back(std::move(key));
    }
  }
  for (const std::string& key : keys) {
    if (const CatalogRelation* relation = draft.find(key)) {
      LOCKSTEP_CHECK(check_privileges(*relation, grant, draft.server_version()));
    }
  }
  for (const std::string& key : keys) {
    if (CatalogRelation* relation = draft.edit(key)) change_grants(*relation, grant, draft.server_version());
  }
  return {};
}

void give_to(CatalogRelation& relation, const std::string& role) {
  relation.owner = is_current_role(role) ? std::string() : role;
  const std::string quoted = quote_identifier(role, Dialect::PostgreSQL);
  std::erase_if(relation.grants, [&](const CatalogGrant& grant) { return grant.role == quoted; });
}

Status fold(Draft& draft, const ReassignOwned& reassign, const Statement&) {
  const std::vector<std::string> owned =
      draft.keys([&](const CatalogRelation& relation) { return contains(reassign.owners, relation.owner); });
  for (const std::string& key : owned) give_to(*draft.edit(key), reassign.new_owner);
  return {};
}

namespace {

void change_default(std::vector<CatalogDefaultGrant>& kept, const CatalogDefaultGrant& one, const Grant& grant) {
  std::vector<CatalogGrant> same;
  const auto alike = [&](const CatalogDefaultGrant& other) {
    return other.maker == one.maker && other.schema == one.schema && other.sequences == one.sequences;
  };
  for (const CatalogDefaultGrant& other : kept) {
    if (alike(other)) same.push_back(other.grant);
  }
  if (grant.revoke) {
    take(same, one.grant, grant.grant_option);
  } else {
    give(same, one.grant);
  }
  std::erase_if(kept, alike);
  for (CatalogGrant& each : same) kept.push_back({one.maker, one.schema, one.sequences, std::move(each)});
  std::sort(kept.begin(), kept.end());
}

}  // namespace

Status fold(Draft& draft, const DefaultPrivileges& privileges, const Statement&) {
  const Grant& grant = privileges.grant;
  if (grant.kind != ObjectKind::Table && grant.kind != ObjectKind::Sequence) return {};
  CatalogRelation made;  // stands for what is made later
  if (grant.kind == ObjectKind::Sequence) made.kind = CatalogRelationKind::Sequence;
  std::vector<CatalogDefaultGrant> changes;
  for (const std::string& maker : privileges.owners.empty() ? std::vector<std::string>{{}} : privileges.owners) {
    for (const std::string& schema : privileges.schemas.empty() ? std::vector<std::string>{{}} : privileges.schemas) {
      for (const std::string& written : grant.privileges) {
        for (const Named& named : privileges_in(written, made, draft.server_version())) {
          for (const std::string& role : grant.roles) {
            CatalogGrant one{grantee(role, made), named.privilege, {}, grant.grant_option};
            if (one.role.empty()) continue;
            const bool self = is_current_role(maker);
            changes.push_back({self ? std::string() : maker, schema, is_sequence(made), std::move(one)});
          }
        }
      }
    }
  }
  draft.later([changes, grant](Catalog& catalog) {
    for (const CatalogDefaultGrant& one : changes) change_default(catalog.default_grants, one, grant);
  });
  return {};
}

void give_default_grants(Draft& draft, const Statement& statement) {
  const auto* alter = statement.as<AlterTable>();
  const bool adds =
      alter != nullptr && std::any_of(alter->subcommands.begin(), alter->subcommands.end(), [](const auto& s) {
        return s.action == AlterTableAction::AddColumn || s.action == AlterTableAction::AddIdentity;
      });
  const bool makes = statement.as<CreateTable>() != nullptr || statement.as<CreateView>() != nullptr ||
                     statement.as<CreateSequence>() != nullptr || statement.as<CreateSchema>() != nullptr;
  if (!adds && !makes) return;
  std::vector<std::string> made;
  draft.each_change([&](const std::string& key, const CatalogRelation* before, const CatalogRelation* after) {
    if (before != nullptr || after == nullptr || after->partial) return;
    if (after->kind != CatalogRelationKind::CompositeType && (makes || is_sequence(*after))) made.push_back(key);
  });
  for (const std::string& key : made) {
    CatalogRelation& relation = *draft.edit(key);
    for (const CatalogDefaultGrant& one : draft.base().default_grants) {
      const bool meant = one.maker.empty() && one.sequences == is_sequence(relation) &&
                         (one.schema.empty() || one.schema == relation.schema);
      if (meant) give(relation.grants, one.grant);
    }
  }
}

std::vector<std::string> grant_statements(const CatalogRelation& relation, const std::string& name) {
  std::vector<std::string> statements;
  for (auto grant = relation.grants.begin(); grant != relation.grants.end(); ++grant) {
    const auto together = [&](const CatalogGrant& other) {
      return other.role == grant->role && other.grantable == grant->grantable;
    };
    if (std::any_of(relation.grants.begin(), grant, together)) continue;
    std::string list;
    for (auto other = grant; other != relation.grants.end(); ++other) {
      if (!together(*other)) continue;
      list += (list.empty() ? "" : ", ") + other->privilege;
      if (!other->column.empty()) list += " (" + quote_identifier(other->column, Dialect::PostgreSQL) + ")";
    }
    statements.push_back("GRANT " + list + " ON " + (is_sequence(relation) ? "SEQUENCE " : "") + name + " TO " +
                         grant->role + (grant->grantable ? " WITH GRANT OPTION" : ""));
  }
  return statements;
}

}  // namespace lockstep
