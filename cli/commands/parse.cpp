#include <optional>

#include <fmt/format.h>

#include "base/line_index.h"
#include "base/text.h"
#include "cli/command.h"
#include "cli/documents.h"
#include "migrations/files.h"
#include "parser/routine_body.h"

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

/// `place` is where the statement begins; "" for one that stands in the body of another.
std::string line_of(const Statement& statement, const std::string& place) {
  std::vector<std::string> words, relations;
  if (const auto* alter = statement.as<AlterTable>()) {
    for (const AlterTableSubcommand& subcommand : alter->subcommands) words.push_back(subcommand.words);
  }
  for (const QualifiedName& relation : statement.relations) {
    relations.push_back(name_as_written(relation));
  }
  std::string out = fmt::format("{:>5}  {}", place, statement.tag);
  if (!words.empty()) out += fmt::format(" ({})", join(words, ", "));
  if (!relations.empty()) out += fmt::format("  {}", join(relations, ", "));
  return out + "\n";
}

/// What a routine's body runs, a line each; expressions only if they read a relation.
std::string lines_of(const RoutineBody& body, const LineIndex& lines) {
  std::string out;
  for (const BodyStatement& each : body.statements) {
    const std::string place = std::to_string(lines.place(each.span.begin).line);
    if (each.use == BodyStatement::Use::Dynamic) {
      out += fmt::format("{:>5}    EXECUTE of text that is not known before it runs\n", place);
    } else if (each.statement && (each.use != BodyStatement::Use::Expression || !each.statement->relations.empty())) {
      out += line_of(*each.statement, place).insert(5, "  ");
    }
  }
  return out;
}

/// The body of a routine or DO block, if the statement has one that can be read.
std::optional<RoutineBody> body_of(const Statement& statement, std::string_view source) {
  if (statement.as<CreateFunction>() == nullptr && statement.as<DoBlock>() == nullptr) return std::nullopt;
  RoutineBody body = read_routine_body(statement, source);
  return body.known ? std::optional(std::move(body)) : std::nullopt;
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
        const std::optional<RoutineBody> body = body_of(statement, file->text);
        if (document != nullptr) {
          document->statement(statement, body ? &*body : nullptr, lines);
          return;
        }
        print(terminal, line_of(statement, std::to_string(lines.place(statement.span.begin).line)));
        if (body) print(terminal, lines_of(*body, lines));
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
