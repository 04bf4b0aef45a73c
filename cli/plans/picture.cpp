// The picture of a plan. Its width is that of a phone, so that text stays readable when it is not enlarged.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/plans/page.h"

namespace lockstep {
namespace {

constexpr int width = 340;
constexpr int left = 34;         // of the texts
constexpr int rail = 14;         // of the line that joins the steps
constexpr int head_height = 38;  // of the name of a part
constexpr int step_height = 42;
constexpr int strengths = 8;    // PostgreSQL's modes of table locks
constexpr size_t longest = 44;  // characters of a title that fit

/// How wide the letter is, in halves of most small ones.
size_t width_of(char letter) {
  if (std::string_view("mwMW@").find(letter) != std::string_view::npos) return 3;
  return (letter >= 'A' && letter <= 'Z') || static_cast<unsigned char>(letter) >= 0x80 ? 3 : 2;
}

/// Cut between characters, to the width of so many small letters.
std::string clipped(std::string_view text, size_t most) {
  size_t at = 0;
  for (size_t used = 0; at < text.size(); ++at) {
    if ((static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) continue;
    used += width_of(text[at]);
    if (used > 2 * most) break;
  }
  return at == text.size() ? std::string(text) : fmt::format("{}…", trim(text.substr(0, at)));
}

/// From 1 to 8; SQLite's three are as strong as what they stop.
int strength(LockMode mode) {
  if (mode <= LockMode::AccessExclusive) return static_cast<int>(mode) + 1;
  return mode == LockMode::SqliteShared ? 1 : 5;
}

std::string_view strength_class(LockMode mode) {
  if (mode == LockMode::AccessExclusive) return "hard";
  return strength(mode) >= 5 ? "write" : "free";
}

std::string lock_picture(const Step& step, int y) {
  const RelationLock* strongest = strongest_lock(step);
  if (strongest == nullptr) {
    const std::string_view instead = step.kind == StepKind::Backfill ? "the rows of one chunk at a time"
                                     : step.kind == StepKind::Check  ? "only reads"
                                                                     : "no lock that others notice";
    return fmt::format("<text class=\"small\" x=\"{}\" y=\"{}\">{}</text>\n", left, y, instead);
  }
  std::string out;
  constexpr int slot = 6;
  for (int i = 0; i < strengths; ++i) {
    const std::string_view name = i < strength(strongest->mode) ? strength_class(strongest->mode) : "slot";
    out += fmt::format("<rect class=\"{}\" x=\"{}\" y=\"{}\" width=\"{}\" height=\"7\" rx=\"1.5\"/>\n", name,
                       left + i * slot, y - 7, slot - 1);
  }
  const std::string more = step.locks.size() > 1 ? fmt::format(" +{}", step.locks.size() - 1) : "";
  const std::string text = fmt::format("{}: {}{}", to_string(strongest->mode), strongest->relation, more);
  return out + fmt::format("<text class=\"small\" x=\"{}\" y=\"{}\">{}</text>\n", left + strengths * slot + 6, y,
                           html_escaped(clipped(text, 42)));
}

std::string step_picture(const Step& step, std::string_view part, int y) {
  return fmt::format(
      "<g><title>{}</title>\n<circle class=\"{}\" cx=\"{}\" cy=\"{}\" r=\"10\"/>\n"
      "<text class=\"number\" x=\"{}\" y=\"{}\">{}</text>\n<text x=\"{}\" y=\"{}\">{}</text>\n{}</g>\n",
      html_escaped(step.title), part, rail, y + 14, rail, y + 18, step.ordinal, left, y + 14,
      html_escaped(clipped(step.title, longest)), lock_picture(step, y + 30));
}

std::string part_picture(const PlannedMigration& planned, const PlanPart& part) {
  const std::string work = work_in_words(planned, part);
  std::string body = fmt::format(
      "<text class=\"name {0}\" x=\"0\" y=\"16\">{0}</text>\n<text class=\"small\" x=\"0\" y=\"32\">{1}</text>\n",
      part.name, html_escaped(part.heading));
  int y = head_height;
  if (!work.empty()) {
    body += fmt::format("<text class=\"small\" x=\"0\" y=\"46\">{}</text>\n", work);
    y += 14;
  }
  const int end = y + step_height * static_cast<int>(part.steps.size()) - step_height + 14;
  body += fmt::format("<path class=\"rail\" d=\"M{0} {1}V{2}\"/>\n", rail, y + 14, end);
  for (const Step* step : part.steps) {
    body += step_picture(*step, part.name, y);
    y += step_height;
  }
  if (part.name == planned.plan.readable_after) {
    body += fmt::format(
        "<text class=\"small\" x=\"{}\" y=\"{}\">▶ from here the new version may read what it needs</text>\n", left,
        y + 8);
    y += 18;
  }
  return fmt::format(
      "<svg viewBox=\"0 0 {0} {1}\" role=\"img\" aria-label=\"{2}: its steps and locks in order\">\n{3}</svg>\n", width,
      y + 4, part.name, body);
}

}  // namespace

std::string plan_picture(const PlannedMigration& planned, const std::vector<PlanPart>& parts) {
  std::string out = "<div class=\"picture\">\n";
  for (const PlanPart& part : parts) out += part_picture(planned, part);
  return out +
         "</div>\n<p class=\"soft\">Bars: the strongest table lock of a step, of 8 modes. Up to 4: reads and writes go "
         "on; 5 to 7: writes wait; 8: all wait.</p>\n";
}

}  // namespace lockstep
