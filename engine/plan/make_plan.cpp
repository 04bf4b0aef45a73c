#include "engine/plan/make_plan.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/plan/made_again.h"
#include "engine/plan/objects.h"
#include "engine/plan/refuse.h"
#include "engine/plan/remade_table.h"
#include "engine/plan/split.h"
#include "engine/plan/step_effect.h"
#include "engine/plan/written_undo.h"
#include "engine/rewrite/rewrite.h"
#include "engine/rewrite/table_rebuild.h"

namespace lockstep {
namespace {

/// Where an object stands that an earlier pending statement changes: no later statement that needs it runs earlier.
struct Unsettled {
  Phase phase = Phase::Expand;
  std::string who;        ///< "0007_x.sql:12" or "migration 0007"
  std::string migration;  ///< id
};
using UnsettledMap = std::map<std::string, Unsettled>;

uint32_t line_of(const Migration& migration, const Statement& statement) {
  return line_column(migration.file.text, statement.span.begin).line;
}

/// How a file that makes a table anew is planned.
constexpr const char* remade = "table made anew";

class Planner {
 public:
  Planner(Catalog catalog, const std::vector<Plan>& earlier, const PlanOptions& options)
      : catalog_(std::move(catalog)), physical_(catalog_), options_(options) {
    for (const Plan& plan : earlier) {
      for (const auto& [object, phase] : plan.unsettled) {
        unsettled_[object] = {phase, "migration " + plan.migration, plan.migration};
      }
    }
  }

  PlannedMigration plan(const Migration& migration) {
    PlannedMigration out;
    Plan& plan = out.plan;
    plan.migration = migration.id;
    plan.name = migration.name;
    plan.checksum = migration.checksum;
    plan.dialect = options_.dialect;
    plan.lockstep = LOCKSTEP_VERSION;
    plan.fresh = options_.fresh;
    plan.gates = migration.directives.gates;
    note_quarantine(migration.directives, plan);
    for (const MigrationStatement& item : migration.statements) note_quarantine(item.directives, plan);
    session_.clear();
    begin_session(catalog_);
    begin_session(physical_);
    if (options_.separate_releases) {
      pending_ = {};
      unsettled_.clear();
      needed_.clear();
    }
    group_ = last_group_ = 0;
    std::optional<Catalog> before;
    if (!migration.undo.empty()) before = catalog_;
    std::optional<CatalogDescription> others;
    if (catalog_.complete) others = describe_others(catalog_);
    const bool temporary = std::any_of(
        migration.statements.begin(), migration.statements.end(), [](const MigrationStatement& item) {
          const auto* create = item.statement.as<CreateTable>();
          return create != nullptr && create->temporary;
        });
    bool split = false;
    if (options_.fresh) {
      plan_together(migration, Phase::Expand, "no older release exists on this database", "fresh", out);
    } else if (temporary) {
      plan_with_temporary_tables(migration, out);
    } else if (const auto tables = remade_tables(migration, catalog_); !tables.empty()) {
      plan_remade_tables(migration, tables, out);
    } else {
      auto refusal = refuse_directives(migration, migration.directives, nullptr, catalog_);
      if (refusal && !migration.statements.empty()) {
        out.refusals.push_back(*refusal);
      }
      for (size_t i = 0; i < migration.statements.size(); ++i) plan_statement(migration, i, out);
      split = true;
    }
    if (others) name_objects(migration, *others, out);
    settle(migration, split, out);
    if (before) take_written_undo(migration, *before, catalog_, options_.server_version, plan);
    return out;
  }

 private:
  void fold(const Statement& statement) {
    for (std::string& key : apply_to(catalog_, statement, options_.server_version)) touched_.insert(std::move(key));
  }

  /// What the statements changed, and the relations that they name. `others` is the catalog before them.
  void name_objects(const Migration& migration, const CatalogDescription& others, PlannedMigration& out) const {
    out.objects = touched_;
    for (std::string& object : changed_objects(others, describe_others(catalog_))) {
      out.objects.insert(std::move(object));
    }
    for (const MigrationStatement& item : migration.statements) {
      for (const QualifiedName& name : item.statement.relations) out.objects.insert(catalog_.key(name));
    }
  }

