// One function for each family of statements: what it makes of the catalog. All of them return an error with the
// server's SQLSTATE for what the server would refuse as far as the catalog tells, and may then have changed the draft,
// which is thrown away.
#pragma once

#include <optional>
#include <utility>

#include "engine/catalog/draft.h"
#include "parser/statement.h"

namespace lockstep {

[[nodiscard]] Status fold(Draft& draft, const CreateTable& create, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const AlterTable& alter, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const CreateIndex& create, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const DropStatement& drop, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const CreateView& create, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const CreateType& create, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const AlterType& alter, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const CreateSchema& create, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const CreateSequence& create, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const CreateExtension& create, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const CreateFunction& create, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const CreateTrigger& create, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const CommentOn& comment, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const Grant& grant, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const ReassignOwned& reassign, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const ImportForeignSchema& import, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const DefaultPrivileges& privileges, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const Policy& policy, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const CreateRule& create, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const CreateStatistics& create, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const Publication& publication, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const AlterObject& alter, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const Maintenance& command, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const Insert& insert, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const Update& update, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const Copy& copy, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const Select& select, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const SetVariable& variable, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const TransactionControl& control, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const Prepare& prepare, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const Call& call, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const SessionCommand& command, const Statement& statement);
[[nodiscard]] Status fold(Draft& draft, const DoBlock& block, const Statement& statement);

/// Gives the relations that the statement made what ALTER DEFAULT PRIVILEGES says of them.
void give_default_grants(Draft& draft, const Statement& statement);
/// Makes the role the owner. What it was granted is its own anyway.
void give_to(CatalogRelation& relation, const std::string& role);

/// The statement as a change of the draft, whatever family it is of.
[[nodiscard]] Status fold_statement(Draft& draft, const Statement& statement);

/// A statement folded once, for all who ask what comes of it.
struct Folding {
  Draft draft;    ///< to be committed or looked at only if it succeeds
  Status status;  ///< what check() gives
};
[[nodiscard]] Folding fold_on(const Catalog& catalog, const Statement& statement,
                              TargetVersion server_version = newest_server_version);

/// The schema that statements leave one after the other. Borrows the first one, and copies it only behind a statement
/// that changes it: few routines do.
class MovingCatalog {
 public:
  explicit MovingCatalog(const Catalog& first, TargetVersion server_version = newest_server_version)
      : first_(first), server_version_(server_version) {}

  /// Until the next statement.
  [[nodiscard]] const Catalog& now() const { return changed_ ? *changed_ : first_; }
  [[nodiscard]] Folding fold(const Statement& statement) const { return fold_on(now(), statement, server_version_); }
  /// Goes on behind a statement; `folding` is that of fold(). Says whether now() is another schema than before: a
  /// statement that is refused leaves all as it was, and so does one more thing that is not known.
  bool pass(Folding folding) {
    if (!folding.status || folding.draft.empty()) return false;
    if (folding.draft.only_unknown() && !now().unknowns.empty()) return false;
    if (!changed_) changed_ = first_;
    folding.draft.commit(*changed_);
    return true;
  }
  bool pass(const Statement& statement) { return pass(fold(statement)); }

 private:
  const Catalog& first_;
  TargetVersion server_version_;
  std::optional<Catalog> changed_;
};

/// What the server would answer to `statement`, as far as the catalog tells: an error carries its SQLSTATE. Nothing is
/// changed. Success means only that nothing speaks against it.
[[nodiscard]] Status check(const Catalog& catalog, const Statement& statement,
                           TargetVersion server_version = newest_server_version);

}  // namespace lockstep
