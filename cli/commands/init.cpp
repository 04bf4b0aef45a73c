#include <filesystem>

#include <fmt/format.h>

#include "base/text.h"
#include "cli/command.h"
#include "cli/documents.h"
#include "cli/new_file.h"
#include "migrations/files.h"

namespace lockstep {
namespace {

/// A line of lockstep.toml for a setting: as set on the command line, else its default as a comment.
std::string toml_line(const SettingName& name, const Arguments& arguments) {
  const std::string_view key =
      name.key.substr(name.key.rfind('.') == std::string_view::npos ? 0 : name.key.rfind('.') + 1);
  const std::string_view example = name.key == "database"         ? "postgresql://app@localhost/shop"
                                   : name.key == "dialect"        ? "postgresql"
                                   : name.key == "server-version" ? "15"
                                   : name.key == "schema"         ? "db/structure.sql"
                                   : name.key == "lint.baseline"  ? "lint-baseline.json"
                                   : name.key == "lint.stats"     ? "table-stats.json"
                                   : name.key == "lint.after"     ? "0042"
                                   : name.value == "N"            ? "500"
                                   : name.value == "DURATION"     ? "25ms"
                                                                  : name.otherwise;
  const bool set = arguments.has(name.option);
  const std::string value =
      set ? arguments.value(name.option) : std::string(name.otherwise.empty() ? example : name.otherwise);
  const std::string literal = name.value == "LIST"                              ? "[]"
                              : name.value == "N" || name.value == "true|false" ? value
                                                                                : fmt::format("\"{}\"", value);
  const bool active = set || name.key == "migrations";
  const std::string help = to_upper(name.help.substr(0, 1)) + std::string(name.help.substr(1));
  return fmt::format("# {}.\n{}{} = {}\n", help, active ? "" : "# ", key, literal);
}

std::string config(const Arguments& arguments) {
  std::string out =
      "# Settings of lockstep for this project. An option or a LOCKSTEP_* variable wins over this file.\n"
      "# Lines that begin with `# name =` show what holds without them.\n";
  std::string table;
  for (const SettingName& name : setting_names()) {
    if (!name.in_file) continue;
    const size_t dot = name.key.find('.');
    const std::string own = dot == std::string_view::npos ? "" : std::string(name.key.substr(0, dot));
    if (own != table) out += fmt::format("\n[{}]", own);
    table = own;
    out += "\n" + toml_line(name, arguments);
  }
  return out;
}

constexpr std::string_view github =
    "name: migrations\n"
    "on:\n"
    "  pull_request:\n"
    "jobs:\n"
    "  lint:\n"
    "    runs-on: ubuntu-latest\n"
    "    steps:\n"
    "      - uses: actions/checkout@v4\n"
    "      # Install lockstep here, as its README says.\n"
    "      - run: lockstep lint\n"
    "      - run: lockstep plan --last 1\n";

constexpr std::string_view gitlab =
    "migrations:\n"
    "  stage: test\n"
    "  script:\n"
    "    # Install lockstep here, as its README says.\n"
    "    - lockstep lint\n"
    "    - lockstep plan --last 1\n"
    "  rules:\n"
    "    - if: $CI_PIPELINE_SOURCE == \"merge_request_event\"\n";

struct Done {
  std::vector<std::string> written, kept;
};

Status put(const std::string& path, std::string_view text, Done& done) {
  LOCKSTEP_TRY(const bool written, write_new_file(path, text));
  (written ? done.written : done.kept).push_back(path);
  return {};
}

Status make_folder(const std::string& path, Done& done) {
  std::error_code error;
  const bool made = std::filesystem::create_directories(path, error);
  if (error) return fail(ErrorCode::Input, fmt::format("cannot make the folder {}: {}", path, error.message()));
  (made ? done.written : done.kept).push_back(path + "/");
  return {};
}

Result<int> run(Context& context) {
  const std::string ci = context.arguments.value("--ci", "print");
  // The file's own words for the folder: a lockstep.toml further up does not decide about a new project.
  const std::string folder = file_exists("lockstep.toml") ? context.settings.text("migrations") : "migrations";
  Done done;
  LOCKSTEP_CHECK(put("lockstep.toml", config(context.arguments), done));
  LOCKSTEP_CHECK(make_folder(folder, done));
  if (ci == "github") LOCKSTEP_CHECK(put(".github/workflows/migrations.yml", github, done));
  if (ci == "gitlab") LOCKSTEP_CHECK(put(".gitlab/migrations.yml", gitlab, done));
  if (context.terminal.json) {
    print(context.terminal, init_document(done.written, done.kept));
    return exit_done;
  }
  for (const std::string& path : done.written) print(context.terminal, fmt::format("wrote {}\n", path));
  for (const std::string& path : done.kept)
    print(context.terminal, fmt::format("kept {}, which exists already\n", path));
  if (ci == "print") {
    print(context.terminal,
          fmt::format("\nFor CI, e.g. as .github/workflows/migrations.yml (`--ci github` writes it):\n\n{}", github));
  }
  if (ci == "gitlab") print(context.terminal, "\nAdd `include: .gitlab/migrations.yml` to .gitlab-ci.yml.\n");
  print(context.terminal, "\nNext: `lockstep new NAME` writes the first migration.\n");
  return exit_done;
}

}  // namespace

extern const Command command_init;
const Command command_init{
    "init",
    false,
    "begin to use lockstep in a project",
    R"(Use it once, in the folder that holds your project: it writes lockstep.toml, makes the folder of migrations and
shows what CI should run. Nothing that exists is overwritten. `new` writes the migrations themselves; a database
needs no preparation, `up` makes what lockstep keeps there.)",
    "",
    "",
    {{"--ci", "print|github|gitlab|none", "show what CI should run, or write it for GitHub or GitLab"}},
    "",
    R"(  lockstep init
  lockstep init --dialect sqlite --ci github
)",
    run,
};

}  // namespace lockstep
