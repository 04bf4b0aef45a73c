#include "cli/changed_files.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <filesystem>
#include <vector>

#include <fmt/format.h>

#include "base/text.h"
#include "migrations/files.h"

extern char** environ;

namespace lockstep {
namespace {

std::string canonical(const std::string& path) {
  std::error_code error;
  return std::filesystem::weakly_canonical(path, error).string();
}

struct Output {
  int exit = -1;
  std::string text;
};

/// git with these arguments in `folder`: what it writes to its standard output.
Result<Output> git(const std::string& folder, std::vector<std::string> arguments) {
  std::vector<std::string> words = {"git", "-C", folder};
  words.insert(words.end(), arguments.begin(), arguments.end());
  std::vector<char*> argv;
  for (std::string& word : words) argv.push_back(word.data());
  argv.push_back(nullptr);
  std::array<int, 2> ends{};
  if (pipe2(ends.data(), O_CLOEXEC) != 0) return fail(ErrorCode::Failed, "cannot open a pipe to git");
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
  pid_t pid = -1;
  const int failed = posix_spawnp(&pid, "git", &actions, nullptr, argv.data(), environ);
  posix_spawn_file_actions_destroy(&actions);
  close(ends[1]);
  Output out;
  if (failed == 0) {
    std::array<char, 4096> buffer{};
    for (ssize_t got = 0; (got = read(ends[0], buffer.data(), buffer.size())) != 0;) {
      if (got > 0) out.text.append(buffer.data(), static_cast<size_t>(got));
      if (got < 0 && errno != EINTR) break;
    }
    int status = 0;
    while (waitpid(pid, &status, 0) < 0 && errno == EINTR) {
    }
    out.exit = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }
  close(ends[0]);
  if (failed != 0 || out.exit == 127) {
    return fail(ErrorCode::Input, "`--changed-since` asks git, which cannot be started",
                "install git, or name the files that changed");
  }
  return out;
}

}  // namespace

Result<ChangedFiles> changed_files(const std::string& revision, const std::string& folder) {
  const std::string where = folder.empty() ? "." : folder;
  LOCKSTEP_TRY(const Output top, git(where, {"rev-parse", "--show-toplevel"}));
  if (top.exit != 0) {
    return fail(ErrorCode::Input, fmt::format("`{}` is in no git repository, which `--changed-since` needs", where),
                "name the files that changed instead");
  }
  const std::string root(trim(top.text));
  LOCKSTEP_TRY(const Output known,
               git(root, {"rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"}));
  if (known.exit != 0) {
    return fail(ErrorCode::Input, fmt::format("git knows no revision `{}` (--changed-since)", revision),
                "in CI fetch it first: a shallow clone has only its last commit");
  }
  LOCKSTEP_TRY(const Output changed,
               git(root, {"diff", "--name-status", "-z", "--no-renames", std::string(trim(known.text))}));
  LOCKSTEP_TRY(const Output added, git(root, {"ls-files", "--others", "--exclude-standard", "-z"}));
  ChangedFiles out(revision);
  const std::vector<std::string> words = split(changed.text, '\0');  // a letter and a name in turn
  for (size_t i = 0; i + 1 < words.size(); i += 2) out.add(path_in(root, words[i + 1]), words[i] == "A");
  for (const std::string& name : split(added.text, '\0')) {
    if (!name.empty()) out.add(path_in(root, name), true);
  }
  return out;
}

void ChangedFiles::add(const std::string& path, bool is_new) {
  is_new_[canonical(path)] = is_new;
}

bool ChangedFiles::is_edited(const std::string& path) const {
  const auto found = is_new_.find(canonical(path));
  return found != is_new_.end() && !found->second;
}

bool ChangedFiles::is_added(const std::string& path) const {
  const auto found = is_new_.find(canonical(path));
  return found != is_new_.end() && found->second;
}

}  // namespace lockstep
