// Runs the real binary, in a folder and an environment of the test's own.
#pragma once

#include <csignal>
#include <map>
#include <string>
#include <vector>

#include <sys/types.h>

namespace lockstep::test {

struct Outcome {
  int exit = -1;  ///< the exit code; -N for a process that signal N ended
  std::string out, err;
};

struct Start {
  std::string folder;                              ///< where it runs; empty: here
  std::map<std::string, std::string> environment;  ///< all that it sees besides PATH
};

/// lockstep with `arguments`, to its end.
[[nodiscard]] Outcome lockstep(const std::vector<std::string>& arguments, const Start& start = {});
/// Any other program, found in PATH.
[[nodiscard]] Outcome run(const std::vector<std::string>& words, const Start& start = {});

/// The same without waiting.
class Process {
 public:
  Process(const std::vector<std::string>& words, const Start& start);
  Process(const Process&) = delete;
  Process& operator=(const Process&) = delete;
  ~Process();

  void send(int signal) const { ::kill(pid_, signal); }
  [[nodiscard]] Outcome wait();

 private:
  std::string out_path_, err_path_;
  pid_t pid_ = -1;
};

[[nodiscard]] std::string lockstep_binary();

}  // namespace lockstep::test
