// The catalog folded from statements against the one that is read from the server on which they ran: every claim that
// succeeds is one comparison. Expressions are compared by whether they are there: the server prints them its own way.
#include <algorithm>
#include <iostream>
#include <sstream>

#include <catch2/catch.hpp>
#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "tests/claims/claim.h"
#include "tests/claims/server.h"

namespace lockstep {
namespace {

std::string_view there(const std::string& expression) { return expression.empty() ? "" : "(...)"; }

std::string line(const CatalogColumn& column) {
  return fmt::format("  column {} {}{}{}{}{}{}{}\n", column.name, column.type, column.not_null ? " NOT NULL" : "",
                     column.default_expression.empty() ? "" : " DEFAULT",
                     column.identity == 0 ? "" : fmt::format(" IDENTITY {}", column.identity),
                     column.generated == 0 ? "" : fmt::format(" GENERATED {}", column.generated),
                     column.collation.empty() ? "" : " COLLATE " + column.collation,
                     column.comment.empty() ? "" : " COMMENT " + column.comment);
}

std::string line(const CatalogConstraint& constraint) {
  return fmt::format("  constraint {} {} ({}) {}{}{}{}{}{}{}{}{}{}{}{}\n", constraint.name,
                     static_cast<int>(constraint.kind), join(constraint.columns, ", "), there(constraint.expression),
                     constraint.referenced.empty() ? "" : " REFERENCES " + constraint.referenced,
                     constraint.referenced_columns.empty() ? "" : " (" + join(constraint.referenced_columns, ", ") + ")",
                     constraint.on_delete.empty() ? "" : " ON DELETE " + constraint.on_delete,
                     constraint.on_update.empty() ? "" : " ON UPDATE " + constraint.on_update,
                     constraint.match.empty() ? "" : " MATCH " + constraint.match,
                     constraint.deferrable ? " DEFERRABLE" : "",
                     constraint.initially_deferred ? " INITIALLY DEFERRED" : "", constraint.validated ? "" : " NOT VALID",
                     constraint.no_inherit ? " NO INHERIT" : "",
                     constraint.nulls_not_distinct ? " NULLS NOT DISTINCT" : "",
                     constraint.include.empty() ? "" : " INCLUDE (" + join(constraint.include, ", ") + ")");
}

std::string line(const CatalogIndex& index) {
  std::vector<std::string> elements;
  for (const CatalogIndexElement& element : index.elements) {
    elements.push_back(fmt::format("{}{}{}{}{}{}", element.column, there(element.expression),
                                   element.collation.empty() ? "" : " COLLATE " + element.collation,
                                   element.operator_class.empty() ? "" : " " + element.operator_class,
                                   element.descending ? " DESC" : "", element.nulls_first ? " NULLS FIRST" : ""));
  }
  return fmt::format("  index {}{}{}{} USING {} ({}){}{}{}{}\n", index.name, index.unique ? " UNIQUE" : "",
                     index.valid ? "" : " INVALID", index.on_only ? " ON ONLY" : "", index.method, join(elements, ", "),
                     index.include.empty() ? "" : " INCLUDE (" + join(index.include, ", ") + ")",
                     index.predicate.empty() ? "" : " WHERE", index.nulls_not_distinct ? " NULLS NOT DISTINCT" : "",
                     index.constraint.empty() ? "" : " OF " + index.constraint);
}

/// Lines of one list, in order of their text: the order in which constraints and indexes were made is no difference.
template <typename Items>
std::string sorted_lines(const Items& items) {
  std::vector<std::string> lines;
  for (const auto& item : items) lines.push_back(line(item));
  std::sort(lines.begin(), lines.end());
  return join(lines, "");
}

std::string text_of(const CatalogRelation& relation) {
  std::string text = fmt::format(
      "{}.{} kind {}{}{}{}{}{}{}{}{}{}{}\n", relation.schema, relation.name, static_cast<int>(relation.kind),
      relation.partition_strategy.empty() ? "" : " PARTITION BY " + relation.partition_strategy,
      relation.partition_columns.empty() ? "" : " (" + join(relation.partition_columns, ", ") + ")",
      relation.parent.empty() ? "" : " PARTITION OF " + relation.parent, relation.bound.empty() ? "" : " BOUND",
      relation.inherits.empty() ? "" : " INHERITS " + join(relation.inherits, ", "),
      relation.reads.empty() ? "" : " READS " + join(relation.reads, ", "),
      relation.owned_by.empty() ? "" : " OWNED BY " + relation.owned_by, relation.row_security ? " RLS" : "",
      relation.unlogged ? " UNLOGGED" : "", relation.comment.empty() ? "" : " COMMENT " + relation.comment);
  for (const CatalogColumn& column : relation.columns) text += line(column);
  text += sorted_lines(relation.constraints);
  text += sorted_lines(relation.indexes);
  for (const CatalogTrigger& trigger : relation.triggers) {
    text += fmt::format("  trigger {} {} {}\n", trigger.name, trigger.function, trigger.enabled);
  }
  return text;
}

/// The lines of `a` that `b` does not have.
std::string lines_only_in(const std::string& a, const std::string& b) {
  std::istringstream lines(a);
  std::string out;
  for (std::string one; std::getline(lines, one);) {
    one += '\n';
    if (("\n" + b).find("\n" + one) == std::string::npos) out += one;
  }
  return out;
}

/// Both catalogs, where they differ.
std::pair<std::string, std::string> differences(const Catalog& folded, const Catalog& read) {
  std::set<std::string> keys;
  for (const auto& [key, relation] : folded.relations) keys.insert(key);
  for (const auto& [key, relation] : read.relations) keys.insert(key);
  std::pair<std::string, std::string> out;
  for (const std::string& key : keys) {
    const CatalogRelation* ours = folded.find(std::string_view(key));
    const CatalogRelation* theirs = read.find(std::string_view(key));
    if (ours != nullptr && (ours->temporary || ours->partial)) continue;
    const std::string a = ours == nullptr ? key + " is not there\n" : text_of(*ours);
    std::string b = key + " is not there\n";
    if (theirs != nullptr) {
      CatalogRelation relation = *theirs;
      // The fold does not know the type of every expression that a view shows or a table is made of.
      for (CatalogColumn& column : relation.columns) {
        const CatalogColumn* same = ours == nullptr ? nullptr : ours->column(column.name);
        if (same != nullptr && same->type.empty()) column.type.clear();
      }
      b = text_of(relation);
    }
    if (a == b) continue;
    out.first += key + "\n" + lines_only_in(a, b);
    out.second += key + "\n" + lines_only_in(b, a);
  }
  for (const auto& [key, type] : folded.types) {
    const auto found = read.types.find(key);
    if (found == read.types.end()) out.first += "type " + key + "\n";
    else if (found->second.labels != type.labels) {
      out.first += "type " + key + ": " + join(type.labels, ", ") + "\n";
      out.second += "type " + key + ": " + join(found->second.labels, ", ") + "\n";
    }
  }
  for (const auto& [key, type] : read.types) {
    if (folded.types.find(key) == folded.types.end()) out.second += "type " + key + "\n";
  }
  return out;
}

}  // namespace

TEST_CASE("the folded catalog is the one that is read from the server after the same statements", "[claims]") {
  size_t compared = 0;
  size_t equal = 0;
  for (const std::filesystem::path& path : claim_files()) {
    const ClaimFile file = read_claims(path);
    const ScratchDatabase scratch;
    const auto database = scratch.connect();
    const int version = database->server_version();
    if (version < file.from) continue;
    run_script(*database, file.setup);
    Catalog before;
    fold(before, file.setup);
    const auto compare = [&](const Catalog& folded, const std::string& what) {
      const auto read = database->read_catalog();
      INFO(path.filename().string() << ": " << what);
      if (!read) {
        FAIL_CHECK(read.error().message);
        return;
      }
      auto [ours, theirs] = differences(folded, *read);
      ++compared;
      equal += ours == theirs ? 1 : 0;
      CHECK(ours == theirs);
    };
    compare(before, "setup");
    for (const Claim& claim : file.claims) {
      if (version < claim.from || version > claim.to) continue;
      if (claim.statement.as<TransactionControl>() != nullptr) continue;
      REQUIRE(database->begin({0, 0}));
      bool ran = true;
      Catalog folded = before;
      folded.session.in_transaction = true;
      for (const std::string& sql : claim.first) {
        ran = ran && database->query(sql).has_value();
        fold(folded, sql);
      }
      ran = ran && database->query(claim.statement.text).has_value();
      if (ran) {
        Draft draft(folded, version);
        if (fold_statement(draft, claim.statement)) draft.commit(folded);
        compare(folded, claim.statement.text);
      }
      database->rollback();
      (void)database->query("DEALLOCATE ALL");  // a rollback does not forget what was prepared
    }
  }
  std::cout << equal << " of " << compared << " catalogs agree\n";
}

}  // namespace lockstep
