#include "proofs.h"

#include <atomic>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "../claims/normal_form.h"
#include "application.h"
#include "base/text.h"
#include "site.h"
#include "watching_database.h"

namespace lockstep {
namespace {

Status contract_all(Database& database, const std::vector<Migration>& migrations, const Environment& environment,
                    bool purge) {
  ContractRequest all;
  all.all = true;
  all.purge = all.purge_now = purge;
  return run_contract(database, migrations, all, test_options(), environment);
}

void need_plain(const Site& site, const RewriteCase& of) {
  if (const std::string refused = run_plain(site.database(), of); !refused.empty()) FAIL("as plain SQL: " << refused);
}

/// A database that was never migrated, and what the previous version writes there.
class BeforeAll {
 public:
  explicit BeforeAll(const RewriteCase& of) {
    const Site site(of);
    untouched_ = site.state();
    if (of.quiet) return;
    application_ = std::make_unique<Application>(site.database());
    application_->write(site.database(), 1);
    written_ = site.state();
  }

  /// The previous version's writes in another database, if all that it does works there.
  [[nodiscard]] bool write(Database& database) const {
    if (!application_ || !application_->broken(database).empty()) return false;
    application_->write(database, 1);
    return true;
  }
  [[nodiscard]] const std::vector<std::string>& state(bool written) const { return written ? written_ : untouched_; }

 private:
  std::vector<std::string> untouched_, written_;
  std::unique_ptr<Application> application_;
};

}  // namespace

std::string prove_road(const RewriteCase& of) {
  const std::vector<Migration> migrations = migrations_of(of);
  const Site road(of);
  const auto visitor = road.visitor();
  const Application previous(*visitor);
  std::unique_ptr<Application> next;
  {
    const Site target(of);
    need_plain(target, of);
    next = std::make_unique<Application>(target.database());
  }

  Environment environment = quiet_environment();
  int round = 0;
  environment.observer.step_done = [&](const Plan& plan, const Step& step, int64_t) {
    if (step.phase == Phase::Contract) return;
    INFO("after " << plan.migration << ", step " << step.ordinal << ": " << step.title);
    CHECK(previous.broken(*visitor) == "");
    if (!of.quiet) previous.write(*visitor, ++round);
  };
  WatchingDatabase watching(road.database());
  const std::vector<PlannedMigration> plans = NEED(preview_plans(watching, migrations, test_options()));
  if (const Status up = run_up(watching, migrations, {}, test_options(), environment); !up) {
    if (up.error().message.find("refused: ") != std::string::npos) return up.error().message;
    FAIL(up.error().message);
  }
  const bool readable =
      !of.needs_contract && std::none_of(plans.begin(), plans.end(), [](const PlannedMigration& each) {
        return each.plan.readable_after == "contract" || !each.plan.waits_for.empty();
      });
  if (readable) CHECK(next->broken(*visitor) == "");
  CHECK(previous.broken(*visitor) == "");
  NEED(contract_all(watching, migrations, environment, false));
  CHECK(next->broken(*visitor) == "");
  NEED(contract_all(watching, migrations, environment, true));
  CHECK(join(watching.stalls(), "\n") == "");

  const Site plain(of);
  for (int i = 1; i <= round; ++i) previous.write(plain.database(), i);
  need_plain(plain, of);
  CHECK(line_difference(plain.state(), road.state()) == "");
  CHECK(next->broken(*visitor) == "");
  return {};
}

static bool retypes(const PlannedStatement& statement) {
  return statement.rewrite == "change-type";
}

size_t prove_rollback(const RewriteCase& of, size_t first, size_t stride) {
  const std::vector<Migration> migrations = migrations_of(of);
  size_t times = 0;
  const BeforeAll before_all(of);
  for (size_t last = first;; last += stride) {
    const Site road(of);
    std::atomic<bool> stop = false;
    Environment environment = quiet_environment(&stop);
    size_t done = 0;
    std::string where = "after the backfill";
    bool lossless = true, takes_writes = true;
    environment.observer.step_done = [&](const Plan& plan, const Step& step, int64_t) {
      if (step.reversible != Reversible::Lossless) lossless = false;
      // Of what contracts change, only a type is nothing that the previous version's writes run into.
      if (step.phase == Phase::Contract && !std::all_of(plan.statements.begin(), plan.statements.end(), retypes)) {
        takes_writes = false;
      }
      if (stride == 0 || ++done < last) return;
      stop = true;
      where = fmt::format("after {}, step {}: {}", plan.migration, step.ordinal, step.title);
    };
    const Status up = run_up(road.database(), migrations, {}, test_options(), environment);
    if (!stop && !up) FAIL(up.error().message);
    if (!stop && stride > 0) {
      const Status contracted = contract_all(road.database(), migrations, environment, false);
      if (!stop && !contracted) FAIL(contracted.error().message);
      if (!stop) return times;  // fewer steps than that
    }
    INFO(where);
    const bool written = lossless && takes_writes && before_all.write(*road.visitor());
    RunOptions options = test_options();
    options.allow_loss = !lossless;
    for (size_t i = 0; i < migrations.size(); ++i) {
      const auto undone = run_rollback(road.database(), {}, options, quiet_environment());
      if (undone) continue;
      if (!lossless || undone.error().message.find("nothing") != std::string::npos) break;
      FAIL(undone.error().message);
    }
    if (lossless) CHECK(line_difference(before_all.state(written), road.state()) == "");
    ++times;
    if (stride == 0) return times;
  }
}

std::string prove_refusal(const RewriteCase& of) {
  const Site site(of);
  const std::vector<std::string> before = site.state();
  const Status refused = run_up(site.database(), migrations_of(of), {}, test_options(), quiet_environment());
  REQUIRE(!refused);
  CHECK(refused.error().code == ErrorCode::Input);
  for (const std::string_view line : split(of.refused, '\n')) {
    const std::string_view wanted = trim(line.substr(std::min<size_t>(line.size(), 3)));
    CHECK_THAT(refused.error().message, Catch::Matchers::Contains(std::string(wanted)));
  }
  CHECK(line_difference(before, site.state()) == "");
  return refused.error().message;
}

}  // namespace lockstep