  /// How long the plan's dropped things are kept, beside its gates: the last one that is written counts.
  static void note_quarantine(const Directives& directives, Plan& plan) {
    const auto found = directives.options.find("quarantine");
    if (found != directives.options.end()) plan.gates["quarantine"] = found->second;
  }

  /// A temporary table ends with its session, so a file that makes one runs as a whole or not at all.
  void plan_with_temporary_tables(const Migration& migration, PlannedMigration& out) {
    Phase phase = Phase::Expand;
    Catalog catalog = catalog_;
    PendingObjects pending = pending_;
    for (size_t i = 0; i < migration.statements.size(); ++i) {
      const Statement& statement = migration.statements[i].statement;
      phase = std::max(phase, phase_of(statement, catalog, pending).phase);
      if (!effect_of(statement, catalog, options_.server_version).transactional) {
        out.refusals.push_back(Refusal{i,
                                       "the file makes a temporary table, so it has to run as one transaction, and "
                                       "this statement cannot",
                                       "put it into a file of its own"});
      }
      for (std::string& key : created_by(statement, catalog)) pending.created.insert(std::move(key));
      apply_to(catalog, statement, options_.server_version);
    }
    pending_ = std::move(pending);
    plan_together(migration, phase, "the file makes a temporary table, so it runs as one transaction", "one transaction",
                  out);
    out.plan.notes.push_back("this file runs in one transaction, its changes of rows included: locks last until its end");
  }

  void plan_remade_tables(const Migration& migration, const std::vector<std::string>& tables, PlannedMigration& out) {
    const std::string names = join(tables, ", ");
    plan_together(
        migration, Phase::Contract,
        fmt::format("the file makes {} anew under the same name: both versions cannot use it at once, and no row "
                    "may be written between the copy and the drop",
                    names),
        remade, out);
    for (const MigrationStatement& item : migration.statements) {
      for (std::string& key : created_by(item.statement, catalog_)) pending_.created.insert(std::move(key));
      note_changes(migration, item.statement, touched_by(item.statement, catalog_), Phase::Contract);
    }
    out.plan.readable_after = "contract";
    out.plan.notes.push_back(fmt::format("{} is copied in one transaction: writes stop for that time", names));
  }

  /// The step that drops a table and keeps it for undo, by way of the rewrite; false if it goes for good.
  void keep_dropped(const Migration& migration, size_t index, Step& step, std::vector<Step>& purges) const {
    const auto* drop = migration.statements[index].statement.as<DropStatement>();
    if (drop == nullptr || drop->kind != ObjectKind::Table || options_.fresh) return;
    const auto kept = rewrite({migration, index, migration.statements[index], catalog_, pending_, options_});
    if (!kept || kept->refusal || kept->steps.empty() || !kept->steps.back().purge) return;
    for (const Step& made : kept->steps) {
      if (made.purge) purges.push_back(made);
      if (made.purge || made.kind != StepKind::Sql) continue;
      // Names in other tables, views and triggers mean the new table.
      step.sql = made.sql;
      step.sql.insert(step.sql.begin(), "PRAGMA legacy_alter_table = ON");
      step.sql.emplace_back("PRAGMA legacy_alter_table = OFF");
      step.undo = made.undo;
      step.undo.insert(step.undo.begin(), "PRAGMA legacy_alter_table = ON");
      step.undo.emplace_back("PRAGMA legacy_alter_table = OFF");
      step.reversible = made.reversible;
      step.undo_reason = made.undo_reason;
    }
  }

