#include "engine/rules/mentions.h"

#include <algorithm>

#include "base/hash.h"

namespace lockstep {
namespace {

uint32_t hash_of(std::string_view name) {
  return static_cast<uint32_t>(hash_ignoring_case(name));
}

}  // namespace

std::span<const Mentions::Mention> Mentions::of(std::string_view name) const {
  if (mentions_.empty()) {
    for (uint32_t i = 0; i < migration_.statements.size(); ++i) {
      const Statement& statement = migration_.statements[i].statement;
      for (const QualifiedName& relation : statement.relations) mentions_.push_back({hash_of(relation.name), i});
      for (const ObjectName& object : objects(statement)) mentions_.push_back({hash_of(object.name.name), i});
    }
    std::sort(mentions_.begin(), mentions_.end());
    mentions_.erase(std::unique(mentions_.begin(), mentions_.end()), mentions_.end());
  }
  const auto [begin, end] = std::equal_range(mentions_.begin(), mentions_.end(), Mention{hash_of(name), 0},
                                             [](const Mention& a, const Mention& b) { return a.name < b.name; });
  return {begin, end};
}

}  // namespace lockstep
