// libpg_query's parse tree (JSON) -> tags, relations and subcommands.
//
// Tags follow the server's CreateCommandTag (src/backend/tcop/utility.c). Relations are the RangeVar nodes of the
// tree, without names of CTEs in scope and without those that are no relations (locking clauses, constraints), and
// the names in object lists of relation kinds.
#include <pg_query.h>

#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "tests/parser/oracle.h"
#include "tests/parser/postgresql_tree.h"

// libpg_query 15 keeps the message of a refused statement when it reads PL/pgSQL; nothing of ours.
extern "C" const char* __lsan_default_suppressions() {  // NOLINT(bugprone-reserved-identifier)
  return "leak:libpg_query";
}

namespace lockstep::test {

using nlohmann::json;

std::string text_of(const json& node, const char* key) {
  const auto it = node.find(key);
  return it != node.end() && it->is_string() ? it->get<std::string>() : std::string();
}

bool flag(const json& node, const char* key) {
  const auto it = node.find(key);
  return it != node.end() && it->is_boolean() && it->get<bool>();
}

std::string joined(const json& list, size_t drop) {
  std::vector<std::string> parts;
  for (const json& item : list) {
    if (item.contains("String")) parts.push_back(text_of(item["String"], "sval"));
  }
  if (parts.size() <= drop) return {};
  parts.resize(parts.size() - drop);
  const std::string& last = parts.back();
  return parts.size() > 1 ? parts[parts.size() - 2] + "." + last : last;
}

std::string object_words(const std::string& kind) {
  static const std::map<std::string, std::string> kWords = {
      {"OBJECT_MATVIEW", "MATERIALIZED VIEW"},
      {"OBJECT_TSCONFIGURATION", "TEXT SEARCH CONFIGURATION"},
      {"OBJECT_TSDICTIONARY", "TEXT SEARCH DICTIONARY"},
      {"OBJECT_TSPARSER", "TEXT SEARCH PARSER"},
      {"OBJECT_TSTEMPLATE", "TEXT SEARCH TEMPLATE"},
      {"OBJECT_FDW", "FOREIGN DATA WRAPPER"},
      {"OBJECT_FOREIGN_SERVER", "SERVER"},
      {"OBJECT_OPCLASS", "OPERATOR CLASS"},
      {"OBJECT_OPFAMILY", "OPERATOR FAMILY"},
      {"OBJECT_STATISTIC_EXT", "STATISTICS"},
      {"OBJECT_LARGEOBJECT", "LARGE OBJECT"},
      {"OBJECT_TABCONSTRAINT", "TABLE"},
      {"OBJECT_DOMCONSTRAINT", "DOMAIN"},
      {"OBJECT_ATTRIBUTE", "TYPE"},
  };
  const auto it = kWords.find(kind);
  if (it != kWords.end()) return it->second;
  std::string words = kind.substr(std::string("OBJECT_").size());
  std::replace(words.begin(), words.end(), '_', ' ');
  return words;
}

namespace {

struct Found {
  int location = 0;
  std::string name;
};

class Relations {
 public:
  void walk(const json& node) {
    if (node.is_array()) {
      for (const json& item : node) walk(item);
      return;
    }
    if (!node.is_object()) return;
    if (node.contains("relname")) {
      range_var(node, false);
      return;
    }
    const bool has_with = node.contains("withClause");
    const std::multiset<std::string> outer = scope_;
    if (has_with) with_clause(node["withClause"]);
    for (const auto& [key, value] : node.items()) {
      if (key == "withClause" || key == "lockedRels" || key == "constraints_set") continue;
      if (key == "relation" && has_with && value.contains("relname")) {
        range_var(value, true);  // the target of a change is never a CTE
      } else if (key == "ConstraintsSetStmt") {
        continue;
      } else if (key == "ImportForeignSchemaStmt") {
        continue;  // names of the remote server
      } else if (key == "RoleSpec" || key == "TypeName") {
        if (key == "TypeName") walk_type(value);
      } else {
        named_objects(key, value);
        walk(value);
      }
    }
    scope_ = outer;
  }

