// What a person meets who mistypes, asks for help or forgets something.
#include <algorithm>

#include <catch2/catch.hpp>

#include "base/text.h"
#include "cli/command.h"
#include "tests/cli/json_schema.h"
#include "tests/cli/process.h"
#include "tests/migrations/temp_folder.h"

namespace lockstep::test {
namespace {

TEST_CASE("without a command the list of commands is printed, with exit 2") {
  const Outcome outcome = lockstep({});
  CHECK(outcome.exit == 2);
  CHECK(outcome.out.empty());
  CHECK(outcome.err.find("Commands that only read files:\n") != std::string::npos);
}

TEST_CASE("--help and --version are answers, not errors") {
  const Outcome help = lockstep({"--help"});
  CHECK(help.exit == 0);
  CHECK(help.err.empty());
  for (const Command* command : commands()) {
    CHECK(help.out.find("\n  " + std::string(command->name) + " ") != std::string::npos);
  }
  CHECK(lockstep({"--version"}).out == "lockstep " LOCKSTEP_VERSION "\n");
}

TEST_CASE("every command's help opens with when to use it") {
  for (const Command* command : commands()) {
    INFO(command->name);
    const Outcome help = lockstep({std::string(command->name), "--help"});
    CHECK(help.exit == 0);
    CHECK(help.err.empty());
    CHECK(help.out.starts_with("lockstep " + std::string(command->name) + ": " + std::string(command->summary) +
                               "\n\nUse it "));
    CHECK(help.out == lockstep({std::string(command->name), "-h"}).out);
    CHECK(help.out == lockstep({"help", std::string(command->name)}).out);
    for (const Option& option : command->options)
      CHECK(help.out.find("  " + std::string(option.name)) != std::string::npos);
  }
}

TEST_CASE("the declarations of the commands hold together") {
  for (const Command* command : commands()) {
    INFO(command->name);
    CHECK(command->summary.back() != '.');
    CHECK(command->run != nullptr);
    CHECK(command->operands.empty() == command->operands_help.empty());
    std::vector<std::string_view> names;
    for (const Option& option : command->options) names.push_back(option.name);
    for (const Option& option : global_options()) {
      // Formats are the one option of all commands that a command may declare anew.
      const bool declared_anew =
          option.name == "--format" && std::find(names.begin(), names.end(), "--format") != names.end();
      if (!declared_anew) names.push_back(option.name);
    }
    std::sort(names.begin(), names.end());
    CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
    for (const std::string_view name : names) CHECK(name.starts_with("--"));
    for (size_t begin = 0; begin < command->when.size();) {
      const size_t end = std::min(command->when.find('\n', begin), command->when.size());
      CHECK(end - begin <= 120);
      begin = end + 1;
    }
  }
}

struct Mistake {
  std::vector<std::string> arguments;
  std::string message;  ///< all of stderr
};

TEST_CASE("a mistake on the command line is named, with the likely word") {
  const std::vector<Mistake> mistakes = {
      {{"statsu"}, "lockstep: error: there is no command `statsu`\nhelp: did you mean `status`?\n"},
      {{"frobnicate"},
       "lockstep: error: there is no command `frobnicate`\nhelp: `lockstep --help` lists the commands\n"},
      {{"--fromat", "json"}, "lockstep: error: unknown option `--fromat`\nhelp: did you mean `--format`?\n"},
      {{"parse", "--fromat=json"},
       "lockstep: error: `parse` has no option `--fromat`\nhelp: did you mean `--format`?\n"},
      {{"up", "--purge"}, "lockstep: error: `up` has no option `--purge`\nhelp: `lockstep up --help` lists the options\n"},
      {{"parse", "--project"},
       "lockstep: error: `--project` wants a value\nhelp: `lockstep parse --help` lists the options\n"},
      {{"parse", "--format", "xml"}, "lockstep: error: `--format` wants `text` or `json`, not `xml`\n"},
      {{"parse", "--dialect", "sqlit"},
       "lockstep: error: `--dialect` wants `postgresql` or `sqlite`, not `sqlit`\nhelp: did you mean `sqlite`?\n"},
      {{"plan", "--last", "two"}, "lockstep: error: `--last` wants a whole number, not `two`\n"},
      {{"up", "--pause", "5"},
       "lockstep: error: `--pause` wants a duration, not `5`\nhelp: write e.g. `250ms`, `30s`, `10m`, `72h` or `7d`\n"},
      {{"new", "a", "b"},
       "lockstep: error: `new` takes one NAME, not `b` as well\nhelp: `lockstep new --help` lists the options\n"},
      {{"init", "here"},
       "lockstep: error: `init` does not take `here`\nhelp: `lockstep init --help` lists the options\n"},
      {{"new"}, "lockstep: error: `new` wants a name\nhelp: e.g. `lockstep new add_shipping_zone`\n"},
      {{"resume"}, "lockstep: error: `resume` wants the migration\nhelp: e.g. `lockstep resume --id 0007`\n"},
      {{"contract", "--purge=later"}, "lockstep: error: `--purge` wants `=now` or nothing, not `later`\n"},
      {{"contract", "--purge=now"},
       "lockstep: error: `--purge=now` deletes what is kept for an undo\n"
       "help: add `--allow-loss` if that is meant, or `--purge` for what was kept long enough\n"},
      {{"contract", "--all", "--id", "1"},
       "lockstep: error: `--id` and `--all` exclude each other\nhelp: give one of them\n"},
      {{"completion", "tcsh"},
       "lockstep: error: `completion` knows no shell `tcsh`\nhelp: it is `lockstep completion bash`, `zsh` or "
       "`fish`\n"},
  };
  for (const Mistake& mistake : mistakes) {
    INFO(join(mistake.arguments, " "));
    const Outcome outcome = lockstep(mistake.arguments);
    CHECK(outcome.exit == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err == mistake.message);
  }
}

TEST_CASE("in JSON an error leaves a whole document on stdout") {
  const TempFolder folder;
  const Start start{folder.path(), {}};
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases = {
      {{"parse", "--fromat", "--format", "json"}, "parse.json"},
      {{"parse", "--format=json"}, "parse.json"},
      {{"lint", "--format=json"}, "lint.json"},
      {{"analyze", "--format=json"}, "analyze.json"},
      {{"explain", "no-such-rule", "--format=json"}, "explain.json"},
      {{"plan", "--format=json"}, "plan.json"},
      {{"up", "--format=json"}, "run.json"},
      {{"contract", "--format=json"}, "run.json"},
      {{"rollback", "--format=json"}, "rollback.json"},
      {{"status", "--format=json"}, "status.json"},
      {{"new", "--format=json"}, "new.json"},
  };
  for (const auto& [arguments, schema] : cases) {
    INFO(join(arguments, " "));
    const Outcome outcome = lockstep(arguments, start);
    CHECK(outcome.exit == 2);
    CHECK(check_document(outcome.out, schema) == "");
    CHECK(outcome.out.find("\"error\":{\"code\":\"input\"") != std::string::npos);
    CHECK(outcome.err.starts_with("lockstep: error: "));
  }
}

TEST_CASE("without a database the two ways to give one are told") {
  const TempFolder folder;
  folder.write("migrations/1_a.sql", "SELECT 1;");
  for (const std::string command : {"up", "expand", "backfill", "contract", "rollback", "status"}) {
    INFO(command);
    const Outcome outcome = lockstep({command}, {folder.path(), {}});
    CHECK(outcome.exit == 2);
    CHECK(outcome.out.empty());
    CHECK(outcome.err ==
          "lockstep: error: no database is given\n"
          "help: name it with `--database postgresql://user@host/name` or `--database sqlite:path/to/file.db`,\n"
          "      or set the variable LOCKSTEP_DATABASE (or DATABASE_URL) to the same\n");
  }
}

TEST_CASE("colour is for terminals and those who ask for it") {
  const TempFolder folder;
  folder.write("a.sql", "SELECT 1;");
  const auto out = [&](const std::vector<std::string>& more, std::map<std::string, std::string> environment) {
    std::vector<std::string> arguments = {"parse", "a.sql"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return lockstep(arguments, {folder.path(), std::move(environment)}).out;
  };
  CHECK(out({}, {}) == "a.sql\n    1  SELECT\n");
  CHECK(out({"--color", "never"}, {}) == "a.sql\n    1  SELECT\n");
  CHECK(out({"--color", "always"}, {}) == "\x1b[1ma.sql\x1b[0m\n    1  SELECT\n");
  CHECK(out({"--color", "always"}, {{"NO_COLOR", "1"}}) == "\x1b[1ma.sql\x1b[0m\n    1  SELECT\n");
  CHECK(out({}, {{"LOCKSTEP_COLOR", "always"}}) == "\x1b[1ma.sql\x1b[0m\n    1  SELECT\n");
}

TEST_CASE("completion scripts are valid and complete") {
  const TempFolder folder;
  folder.write("bash", lockstep({"completion", "bash"}).out);
  CHECK(run({"bash", "-n", folder.path("bash")}).err.empty());
  const auto complete = [&](const std::string& words) {
    const std::string script = "source '" + folder.path("bash") + "'; COMP_WORDS=(" + words +
                               "); COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); _lockstep; echo \"${COMPREPLY[@]}\"";
    return run({"bash", "-c", script}, {folder.path(), {}}).out;
  };
  CHECK(complete("lockstep sta") == "status\n");
  CHECK(complete("lockstep --format json sta") == "status\n");
  CHECK(complete("lockstep up --fres") == "--fresh\n");
  CHECK(complete("lockstep up --fresh \"\"") == "auto never require\n");
  CHECK(complete("lockstep completion \"\"") == "bash zsh fish\n");
  const std::string zsh = lockstep({"completion", "zsh"}).out;
  const std::string fish = lockstep({"completion", "fish"}).out;
  for (const Command* command : commands()) {
    const std::string name(command->name);
    CHECK(zsh.find("    " + name + ")\n") != std::string::npos);
    CHECK(fish.find("-xa " + name + " -d") != std::string::npos);
    for (const Option& option : command->options) {
      CHECK(zsh.find("'" + std::string(option.name) + "[") != std::string::npos);
      CHECK(fish.find("__fish_seen_subcommand_from " + name + "' -l " + std::string(option.name.substr(2))) !=
            std::string::npos);
    }
  }
}

}  // namespace
}  // namespace lockstep::test
