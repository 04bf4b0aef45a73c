#include "engine/rules/support.h"

#include <algorithm>

#include "base/text.h"
#include "engine/catalog/names.h"
#include "engine/catalog/words.h"

namespace lockstep {

bool RuleInput::in_use(const std::string& key) const {
  if (pending.is_new(key)) return false;
  const CatalogRelation* relation = before.find(key);
  return relation == nullptr || !relation->temporary;
}

bool RuleInput::locks(const std::string& key, LockMode at_least) const {
  return std::any_of(effect.locks.begin(), effect.locks.end(), [&](const RelationLock& lock) {
    return lock.relation == key && lock.mode >= at_least;
  });
}

std::string RuleInput::first_in_use(const std::vector<std::string>& keys) const {
  for (const std::string& key : keys) {
    if (in_use(key)) return key;
  }
  return {};
}

std::string suggested_name(const QualifiedName& table, const std::vector<std::string>& columns,
                           std::string_view label) {
  return quote_identifier(object_name(table.name, name_addition(columns), label), Dialect::PostgreSQL);
}

std::string with_words(const std::string& statement, std::string_view after, std::string_view words_to_add) {
  for (const Word& word : words(statement, Dialect::PostgreSQL)) {
    if (word.kind != Word::Kind::Name || word.name != after) continue;
    std::string text = statement;
    text.insert(word.span.end, " " + std::string(words_to_add));
    return text;
  }
  return statement;
}

}  // namespace lockstep
