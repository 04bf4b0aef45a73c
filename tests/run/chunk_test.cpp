#include <catch2/catch.hpp>

#include "engine/run/chunk.h"

namespace lockstep {
namespace {

Backfill update_work() {
  Backfill work;
  work.table = "public.t";
  work.table_sql = "public.t";
  work.qualifier = "t";
  work.key = {{"id", "bigint"}};
  work.head = "UPDATE public.t SET n = n + 1 WHERE (n > 0 OR n < 0) AND ";
  return work;
}

}  // namespace

TEST_CASE("a chunk is the user's statement with a condition on the key") {
  RangeRecord range;
  range.upper = {{"90"}};
  const Query first = chunk_statement(update_work(), range, {{"10"}}, Dialect::PostgreSQL);
  CHECK(first.sql == "UPDATE public.t SET n = n + 1 WHERE (n > 0 OR n < 0) AND t.id <= $1::bigint");
  range.position = {{"10"}};
  const Query second = chunk_statement(update_work(), range, {{"20"}}, Dialect::PostgreSQL);
  CHECK(second.sql == "UPDATE public.t SET n = n + 1 WHERE (n > 0 OR n < 0) AND t.id > $1::bigint AND t.id <= $2::bigint");
  CHECK(text(second.parameters[0]) == "10");
  CHECK(text(second.parameters[1]) == "20");
}

TEST_CASE("composite keys compare as rows") {
  Backfill work = update_work();
  work.key = {{"a", "integer"}, {"b", "text"}};
  RangeRecord range;
  range.position = {{"1", "x"}};
  range.upper = {{"9", "z"}};
  CHECK(chunk_bound(work, range, 100, Dialect::PostgreSQL).sql ==
        "SELECT t.a::text, t.b::text FROM public.t AS t WHERE (t.a, t.b) > ($1::integer, $2::text) AND (t.a, t.b) <= "
        "($3::integer, $4::text) ORDER BY t.a, t.b LIMIT 1 OFFSET 99");
}

TEST_CASE("moments are put in from the journal") {
  Backfill work = update_work();
  work.head = "UPDATE public.t SET at = @lockstep_bound_1@ WHERE ";
  RangeRecord range;
  range.bound["@lockstep_bound_1@"] = "CAST('2026-01-01' AS date)";
  CHECK(chunk_statement(work, range, std::nullopt, Dialect::PostgreSQL).sql ==
        "UPDATE public.t SET at = CAST('2026-01-01' AS date) WHERE true");
}

TEST_CASE("chunk size follows the time, never by more than half or double, within bounds") {
  ChunkSize size(100, 10, 1000, 10);
  size.took(1000);
  CHECK(size.rows() == 75);
  ChunkSize fast(100, 10, 1000, 10);
  fast.took(0.001);
  CHECK(fast.rows() == 150);
  for (int i = 0; i < 50; ++i) fast.took(0.001);
  CHECK(fast.rows() == 1000);
  for (int i = 0; i < 50; ++i) fast.took(1000);
  CHECK(fast.rows() == 10);
  fast.halve();
  CHECK(fast.rows() == 5);  // a conflict may ask for fewer
  fast.took(10);
  CHECK(fast.rows() == 10);
}

}  // namespace lockstep
