// Bytes as a file that has a path, and as a pipe that has one.
#pragma once

#include "fuzz/support/input.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstdint>
#include <string>

namespace fuzz {

inline std::string path_of(int fd) { return "/proc/self/fd/" + std::to_string(fd); }

class memory_file {
 public:
  memory_file(const std::uint8_t* data, std::size_t size) : fd_(::memfd_create("input", 0)) {
    FUZZ_CHECK(fd_ >= 0);
    FUZZ_CHECK(::write(fd_, data, size) == static_cast<ssize_t>(size));
  }
  ~memory_file() { ::close(fd_); }
  memory_file(const memory_file&) = delete;
  memory_file& operator=(const memory_file&) = delete;
  std::string path() const { return path_of(fd_); }

 private:
  int fd_;
};

/// Of so few bytes that the pipe holds them.
class full_pipe {
 public:
  static constexpr std::size_t room = 65536;
  full_pipe(const std::uint8_t* data, std::size_t size) {
    int ends[2];
    FUZZ_CHECK(::pipe(ends) == 0);
    fd_ = ends[0];
    FUZZ_CHECK(::write(ends[1], data, size) == static_cast<ssize_t>(size));
    ::close(ends[1]);
  }
  ~full_pipe() { ::close(fd_); }
  full_pipe(const full_pipe&) = delete;
  full_pipe& operator=(const full_pipe&) = delete;
  std::string path() const { return path_of(fd_); }

 private:
  int fd_;
};

}  // namespace fuzz
