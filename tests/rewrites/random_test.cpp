// Random schemas and random changes, from a seed: whatever the planner takes ends as the plain SQL does, and goes back.
// LOCKSTEP_SEED is the first seed, LOCKSTEP_SEEDS how many there are; each fifth is on SQLite.
#include <cstdlib>
#include <iostream>
#include <random>

#include <fmt/format.h>
#include <catch2/catch.hpp>

#include "base/text.h"
#include "proofs.h"
#include "site.h"

namespace lockstep {
namespace {

struct Column {
  std::string name, type;
  bool not_null = false;
};

struct Table {
  std::string name, key_type;
  std::vector<Column> columns;  ///< but the key, which is id
  std::vector<std::string> indexes, constraints, views;
  bool partitioned = false;  ///< by id
};

class Maker {
 public:
  explicit Maker(unsigned seed) : random_(seed), dialect_(seed % 5 == 0 ? Dialect::SQLite : Dialect::PostgreSQL) {}

  RewriteCase make(unsigned seed) {
    RewriteCase made;
    made.file = "random";
    made.name = "seed " + std::to_string(seed);
    made.dialect = dialect_;
    const int tables = number(1, 2);
    for (int i = 0; i < tables; ++i) made.setup += table(i == 0 ? "things" : "parts");
    const int migrations = number(1, 4) == 1 ? 2 : 1;
    for (int i = 0; i < migrations; ++i) {
      std::string sql;
      const int statements = number(1, 3);
      for (int j = 0; j < statements; ++j) sql += change() + ";\n";
      made.changes.push_back(sql);
    }
    made.quiet = rows_change_;
    made.needs_contract = something_goes_;
    made.random = random_columns_;
    return made;
  }

 private:
  int number(int from, int to) { return std::uniform_int_distribution<int>(from, to)(random_); }
  bool chance(int percent) { return number(1, 100) <= percent; }
  template <typename T>
  const T& pick(const std::vector<T>& list) {
    return list[static_cast<size_t>(number(0, static_cast<int>(list.size()) - 1))];
  }

  [[nodiscard]] bool sqlite() const { return dialect_ == Dialect::SQLite; }

  [[nodiscard]] std::string value(const std::string& type) const {
    if (type == "text" || type.starts_with("varchar")) return "'v' || i % 50";
    if (type == "boolean") return "i % 2 = 0";
    if (type == "date") return sqlite() ? "date('2026-01-01', '+' || i || ' days')" : "date '2026-01-01' + i";
    if (type == "timestamptz") return "timestamptz '2026-01-01 00:00Z' + i * interval '1 hour'";
    if (type == "jsonb") return "jsonb_build_object('i', i)";
    return "i";
  }
  static std::string constant(const std::string& type) {
    if (type == "text" || type.starts_with("varchar")) return "'none'";
    if (type == "boolean") return "false";
    if (type == "date") return "'2026-02-02'";
    if (type == "timestamptz") return "'2026-02-02 00:00Z'";
    if (type == "jsonb") return "'{}'";
    return "7";
  }
  static bool is_number(const std::string& type) {
    return type == "integer" || type == "smallint" || type == "bigint" || type.starts_with("numeric");
  }

  std::string type() {
    if (sqlite()) return pick<std::string>({"integer", "text", "boolean", "date", "varchar(20)"});
    return pick<std::string>({"integer", "smallint", "bigint", "text", "varchar(20)", "numeric(10,2)", "boolean",
                              "date", "timestamptz", "jsonb"});
  }
  std::string new_name(const std::string& stem) { return stem + std::to_string(++names_); }

