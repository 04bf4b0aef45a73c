// The phase of policies, rules, publications, types, privileges, and of what is made or altered without being a
// relation.
#include <algorithm>
#include <string>

#include "base/text.h"
#include "engine/effects/decide.h"

namespace lockstep {

using namespace decision;

namespace {

using Action = AlterTableAction;

/// The words for messages: "text search configuration".
std::string words_of(ObjectKind kind) { return to_lower(to_string(kind)); }

/// Whether statements of an application call such objects by name.
bool is_called(ObjectKind kind) {
  switch (kind) {
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy:
    case ObjectKind::EventTrigger:
    case ObjectKind::Statistics:
    case ObjectKind::Constraint:
    case ObjectKind::Extension:
    case ObjectKind::Cast:
    case ObjectKind::OperatorClass:
    case ObjectKind::OperatorFamily:
    case ObjectKind::AccessMethod:
    case ObjectKind::ForeignDataWrapper:
    case ObjectKind::Server:
    case ObjectKind::UserMapping:
    case ObjectKind::Transform:
    case ObjectKind::Conversion:
    case ObjectKind::LargeObject:
      return false;
    default:
      return true;
  }
}

PhaseDecision alter_domain(const Deciding& input, const AlterTableSubcommand& sub) {
  const std::string& name = input.statement.as<AlterObject>()->object.name.name;
  switch (sub.action) {
    case Action::AddConstraint:
    case Action::SetNotNull:
      return contract("a value of the previous version that breaks the rule of " + name + " would be refused");
    case Action::DropConstraint:
    case Action::DropNotNull:
      return noticed("values that " + name + " refused are accepted from now on");
    case Action::ValidateConstraint:
      return expand("new values are tested already; only the old ones are read");
    case Action::SetDefault:
      return expand("a default fills in only what is left out");
    case Action::DropDefault:
      return contract("the previous version may rely on the default of " + name);
    case Action::RenameConstraint:
      return expand("statements do not name constraints of a domain");
    default:
      return unknown("this form of ALTER DOMAIN is not analysed");
  }
}

PhaseDecision alter_object(const Deciding& input, const AlterObject& alter, const AlterTableSubcommand& sub) {
  const ObjectKind kind = alter.object.kind;
  const std::string what = words_of(kind) + (alter.object.name.name.empty() ? "" : " " + alter.object.name.name);
  switch (sub.action) {
    case Action::RenameTable:  // RENAME TO
    case Action::SetSchema:
      if (kind == ObjectKind::Publication) return contract("subscribers name the " + what);
      if (!is_called(kind)) return expand("statements do not name the " + what);
      return contract("the previous version may name the " + what);
    case Action::OwnerTo:
      return expand("the owner changes, not what statements do");
    case Action::DependsOnExtension:
      return expand("it changes what an extension takes along, not what statements do");
    default:
      break;
  }
  switch (kind) {
    case ObjectKind::Domain:
      return alter_domain(input, sub);
    case ObjectKind::Extension:
      if (!alter.members.empty()) return expand("it changes what belongs to the extension, not what statements do");
      return unknown("what the update of the " + what + " changes is not analysed");
    case ObjectKind::Statistics:
    case ObjectKind::Tablespace:
    case ObjectKind::Collation:
      return expand("it changes how rows are found, not what statements give");
    case ObjectKind::Subscription:
      return unknown(input.statement.tag + " is not analysed");
    default:
      return noticed("the previous version uses the " + what + " with the new settings, too");
  }
}

/// Without a key to tell rows apart, a published table refuses UPDATE and DELETE (manual 29.1; SQLSTATE 55000).
PhaseDecision publish(const Deciding& input, const std::string& key, const std::string& shown) {
  const CatalogRelation* table = input.before.find(std::string_view(key));
  if (input.is_new(key)) return expand("the table is new with this migration");
  if (table == nullptr || table->partial || identifies_rows(*table)) {
    return expand("rows go to subscribers as well; what statements do stays");
  }
  return contract("an UPDATE or DELETE of the previous version is refused while " + shown +
                  " is published without a key that identifies its rows");
}

}  // namespace

PhaseDecision decide(const Deciding& input, const SessionCommand&) {
  if (input.statement.tag == "LOAD") return unknown("what the library does is not analysed");
  return expand("it changes the session, not the database");
}

PhaseDecision decide(const Deciding& input, const Policy& policy) {
  if (input.is_new(policy.table)) return expand("the table is new with this migration");
  const CatalogRelation* table = input.before.find(policy.table);
  if (table != nullptr && !table->partial && !table->row_security) {
    return expand("row security is not enabled on " + policy.table.name);
  }
  if (policy.alter || policy.restrictive) {
    return contract("rows may disappear for the previous version, or be refused");
  }
  return noticed("the previous version may see and write rows that were hidden from it");
}

PhaseDecision decide(const Deciding& input, const CreateRule& create) {
  if (input.is_new(create.table)) return expand("the table is new with this migration");
  if (create.instead) {
    return contract("statements of the previous version over " + create.table.name + " do something else from then on");
  }
  return noticed("statements of the previous version over " + create.table.name + " do more than before");
}

PhaseDecision decide(const Deciding&, const CreateStatistics&) {
  return expand("statistics are called by no statement");
}

PhaseDecision decide(const Deciding& input, const Publication& publication) {
  if (publication.action == "DROP" || publication.action == "SET") {
    return contract("subscribers no longer get what is taken out of the publication " + publication.name);
  }
  PhaseDecision whole = expand("rows go to subscribers as well; what statements do stays");
  const auto publish_it = [&](const std::string& key) { merge(whole, publish(input, key, key)); };
  for (const PublishedTable& table : publication.tables) publish_it(input.before.key(table.name));
  for (const auto& [key, relation] : input.before.relations) {
    if (!relation.is_table() || relation.temporary) continue;
    if (publication.all_tables || contains(publication.schemas, relation.schema)) publish_it(key);
  }
  return whole;
}

PhaseDecision decide(const Deciding&, const CreateObject& create) {
  const std::string kind = words_of(create.object.kind);
  switch (create.object.kind) {
    case ObjectKind::EventTrigger:
      return noticed("the event trigger fires for commands of others, too");
    case ObjectKind::Cast:
    case ObjectKind::Transform:
      return noticed("values of the previous version may be converted by it, too");
    default:
      if (create.or_replace) return noticed("the previous version uses the " + kind + " that is replaced");
      return expand("a new " + kind + " is in nobody's way");
  }
}

PhaseDecision decide(const Deciding& input, const AlterObject& alter) {
  if (alter.object.kind == ObjectKind::Domain && input.is_new(alter.object.name)) {
    return expand("the domain is new with this migration");
  }
  PhaseDecision whole;
  for (const AlterTableSubcommand& sub : alter.subcommands) merge(whole, alter_object(input, alter, sub));
  if (alter.subcommands.empty()) whole = alter_object(input, alter, {});
  return whole;
}

PhaseDecision decide(const Deciding& input, const AlterType& alter) {
  if (input.is_new(alter.name)) return expand("the type is new with this migration");
  if (!alter.added.empty()) {
    return noticed("the previous version may meet the value " + quote_literal(alter.added) + ", which it does not know");
  }
  if (!alter.renamed.empty()) return contract("the previous version still writes " + quote_literal(alter.renamed));
  if (!alter.rename_type_to.empty() || !alter.set_schema.empty()) {
    return contract("the previous version may name the type " + alter.name.name);
  }
  if (!alter.owner_to.empty()) return expand("the owner changes, not what statements do");
  return unknown("this form of ALTER TYPE is not analysed");
}

PhaseDecision decide(const Deciding&, const Subscription& subscription) {
  if (subscription.action == "CREATE") {
    return noticed("rows of the publisher arrive in the tables that its publications name, which only it tells");
  }
  return noticed("which rows of the publisher arrive, and when, changes with the subscription " + subscription.name);
}

PhaseDecision decide(const Deciding&, const ReassignOwned&) {
  return expand("the owner changes, not what statements do");
}

PhaseDecision decide(const Deciding&, const ImportForeignSchema& import) {
  return expand("foreign tables are added" +
                std::string(import.limit == "LIMIT TO" ? "" : "; which ones, only the foreign server tells"));
}

PhaseDecision decide(const Deciding& input, const Grant& grant) {
  if (!grant.revoke) return expand("privileges are added, none is taken");
  if (input.are_new(grant.names)) return expand("the objects are new with this migration");
  return contract("the previous version may need the privileges that are taken");
}

PhaseDecision decide(const Deciding&, const DefaultPrivileges&) {
  return expand("it is about objects that are made later");
}

}  // namespace lockstep