  std::vector<std::string> result() {
    if (std::all_of(found_.begin(), found_.end(), [](const Found& f) { return f.location >= 0; })) {
      std::stable_sort(found_.begin(), found_.end(), [](const Found& a, const Found& b) { return a.location < b.location; });
    }
    std::vector<std::string> names;
    for (const Found& found : found_) {
      if (std::find(names.begin(), names.end(), found.name) == names.end()) names.push_back(found.name);
    }
    return names;
  }

 private:
  void walk_type(const json& type) {
    if (type.contains("typmods")) walk(type["typmods"]);
  }

  void range_var(const json& node, bool target) {
    const std::string schema = text_of(node, "schemaname");
    const std::string name = text_of(node, "relname");
    if (!target && schema.empty() && scope_.count(name) > 0) return;
    found_.push_back({node.value("location", 0), schema.empty() ? name : schema + "." + name});
  }

  void with_clause(const json& with) {
    const bool recursive = flag(with, "recursive");
    if (recursive) {
      for (const json& cte : with["ctes"]) scope_.insert(text_of(cte["CommonTableExpr"], "ctename"));
    }
    for (const json& cte : with["ctes"]) {
      walk(cte["CommonTableExpr"]["ctequery"]);
      if (!recursive) scope_.insert(text_of(cte["CommonTableExpr"], "ctename"));
    }
  }

  /// Relations that stand in the tree as lists of strings.
  void named_objects(const std::string& key, const json& node) {
    static const std::set<std::string> kRelationKinds = {"OBJECT_TABLE",    "OBJECT_VIEW",     "OBJECT_INDEX",
                                                         "OBJECT_SEQUENCE", "OBJECT_MATVIEW",  "OBJECT_FOREIGN_TABLE"};
    static const std::set<std::string> kPartKinds = {"OBJECT_COLUMN", "OBJECT_TABCONSTRAINT", "OBJECT_TRIGGER",
                                                     "OBJECT_RULE", "OBJECT_POLICY"};
    if (key == "DropStmt") {
      const std::string kind = text_of(node, "removeType");
      for (const json& object : node["objects"]) named_object(kind, object, kRelationKinds, kPartKinds);
    } else if (key == "CommentStmt" || key == "SecLabelStmt" || key == "AlterExtensionContentsStmt") {
      named_object(text_of(node, "objtype"), node["object"], kRelationKinds, kPartKinds);
    } else if (key == "DefElem" && text_of(node, "defname") == "owned_by") {
      const std::string table = joined(node["arg"]["List"]["items"], 1);
      if (!table.empty()) found_.push_back({node.value("location", 0), table});
    }
  }

  void named_object(const std::string& kind, const json& object, const std::set<std::string>& relation_kinds,
                    const std::set<std::string>& part_kinds) {
    if (!object.contains("List")) return;
    if (relation_kinds.count(kind) > 0) found_.push_back({-1, joined(object["List"]["items"])});
    const std::string whole = joined(object["List"]["items"], 1);
    if (part_kinds.count(kind) > 0 && !whole.empty()) found_.push_back({-1, whole});
  }

