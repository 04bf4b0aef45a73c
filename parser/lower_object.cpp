// Objects by their kind and name, and the commands that are alike for most kinds: CREATE, ALTER and what COMMENT ON,
// DROP and SECURITY LABEL name.
#include <algorithm>

#include "base/text.h"
#include "parser/lower_ddl.h"

namespace lockstep::lower {
namespace {

constexpr std::pair<ObjectKind, std::string_view> kKinds[] = {
#define LOCKSTEP_OBJECT(kind, words) {ObjectKind::kind, words},
#include "parser/objects.def"
#undef LOCKSTEP_OBJECT
};

ObjectKind kind_of_words(std::string_view words) {
  if (words == "USER" || words == "GROUP") return ObjectKind::Role;
  if (words == "PROCEDURAL LANGUAGE") return ObjectKind::Language;
  if (words == "FOREIGN SERVER") return ObjectKind::Server;
  if (words == "OWNED BY") return ObjectKind::Owned;
  const auto* row =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const auto& k) { return k.second == words; });
  return row == std::end(kKinds) ? ObjectKind::Other : row->first;
}

/// "ALTER TEXT SEARCH PARSER" is about a text search parser.
ObjectKind kind_of_tag(std::string_view tag) {
  return kind_of_words(tag.substr(tag.find(' ') + 1));
}

RoutineArgument argument(const Tree& tree, NodeIndex node) {
  RoutineArgument result;
  if (tree.kind(node) == NodeKind::Null) return result;  // the operand NONE
  const NodeIndex type = tree.kind(node) == NodeKind::TypeName ? node : tree.find(node, NodeKind::TypeName);
  result.type = type_name(tree, type);
  if (type == node) return result;
  const std::string mode = words(tree, tree.find(node, NodeKind::ArgumentMode));
  result.mode = mode.empty() ? "IN" : mode == "IN OUT" ? "INOUT" : mode;
  result.name = first_name(tree, node);
  return result;
}

/// The place of ORDER in the arguments of an aggregate.
std::optional<uint32_t> order_by(const Tree& tree, NodeIndex arguments) {
  for (uint32_t i = tree[arguments].first_token; i < tree[arguments].end_token; ++i) {
    if (tree.tokens[i].is(K::ORDER)) return i;
  }
  return std::nullopt;
}

/// A name that stands alone: the object's, or what else its kind is named by.
void add_name(std::string name, Span span, bool first, ObjectName& object) {
  switch (object.kind) {
    case ObjectKind::UserMapping:
      if (first) {
        object.role = std::move(name);
        return;
      }
      break;
    case ObjectKind::OperatorClass:
    case ObjectKind::OperatorFamily:
      if (!first) {
        object.access_method = std::move(name);
        return;
      }
      break;
    case ObjectKind::Transform:
      break;
    default:
      if (!first) return;
  }
  object.name = {{}, std::move(name), span};
}

}  // namespace

ObjectKind object_kind(const Tree& tree, NodeIndex type) {
  return kind_of_words(words(tree, type));
}

bool part_of_relation(ObjectKind kind) {
  return kind == ObjectKind::Column || kind == ObjectKind::Constraint || kind == ObjectKind::Trigger ||
         kind == ObjectKind::Rule || kind == ObjectKind::Policy;
}

bool names_object(const Tree& tree, NodeIndex node) {
  switch (tree.kind(node)) {
    case NodeKind::Name:
    case NodeKind::Relation:
    case NodeKind::QualifiedName:
    case NodeKind::FunctionName:
    case NodeKind::TypeName:
    case NodeKind::Signature:
    case NodeKind::OperatorName:
    case NodeKind::Number:
      return true;
    default:
      return false;
  }
}

QualifiedName object_name(const Tree& tree, NodeIndex node) {
  QualifiedName result;
  switch (tree.kind(node)) {
    case NodeKind::Name:
      result.name = name_text(tree, node);
      break;
    case NodeKind::Relation:
    case NodeKind::QualifiedName:
    case NodeKind::FunctionName:
      result = qualified_name(tree, node);
      break;
    case NodeKind::TypeName: {
      const TypeName type = type_name(tree, node);
      result.schema = type.schema;
      result.name = type.name;
      break;
    }
    case NodeKind::Signature:
      result = object_name(tree, tree.children(node)[0]);
      break;
    case NodeKind::OperatorName:
      result = operator_name(tree, node);
      break;
    default:
      result.name = clean_text(tree, node);
      break;
  }
  result.span = tree.span(node);
  return result;
}

