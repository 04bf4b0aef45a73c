#include <optional>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/documents.h"
#include "cli/line_index.h"
#include "migrations/files.h"

namespace lockstep {
namespace {

/// The files that are meant: a folder stands for its .sql files.
Result<std::vector<std::string>> files_of(const Context& context) {
  std::vector<std::string> files;
  for (const std::string& path : context.paths()) {
    if (context.arguments.positional.empty() && !file_exists(path)) {
      return fail(ErrorCode::Input, fmt::format("there is no folder `{}`", path), "give the files to parse");
    }
    if (!is_folder(path)) {
      files.push_back(path);
      continue;
    }
    LOCKSTEP_TRY(const std::vector<std::string> names, sql_files_in(path));
    if (names.empty()) return fail(ErrorCode::Input, fmt::format("no file in `{}` ends in .sql", path));
    for (const std::string& name : names) files.push_back(path_in(path, name));
  }
  return files;
}

std::string line_of(const Statement& statement, const LineIndex& lines) {
  std::vector<std::string> words, relations;
  if (const auto* alter = statement.as<AlterTable>()) {
    for (const AlterTableSubcommand& subcommand : alter->subcommands) words.push_back(subcommand.words);
  }
  for (const QualifiedName& relation : statement.relations) {
    relations.push_back(relation.schema.empty() ? relation.name : relation.schema + "." + relation.name);
  }
  std::string out = fmt::format("{:>5}  {}", lines.place(statement.span.begin).line, statement.tag);
  if (!words.empty()) out += fmt::format(" ({})", join(words, ", "));
  if (!relations.empty()) out += fmt::format("  {}", join(relations, ", "));
  return out + "\n";
}

/// Returns whether all of the file is SQL. Each statement is told when it is read, and then forgotten.
bool parse_file(const std::string& path, Context& context, ParseDocument* document) {
  Terminal& terminal = context.terminal;
  if (document == nullptr) print(terminal, paint(terminal.color_out, Style::Bold, path) + "\n");
  const auto file = read_source(path);
  if (!file) {
    print_error(terminal, to_error(file.error()));
    if (document != nullptr) document->unreadable(file.error());
    return false;
  }
  bool good = true;
  const LineIndex lines(file->text);
  parse_each(
      file->text, context.settings.dialect(),
      [&](const Statement& statement) {
        if (document != nullptr) {
          document->statement(statement);
        } else {
          print(terminal, line_of(statement, lines));
        }
      },
      [&](const SyntaxError& error) {
        good = false;
        const Diagnostic diagnostic{"", "", Severity::Error, error.message, error.help, error.span};
        print_message(terminal, paint_diagnostic(terminal.color_err, render_text(diagnostic, *file)));
        if (document != nullptr) document->error(lines.place(error.span.begin), error);
      },
      context.settings.parse_options());
  return good;
}

Result<int> run(Context& context) {
  LOCKSTEP_TRY(const std::vector<std::string> paths, files_of(context));
  std::optional<ParseDocument> document;
  if (context.terminal.json) {
    document.emplace([&](std::string_view piece) { print(context.terminal, piece); });
  }
  bool good = true;
  for (const std::string& path : paths) {
    if (document) document->begin_file(path);
    good = parse_file(path, context, document ? &*document : nullptr) && good;
    if (document) document->end_file();
  }
  if (document) document->end();
  return good ? exit_done : exit_input;
}

}  // namespace

extern const Command command_parse;
const Command command_parse{
    "parse",
    false,
    "list the statements of files, as lockstep reads them",
    R"(Use it to see where lockstep finds a statement and what it takes it for; nothing is judged. `analyze` adds what a
statement does to others, `lint` says only what is wrong.)",
    "FILE...",
    "files, or folders of .sql files; default: the folder of migrations",
    {placeholders_option},
    R"("files":[])",
    "  lockstep parse migrations/0007_add_zone.sql\n"
    "  lockstep parse --format json --dialect sqlite schema.sql | jq '.files[].statements[].kind'\n",
    run,
};

}  // namespace lockstep