  std::string index(Table& table) {
    const std::string name = chance(80) || sqlite() ? new_name("by_") : std::string();
    const Column& column = pick(table.columns);
    std::string what = column.type == "jsonb" ? "USING gin (" + column.name + ")" : "(" + column.name + ")";
    if (column.type != "jsonb") {
      const int form = number(1, 6);
      if (form == 1) what = fmt::format("({}, id DESC)", column.name);
      if (form == 2 && !sqlite()) what = fmt::format("(id) INCLUDE ({})", column.name);
      if (form == 3) what = fmt::format("(id) WHERE {} IS NOT NULL", column.name);
      if (form == 4 && column.type == "text") what = fmt::format("(lower({}))", column.name);
    }
    const bool unique = what.find("id") != std::string::npos && chance(30);
    if (!name.empty()) table.indexes.push_back(name);
    return fmt::format("CREATE {}INDEX {} ON {} {}", unique ? "UNIQUE " : "", name, table.name, what);
  }

  std::string constraint(Table& table) {
    const std::string name = new_name("rule_");
    const Column& column = pick(table.columns);
    std::string what = fmt::format("CHECK ({} IS NOT NULL OR id > -1)", column.name);
    if (is_number(column.type) && chance(60)) what = fmt::format("CHECK ({} > -100)", column.name);
    if (column.type != "jsonb" && chance(30)) what = fmt::format("UNIQUE (id, {})", column.name);
    if (column.type == table.key_type && tables_.size() > 1 && chance(40) && &table != &tables_[0]) {
      what = fmt::format("FOREIGN KEY ({}) REFERENCES {} (id)", column.name, tables_[0].name);
      has_references_ = true;
    }
    table.constraints.push_back(name);
    return fmt::format("ALTER TABLE {} ADD CONSTRAINT {} {}", table.name, name, what);
  }

  std::string table(const std::string& name) {
    Table made;
    made.name = name;
    made.key_type = sqlite() ? "INTEGER" : pick<std::string>({"integer", "bigint", "integer"});
    made.partitioned = !sqlite() && chance(20);
    std::string key = " PRIMARY KEY";
    if (sqlite() && chance(40)) key += " AUTOINCREMENT";
    if (!sqlite() && !made.partitioned) {
      key = pick<std::string>({"", " GENERATED BY DEFAULT AS IDENTITY", " GENERATED ALWAYS AS IDENTITY"}) + key;
    }
    std::string list = "id " + made.key_type + key, values = "i";
    const int columns = number(3, 6);
    for (int i = 0; i < columns; ++i) {
      Column column{new_name("c"), type(), chance(40)};
      list += fmt::format(", {} {}{}{}", column.name, column.type, column.not_null ? " NOT NULL" : "",
                          chance(30) ? " DEFAULT " + constant(column.type) : "");
      values += ", " + (column.not_null ? value(column.type)
                                        : fmt::format("CASE WHEN i % 5 > 0 THEN {} END", value(column.type)));
      made.columns.push_back(std::move(column));
    }
    std::string sql =
        fmt::format("CREATE TABLE {} ({}){};\n", name, list, made.partitioned ? " PARTITION BY RANGE (id)" : "");
    if (made.partitioned) {
      sql += fmt::format("CREATE TABLE {0}_low PARTITION OF {0} FOR VALUES FROM (MINVALUE) TO (10);\n", name);
      sql += fmt::format("CREATE TABLE {0}_high PARTITION OF {0} {1};\n", name,
                         chance(50) ? "DEFAULT" : "FOR VALUES FROM (10) TO (MAXVALUE)");
    }
    if (sqlite()) {
      sql += fmt::format(
          "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 30) INSERT INTO {} SELECT "
          "{} FROM n;\n",
          name, values);
    } else {
      sql += fmt::format("INSERT INTO {} OVERRIDING SYSTEM VALUE SELECT {} FROM generate_series(1, 30) i;\n", name,
                         values);
    }
    tables_.push_back(std::move(made));
    for (int i = number(0, 2); i > 0; --i) sql += index(tables_.back()) + ";\n";
    for (int i = number(0, 2); i > 0 && !sqlite(); --i) sql += constraint(tables_.back()) + ";\n";
    if (chance(25)) sql += view(tables_.back()) + ";\n";
    return sql;
  }

  std::string view(Table& table) {
    const std::string name = new_name("view_");
    table.views.push_back(name);
    return fmt::format("CREATE VIEW {} AS SELECT id, {} FROM {}", name, pick(table.columns).name, table.name);
  }

