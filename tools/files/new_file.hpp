/// \file new_file.hpp
/// A new file, written as memory, that appears whole or not at all.
#pragma once

#include "files/posix.hpp"

#include <sys/types.h>

#include <array>
#include <cstddef>
#include <optional>
#include <string>

namespace bellcurve::files {

/// Where the content is until commit().
enum class temporary {
  best,   ///< without a name where possible
  named,  ///< under a hidden name, as on file systems that lack O_TMPFILE
};

/// Makes room for bytes, all zero at first, and puts them in place with commit(). Without
/// commit() nothing changes at the destination.
///
/// A file is written beside its destination, in the same directory, under no name
/// where the file system can do that (O_TMPFILE) and under a hidden one
/// otherwise. All of its space is reserved before it is mapped, so a full disk is
/// an error here and not a SIGBUS later. The mapping is shared: the system writes
/// pages out as it needs the memory, hence a file may be larger than that.
/// commit() replaces what stood at the destination in one step (an input that is
/// still mapped stays readable). New files get their permissions from the umask,
/// a replaced file keeps its own. A symbolic link is followed.
///
/// Nothing is synced to the disk: other processes see the old file or the new
/// one, whatever happens to this one, but after a power failure neither is
/// promised. Whoever needs that calls sync afterwards.
///
/// Standard output, and a destination that exists and is no regular file (a pipe,
/// a device), get the content in one go at commit(), from memory.
class new_file {
 public:
  /// Looks at the destination, so that one that cannot be is known before any work.
  /// \param path "-" is standard output.
  /// \throws error naming the path.
  explicit new_file(const std::string& path, temporary how = temporary::best);
  new_file(const new_file&) = delete;
  new_file& operator=(const new_file&) = delete;
  ~new_file();

  /// \param size > 0. Once.
  /// \return Its bytes, valid until commit().
  /// \throws error naming the path; std::bad_alloc.
  std::byte* reserve(std::size_t size);

  /// For whoever writes into the file by its path: processes on other machines. It is under a
  /// hidden name then. \return That path, absolute, valid until commit(). \throws error naming the
  /// path, also if the destination is no regular file.
  std::string hidden_path();

  /// Makes room in a file that has a hidden path: as reserve(), but not in memory.
  /// \throws error naming the path.
  void reserve_space(std::size_t size);

  /// Puts the file in place; its bytes are gone afterwards. Once, after reserve() or
  /// reserve_space().
  /// \throws error naming the path; then nothing is left behind.
  void commit();

  /// The path as it stands in messages.
  const std::string& name() const noexcept { return name_; }

 private:
  void look_at_destination(const std::string& real);
  void open_beside(temporary how);
  void create_named();
  void allocate(std::size_t size);
  void publish();
  void write_out();
  void remove_named() noexcept;

  std::string name_;
  std::string file_;    // last component of the destination
  std::string parent_;  // its directory, as in the path
  file_descriptor directory_;
  file_descriptor fd_;
  bool stream_ = false;
  std::optional<mode_t> mode_;        // of the file that is replaced
  std::array<char, 48> temporary_{};  // name of the file beside, if it has one
  int slot_ = -1;                     // where discard_pending() finds that name
  mapping map_;
};

/// The hidden file of another process, which this one helps to write: while this lives,
/// discard_pending() removes it, too.
class shared_pending {
 public:
  /// \param path What hidden_path() returned there.
  /// \param name The destination as it stands in messages.
  /// \throws error naming it.
  shared_pending(const std::string& path, const std::string& name);
  shared_pending(const shared_pending&) = delete;
  shared_pending& operator=(const shared_pending&) = delete;
  ~shared_pending();

 private:
  file_descriptor directory_;
  int slot_ = -1;
};

/// Removes the hidden files of all new files of this process that are not
/// committed, and shared ones. For signal handlers of processes that are about to die:
/// async-signal-safe, and nothing else is cleaned up.
void discard_pending() noexcept;

}  // namespace bellcurve::files