  std::vector<Found> found_;
  std::multiset<std::string> scope_;
};

std::string rename_tag(const json& node) {
  const std::string kind = text_of(node, "renameType");
  const bool of_relation = kind == "OBJECT_COLUMN";
  return "ALTER " + object_words(text_of(node, of_relation ? "relationType" : "renameType"));
}

std::string transaction_tag(const json& node) {
  static const std::map<std::string, std::string> kTags = {
      {"TRANS_STMT_BEGIN", "BEGIN"},           {"TRANS_STMT_START", "START TRANSACTION"},
      {"TRANS_STMT_COMMIT", "COMMIT"},         {"TRANS_STMT_ROLLBACK", "ROLLBACK"},
      {"TRANS_STMT_ROLLBACK_TO", "ROLLBACK"},  {"TRANS_STMT_SAVEPOINT", "SAVEPOINT"},
      {"TRANS_STMT_RELEASE", "RELEASE"},       {"TRANS_STMT_PREPARE", "PREPARE TRANSACTION"},
      {"TRANS_STMT_COMMIT_PREPARED", "COMMIT PREPARED"},
      {"TRANS_STMT_ROLLBACK_PREPARED", "ROLLBACK PREPARED"}};
  return kTags.at(text_of(node, "kind"));
}

std::string define_tag(const json& node) { return "CREATE " + object_words(text_of(node, "kind")); }

}  // namespace

std::string tag_of(const std::string& kind, const json& node) {
  static const std::map<std::string, std::string> kFixed = {
      {"InsertStmt", "INSERT"}, {"UpdateStmt", "UPDATE"}, {"DeleteStmt", "DELETE"}, {"MergeStmt", "MERGE"},
      {"PLAssignStmt", "SELECT"}, {"DeclareCursorStmt", "DECLARE CURSOR"}, {"ExecuteStmt", "EXECUTE"},
      {"PrepareStmt", "PREPARE"}, {"ExplainStmt", "EXPLAIN"}, {"CreateStmt", "CREATE TABLE"},
      {"CreateSchemaStmt", "CREATE SCHEMA"}, {"CreateTableSpaceStmt", "CREATE TABLESPACE"},
      {"DropTableSpaceStmt", "DROP TABLESPACE"}, {"AlterTableSpaceOptionsStmt", "ALTER TABLESPACE"},
      {"CreateExtensionStmt", "CREATE EXTENSION"}, {"AlterExtensionStmt", "ALTER EXTENSION"},
      {"AlterExtensionContentsStmt", "ALTER EXTENSION"}, {"CreateFdwStmt", "CREATE FOREIGN DATA WRAPPER"},
      {"AlterFdwStmt", "ALTER FOREIGN DATA WRAPPER"}, {"CreateForeignServerStmt", "CREATE SERVER"},
      {"AlterForeignServerStmt", "ALTER SERVER"}, {"CreateUserMappingStmt", "CREATE USER MAPPING"},
      {"AlterUserMappingStmt", "ALTER USER MAPPING"}, {"DropUserMappingStmt", "DROP USER MAPPING"},
      {"CreateForeignTableStmt", "CREATE FOREIGN TABLE"}, {"ImportForeignSchemaStmt", "IMPORT FOREIGN SCHEMA"},
      {"TruncateStmt", "TRUNCATE TABLE"}, {"CommentStmt", "COMMENT"}, {"SecLabelStmt", "SECURITY LABEL"},
      {"CopyStmt", "COPY"}, {"AlterDomainStmt", "ALTER DOMAIN"}, {"CompositeTypeStmt", "CREATE TYPE"},
      {"CreateEnumStmt", "CREATE TYPE"}, {"CreateRangeStmt", "CREATE TYPE"}, {"AlterEnumStmt", "ALTER TYPE"},
      {"ViewStmt", "CREATE VIEW"}, {"IndexStmt", "CREATE INDEX"}, {"RuleStmt", "CREATE RULE"},
      {"CreateSeqStmt", "CREATE SEQUENCE"}, {"AlterSeqStmt", "ALTER SEQUENCE"}, {"DoStmt", "DO"},
      {"CreatedbStmt", "CREATE DATABASE"}, {"AlterDatabaseStmt", "ALTER DATABASE"},
      {"AlterDatabaseRefreshCollStmt", "ALTER DATABASE"}, {"AlterDatabaseSetStmt", "ALTER DATABASE"},
      {"DropdbStmt", "DROP DATABASE"}, {"NotifyStmt", "NOTIFY"}, {"ListenStmt", "LISTEN"},
      {"UnlistenStmt", "UNLISTEN"}, {"LoadStmt", "LOAD"}, {"CallStmt", "CALL"}, {"ClusterStmt", "CLUSTER"},
      {"AlterSystemStmt", "ALTER SYSTEM"}, {"VariableShowStmt", "SHOW"}, {"CreateTrigStmt", "CREATE TRIGGER"},
      {"CreateEventTrigStmt", "CREATE EVENT TRIGGER"}, {"AlterEventTrigStmt", "ALTER EVENT TRIGGER"},
      {"CreatePLangStmt", "CREATE LANGUAGE"}, {"CreateDomainStmt", "CREATE DOMAIN"},
      {"CreateRoleStmt", "CREATE ROLE"}, {"AlterRoleStmt", "ALTER ROLE"}, {"AlterRoleSetStmt", "ALTER ROLE"},
      {"DropRoleStmt", "DROP ROLE"}, {"DropOwnedStmt", "DROP OWNED"}, {"ReassignOwnedStmt", "REASSIGN OWNED"},
      {"LockStmt", "LOCK TABLE"}, {"ConstraintsSetStmt", "SET CONSTRAINTS"}, {"CheckPointStmt", "CHECKPOINT"},
      {"ReindexStmt", "REINDEX"}, {"CreateConversionStmt", "CREATE CONVERSION"}, {"CreateCastStmt", "CREATE CAST"},
      {"CreateOpClassStmt", "CREATE OPERATOR CLASS"}, {"CreateOpFamilyStmt", "CREATE OPERATOR FAMILY"},
      {"AlterOpFamilyStmt", "ALTER OPERATOR FAMILY"}, {"AlterOperatorStmt", "ALTER OPERATOR"},
      {"AlterTypeStmt", "ALTER TYPE"}, {"AlterTSDictionaryStmt", "ALTER TEXT SEARCH DICTIONARY"},
      {"AlterTSConfigurationStmt", "ALTER TEXT SEARCH CONFIGURATION"}, {"CreatePolicyStmt", "CREATE POLICY"},
      {"AlterPolicyStmt", "ALTER POLICY"}, {"CreateAmStmt", "CREATE ACCESS METHOD"},
      {"CreatePublicationStmt", "CREATE PUBLICATION"}, {"AlterPublicationStmt", "ALTER PUBLICATION"},
      {"CreateSubscriptionStmt", "CREATE SUBSCRIPTION"}, {"AlterSubscriptionStmt", "ALTER SUBSCRIPTION"},
      {"DropSubscriptionStmt", "DROP SUBSCRIPTION"}, {"AlterCollationStmt", "ALTER COLLATION"},
      {"AlterDefaultPrivilegesStmt", "ALTER DEFAULT PRIVILEGES"}, {"CreateStatsStmt", "CREATE STATISTICS"},
      {"AlterStatsStmt", "ALTER STATISTICS"}, {"CreateTransformStmt", "CREATE TRANSFORM"},
      {"RefreshMatViewStmt", "REFRESH MATERIALIZED VIEW"}, {"SelectStmt", "SELECT"}};
  const auto fixed = kFixed.find(kind);
  if (kind == "SelectStmt") {
    // SELECT INTO becomes CREATE TABLE AS in analysis; the raw tree's tag is that of a query.
    const json* leftmost = &node;
    while (leftmost->contains("larg")) leftmost = &(*leftmost)["larg"];
    return leftmost->contains("intoClause") ? "SELECT INTO" : "SELECT";
  }
  if (fixed != kFixed.end()) return fixed->second;
  if (kind == "TransactionStmt") return transaction_tag(node);
  if (kind == "DropStmt") return "DROP " + object_words(text_of(node, "removeType"));
  if (kind == "DefineStmt") return define_tag(node);
  if (kind == "RenameStmt") return rename_tag(node);
  if (kind == "AlterObjectDependsStmt" || kind == "AlterObjectSchemaStmt" || kind == "AlterOwnerStmt") {
    return "ALTER " + object_words(text_of(node, "objectType"));
  }
  if (kind == "AlterTableMoveAllStmt" || kind == "AlterTableStmt") {
    return "ALTER " + object_words(text_of(node, "objtype"));
  }
  if (kind == "GrantStmt") return flag(node, "is_grant") ? "GRANT" : "REVOKE";
  if (kind == "GrantRoleStmt") return flag(node, "is_grant") ? "GRANT ROLE" : "REVOKE ROLE";
  if (kind == "AlterFunctionStmt") return "ALTER " + object_words(text_of(node, "objtype"));
  if (kind == "CreateFunctionStmt") return flag(node, "is_procedure") ? "CREATE PROCEDURE" : "CREATE FUNCTION";
  if (kind == "CreateTableAsStmt") {
    return text_of(node, "objtype") == "OBJECT_MATVIEW" ? "CREATE MATERIALIZED VIEW" : "CREATE TABLE AS";
  }
  if (kind == "VacuumStmt") return flag(node, "is_vacuumcmd") ? "VACUUM" : "ANALYZE";
  if (kind == "VariableSetStmt") {
    const std::string form = text_of(node, "kind");
    return form == "VAR_RESET" || form == "VAR_RESET_ALL" ? "RESET" : "SET";
  }
  if (kind == "DiscardStmt") {
    const std::string target = text_of(node, "target");
    return target == "DISCARD_ALL"    ? "DISCARD ALL"
           : target == "DISCARD_TEMP" ? "DISCARD TEMP"
           : target == "DISCARD_PLANS" ? "DISCARD PLANS"
                                       : "DISCARD SEQUENCES";
  }
  if (kind == "FetchStmt") return flag(node, "ismove") ? "MOVE" : "FETCH";
  if (kind == "ClosePortalStmt") return node.contains("portalname") ? "CLOSE CURSOR" : "CLOSE CURSOR ALL";
  if (kind == "DeallocateStmt") return node.contains("name") ? "DEALLOCATE" : "DEALLOCATE ALL";
  return "?" + kind;
}

namespace {

std::string subcommand(const json& command, bool of_type) {
  const std::string type = text_of(command, "subtype");
  const std::string column = of_type ? "ATTRIBUTE" : "COLUMN";
  static const std::map<std::string, std::string> kWords = {{"AT_SetNotNull", "ALTER COLUMN SET NOT NULL"},
                                                            {"AT_DropNotNull", "ALTER COLUMN DROP NOT NULL"},
                                                            {"AT_DropExpression", "ALTER COLUMN DROP EXPRESSION"},
                                                            {"AT_SetStatistics", "ALTER COLUMN SET STATISTICS"},
                                                            {"AT_SetOptions", "ALTER COLUMN SET"},
                                                            {"AT_ResetOptions", "ALTER COLUMN RESET"},
                                                            {"AT_SetStorage", "ALTER COLUMN SET STORAGE"},
                                                            {"AT_SetCompression", "ALTER COLUMN SET COMPRESSION"},
                                                            {"AT_SetExpression", "ALTER COLUMN SET EXPRESSION"},
                                                            {"AT_AddIdentity", "ALTER COLUMN ADD GENERATED"},
                                                            {"AT_SetIdentity", "ALTER COLUMN SET GENERATED"},
                                                            {"AT_DropIdentity", "ALTER COLUMN DROP IDENTITY"},
                                                            {"AT_AlterColumnGenericOptions", "ALTER COLUMN OPTIONS"},
                                                            {"AT_AddConstraint", "ADD CONSTRAINT"},
                                                            {"AT_AlterConstraint", "ALTER CONSTRAINT"},
                                                            {"AT_ValidateConstraint", "VALIDATE CONSTRAINT"},
                                                            {"AT_DropConstraint", "DROP CONSTRAINT"},
                                                            {"AT_ClusterOn", "CLUSTER ON"},
                                                            {"AT_DropCluster", "SET WITHOUT CLUSTER"},
                                                            {"AT_DropOids", "SET WITHOUT OIDS"},
                                                            {"AT_SetLogged", "SET LOGGED"},
                                                            {"AT_SetUnLogged", "SET UNLOGGED"},
                                                            {"AT_SetTableSpace", "SET TABLESPACE"},
                                                            {"AT_SetAccessMethod", "SET ACCESS METHOD"},
                                                            {"AT_SetRelOptions", "SET"},
                                                            {"AT_ResetRelOptions", "RESET"},
                                                            {"AT_EnableTrig", "ENABLE TRIGGER"},
                                                            {"AT_EnableTrigAll", "ENABLE TRIGGER"},
                                                            {"AT_EnableTrigUser", "ENABLE TRIGGER"},
                                                            {"AT_EnableAlwaysTrig", "ENABLE ALWAYS TRIGGER"},
                                                            {"AT_EnableReplicaTrig", "ENABLE REPLICA TRIGGER"},
                                                            {"AT_DisableTrig", "DISABLE TRIGGER"},
                                                            {"AT_DisableTrigAll", "DISABLE TRIGGER"},
                                                            {"AT_DisableTrigUser", "DISABLE TRIGGER"},
                                                            {"AT_EnableRule", "ENABLE RULE"},
                                                            {"AT_EnableAlwaysRule", "ENABLE ALWAYS RULE"},
                                                            {"AT_EnableReplicaRule", "ENABLE REPLICA RULE"},
                                                            {"AT_DisableRule", "DISABLE RULE"},
                                                            {"AT_AddInherit", "INHERIT"},
                                                            {"AT_DropInherit", "NO INHERIT"},
                                                            {"AT_AddOf", "OF"},
                                                            {"AT_DropOf", "NOT OF"},
                                                            {"AT_ChangeOwner", "OWNER TO"},
                                                            {"AT_ReplicaIdentity", "REPLICA IDENTITY"},
                                                            {"AT_EnableRowSecurity", "ENABLE ROW LEVEL SECURITY"},
                                                            {"AT_DisableRowSecurity", "DISABLE ROW LEVEL SECURITY"},
                                                            {"AT_ForceRowSecurity", "FORCE ROW LEVEL SECURITY"},
                                                            {"AT_NoForceRowSecurity", "NO FORCE ROW LEVEL SECURITY"},
                                                            {"AT_GenericOptions", "OPTIONS"},
                                                            {"AT_AttachPartition", "ATTACH PARTITION"},
                                                            {"AT_DetachPartition", "DETACH PARTITION"},
                                                            {"AT_DetachPartitionFinalize", "DETACH PARTITION"}};
  if (type == "AT_AddColumn") return "ADD " + column;
  if (type == "AT_DropColumn") return "DROP " + column;
  if (type == "AT_AlterColumnType") return "ALTER " + column + " TYPE";
  if (type == "AT_ColumnDefault") {
    return command.contains("def") ? "ALTER COLUMN SET DEFAULT" : "ALTER COLUMN DROP DEFAULT";
  }
  const auto it = kWords.find(type);
  return it == kWords.end() ? "?" + type : it->second;
}

/// The ALTER TABLE family: what acts on relations, composite types included.
std::vector<std::string> subcommands_of(const std::string& kind, const json& node) {
  static const std::set<std::string> kFamily = {"OBJECT_TABLE",   "OBJECT_INDEX",         "OBJECT_VIEW",
                                                "OBJECT_MATVIEW", "OBJECT_FOREIGN_TABLE", "OBJECT_SEQUENCE"};
  std::vector<std::string> words;
  if (kind == "AlterTableStmt") {
    for (const json& command : node["cmds"]) {
      words.push_back(subcommand(command["AlterTableCmd"], text_of(node, "objtype") == "OBJECT_TYPE"));
    }
  } else if (kind == "RenameStmt") {
    const std::string type = text_of(node, "renameType");
    if (type == "OBJECT_COLUMN") words.push_back("RENAME COLUMN");
    if (type == "OBJECT_ATTRIBUTE") words.push_back("RENAME ATTRIBUTE");
    if (type == "OBJECT_TABCONSTRAINT") words.push_back("RENAME CONSTRAINT");
    if (kFamily.count(type) > 0) words.push_back("RENAME TO");
  } else if (kind == "AlterObjectSchemaStmt" && kFamily.count(text_of(node, "objectType")) > 0) {
    words.push_back("SET SCHEMA");
  } else if (kind == "AlterTableMoveAllStmt") {
    words.push_back("SET TABLESPACE");
  } else if (kind == "AlterObjectDependsStmt" && kFamily.count(text_of(node, "objectType")) > 0) {
    words.push_back(flag(node, "remove") ? "NO DEPENDS ON EXTENSION" : "DEPENDS ON EXTENSION");
  }
  return words;
}

}  // namespace

OracleAnswer ask_postgresql(const std::string& text) {
  const PgQueryParseResult parsed = pg_query_parse(text.c_str());
  OracleAnswer answer;
  if (parsed.error != nullptr) {
    answer.error = parsed.error->message;
  } else {
    answer = answer_in(json::parse(parsed.parse_tree), text);
  }
  pg_query_free_parse_result(parsed);
  return answer;
}

OracleAnswer answer_in(const json& tree, const std::string& text) {
  OracleAnswer answer;
  answer.accepted = true;
  if (!tree.contains("stmts")) return answer;
  for (const json& raw : tree["stmts"]) {
    if (!raw.contains("stmt")) continue;
    OracleStatement statement;
    statement.begin = raw.value("stmt_location", size_t{0});
    const size_t length = raw.value("stmt_len", size_t{0});
    statement.end = length == 0 ? text.size() : statement.begin + length;
    const auto item = raw["stmt"].begin();
    statement.tag = tag_of(item.key(), item.value());
    statement.subcommands = subcommands_of(item.key(), item.value());
    statement.details = details_of(item.key(), item.value());
    Relations relations;
    relations.walk(raw["stmt"]);
    statement.relations = relations.result();
    answer.statements.push_back(std::move(statement));
  }
  return answer;
}

}  // namespace lockstep::test
