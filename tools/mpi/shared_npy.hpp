/// \file shared_npy.hpp
/// A .npy file that all ranks write, each its part.
#pragma once

#include "agreement.hpp"

#include "files/new_file.hpp"
#include "npy/header.hpp"

#include <bellcurve/view.hpp>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace bellcurve::command {

/// Appears with commit(), as npy::writer's files do, and like those leaves nothing behind without.
/// Until then it is beside its destination under a hidden name, by which all ranks reach it; its
/// space is reserved. The directory must be one that all ranks see.
class shared_npy {
 public:
  /// Collective. \throws agreed_failure.
  shared_npy(const std::string& path, npy::dtype type, std::span<const std::size_t> shape,
             const ranks& all);
  shared_npy(const shared_npy&) = delete;
  shared_npy& operator=(const shared_npy&) = delete;
  ~shared_npy();

  /// Local: puts elements in their places, counted from the first in C order.
  /// \throws files::error.
  template <class T>
  void write(index_t first, std::span<const T> elements) {
    write_bytes(data_offset_ + static_cast<MPI_Offset>(first * index_t{sizeof(T)}),
                std::as_bytes(elements));
  }

  /// Collective: puts the file in place. \throws agreed_failure.
  void commit();

 private:
  /// By root. \return Bytes of the file
  std::size_t create(npy::dtype type, std::span<const std::size_t> shape);
  void write_bytes(MPI_Offset at, std::span<const std::byte> bytes);
  void close();

  const ranks& all_;
  std::string path_;
  std::optional<files::new_file> at_root_;
  std::string header_;        // at root
  std::vector<char> hidden_;  // its path
  std::optional<files::shared_pending> elsewhere_;
  MPI_Offset data_offset_ = 0;
  MPI_File file_ = MPI_FILE_NULL;
};

}  // namespace bellcurve::command