  /// All statements as written, in one transaction if all of them can run in one.
  void plan_together(const Migration& migration, Phase phase, const std::string& reason, const std::string& how,
                     PlannedMigration& out) {
    Plan& plan = out.plan;
    Step together = sql_step(phase, fmt::format("run all statements as written: {}", reason), {}, {});
    std::vector<Step> alone;
    bool transactional = true;
    std::vector<std::string> undo;
    std::set<std::string> made_here;
    for (const MigrationStatement& item : migration.statements) {
      const Effect effect = effect_of(item.statement, catalog_, options_.server_version);
      transactional = transactional && effect.transactional;
    }
    std::vector<Step> purges;
    for (size_t i = 0; i < migration.statements.size(); ++i) {
      const Statement& statement = migration.statements[i].statement;
      PlannedStatement planned{statement.text, line_of(migration, statement), phase, reason, how, {}};
      if (switches_foreign_keys(statement)) {
        planned.reason = "foreign keys rest while the file runs, and are checked before it commits";
        together.before = {"PRAGMA foreign_keys = OFF"};
        together.after = {"PRAGMA foreign_keys = ON"};
      }
      plan.statements.push_back(std::move(planned));
      if (statement.as<TransactionControl>() == nullptr && !switches_foreign_keys(statement)) {
        const Inverse inverse = inverse_of(statement, catalog_);
        Step step = sql_step(phase, title_of(statement), {statement.text}, inverse.sql);
        step.statement = static_cast<int>(i);
        step.transactional = step.undo_transactional =
            effect_of(statement, catalog_, options_.server_version).transactional;
        if (inverse.grade != Reversible::Lossless) step = no_undo(std::move(step), inverse.grade, inverse.reason);
        // Rows of a table that the file itself makes go with it.
        const auto* insert = statement.as<Insert>();
        if (insert != nullptr && made_here.count(catalog_.key(insert->table)) > 0)
          step.reversible = Reversible::Lossless;
        for (std::string& key : created_by(statement, catalog_)) made_here.insert(std::move(key));
        if (how == remade) keep_dropped(migration, i, step, purges);
        if (transactional) {
          together.sql.insert(together.sql.end(), step.sql.begin(), step.sql.end());
          undo.insert(undo.begin(), step.undo.begin(), step.undo.end());
          take_grade(together, step);
        } else {
          alone.push_back(std::move(step));
        }
      }
      fold(statement);
    }
    if (!transactional) {
      plan.steps = std::move(alone);
      return;
    }
    if (!together.before.empty() && phase == Phase::Contract) {
      together.check = "SELECT count(*) FROM pragma_foreign_key_check";
      together.check_message = "rows break a foreign key, see `PRAGMA foreign_key_check`; nothing was changed";
    }
    together.undo = std::move(undo);
    if (!together.sql.empty()) plan.steps.push_back(std::move(together));
    std::move(purges.begin(), purges.end(), std::back_inserter(plan.steps));
  }

