#include "engine/rules/fix.h"

#include <algorithm>
#include <tuple>

#include "base/text.h"

namespace lockstep {
namespace {

/// Two insertions at one place stand behind each other; an insertion at the edge of a replaced piece is beside it.
bool touch(Span a, Span b) {
  if (a.empty() && b.empty()) return false;
  if (a.empty()) return b.begin < a.begin && a.begin < b.end;
  if (b.empty()) return a.begin < b.begin && b.begin < a.end;
  return a.begin < b.end && b.begin < a.end;
}

bool fits(const Diagnostic& finding, const std::vector<Edit>& taken) {
  return std::none_of(finding.edits.begin(), finding.edits.end(), [&](const Edit& edit) {
    return std::any_of(taken.begin(), taken.end(), [&](const Edit& other) { return touch(edit.span, other.span); });
  });
}

/// `text` from `begin` to `end` with those of the edits that lie within.
std::string edited(std::string_view text, const std::vector<Edit>& edits, uint32_t begin, uint32_t end) {
  std::string out;
  uint32_t at = begin;
  for (const Edit& edit : edits) {
    // What is put in behind the last line belongs to the line that follows.
    const bool behind = edit.span.begin == end && end < text.size();
    if (edit.span.begin < begin || edit.span.end > end || behind) continue;
    out += slice(text, {at, edit.span.begin});
    out += edit.text;
    at = edit.span.end;
  }
  out += slice(text, {at, end});
  return out;
}

uint32_t line_begin(std::string_view text, uint32_t at) {
  while (at > 0 && text[at - 1] != '\n') --at;
  return at;
}

uint32_t line_end(std::string_view text, uint32_t at) {
  while (at < text.size() && text[at] != '\n') ++at;
  return std::min(at + 1, static_cast<uint32_t>(text.size()));
}

/// The lines of a text, line ends included.
std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

std::string marked(char mark, const std::vector<std::string_view>& lines) {
  std::string out;
  for (const std::string_view line : lines) {
    out += mark + std::string(line);
    if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
  return out;
}

/// A piece of the text, whole lines, that becomes another.
struct Change {
  uint32_t begin = 0, end = 0;
};

constexpr int context_lines = 3;

/// `begin` moved back by that many lines, or `end` forward.
uint32_t lines_before(std::string_view text, uint32_t begin, int count) {
  for (; count > 0 && begin > 0; --count) begin = line_begin(text, begin - 1);
  return begin;
}
uint32_t lines_behind(std::string_view text, uint32_t end, int count) {
  for (; count > 0 && end < text.size(); --count) end = line_end(text, end);
  return end;
}

/// A change as removed and added lines; those that both have at its edges stay.
std::string change_lines(std::string_view text, const std::vector<Edit>& edits, const Change& change) {
  const std::string after = edited(text, edits, change.begin, change.end);
  std::vector<std::string_view> removed = lines_of(slice(text, {change.begin, change.end}));
  std::vector<std::string_view> added = lines_of(after);
  std::vector<std::string_view> head, tail;
  while (!removed.empty() && !added.empty() && removed.front() == added.front()) {
    head.push_back(removed.front());
    removed.erase(removed.begin());
    added.erase(added.begin());
  }
  while (!removed.empty() && !added.empty() && removed.back() == added.back()) {
    tail.insert(tail.begin(), removed.back());
    removed.pop_back();
    added.pop_back();
  }
  return marked(' ', head) + marked('-', removed) + marked('+', added) + marked(' ', tail);
}

size_t line_number(std::string_view text, uint32_t at) {
  return static_cast<size_t>(std::count(text.begin(), text.begin() + at, '\n')) + 1;
}

}  // namespace

FixedText apply_fixes(std::string_view text, const std::vector<Diagnostic>& findings) {
  FixedText out;
  const bool crlf = text.find("\r\n") != std::string_view::npos;
  for (const Diagnostic& finding : findings) {
    if (finding.edits.empty() || !fits(finding, out.edits)) continue;
    for (Edit edit : finding.edits) {
      if (crlf) edit.text = replace_all(std::move(edit.text), "\n", "\r\n");
      out.edits.push_back(std::move(edit));
    }
    out.fixed.push_back(finding);
  }
  // What ends the statement stands behind all that is put in before its semicolon.
  const auto ends = [](const Edit& edit) { return edit.text.starts_with(';'); };
  std::stable_sort(out.edits.begin(), out.edits.end(), [&](const Edit& a, const Edit& b) {
    return std::tuple(a.span.begin, a.span.end, ends(a)) < std::tuple(b.span.begin, b.span.end, ends(b));
  });
  out.text = edited(text, out.edits, 0, static_cast<uint32_t>(text.size()));
  return out;
}

std::string unified_diff(const std::string& path, std::string_view text, const std::vector<Edit>& edits) {
  std::vector<std::vector<Change>> hunks;
  for (const Edit& edit : edits) {
    const Change change{line_begin(text, edit.span.begin), line_end(text, edit.span.end)};
    const bool joins = !hunks.empty() && lines_before(text, change.begin, 2 * context_lines) <= hunks.back().back().end;
    if (!joins) {
      hunks.push_back({change});
    } else if (change.begin < hunks.back().back().end || change.begin == change.end) {
      hunks.back().back().end = std::max(hunks.back().back().end, change.end);
    } else {
      hunks.back().push_back(change);
    }
  }
  std::string out;
  int64_t moved = 0;  // lines that earlier hunks added
  for (const std::vector<Change>& hunk : hunks) {
    const uint32_t begin = lines_before(text, hunk.front().begin, context_lines);
    const uint32_t end = lines_behind(text, hunk.back().end, context_lines);
    std::string body;
    uint32_t at = begin;
    for (const Change& change : hunk) {
      body += marked(' ', lines_of(slice(text, {at, change.begin}))) + change_lines(text, edits, change);
      at = change.end;
    }
    body += marked(' ', lines_of(slice(text, {at, end})));
    const auto before = static_cast<int64_t>(lines_of(slice(text, {begin, end})).size());
    const std::string changed = edited(text, edits, begin, end);
    const auto after = static_cast<int64_t>(lines_of(changed).size());
    const auto line = static_cast<int64_t>(line_number(text, begin));
    out += "@@ -" + std::to_string(line) + "," + std::to_string(before) + " +" + std::to_string(line + moved) + "," +
           std::to_string(after) + " @@\n" + body;
    moved += after - before;
  }
  return out.empty() ? out : "--- " + path + "\n+++ " + path + "\n" + out;
}

}  // namespace lockstep
