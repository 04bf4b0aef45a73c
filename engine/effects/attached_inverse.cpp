// What undoes statements that hold or call others, and those about privileges, types, policies, rules, publications and
// what else is no relation.
#include <algorithm>
#include <memory>
#include <string>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/routine.h"
#include "engine/catalog/words.h"
#include "engine/effects/invert.h"

namespace lockstep {

using namespace inversion;

namespace {

using Action = AlterTableAction;

/// The statements of a routine. What may run or not cannot be taken back by statements that always run.
Inverse invert_steps(const Inverting& input, const std::vector<RoutineStep>& steps) {
  MovingCatalog schema(input.before);
  std::shared_ptr<Answers<Inverse>> answers = input.answers;
  std::vector<Inverse> parts;
  for (const RoutineStep& step : steps) {
    Inverse part = invert_statement({step.statement, schema.now(), input.depth + 1, answers});
    const bool leaves_something = !part.sql.empty() || part.grade != Reversible::Lossless;
    if (step.conditional && leaves_something) {
      return none("whether the " + step.statement.tag + " ran is not kept");
    }
    parts.push_back(std::move(part));
    if (schema.pass(step.statement)) answers = answers->elsewhere();
  }
  return joined(parts);
}

/// Inverses of the statements that stand inside this one, or that it runs.
Inverse invert_all(const Inverting& input, const std::vector<Statement>& statements) {
  std::vector<Inverse> parts;
  for (const Statement& each : statements) {
    parts.push_back(invert_statement({each, input.before, input.depth, input.answers}));
  }
  return joined(parts);
}

/// Whether the statement changes all of what it names: then its opposite gives back what was before. A catalog that was
/// read from a server holds the privileges of its relations.
bool knows_privileges(const Inverting& input, const Grant& grant) {
  if (grant.kind != ObjectKind::Table || grant.names.empty() || grant.privileges.size() != 1 || grant.roles.size() != 1) {
    return false;
  }
  return std::all_of(grant.names.begin(), grant.names.end(), [&](const QualifiedName& name) {
    const CatalogRelation* relation = input.before.find(name);
    if (relation == nullptr || relation->owner.empty() || relation->owner == grant.roles.front()) return false;
    const bool held = std::any_of(relation->grants.begin(), relation->grants.end(), [&](const CatalogGrant& given) {
      return given.privilege == to_upper(grant.privileges.front()) && given.column.empty() &&
             given.role == input.quoted(grant.roles.front());
    });
    return held == grant.revoke;
  });
}

/// "GRANT ... ON ... TO" and "REVOKE ... ON ... FROM" differ in two words.
Inverse swap_grant(const Inverting& input, const Grant& grant) {
  const std::string& from_text = input.statement.text;
  const std::string_view from = grant.revoke ? "revoke" : "grant";
  const std::string_view link = grant.revoke ? "from" : "to";
  std::string text;
  uint32_t copied = 0;
  uint32_t end = static_cast<uint32_t>(from_text.size());
  bool begun = false;
  bool linked = false;
  const auto put = [&](const Word& word, std::string_view replacement) {
    text += from_text.substr(copied, word.span.begin - copied);
    text += replacement;
    copied = word.span.end;
  };
  for (const Word& word : words(from_text, input.dialect())) {
    if (word.kind != Word::Kind::Name) continue;
    if (!begun && word.name == from) {
      put(word, grant.revoke ? "GRANT" : "REVOKE");
      begun = true;
    } else if (begun && word.name == link) {
      put(word, grant.revoke ? "TO" : "FROM");
      linked = true;
    } else if (linked && (grant.revoke ? word.name == "cascade" || word.name == "restrict" : word.name == "with")) {
      end = word.span.begin;
      break;
    }
  }
  text += from_text.substr(copied, end - copied);
  if (grant.revoke && grant.grant_option) return lossy({}, "whether the grant option was there is not known");
  std::string sql(trim(text));
  if (!knows_privileges(input, grant)) {
    return lossy({std::move(sql)}, grant.revoke ? "whether the privileges were there is not known"
                                                : "privileges that were there before go as well");
  }
  if (grant.revoke && grant.cascade) return lossy({std::move(sql)}, "privileges that others had granted on go");
  return lossless({std::move(sql)});
}

/// How DROP and ALTER call an object; empty where that takes more than is known here.
std::string dropped_name(const Inverting& input, const ObjectName& object) {
  const std::string name = quote_name(object.name, input.dialect());
  switch (object.kind) {
    case ObjectKind::OperatorClass:
    case ObjectKind::OperatorFamily:
      return name + " USING " + input.quoted(object.access_method);
    case ObjectKind::UserMapping:
      return "FOR " + object.role + " SERVER " + name;
    case ObjectKind::Trigger:
    case ObjectKind::Rule:
    case ObjectKind::Policy:
      return name + " ON " + input.named(object.relation);
    case ObjectKind::Function:
    case ObjectKind::Procedure:
    case ObjectKind::Routine:
    case ObjectKind::Aggregate: {
      if (!object.signature.written) return object.kind == ObjectKind::Aggregate ? std::string() : name;
      if (object.signature.direct) return {};
      std::vector<std::string> types;
      for (const RoutineArgument& argument : object.signature.arguments) {
        if (argument.mode == "OUT") continue;
        types.push_back(format_type(argument.type, input.dialect()));
      }
      return name + "(" + (types.empty() && object.kind == ObjectKind::Aggregate ? "*" : join(types, ", ")) + ")";
    }
    case ObjectKind::Operator:
    case ObjectKind::Cast:
    case ObjectKind::Transform:
    case ObjectKind::LargeObject:
      return {};
    default:
      return name;
  }
}

Inverse alter_domain(const Inverting& input, const AlterObject& alter, const AlterTableSubcommand& sub) {
  const std::string head = "ALTER DOMAIN " + input.named(alter.object.name) + " ";
  const auto domain = input.before.types.find(input.before.key(alter.object.name));
  const bool known = domain != input.before.types.end();
  switch (sub.action) {
    case Action::AddConstraint:
      if (!sub.constraint || sub.constraint->name.empty()) return none("the name that the server chose is not known");
      return lossless({head + "DROP CONSTRAINT " + input.quoted(sub.constraint->name)});
    case Action::RenameConstraint:
      return lossless({head + "RENAME CONSTRAINT " + input.quoted(sub.new_name) + " TO " + input.quoted(sub.name)});
    case Action::ValidateConstraint:
      if (known && !contains(domain->second.unvalidated, sub.name)) {
        return lossless({}, "the constraint was valid already");
      }
      return lossy({}, "the constraint stays marked as valid, which it is");
    case Action::SetNotNull:
      if (known && domain->second.not_null) return lossless({}, "the domain was NOT NULL already");
      return lossless({head + "DROP NOT NULL"});
    case Action::DropNotNull:
      if (known && !domain->second.not_null) return lossless({}, "the domain was nullable already");
      return lossy({head + "SET NOT NULL"}, "it fails while a value of the domain is NULL");
    default:
      return none("the definition before is not known");
  }
}

Inverse alter_object(const Inverting& input, const AlterObject& alter, const AlterTableSubcommand& sub) {
  const std::string words = std::string(to_string(alter.object.kind)) + " ";
  ObjectName now = alter.object;
  switch (sub.action) {
    case Action::RenameTable: {  // RENAME TO
      now.name.name = sub.new_name;
      const std::string name = dropped_name(input, now);
      if (name.empty()) return none("the name that it has then takes more than is known");
      return lossless({"ALTER " + words + name + " RENAME TO " + input.quoted(alter.object.name.name)});
    }
    case Action::SetSchema: {
      if (alter.object.kind == ObjectKind::Extension) return none("the schema of the extension before is not known");
      const std::string schema = input.before.schema_of(alter.object.name);
      now.name.schema = sub.new_name;
      const std::string name = dropped_name(input, now);
      if (name.empty()) return none("the name that it has then takes more than is known");
      return lossless({"ALTER " + words + name + " SET SCHEMA " + input.quoted(schema)});
    }
    default:
      if (alter.object.kind == ObjectKind::Domain) return alter_domain(input, alter, sub);
      return none("the setting before is not known");
  }
}

}  // namespace

Inverse invert(const Inverting&, const Merge&) { return none("the old rows are not kept"); }

Inverse invert(const Inverting& input, const Copy& copy) {
  if (copy.program) return none("what the program of COPY changes is not kept");
  if (copy.table.name.empty()) return invert_all(input, input.statement.inner);
  if (copy.from) return none("the rows cannot be told from those that were there before");
  return lossless({}, "a query leaves nothing to undo");
}

Inverse invert(const Inverting& input, const Explain& explain) {
  if (explain.analyze) return invert_all(input, input.statement.inner);
  return lossless({}, "the statement is planned, not run");
}

Inverse invert(const Inverting&, const Prepare&) { return lossless({}, "the session ends with what it prepared"); }
Inverse invert(const Inverting& input, const Cursor&) { return invert_all(input, input.statement.inner); }

Inverse invert(const Inverting& input, const Execute& execute) {
  const auto found = input.before.session.prepared.find(execute.name);
  if (found == input.before.session.prepared.end()) return none("the file does not prepare " + execute.name);
  return invert_all(input, found->second);
}

Inverse invert(const Inverting& input, const Call& call) {
  const CatalogFunction* routine = routine_of(input.before, call.function);
  const auto* steps = routine != nullptr ? &input.answers->read().steps(*routine) : nullptr;
  if (steps == nullptr || !*steps || input.depth >= deepest_call) {
    return none("what the procedure " + call.function.name + " changes is not analysed");
  }
  return input.answers->once(routine, input.depth, [&] { return invert_steps(input, **steps); });
}

Inverse invert(const Inverting& input, const DoBlock&) {
  const auto steps = steps_of(input.statement);
  if (!steps) return none("a DO block can run any SQL, and a part of this one cannot be read");
  return invert_steps(input, *steps);
}

Inverse invert(const Inverting&, const SessionCommand&) { return lossless({}, "no row and no definition changes"); }

Inverse invert(const Inverting& input, const AlterType& alter) {
  const std::string name = input.named(alter.name);
  if (!alter.added.empty()) {
    const auto type = input.before.types.find(input.before.key(alter.name));
    if (alter.if_not_exists && type != input.before.types.end() && contains(type->second.labels, alter.added)) {
      return lossless({}, "the value was there already");
    }
    return none("PostgreSQL cannot remove a value from an enum type; left alone it does no harm");
  }
  if (!alter.renamed.empty()) {
    return lossless({"ALTER TYPE " + name + " RENAME VALUE " + quote_literal(alter.renamed_to) + " TO " +
                     quote_literal(alter.renamed)});
  }
  if (!alter.rename_type_to.empty()) {
    QualifiedName renamed = alter.name;
    renamed.name = alter.rename_type_to;
    return lossless({"ALTER TYPE " + input.named(renamed) + " RENAME TO " + input.quoted(alter.name.name)});
  }
  if (!alter.set_schema.empty()) {
    return lossless({"ALTER TYPE " + quote_name({alter.set_schema, alter.name.name, {}}, input.dialect()) +
                     " SET SCHEMA " + input.quoted(input.before.schema_of(alter.name))});
  }
  return none("the state before is not known");
}

Inverse invert(const Inverting& input, const Grant& grant) { return swap_grant(input, grant); }

Inverse invert(const Inverting& input, const DefaultPrivileges& privileges) {
  return swap_grant(input, privileges.grant);
}

Inverse invert(const Inverting& input, const Subscription& subscription) {
  const std::string name = input.quoted(subscription.name);
  if (subscription.action == "CREATE") {
    return lossy({"DROP SUBSCRIPTION " + name}, "the rows that arrived meanwhile stay");
  }
  if (subscription.action == "ENABLE") return lossless({"ALTER SUBSCRIPTION " + name + " DISABLE"});
  if (subscription.action == "DISABLE") return lossless({"ALTER SUBSCRIPTION " + name + " ENABLE"});
  return none("the state of the subscription before is not known");
}

Inverse invert(const Inverting&, const ReassignOwned&) {
  return none("what the new owner had before is mixed with what he was given");
}

Inverse invert(const Inverting& input, const ImportForeignSchema& import) {
  if (import.limit != "LIMIT TO") return none("which foreign tables were made, only the foreign server tells");
  std::vector<std::string> names;
  for (const QualifiedName& table : import.tables) {
    names.push_back(quote_name({import.into, table.name, {}}, input.dialect()));
  }
  return lossless({"DROP FOREIGN TABLE " + join(names, ", ")});
}

Inverse invert(const Inverting& input, const CreateObject& create) {
  const std::string kind(to_string(create.object.kind));
  if (create.or_replace) return none("the definition that may have been there before is not known");
  if (create.if_not_exists) return none("whether it was there before is not known");
  const std::string name = dropped_name(input, create.object);
  if (name.empty()) return none("how the new " + to_lower(kind) + " is named takes more than is known");
  return lossless({"DROP " + kind + " " + name});
}

Inverse invert(const Inverting& input, const AlterObject& alter) {
  std::vector<Inverse> parts;
  for (const AlterTableSubcommand& sub : alter.subcommands) parts.push_back(alter_object(input, alter, sub));
  if (parts.empty()) return none("the setting before is not known");
  return joined(parts);
}

Inverse invert(const Inverting& input, const Policy& policy) {
  if (policy.alter) {
    const CatalogRelation* table = input.before.find(policy.table);
    const CatalogPolicy* known = table == nullptr ? nullptr : table->policy(policy.name);
    if (known == nullptr || known->definition.empty()) return none("the definition of the policy before is not known");
    const std::string name = input.quoted(policy.name) + " ON " + input.named(policy.table);
    return lossless({"DROP POLICY " + name, "CREATE POLICY " + name + known->definition});
  }
  return lossless({"DROP POLICY " + input.quoted(policy.name) + " ON " + input.named(policy.table)});
}

Inverse invert(const Inverting& input, const CreateRule& create) {
  const std::string drop = "DROP RULE " + input.quoted(create.name) + " ON " + input.named(create.table);
  if (!create.or_replace) return lossless({drop});
  const CatalogRelation* table = input.before.find(create.table);
  if (table == nullptr || table->partial) return none("the rule that may have been there before is not known");
  for (const CatalogRule& rule : table->rules) {
    if (rule.name == create.name) return lossless({drop, rule.definition});
  }
  return lossless({drop});
}

Inverse invert(const Inverting& input, const CreateStatistics& create) {
  if (create.name.name.empty()) return none("the name that the server chose is not known");
  const std::string key = input.before.key(create.name);
  if (create.if_not_exists && input.before.statistics.count(key) != 0) {
    return lossless({}, "the statistics were there already");
  }
  return lossless({"DROP STATISTICS " + input.named(create.name)});
}

Inverse invert(const Inverting& input, const Publication& publication) {
  const std::string name = input.quoted(publication.name);
  if (publication.action == "CREATE") return lossless({"DROP PUBLICATION " + name});
  if (publication.action == "SET") return none("what the publication held before is not known");
  std::vector<std::string> tables, schemas, parts;
  for (const PublishedTable& table : publication.tables) {
    tables.push_back((table.only ? "ONLY " : "") + input.named(table.name));
  }
  for (const std::string& schema : publication.schemas) schemas.push_back(input.quoted(schema));
  if (!tables.empty()) parts.push_back("TABLE " + join(tables, ", "));
  if (!schemas.empty()) parts.push_back("TABLES IN SCHEMA " + join(schemas, ", "));
  const std::string head = "ALTER PUBLICATION " + name;
  if (publication.action == "ADD") return lossless({head + " DROP " + join(parts, ", ")});
  return lossy({head + " ADD " + join(parts, ", ")}, "row filters and lists of columns are not kept");
}

}  // namespace lockstep
