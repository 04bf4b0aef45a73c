// The page of a plan in a real browser (Debian's chromium, and pdftotext for what it prints): on a phone nothing stands
// outside of the screen or is too small to read, in light and in dark; on paper nothing is missing.
#include <unistd.h>

#include <filesystem>

#include <catch2/catch.hpp>
#include <nlohmann/json.hpp>

#include "base/text.h"
#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

using Json = nlohmann::json;

/// Looks at the page in a frame as wide as a small phone, and writes down what a reader could stumble over. In a frame
/// of its own origin the page's text and colours can be asked for, and the page needs no script.
constexpr std::string_view look = R"(
addEventListener('load', () => {
  const frame = document.getElementById('page'), page = frame.contentDocument, view = frame.contentWindow;
  const seen = {width: view.innerWidth, content: page.documentElement.scrollWidth,
                dark: view.matchMedia('(prefers-color-scheme: dark)').matches,
                requests: view.performance.getEntriesByType('resource').length,
                pictures: page.querySelectorAll('svg').length, outside: [], small: [], pale: []};
  const light = (color) => {
    const [r, g, b] = color.match(/[\d.]+/g).map((part) => part / 255)
        .map((part) => part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const ground = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = view.getComputedStyle(at).backgroundColor;
      if (color !== 'rgba(0, 0, 0, 0)') return color;
    }
    return 'rgb(255, 255, 255)';
  };
  for (const element of page.querySelectorAll('body *')) {
    const text = [...element.childNodes].filter((node) => node.nodeType === 3).map((node) => node.data).join('').trim();
    if (text === '' || element.tagName === 'title') continue;
    const style = view.getComputedStyle(element), box = element.getBoundingClientRect();
    const picture = element.closest('svg');
    const scale = picture ? picture.getBoundingClientRect().width / picture.viewBox.baseVal.width : 1;
    if (box.left < -1 || box.right > view.innerWidth + 1) seen.outside.push(text);
    if (parseFloat(style.fontSize) * scale < 10) seen.small.push(text);
    // Numbers stand on the discs of their parts.
    const onto = element.matches('svg .number') ? view.getComputedStyle(element.parentElement.querySelector('circle')).fill
                                                : ground(element);
    const [a, b] = [light(picture ? style.fill : style.color), light(onto)].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) seen.pale.push(text);
  }
  document.getElementById('seen').textContent = btoa(unescape(encodeURIComponent(JSON.stringify(seen))));
});
)";

std::string decoded(std::string_view base64) {
  constexpr std::string_view digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  std::string out;
  uint32_t bits = 0;
  int count = 0;
  for (const char c : base64) {
    if (c == '=') break;
    bits = (bits << 6U) | static_cast<uint32_t>(digits.find(c));
    count += 6;
    if (count >= 8) out += static_cast<char>((bits >> static_cast<uint32_t>(count -= 8)) & 0xFFU);
  }
  return out;
}

/// A project whose plan has all phases, a purge, and names that are as long as they can be.
struct LongProject {
  TempFolder folder;
  LongProject() {
    const std::string longest(63, 'w');
    folder.write("migrations/1_shop.sql",
                 "CREATE TABLE orders (id integer PRIMARY KEY, zone text, amount integer);\n"
                 "CREATE TABLE " + longest + " (id bigint PRIMARY KEY, a int);\nCREATE TABLE old (id int);\n");
    folder.write("migrations/2_grow.sql",
                 "ALTER TABLE orders ADD COLUMN \"<i>region&\" text NOT NULL DEFAULT 'x';\n"
                 "CREATE INDEX orders_zone ON orders (zone);\n"
                 "ALTER TABLE orders ADD CONSTRAINT positive CHECK (amount > 0);\n"
                 "ALTER TABLE orders ALTER COLUMN id TYPE bigint;\n"
                 "ALTER TABLE " + longest + " RENAME COLUMN a TO " + std::string(63, 'M') + ";\n"
                 "UPDATE orders SET zone = upper(zone);\nDROP TABLE old;\n");
  }
  [[nodiscard]] std::string plan(const std::string& format) const {
    const Outcome outcome = lockstep({"plan", "--last", "1", "--format", format}, {folder.path(), {}});
    INFO(outcome.err);
    REQUIRE(outcome.exit == 0);
    return outcome.out;
  }
};

