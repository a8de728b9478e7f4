#include "files/new_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <climits>
#include <cstdio>
#include <cstring>
#include <filesystem>
#include <new>
#include <random>

namespace bellcurve::files {
namespace {

// Names that a signal handler would have to remove. Taken and given back by
// new files, read by discard_pending() at any moment.
struct pending_slot {
  std::atomic<int> state{vacant};
  int directory = -1;
  std::array<char, 48> name{};
  enum : int { vacant, being_filled, filled };
};
std::array<pending_slot, 8> pending;
static_assert(std::atomic<int>::is_always_lock_free, "needed by discard_pending()");

int remember(int directory, const std::array<char, 48>& name) noexcept {
  for (std::size_t i = 0; i < pending.size(); ++i) {
    int expected = pending_slot::vacant;
    if (!pending[i].state.compare_exchange_strong(expected, pending_slot::being_filled)) continue;
    pending[i].directory = directory;
    pending[i].name = name;
    pending[i].state.store(pending_slot::filled);
    return static_cast<int>(i);
  }
  return -1;
}

void forget(int slot) noexcept {
  if (slot >= 0) pending[static_cast<std::size_t>(slot)].state.store(pending_slot::vacant);
}

/// Follows symbolic links, also to a file that does not exist yet.
std::string follow_links(std::string path) {
  const std::string start = path;
  for (int depth = 0; depth < 40; ++depth) {
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) return path;
    std::array<char, PATH_MAX> target;
    const ssize_t n = ::readlink(path.c_str(), target.data(), target.size());
    if (n < 0) throw_errno(start, "follow the link", errno);
    const std::string to(target.data(), static_cast<std::size_t>(n));
    const std::size_t slash = path.rfind('/');
    // What is not absolute starts from the directory of the link.
    path.resize(to.starts_with('/') || slash == std::string::npos ? 0 : slash + 1);
    path += to;
  }
  throw_errno(start, "follow the link", ELOOP);
}

std::array<char, 48> unique_name() {
  std::random_device random;
  std::array<char, 48> name{};
  std::snprintf(name.data(), name.size(), ".bellcurve-%08x%08x.tmp", random(), random());
  return name;
}

std::string fd_path(int fd) { return "/proc/self/fd/" + std::to_string(fd); }

}  // namespace

shared_pending::shared_pending(const std::string& path, const std::string& name) {
  const std::size_t slash = path.rfind('/') + 1;  // there is one: it is absolute
  directory_ =
      file_descriptor(::open(path.substr(0, slash).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!directory_) throw_errno(name, "open its directory", errno);
  std::array<char, 48> hidden{};
  path.copy(hidden.data(), hidden.size() - 1, slash);
  slot_ = remember(directory_.get(), hidden);
}

shared_pending::~shared_pending() { forget(slot_); }

void discard_pending() noexcept {
  for (pending_slot& slot : pending) {
    if (slot.state.load() == pending_slot::filled) {
      ::unlinkat(slot.directory, slot.name.data(), 0);
    }
  }
}

new_file::new_file(const std::string& path, temporary how)
    : name_(path == "-" ? "standard output" : path) {
  if (path == "-") {
    fd_ = file_descriptor(STDOUT_FILENO, false);
    stream_ = true;
    return;
  }
  const std::string real = follow_links(path);
  const std::size_t slash = real.rfind('/');
  file_ = slash == std::string::npos ? real : real.substr(slash + 1);
  if (file_.empty() || file_ == "." || file_ == "..") throw_errno(path, "write", EISDIR);
  look_at_destination(real);
  if (stream_) return;
  parent_ = slash == std::string::npos ? "." : real.substr(0, slash + 1);
  directory_ = file_descriptor(::open(parent_.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC));
  if (!directory_) throw_errno(path, "open its directory", errno);
  open_beside(how);
}

new_file::~new_file() { remove_named(); }

void new_file::look_at_destination(const std::string& real) {
  struct stat status {};
  if (::stat(real.c_str(), &status) != 0) {
    if (errno != ENOENT) throw_errno(name_, "write", errno);
    return;
  }
  if (S_ISDIR(status.st_mode)) throw_errno(name_, "write", EISDIR);
  if (::faccessat(AT_FDCWD, real.c_str(), W_OK, AT_EACCESS) != 0) {
    throw_errno(name_, "write", errno);
  }
  if (S_ISREG(status.st_mode)) {
    mode_ = status.st_mode & 0777;
  } else {
    fd_ = file_descriptor(::open(real.c_str(), O_WRONLY | O_CLOEXEC | O_NOCTTY));
    if (!fd_) throw_errno(name_, "open", errno);
    stream_ = true;
  }
}

std::byte* new_file::reserve(std::size_t size) {
  if (stream_) {
    map_ = mapping(
        ::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0), size);
    if (!map_) throw std::bad_alloc();
  } else {
    allocate(size);
    map_ = mapping(::mmap(nullptr, size, PROT_READ | PROT_WRITE, MAP_SHARED, fd_.get(), 0), size);
    if (!map_) throw_errno(name_, "map " + std::to_string(size) + " bytes", errno);
  }
  return map_.data();
}