  /// Rows changed by what stands in another table.
  std::string change_by_other(const Table& table, const Column& column) {
    rows_change_ = true;
    const Table& other = tables_.back();
    if (&other == &table) return fmt::format("DELETE FROM {} WHERE id % 7 = {}", table.name, number(0, 6));
    for (const Column& from : other.columns) {
      if (from.type != column.type) continue;
      switch (number(1, 3)) {
        case 1:
          return fmt::format("UPDATE {0} SET {1} = o.{2} FROM {3} o WHERE o.id = {0}.id AND o.{2} IS NOT NULL",
                             table.name, column.name, from.name, other.name);
        case 2:
          return fmt::format(
              "UPDATE {0} SET {1} = (SELECT o.{2} FROM {3} o WHERE o.id = {0}.id) WHERE EXISTS (SELECT 1 FROM {3} o "
              "WHERE "
              "o.id = {0}.id AND o.{2} IS NOT NULL)",
              table.name, column.name, from.name, other.name);
        default:
          break;
      }
    }
    return fmt::format("DELETE FROM {} WHERE id IN (SELECT id FROM {} WHERE id % 3 = 0)", table.name, other.name);
  }

  std::string add_column(Table& table) {
    Column column{new_name("n"), type(), false};
    const bool constrained = !sqlite();
    std::string sql = fmt::format("ALTER TABLE {} ADD COLUMN {} {}", table.name, column.name, column.type);
    if (!sqlite() && chance(15)) {
      sql = fmt::format("ALTER TABLE {} ADD COLUMN {} {}", table.name, column.name,
                        pick<std::string>({"bigserial", "integer GENERATED BY DEFAULT AS IDENTITY",
                                           "uuid NOT NULL DEFAULT gen_random_uuid()"}));
      for (const char* part : {"", "_low", "_high"}) {
        random_columns_.push_back(table.name + part + "." + column.name);
      }
      return sql;
    }
    if (chance(50)) {
      sql += " DEFAULT " + constant(column.type);
      if (chance(60)) sql += " NOT NULL";
    }
    if (is_number(column.type) && chance(25)) sql += fmt::format(" CHECK ({} > -5)", column.name);
    if (constrained && column.type != "jsonb" && !table.partitioned && chance(10)) sql += " UNIQUE";
    table.columns.push_back(std::move(column));
    return sql;
  }

  std::string change_type(Table& table) {
    for (Column& column : table.columns) {
      std::string to;
      if (column.type == "integer") to = pick<std::string>({"bigint", "bigint", "numeric"});
      if (column.type == "smallint") to = pick<std::string>({"integer", "bigint"});
      if (column.type == "text") to = "varchar(80)";
      if (column.type == "date") to = "timestamptz";
      if (column.type == "varchar(20)") to = pick<std::string>({"text", "varchar(40)"});
      if (column.type == "numeric(10,2)") to = "numeric(14,2)";
      if (to.empty() || chance(30)) continue;
      column.type = to;
      return fmt::format("ALTER TABLE {} ALTER COLUMN {} TYPE {}", table.name, column.name, to);
    }
    if (table.key_type != "integer") return add_column(table);
    table.key_type = "bigint";
    return fmt::format("ALTER TABLE {} ALTER COLUMN id TYPE bigint", table.name);
  }

