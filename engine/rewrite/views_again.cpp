#include "engine/rewrite/views_again.h"

#include <algorithm>
#include <functional>
#include <iterator>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/catalog/draft.h"

namespace lockstep {
namespace {

bool is_in(const std::vector<const CatalogRelation*>& views, const CatalogRelation* view) {
  return std::find(views.begin(), views.end(), view) != views.end();
}

const char* words_of(const CatalogRelation& view) {
  return is_materialized(view) ? "MATERIALIZED VIEW" : "VIEW";
}

}  // namespace

bool is_materialized(const CatalogRelation& view) {
  return view.kind == CatalogRelationKind::MaterializedView;
}

ViewsAgain::ViewsAgain(const RewriteInput& input, std::vector<const CatalogRelation*> views,
                       std::vector<std::string> sources)
    : input_(input), views_(std::move(views)), sources_(std::move(sources)) {}

/// The plain ones that read one of those, themselves or through plain ones.
ViewsAgain::Views ViewsAgain::over(const std::vector<std::string>& keys) const {
  Views found;
  const std::function<void(const std::string&)> visit = [&](const std::string& key) {
    for (const CatalogRelation* view : input_.catalog.views_over(key)) {
      if (is_materialized(*view) || is_in(found, view) || !is_in(views_, view)) continue;
      found.push_back(view);
      visit(relation_key(*view));
    }
  };
  for (const std::string& key : keys) visit(key);
  Views in_order;
  std::copy_if(views_.begin(), views_.end(), std::back_inserter(in_order),
               [&](auto* view) { return is_in(found, view); });
  return in_order;
}

/// Whether a materialized one reads it that has yet to be filled again.
bool ViewsAgain::feeds_materialized(const CatalogRelation& view) const {
  const std::vector<const CatalogRelation*> readers = input_.catalog.views_over(relation_key(view));
  return std::any_of(readers.begin(), readers.end(), [&](const CatalogRelation* reader) {
    return is_materialized(*reader) ? !is_in(renewed_, reader) : feeds_materialized(*reader);
  });
}

std::string ViewsAgain::beside(const CatalogRelation& view, const std::string& name) const {
  return input_.beside(view, own_name(input_.migration, name));
}

std::vector<std::string> ViewsAgain::take_off(const Views& views) {
  std::vector<std::string> sql;
  for (auto at = views.rbegin(); at != views.rend(); ++at) {
    const CatalogRelation& view = **at;
    if (feeds_materialized(view) && !is_in(aside_, &view)) {
      aside_.push_back(&view);
      sql.push_back(fmt::format("ALTER VIEW {} RENAME TO {}", input_.table_sql(view),
                                input_.quote(own_name(input_.migration, view.name + "_old"))));
    } else {
      sql.push_back("DROP VIEW " + input_.table_sql(view));
    }
  }
  return sql;
}

std::vector<std::string> ViewsAgain::put_on(const Views& views) const {
  std::vector<std::string> sql;
  for (const CatalogRelation* view : views) append(sql, view_statements(*view, Dialect::PostgreSQL));
  return sql;
}

std::vector<Step> ViewsAgain::fill_beside(const CatalogRelation& view) const {
  CatalogRelation other = view;
  other.name = own_name(input_.migration, view.name);
  std::vector<std::string> drop{"DROP MATERIALIZED VIEW IF EXISTS " + input_.table_sql(other)};
  std::vector<Step> steps{sql_step(Phase::Contract, fmt::format("fill {} anew beside the old one", view.name),
                                   {search_path_of_catalog, view_definition(other, false, Dialect::PostgreSQL)},
                                   std::move(drop))};
  std::vector<std::string> sql;
  for (const CatalogIndex& index : view.indexes) {
    CatalogIndex built = index;
    built.name = own_name(input_.migration, index.name);
    sql.push_back(index_definition(other, built, Dialect::PostgreSQL));
  }
  if (view.populated) sql.push_back("ANALYZE " + input_.table_sql(other));
  if (!sql.empty()) {
    steps.push_back(sql_step(Phase::Contract, fmt::format("build the indexes of {} beside the old ones", view.name),
                             std::move(sql), {}));
  }
  return steps;
}

Step ViewsAgain::take_place(const CatalogRelation& view) {
  const std::string name = input_.table_sql(view);
  std::vector<std::string> sql{search_path_of_catalog};
  renewed_.push_back(&view);
  const Views readers = over({relation_key(view)});
  append(sql, take_off(readers));
  const auto rename = [&](const char* kind, const std::string& from, const std::string& to) {
    sql.push_back(fmt::format("ALTER {} {} RENAME TO {}", kind, from, input_.quote(to)));
  };
  rename("MATERIALIZED VIEW", name, own_name(input_.migration, view.name + "_old"));
  aside_.push_back(&view);
  for (const CatalogIndex& index : view.indexes) {
    rename("INDEX", input_.beside(view, index.name), own_name(input_.migration, index.name + "_old"));
    rename("INDEX", beside(view, index.name), index.name);
  }
  rename("MATERIALIZED VIEW", beside(view, view.name), view.name);
  CatalogRelation without = view;
  without.indexes.clear();
  std::vector<std::string> rest = view_statements(without, Dialect::PostgreSQL);
  sql.insert(sql.end(), std::make_move_iterator(rest.begin() + 1), std::make_move_iterator(rest.end()));
  for (const CatalogIndex& index : view.indexes) {
    if (index.comment.empty()) continue;
    sql.push_back(
        fmt::format("COMMENT ON INDEX {} IS {}", input_.beside(view, index.name), quote_literal(index.comment)));
  }
  for (const auto& [key, statistics] : input_.catalog.statistics) {
    if (statistics.table != relation_key(view)) continue;
    sql.push_back("DROP STATISTICS " + quote_name({statistics.schema, statistics.name, {}}, Dialect::PostgreSQL));
    sql.push_back(statistics_definition(statistics));
  }
  append(sql, put_on(readers));
  return sql_step(Phase::Contract, fmt::format("put the new {} in the place of the old one", view.name), std::move(sql),
                  {});
}

std::vector<Step> ViewsAgain::fill_again() {
  std::vector<Step> steps;
  for (const CatalogRelation* view : views_) {
    if (!is_materialized(*view)) continue;
    for (Step& step : fill_beside(*view)) steps.push_back(std::move(step));
    steps.push_back(take_place(*view));
  }
  std::vector<std::string> drop;
  for (auto at = views_.rbegin(); at != views_.rend(); ++at) {
    if (!is_in(aside_, *at)) continue;
    drop.push_back(fmt::format("DROP {} {}", words_of(**at), beside(**at, (*at)->name + "_old")));
  }
  if (!drop.empty()) steps.push_back(sql_step(Phase::Contract, "drop the old views", std::move(drop), {}));
  return steps;
}

std::vector<std::string> with_views_made_again(const RewriteInput& input,
                                               const std::vector<const CatalogRelation*>& views,
                                               const std::vector<std::string>& between) {
  std::vector<std::string> sql;
  for (auto at = views.rbegin(); at != views.rend(); ++at) {
    sql.push_back(fmt::format("DROP {} {}", words_of(**at), input.table_sql(**at)));
  }
  sql.insert(sql.end(), between.begin(), between.end());
  for (const CatalogRelation* view : views) append(sql, view_statements(*view, Dialect::PostgreSQL));
  return sql;
}

}  // namespace lockstep
