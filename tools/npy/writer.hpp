/// \file writer.hpp
/// A new .npy file, writable as memory, that appears whole or not at all.
#pragma once

#include "npy/header.hpp"
#include "npy/posix.hpp"

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <optional>
#include <span>
#include <string>

namespace bellcurve::npy {

/// Makes room for an array in C order, all zero at first, and puts it in place
/// with commit(). Without commit() nothing changes at the destination.
///
/// A file is written beside its destination, in the same directory, under no name
/// where the file system can do that (O_TMPFILE) and under a hidden one
/// otherwise. All of its space is reserved before it is mapped, so a full disk is
/// an error here and not a SIGBUS later. The mapping is shared: the system writes
/// pages out as it needs the memory, hence an array may be larger than that.
/// commit() replaces what stood at the destination in one step (an input that is
/// still mapped stays readable). New files get their permissions from the umask,
/// a replaced file keeps its own. A symbolic link is followed.
///
/// Nothing is synced to the disk: other processes see the old file or the new
/// one, whatever happens to this one, but after a power failure neither is
/// promised. Whoever needs that calls sync afterwards.
///
/// Standard output, and a destination that exists and is no regular file (a pipe,
/// a device), get the array in one go at commit(), from memory.
class writer {
 public:
  enum class temporary {
    best,   ///< without a name where possible
    named,  ///< under a hidden name, as on file systems that lack O_TMPFILE
  };

  /// \param path "-" is standard output.
  /// \throws error naming the path; std::bad_alloc.
  writer(const std::string& path, dtype type, std::span<const std::size_t> shape,
         temporary how = temporary::best);
  writer(const writer&) = delete;
  writer& operator=(const writer&) = delete;
  ~writer();

  /// The elements. Aligned to 64 bytes.
  /// \throws error if T is not the type of the file.
  template <class T>
  T* data() const {
    if (dtype_of<T> != type_) {
      throw error(name_ + ": the array is of " + std::string(to_string(type_)) + ", not " +
                  std::string(to_string(dtype_of<T>)));
    }
    return static_cast<T*>(static_cast<void*>(map_.data() + data_offset_));
  }

  /// Puts the array in place; data() is gone afterwards. Once.
  /// \throws error naming the path; then nothing is left behind.
  void commit();

 private:
  void open_beside(temporary how);
  void create_named();
  void publish();
  void write_out();
  void remove_named() noexcept;

  std::string name_;  // as it stands in messages
  std::string file_;  // last component of the destination
  file_descriptor directory_;
  file_descriptor fd_;
  bool stream_ = false;
  std::optional<mode_t> mode_;        // of the file that is replaced
  std::array<char, 48> temporary_{};  // name of the file beside, if it has one
  int slot_ = -1;                     // where discard_pending() finds that name
  dtype type_;
  std::size_t data_offset_ = 0;
  mapping map_;
};

/// Removes the hidden files of all writers of this process that have not
/// committed. For signal handlers of processes that are about to die:
/// async-signal-safe, and nothing else is cleaned up.
void discard_pending() noexcept;

}  // namespace bellcurve::npy
