#include "files/read_all.hpp"

#include <fcntl.h>

#include <algorithm>
#include <cerrno>

namespace bellcurve::files {

file_descriptor open_input(const std::string& path, struct stat& status) {
  const bool standard = path == "-";
  const std::string name = standard ? "standard input" : path;
  file_descriptor fd(
      standard ? STDIN_FILENO : ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY), !standard);
  if (!fd || ::fstat(fd.get(), &status) != 0) throw_errno(name, "open", errno);
  if (S_ISDIR(status.st_mode)) throw_errno(name, "read", EISDIR);
  return fd;
}

std::size_t read_some(int fd, std::byte* to, std::size_t size) {
  std::size_t done = 0;
  while (done < size) {
    const ssize_t n = ::read(fd, to + done, size - done);
    if (n == 0) break;
    if (n > 0) {
      done += static_cast<std::size_t>(n);
    } else if (errno != EINTR) {
      throw error("cannot read: " + std::generic_category().message(errno));
    }
  }
  return done;
}

std::vector<std::byte> read_all(const std::string& path, std::size_t limit) {
  struct stat status {};
  const file_descriptor fd = open_input(path, status);
  // One byte more than a regular file has tells at once that it has no more.
  constexpr std::size_t least = std::size_t{64} << 10;
  std::size_t room = S_ISREG(status.st_mode) ? static_cast<std::size_t>(status.st_size) + 1 : 0;
  room = std::min(std::max(room, least), limit + 1);
  std::vector<std::byte> bytes;
  std::size_t done = 0;
  try {
    for (;;) {
      bytes.resize(room);
      done += read_some(fd.get(), bytes.data() + done, room - done);
      if (done < room) break;
      if (done > limit) throw error("larger than " + std::to_string(limit) + " bytes");
      room = std::min(room * 2, limit + 1);
    }
  } catch (const error& e) {
    throw error((path == "-" ? "standard input" : path) + ": " + e.what());
  }
  bytes.resize(done);
  return bytes;
}

}  // namespace bellcurve::files
