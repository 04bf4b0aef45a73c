#include <fmt/format.h>

#include "cli/judged_files.h"
#include "cli/judgement.h"

namespace lockstep {
namespace {

/// Files that were given and can be read, and folders; what cannot be read is told and left out.
std::vector<std::string> readable(Context& context, const NamedFiles& named, std::vector<Unreadable>& unreadable) {
  std::vector<std::string> paths;
  for (const std::string& path : named.paths) {
    const bool is_given = named.given && path == named.given->path;
    const bool is_file = !context.arguments.positional.empty() && !is_given && !is_folder(path);
    auto source = is_file ? read_source(path) : SourceFile{};
    if (source) {
      paths.push_back(path);
      continue;
    }
    print_error(context.terminal, to_error(source.error()));
    unreadable.push_back(std::move(source).error());
  }
  return paths;
}

/// A directive that cannot be understood is a finding of the statement that it was meant for, the next one.
void add_directive_findings(const Migration& migration, std::vector<StatementAnalysis>& statements) {
  for (const Diagnostic& finding : migration.findings) {
    for (size_t i = 0; i < statements.size(); ++i) {
      const bool is_next = migration.statements[i].statement.span.end > finding.span.begin;
      if (!is_next && i + 1 < statements.size()) continue;
      statements[i].findings.push_back(finding);
      break;
    }
  }
}

Result<int> run(Context& context) {
  Terminal& terminal = context.terminal;
  Analysis analysis;
  analysis.dialect = context.settings.dialect();
  LOCKSTEP_TRY(const std::optional<int> version, target_version(context.settings));
  if (analysis.dialect == Dialect::PostgreSQL) analysis.server_version = version.value_or(newest_server_version);
  LOCKSTEP_TRY(const NamedFiles named, named_files(context));
  LOCKSTEP_TRY(Catalog catalog, starting_catalog(context.settings));
  const std::vector<std::string> paths = readable(context, named, analysis.unreadable);
  LOCKSTEP_TRY(const std::vector<Migration> migrations,
               read_migrations(paths, analysis.dialect, context.settings.parse_options(), named.text()));
  bool failed = !analysis.unreadable.empty();
  for (const Migration& migration : migrations) {
    std::vector<StatementAnalysis> statements = analyze(migration, catalog, analysis.server_version);
    add_directive_findings(migration, statements);
    analysis.files.push_back({&migration, std::move(statements)});
    const std::string errors = render_errors(migration);
    if (!errors.empty()) print_message(terminal, errors);
    failed = failed || !errors.empty();
  }
  if (terminal.json) {
    print(terminal, analysis_document(analysis));
  } else {
    print(terminal, fmt::format("judged for {}\n", target_in_words(context.settings, version, false)));
    for (const AnalyzedFile& file : analysis.files) {
      print(terminal, "\n" + analysis_text(file, analysis.dialect, terminal.color_out));
    }
  }
  return failed ? exit_input : exit_done;
}

}  // namespace

extern const Command command_analyze;
const Command command_analyze{
    "analyze",
    false,
    "give the facts of every statement: locks, phase, undo",
    R"(Use it to see what each statement would do if it ran as written: what it locks, rewrites and scans, in which phase it
belongs and why, whether it fails and how it is undone. Files are taken in order, earlier ones make the schema. `lint`
says only what is wrong, `plan` what lockstep runs instead.)",
    "PATH...",
    "the folder of migrations, files, patterns, or `-`; default: the folder of the settings",
    setting_options({"server-version", "schema"}, {stdin_option, placeholders_option}),
    R"("dialect":"postgresql","server_version":0,"files":[])",
    R"(  lockstep analyze migrations
  lockstep analyze --format json --server-version 15 before.sql change.sql | jq '.files[-1].statements[].locks'
)",
    run,
};

}  // namespace lockstep
