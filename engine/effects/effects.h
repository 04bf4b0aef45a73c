// What running a statement does to others, and what it means for the previous application version. Pure functions of
// statement, catalog and server version: nothing is executed.
#pragma once

#include <compare>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "base/diagnostic.h"
#include "engine/catalog/catalog.h"
#include "engine/catalog/target_version.h"
#include "parser/statement.h"

namespace lockstep {

struct Folding;

/// PostgreSQL's table-level lock modes in order of strength (manual 13.3.1), so that max() is meaningful, and
/// SQLite's three (https://sqlite.org/lockingv3.html).
enum class LockMode : uint8_t {
  AccessShare, RowShare, RowExclusive, ShareUpdateExclusive, Share, ShareRowExclusive, Exclusive, AccessExclusive,
  SqliteShared, SqliteReserved, SqliteExclusive,
};
[[nodiscard]] std::string_view to_string(LockMode mode);  ///< "ACCESS SHARE" ... as the manual writes them

struct RelationLock {
  std::string relation;  ///< catalog key
  LockMode mode = LockMode::AccessShare;
  [[nodiscard]] bool operator==(const RelationLock&) const = default;
};

struct Failure {
  std::string sqlstate;
  enum class Certainty : uint8_t { Always, IfRows, IfData } certainty = Certainty::Always;
  std::string message;
  [[nodiscard]] bool operator==(const Failure&) const = default;
};
[[nodiscard]] std::string_view to_string(Failure::Certainty certainty);  ///< "always", "if-rows", "if-data"

/// The fields of `lockstep analyze --format json` that answer "what does it do to others"; see docs/analyze.md.
struct Effect {
  std::vector<RelationLock> locks;
  std::vector<std::string> rewrites;
  std::vector<std::string> scans;
  std::vector<std::string> index_builds;
  bool transactional = true;
  std::optional<Failure> fails;
  bool known = true;  ///< false: the statement is not understood, nothing here may be taken as "harmless"
  [[nodiscard]] bool operator==(const Effect&) const = default;
};

enum class Phase : uint8_t { Expand, Backfill, Contract };
[[nodiscard]] std::string_view to_string(Phase phase);  ///< "expand", "backfill", "contract"

/// The answer to the question of compatibility with the previous application version.
struct PhaseDecision {
  Phase phase = Phase::Expand;
  std::string reason;                ///< in words, for the person who reviews the plan
  bool behaviour_changes = false;    ///< expand, but the previous version may notice
  bool not_analysed = false;
};

/// Objects that the statements of this and earlier pending migrations created or changed, so that what only touches
/// new things is told from what touches things in use. Keys: "schema.table" and "schema.table.column".
struct PendingObjects {
  std::unordered_set<std::string> created;

  [[nodiscard]] bool is_new(const std::string& key) const { return created.count(key) > 0; }
};

enum class Reversible : uint8_t { Lossless, Lossy, No };
[[nodiscard]] std::string_view to_string(Reversible reversible);  ///< "lossless", "lossy", "no"

struct Inverse {
  Reversible grade = Reversible::No;
  std::vector<std::string> sql;  ///< statements, in the order in which they run; may be empty for grade No
  std::string reason;            ///< what is lost, or why there is no inverse
};

/// `server_version` is a major version of PostgreSQL (14 to 18); ignored for SQLite.
[[nodiscard]] Effect effect_of(const Statement& statement, const Catalog& before, TargetVersion server_version);
/// The same of a statement that was folded on the catalog before it, for the version of that fold.
[[nodiscard]] Effect effect_of(const Statement& statement, const Folding& folding);
/// For a version of which the fold need not be: it serves if it is.
[[nodiscard]] Effect effect_of(const Statement& statement, const Folding& folding, int server_version);
[[nodiscard]] PhaseDecision phase_of(const Statement& statement, const Catalog& before, const PendingObjects& pending);
[[nodiscard]] Inverse inverse_of(const Statement& statement, const Catalog& before);

/// The keys of what `statement` creates, for PendingObjects.
[[nodiscard]] std::vector<std::string> created_by(const Statement& statement, const Catalog& before);
/// The same of a statement that was folded for the newest version.
[[nodiscard]] std::vector<std::string> created_by(const Statement& statement, const Folding& folding);

}  // namespace lockstep
