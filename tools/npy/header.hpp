/// \file header.hpp
/// The header of a .npy file: reading it, checking it, writing it. Knows nothing
/// of files; see reader.hpp and writer.hpp for those.
#pragma once

#include "files/error.hpp"

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace bellcurve::npy {

using files::error;

/// The element types that are read and written, all little endian.
enum class dtype { f4, f8, u1, u2, i2, b1 };

/// \return "<f4", "<f8", "|u1", "<u2", "<i2", "|b1": what stands in the file.
std::string_view descr(dtype type) noexcept;
/// \return "float32", "float64", "uint8", "uint16", "int16", "bool".
std::string_view to_string(dtype type) noexcept;
std::size_t item_size(dtype type) noexcept;

/// The dtype of a C++ type.
template <class T>
inline constexpr dtype dtype_of =
    [] { static_assert(sizeof(T) == 0, "not a .npy element type"); }();
template <>
inline constexpr dtype dtype_of<float> = dtype::f4;
template <>
inline constexpr dtype dtype_of<double> = dtype::f8;
template <>
inline constexpr dtype dtype_of<std::uint8_t> = dtype::u1;
template <>
inline constexpr dtype dtype_of<std::uint16_t> = dtype::u2;
template <>
inline constexpr dtype dtype_of<std::int16_t> = dtype::i2;

struct header {
  dtype type = dtype::f4;
  bool fortran_order = false;
  std::vector<std::size_t> shape = {};  ///< empty: a single value
  std::size_t data_offset = 0;          ///< bytes before the first element
  std::size_t count = 1;                ///< elements: the product of the shape

  std::size_t data_bytes() const noexcept { return count * item_size(type); }
  std::size_t file_bytes() const noexcept { return data_offset + data_bytes(); }
};

/// So many bytes of a file are enough for header_size().
inline constexpr std::size_t preamble_size = 12;
/// A longer header is refused: those of plain arrays stay far below.
inline constexpr std::size_t max_header_size = 65536;
/// More dimensions are refused: NumPy has no more either.
inline constexpr std::size_t max_dimensions = 64;

/// \param start The first preamble_size bytes of a file, or all of a shorter one.
/// \return The bytes of the whole header, which is where the data begins.
/// \throws error if this is no .npy file, or of an unknown version.
std::size_t header_size(std::span<const std::byte> start);

/// \param bytes At least the whole header; what follows it is not looked at.
/// \return Its content. file_bytes() of it does not overflow std::ptrdiff_t.
/// \throws error naming the field that is wrong.
header parse_header(std::span<const std::byte> bytes);

/// \throws error if a file of that many bytes is too short or too long for its
/// header. Bytes after the data are an error, too: more than one array in a file
/// is legal for NumPy, but then a reader of one would drop the rest in silence.
void check_file_size(const header& head, std::uintmax_t size);

/// \return A header of version 1.0 for an array in C order, padded so that the
/// data begins at a multiple of 64 bytes.
/// \throws error if the array would not fit into the address space, or has more
/// than max_dimensions dimensions.
std::string format_header(dtype type, std::span<const std::size_t> shape);

}  // namespace bellcurve::npy
