#include "adapters/sqlite/runner_lock.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

#include <fmt/format.h>

namespace lockstep {
namespace {

/// Whether `path` still names the open file: its last holder removes it, perhaps between our open() and flock().
bool is_same_file(int file, const std::string& path) {
  struct stat opened {};
  struct stat named {};
  return fstat(file, &opened) == 0 && stat(path.c_str(), &named) == 0 && opened.st_dev == named.st_dev &&
         opened.st_ino == named.st_ino;
}

tl::unexpected<Error> lock_failed(const std::string& path, int number) {
  return fail(ErrorCode::Input,
              fmt::format("the runner lock `{}` cannot be taken: {}", path, std::generic_category().message(number)),
              "the folder of the database must be writable: the lock is a file beside it");
}

}  // namespace

Result<bool> RunnerLock::try_take(const std::string& database_path) {
  if (file_ >= 0) return true;
  const std::string path = database_path + "-lockstep";
  for (;;) {
    // Close-on-exec, or a child process would keep the lock after our end.
    const int file = ::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (file < 0) return lock_failed(path, errno);
    if (flock(file, LOCK_EX | LOCK_NB) != 0) {
      const int number = errno;
      ::close(file);
      if (number == EINTR) continue;
      if (number == EWOULDBLOCK) return false;
      return lock_failed(path, number);
    }
    if (is_same_file(file, path)) {
      file_ = file;
      path_ = path;
      return true;
    }
    ::close(file);
  }
}

void RunnerLock::release() {
  if (file_ < 0) return;
  ::unlink(path_.c_str());  // while the lock is held, so that nobody's new file is removed
  ::close(file_);
  file_ = -1;
}

}  // namespace lockstep