std::string new_file::hidden_path() {
  if (stream_) throw error(name_ + ": must be a regular file, to be written by many processes");
  if (temporary_[0] == '\0') create_named();
  return (std::filesystem::absolute(parent_) / temporary_.data()).string();
}

void new_file::reserve_space(std::size_t size) { allocate(size); }

void new_file::allocate(std::size_t size) {
  int code = 0;
  do {
    code = ::posix_fallocate(fd_.get(), 0, static_cast<off_t>(size));
  } while (code == EINTR);
  if (code != 0) throw_errno(name_, "reserve " + std::to_string(size) + " bytes", code);
}

void new_file::open_beside(temporary how) {
  if (how == temporary::best) {
    // Mode 0666 less the umask, like any new file.
    fd_ = file_descriptor(::openat(directory_.get(), ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0666));
    if (fd_) {
      // The file gets its name through /proc.
      if (::access(fd_path(fd_.get()).c_str(), F_OK) == 0) return;
      fd_ = file_descriptor();
    } else if (errno != EOPNOTSUPP && errno != EISDIR && errno != EINVAL) {
      throw_errno(name_, "write into its directory", errno);
    }
  }
  create_named();
}

void new_file::create_named() {
  temporary_ = unique_name();
  // Remembered first, so that there is no moment at which a signal leaves it.
  slot_ = remember(directory_.get(), temporary_);
  fd_ = file_descriptor(
      ::openat(directory_.get(), temporary_.data(), O_CREAT | O_EXCL | O_RDWR | O_CLOEXEC, 0666));
  if (fd_) return;
  const int code = errno;
  temporary_.fill('\0');
  forget(std::exchange(slot_, -1));
  throw_errno(name_, "write into its directory", code);
}

void new_file::remove_named() noexcept {
  if (temporary_[0] != '\0') ::unlinkat(directory_.get(), temporary_.data(), 0);
  temporary_.fill('\0');
  forget(std::exchange(slot_, -1));
}

void new_file::commit() {
  try {
    if (stream_) {
      write_out();
      map_ = mapping();
    } else {
      map_ = mapping();
      if (mode_ && ::fchmod(fd_.get(), *mode_) != 0) throw_errno(name_, "set its mode", errno);
      publish();
    }
  } catch (...) {
    remove_named();
    throw;
  }
}

void new_file::publish() {
  const std::string self = fd_path(fd_.get());
  if (temporary_[0] == '\0') {
    // No name yet. A link never replaces, so a taken destination needs a detour
    // by a name of our own.
    if (::linkat(AT_FDCWD, self.c_str(), directory_.get(), file_.c_str(), AT_SYMLINK_FOLLOW) == 0) {
      return;
    }
    if (errno != EEXIST) throw_errno(name_, "put the file in place", errno);
    temporary_ = unique_name();
    slot_ = remember(directory_.get(), temporary_);
    if (::linkat(AT_FDCWD, self.c_str(), directory_.get(), temporary_.data(), AT_SYMLINK_FOLLOW) !=
        0) {
      throw_errno(name_, "put the file in place", errno);
    }
  }
  if (::renameat(directory_.get(), temporary_.data(), directory_.get(), file_.c_str()) != 0) {
    throw_errno(name_, "put the file in place", errno);
  }
  temporary_.fill('\0');
  forget(std::exchange(slot_, -1));
}

void new_file::write_out() {
  const std::byte* from = map_.data();
  std::size_t left = map_.size();
  while (left > 0) {
    const ssize_t n = ::write(fd_.get(), from, left);
    if (n >= 0) {
      from += n;
      left -= static_cast<std::size_t>(n);
    } else if (errno != EINTR) {
      throw_errno(name_, "write", errno);
    }
  }
}

}  // namespace bellcurve::files
