#include "cli/judged_files.h"

#include <algorithm>
#include <iostream>
#include <iterator>
#include <set>

#include <fmt/format.h>

#include "base/parallel.h"
#include "base/text.h"
#include "migrations/files.h"
#include "migrations/glob.h"
#include "migrations/native_name.h"
#include "migrations/statements.h"

namespace lockstep {
namespace {

constexpr std::string_view stdin_name = "<stdin>";

Result<SourceFile> read_stdin(std::string path) {
  SourceFile file{std::move(path), {std::istreambuf_iterator<char>(std::cin), std::istreambuf_iterator<char>()}};
  auto checked = check_source(std::move(file));
  if (!checked) return fail(to_error(checked.error()));
  return std::move(*checked);
}

/// A folder and the files that were named in it.
struct Group {
  std::string folder;
  std::vector<std::string> named;
  std::vector<std::string> all;  ///< in any order, those named included
};

struct NamedMigration {
  NativeName name;
  std::string file;
};

/// The folder's files, as far as they are migrations of one history: every file has an id, and none is there twice.
std::optional<std::vector<NamedMigration>> one_history(const std::vector<std::string>& files) {
  std::vector<NamedMigration> migrations;
  std::set<std::string> ups;
  for (const std::string& file : files) {
    const auto name = native_name(file);
    if (!name) return std::nullopt;
    if (!name->down && !ups.insert(name->id).second) return std::nullopt;
    migrations.push_back({*name, file});
  }
  return migrations;
}

/// Adds the files of the group's folder that come before the last one that was named.
void add_earlier(Group& group) {
  group.all = group.named;
  const auto files = sql_files_in(group.folder.empty() ? "." : group.folder);
  if (!files) return;
  std::vector<std::string> names = *files;
  std::set<std::string> named_names;
  for (const std::string& path : group.named) {
    const std::string name(base_name(path));
    named_names.insert(name);
    if (!contains(names, name)) names.push_back(name);
  }
  const auto history = one_history(names);
  if (!history) return;
  const bool numbers = std::all_of(history->begin(), history->end(),
                                   [](const NamedMigration& each) { return all_digits(each.name.id); });
  std::string last;
  for (const NamedMigration& each : *history) {
    const bool later = last.empty() || id_before(last, each.name.id, numbers);
    if (named_names.count(each.file) > 0 && later) last = each.name.id;
  }
  for (const NamedMigration& each : *history) {
    if (named_names.count(each.file) > 0 || each.name.down || id_before(last, each.name.id, numbers)) continue;
    group.all.push_back(path_in(group.folder, each.file));
  }
}

/// Watches migrations for a table that they create although they have it: they are not one history then.
class CreatedTwice {
 public:
  explicit CreatedTwice(Dialect dialect) { names_.dialect = dialect; }

  void see(const Statement& statement) {
    if (!table.empty()) return;
    if (const auto* create = statement.as<CreateTable>()) {
      if (create->if_not_exists || create->temporary) return;
      if (!tables_.insert(names_.key(create->name)).second) table = create->name.name;
    } else if (const auto* drop = statement.as<DropStatement>()) {
      for (const QualifiedName& name : drop->names) tables_.erase(names_.key(name));
      if (drop->kind == ObjectKind::Schema || drop->kind == ObjectKind::Database) tables_.clear();
    } else if (const auto* alter = statement.as<AlterTable>()) {
      for (const AlterTableSubcommand& sub : alter->subcommands) {
        const bool moves = sub.action == AlterTableAction::RenameTable || sub.action == AlterTableAction::SetSchema;
        if (moves) tables_.erase(names_.key(alter->name));
      }
    } else if (const auto* control = statement.as<TransactionControl>()) {
      if (control->kind == TransactionControl::Kind::Rollback) tables_.clear();
    }
  }

  std::string table;  ///< the first one

