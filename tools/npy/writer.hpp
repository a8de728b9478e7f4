/// \file writer.hpp
/// A new .npy file, writable as memory, that appears whole or not at all.
#pragma once

#include "files/new_file.hpp"
#include "npy/header.hpp"

#include <cstddef>
#include <span>
#include <string>

namespace bellcurve::npy {

/// Makes room for an array in C order, all zero at first, and puts it in place
/// with commit(), as files::new_file does.
class writer {
 public:
  using temporary = files::temporary;

  /// \param path "-" is standard output.
  /// \throws error naming the path; std::bad_alloc.
  writer(const std::string& path, dtype type, std::span<const std::size_t> shape,
         temporary how = temporary::best);

  /// The elements. Aligned to 64 bytes.
  /// \throws error if T is not the type of the file.
  template <class T>
  T* data() const {
    if (dtype_of<T> != type_) {
      throw error(file_.name() + ": the array is of " + std::string(to_string(type_)) + ", not " +
                  std::string(to_string(dtype_of<T>)));
    }
    return static_cast<T*>(static_cast<void*>(data_));
  }

  /// Puts the array in place; data() is gone afterwards. Once.
  /// \throws error naming the path; then nothing is left behind.
  void commit() { file_.commit(); }

 private:
  dtype type_;
  files::new_file file_;
  std::byte* data_ = nullptr;
};

}  // namespace bellcurve::npy