  void plan_statement(const Migration& migration, size_t index, PlannedMigration& out) {
    const MigrationStatement& item = migration.statements[index];
    const Statement& statement = item.statement;
    Plan& plan = out.plan;
    PlannedStatement planned{statement.text, line_of(migration, statement), Phase::Expand, {}, {}, {}};
    if (statement.as<SetVariable>() != nullptr) {
      session_.push_back(statement.text);
      planned.reason = "replayed before every later step of the file";
      plan.statements.push_back(std::move(planned));
      fold(statement);
      return;
    }
    if (const auto* control = statement.as<TransactionControl>()) {
      using Kind = TransactionControl::Kind;
      planned.reason = "what it groups and runs as written in one phase shares a transaction";
      if (control->kind == Kind::Begin || control->kind == Kind::Start) group_ = static_cast<int>(index) + 1;
      if (control->kind == Kind::Commit || control->kind == Kind::End) group_ = 0;
      if (control->kind == Kind::Rollback) {
        out.refusals.push_back(
            Refusal{index, "what stands before a ROLLBACK would never be kept", "leave it out of the file"});
      }
      plan.statements.push_back(std::move(planned));
      return;
    }
    std::vector<Part> parts = split_statement(item, index, catalog_, options_.server_version);
    std::vector<Step> steps;
    std::vector<std::string> reasons;
    bool all_as_written = true;
    for (const Part& part : parts) {
      std::optional<Refusal> refusal;
      std::string reason;
      std::vector<Step> made = plan_part(migration, part, plan, planned, reason, refusal);
      if (refusal) {
        refusal->statement = index;
        out.refusals.push_back(*refusal);
      }
      if (!reason.empty()) reasons.push_back(reason);
      all_as_written = all_as_written && planned.rewrite.empty();
      for (Step& step : made) {
        planned.phase = step.purge ? planned.phase : std::max(planned.phase, step.phase);
        step.statement = static_cast<int>(index);
        if (step.sql.size() + step.undo.size() > 0) step.session = session_;
        steps.push_back(std::move(step));
      }
      for (std::string& key : created_by(part.item.statement, catalog_)) pending_.created.insert(std::move(key));
      if (planned.equivalent.empty()) {
        fold(part.item.statement);
      } else {
        for (const Statement& same : parse(join(planned.equivalent, ";\n"), options_.dialect).statements) fold(same);
      }
    }
    const bool one_phase = std::all_of(steps.begin(), steps.end(),
                                       [&](const Step& step) { return step.phase == steps.front().phase; });
    if (parts.size() > 1 && all_as_written && one_phase && !steps.empty()) join_again(steps, statement);
    for (const std::string& reason : reasons) {
      if (planned.reason.find(reason) == std::string::npos) {
        planned.reason += (planned.reason.empty() ? "" : "; ") + reason;
      }
    }
    const bool grouped = group_ != 0 && all_as_written && steps.size() == 1 && steps[0].transactional;
    if (grouped && group_ == last_group_ && plan.steps.back().phase == steps[0].phase) {
      add_to_group(plan.steps.back(), steps[0]);
    } else {
      if (!joined_with_drop(migration, index, steps, plan)) {
        for (Step& step : steps) plan.steps.push_back(std::move(step));
      }
      last_group_ = grouped ? group_ : 0;
    }
    plan.statements.push_back(std::move(planned));
  }

  /// What is made again shares the transaction of what dropped it, with all of that phase in between.
  static bool joined_with_drop(const Migration& migration, size_t index, const std::vector<Step>& steps, Plan& plan) {
    const std::optional<size_t> drop = drop_of_made_again(migration, index);
    if (!drop || steps.size() != 1 || plan.statements[*drop].phase != steps[0].phase) return false;
    const auto same_phase = [&](const Step& step) { return step.phase == steps[0].phase && !step.purge; };
    const auto last = std::find_if(plan.steps.rbegin(), plan.steps.rend(), [&](const Step& step) {
      return same_phase(step) && step.statement >= 0 && static_cast<size_t>(step.statement) <= *drop;
    });
    if (last == plan.steps.rend()) return false;
    const auto from = std::prev(last.base());
    const auto joins = [&](const Step& step) {
      return shares_transaction(migration, step) && step.session == steps[0].session;
    };
    const bool all =
        std::all_of(from, plan.steps.end(), [&](const Step& step) { return !same_phase(step) || joins(step); });
    if (!all || !joins(steps[0])) return false;
    for (auto step = std::next(from); step != plan.steps.end(); ++step) {
      if (same_phase(*step)) add_to_group(*from, *step);
    }
    add_to_group(*from, steps[0]);
    plan.steps.erase(std::remove_if(std::next(from), plan.steps.end(), same_phase), plan.steps.end());
    return true;
  }

  /// One more statement of a BEGIN ... COMMIT for the step that runs them together.
  static void add_to_group(Step& group, const Step& step) {
    group.title += "; " + step.title;
    group.sql.insert(group.sql.end(), step.sql.begin(), step.sql.end());
    group.undo.insert(group.undo.begin(), step.undo.begin(), step.undo.end());
    take_grade(group, step);
  }

  /// The worse of two grades, and its reason.
  static void take_grade(Step& to, const Step& from) {
    if (from.reversible == Reversible::Lossless || to.reversible == Reversible::No) return;
    if (to.reversible == Reversible::Lossy && from.reversible == Reversible::Lossy) return;
    to.reversible = from.reversible;
    to.undo_reason = from.undo_reason;
  }

