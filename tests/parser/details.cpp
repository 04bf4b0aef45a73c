#include "tests/parser/details.h"

#include "base/text.h"

namespace lockstep::test {
namespace {

std::string dotted(const QualifiedName& name) {
  return name.schema.empty() ? name.name : name.schema + "." + name.name;
}

std::string type_text(const TypeName& type) {
  if (type.name.empty()) return "NONE";
  std::string text = type.schema.empty() || type.schema == "pg_catalog" ? type.name : type.schema + "." + type.name;
  for (int i = 0; i < type.array_dimensions; ++i) text += "[]";
  return text;
}

std::string arguments(const Signature& signature) {
  if (!signature.written) return {};
  std::vector<std::string> list;
  for (size_t i = 0; i < signature.arguments.size(); ++i) {
    const RoutineArgument& argument = signature.arguments[i];
    // The server keeps one of (VARIADIC "any" ORDER BY VARIADIC "any").
    if (signature.direct && i >= *signature.direct && i > 0 && signature.arguments[i - 1].mode == "VARIADIC") continue;
    const std::string mode = argument.mode.empty() || argument.mode == "IN" ? "" : argument.mode + " ";
    list.push_back(mode + type_text(argument.type));
  }
  return "(" + join(list, ", ") + ")";
}

std::string object_text(const ObjectName& object) {
  std::string text(to_string(object.kind));
  text += " ";
  if (object.kind == ObjectKind::Cast) return text + arguments(object.signature);
  if (object.kind == ObjectKind::Transform) return text + arguments(object.signature) + " " + object.name.name;
  if (object.kind == ObjectKind::UserMapping) return text + object.role + " ON " + object.name.name;
  text += dotted(object.name) + arguments(object.signature);
  if (!object.relation.name.empty()) text += " ON " + dotted(object.relation);
  if (!object.access_method.empty()) text += " USING " + object.access_method;
  return text;
}

struct Lines {
  const Statement& statement;
  std::vector<std::string>& out;

  void add(std::string line) const { out.push_back(std::move(line)); }
  void add_list(const std::string& head, const std::vector<std::string>& list) const {
    if (!list.empty()) add(head + join(list, ", "));
  }
  void flag(bool set, const char* word) const {
    if (set) add(word);
  }

  void add_objects() const {
    for (const ObjectName& object : objects(statement)) add(object_text(object));
  }

  void subcommand(const AlterTableSubcommand& sub) const {
    switch (sub.action) {
      case AlterTableAction::RenameTable:
        add("rename -> " + sub.new_name);
        break;
      case AlterTableAction::RenameColumn:
      case AlterTableAction::RenameConstraint:
        add("rename " + sub.name + " -> " + sub.new_name);
        break;
      case AlterTableAction::SetSchema:
        add("schema " + sub.new_name);
        break;
      case AlterTableAction::DependsOnExtension:
        add((sub.words.starts_with("NO ") ? "no depends " : "depends ") + sub.new_name);
        break;
      default:
        break;
    }
  }

