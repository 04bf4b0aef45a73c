// What the answers of inverse_of() are made of. What is made or dropped as a table, and rows, stand in inverse.cpp,
// ALTER TABLE in alter_inverse.cpp, everything else in attached_inverse.cpp.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "engine/catalog/definition.h"
#include "engine/effects/answers.h"
#include "engine/effects/effects.h"
#include "parser/parse.h"

namespace lockstep {

/// What an inverse may look at. Borrows everything but the answers.
struct Inverting {
  const Statement& statement;
  const Catalog& before;
  int depth = 0;  ///< how many routines call each other around the statement
  /// What is known of the routines that the outermost statement runs, for `before`.
  std::shared_ptr<Answers<Inverse>> answers = std::make_shared<Answers<Inverse>>();

  [[nodiscard]] Dialect dialect() const { return before.dialect; }
  [[nodiscard]] std::string quoted(std::string_view name) const { return quote_identifier(name, dialect()); }
  /// The relation as SQL names it: with its schema where the statement writes it or the file has set search_path, since
  /// the inverse runs in a session of its own.
  [[nodiscard]] std::string named_key(std::string_view key) const;
  [[nodiscard]] std::string named(const QualifiedName& name) const {
    return name.schema.empty() ? named_key(before.key(name)) : quote_name(name, dialect());
  }
  /// Whether an object that the catalog does not hold may exist: what IF NOT EXISTS or OR REPLACE meets.
  [[nodiscard]] bool may_exist() const { return !before.complete; }
};

/// Any statement, whatever its family.
[[nodiscard]] Inverse invert_statement(const Inverting& input);

Inverse invert(const Inverting& input, const Merge& merge);
Inverse invert(const Inverting& input, const Copy& copy);
Inverse invert(const Inverting& input, const Explain& explain);
Inverse invert(const Inverting& input, const Prepare& prepare);
Inverse invert(const Inverting& input, const Execute& execute);
Inverse invert(const Inverting& input, const Cursor& cursor);
Inverse invert(const Inverting& input, const Call& call);
Inverse invert(const Inverting& input, const DoBlock& block);
Inverse invert(const Inverting& input, const SessionCommand& command);
Inverse invert(const Inverting& input, const AlterTable& alter);
Inverse invert(const Inverting& input, const AlterType& alter);
Inverse invert(const Inverting& input, const Grant& grant);
Inverse invert(const Inverting& input, const DefaultPrivileges& privileges);
Inverse invert(const Inverting& input, const Subscription& subscription);
Inverse invert(const Inverting& input, const ReassignOwned& reassign);
Inverse invert(const Inverting& input, const ImportForeignSchema& import);
Inverse invert(const Inverting& input, const CreateObject& create);
Inverse invert(const Inverting& input, const AlterObject& alter);
Inverse invert(const Inverting& input, const Policy& policy);
Inverse invert(const Inverting& input, const CreateRule& create);
Inverse invert(const Inverting& input, const CreateStatistics& create);
Inverse invert(const Inverting& input, const Publication& publication);

/// The words in which inverses are given.
namespace inversion {

inline Inverse lossless(std::vector<std::string> sql, std::string reason = {}) {
  return {Reversible::Lossless, std::move(sql), std::move(reason)};
}
inline Inverse lossy(std::vector<std::string> sql, std::string reason) {
  return {Reversible::Lossy, std::move(sql), std::move(reason)};
}
inline Inverse none(std::string reason) { return {Reversible::No, {}, std::move(reason)}; }

/// The inverses of statements or parts that run one after the other, last first.
[[nodiscard]] Inverse joined(const std::vector<Inverse>& parts);

}  // namespace inversion

}  // namespace lockstep
