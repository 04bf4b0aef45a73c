#include "parser/statement.h"

#include <utility>

namespace lockstep {
namespace {

ObjectKind kind_of(RelationKind kind) {
  switch (kind) {
    case RelationKind::Index: return ObjectKind::Index;
    case RelationKind::View: return ObjectKind::View;
    case RelationKind::MaterializedView: return ObjectKind::MaterializedView;
    case RelationKind::Sequence: return ObjectKind::Sequence;
    case RelationKind::ForeignTable: return ObjectKind::ForeignTable;
    case RelationKind::Type: return ObjectKind::Type;
    case RelationKind::Table:
    case RelationKind::Unknown: break;
  }
  return ObjectKind::Table;
}

struct Objects {
  std::vector<ObjectName>& out;

  ObjectName& add(ObjectKind kind, QualifiedName name) const {
    ObjectName& object = out.emplace_back();
    object.kind = kind;
    object.name = std::move(name);
    return object;
  }
  ObjectName& add(ObjectKind kind, const std::string& name) const { return add(kind, QualifiedName{{}, name, {}}); }

  void operator()(const CreateTable& create) const {
    add(create.foreign ? ObjectKind::ForeignTable : ObjectKind::Table, create.name);
  }
  void operator()(const AlterTable& alter) const { add(kind_of(alter.kind), alter.name); }
  void operator()(const CreateIndex& create) const {
    add(ObjectKind::Index, {create.schema, create.name, {}}).relation = create.table;
  }
  void operator()(const DropStatement& drop) const {
    // A cast has a signature and no name.
    const size_t count = drop.names.empty() ? drop.signatures.size() : drop.names.size();
    for (size_t i = 0; i < count; ++i) {
      ObjectName& object = add(drop.kind, drop.names.empty() ? QualifiedName{} : drop.names[i]);
      if (i < drop.signatures.size()) object.signature = drop.signatures[i];
      object.relation = drop.table;
      object.access_method = drop.access_method;
      object.role = drop.role;
    }
  }
  void operator()(const CreateView& create) const {
    add(create.materialized ? ObjectKind::MaterializedView : ObjectKind::View, create.name);
  }
  void operator()(const CreateType& create) const {
    add(create.form == CreateType::Form::Domain ? ObjectKind::Domain : ObjectKind::Type, create.name);
  }
  void operator()(const AlterType& alter) const { add(ObjectKind::Type, alter.name); }
  void operator()(const CreateSchema& create) const { add(ObjectKind::Schema, create.called()); }
  void operator()(const CreateSequence& create) const { add(ObjectKind::Sequence, create.name); }
  void operator()(const CreateExtension& create) const { add(ObjectKind::Extension, create.name); }
  void operator()(const CreateFunction& create) const {
    ObjectName& object = add(create.procedure ? ObjectKind::Procedure : ObjectKind::Function, create.name);
    object.signature.written = true;
    object.signature.arguments = create.parameters;
  }
  void operator()(const CreateTrigger& create) const { add(ObjectKind::Trigger, create.name).relation = create.table; }
  void operator()(const CommentOn& comment) const {
    if (comment.member.empty()) {
      ObjectName& object = add(comment.kind, comment.name);
      object.signature = comment.signature;
      object.access_method = comment.access_method;
    } else {
      add(comment.kind, comment.member).relation = comment.name;
    }
  }
  void operator()(const Grant& grant) const {
    for (size_t i = 0; i < grant.names.size(); ++i) {
      // ALL TABLES IN SCHEMA names schemas.
      ObjectName& object = add(grant.all_in_schema ? ObjectKind::Schema : grant.kind, grant.names[i]);
      if (i < grant.signatures.size()) object.signature = grant.signatures[i];
    }
  }
  void operator()(const SecurityLabel& security) const { out.push_back(security.object); }
  void operator()(const CreateObject& create) const { out.push_back(create.object); }
  void operator()(const AlterObject& alter) const {
    out.push_back(alter.object);
    out.insert(out.end(), alter.members.begin(), alter.members.end());
  }
  void operator()(const Policy& policy) const { add(ObjectKind::Policy, policy.name).relation = policy.table; }
  void operator()(const CreateRule& rule) const { add(ObjectKind::Rule, rule.name).relation = rule.table; }
  void operator()(const Publication& publication) const { add(ObjectKind::Publication, publication.name); }
  void operator()(const Subscription& subscription) const { add(ObjectKind::Subscription, subscription.name); }
  void operator()(const CreateStatistics& create) const {
    add(ObjectKind::Statistics, create.name).relation = create.table;
  }
  void operator()(const ReassignOwned& reassign) const {
    for (const std::string& owner : reassign.owners) add(ObjectKind::Owned, owner);
  }
  /// Statements on rows and of the session are about no object.
  template <typename Other>
  void operator()(const Other&) const {}
};

}  // namespace

std::string_view to_string(ObjectKind kind) {
  constexpr std::string_view kWords[] = {
#define LOCKSTEP_OBJECT(kind, words) words,
#include "parser/objects.def"
#undef LOCKSTEP_OBJECT
  };
  return kWords[static_cast<size_t>(kind)];
}

std::vector<ObjectName> objects(const Statement& statement) {
  std::vector<ObjectName> out;
  visit(Objects{out}, statement.body);
  return out;
}

}  // namespace lockstep
