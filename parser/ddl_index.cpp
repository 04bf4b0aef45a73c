// CREATE INDEX of both dialects (manual: CREATE INDEX; lang_createindex.html).
#include "parser/ddl_rules.h"
#include "parser/lower.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

using postgresql_name = opt<sor<seq<if_not_exists, name>, name>>;
struct relation_of_index : sor<seq<node<NodeKind::Only, kw<K::ONLY>>, sor<relation_name, parens<relation_name>>>,
                               seq<relation_name, opt<punct<P::Star>>>> {};
// The grammar takes whole elements, of which only columns pass later.
using included = opt<node<NodeKind::IncludeColumns, kw<K::INCLUDE>, paren_list<index_element>>>;
struct postgresql_index
    : node<NodeKind::CreateIndex, kw<K::CREATE>, opt<node<NodeKind::UniqueIndex, kw<K::UNIQUE>>>, kw<K::INDEX>,
           opt<node<NodeKind::Concurrently, kw<K::CONCURRENTLY>>>, postgresql_name, kw<K::ON>, relation_of_index,
           opt<using_method>, paren_list<index_element>, included, opt<nulls_distinct>,
           opt<kw<K::WITH>, storage_options>, opt<tablespace>, opt<where>> {};

struct sqlite_index
    : node<NodeKind::CreateIndex, kw<K::CREATE>, opt<node<NodeKind::UniqueIndex, kw<K::UNIQUE>>>, kw<K::INDEX>,
           sqlite_if_not_exists, qualified_name, kw<K::ON>, node<NodeKind::Relation, name>, paren_list<index_element>, opt<where>> {};

}  // namespace

bool create_index_element::match(Tokens& in) { return take<postgresql_index>(in); }

bool match_create_index(Tokens& in) {
  return in.sqlite() ? take<seq<sqlite_index, end>>(in) : take<seq<postgresql_index, end>>(in);
}

}  // namespace lockstep::grammar

namespace lockstep::lower {

void lower_create_index(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateIndex index;
  index.unique = tree.has(root, NodeKind::UniqueIndex);
  index.concurrently = tree.has(root, NodeKind::Concurrently);
  index.if_not_exists = tree.has(root, NodeKind::IfNotExists);
  index.only = tree.has(root, NodeKind::Only);
  index.name = first_name(tree, root);
  if (const NodeIndex name = tree.find(root, NodeKind::QualifiedName); name != kNoNode) {
    index.schema = qualified_name(tree, name).schema;
    index.name = qualified_name(tree, name).name;
  }
  index.table = qualified_name(tree, tree.find(root, NodeKind::Relation));
  const NodeIndex method = tree.find(root, NodeKind::AccessMethod);
  index.method = method == kNoNode ? "btree" : first_name(tree, method);
  for (const NodeIndex element : tree.find_all(root, NodeKind::IndexElement)) {
    index.elements.push_back(index_element(tree, element));
  }
  if (const NodeIndex include = tree.find(root, NodeKind::IncludeColumns); include != kNoNode) {
    for (const NodeIndex element : tree.children(include)) {
      index.include.push_back(index_element(tree, element).column);
    }
  }
  if (const NodeIndex where = tree.find(root, NodeKind::Where); where != kNoNode) {
    index.predicate = expression(tree, tree.children(where)[0]);
  }
  index.nulls_not_distinct = tree.has(root, NodeKind::NullsNotDistinct);
  index.options = options(tree, tree.find(root, NodeKind::Options));
  index.tablespace = first_name(tree, tree.find(root, NodeKind::Tablespace));
  result.body = std::move(index);
}

}  // namespace lockstep::lower