  /// Subcommands that all run as written in one phase go back into the one statement they came from: one lock.
  static void join_again(std::vector<Step>& steps, const Statement& statement) {
    Step joined = steps.front();
    joined.title = title_of(statement);
    joined.sql = {statement.text};
    joined.undo.clear();
    for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
      joined.undo.insert(joined.undo.end(), step->undo.begin(), step->undo.end());
      take_grade(joined, *step);
    }
    steps = {std::move(joined)};
  }

  std::vector<Step> plan_part(const Migration& migration, const Part& part, Plan& plan, PlannedStatement& planned,
                              std::string& reason, std::optional<Refusal>& refusal) {
    const Statement& statement = part.item.statement;
    const PhaseDecision decision = phase_of(statement, catalog_, pending_);
    const Effect effect = effect_of(statement, catalog_, options_.server_version);
    Phase phase = decision.phase;
    reason = decision.reason;
    if (const std::optional<size_t> again = making_again(migration, part.index)) {
      const Phase later = phase_of(migration.statements[*again].statement, catalog_, pending_).phase;
      if (later > phase) reason = fmt::format("it is made again in {}", to_string(later));
      phase = std::max(phase, later);
    }
    const RewriteInput input{migration, part.index, part.item, catalog_, pending_, options_};
    std::vector<Step> steps;
    std::optional<Rewritten> rewritten;
    if (!part.item.directives.as_written) {
      refusal = refuse_failing(effect);
      if (refusal) rewritten = rewrite_refused(input);
      if (rewritten) refusal.reset();
      if (!refusal) refusal = refuse_directives(migration, part.item.directives, &statement, catalog_);
      if (!refusal && !rewritten) rewritten = rewrite(input);
    }
    Touched touched = touched_by(statement, catalog_);
    add_named(statement, touched);
    if (rewritten && rewritten->refusal) refusal = rewritten->refusal;
    if (!rewritten && !refusal && !part.item.directives.as_written) {
      refusal = refuse_as_written(statement, effect, catalog_, pending_);
    }
    if (refusal) {
      note_changes(migration, statement, touched, phase);
      return {};
    }
    if (rewritten) {
      planned.rewrite = rewritten->name;
      planned.equivalent = std::move(rewritten->equivalent);
      steps = std::move(rewritten->steps);
      plan.notes.insert(plan.notes.end(), rewritten->notes.begin(), rewritten->notes.end());
      plan.helpers.insert(plan.helpers.end(), rewritten->helpers.begin(), rewritten->helpers.end());
      plan.moved_columns.insert(plan.moved_columns.end(), rewritten->moved_columns.begin(),
                                rewritten->moved_columns.end());
      const auto rank = [](const std::string& after) { return after == "expand" ? 0 : after == "backfill" ? 1 : 2; };
      if (rank(rewritten->readable_after) > rank(plan.readable_after)) plan.readable_after = rewritten->readable_after;
    } else {
      steps.push_back(as_written(statement, effect, phase));
    }
    const std::optional<std::string>& directed =
        part.item.directives.phase ? part.item.directives.phase : migration.directives.phase;
    if (directed) move_to(*directed, steps, phase, reason, plan, planned);
    if (rewritten && !steps.empty() && steps.back().phase > phase) {
      reason += fmt::format("; its last part runs in {}", to_string(last_phase(steps, phase)));
    }
    const bool early = comes_before_contract(steps);
    keep_order(migration, touched, rewritten.has_value(), steps, phase, reason, plan);
    if (early && !comes_before_contract(steps) && gives_something(statement)) plan.readable_after = "contract";
    if (decision.behaviour_changes) {
      plan.notes.push_back(fmt::format("line {}: {}", planned.line, decision.reason));
    }
    if (decision.not_analysed) {
      plan.notes.push_back(fmt::format("line {}: this statement is not understood, so nothing is known about its locks",
                                       planned.line));
    }
    // An added column exists from expand on, whatever is still done to it, and a mirror's rows are there when they are
    // copied; everything else settles with its last step.
    Phase settled = last_phase(steps, phase);
    if (rewritten && rewritten->name.rfind("add-column", 0) == 0) settled = Phase::Expand;
    if (rewritten && rewritten->name == "mirror") settled = std::min(settled, Phase::Backfill);
    note_changes(migration, statement, touched, settled);
    return steps;
  }

