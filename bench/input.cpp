#include "bench/input.h"

#include <array>
#include <cstdint>
#include <iterator>
#include <utility>

namespace lockstep::bench {
namespace {

// @t a table, @c a column, @n a number, @s a word, @r a row of VALUES, @R twenty of them.
constexpr std::string_view kDdl[] = {
    R"(-- @t: what the shop sells, one row each.
CREATE TABLE IF NOT EXISTS @t (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    @c_id bigint NOT NULL REFERENCES public.@t (id) ON DELETE CASCADE,
    name varchar(255) NOT NULL,
    @c numeric(12, 2) DEFAULT 0.00 NOT NULL,
    status text NOT NULL DEFAULT 'new'::text,
    settings jsonb DEFAULT '{}'::jsonb,
    created_at timestamp with time zone NOT NULL DEFAULT now(),
    deleted_at timestamptz,
    CONSTRAINT @t_@c_check CHECK (@c >= 0 AND @c < @n),
    CONSTRAINT @t_name_key UNIQUE (name, @c_id)
);
)",
    "CREATE INDEX CONCURRENTLY IF NOT EXISTS @t_@c_idx ON public.@t USING btree (@c, lower(name)) WHERE deleted_at IS "
    "NULL;\n",
    "CREATE UNIQUE INDEX @t_@c_key ON @t (@c DESC NULLS LAST) INCLUDE (name);\n",
    "ALTER TABLE public.@t ADD COLUMN @c integer DEFAULT @n NOT NULL;\n",
    "ALTER TABLE @t ALTER COLUMN @c TYPE bigint USING @c::bigint, ALTER COLUMN @c SET DEFAULT @n;\n",
    "ALTER TABLE ONLY public.@t\n    ADD CONSTRAINT @t_@c_fkey FOREIGN KEY (@c) REFERENCES public.@t (id) NOT VALID;\n",
    "ALTER TABLE @t VALIDATE CONSTRAINT @t_@c_fkey;\n",
    "ALTER TABLE @t DROP COLUMN IF EXISTS @c CASCADE;\n",
    "ALTER TABLE @t RENAME COLUMN @c TO @c_old;\n",
    "CREATE TYPE @t_@c AS ENUM ('@s', '@s', '@s');\n",
    "COMMENT ON COLUMN public.@t.@c IS 'The @s of the @t, since version @n.';\n",
    "CREATE OR REPLACE VIEW @t_view AS\n    SELECT t.id, t.name, u.@c FROM @t t JOIN @t u ON u.id = t.@c_id WHERE "
    "t.deleted_at IS "
    "NULL;\n",
    R"(CREATE OR REPLACE FUNCTION public.@t_touch() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
    NEW.updated_at := now();
    IF NEW.@c IS DISTINCT FROM OLD.@c THEN
        INSERT INTO @t_log (id, old_value) VALUES (OLD.id, OLD.@c);
    END IF;
    RETURN NEW;
END;
$$;
)",
    "CREATE TRIGGER @t_touch BEFORE UPDATE ON public.@t FOR EACH ROW EXECUTE FUNCTION public.@t_touch();\n",
    "DROP INDEX CONCURRENTLY IF EXISTS @t_@c_idx;\n",
    "GRANT SELECT, INSERT, UPDATE ON TABLE public.@t TO app_@s;\n",
};

constexpr std::string_view kRows[] = {
    "INSERT INTO public.@t (id, name, @c, status, created_at) VALUES @r;\n",
    "INSERT INTO @t (id, name, @c, status, created_at) VALUES\n@R;\n",
    "INSERT INTO @t VALUES @r ON CONFLICT DO NOTHING;\n",
};

constexpr std::string_view kQueries[] = {
    "UPDATE @t SET @c = @c * 100 + @n, status = '@s' WHERE status = '@s' AND @c IS NOT NULL;\n",
    "UPDATE public.@t AS t SET @c = u.@c, name = coalesce(u.name, t.name) FROM public.@t u WHERE u.id = t.@c_id AND "
    "t.@c "
    "BETWEEN @n AND @n;\n",
    "DELETE FROM @t WHERE id IN (SELECT @c_id FROM @t WHERE deleted_at < now() - interval '90 days');\n",
    R"(INSERT INTO @t (id, name, @c)
SELECT id, lower(name) || '-@s', CASE WHEN @c > @n THEN @c ELSE 0 END
FROM @t
WHERE NOT EXISTS (SELECT 1 FROM @t x WHERE x.id = @c_id)
ON CONFLICT (id) DO UPDATE SET name = excluded.name;
)",
    R"(SELECT t.id, t.name, count(*) AS n, sum(u.@c) FILTER (WHERE u.status = '@s') AS total
