#include "tests/cli/process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace lockstep::test {
namespace {

std::string temporary_file() {
  std::string pattern = (std::filesystem::temp_directory_path() / "lockstep-output-XXXXXX").string();
  const int file = ::mkstemp(pattern.data());
  if (file < 0) throw std::runtime_error("no temporary file");
  ::close(file);
  return pattern;
}

std::string take(const std::string& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  std::filesystem::remove(path);
  return text.str();
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> out;
  for (std::string& word : words) out.push_back(word.data());
  out.push_back(nullptr);
  return out;
}

}  // namespace

std::string lockstep_binary() {
  return LOCKSTEP_BINARY;
}

Process::Process(const std::vector<std::string>& words, const Start& start)
    : out_path_(temporary_file()), err_path_(temporary_file()) {
  posix_spawn_file_actions_t actions;
  posix_spawn_file_actions_init(&actions);
  posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, out_path_.c_str(), O_WRONLY | O_TRUNC, 0);
  posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, err_path_.c_str(), O_WRONLY | O_TRUNC, 0);
  if (!start.folder.empty()) posix_spawn_file_actions_addchdir_np(&actions, start.folder.c_str());
  std::vector<std::string> arguments = words;
  std::vector<std::string> environment = {std::string("PATH=") + std::getenv("PATH")};
  for (const auto& [name, value] : start.environment) environment.push_back(name + "=" + value);
  const int error = posix_spawnp(&pid_, words[0].c_str(), &actions, nullptr, pointers(arguments).data(),
                                 pointers(environment).data());
  posix_spawn_file_actions_destroy(&actions);
  if (error != 0) throw std::runtime_error("cannot start " + words[0]);
}

Process::~Process() {
  if (pid_ < 0) return;
  send(SIGKILL);
  (void)wait();
}

Outcome Process::wait() {
  int status = 0;
  ::waitpid(pid_, &status, 0);
  pid_ = -1;
  return {WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status), take(out_path_), take(err_path_)};
}

Outcome run(const std::vector<std::string>& words, const Start& start) {
  return Process(words, start).wait();
}

Outcome lockstep(const std::vector<std::string>& arguments, const Start& start) {
  std::vector<std::string> words = {lockstep_binary()};
  words.insert(words.end(), arguments.begin(), arguments.end());
  return run(words, start);
}

}  // namespace lockstep::test