  static bool comes_before_contract(const std::vector<Step>& steps) {
    return std::any_of(steps.begin(), steps.end(), [](const Step& step) { return step.phase < Phase::Contract; });
  }

  /// Whether the new version may name or rely on what the statement makes.
  static bool gives_something(const Statement& statement) {
    const auto* alter = statement.as<AlterTable>();
    if (alter == nullptr) {
      return statement.as<CreateTable>() != nullptr || statement.as<CreateView>() != nullptr ||
             statement.as<CreateFunction>() != nullptr || statement.as<CreateObject>() != nullptr;
    }
    return std::any_of(alter->subcommands.begin(), alter->subcommands.end(), [](const AlterTableSubcommand& sub) {
      using Action = AlterTableAction;
      return sub.action == Action::AddColumn || sub.action == Action::DropColumn ||
             sub.action == Action::RenameColumn || sub.action == Action::RenameTable ||
             sub.action == Action::DropNotNull || sub.action == Action::SetDefault;
    });
  }

  /// The latest phase of `steps`, purges aside, and not before `phase`.
  static Phase last_phase(const std::vector<Step>& steps, Phase phase) {
    for (const Step& step : steps) {
      if (!step.purge) phase = std::max(phase, step.phase);
    }
    return phase;
  }

  Step as_written(const Statement& statement, const Effect& effect, Phase phase) const {
    const Inverse inverse = inverse_of(statement, catalog_);
    Step step = sql_step(phase, title_of(statement), {statement.text}, inverse.sql);
    step.transactional = effect.transactional;
    step.undo_transactional = true;
    for (const std::string& sql : inverse.sql) {
      if (to_upper(sql).find("CONCURRENTLY") != std::string::npos) step.undo_transactional = false;
    }
    if (inverse.grade != Reversible::Lossless) step = no_undo(std::move(step), inverse.grade, inverse.reason);
    return step;
  }

  /// A `phase=` directive: every step of the statement moves there.
  static void move_to(const std::string& wanted, std::vector<Step>& steps, Phase& phase, std::string& reason,
                      Plan& plan, const PlannedStatement& planned) {
    const Phase to = wanted == "expand" ? Phase::Expand : wanted == "backfill" ? Phase::Backfill : Phase::Contract;
    if (to < phase) {
      plan.notes.push_back(fmt::format("line {}: moved from {} to {} by a directive, so it is accepted that: {}",
                                       planned.line, to_string(phase), wanted, reason));
    }
    for (Step& step : steps) {
      if (!step.purge && (step.phase == phase || step.phase < to)) step.phase = to;
    }
    reason = fmt::format("moved to {} by a directive", wanted);
    phase = to;
  }

  /// Of the objects that are told by their names, those that wait for an earlier statement and that this one names.
  void add_named(const Statement& statement, Touched& touched) const {
    const auto first = unsettled_.lower_bound(std::string(named_object));
    if (first == unsettled_.end()) return;
    const std::string lower = to_lower(statement.text);
    for (auto entry = first; entry != unsettled_.end() && entry->first.starts_with(named_object); ++entry) {
      if (names_object(statement.text, lower, entry->first)) touched.needs.insert(entry->first);
    }
  }

