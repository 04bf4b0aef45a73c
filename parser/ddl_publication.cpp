// Publications, subscriptions, extended statistics (manual: those pages).
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

// ---- Publications --------------------------------------------------------------------------------------------------

using schema_name = node<NodeKind::PublishedSchemas, sor<node<NodeKind::Name, kw<K::CURRENT_SCHEMA>>, name>>;
using row_filter = opt<node<NodeKind::Where, kw<K::WHERE>, parens<expression>>>;
using published_table = node<NodeKind::PublishedTable, relation_expression, opt<name_paren_list>, row_filter>;
using tables = seq<kw<K::TABLE>, published_table>;
using schemas = seq<kw<K::TABLES, K::IN, K::SCHEMA>, schema_name>;
// A name alone goes on with the kind before it.
struct objects {
  using rule_t = objects;
  using subs_t = pegtl::empty_list;
  [[nodiscard]] static bool match(Tokens& in) {
    Tokens::Attempt attempt(in);
    bool of_schemas = in.at(K::TABLES);
    if (!take<sor<schemas, tables>>(in)) return false;
    while (in.at(P::Comma)) {
      in.advance();
      if (in.at(K::TABLE) || (in.at(K::TABLES) && in.peek(1).is(K::IN))) {
        of_schemas = in.at(K::TABLES);
        if (!take<sor<schemas, tables>>(in)) return false;
      } else if (!(of_schemas ? take<schema_name>(in) : take<published_table>(in))) {
        return false;
      }
    }
    return attempt(true);
  }
};
using publication_options = opt<kw<K::WITH>, definition>;
struct create_publication
    : node<NodeKind::Definition, kw<K::CREATE, K::PUBLICATION>, name,
           opt<kw<K::FOR>, sor<option_words<kw<K::ALL, K::TABLES>>, objects>>, publication_options> {};
struct alter_publication
    : node<NodeKind::Definition, kw<K::ALTER, K::PUBLICATION>, name,
           sor<seq<node<NodeKind::Words, sor<kw<K::ADD>, kw<K::DROP>>>, objects>,
               seq<node<NodeKind::Words, kw<K::SET>>, sor<objects, definition>>, rename_action, owner_action>> {};

// ---- Subscriptions -------------------------------------------------------------------------------------------------

using publications = name_list;
template <K... Words>
using subscription_action = node<NodeKind::Words, kw<Words...>>;
struct create_subscription
    : node<NodeKind::Definition, kw<K::CREATE, K::SUBSCRIPTION>, name, kw<K::CONNECTION>, string_literal,
           kw<K::PUBLICATION>, publications, opt<kw<K::WITH>, definition>> {};
struct alter_subscription
    : node<NodeKind::Definition, kw<K::ALTER, K::SUBSCRIPTION>, name,
           sor<seq<subscription_action<K::CONNECTION>, string_literal>,
               seq<sor<subscription_action<K::SET, K::PUBLICATION>, subscription_action<K::ADD, K::PUBLICATION>,
                       subscription_action<K::DROP, K::PUBLICATION>>,
                   publications, opt<kw<K::WITH>, definition>>,
               seq<subscription_action<K::REFRESH, K::PUBLICATION>, opt<kw<K::WITH>, definition>>,
               subscription_action<K::ENABLE>, subscription_action<K::DISABLE>,
               seq<subscription_action<K::SET>, definition>, seq<subscription_action<K::SKIP>, definition>,
               rename_action, owner_action>> {};

// ---- Statistics ----------------------------------------------------------------------------------------------------

using statistics_element = sor<parens<expression>, function_call_bare, name>;
using statistics_name = opt<sor<seq<if_not_exists, qualified_name>, qualified_name>>;
struct create_statistics
    : node<NodeKind::Definition, kw<K::CREATE, K::STATISTICS>, statistics_name, opt<name_paren_list>, kw<K::ON>,
           node<NodeKind::StatisticsElements, comma_list<statistics_element>>, from_clause> {};
struct alter_statistics
    : node<NodeKind::Definition, kw<K::ALTER, K::STATISTICS>,
           sor<seq<opt<if_exists>, qualified_name,
                   object_action<kw<K::SET, K::STATISTICS>, value_of<sor<kw<K::DEFAULT>, signed_integer>>>>,
               seq<qualified_name, sor<rename_action, owner_action, schema_action>>>> {};

}  // namespace

