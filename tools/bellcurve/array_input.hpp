/// \file array_input.hpp
/// What commands read: arrays and pictures, and the matrices and masks that go with them.
#pragma once

#include "npy/npy.hpp"
#include "png/png.hpp"

#include <bellcurve/view.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace bellcurve::command {

/// An array from a .npy file, or from a picture if the name ends in .png.
class array_input {
 public:
  /// \throws files::error naming the file; std::bad_alloc.
  explicit array_input(const std::string& path);

  const std::string& name() const noexcept { return name_; }
  /// 1 to 4 for a picture, 0 for an array: there only the caller knows.
  std::size_t picture_channels() const noexcept { return picture_ ? picture_->channels : 0; }
  npy::dtype type() const noexcept;
  std::vector<index_t> shape() const;

  /// \param T The type.
  template <class T>
  array_view<const T> view() const;

 private:
  std::string name_;
  std::optional<npy::reader> file_;
  std::optional<png::picture> picture_;
};

/// A matrix in a .npy file.
class matrix_input {
 public:
  /// \param what It is called so in messages.
  /// \throws files::error; std::bad_alloc.
  matrix_input(const std::string& path, const std::string& what);

  index_t rows() const noexcept { return static_cast<index_t>(file_.header().shape[0]); }
  index_t cols() const noexcept { return static_cast<index_t>(file_.header().shape[1]); }

  /// \throws files::error unless there is an element.
  void check_not_empty() const;

  /// The elements in C order as a floating-point type, whatever they are in the file.
  /// \throws files::error if one is not finite in that type, with the value that the file holds.
  template <class R>
  std::vector<R> converted() const;

  /// As validity: \throws files::error unless it is of bool or uint8.
  matrix_view<const std::uint8_t> validity() const;

 private:
  std::string name_, what_;
  npy::reader file_;
};

/// Samples that exist, of any number of axes: a .npy file of bool or uint8.
class mask_input {
 public:
  /// \throws files::error; std::bad_alloc.
  explicit mask_input(const std::string& path);

  array_view<const std::uint8_t> validity() const;

 private:
  npy::reader file_;
};

}  // namespace bellcurve::command