  /// No step runs before the phase in which an earlier pending statement settles what it needs.
  void keep_order(const Migration& migration, const Touched& touched, bool rewritten, std::vector<Step>& steps,
                  Phase& phase, std::string& reason, Plan& plan) {
    const Unsettled* latest = nullptr;
    for (const std::set<std::string>* keys : {&touched.needs, &touched.changes}) {
      for (const std::string& key : *keys) {
        const auto found = unsettled_.find(key);
        if (found == unsettled_.end()) continue;
        if (found->second.phase == Phase::Contract && found->second.migration != migration.id) {
          wait_for(plan, found->second.migration);
        }
        // Steps of a rewrite read rows in backfill and later only, whatever they prepare before.
        if (rewritten && found->second.phase == Phase::Backfill && key.rfind("rows:", 0) == 0) continue;
        if (latest == nullptr || found->second.phase > latest->phase) latest = &found->second;
      }
    }
    // Nor does one that changes at once what an earlier one still needs. A rewrite does that in its last part.
    for (const std::string& key : touched.changes) {
      const auto found = needed_.find(key);
      if (found == needed_.end() || key.rfind("rows:", 0) == 0) continue;
      if (rewritten && last_phase(steps, phase) >= found->second.phase) continue;
      if (latest == nullptr || found->second.phase > latest->phase) latest = &found->second;
    }
    if (latest == nullptr) return;
    bool moved = false;
    for (Step& step : steps) {
      if (step.phase >= latest->phase) continue;
      step.phase = latest->phase;
      moved = true;
    }
    if (!moved) return;
    const std::string why = fmt::format("what {} settles in {}", latest->who, to_string(latest->phase));
    reason = latest->phase > phase ? "it needs " + why : reason + "; all of it waits for " + why;
    phase = std::max(phase, latest->phase);
  }

  static void wait_for(Plan& plan, const std::string& migration) {
    if (std::find(plan.waits_for.begin(), plan.waits_for.end(), migration) == plan.waits_for.end()) {
      plan.waits_for.push_back(migration);
    }
  }

  void note_changes(const Migration& migration, const Statement& statement, const Touched& touched, Phase phase) {
    if (phase == Phase::Expand) return;
    const std::string who = fmt::format("{}:{}", migration.file.path, line_of(migration, statement));
    for (const auto& [map, keys] : {std::pair{&unsettled_, &touched.changes}, {&needed_, &touched.needs}}) {
      for (const std::string& key : *keys) {
        Unsettled& entry = (*map)[key];
        if (phase >= entry.phase) entry = {phase, who, migration.id};
      }
    }
  }

  /// Whether its writer has said so: then it is his to know what the server does.
  static bool runs_as_written(const Migration& migration, const Step& step) {
    return migration.directives.as_written ||
           (step.statement >= 0 && migration.statements[static_cast<size_t>(step.statement)].directives.as_written);
  }

  /// Numbers the steps in the order in which they run, and grades the way back from each phase. `split`: the statements
  /// run phase by phase, and not together in the order in which they are written.
  void settle(const Migration& migration, bool split, PlannedMigration& out) {
    Plan& plan = out.plan;
    std::stable_sort(plan.steps.begin(), plan.steps.end(), [](const Step& a, const Step& b) {
      return std::pair{a.purge, a.phase} < std::pair{b.purge, b.phase};
    });
    int ordinal = 0;
    for (Step& step : plan.steps) {
      step.ordinal = ++ordinal;
      const StepEffect effect = describe_effect(step, physical_, touched_, options_);
      if (effect.work && takes_time(*effect.work)) out.work[ordinal] = *effect.work;
      if (effect.failure && split && out.refusals.empty() && !runs_as_written(migration, step)) {
        out.refusals.push_back(refuse_step(step, *effect.failure));
      }
      if (step.rebuild) write_rebuild(step, out);
    }
    catch_up();
    PhaseGrade grade;
    for (const Phase phase : {Phase::Expand, Phase::Backfill, Phase::Contract}) {
      grade.phase = phase;
      for (const Step& step : plan.steps) {
        if (step.phase != phase || step.purge || step.reversible == Reversible::Lossless) continue;
        if (step.reversible == Reversible::No || grade.grade == Reversible::Lossless) grade.grade = step.reversible;
        grade.reasons.push_back(step.undo_reason);
      }
      plan.grades.push_back(grade);
    }
    for (const auto& [object, entry] : unsettled_) {
      if (entry.migration == plan.migration) plan.unsettled.emplace_back(object, entry.phase);
    }
  }

