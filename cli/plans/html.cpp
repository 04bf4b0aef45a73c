// A plan as one page: no script, nothing from outside, for phones and for paper.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/plan_view.h"
#include "cli/plans/page.h"
#include "cli/plans/parts.h"

namespace lockstep {
namespace {

constexpr std::string_view style = R"(
:root { color-scheme: light dark; --page: #fff; --text: #1c2330; --soft: #5a6475; --line: #d5dae2; --code: #f4f6f9;
  --expand: #2f6fde; --backfill: #8250c8; --contract: #c2570c; --purge: #b3261e;
  --hard: #b3261e; --write: #c2570c; --free: #2e7d4f; }
@media (prefers-color-scheme: dark) { :root { --page: #14181f; --text: #e4e8ef; --soft: #9aa5b5; --line: #333b48;
  --code: #1d232d; --expand: #78a8ff; --backfill: #bb97f0; --contract: #f0a05a; --purge: #ff8a80;
  --hard: #ff8a80; --write: #f0a05a; --free: #74c793; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1rem; max-width: 52rem; background: var(--page); color: var(--text);
  font: 1rem/1.5 system-ui, sans-serif; overflow-wrap: anywhere; }
h1 { font-size: 1.35rem; line-height: 1.25; margin: 1rem 0 .25rem; }
h2 { font-size: 1.2rem; line-height: 1.3; margin: 2rem 0 .5rem; }
h3 { font-size: 1rem; margin: 0; }
p { margin: .5rem 0; }
.soft { color: var(--soft); font-size: .9rem; }
pre, code { font: .82rem/1.45 ui-monospace, monospace; }
pre { background: var(--code); border-radius: .4rem; padding: .6rem .75rem; margin: .5rem 0; white-space: pre-wrap; }
ol, ul { padding-left: 1.25rem; }
ol.steps { list-style: none; padding: 0; }
ol.steps > li { border-top: 1px solid var(--line); padding: .75rem 0; }
dl { margin: .5rem 0; display: grid; grid-template-columns: 4.5rem minmax(0, 1fr); gap: .15rem .5rem; font-size: .9rem; }
dt { color: var(--soft); } dd { margin: 0; }
.hold, .back { border-left: .3rem solid var(--line); padding: .1rem .75rem; margin: .75rem 0; }
.hold { border-color: var(--contract); } .back { border-color: var(--free); }
.back.lossy { border-color: var(--write); } .back.no, .refused { border-color: var(--hard); }
.expand h2 { color: var(--expand); } .backfill h2 { color: var(--backfill); }
.contract h2 { color: var(--contract); } .purge h2 { color: var(--purge); }
svg { display: block; width: 100%; max-width: 34rem; height: auto; margin: .5rem 0; }
svg + svg { border-top: 2px dashed var(--line); padding-top: .5rem; }
svg text { fill: var(--text); font: 12px system-ui, sans-serif; } svg .small { fill: var(--soft); font-size: 11px; }
svg .number { fill: var(--page); font-weight: 700; text-anchor: middle; }
svg .expand { fill: var(--expand); } svg .backfill { fill: var(--backfill); }
svg .contract { fill: var(--contract); } svg .purge { fill: var(--purge); }
svg .name { font-size: 13px; font-weight: 700; }
svg .rail { fill: none; stroke: var(--line); stroke-width: 2; }
svg .slot { fill: var(--line); } svg .hard { fill: var(--hard); } svg .write { fill: var(--write); } svg .free { fill: var(--free); }
@media print { :root { color-scheme: light; --page: #fff; --text: #000; --soft: #444; --line: #bbb; --code: #fff;
  --expand: #1f4fae; --backfill: #62369e; --contract: #96420a; --purge: #8c1d18; --hard: #8c1d18; --write: #96420a;
  --free: #1f5a38; }
  body { padding: 0; max-width: none; font-size: 10pt; } svg { max-width: 26rem; } pre { border: 1px solid #bbb; }
  ol.steps > li, .hold, .back, svg { break-inside: avoid; } h1, h2, h3 { break-after: avoid; }
  section.migration + section.migration { break-before: page; } * { print-color-adjust: exact; } }
)";

std::string row(std::string_view name, std::string_view value) {
  return value.empty() ? "" : fmt::format("<dt>{}</dt><dd>{}</dd>\n", name, html_escaped(value));
}

std::string step_html(const PlannedMigration& planned, const Step& step) {
  return fmt::format("<li>\n<h3>{}. {}</h3>\n<pre><code>{}</code></pre>\n<dl>\n", step.ordinal,
                     html_escaped(step.title), html_escaped(trim(step_sql_in_words(step)))) +
         row("why", step.reason) + row("locks", locks_with_meaning(step)) + row("rewrites", join(step.rewrites, ", ")) +
         row("reads", join(step.scans, ", ")) + row("takes", work_in_words(planned, step)) +
         row("runs", step.transactional ? "" : "outside a transaction") +
         row("check", step.check.empty() ? "" : fmt::format("goes on at 0, else there are {}", step.check_message)) +
         row("undo", undo_in_words(step)) + "</dl>\n</li>\n";
}

std::string part_html(const PlannedMigration& planned, const PlanPart& part) {
  const Plan& plan = planned.plan;
  const std::string work = work_in_words(planned, part);
  const WayBack back = way_back(plan, part);
  std::string out = fmt::format(
      "<section class=\"{0}\">\n<h2>{0}: {1}</h2>\n<div class=\"hold\"><p><strong>Hold</strong> until "
      "{2}.{3}</p>\n<pre><code>{4}</code></pre></div>\n<ol class=\"steps\">\n",
      part.name, part.heading, part.before, work.empty() ? "" : fmt::format(" Allow for {}.", work),
      html_escaped(run_command(plan, part)));
  for (const Step* step : part.steps) out += step_html(planned, *step);
  out += fmt::format("</ol>\n<div class=\"back {}\"><p><strong>Way back from here</strong>: {}</p>\n",
                     to_string(back.grade), html_escaped(grade_in_words(back.grade, back.reasons)));
  if (!back.command.empty()) out += fmt::format("<pre><code>{}</code></pre>", html_escaped(back.command));
  return out + "</div>\n</section>\n";
}

std::string statements_html(const Plan& plan) {
  std::string out = "<h2>What was written</h2>\n<ol class=\"steps\">\n";
  for (const PlannedStatement& statement : plan.statements) {
    const std::string how = statement.rewrite.empty() ? "as written" : fmt::format("replaced by {}", statement.rewrite);
    out += fmt::format("<li><pre><code>{}</code></pre><dl>\n", html_escaped(trim(statement.sql))) +
           row("line", std::to_string(statement.line)) + row("phase", to_string(statement.phase)) + row("runs", how) +
           row("why", statement.reason) + "</dl></li>\n";
  }
  return out + "</ol>\n";
}

std::string migration_html(const PlanView& view) {
  const Plan& plan = view.planned->plan;
  std::string out =
      fmt::format("<section class=\"migration\">\n<h1>{} {}</h1>\n<p class=\"soft\">{} · {} · plan {}</p>\n",
                  html_escaped(plan.migration), html_escaped(plan.name), html_escaped(view.migration->file.path),
                  database_name(plan.dialect), digest(plan).substr(0, 12));
  if (!view.planned->refusals.empty()) {
    out += "<h2>Refused</h2>\n<p>Nothing of this migration would run.</p>\n";
    for (const Refusal& refusal : view.planned->refusals) {
      out += fmt::format("<div class=\"hold refused\"><p>{}</p><p>Way out: {}</p></div>\n",
                         html_escaped(refusal.reason), html_escaped(refusal.way_out));
    }
    return out + statements_html(plan) + "</section>\n";
  }
  const std::vector<PlanPart> parts = parts_of(plan);
  if (parts.empty()) return out + "<p>Nothing to run.</p>\n</section>\n";
  out +=
      fmt::format("<p>The new version may read what it needs after <strong>{}</strong>.</p>\n", plan.readable_after) +
      plan_picture(*view.planned, parts);
  if (const std::vector<std::string> remarks = remarks_of(plan); !remarks.empty()) {
    out += "<ul>\n";
    for (const std::string& remark : remarks) out += fmt::format("<li>{}</li>\n", html_escaped(remark));
    out += "</ul>\n";
  }
  out += statements_html(plan);
  for (const PlanPart& part : parts) out += part_html(*view.planned, part);
  return out + "</section>\n";
}

}  // namespace

std::string html_escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      case '\n':
      case '\t':
        out += c;
        break;
      // Control characters may not stand in HTML, not even as references.
      default:
        out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
    }
  }
  return out;
}

std::string plan_html(const std::vector<PlanView>& views) {
  const std::string title =
      views.size() == 1 ? fmt::format("Plan: {} {}", views[0].planned->plan.migration, views[0].planned->plan.name)
                        : fmt::format("Plan of {} migrations", views.size());
  std::string out = fmt::format(
      "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
      "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{}</title>\n<style>{}</style>\n"
      "</head>\n<body>\n<main>\n",
      html_escaped(title), style);
  for (const PlanView& view : views) out += migration_html(view);
  if (views.empty()) out += "<h1>Nothing to run</h1>\n";
  return out + "</main>\n</body>\n</html>\n";
}

}  // namespace lockstep
