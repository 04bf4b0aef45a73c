// What is known already of the routines, triggers and rules that a statement runs. They call one another on many paths,
// twice as many with each routine that calls the next one twice, but each does the same wherever it is called from.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "engine/catalog/definition.h"
#include "engine/catalog/routine.h"

namespace lockstep {

/// Definitions of the catalog as statements, each read once: reading takes longest. They are told apart by their text,
/// so that they serve whatever becomes of the schema. What is given lives as long as this.
class ReadDefinitions {
 public:
  /// As steps_of() in engine/catalog/routine.h.
  [[nodiscard]] const std::optional<std::vector<RoutineStep>>& steps(const CatalogFunction& routine) {
    const auto found = steps_.find(routine.definition);
    if (found != steps_.end()) return found->second;
    return steps_.emplace(routine.definition, steps_of(routine)).first->second;
  }
  /// As statement_of() in engine/catalog/definition.h.
  [[nodiscard]] const std::optional<Statement>& statement(const std::string& definition) {
    const auto found = statements_.find(definition);
    if (found != statements_.end()) return found->second;
    return statements_.emplace(definition, statement_of(definition, Dialect::PostgreSQL)).first->second;
  }

 private:
  std::map<std::string, std::optional<std::vector<RoutineStep>>, std::less<>> steps_;
  std::map<std::string, std::optional<Statement>, std::less<>> statements_;
};

/// The answers to one question about what a statement runs, on one state of the schema. Since calls are followed to a
/// certain depth only, the answer depends on how deep the call is.
template <typename Answer>
class Answers {
 public:
  Answers() = default;
  explicit Answers(std::shared_ptr<ReadDefinitions> read) : read_(std::move(read)) {}

  [[nodiscard]] ReadDefinitions& read() const { return *read_; }
  /// What `find()` gives, which is called for the first who asks. `what` is a value of the catalog, known by its place.
  template <typename Find>
  [[nodiscard]] const Answer& once(const void* what, int depth, const Find& find) {
    const auto found = answers_.find({what, depth});
    if (found != answers_.end()) return found->second;
    return answers_.emplace(std::pair(what, depth), find()).first->second;
  }
  /// Those on another state of the schema: none yet.
  [[nodiscard]] std::shared_ptr<Answers> elsewhere() const { return std::make_shared<Answers>(read_); }

 private:
  std::shared_ptr<ReadDefinitions> read_ = std::make_shared<ReadDefinitions>();
  std::map<std::pair<const void*, int>, Answer> answers_;
};

}  // namespace lockstep