FROM public.@t t
LEFT JOIN public.@t u ON u.@c_id = t.id AND u.deleted_at IS NULL
WHERE t.created_at >= '2024-01-01' AND (t.status = '@s' OR t.@c > @n)
GROUP BY t.id, t.name
HAVING count(*) > @n
ORDER BY n DESC, t.name
LIMIT 100;
)",
    "SELECT setval('public.@t_id_seq', (SELECT max(id) FROM public.@t) + 1, true);\n",
};

constexpr std::array<std::string_view, 12> kTables{"orders",  "customers", "invoices", "products",
                                                   "users",   "payments",  "sessions", "addresses",
                                                   "reviews", "articles",  "tenants",  "events"};
constexpr std::array<std::string_view, 12> kColumns{"price",  "quantity", "zone",  "amount", "owner", "weight",
                                                    "rating", "position", "score", "stock",  "level", "parent"};
constexpr std::array<std::string_view, 8> kWords{"active", "closed", "pending", "shipped",
                                                 "draft",  "void",   "paid",    "returned"};

class Writer {
 public:
  void statement(std::string_view pattern) {
    for (size_t i = 0; i < pattern.size(); ++i) {
      if (pattern[i] == '@' && i + 1 < pattern.size()) {
        part(pattern[++i]);
      } else {
        out_ += pattern[i];
      }
    }
  }
  [[nodiscard]] size_t size() const { return out_.size(); }
  [[nodiscard]] std::string take() { return std::exchange(out_, {}); }
  /// 0 <= result < `bound`; the constants are those of Knuth's MMIX.
  [[nodiscard]] size_t pick(size_t bound) {
    state_ = state_ * 6364136223846793005U + 1442695040888963407U;
    return static_cast<size_t>(state_ >> 33) % bound;
  }

 private:
  void part(char what) {
    switch (what) {
      case 't':
        out_.append(kTables[pick(kTables.size())]).append("_").append(std::to_string(pick(400)));
        break;
      case 'c':
        out_ += kColumns[pick(kColumns.size())];
        break;
      case 'n':
        out_ += std::to_string(pick(1000000));
        break;
      case 's':
        out_ += kWords[pick(kWords.size())].substr(0, 6);
        break;
      case 'r':
        statement("(@n, 'name of @n', @n.25, '@s', '2024-03-17 12:30:00+00')");
        break;
      case 'R':
        for (int row = 0; row < 20; ++row) statement(row == 0 ? "    @r" : ",\n    @r");
        break;
      default:
        out_ += what;
    }
  }

  std::string out_;
  uint64_t state_ = 20240317;
};

template <size_t N>
void one_of(Writer& writer, const std::string_view (&patterns)[N]) {
  writer.statement(patterns[writer.pick(N)]);
}

void one(Writer& writer, Content content) {
  switch (content) {
    case Content::Ddl:
      one_of(writer, kDdl);
      break;
    case Content::Rows:
      one_of(writer, kRows);
      break;
    case Content::Queries:
      one_of(writer, kQueries);
      break;
    case Content::Mixed: {
      // Half of all statements change the schema.
      const size_t kind = writer.pick(8);
      one(writer, kind < 4 ? Content::Ddl : kind < 6 ? Content::Rows : Content::Queries);
      break;
    }
  }
}

}  // namespace

std::string generate(Content content, size_t bytes) {
  Writer writer;
  while (writer.size() < bytes) one(writer, content);
  return writer.take();
}

std::vector<std::string> generate_files(size_t bytes, size_t file_bytes) {
  std::vector<std::string> files;
  Writer writer;
  for (size_t total = 0; total < bytes; total += files.back().size()) {
    while (writer.size() < file_bytes) one(writer, Content::Mixed);
    files.push_back(writer.take());
  }
  return files;
}

}  // namespace lockstep::bench
