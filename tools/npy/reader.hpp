/// \file reader.hpp
/// An array in a .npy file, readable as memory.
#pragma once

#include "files/posix.hpp"
#include "npy/header.hpp"

#include <cstddef>
#include <cstdlib>
#include <memory>
#include <string>

namespace bellcurve::npy {

/// Opens a file, checks all of its header and its length, and holds its elements.
/// A regular file is mapped, so that only what is looked at is read; anything
/// else (a pipe, a terminal) is read to its end. A mapped file must not be
/// shortened by others meanwhile: the system answers that with SIGBUS.
class reader {
 public:
  /// \param path "-" is standard input.
  /// \throws error naming the path; std::bad_alloc.
  explicit reader(const std::string& path);

  const npy::header& header() const noexcept { return header_; }

  /// The elements, in the order of the file. Aligned for their type. A bool is a byte, any
  /// value but 0 for true: read as std::uint8_t.
  /// \throws error if T is not the type in the file.
  template <class T>
  const T* data() const {
    const dtype type = header_.type == dtype::b1 ? dtype::u1 : header_.type;
    if (dtype_of<T> != type) {
      throw error("the array is of " + std::string(to_string(header_.type)) + ", not " +
                  std::string(to_string(dtype_of<T>)));
    }
    return static_cast<const T*>(static_cast<const void*>(data_));
  }

 private:
  struct free_deleter {
    void operator()(std::byte* p) const noexcept { std::free(p); }
  };

  void map(int fd, std::size_t size);
  void read(int fd);
  void copy_aligned(const std::byte* from);

  npy::header header_;
  files::mapping map_;
  std::unique_ptr<std::byte, free_deleter> copy_;
  const std::byte* data_ = nullptr;
};

}  // namespace bellcurve::npy
