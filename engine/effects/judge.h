// What the effect of one statement is gathered in.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "engine/catalog/fold.h"
#include "engine/effects/answers.h"
#include "engine/effects/effects.h"

namespace lockstep {

class Judge {
 public:
  Judge(const Statement& judged, const Catalog& before, TargetVersion server_version)
      : statement(judged), catalog(before), version(server_version) {}
  enum class Stage : uint8_t;
  /// Of a part of what `around` judges, or a statement that runs within it, on the same schema.
  Judge(const Statement& part, const Judge& around, Stage gets_to);

  const Statement& statement;
  const Catalog& catalog;
  const TargetVersion version;
  /// How far a query or a change of rows gets: PREPARE rewrites it, EXPLAIN also plans it. Partitions and inheriting
  /// tables are locked by the planner; sequences and what foreign keys and triggers visit only when it runs.
  enum class Stage : uint8_t { Rewritten, Planned, Run };
  Stage stage = Stage::Run;
  [[nodiscard]] bool runs() const { return stage == Stage::Run; }
  /// How many routines call each other around the statement.
  int depth = 0;
  /// What is known of the routines and rules that the outermost statement runs, for this catalog and stage.
  std::shared_ptr<Answers<Effect>> answers = std::make_shared<Answers<Effect>>();
  /// The statement as the version folds it, or the newest one where that version refuses it; if that was done already.
  const Folding* folding = nullptr;

  /// The strongest mode counts.
  void lock(const std::string& relation, LockMode mode);
  void lock(const QualifiedName& relation, LockMode mode) { lock(catalog.key(relation), mode); }
  /// The relation and all partitions and inheriting tables below it.
  void lock_tree(const std::string& relation, LockMode mode);
  /// The relation and all partitions below it: inheriting tables have indexes and foreign keys of their own.
  void lock_partitions(const std::string& relation, LockMode mode);
  /// The partitioned tables above a partition: a session that uses it for the first time looks up what they say of its
  /// rows (generate_partition_qual() in src/backend/utils/cache/partcache.c).
  void lock_ancestors(const std::string& relation);
  /// Foreign keys that reference the relation, or a partitioned table above it, and with it the relation's rows.
  [[nodiscard]] std::vector<std::pair<const CatalogRelation*, const CatalogConstraint*>> referencing(
      const std::string& relation) const;
  /// What a query that reads the relation locks: views are followed to the tables under them.
  void lock_read(const std::string& relation, LockMode mode = LockMode::AccessShare);

  /// A new heap, and with it all indexes; of a partitioned table that of its leaves. `rewrite_tree` includes tables
  /// that inherit.
  void rewrite(const std::string& relation);
  void rewrite_tree(const std::string& relation);
  /// The whole heap is read; of a partitioned table that of its leaves, of a view that of its tables. `scan_tree`
  /// includes tables that inherit.
  void scan(const std::string& relation);
  void scan_tree(const std::string& relation);
  /// What a query reads of it: tables that inherit belong to it, a sequence is no heap that anybody waits for.
  void scan_query(const std::string& relation);
  void build(std::string_view schema, std::string_view index);
  /// A composite type is a relation, too: who makes or copies values of it holds it. `type` as format_type() writes it.
  void lock_composite(const std::string& type);

  /// All that another statement does, which runs as part of this one.
  void unite(const Effect& other);

  /// The first certain failure stands.
  void fail(std::string sqlstate, Failure::Certainty certainty, std::string message);
  void not_transactional() { effect_.transactional = false; }
  void unknown() { effect_.known = false; }
  [[nodiscard]] bool fails_always() const {
    return effect_.fails && effect_.fails->certainty == Failure::Certainty::Always;
  }

  /// The relation, and of a view what its query reads, through all views.
  [[nodiscard]] std::vector<std::string> through_views(const std::string& relation) const;
  [[nodiscard]] bool is_view(const std::string& relation) const;
  /// `relation` and everything below it: partitions, or also inheriting tables.
  enum class Below : uint8_t { Partitions, All };
  [[nodiscard]] std::vector<std::string> tree(const std::string& relation, Below below = Below::All) const;
  /// Those of the tree that have rows of their own.
  [[nodiscard]] std::vector<std::string> leaves(const std::string& relation, Below below = Below::All) const;
  /// The default partition of a partitioned table; empty without one.
  [[nodiscard]] std::string default_partition(const std::string& parent) const;

  [[nodiscard]] Effect take();

  /// Sequences that nextval('s'), setval('s', 1) or currval('s') in the text name.
  void lock_sequences_in(std::string_view text, LockMode mode);
  /// The same for a default that is written down, not evaluated. Servers of 15.20 lock what they record a dependency
  /// on; 14.23, 16.14, 17.10 and 18.4, which are older, do not (seen on all five).
  void lock_recorded_sequences(std::string_view text) {
    if (names_sequence(text) && version == 15) lock_sequences_in(text, LockMode::AccessShare);
  }

