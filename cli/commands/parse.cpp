#include <algorithm>

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

ParsedInput parse_file(const std::string& path, Dialect dialect, ParseOptions options) {
  auto file = read_source(path);
  if (!file) return {SourceFile{path, {}}, {}, file.error()};
  ParsedFile parsed = parse(file->text, dialect, options);
  return {std::move(*file), std::move(parsed), std::nullopt};
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

Result<int> run(Context& context) {
  LOCKSTEP_TRY(const std::vector<std::string> paths, files_of(context));
  std::vector<ParsedInput> inputs;
  const ParseOptions options = context.settings.parse_options();
  for (const std::string& path : paths) inputs.push_back(parse_file(path, context.settings.dialect(), options));
  bool failed = false;
  for (const ParsedInput& input : inputs) {
    if (!context.terminal.json) {
      print(context.terminal, paint(context.terminal.color_out, Style::Bold, input.file.path) + "\n");
      const LineIndex lines(input.file.text);
      for (const Statement& statement : input.parsed.statements) print(context.terminal, line_of(statement, lines));
    }
    if (input.unreadable) print_error(context.terminal, to_error(*input.unreadable));
    for (const SyntaxError& error : input.parsed.errors) {
      const Diagnostic diagnostic{"", "", Severity::Error, error.message, error.help, error.span};
      print_message(context.terminal,
                    paint_diagnostic(context.terminal.color_err, render_text(diagnostic, input.file)));
    }
    failed = failed || input.unreadable || !input.parsed.errors.empty();
  }
  if (context.terminal.json) print(context.terminal, parse_document(inputs));
  return failed ? exit_input : exit_done;
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