 private:
  Catalog names_;
  std::set<std::string> tables_;
};

History as_history(std::vector<MigrationText> migrations, const std::vector<std::string>* named) {
  History history;
  const auto is_named = [&](const std::string& path) { return named == nullptr || contains(*named, path); };
  for (const MigrationText& migration : migrations) {
    const bool asked = is_named(migration.file.path);
    history.asked.push_back(asked);
    history.asked_undo.push_back(asked || (migration.undo && is_named(migration.undo->path)));
  }
  history.migrations = std::move(migrations);
  return history;
}

Result<History> find_group(const Group& group, const NamedFiles& named, const Settings& settings,
                           std::vector<std::string>& remarks) {
  LOCKSTEP_TRY(std::vector<MigrationText> all, find_migrations(group.all, settings.dialect(), named.text()));
  if (group.all.size() == group.named.size()) return as_history(std::move(all), &group.named);
  CreatedTwice twice(settings.dialect());
  History copy{all, {}, {}};
  follow(copy, settings, Large::Outlined, [&](size_t, const Migration& migration) {
    Statements(migration).for_each([&](size_t, const Statement& statement) { twice.see(statement); });
  });
  if (twice.table.empty()) return as_history(std::move(all), &group.named);
  remarks.push_back(
      fmt::format("the files of `{}` are not one history (`{}` is created twice): what was named is judged by itself",
                  group.folder.empty() ? "." : group.folder, twice.table));
  LOCKSTEP_TRY(all, find_migrations(group.named, settings.dialect(), named.text()));
  return as_history(std::move(all), &group.named);
}

}  // namespace

Result<NamedFiles> named_files(const Context& context) {
  NamedFiles out;
  for (const std::string& path : context.paths()) {
    if (path == "-") {
      if (out.given) return fail(ErrorCode::Input, "`-` is given twice, but there is only one standard input");
      LOCKSTEP_TRY(out.given, read_stdin(context.arguments.value("--stdin-filename", stdin_name)));
      out.paths.push_back(out.given->path);
      continue;
    }
    if (!is_glob(path) || file_exists(path)) {
      out.paths.push_back(path);
      continue;
    }
    const std::vector<std::string> found = expand_glob(path);
    if (found.empty()) {
      return fail(ErrorCode::Input, fmt::format("no file matches `{}`", path),
                  "`*` stays within a name, `**` stands for any number of folders");
    }
    out.paths.insert(out.paths.end(), found.begin(), found.end());
  }
  if (context.arguments.has("--stdin-filename") && !out.given) {
    return fail(ErrorCode::Input, "`--stdin-filename` names the text of standard input, but `-` is not among the files",
                "give `-` as the file, too");
  }
  return out;
}

Result<Catalog> starting_catalog(const Settings& settings) {
  Catalog catalog;
  catalog.dialect = settings.dialect();
  const std::string path = settings.text("schema");
  if (path.empty()) return catalog;
  if (is_folder(path)) {
    return fail(ErrorCode::Input, fmt::format("the schema `{}` is a folder ({})", path, settings.origin("schema")),
                "give the file that `pg_dump --schema-only` wrote");
  }
  LOCKSTEP_TRY(const SourceFile file, load_source(path));
  const ParsedFile parsed = parse(file.text, catalog.dialect, settings.parse_options());
  if (!parsed.errors.empty()) {
    const SyntaxError& error = parsed.errors.front();
    const LineColumn place = line_column(file.text, error.span.begin);
    return fail(ErrorCode::Input, fmt::format("{}:{}:{}: {}", path, place.line, place.column, error.message),
                error.help.empty()
                    ? "the schema is a file of SQL: `pg_dump --schema-only`, structure.sql, or sqlite3's .schema"
                    : error.help);
  }
  for (const Statement& statement : parsed.statements) apply_to(catalog, statement);
  return catalog;
}

void follow(History& history, const Settings& settings, Large large,
            const std::function<void(size_t, const Migration&)>& use) {
  constexpr size_t large_bytes = 1 << 20;
  constexpr size_t ahead = 32;  // enough to keep both sides busy when some files take longer than others
  ParseOptions options = settings.parse_options();
  options.tokens = false;  // nobody asks for checksums
  std::vector<Migration> parsed(ahead);
  in_order(
      history.size(), ahead,
      [&](size_t i) {
        MigrationText& text = history.migrations[i];
        const bool outlined = large == Large::Outlined && text.file.text.size() > large_bytes;
        parsed[i % ahead] =
            (outlined ? outline_migration : parse_migration)(std::move(text), settings.dialect(), options);
      },
      [&](size_t i) {
        use(i, parsed[i % ahead]);
        return true;
      });
}

std::vector<Migration> parse_all(History& history, const Settings& settings) {
  std::vector<Migration> migrations(history.size());
  for_each_index(history.size(), [&](size_t i) {
    migrations[i] = parse_migration(std::move(history.migrations[i]), settings.dialect(), settings.parse_options());
  });
  return migrations;
}

Result<std::vector<History>> find_histories(const NamedFiles& named, const Settings& settings,
                                            std::vector<std::string>& remarks) {
  const auto is_given = [&](const std::string& path) { return named.given && path == named.given->path; };
  const bool one_by_one = std::all_of(named.paths.begin(), named.paths.end(), [&](const std::string& path) {
    return is_given(path) || (file_exists(path) && !is_folder(path) && native_name(std::string(base_name(path))));
  });
  std::vector<History> out;
  if (!one_by_one || settings.has("schema")) {
    LOCKSTEP_TRY(std::vector<MigrationText> migrations, find_migrations(named.paths, settings.dialect(), named.text()));
    out.push_back(as_history(std::move(migrations), nullptr));
    return out;
  }
  std::vector<Group> groups;
  for (const std::string& path : named.paths) {
    const std::string folder(folder_of(path));
    auto group = std::find_if(groups.begin(), groups.end(), [&](const Group& each) { return each.folder == folder; });
    if (group == groups.end()) group = groups.insert(groups.end(), Group{folder, {}, {}});
    group->named.push_back(path);
  }
  for (Group& group : groups) {
    add_earlier(group);
    LOCKSTEP_TRY(History history, find_group(group, named, settings, remarks));
    out.push_back(std::move(history));
  }
  return out;
}

}  // namespace lockstep