bool match_create_publication(Tokens& in) { return take<seq<create_publication, end>>(in); }
bool match_alter_publication(Tokens& in) { return take<seq<alter_publication, end>>(in); }
bool match_create_subscription(Tokens& in) { return take<seq<create_subscription, end>>(in); }
bool match_alter_subscription(Tokens& in) { return take<seq<alter_subscription, end>>(in); }
bool match_create_statistics(Tokens& in) { return take<seq<create_statistics, end>>(in); }
bool match_alter_statistics(Tokens& in) { return take<seq<alter_statistics, end>>(in); }

}  // namespace lockstep::grammar

namespace lockstep::lower {
namespace {

// ALTER ... RENAME and OWNER TO are as for other objects.
bool altered_as_object(const Tree& tree) {
  return tree.has(tree.root(), NodeKind::AlterRenameTable) || tree.has(tree.root(), NodeKind::AlterOwnerTo);
}

PublishedTable published_table(const Tree& tree, NodeIndex node) {
  PublishedTable table;
  const NodeIndex reference = tree.find(node, NodeKind::TableReference);
  table.name = qualified_name(tree, tree.find(reference, NodeKind::Relation));
  table.only = tree.has(reference, NodeKind::Only);
  table.columns = name_list(tree, tree.find(node, NodeKind::NameList));
  if (const NodeIndex where = tree.find(node, NodeKind::Where); where != kNoNode) {
    table.where = expression(tree, where - 1);
  }
  return table;
}

}  // namespace

void lower_create_publication(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  Publication publication;
  publication.name = first_name(tree, root);
  publication.action = "CREATE";
  for (const NodeIndex child : tree.children(root)) {
    switch (tree.kind(child)) {
      case NodeKind::Words:
        publication.action = words(tree, child);
        break;
      case NodeKind::Option:
        publication.all_tables = true;
        break;
      case NodeKind::PublishedTable:
        publication.tables.push_back(published_table(tree, child));
        break;
      case NodeKind::PublishedSchemas:
        publication.schemas.push_back(first_name(tree, child));
        break;
      case NodeKind::Options:
        publication.options = options(tree, child);
        break;
      default:
        break;
    }
  }
  result.body = std::move(publication);
}

void lower_alter_publication(const Tree& tree, Statement& result) {
  return altered_as_object(tree) ? lower_alter_object(tree, result) : lower_create_publication(tree, result);
}

void lower_create_subscription(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  Subscription subscription;
  subscription.name = first_name(tree, root);
  subscription.action = "CREATE";
  for (const NodeIndex child : tree.children(root)) {
    switch (tree.kind(child)) {
      case NodeKind::Words:
        subscription.action = words(tree, child);
        break;
      case NodeKind::String:
        subscription.connection = string_value(tree, child);
        break;
      case NodeKind::NameList:
        subscription.publications = name_list(tree, child);
        break;
      case NodeKind::Options:
        subscription.options = options(tree, child);
        break;
      default:
        break;
    }
  }
  result.body = std::move(subscription);
}

void lower_alter_subscription(const Tree& tree, Statement& result) {
  return altered_as_object(tree) ? lower_alter_object(tree, result) : lower_create_subscription(tree, result);
}

void lower_create_statistics(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateStatistics statistics;
  statistics.name = qualified_name(tree, tree.find(root, NodeKind::QualifiedName));
  statistics.if_not_exists = tree.has(root, NodeKind::IfNotExists);
  statistics.kinds = name_list(tree, tree.find(root, NodeKind::NameList));
  for (const NodeIndex child : tree.children(tree.find(root, NodeKind::StatisticsElements))) {
    IndexElement element;
    if (tree.kind(child) == NodeKind::Name) {
      element.column = name_text(tree, child);
    } else {
      element.expression = expression(tree, child);
    }
    statistics.elements.push_back(std::move(element));
  }
  statistics.table =
      qualified_name(tree, tree.find(root, NodeKind::From, NodeKind::TableReference, NodeKind::Relation));
  result.body = std::move(statistics);
}

}  // namespace lockstep::lower
