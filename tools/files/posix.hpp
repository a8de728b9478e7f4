/// \file posix.hpp
/// Owners of what the operating system hands out, and its errors as ours.
#pragma once

#include "files/error.hpp"

#include <sys/mman.h>
#include <unistd.h>

#include <cstddef>
#include <string>
#include <system_error>
#include <utility>

namespace bellcurve::files {

/// Throws "<path>: cannot <what>: <the operating system's reason>".
[[noreturn]] inline void throw_errno(const std::string& path, const std::string& what, int code) {
  throw error(path + ": cannot " + what + ": " + std::generic_category().message(code));
}

/// An open file, closed at the end unless it was borrowed.
class file_descriptor {
 public:
  file_descriptor() = default;
  explicit file_descriptor(int fd, bool owned = true) noexcept : fd_(fd), owned_(owned) {}
  file_descriptor(file_descriptor&& other) noexcept
      : fd_(std::exchange(other.fd_, -1)), owned_(other.owned_) {}
  file_descriptor& operator=(file_descriptor&& other) noexcept {
    std::swap(fd_, other.fd_);
    std::swap(owned_, other.owned_);
    return *this;
  }
  ~file_descriptor() {
    if (fd_ >= 0 && owned_) ::close(fd_);
  }

  int get() const noexcept { return fd_; }
  explicit operator bool() const noexcept { return fd_ >= 0; }

 private:
  int fd_ = -1;
  bool owned_ = true;
};

/// Memory from mmap.
class mapping {
 public:
  mapping() = default;
  /// \param address What mmap returned, MAP_FAILED included.
  mapping(void* address, std::size_t size) noexcept
      : data_(address == MAP_FAILED ? nullptr : static_cast<std::byte*>(address)), size_(size) {}
  mapping(mapping&& other) noexcept
      : data_(std::exchange(other.data_, nullptr)), size_(other.size_) {}
  mapping& operator=(mapping&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
  }
  ~mapping() {
    if (data_ != nullptr) ::munmap(data_, size_);
  }

  std::byte* data() const noexcept { return data_; }
  std::size_t size() const noexcept { return size_; }
  explicit operator bool() const noexcept { return data_ != nullptr; }

 private:
  std::byte* data_ = nullptr;
  std::size_t size_ = 0;
};

}  // namespace bellcurve::files
