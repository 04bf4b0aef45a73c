// CREATE VIEW, CREATE MATERIALIZED VIEW (manual: those pages; lang_createview.html).
#include "parser/ddl_rules.h"
#include "parser/lower_ddl.h"

namespace lockstep::grammar {
namespace {

using check_option =
    opt<node<NodeKind::CheckOption, kw<K::WITH>, opt<sor<kw<K::LOCAL>, kw<K::CASCADED>>>, kw<K::CHECK, K::OPTION>>>;
using with_options = opt<kw<K::WITH>, storage_options>;
struct plain_view : seq<kw<K::VIEW>, relation_name, opt<name_paren_list>, with_options, kw<K::AS>, query, check_option> {
};
struct recursive_view : seq<node<NodeKind::RecursiveView, kw<K::RECURSIVE>>, kw<K::VIEW>, relation_name,
                            name_paren_list, with_options, kw<K::AS>, query> {};
struct create_view
    : node<NodeKind::CreateView, kw<K::CREATE>, or_replace, persistence, sor<recursive_view, plain_view>> {};

using with_data = opt<sor<kw<K::WITH, K::DATA>, node<NodeKind::WithNoData, kw<K::WITH, K::NO, K::DATA>>>>;
struct create_materialized_view
    : node<NodeKind::CreateView, kw<K::CREATE>, opt<node<NodeKind::Unlogged, kw<K::UNLOGGED>>>,
           node<NodeKind::Materialized, kw<K::MATERIALIZED>>, kw<K::VIEW>, opt<if_not_exists>, relation_name,
           opt<name_paren_list>, opt<using_method>, with_options, opt<tablespace>, kw<K::AS>, query, with_data> {};

struct sqlite_view
    : node<NodeKind::CreateView, kw<K::CREATE>,
           opt<node<NodeKind::Temporary, sor<kw<K::TEMP>, kw<K::TEMPORARY>>>>, kw<K::VIEW>, sqlite_if_not_exists,
           relation_name, opt<name_paren_list>, kw<K::AS>, query> {};

}  // namespace

bool create_view_element::match(Tokens& in) { return take<create_view>(in); }

bool match_create_view(Tokens& in) {
  return in.sqlite() ? take<seq<sqlite_view, end>>(in) : take<seq<create_view, end>>(in);
}

bool match_create_materialized_view(Tokens& in) { return take<seq<create_materialized_view, end>>(in); }

}  // namespace lockstep::grammar

namespace lockstep::lower {

void lower_create_view(const Tree& tree, Statement& result) {
  const NodeIndex root = tree.root();
  CreateView view;
  for (const NodeIndex child : tree.children(root)) {
    switch (tree.kind(child)) {
      case NodeKind::Relation: view.name = qualified_name(tree, child); break;
      case NodeKind::OrReplace: view.or_replace = true; break;
      case NodeKind::Materialized: view.materialized = true; break;
      case NodeKind::Temporary: view.temporary = true; break;
      case NodeKind::IfNotExists: view.if_not_exists = true; break;
      case NodeKind::RecursiveView: view.recursive = true; break;
      case NodeKind::WithNoData: view.with_no_data = true; break;
      case NodeKind::Options: view.options = options(tree, child); break;
      case NodeKind::AccessMethod: view.access_method = first_name(tree, child); break;
      case NodeKind::Tablespace: view.tablespace = first_name(tree, child); break;
      case NodeKind::CheckOption: view.check_option = has_word(tree, child, K::LOCAL) ? "LOCAL" : "CASCADED"; break;
      case NodeKind::NameList: view.columns = name_list(tree, child); break;
      case NodeKind::Query:
        view.query = std::string(tree.source(child));
        view.reads = relations(tree, child);
        view.functions = functions(tree, child);
        view.plain = plain_select(tree, child);
        break;
      default: break;
    }
  }
  if (view.recursive) {
    // Within its query the view's name alone is the query itself.
    const auto itself = [&](const QualifiedName& name) { return name.schema.empty() && name.name == view.name.name; };
    std::erase_if(view.reads, itself);
    if (!view.name.schema.empty()) std::erase_if(result.relations, itself);
  }
  result.body = std::move(view);
}

void lower_create_materialized_view(const Tree& tree, Statement& result) { lower_create_view(tree, result); }

}  // namespace lockstep::lower
