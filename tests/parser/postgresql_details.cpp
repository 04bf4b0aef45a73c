// The details of statements from libpg_query's parse tree, in the words of details.cpp.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/text.h"
#include "tests/parser/postgresql_tree.h"

namespace lockstep::test {
namespace {

using nlohmann::json;
using Lines = std::vector<std::string>;

std::string lower(std::string text) {
  std::transform(text.begin(), text.end(), text.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return text;
}

/// A type node: its name without pg_catalog, and [] for each dimension.
std::string type_text(const json& type) {
  if (!type.contains("names")) return "NONE";
  std::string text = joined(type["names"]);
  if (text.rfind("pg_catalog.", 0) == 0) text = text.substr(sizeof("pg_catalog.") - 1);
  for (size_t i = 0; type.contains("arrayBounds") && i < type["arrayBounds"].size(); ++i) text += "[]";
  return text;
}

/// The name alone: DROP TYPE takes any type.
std::string joined_type(const json& type) {
  const std::string text = type_text(type);
  return text.substr(0, text.find('['));
}

std::string types(const json& list) {
  std::vector<std::string> texts;
  for (const json& item : list) texts.push_back(item.contains("TypeName") ? type_text(item["TypeName"]) : "NONE");
  return "(" + join(texts, ", ") + ")";
}

std::string mode_of(const json& parameter) {
  const std::string mode = text_of(parameter, "mode");
  if (mode == "FUNC_PARAM_DEFAULT" || mode == "FUNC_PARAM_IN") return {};
  return mode.substr(sizeof("FUNC_PARAM_") - 1) + " ";
}

/// A list of FunctionParameter nodes, or nothing for the aggregate of (*).
std::string parameters(const json& list) {
  std::vector<std::string> texts;
  if (list.contains("List")) {
    for (const json& item : list["List"]["items"]) {
      const json& parameter = item["FunctionParameter"];
      texts.push_back(mode_of(parameter) + type_text(parameter["argType"]));
    }
  }
  return "(" + join(texts, ", ") + ")";
}

std::string with_arguments(const json& object) {
  std::string text = joined(object["objname"]);
  if (flag(object, "args_unspecified")) return text;
  if (!object.contains("objfuncargs")) return text + types(object.value("objargs", json::array()));
  return text + parameters({{"List", {{"items", object["objfuncargs"]}}}});
}

std::string role(const json& spec) {
  const std::string type = text_of(spec, "roletype");
  return type == "ROLESPEC_CSTRING" ? text_of(spec, "rolename") : lower(type.substr(sizeof("ROLESPEC_") - 1));
}

Lines roles(const json& list) {
  Lines names;
  for (const json& item : list) names.push_back(role(item["RoleSpec"]));
  return names;
}

/// The parts of a list, its first `skip` and last `drop` left out.
std::string part(const json& list, size_t skip, size_t drop) {
  return joined(json(list.begin() + static_cast<std::ptrdiff_t>(skip), list.end()), drop);
}

/// The object that a statement names, by its kind.
std::string object_text(const std::string& kind, const json& object) {
  if (object.contains("String")) return text_of(object["String"], "sval");
  if (object.contains("Integer")) return std::to_string(object["Integer"].value("ival", 0));
  if (object.contains("Float")) return text_of(object["Float"], "fval");
  if (object.contains("TypeName")) return joined_type(object["TypeName"]);
  if (object.contains("ObjectWithArgs")) return with_arguments(object["ObjectWithArgs"]);
  if (!object.contains("List")) return {};
  const json& items = object["List"]["items"];
  if (kind == "OBJECT_CAST") return types(items);
  if (kind == "OBJECT_TRANSFORM") {
    return "(" + type_text(items[0]["TypeName"]) + ") " + text_of(items[1]["String"], "sval");
  }
  if (kind == "OBJECT_OPCLASS" || kind == "OBJECT_OPFAMILY")
    return part(items, 1, 0) + " USING " + joined(json::array({items[0]}));
  if (kind == "OBJECT_DOMCONSTRAINT" && items[0].contains("TypeName")) {
    return text_of(items[1]["String"], "sval") + " ON " + type_text(items[0]["TypeName"]);
  }
  static const std::set<std::string> kParts = {"OBJECT_COLUMN", "OBJECT_TABCONSTRAINT", "OBJECT_TRIGGER", "OBJECT_RULE",
                                               "OBJECT_POLICY"};
  if (kParts.count(kind) > 0) {
    const std::string relation = joined(items, 1);
    return joined(json::array({items.back()})) + (relation.empty() ? "" : " ON " + relation);
  }
  return joined(items);
}

std::string kind_words(const std::string& kind) {
  if (kind == "OBJECT_TABCONSTRAINT" || kind == "OBJECT_DOMCONSTRAINT") return "CONSTRAINT";
  return object_words(kind);
}

std::string relation_text(const json& relation) {
  const std::string schema = text_of(relation, "schemaname");
  return (schema.empty() ? "" : schema + ".") + text_of(relation, "relname");
}

bool is_relation(const std::string& kind) {
  static const std::set<std::string> kKinds = {"OBJECT_TABLE",   "OBJECT_INDEX",         "OBJECT_VIEW",
                                               "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE", "OBJECT_SEQUENCE",
                                               "OBJECT_COLUMN",  "OBJECT_TABCONSTRAINT", "OBJECT_ATTRIBUTE"};
  return kKinds.count(kind) > 0;
}

/// Of ALTER: the object's line, unless it is a relation.
void altered(const std::string& kind, const json& node, Lines& out) {
  if (is_relation(kind)) return;
  if (kind == "OBJECT_DOMCONSTRAINT") {
    out.push_back("DOMAIN " + object_text("OBJECT_DOMAIN", node["object"]));
    return;
  }
  std::string text = kind_words(kind) + " ";
  const bool named = node.contains("object");
  text += named ? object_text(kind, node["object"]) : text_of(node, "subname");
  if (node.contains("relation")) text += " ON " + relation_text(node["relation"]);
  out.push_back(text);
}

void rename(const json& node, Lines& out) {
  const std::string kind = text_of(node, "renameType");
  altered(kind, node, out);
  const bool of_part = kind == "OBJECT_COLUMN" || kind == "OBJECT_TABCONSTRAINT" || kind == "OBJECT_ATTRIBUTE" ||
                       kind == "OBJECT_DOMCONSTRAINT";
  const std::string from = of_part ? text_of(node, "subname") + " " : "";
  out.push_back("rename " + from + "-> " + text_of(node, "newname"));
}

void drop(const json& node, Lines& out) {
  const std::string kind = text_of(node, "removeType");
  for (const json& object : node["objects"]) out.push_back(kind_words(kind) + " " + object_text(kind, object));
  if (flag(node, "missing_ok")) out.push_back("if exists");
  if (flag(node, "concurrent")) out.push_back("concurrently");
  if (text_of(node, "behavior") == "DROP_CASCADE") out.push_back("cascade");
}

void drop_one(const std::string& line, const json& node, Lines& out) {
  out.push_back(line);
  if (flag(node, "missing_ok")) out.push_back("if exists");
}

void inner(const json& statement, Lines& out) {
  const auto item = statement.begin();
  if (item.key() != "ReturnStmt") out.push_back("inner " + tag_of(item.key(), item.value()));
}

void list_line(const char* head, const Lines& list, Lines& out) {
  if (!list.empty()) out.push_back(head + join(list, ", "));
}

Lines strings(const json& node, const char* key) {
  Lines out;
  for (const json& item : node.value(key, json::array())) out.push_back(text_of(item["String"], "sval"));
  return out;
}

void copy(const json& node, Lines& out) {
  out.push_back(flag(node, "is_from") ? "from" : "to");
  list_line("columns ", strings(node, "attlist"), out);
  if (flag(node, "is_program")) out.push_back("program");
  if (node.contains("filename")) out.push_back("file " + text_of(node, "filename"));
  if (node.contains("query")) inner(node["query"], out);
}

/// PostgreSQL 17 has three kinds of WHEN where 15 has two.
bool is_matched(const json& when) {
  return flag(when, "matched") || text_of(when, "matchKind") == "MERGE_WHEN_MATCHED";
}

void merge(const json& node, Lines& out) {
  out.push_back("target " + relation_text(node["relation"]));
  for (const json& item : node["mergeWhenClauses"]) {
    const json& when = item["MergeWhenClause"];
    const std::string action = text_of(when, "commandType").substr(sizeof("CMD_") - 1);
    out.push_back(std::string(is_matched(when) ? "matched " : "not matched ") + action + " " +
                  std::to_string(when.value("targetList", json::array()).size()) + " " +
                  std::to_string(when.value("values", json::array()).size()));
  }
}

void function(const json& node, Lines& out) {
  out.push_back("name " + joined(node["funcname"]));
  for (const json& item : node.value("parameters", json::array())) {
    const json& parameter = item["FunctionParameter"];
    if (text_of(parameter, "mode") == "FUNC_PARAM_TABLE") continue;
    const std::string name = text_of(parameter, "name");
    out.push_back("parameter " + mode_of(parameter) + (name.empty() ? "" : name + " ") +
                  type_text(parameter["argType"]) + (parameter.contains("defexpr") ? " default" : ""));
  }
  if (!node.contains("sql_body") || !node["sql_body"].contains("List")) return;
  for (const json& list : node["sql_body"]["List"]["items"]) {
    if (!list.contains("List")) continue;
    for (const json& statement : list["List"].value("items", json::array())) {
      if (!statement.empty()) inner(statement, out);
    }
  }
}

void policy(const json& node, bool alter, Lines& out) {
  out.push_back("POLICY " + text_of(node, "policy_name"));
  if (!alter) out.push_back(text_of(node, "cmd_name") + (flag(node, "permissive") ? "" : " restrictive"));
  // Without TO the tree of CREATE says PUBLIC.
  Lines names = roles(node.value("roles", json::array()));
  const bool implied = !alter && names == Lines{"public"} && node["roles"][0]["RoleSpec"].value("location", 0) < 0;
  if (!implied) list_line("roles ", names, out);
  if (node.contains("qual")) out.push_back("using");
  if (node.contains("with_check")) out.push_back("check");
}

void publication(const json& node, Lines& out) {
  out.push_back("PUBLICATION " + text_of(node, "pubname"));
  Lines schemas;
  for (const json& item : node.value("pubobjects", json::array())) {
    const json& object = item["PublicationObjSpec"];
    if (object.contains("pubtable")) {
      const json& table = object["pubtable"];
      out.push_back("table " + relation_text(table["relation"]) + (table.contains("whereClause") ? " where" : ""));
      list_line("columns ", strings(table, "columns"), out);
    } else {
      schemas.push_back(object.contains("name") ? text_of(object, "name") : "current_schema");
    }
  }
  for (const std::string& schema : schemas) out.push_back("schema " + schema);
}

/// Statements whose object is one member of their node.
struct Named {
  const char* words;
  const char* key;
};
const std::map<std::string, Named>& named_statements() {
  static const std::map<std::string, Named> kNamed = {
      {"CreateRoleStmt", {"ROLE ", "role"}},
      {"CreatedbStmt", {"DATABASE ", "dbname"}},
      {"CreateTableSpaceStmt", {"TABLESPACE ", "tablespacename"}},
      {"CreateFdwStmt", {"FOREIGN DATA WRAPPER ", "fdwname"}},
      {"CreateForeignServerStmt", {"SERVER ", "servername"}},
      {"CreateConversionStmt", {"CONVERSION ", "conversion_name"}},
      {"CreateAmStmt", {"ACCESS METHOD ", "amname"}},
      {"CreatePLangStmt", {"LANGUAGE ", "plname"}},
      {"CreateEventTrigStmt", {"EVENT TRIGGER ", "trigname"}},
      {"AlterEventTrigStmt", {"EVENT TRIGGER ", "trigname"}},
      {"AlterFdwStmt", {"FOREIGN DATA WRAPPER ", "fdwname"}},
      {"AlterForeignServerStmt", {"SERVER ", "servername"}},
      {"AlterDatabaseStmt", {"DATABASE ", "dbname"}},
      {"AlterDatabaseSetStmt", {"DATABASE ", "dbname"}},
      {"AlterDatabaseRefreshCollStmt", {"DATABASE ", "dbname"}},
      {"AlterTableSpaceOptionsStmt", {"TABLESPACE ", "tablespacename"}},
      {"AlterExtensionStmt", {"EXTENSION ", "extname"}},
      {"AlterStatsStmt", {"STATISTICS ", "defnames"}},
      {"AlterCollationStmt", {"COLLATION ", "collname"}},
      {"AlterTSDictionaryStmt", {"TEXT SEARCH DICTIONARY ", "dictname"}},
      {"AlterTSConfigurationStmt", {"TEXT SEARCH CONFIGURATION ", "cfgname"}},
      {"AlterDomainStmt", {"DOMAIN ", "typeName"}},
      {"AlterTypeStmt", {"TYPE ", "typeName"}},
      {"AlterOperatorStmt", {"OPERATOR ", "opername"}},
      {"ListenStmt", {"name ", "conditionname"}},
      {"UnlistenStmt", {"name ", "conditionname"}},
      {"NotifyStmt", {"name ", "conditionname"}},
      {"LoadStmt", {"name ", "filename"}},
      {"DeallocateStmt", {"name ", "name"}},
      {"FetchStmt", {"name ", "portalname"}},
  };
  return kNamed;
}

void named(const Named& form, const json& node, Lines& out) {
  if (!node.contains(form.key)) return;  // UNLISTEN *, DEALLOCATE ALL
  const json& name = node[form.key];
  std::string text;
  if (name.is_string()) text = name.get<std::string>();
  if (name.is_array()) text = joined(name);
  if (name.contains("names")) text = type_text(name);
  if (name.contains("objname")) text = with_arguments(name);
  out.push_back(form.words + text);
}

}  // namespace

Lines details_of(const std::string& kind, const json& node) {
  Lines out;
  const auto found = named_statements().find(kind);
  if (found != named_statements().end()) {
    named(found->second, node, out);
  } else if (kind == "DropStmt") {
    drop(node, out);
  } else if (kind == "DropRoleStmt") {
    for (const std::string& name : roles(node["roles"])) out.push_back("ROLE " + name);
    if (flag(node, "missing_ok")) out.push_back("if exists");
  } else if (kind == "DropdbStmt") {
    drop_one("DATABASE " + text_of(node, "dbname"), node, out);
  } else if (kind == "DropTableSpaceStmt") {
    drop_one("TABLESPACE " + text_of(node, "tablespacename"), node, out);
  } else if (kind == "DropSubscriptionStmt") {
    drop_one("SUBSCRIPTION " + text_of(node, "subname"), node, out);
    if (text_of(node, "behavior") == "DROP_CASCADE") out.push_back("cascade");
  } else if (kind == "DropUserMappingStmt" || kind == "CreateUserMappingStmt" || kind == "AlterUserMappingStmt") {
    const std::string line = "USER MAPPING " + role(node["user"]) + " ON " + text_of(node, "servername");
    kind == "DropUserMappingStmt" ? drop_one(line, node, out) : out.push_back(line);
  } else if (kind == "DropOwnedStmt") {
    for (const std::string& name : roles(node["roles"])) out.push_back("OWNED " + name);
    if (text_of(node, "behavior") == "DROP_CASCADE") out.push_back("cascade");
  } else if (kind == "ReassignOwnedStmt") {
    list_line("roles ", roles(node["roles"]), out);
    out.push_back("owner " + role(node["newrole"]));
  } else if (kind == "CommentStmt" || kind == "SecLabelStmt") {
    const std::string object_kind = text_of(node, "objtype");
    out.push_back(kind_words(object_kind) + " " + object_text(object_kind, node["object"]));
    const char* text = kind == "CommentStmt" ? "comment" : "label";
    if (node.contains(text)) out.push_back("text " + text_of(node, text));
  } else if (kind == "RenameStmt") {
    rename(node, out);
  } else if (kind == "AlterOwnerStmt") {
    altered(text_of(node, "objectType"), node, out);
    out.push_back("owner " + role(node["newowner"]));
  } else if (kind == "AlterObjectSchemaStmt") {
    altered(text_of(node, "objectType"), node, out);
    out.push_back("schema " + text_of(node, "newschema"));
  } else if (kind == "AlterObjectDependsStmt") {
    altered(text_of(node, "objectType"), node, out);
    out.push_back((flag(node, "remove") ? "no depends " : "depends ") + text_of(node["extname"], "sval"));
  } else if (kind == "AlterExtensionContentsStmt") {
    const std::string object_kind = text_of(node, "objtype");
    out.push_back("EXTENSION " + text_of(node, "extname"));
    out.push_back("member " + kind_words(object_kind) + " " + object_text(object_kind, node["object"]));
  } else if (kind == "AlterFunctionStmt") {
    out.push_back(kind_words(text_of(node, "objtype")) + " " + with_arguments(node["func"]));
  } else if (kind == "AlterRoleStmt") {
    out.push_back("ROLE " + role(node["role"]));
  } else if (kind == "AlterRoleSetStmt") {
    out.push_back("ROLE " + (node.contains("role") ? role(node["role"]) : "all"));
  } else if (kind == "AlterSystemStmt") {
    out.push_back("SYSTEM ");
  } else if (kind == "AlterEnumStmt") {
    out.push_back("TYPE " + joined(node["typeName"]));
    const std::string old_value = text_of(node, "oldVal");
    out.push_back("value " + (old_value.empty() ? "" : old_value + " -> ") + text_of(node, "newVal"));
  } else if (kind == "DefineStmt" && text_of(node, "kind") != "OBJECT_TYPE") {
    const bool arguments = text_of(node, "kind") == "OBJECT_AGGREGATE" && !flag(node, "oldstyle");
    out.push_back(kind_words(text_of(node, "kind")) + " " + joined(node["defnames"]) +
                  (arguments ? parameters(node["args"][0]) : ""));
  } else if (kind == "CreateCastStmt") {
    out.push_back("CAST (" + type_text(node["sourcetype"]) + ", " + type_text(node["targettype"]) + ")");
  } else if (kind == "CreateTransformStmt") {
    out.push_back("TRANSFORM (" + type_text(node["type_name"]) + ") " + text_of(node, "lang"));
  } else if (kind == "CreateOpClassStmt") {
    out.push_back("OPERATOR CLASS " + joined(node["opclassname"]) + " USING " + text_of(node, "amname"));
  } else if (kind == "CreateOpFamilyStmt" || kind == "AlterOpFamilyStmt") {
    out.push_back("OPERATOR FAMILY " + joined(node["opfamilyname"]) + " USING " + text_of(node, "amname"));
  } else if (kind == "CopyStmt") {
    copy(node, out);
  } else if (kind == "ExplainStmt") {
    for (const json& option : node.value("options", json::array())) {
      out.push_back("option " + text_of(option["DefElem"], "defname"));
    }
    inner(node["query"], out);
  } else if (kind == "PrepareStmt") {
    out.push_back("name " + text_of(node, "name"));
    for (const json& type : node.value("argtypes", json::array())) out.push_back("type " + type_text(type["TypeName"]));
    inner(node["query"], out);
  } else if (kind == "ExecuteStmt") {
    out.push_back("name " + text_of(node, "name"));
    out.push_back("arguments " + std::to_string(node.value("params", json::array()).size()));
  } else if (kind == "DeclareCursorStmt") {
    out.push_back("name " + text_of(node, "portalname"));
    inner(node["query"], out);
  } else if (kind == "ClosePortalStmt") {
    out.push_back("name " + text_of(node, "portalname"));
  } else if (kind == "MergeStmt") {
    merge(node, out);
  } else if (kind == "CallStmt") {
    const json& call = node["funccall"];
    out.push_back("name " + joined(call["funcname"]) + " " + std::to_string(call.value("args", json::array()).size()));
  } else if (kind == "DoStmt") {
    // Several bodies are refused later; the last one stands for them.
    for (const json& argument : node["args"]) {
      if (text_of(argument["DefElem"], "defname") == "as") {
        out = {"body " + text_of(argument["DefElem"]["arg"]["String"], "sval")};
      }
    }
  } else if (kind == "CreateFunctionStmt") {
    function(node, out);
  } else if (kind == "CreatePolicyStmt" || kind == "AlterPolicyStmt") {
    policy(node, kind == "AlterPolicyStmt", out);
  } else if (kind == "RuleStmt") {
    out.push_back("RULE " + text_of(node, "rulename") + " " + text_of(node, "event").substr(sizeof("CMD_") - 1) +
                  (flag(node, "instead") ? " instead" : ""));
    for (const json& action : node.value("actions", json::array())) inner(action, out);
  } else if (kind == "CreatePublicationStmt" || kind == "AlterPublicationStmt") {
    publication(node, out);
  } else if (kind == "CreateSubscriptionStmt" || kind == "AlterSubscriptionStmt") {
    out.push_back("SUBSCRIPTION " + text_of(node, "subname"));
    list_line("publications ", strings(node, "publication"), out);
    if (node.contains("conninfo")) out.push_back("connection " + text_of(node, "conninfo"));
  } else if (kind == "CreateStatsStmt") {
    out.push_back("STATISTICS " + joined(node.value("defnames", json::array())));
    list_line("kinds ", strings(node, "stat_types"), out);
    out.push_back("elements " + std::to_string(node["exprs"].size()));
  } else if (kind == "ImportForeignSchemaStmt") {
    out.push_back("schema " + text_of(node, "remote_schema") + " " + text_of(node, "server_name") + " " +
                  text_of(node, "local_schema"));
    for (const json& table : node.value("table_list", json::array())) {
      out.push_back("table " + relation_text(table["RangeVar"]));
    }
  } else if (kind == "CreateSchemaStmt") {
    for (const json& element : node.value("schemaElts", json::array())) inner(element, out);
  }
  if (node.contains("withClause")) {
    for (const json& table : node["withClause"]["ctes"]) {
      const json& query = table["CommonTableExpr"]["ctequery"];
      if (!query.contains("SelectStmt")) inner(query, out);
    }
  }
  return out;
}

}  // namespace lockstep::test