std::vector<RoutineArgument> routine_arguments(const Tree& tree, NodeIndex arguments) {
  std::vector<RoutineArgument> result;
  for (const NodeIndex child : tree.children(arguments)) {
    if (tree.kind(child) == NodeKind::DefaultValue) {
      result.back().default_value = expression(tree, first_child(tree, child));
    } else {
      result.push_back(argument(tree, child));
    }
  }
  return result;
}

Signature signature(const Tree& tree, NodeIndex node) {
  Signature result;
  const NodeIndex arguments = tree.kind(node) == NodeKind::Arguments ? node : tree.find(node, NodeKind::Arguments);
  if (arguments == kNoNode) return result;
  result.written = true;
  result.arguments = routine_arguments(tree, arguments);
  if (const std::optional<uint32_t> order = order_by(tree, arguments)) {
    const Children children = tree.children(arguments);
    const auto before = [&](NodeIndex child) { return tree[child].first_token < *order; };
    result.direct = static_cast<size_t>(std::count_if(children.begin(), children.end(), before));
  }
  return result;
}

ObjectName named_object(const Tree& tree, NodeIndex node, ObjectKind kind) {
  ObjectName object;
  object.kind = kind;
  bool first = true;
  for (const NodeIndex child : tree.children(node)) {
    switch (tree.kind(child)) {
      case NodeKind::Name:
        // USER stands for the role that is in charge.
        add_name(tree.first_token(child).is(K::USER) ? "current_user" : name_text(tree, child), tree.span(child), first,
                 object);
        first = false;
        break;
      case NodeKind::Relation:
        (part_of_relation(kind) ? object.relation : object.name) = qualified_name(tree, child);
        break;
      case NodeKind::TypeName:
        if (kind == ObjectKind::Cast || kind == ObjectKind::Transform) {
          object.signature.written = true;
          object.signature.arguments.push_back(argument(tree, child));
        } else {
          object.name = object_name(tree, child);
        }
        break;
      case NodeKind::QualifiedName:
        // CONSTRAINT c ON DOMAIN d
        (first || kind != ObjectKind::Constraint ? object.name : object.relation) = qualified_name(tree, child);
        first = false;
        break;
      case NodeKind::Signature:
        object.name = object_name(tree, child);
        object.signature = signature(tree, child);
        break;
      case NodeKind::Arguments:
        object.signature = signature(tree, child);
        break;
      case NodeKind::FunctionName:
      case NodeKind::OperatorName:
      case NodeKind::Number:
        object.name = object_name(tree, child);
        break;
      default:
        break;
    }
  }
  return object;
}

void lower_create_object(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateObject create;
  create.object = named_object(tree, root, kind_of_tag(result.tag));
  for (const NodeIndex child : tree.children(root)) {
    switch (tree.kind(child)) {
      case NodeKind::OrReplace:
        create.or_replace = true;
        break;
      case NodeKind::IfNotExists:
        create.if_not_exists = true;
        break;
      case NodeKind::Option:
        create.options.push_back(option(tree, child));
        break;
      case NodeKind::Options:
        for (auto& each : options(tree, child)) create.options.push_back(std::move(each));
        break;
      case NodeKind::NamedRoutine:
        create.routines.push_back(named_routine(tree, child));
        break;
      default:
        break;
    }
  }
  result.body = std::move(create);
}

void lower_alter_object(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  AlterObject alter;
  alter.object = named_object(tree, root, kind_of_tag(result.tag));
  alter.if_exists = tree.has(root, NodeKind::IfExists);
  alter.subcommands = object_subcommands(tree, root);
  const NodeIndex action = tree.find(root, NodeKind::ObjectAction);
  if (const NodeIndex type = tree.find(action, NodeKind::ObjectType); type != kNoNode) {
    alter.members.push_back(named_object(tree, action, object_kind(tree, type)));
  }
  result.body = std::move(alter);
}

