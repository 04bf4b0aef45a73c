// ADD COLUMN whose values a sequence gives (serial types, identity): as written it copies the table (manual, ALTER
// TABLE, Notes). Here the column and its sequence come first, rows are numbered by chunks, and the contract makes it
// what it was declared as.
#include <algorithm>

#include <fmt/format.h>

#include "base/text.h"
#include "engine/catalog/fold.h"
#include "engine/catalog/table.h"
#include "engine/rewrite/rewrite.h"

namespace lockstep {
namespace {

const Constraint* identity_of(const ColumnDefinition& column) {
  const auto found = std::find_if(column.constraints.begin(), column.constraints.end(),
                                  [](const Constraint& each) { return each.kind == ConstraintKind::Identity; });
  return found == column.constraints.end() ? nullptr : &*found;
}

/// As SQL, the sequence that the server makes for the column.
std::string sequence_of(const RewriteInput& input, const Draft& after, const std::string& table,
                        const std::string& column) {
  for (const std::string& key : after.owned_sequences(table)) {
    const CatalogRelation* sequence = after.find(key);
    if (sequence->owned_by == table + "." + column) return input.table_sql(*sequence);
  }
  return {};
}

}  // namespace

std::optional<Rewritten> add_numbered_column(const RewriteInput& input) {
  const AlterTableSubcommand* add = subcommand(input.statement(), AlterTableAction::AddColumn);
  if (add == nullptr || !input.postgresql() || !add->column || !add->column->type) return std::nullopt;
  const QualifiedName& target = input.statement().as<AlterTable>()->name;
  const CatalogRelation* table = input.catalog.find(target);
  const ColumnDefinition& column = *add->column;
  const Constraint* identity = identity_of(column);
  if (table == nullptr || input.is_new(input.catalog.key(target))) return std::nullopt;
  if (table->column(column.name) != nullptr || (identity == nullptr && !is_serial(*column.type))) return std::nullopt;
  const bool plain = std::all_of(column.constraints.begin(), column.constraints.end(), [&](const Constraint& each) {
    return &each == identity || each.kind == ConstraintKind::NotNull;
  });
  if (!plain) return std::nullopt;
  std::vector<KeyColumn> key = walking_key(input, *table);
  if (key.empty()) return refuse_without_key(*table, accept_copy);
  if (identity != nullptr && !identity->sequence.empty()) return std::nullopt;
  const std::string table_key = input.catalog.key(target);
  const Folding folding = fold_on(input.catalog, input.statement(), input.options.server_version);
  if (!folding.status) return std::nullopt;
  const std::string final_sequence = sequence_of(input, folding.draft, table_key, column.name);
  const CatalogColumn* made = folding.draft.find(table_key)->column(column.name);
  if (final_sequence.empty() || made == nullptr) return std::nullopt;

  const std::string name = input.table_sql(*table);
  const std::string quoted = input.quote(column.name);
  const std::string alter = fmt::format("ALTER TABLE {} ALTER COLUMN {}", name, quoted);
  // A serial column keeps the sequence; an identity column gets one of its own at contract.
  const std::string sequence =
      identity == nullptr ? final_sequence
                          : input.beside(*table, own_name(input.migration, table->name + "_" + column.name + "_seq"));
  const std::string next = fmt::format("nextval({})", quote_literal(sequence));
  const uint32_t base = input.statement().span.begin;
  const std::string generated =
      identity == nullptr ? "" : input.statement().text.substr(identity->span.begin - base, identity->span.size());
  const size_t open = generated.find('(');
  const std::string options =
      open == std::string::npos ? "" : " " + generated.substr(open + 1, generated.rfind(')') - open - 1);
  const std::vector<std::string> number{
      fmt::format("CREATE SEQUENCE {} AS {}{}", sequence, made->type, options),
      fmt::format("ALTER SEQUENCE {} OWNED BY {}.{}", sequence, name, quoted),
      fmt::format("{} SET DEFAULT {}", alter, next),
  };
  Rewritten out;
  out.name = "add-numbered-column";
  std::vector<std::string> first{fmt::format("ALTER TABLE {} ADD COLUMN {} {}", name, quoted, made->type)};
  first.insert(first.end(), number.begin(), number.end());
  out.steps.push_back(sql_step(Phase::Expand,
                               fmt::format("add column {}.{} with its sequence", table->name, column.name),
                               std::move(first), {fmt::format("ALTER TABLE {} DROP COLUMN {}", name, quoted)}));
  out.steps.push_back(fill_step(input, *table, std::move(key), fmt::format("number the rows of {}", table->name),
                                fmt::format("{} = {}", quoted, next), quoted + " IS NULL"));
  std::vector<std::string> last, last_undo;
  if (identity != nullptr) {
    const auto carry = [](const std::string& from, const std::string& to) {
      return fmt::format("SELECT setval({}, last_value, is_called) FROM {}", quote_literal(to), from);
    };
    last = {alter + " DROP DEFAULT", alter + " ADD " + generated, carry(sequence, final_sequence),
            "DROP SEQUENCE " + sequence};
    last_undo = {number[0], carry(final_sequence, sequence), alter + " DROP IDENTITY", number[1], number[2]};
  }
  for (Step& step : not_null_steps(input, *table, column.name, last, last_undo)) out.steps.push_back(std::move(step));
  out.readable_after = "backfill";
  return out;
}

}  // namespace lockstep
