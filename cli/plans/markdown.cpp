// A plan as a runbook in Markdown (GitHub's flavour: tables, task lists, collapsed details).
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/plan_view.h"
#include "cli/plans/parts.h"

namespace lockstep {
namespace {

/// Text that is not to be read as Markdown or HTML.
std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (std::string_view("\\`*_{}[]<>()#+!|~$&@").find(c) != std::string_view::npos) out += '\\';
    out += c == '\n' ? ' ' : c;
  }
  return out;
}

size_t longest_run_of_backticks(std::string_view text) {
  size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

/// A code span, with a fence that does not occur in the text. A pipe would end the cell of a table.
std::string code(std::string_view text) {
  const std::string fence(longest_run_of_backticks(text) + 1, '`');
  const std::string pad = fence.size() > 1 ? " " : "";
  return fence + pad + replace_all(replace_all(std::string(text), "\n", " "), "|", "\\|") + pad + fence;
}

std::string code_block(std::string_view language, std::string_view text) {
  const std::string fence(std::max<size_t>(longest_run_of_backticks(text) + 1, 3), '`');
  return fmt::format("{0}{1}\n{2}\n{0}\n", fence, language, trim(text));
}

std::string written(const Plan& plan) {
  std::string out = "## What was written\n\n| line | statement | phase | what runs |\n|---:|---|---|---|\n";
  for (const PlannedStatement& statement : plan.statements) {
    out += fmt::format(
        "| {} | {} | {} | {}; {} |\n", statement.line, code(trim(statement.sql)), to_string(statement.phase),
        statement.rewrite.empty() ? "as written" : fmt::format("replaced by {}", code(statement.rewrite)),
        escaped(statement.reason));
  }
  return out + "\n";
}

std::string preconditions(const Plan& plan) {
  std::string out =
      "## Before you begin\n\n- [ ] `lockstep status` shows no failed and no running migration.\n"
      "- [ ] There is a backup, and somebody has restored it once.\n";
  for (const std::string& remark : remarks_of(plan)) out += fmt::format("- [ ] {}\n", escaped(remark));
  return out + fmt::format("\nThe new version may read what it needs after **{}**.\n\n", plan.readable_after);
}

std::string step_text(const PlannedMigration& planned, const Step& step) {
  std::string out = fmt::format("{}. [ ] **{}**\n", step.ordinal, escaped(step.title));
  std::string body;
  if (!step.reason.empty()) body += fmt::format("- Why: {}\n", escaped(step.reason));
  if (const std::string locks = locks_with_meaning(step); !locks.empty()) {
    body += fmt::format("- Locks: {}\n", escaped(locks));
  }
  if (!step.rewrites.empty()) body += fmt::format("- Rewrites {}\n", escaped(join(step.rewrites, ", ")));
  if (!step.scans.empty()) body += fmt::format("- Reads all of {}\n", escaped(join(step.scans, ", ")));
  if (const std::string work = work_in_words(planned, step); !work.empty()) {
    body += fmt::format("- Takes {}\n", escaped(work));
  }
  if (!step.transactional) body += "- Runs outside a transaction\n";
  if (!step.check.empty())
    body += fmt::format("- Check: goes on at 0, else there are {}\n", escaped(step.check_message));
  body += fmt::format("- Undo: {}\n", escaped(undo_in_words(step)));
  body += "\n" + code_block("sql", step_sql_in_words(step));
  for (const std::string& line : split(body, '\n')) out += line.empty() ? "\n" : "    " + line + "\n";
  return out;
}

std::string part_text(const PlannedMigration& planned, const PlanPart& part, int number) {
  const Plan& plan = planned.plan;
  const std::string work = work_in_words(planned, part);
  const WayBack back = way_back(plan, part);
  std::string out = fmt::format("## {}. {}: {}\n\n**Hold** until {}.\n\n{}{}\n", number, part.name, part.heading,
                                part.before, work.empty() ? "" : fmt::format("Allow for {}.\n\n", work),
                                code_block("sh", run_command(plan, part)));
  for (const Step* step : part.steps) out += step_text(planned, *step);
  out +=
      "### Then look\n\n- [ ] `lockstep status` shows this part as done.\n"
      "- [ ] The application's error rate and latency are as before.\n";
  if (plan.readable_after == part.name && !part.purge) {
    out += "- [ ] From here on the new version may read what it needs: deploy it.\n";
  }
  out += fmt::format("\n**Way back from here**: {}\n\n", escaped(grade_in_words(back.grade, back.reasons)));
  if (back.command.empty()) return out;
  return out +
         code_block("sh", fmt::format("lockstep rollback --dry-run   # shows what it would do\n{}", back.command)) +
         "\n";
}

std::string runbook(const PlanView& view) {
  const Plan& plan = view.planned->plan;
  std::string out =
      fmt::format("# Runbook: {} {}\n\nOf {}, for {}. Plan digest {}.\n\n", escaped(plan.migration), escaped(plan.name),
                  code(view.migration->file.path), database_name(plan.dialect), code(digest(plan)));
  out += written(plan);
  if (!view.planned->refusals.empty()) {
    out += "## Refused\n\nNothing of this migration would run.\n\n";
    for (const Refusal& refusal : view.planned->refusals) {
      out += fmt::format("- {}\n  Way out: {}\n", escaped(refusal.reason), escaped(refusal.way_out));
    }
    return out;
  }
  const std::vector<PlanPart> parts = parts_of(plan);
  if (parts.empty()) return out + "Nothing to run.\n";
  out += preconditions(plan);
  int number = 0;
  for (const PlanPart& part : parts) out += part_text(*view.planned, part, ++number);
  return out + "`lockstep rollback` undoes the newest migration; `--to ID` goes back to an earlier one.\n";
}

}  // namespace

std::string plan_markdown(const std::vector<PlanView>& views) {
  std::string out;
  for (const PlanView& view : views) out += (out.empty() ? "" : "\n---\n\n") + runbook(view);
  return out.empty() ? "Nothing to run.\n" : out;
}

}  // namespace lockstep
