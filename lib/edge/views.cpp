#include "views.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <utility>

namespace bellcurve::edge {
std::string shape(index_t rows, index_t cols) {
  return std::to_string(rows) + " x " + std::to_string(cols);
}

std::string shape(std::span<const index_t> extents) {
  std::string text;
  for (index_t e : extents) text += (text.empty() ? "" : " x ") + std::to_string(e);
  return text.empty() ? "0 axes" : text;
}

std::string number(double value) {
  // 24 characters at most; whatever the locale is.
  std::array<char, 32> text{};
  const auto done = std::to_chars(text.data(), text.data() + text.size(), value);
  return {text.data(), done.ptr};
}

namespace {

bool has_elements(std::span<const index_t> extents) noexcept {
  return std::ranges::find(extents, 0) == extents.end();
}

std::string list(std::span<const index_t> values) {
  std::string text;
  for (index_t v : values) text += (text.empty() ? "" : ", ") + std::to_string(v);
  return '(' + text + ')';
}

/// What a view is, whatever its type.
struct layout {
  const void* data;
  index_t item;  ///< bytes
  std::span<const index_t> extents, strides;
};

/// Bytes from the first element of an axis to its last; false if that overflows.
bool reach_of(const layout& v, std::size_t axis, index_t& reach) {
  return !__builtin_mul_overflow(v.extents[axis] - 1, v.strides[axis], &reach) &&
         !__builtin_mul_overflow(reach, v.item, &reach) && reach != PTRDIFF_MIN;
}

/// \param stride_of "a row stride" and the like.
template <class StrideName>
void check_layout(const std::string& who, const layout& v, StrideName&& stride_of) {
  if (std::ranges::any_of(v.extents, [](index_t e) { return e < 0; })) {
    throw error(errc::bad_shape, who + " must have extents >= 0, got " + shape(v.extents));
  }
  if (!has_elements(v.extents)) return;
  if (v.data == nullptr) {
    throw error(errc::bad_shape,
                who + " must not be null, got null for " + shape(v.extents) + " elements");
  }
  // The axes that count, the narrowest stride first.
  std::array<std::size_t, static_cast<std::size_t>(max_axes)> order{};
  std::size_t count = 0;
  for (std::size_t k = 0; k < v.extents.size(); ++k) {
    if (v.extents[k] == 1) continue;
    if (v.strides[k] == 0) {
      throw error(errc::bad_stride,
                  who + " must have strides other than 0, got " + list(v.strides));
    }
    order[count++] = k;
  }
  const auto width = [&v](std::size_t k) {
    // Unsigned: the most negative stride has no positive counterpart.
    const auto s = static_cast<std::size_t>(v.strides[k]);
    return v.strides[k] < 0 ? std::size_t{0} - s : s;
  };
  // Of equal strides the first axis is the wider: the message then names it. Sorted by
  // insertion: std::stable_sort allocates.
  for (std::size_t k = 1; k < count; ++k) {
    for (std::size_t i = k; i > 0; --i) {
      const std::size_t a = order[i - 1], b = order[i];
      if (width(a) < width(b) || (width(a) == width(b) && a > b)) break;
      std::swap(order[i - 1], order[i]);
    }
  }
  index_t total = 0, reach = 0;
  bool overflow = false;
  for (std::size_t k = 0; k < count && !overflow; ++k) {
    overflow =
        !reach_of(v, order[k], reach) || __builtin_add_overflow(total, std::abs(reach), &total);
  }
  overflow = overflow || __builtin_add_overflow(total, v.item, &total);
  if (overflow) {
    throw error(errc::bad_shape, who + " must span less than 2^63 bytes, got " + shape(v.extents) +
                                     " with strides " + list(v.strides));
  }
  // Each stride must step over everything the narrower ones reach.
  index_t reached = 0;
  for (std::size_t k = 0; k < count; ++k) {
    const std::size_t axis = order[k];
    if (width(axis) <= static_cast<std::size_t>(reached)) {
      throw error(errc::bad_stride, who + " must have " + stride_of(axis) + " of at least " +
                                        std::to_string(reached + 1) + ", got " +
                                        std::to_string(width(axis)));
    }
    reached += (v.extents[axis] - 1) * static_cast<index_t>(width(axis));
  }
}

memory_span span_of_layout(const layout& v) noexcept {
  if (!has_elements(v.extents)) return {};
  // Unsigned: wraps where a false view would reach around the address space.
  const auto base = reinterpret_cast<std::uintptr_t>(v.data);
  memory_span span{base, base + static_cast<std::uintptr_t>(v.item)};
  for (std::size_t k = 0; k < v.extents.size(); ++k) {
    if (v.extents[k] == 1) continue;
    const index_t reach = (v.extents[k] - 1) * v.strides[k] * v.item;
    (reach < 0 ? span.first : span.last) += static_cast<std::uintptr_t>(reach);
  }
  return span;
}

/// The extents and strides of a matrix as lists.
struct matrix_lists {
  std::array<index_t, 2> extents, strides;
  template <class T>
  explicit matrix_lists(matrix_view<T> v)
      : extents{v.rows(), v.cols()}, strides{v.row_stride(), v.col_stride()} {}
};

}  // namespace

template <class T>
void check_view(const char* name, matrix_view<T> v) {
  const matrix_lists lists(v);
  check_layout(name, {v.data(), sizeof(T), lists.extents, lists.strides}, [](std::size_t axis) {
    return std::string(axis == 0 ? "a row stride" : "a column stride");
  });
}

template <class T>
void check_view(const char* name, array_view<T> v) {
  check_layout(name, {v.data(), sizeof(T), v.shape(), v.strides()},
               [](std::size_t axis) { return "a stride along axis " + std::to_string(axis); });
}

template <class T>
memory_span span_of(matrix_view<T> v) noexcept {
  const matrix_lists lists(v);
  return span_of_layout({v.data(), sizeof(T), lists.extents, lists.strides});
}

template <class T>
memory_span span_of(array_view<T> v) noexcept {
  return span_of_layout({v.data(), sizeof(T), v.shape(), v.strides()});
}

void check_apart(const char* name, memory_span span, const char* other_name, memory_span other) {
  if (span.empty() || other.empty()) return;
  if (span.first < other.last && other.first < span.last) {
    const auto offset = static_cast<std::intptr_t>(span.first - other.first);
    throw error(errc::bad_alias, std::string(name) + " must not overlap " + other_name +
                                     ", got an offset of " + std::to_string(offset) + " bytes");
  }
}

#define BELLCURVE_INSTANTIATE_FOR(T)                     \
  template void check_view(const char*, matrix_view<T>); \
  template void check_view(const char*, array_view<T>);  \
  template memory_span span_of(matrix_view<T>) noexcept; \
  template memory_span span_of(array_view<T>) noexcept;
#define BELLCURVE_INSTANTIATE(T) \
  BELLCURVE_INSTANTIATE_FOR(T)   \
  BELLCURVE_INSTANTIATE_FOR(const T)
BELLCURVE_INSTANTIATE(float)
BELLCURVE_INSTANTIATE(double)
BELLCURVE_INSTANTIATE(std::uint8_t)
BELLCURVE_INSTANTIATE(std::uint16_t)
BELLCURVE_INSTANTIATE(std::int16_t)
#undef BELLCURVE_INSTANTIATE
#undef BELLCURVE_INSTANTIATE_FOR

}  // namespace bellcurve::edge