  /// The statements of a rebuild, as long as the definition is known; what follows finds the new one.
  void write_rebuild(const Step& step, PlannedMigration& out) {
    const std::string& key = step.rebuild->table;
    const CatalogRelation* table = physical_.find(std::string_view(key));
    if (table == nullptr) return;
    const Result<std::string> definition = edit_definition(table->definition, step.rebuild->edits, "");
    Result<std::vector<std::string>> sql = rebuild_sql(*table, step.rebuild->edits);
    if (!definition || !sql) return;
    RebuildScript script;
    for (const CatalogColumn& column : table->columns) script.columns.push_back(column.name);
    script.sql = std::move(*sql);
    physical_.relations.change(key, [&](CatalogRelation& changed) { changed.definition = *definition; });
    touched_.insert(key);
    Result<std::vector<std::string>> undo = rebuild_sql(*physical_.find(std::string_view(key)), step.rebuild->undo);
    if (undo) script.undo = std::move(*undo);
    out.rebuilds[step.ordinal] = std::move(script);
  }

  /// The next migration is planned as if this one had run to its end. Only what was touched is copied: a catalog may be
  /// large, and histories long.
  void catch_up() {
    for (const std::string& key : touched_) {
      if (const CatalogRelation* relation = catalog_.find(std::string_view(key))) {
        physical_.relations.put(key, *relation);
      } else {
        physical_.relations.erase(key);
      }
    }
    touched_.clear();
    physical_.types = catalog_.types;
    physical_.statistics = catalog_.statistics;
    physical_.publications = catalog_.publications;
    physical_.functions = catalog_.functions;
    physical_.schemas = catalog_.schemas;
    physical_.extensions = catalog_.extensions;
  }

  static std::string title_of(const Statement& statement) {
    constexpr size_t longest = 72;
    std::string title;
    for (const char c : statement.text) {
      const bool space = c == ' ' || c == '\n' || c == '\t' || c == '\r';
      if (space && (title.empty() || title.back() == ' ')) continue;
      title += space ? ' ' : c;
    }
    if (title.size() <= longest) return title;
    size_t cut = longest - 3;
    while (cut > 0 && (static_cast<unsigned char>(title[cut]) & 0xC0U) == 0x80U) --cut;  // not inside a character
    return title.substr(0, cut) + "...";
  }

  Catalog catalog_;   ///< as the statements of the files leave it
  Catalog physical_;  ///< as the steps leave it, one after the other
  std::set<std::string> touched_;  ///< keys in which the two may differ
  PlanOptions options_;
  PendingObjects pending_;
  UnsettledMap unsettled_;
  UnsettledMap needed_;  ///< what pending statements need, until when
  std::vector<std::string> session_;
  int group_ = 0;       ///< which BEGIN ... COMMIT we are in; 0: none
  int last_group_ = 0;  ///< the group that the last step of the plan belongs to
};

}  // namespace

std::vector<PlannedMigration> make_plans(std::span<const Migration> pending, Catalog catalog,
                                         const std::vector<Plan>& earlier, const PlanOptions& options) {
  Planner planner(std::move(catalog), earlier, options);
  std::vector<PlannedMigration> plans;
  for (const Migration& migration : pending) plans.push_back(planner.plan(migration));
  return plans;
}

Status check_refusals(const Migration& migration, const PlannedMigration& planned) {
  if (planned.refusals.empty()) return {};
  std::string message;
  for (const Refusal& refusal : planned.refusals) {
    const Statement& statement = migration.statements[refusal.statement].statement;
    const LineColumn place = line_column(migration.file.text, statement.span.begin);
    if (!message.empty()) message += "\n";
    message += fmt::format("{}:{}:{}: refused: {}\n{}", migration.file.path, place.line, place.column, refusal.reason,
                           caret_lines(migration.file.text, {statement.span.begin, statement.span.begin + 1}));
    message += fmt::format("{:>5} = way out: {}", "", replace_all(refusal.way_out, "\n", "\n                 "));
  }
  return fail(ErrorCode::Input, message);
}

}  // namespace lockstep