  void operator()(const DropStatement& drop) const {
    add_objects();
    flag(drop.if_exists, "if exists");
    flag(drop.concurrently, "concurrently");
    flag(drop.cascade, "cascade");
  }
  void operator()(const CommentOn& comment) const {
    add_objects();
    if (comment.text) add("text " + *comment.text);
  }
  void operator()(const SecurityLabel& security) const {
    add_objects();
    if (security.label) add("text " + *security.label);
  }
  void operator()(const AlterTable& alter) const {
    for (const AlterTableSubcommand& sub : alter.subcommands) subcommand(sub);
  }
  void operator()(const AlterObject& alter) const {
    add(object_text(alter.object));
    for (const ObjectName& member : alter.members) add("member " + object_text(member));
    for (const AlterTableSubcommand& sub : alter.subcommands) {
      subcommand(sub);
      if (sub.action == AlterTableAction::OwnerTo) add("owner " + sub.new_name);
    }
  }
  void operator()(const AlterType& alter) const {
    add("TYPE " + dotted(alter.name));
    if (!alter.rename_type_to.empty()) add("rename -> " + alter.rename_type_to);
    if (!alter.set_schema.empty()) add("schema " + alter.set_schema);
    if (!alter.owner_to.empty()) add("owner " + alter.owner_to);
    if (!alter.added.empty()) add("value " + alter.added);
    if (!alter.renamed.empty()) add("value " + alter.renamed + " -> " + alter.renamed_to);
  }
  void operator()(const CreateObject&) const { add_objects(); }
  void operator()(const Copy& copy) const {
    add(copy.from ? "from" : "to");
    add_list("columns ", copy.columns);
    flag(copy.program, "program");
    if (!copy.file.empty()) add("file " + copy.file);
  }
  void operator()(const Explain& explain) const {
    for (const auto& [name, value] : explain.options) add("option " + (name == "analyse" ? "analyze" : name));
  }
  void operator()(const Prepare& prepare) const {
    add("name " + prepare.name);
    for (const TypeName& type : prepare.types) add("type " + type_text(type));
  }
  void operator()(const Execute& execute) const {
    add("name " + execute.name);
    add("arguments " + std::to_string(execute.arguments.size()));
  }
  void operator()(const Cursor& cursor) const { add("name " + cursor.name); }
  void operator()(const Merge& merge) const {
    add("target " + dotted(merge.table));
    for (const MergeWhen& when : merge.when) {
      const std::string action = when.action == "DO NOTHING" ? "NOTHING" : when.action;
      size_t columns = when.columns.size();
      for (const Assignment& assignment : when.assignments) columns += assignment.columns.size();
      add(std::string(when.matched ? "matched " : "not matched ") + action + " " + std::to_string(columns) + " " +
          std::to_string(when.values.size()));
    }
  }
  void operator()(const Call& call) const {
    const std::string name = dotted({call.function.schema, call.function.name, {}});
    add("name " + name + " " + std::to_string(call.arguments.size()));
  }
  void operator()(const DoBlock& block) const {
    if (!block.body.empty()) add("body " + block.body);
  }
  void operator()(const CreateFunction& function) const {
    add("name " + dotted(function.name));
    for (const RoutineArgument& each : function.parameters) {
      const std::string mode = each.mode == "IN" ? "" : each.mode + " ";
      add("parameter " + mode + (each.name.empty() ? "" : each.name + " ") + type_text(each.type) +
          (each.default_value ? " default" : ""));
    }
  }
  void operator()(const Policy& policy) const {
    add("POLICY " + policy.name);
    if (!policy.alter) add(to_lower(policy.command) + (policy.restrictive ? " restrictive" : ""));
    add_list("roles ", policy.roles);
    flag(policy.using_expression.has_value(), "using");
    flag(policy.with_check.has_value(), "check");
  }
  void operator()(const CreateRule& rule) const {
    add("RULE " + rule.name + " " + rule.event + (rule.instead ? " instead" : ""));
  }
  void operator()(const Publication& publication) const {
    add("PUBLICATION " + publication.name);
    for (const PublishedTable& table : publication.tables) {
      add("table " + dotted(table.name) + (table.where ? " where" : ""));
      add_list("columns ", table.columns);
    }
    for (const std::string& schema : publication.schemas) add("schema " + schema);
  }
  void operator()(const Subscription& subscription) const {
    add("SUBSCRIPTION " + subscription.name);
    add_list("publications ", subscription.publications);
    if (!subscription.connection.empty()) add("connection " + subscription.connection);
  }
  void operator()(const CreateStatistics& statistics) const {
    add("STATISTICS " + dotted(statistics.name));
    add_list("kinds ", statistics.kinds);
    add("elements " + std::to_string(statistics.elements.size()));
  }
  void operator()(const ReassignOwned& reassign) const {
    add_list("roles ", reassign.owners);
    add("owner " + reassign.new_owner);
  }
  void operator()(const ImportForeignSchema& import) const {
    add("schema " + import.remote_schema + " " + import.server + " " + import.into);
    for (const QualifiedName& table : import.tables) add("table " + dotted(table));
  }
  void operator()(const SessionCommand& command) const {
    // SHOW has settings of its own words; DISCARD and CHECKPOINT name nothing.
    if (!command.name.empty() && statement.tag != "SHOW") add("name " + command.name);
  }
  template <typename Other>
  void operator()(const Other&) const {}
};

}  // namespace

std::vector<std::string> details(const Statement& statement) {
  std::vector<std::string> lines;
  visit(Lines{statement, lines}, statement.body);
  for (const Statement& inner : statement.inner) lines.push_back("inner " + inner.tag);
  return lines;
}

}  // namespace lockstep::test