NamedRoutine named_routine(const Tree& tree, NodeIndex node) {
  NamedRoutine routine;
  for (const NodeIndex child : tree.children(node)) {
    const NodeKind kind = tree.kind(child);
    if (kind == NodeKind::Number || kind == NodeKind::TypeName || !names_object(tree, child)) continue;
    routine.role = to_upper(clean_text(tree, tree[node].first_token, tree[child].first_token));
    routine.role = routine.role.substr(0, routine.role.find(" ("));
    if (const size_t with = routine.role.find("WITH FUNCTION"); with != std::string::npos) {
      routine.role = with == 0 ? "FUNCTION" : routine.role.substr(0, with - 1);
    }
    routine.name = object_name(tree, child);
    if (kind == NodeKind::Signature) routine.signature = signature(tree, child);
    break;
  }
  return routine;
}

// CREATE USER is CREATE ROLE ... LOGIN.
void lower_create_role(const Tree& tree, Statement& result) {
  lower_create_object(tree, result);
  const bool user = tree.tokens[tree[tree.root()].first_token + 1].is(K::USER);
  if (user) {
    auto& options = result.body.change<CreateObject>().options;
    options.insert(options.begin(), {"login", ""});
  }
}

// A user may be called "mapping".
void lower_create_user_mapping(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  const Token& fourth = tree.tokens[tree[root].first_token + 3];
  if (fourth.is(K::FOR) || fourth.is(K::IF)) return lower_create_object(tree, result);
  result.tag = "CREATE ROLE";
  lower_create_role(tree, result);
}
void lower_alter_user_mapping(const Tree& tree, Statement& result) {
  if (!tree.tokens[tree[tree.root()].first_token + 3].is(K::FOR)) result.tag = "ALTER ROLE";
  lower_alter_object(tree, result);
}

#define LOCKSTEP_CREATED(family)                             \
  void lower_##family(const Tree& tree, Statement& result) { \
    lower_create_object(tree, result);                       \
  }
LOCKSTEP_CREATED(create_access_method)
LOCKSTEP_CREATED(create_aggregate)
LOCKSTEP_CREATED(create_cast)
LOCKSTEP_CREATED(create_collation)
LOCKSTEP_CREATED(create_conversion)
LOCKSTEP_CREATED(create_database)
LOCKSTEP_CREATED(create_event_trigger)
LOCKSTEP_CREATED(create_foreign_data_wrapper)
LOCKSTEP_CREATED(create_operator)
LOCKSTEP_CREATED(create_operator_class)
LOCKSTEP_CREATED(create_operator_family)
LOCKSTEP_CREATED(create_server)
LOCKSTEP_CREATED(create_tablespace)
LOCKSTEP_CREATED(create_text_search)
LOCKSTEP_CREATED(create_transform)
#undef LOCKSTEP_CREATED

#define LOCKSTEP_ALTERED(family)                             \
  void lower_##family(const Tree& tree, Statement& result) { \
    lower_alter_object(tree, result);                        \
  }
LOCKSTEP_ALTERED(alter_aggregate)
LOCKSTEP_ALTERED(alter_collation)
LOCKSTEP_ALTERED(alter_conversion)
LOCKSTEP_ALTERED(alter_database)
LOCKSTEP_ALTERED(alter_domain)
LOCKSTEP_ALTERED(alter_event_trigger)
LOCKSTEP_ALTERED(alter_extension)
LOCKSTEP_ALTERED(alter_foreign_data_wrapper)
LOCKSTEP_ALTERED(alter_language)
LOCKSTEP_ALTERED(alter_large_object)
LOCKSTEP_ALTERED(alter_operator)
LOCKSTEP_ALTERED(alter_operator_class)
LOCKSTEP_ALTERED(alter_operator_family)
LOCKSTEP_ALTERED(alter_role)
LOCKSTEP_ALTERED(alter_routine)
LOCKSTEP_ALTERED(alter_rule)
LOCKSTEP_ALTERED(alter_schema)
LOCKSTEP_ALTERED(alter_server)
LOCKSTEP_ALTERED(alter_statistics)
LOCKSTEP_ALTERED(alter_system)
LOCKSTEP_ALTERED(alter_tablespace)
LOCKSTEP_ALTERED(alter_text_search)
LOCKSTEP_ALTERED(alter_trigger)
#undef LOCKSTEP_ALTERED

}  // namespace lockstep::lower
