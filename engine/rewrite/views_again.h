// Views over what a swap puts in the place of something else: they would go on reading the old one.
#pragma once

#include <string>
#include <vector>

#include "engine/rewrite/rewrite.h"

namespace lockstep {

/// The path with which a catalog is read: by it, defaults, conditions and queries in it mean what they say.
inline constexpr const char* search_path_of_catalog = "SET LOCAL search_path TO public";

/// Plain views are made again in the transaction of the swap. Materialized ones show their old rows until they have
/// been filled beside and take the place, and with them those views that they read. PostgreSQL.
class ViewsAgain {
 public:
  /// `views`: all that must be made again, each behind what it reads; of `sources`, which is swapped (keys). Borrows
  /// the input.
  ViewsAgain(const RewriteInput& input, std::vector<const CatalogRelation*> views, std::vector<std::string> sources);

  /// What the transaction of the swap begins and ends with.
  [[nodiscard]] std::vector<std::string> take_off() { return take_off(over(sources_)); }
  [[nodiscard]] std::vector<std::string> put_on() const { return put_on(over(sources_)); }
  /// What comes behind it: nothing without materialized views.
  [[nodiscard]] std::vector<Step> fill_again();

 private:
  using Views = std::vector<const CatalogRelation*>;

  [[nodiscard]] Views over(const std::vector<std::string>& keys) const;
  [[nodiscard]] bool feeds_materialized(const CatalogRelation& view) const;
  [[nodiscard]] std::vector<std::string> take_off(const Views& views);
  [[nodiscard]] std::vector<std::string> put_on(const Views& views) const;
  [[nodiscard]] std::string beside(const CatalogRelation& view, const std::string& name) const;
  [[nodiscard]] std::vector<Step> fill_beside(const CatalogRelation& view) const;
  [[nodiscard]] Step take_place(const CatalogRelation& view);

  const RewriteInput& input_;
  Views views_;
  std::vector<std::string> sources_;
  Views renewed_;  ///< materialized ones that have taken the place already
  Views aside_;    ///< what still exists under another name for those that have not
};

/// The same by plain SQL: all are dropped, and made again behind the statements `between`.
[[nodiscard]] std::vector<std::string> with_views_made_again(const RewriteInput& input,
                                                             const std::vector<const CatalogRelation*>& views,
                                                             const std::vector<std::string>& between);

[[nodiscard]] bool is_materialized(const CatalogRelation& view);

}  // namespace lockstep
