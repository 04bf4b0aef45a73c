#include "engine/plan/step_effect.h"

#include <algorithm>

#include "parser/parse.h"

namespace lockstep {

StepEffect describe_effect(Step& step, Catalog& physical, std::set<std::string>& touched, const PlanOptions& options) {
  const auto size_of = [&](const std::string& table) {
    const CatalogRelation* relation = physical.find(std::string_view(table));
    return relation == nullptr ? std::nullopt : relation->bytes;
  };
  StepEffect out;
  for (const std::string& sql : step.sql) {
    for (const Statement& statement : parse(sql, options.dialect).statements) {
      const Effect effect = effect_of(statement, physical, options.server_version);
      for (const RelationLock& lock : effect.locks) {
        // Of the step's own, or nobody's.
        if (lock.relation.starts_with("pg_temp.") || lock.relation.starts_with("pg_catalog.")) continue;
        const auto same = std::find_if(step.locks.begin(), step.locks.end(),
                                       [&](const RelationLock& known) { return known.relation == lock.relation; });
        if (same == step.locks.end()) {
          step.locks.push_back(lock);
        } else {
          same->mode = std::max(same->mode, lock.mode);
        }
      }
      for (const auto& [from, to] : {std::pair{&effect.rewrites, &step.rewrites}, {&effect.scans, &step.scans}}) {
        for (const std::string& relation : *from) {
          if (relation.starts_with("pg_catalog.")) continue;
          if (std::find(to->begin(), to->end(), relation) == to->end()) to->push_back(relation);
        }
      }
      out.work = added(std::move(out.work), work_of(effect, physical, size_of));
      if (!out.failure && effect.fails && effect.fails->certainty == Failure::Certainty::Always)
        out.failure = effect.fails;
      for (std::string& key : apply_to(physical, statement, options.server_version)) touched.insert(std::move(key));
    }
  }
  if (step.backfill) out.work = added(std::move(out.work), work_of_backfill(step.backfill->table, size_of));
  return out;
}

}  // namespace lockstep
