#include "array_input.hpp"

#include "errors.hpp"
#include "numbers.hpp"
#include "progress.hpp"

#include "png/file.hpp"

#include <cmath>
#include <span>
#include <type_traits>
#include <variant>

namespace bellcurve::command {
namespace {

png::picture read_picture(const std::string& path) {
  const std::vector<std::byte> bytes = png::read_file(path);
  progress_bar bar("reading");
  try {
    return png::decode(bytes, bar.callback());
  } catch (const files::error& e) {
    throw files::error(path + ": " + e.what());
  }
}

/// As it lies in the file; it has at most max_axes axes.
template <class T>
array_view<const T> view_of(const npy::reader& file) {
  const std::vector<std::size_t>& extents = file.header().shape;
  const std::vector<index_t> shape(extents.begin(), extents.end());
  if (!file.header().fortran_order) return {file.data<T>(), std::span(shape)};
  std::vector<index_t> strides;
  index_t stride = 1;
  for (index_t extent : shape) {
    strides.push_back(stride);
    // Of an array without elements any will do; of others the reader saw that it fits.
    if (file.header().count > 0) stride *= extent;
  }
  return {file.data<T>(), std::span(shape), std::span<const index_t>(strides)};
}

template <class T>
matrix_view<const T> matrix_of(const npy::reader& file) {
  const array_view<const T> all = view_of<T>(file);
  return {all.data(), all.extent(0), all.extent(1), all.stride(0), all.stride(1)};
}

void check_axes(const std::string& name, const npy::reader& file) {
  const std::size_t axes = file.header().shape.size();
  if (axes <= static_cast<std::size_t>(max_axes)) return;
  throw files::error(name + " must have at most " + std::to_string(max_axes) + " axes, got " +
                     std::to_string(axes));
}

void check_validity(const std::string& name, const npy::reader& file) {
  const npy::dtype type = file.header().type;
  if (type == npy::dtype::u1 || type == npy::dtype::b1) return;
  throw files::error(name + " must be of bool or uint8, got " + std::string(npy::to_string(type)));
}

template <class R, class T>
std::vector<R> in_c_order(matrix_view<const T> m, const std::string& called) {
  std::vector<R> out;
  out.reserve(static_cast<std::size_t>(m.rows()) * static_cast<std::size_t>(m.cols()));
  for (index_t i = 0; i < m.rows(); ++i) {
    for (index_t j = 0; j < m.cols(); ++j) {
      const T v = m(i, j);
      out.push_back(static_cast<R>(v));
      if (std::isfinite(out.back())) continue;
      const auto exact = static_cast<double>(v);
      throw files::error(called + " must be finite" + (std::isfinite(exact) ? " in float32" : "") +
                         ", got " + to_text(exact) + " at (" + std::to_string(i) + ", " +
                         std::to_string(j) + ")");
    }
  }
  return out;
}

}  // namespace

array_input::array_input(const std::string& path) : name_(title(path)) {
  if (path.ends_with(".png")) {
    picture_ = read_picture(path);
    return;
  }
  file_.emplace(path);
  if (type() == npy::dtype::b1) {
    throw files::error(name_ + ": dtype bool is not supported here");
  }
  check_axes(name_ + ":", *file_);
}

npy::dtype array_input::type() const noexcept {
  if (file_) return file_->header().type;
  return picture_->depth() == 8 ? npy::dtype::u1 : npy::dtype::u2;
}

std::vector<index_t> array_input::shape() const {
  if (file_) return {file_->header().shape.begin(), file_->header().shape.end()};
  std::vector<index_t> shape = {static_cast<index_t>(picture_->height),
                                static_cast<index_t>(picture_->width)};
  if (picture_->channels > 1) shape.push_back(static_cast<index_t>(picture_->channels));
  return shape;
}

template <class T>
array_view<const T> array_input::view() const {
  if (file_) return view_of<T>(*file_);
  if constexpr (std::is_same_v<T, std::uint8_t> || std::is_same_v<T, std::uint16_t>) {
    return {std::get<std::vector<T>>(picture_->samples).data(), std::span<const index_t>(shape())};
  }
  return {};
}

template array_view<const float> array_input::view<float>() const;
template array_view<const double> array_input::view<double>() const;
template array_view<const std::uint8_t> array_input::view<std::uint8_t>() const;
template array_view<const std::uint16_t> array_input::view<std::uint16_t>() const;
template array_view<const std::int16_t> array_input::view<std::int16_t>() const;

matrix_input::matrix_input(const std::string& path, const std::string& what)
    : name_(title(path)), what_(what), file_(path) {
  const std::size_t axes = file_.header().shape.size();
  if (axes != 2) {
    throw files::error(name_ + ": " + what_ + " must be a matrix, got " + std::to_string(axes) +
                       (axes == 1 ? " axis" : " axes"));
  }
}

void matrix_input::check_not_empty() const {
  if (rows() > 0 && cols() > 0) return;
  throw files::error(name_ + ": " + what_ + " must have at least one row and column, got " +
                     std::to_string(rows()) + " x " + std::to_string(cols()));
}

template <class R>
std::vector<R> matrix_input::converted() const {
  const std::string called = name_ + ": " + what_;
  switch (file_.header().type) {
    case npy::dtype::f4:
      return in_c_order<R>(matrix_of<float>(file_), called);
    case npy::dtype::f8:
      return in_c_order<R>(matrix_of<double>(file_), called);
    case npy::dtype::u1:
    case npy::dtype::b1:
      return in_c_order<R>(matrix_of<std::uint8_t>(file_), called);
    case npy::dtype::u2:
      return in_c_order<R>(matrix_of<std::uint16_t>(file_), called);
    case npy::dtype::i2:
      return in_c_order<R>(matrix_of<std::int16_t>(file_), called);
  }
  return {};
}

template std::vector<float> matrix_input::converted<float>() const;
template std::vector<double> matrix_input::converted<double>() const;

matrix_view<const std::uint8_t> matrix_input::validity() const {
  check_validity(name_ + ": " + what_, file_);
  return matrix_of<std::uint8_t>(file_);
}

mask_input::mask_input(const std::string& path) : file_(path) {
  const std::string name = title(path) + ": the mask";
  check_axes(name, file_);
  check_validity(name, file_);
}

array_view<const std::uint8_t> mask_input::validity() const { return view_of<std::uint8_t>(file_); }

}  // namespace bellcurve::command
