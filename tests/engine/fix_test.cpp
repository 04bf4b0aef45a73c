// What --fix writes is SQL, and clears what it was written for: over the bad examples of all rules.
#include <catch2/catch.hpp>

#include <algorithm>

#include "engine/rules/fix.h"
#include "engine/rules/lint.h"
#include "engine/rules/rule.h"
#include "tests/engine/example_catalog.h"

namespace lockstep {
namespace {

Migration migration_of(const std::string& text) {
  return make_migration("1", "m", {"1_m.sql", text}, Dialect::PostgreSQL);
}

FileReport judged(const Migration& migration) {
  Catalog catalog = example_catalog();
  LintOptions options;
  options.style = true;
  return lint(migration, catalog, options);
}

Diagnostic with_edits(std::vector<Edit> edits) {
  Diagnostic finding;
  finding.edits = std::move(edits);
  return finding;
}

}  // namespace

TEST_CASE("a fixed example parses, and its rule does not fire any more") {
  size_t fixed_rules = 0;
  for (const Rule* rule : all_rules()) {
    const std::string bad(rule->bad_sql);
    if (bad.find("-- next migration") != std::string::npos) continue;
    const FileReport report = judged(migration_of(bad));
    std::vector<Diagnostic> own;
    std::copy_if(report.findings.begin(), report.findings.end(), std::back_inserter(own),
                 [&](const Diagnostic& finding) { return finding.rule == rule->id; });
    const FixedText fixed = apply_fixes(bad, own);
    if (fixed.fixed.empty()) continue;
    ++fixed_rules;
    INFO(rule->id << "\n" << fixed.text);
    const Migration after = migration_of(fixed.text);
    CHECK(after.errors.empty());
    for (const Diagnostic& finding : judged(after).findings) {
      INFO(finding.rule << ": " << finding.message);
      CHECK(finding.rule != rule->id);
    }
  }
  CHECK(fixed_rules >= 9);
}

TEST_CASE("what a new column brings along is written apart where one file can hold it") {
  const auto fixed = [](const std::string& sql) {
    const FixedText out = apply_fixes(sql, judged(migration_of(sql)).findings);
    for (const Diagnostic& finding : judged(migration_of(out.text)).findings) {
      INFO(out.text << finding.rule << ": " << finding.message);
      CHECK(finding.severity == Severity::Note);
    }
    return out.text;
  };
  const std::string limit = "SET lock_timeout = '2s';\n";
  CHECK(fixed(limit + "ALTER TABLE orders ADD COLUMN k integer CHECK (k > 0);") ==
        limit +
            "ALTER TABLE orders ADD COLUMN k integer;\n"
            "ALTER TABLE orders ADD CONSTRAINT orders_k_check CHECK (k > 0) NOT VALID;\n"
            "ALTER TABLE orders VALIDATE CONSTRAINT orders_k_check;");
  CHECK(fixed(limit + "ALTER TABLE orders ADD COLUMN k text CONSTRAINT once UNIQUE;") ==
        limit +
            "ALTER TABLE orders ADD COLUMN k text;\n"
            "CREATE UNIQUE INDEX CONCURRENTLY once ON orders (k);\n"
            "ALTER TABLE orders ADD CONSTRAINT once UNIQUE USING INDEX once;");
  CHECK(fixed(limit + "ALTER TABLE orders ADD COLUMN k uuid DEFAULT gen_random_uuid();") ==
        limit +
            "ALTER TABLE orders ADD COLUMN k uuid;\n"
            "ALTER TABLE orders ALTER COLUMN k SET DEFAULT gen_random_uuid();\n"
            "UPDATE orders SET k = DEFAULT WHERE k IS NULL;");
  CHECK(fixed(limit +
              "ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');") ==
        limit +
            "ALTER TABLE events_2024 ADD CONSTRAINT events_2024_bound_check CHECK (at IS NOT NULL AND at >= "
            "'2024-01-01' AND at < '2025-01-01') NOT VALID;\n"
            "ALTER TABLE events_2024 VALIDATE CONSTRAINT events_2024_bound_check;\n"
            "ALTER TABLE events ATTACH PARTITION events_2024 FOR VALUES FROM ('2024-01-01') TO ('2025-01-01');\n"
            "ALTER TABLE events_2024 DROP CONSTRAINT events_2024_bound_check;");
  CHECK(fixed("REFRESH MATERIALIZED VIEW order_totals;") == "REFRESH MATERIALIZED VIEW CONCURRENTLY order_totals;");
}

TEST_CASE("all fixes of a file together parse, and leave nothing that the same way would fix") {
  std::string all;
  for (const Rule* rule : all_rules()) {
    // One file cannot hold two examples that change the same things, so each stands for itself, twice fixed.
    const std::string bad(rule->bad_sql);
    if (bad.find("-- next migration") != std::string::npos) continue;
    const FixedText once = apply_fixes(bad, judged(migration_of(bad)).findings);
    const Migration after = migration_of(once.text);
    INFO(rule->id << "\n" << once.text);
    CHECK(after.errors.empty());
    CHECK(apply_fixes(once.text, judged(after).findings).fixed.empty());
  }
}

TEST_CASE("edits that touch each other are not applied together") {
  const std::string text = "abcdef";
  const FixedText fixed = apply_fixes(
      text, {with_edits({{{1, 3}, "X"}}), with_edits({{{2, 4}, "Y"}}), with_edits({{{3, 3}, "+"}, {{6, 6}, "!"}}),
             with_edits({{{2, 2}, "?"}}), with_edits({{{3, 3}, "-"}})});
  CHECK(fixed.text == "aX+-def!");
  CHECK(fixed.fixed.size() == 3);
}

TEST_CASE("a diff says where, with lines around, and joins what stands close") {
  CHECK(unified_diff("f", "a\nb\n", {}) == "");
  CHECK(unified_diff("f", "a\nb\n", {{{2, 2}, "x\n"}}) == "--- f\n+++ f\n@@ -1,2 +1,3 @@\n a\n+x\n b\n");
  CHECK(unified_diff("f", "a\nb\n", {{{4, 4}, "x\n"}}) == "--- f\n+++ f\n@@ -1,2 +1,3 @@\n a\n b\n+x\n");
  CHECK(unified_diff("f", "a", {{{1, 1}, "b"}}) ==
        "--- f\n+++ f\n@@ -1,1 +1,1 @@\n-a\n\\ No newline at end of file\n+ab\n\\ No newline at end of file\n");
}

}  // namespace lockstep