 private:
  /// Whether it may be that lock_sequences_in() finds one.
  [[nodiscard]] static bool names_sequence(std::string_view text);
  void rewrite_one(const std::string& relation);
  void scan_one(const std::string& relation);

  Effect effect_;
};

// One function for each family, in the file of that name.
void judge(Judge& judge, const CreateTable& create);
void judge(Judge& judge, const AlterTable& alter);
void judge(Judge& judge, const CreateIndex& create);
void judge(Judge& judge, const DropStatement& drop);
void judge(Judge& judge, const CreateView& create);
void judge(Judge& judge, const CreateSequence& create);
void judge(Judge& judge, const CreateFunction& create);
void judge(Judge& judge, const CreateTrigger& create);
void judge(Judge& judge, const CommentOn& comment);
void judge(Judge& judge, const Select& select);
void judge(Judge& judge, const Insert& insert);
void judge(Judge& judge, const Update& update);
void judge(Judge& judge, const Maintenance& maintenance);
void judge(Judge& judge, const DoBlock& block);
void judge(Judge& judge, const Call& call);
void judge(Judge& judge, const Merge& merge);
void judge(Judge& judge, const Copy& copy);
void judge(Judge& judge, const Explain& explain);
void judge(Judge& judge, const Prepare& prepare);
void judge(Judge& judge, const Execute& execute);
void judge(Judge& judge, const Cursor& cursor);
void judge(Judge& judge, const SessionCommand& command);
void judge(Judge& judge, const Grant& grant);
void judge(Judge& judge, const Policy& policy);
void judge(Judge& judge, const CreateRule& create);
void judge(Judge& judge, const CreateStatistics& create);
void judge(Judge& judge, const Publication& publication);
void judge(Judge& judge, const Subscription& subscription);
void judge(Judge& judge, const ReassignOwned& reassign);
void judge(Judge& judge, const AlterObject& alter);
void judge(Judge& judge, const AlterType& alter);
void judge(Judge& judge, const CreateType& create);
void judge(Judge& judge, const CreateObject& create);
void judge(Judge& judge, const CreateSchema& create);
void judge(Judge& judge, const SecurityLabel& label);
void judge(Judge& judge, const DefaultPrivileges& privileges);
/// Any statement, whatever its family.
void judge_statement(Judge& judge);
/// A statement that stands inside the judged one. `with` are names that stand for queries there, not for relations.
void judge_inner(Judge& judge, const Statement& inner, Judge::Stage stage, const std::vector<std::string>& with = {});
/// What functions of the catalog run that the statement calls. Built-in ones lock nothing that counts.
void judge_calls(Judge& judge, const std::vector<FunctionCall>& functions);
/// A query whose rows are stored: CREATE TABLE AS, CREATE MATERIALIZED VIEW. What it reads is scanned. False when it is
/// no query that is told.
[[nodiscard]] bool judge_stored_query(Judge& judge, const std::string& query);
/// What triggers and rules of the table run for an INSERT, UPDATE or DELETE.
void judge_triggers(Judge& judge, const CatalogRelation& table, std::string_view event);
/// Those of rules alone.
void judge_rules(Judge& judge, const CatalogRelation& table, std::string_view event);
/// Whether a rule DO INSTEAD without a condition stands for the change.
[[nodiscard]] bool replaces(const CatalogRelation& table, std::string_view event);
/// A statement with WITH whose queries change rows: those, and what is left of it without them.
void judge_modifying_with(Judge& judge);
/// Of a statement that is not judged (engine/catalog/unjudged.h).
void judge_unknown(Judge& judge);
void judge_sqlite(Judge& judge);

/// Calls `visit(key, before, after)` for every relation that the statement changes, if it succeeds.
template <typename Visit>
void each_change(const Judge& judge, const Visit& visit) {
  if (judge.folding != nullptr) {
    if (judge.folding->status) judge.folding->draft.each_change(visit);
    return;
  }
  const Folding folding = fold_on(judge.catalog, judge.statement, judge.version);
  if (folding.status) return folding.draft.each_change(visit);
  const Folding newest = fold_on(judge.catalog, judge.statement);
  if (newest.status) newest.draft.each_change(visit);
}

/// Locks and failures of everything that a drop takes along: the statement is folded, and what is gone or lost a
/// foreign key afterwards was locked.
void judge_losses(Judge& judge);

/// The statement is folded; indexes that tables have afterwards and had not before were built, for which the tables are
/// read.
void judge_index_builds(Judge& judge);

/// Whether CHECKs of the default partition show that none of its rows belongs to a new partition with that bound.
[[nodiscard]] bool excludes_bound(const Judge& judge, const std::string& default_partition, const std::string& parent,
                                  std::string_view bound);

/// What adding a constraint to a table that has rows does there and elsewhere. `new_columns`: all its columns are made
/// by the same statement.
void judge_constraint(Judge& judge, const std::string& table, const Constraint& constraint, bool only,
                      bool new_columns);

}  // namespace lockstep