  std::string change() {
    Table& table = tables_[static_cast<size_t>(number(0, static_cast<int>(tables_.size()) - 1))];
    const std::string alter = "ALTER TABLE " + table.name + " ";
    Column& column = table.columns[static_cast<size_t>(number(0, static_cast<int>(table.columns.size()) - 1))];
    switch (sqlite() ? pick<int>({1, 2, 2, 10, 11, 13, 16, 17, 18, 19}) : number(1, 19)) {
      case 1: {
        const std::string name = column.name;
        if (table.columns.size() < 2) return add_column(table);
        something_goes_ = something_goes_ || has_references_;
        std::erase_if(table.columns, [&](const Column& each) { return each.name == name; });
        return alter + "DROP COLUMN " + name;
      }
      case 2: {
        const std::string from = column.name;
        something_goes_ = something_goes_ || (sqlite() && !table.views.empty());  // its view gets the name at contract
        column.name = new_name("r");
        return alter + "RENAME COLUMN " + from + " TO " + column.name;
      }
      case 3:
      case 4:
        return change_type(table);
      case 5:
        return alter + "ALTER COLUMN " + column.name + (column.not_null ? " DROP NOT NULL" : " SET NOT NULL");
      case 6:
        rows_change_ = true;  // a row that is inserted meanwhile has it or not
        return alter + "ALTER COLUMN " + column.name + " SET DEFAULT " + constant(column.type);
      case 7:
        return alter + "ALTER COLUMN " + column.name + " DROP DEFAULT";
      case 8:
      case 9:
        return constraint(table);
      case 10:
        return index(table);
      case 11:
        something_goes_ = something_goes_ || !table.indexes.empty();
        return table.indexes.empty() ? index(table) : "DROP INDEX " + take(table.indexes);
      case 12:
        something_goes_ = something_goes_ || !table.constraints.empty();
        return table.constraints.empty() ? constraint(table) : alter + "DROP CONSTRAINT " + take(table.constraints);
      case 13:
        rows_change_ = true;
        return fmt::format("UPDATE {} SET {} = {} WHERE {} IS NULL", table.name, column.name, constant(column.type),
                           column.name);
      case 14: {
        rows_change_ = true;
        column.not_null = true;
        return fmt::format("UPDATE {0} SET {1} = {2} WHERE {1} IS NULL;\nALTER TABLE {0} ALTER COLUMN {1} SET NOT NULL",
                           table.name, column.name, constant(column.type));
      }
      case 17:
        return change_by_other(table, column);
      case 18:
        if (!table.views.empty() && chance(60)) return "DROP VIEW " + take(table.views);
        return view(table);
      default:
        return add_column(table);
    }
  }

  std::string take(std::vector<std::string>& list) {
    std::string taken = list.back();
    list.pop_back();
    return taken;
  }

  std::mt19937 random_;
  Dialect dialect_;
  std::vector<Table> tables_;
  std::vector<std::string> random_columns_;
  int names_ = 0;
  bool rows_change_ = false, has_references_ = false;
  bool something_goes_ = false;  ///< that refuses what the new version may do
};

/// Says at the end how many were what.
struct RandomTally {
  int proven = 0, refused = 0, impossible = 0;
  ~RandomTally() {
    std::cout << proven << " random changes proven, " << refused << " refused by the planner, " << impossible
              << " that the server itself refuses\n";
  }
};

int setting(const char* name, int otherwise) {
  const char* text = std::getenv(name);
  return text == nullptr ? otherwise : std::atoi(text);
}

void prove_random(const RewriteCase& made, RandomTally& tally) {
  INFO(made.setup << "\n" << join(made.changes, "--\n"));
  {
    const Site site(made);
    if (!run_plain(site.database(), made).empty()) {
      ++tally.impossible;
      return;
    }
  }
  const std::string why = prove_road(made);
  if (!why.empty()) {
    ++tally.refused;
    if (setting("LOCKSTEP_REFUSALS", 0) != 0) std::cout << made.name << ": " << why << "\n";
    return;
  }
  prove_rollback(made, 1, 0);
  ++tally.proven;
}

}  // namespace

TEST_CASE("random changes of random schemas end as the plain SQL does, and go back") {
  static RandomTally tally;
  const int first = setting("LOCKSTEP_SEED", 1);
  const int count = setting("LOCKSTEP_SEEDS", 200);
  for (int seed = first; seed < first + count; ++seed) {
    DYNAMIC_SECTION("seed " << seed) {
      prove_random(Maker(static_cast<unsigned>(seed)).make(static_cast<unsigned>(seed)), tally);
    }
  }
}

}  // namespace lockstep