/// What chromium writes for the file. It wants a home, and as root it has no sandbox.
Outcome chromium(const TempFolder& folder, const std::string& file, std::vector<std::string> more) {
  std::vector<std::string> words = {"chromium", "--headless", "--disable-gpu", "--no-first-run", "--disable-sync",
                                    "--disable-background-networking", "--disable-component-update",
                                    "--user-data-dir=" + folder.path() + "/browser"};
  if (geteuid() == 0) words.emplace_back("--no-sandbox");
  words.insert(words.end(), more.begin(), more.end());
  words.push_back("file://" + folder.path() + "/" + file);
  return run(words, {folder.path(), {{"HOME", folder.path()}}});
}

Json seen_on_a_phone(const TempFolder& folder, const std::string& page, bool dark) {
  std::string quoted = replace_all(replace_all(page, "&", "&amp;"), "\"", "&quot;");
  folder.write("phone.html", "<!DOCTYPE html><meta charset=\"utf-8\"><body>"
                             "<iframe id=\"page\" style=\"width:360px;height:4000px;border:0\" srcdoc=\"" +
                                 quoted + "\"></iframe><pre id=\"seen\"></pre><script>" + std::string(look) +
                                 "</script>");
  const Outcome outcome = chromium(
      folder, "phone.html", {"--dump-dom", dark ? "--blink-settings=preferredColorScheme=0"
                                                : "--blink-settings=preferredColorScheme=1"});
  INFO(outcome.err);
  const size_t begin = outcome.out.find("<pre id=\"seen\">");
  REQUIRE(begin != std::string::npos);
  const size_t end = outcome.out.find("</pre>", begin);
  const Json seen = Json::parse(decoded(outcome.out.substr(begin + 15, end - begin - 15)), nullptr, false);
  REQUIRE(seen.is_object());
  return seen;
}

}  // namespace

TEST_CASE("the page of a plan reads well on a phone, in light and in dark") {
  const LongProject project;
  const std::string page = project.plan("html");
  const Json document = Json::parse(project.plan("json"));
  for (const bool dark : {false, true}) {
    const Json seen = seen_on_a_phone(project.folder, page, dark);
    INFO(seen.dump(1));
    CHECK(seen["width"] == 360);
    CHECK(seen["dark"] == dark);
    CHECK(seen["content"] <= seen["width"]);
    CHECK(seen["requests"] == 0);
    CHECK(seen["pictures"] == 4);
    CHECK(seen["outside"].empty());
    CHECK(seen["small"].empty());
    CHECK(seen["pale"].empty());
  }
}

TEST_CASE("the page of a plan prints whole") {
  const LongProject project;
  project.folder.write("plan.html", project.plan("html"));
  const Outcome printed =
      chromium(project.folder, "plan.html", {"--no-pdf-header-footer", "--print-to-pdf=plan.pdf"});
  INFO(printed.err);
  REQUIRE(std::filesystem::exists(project.folder.path() + "/plan.pdf"));
  const Outcome text = run({"pdftotext", "-raw", "plan.pdf", "-"}, {project.folder.path(), {}});
  INFO(text.out);
  REQUIRE(text.exit == 0);
  const auto without_breaks = [](std::string all) {
    std::erase_if(all, [](char c) { return c == ' ' || c == '\n' || c == '\f'; });
    return all;
  };
  const std::string whole = without_breaks(text.out);
  for (const Json& step : Json::parse(project.plan("json"))["migrations"][0]["plan"]["steps"]) {
    CHECK_THAT(whole, Catch::Contains(without_breaks(step["title"].get<std::string>())));
  }
  // The picture begins on the first page.
  CHECK_THAT(text.out.substr(0, text.out.find('\f')), Catch::Contains("expand"));
}

}  // namespace lockstep::test
