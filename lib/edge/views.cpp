#include "views.hpp"

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <utility>

namespace bellcurve::edge {
std::string shape(index_t rows, index_t cols) {
  return std::to_string(rows) + " x " + std::to_string(cols);
}

std::string number(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.17g", value);
  // Shorter where that is the same number: 0.1, not 0.10000000000000001.
  for (int digits = 1; digits < 17; ++digits) {
    char shorter[32];
    std::snprintf(shorter, sizeof shorter, "%.*g", digits, value);
    if (std::strtod(shorter, nullptr) == value) return shorter;
  }
  return text;
}

template <class T>
void check_view(const char* name, matrix_view<T> v) {
  const std::string who(name);
  if (v.rows() < 0 || v.cols() < 0) {
    throw error(errc::bad_shape, who + " must have extents >= 0, got " + shape(v.rows(), v.cols()));
  }
  if (v.rows() == 0 || v.cols() == 0) return;
  if (v.data() == nullptr) {
    throw error(errc::bad_shape,
                who + " must not be null, got null for " + shape(v.rows(), v.cols()) + " elements");
  }
  if ((v.rows() > 1 && v.row_stride() == 0) || (v.cols() > 1 && v.col_stride() == 0)) {
    throw error(errc::bad_stride, who + " must have strides other than 0, got (" +
                                      std::to_string(v.row_stride()) + ", " +
                                      std::to_string(v.col_stride()) + ")");
  }
  // The reach of each extent in bytes, and their sum.
  index_t reach[2], total = 0;
  const index_t extents[2] = {v.rows() - 1, v.cols() - 1};
  const index_t strides[2] = {v.row_stride(), v.col_stride()};
  bool overflow = false;
  for (int k = 0; k < 2; ++k) {
    overflow = overflow || __builtin_mul_overflow(extents[k], strides[k], &reach[k]);
    overflow = overflow || __builtin_mul_overflow(reach[k], index_t(sizeof(T)), &reach[k]);
    if (overflow || reach[k] == PTRDIFF_MIN) break;
    overflow = overflow || __builtin_add_overflow(total, std::abs(reach[k]), &total);
  }
  overflow = overflow || __builtin_add_overflow(total, index_t(sizeof(T)), &total);
  if (overflow) {
    throw error(errc::bad_shape, who + " must span less than 2^63 bytes, got " +
                                     shape(v.rows(), v.cols()) + " with strides (" +
                                     std::to_string(v.row_stride()) + ", " +
                                     std::to_string(v.col_stride()) + ")");
  }
  // The wider stride must step over everything the narrower one reaches.
  if (v.rows() == 1 || v.cols() == 1) return;
  const bool by_rows = std::abs(v.row_stride()) >= std::abs(v.col_stride());
  const index_t wide = std::abs(by_rows ? v.row_stride() : v.col_stride());
  const index_t reached = std::abs(reach[by_rows ? 1 : 0]) / index_t(sizeof(T));
  if (wide <= reached) {
    throw error(errc::bad_stride, who + " must have a " + (by_rows ? "row" : "column") +
                                      " stride of at least " + std::to_string(reached + 1) +
                                      ", got " + std::to_string(wide));
  }
}

template <class T>
memory_span span_of(matrix_view<const T> v) noexcept {
  if (v.rows() == 0 || v.cols() == 0) return {};
  // Unsigned: wraps where a false view would reach around the address space.
  const auto base = reinterpret_cast<std::uintptr_t>(v.data());
  memory_span span{base, base + sizeof(T)};
  for (const auto& [extent, stride] :
       {std::pair{v.rows(), v.row_stride()}, std::pair{v.cols(), v.col_stride()}}) {
    if (extent == 1) continue;
    const index_t reach = (extent - 1) * stride * static_cast<index_t>(sizeof(T));
    (reach < 0 ? span.first : span.last) += static_cast<std::uintptr_t>(reach);
  }
  return span;
}

void check_apart(const char* name, memory_span span, const char* other_name, memory_span other) {
  if (span.empty() || other.empty()) return;
  if (span.first < other.last && other.first < span.last) {
    const auto offset = static_cast<std::intptr_t>(span.first - other.first);
    throw error(errc::bad_alias, std::string(name) + " must not overlap " + other_name +
                                     ", got an offset of " + std::to_string(offset) + " bytes");
  }
}

template void check_view<float>(const char*, matrix_view<float>);
template void check_view<double>(const char*, matrix_view<double>);
template void check_view<const float>(const char*, matrix_view<const float>);
template void check_view<const double>(const char*, matrix_view<const double>);
template memory_span span_of(matrix_view<const float>) noexcept;
template memory_span span_of(matrix_view<const double>) noexcept;

}  // namespace bellcurve::edge
