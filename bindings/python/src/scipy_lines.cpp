// Correlation along one axis into integers, as scipy.ndimage has it, to the last count.
//
// SciPy's filters cut fractions off after each axis. A constant image of 255 then becomes 254 or
// stays 255, as the last bit of a sum has it, so that only the same sums in the same order give
// the same integers: in double, the middle first, then pairs from the outermost inwards, nothing
// fused. (Sums of the library round otherwise; its own integers are rounded to the nearest, for
// which the last bit hardly ever counts.)
#include <omp.h>
#include <bellcurve/filter.hpp>
#include <bellcurve/info.hpp>

#include "arrays.hpp"
#include "parts.hpp"
#include "work.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <limits>
#include <span>
#include <string>
#include <vector>

namespace bellcurve::python {
namespace {

/// Lines that are filtered side by side: a cache line of doubles, twice.
constexpr index_t lanes_at_most = 16;

/// Sums that are formed together: they stay in the first cache.
constexpr index_t sums_at_most = 512;

/// As many as the library would start, whatever is asked for.
constexpr index_t threads_at_most = 64;

/// Towards zero; what is out of range is the lowest number, as x86-64 has it.
template <class Wide>
Wide cut(double v) {
  constexpr Wide lowest = std::numeric_limits<Wide>::min();
  constexpr double limit = -static_cast<double>(lowest);
  // For 32 bits, fractions below the lowest number are in range.
  const bool inside = v < limit && (sizeof(Wide) == 8 ? v >= -limit : v > -limit - 1);
  return inside ? static_cast<Wide>(v) : lowest;
}

/// The conversion of C as compilers for x86-64 make it, also where C leaves it open: by way of the
/// next wider signed type, of which the low bits count.
template <class T>
T converted(double v) {
  if constexpr (sizeof(T) < 4 || std::is_same_v<T, std::int32_t>) {
    return static_cast<T>(cut<std::int32_t>(v));
  } else if constexpr (!std::is_same_v<T, std::uint64_t>) {
    return static_cast<T>(cut<std::int64_t>(v));
  } else {
    constexpr double half = 0x1p63;
    if (v < half) return static_cast<T>(cut<std::int64_t>(v));
    return static_cast<T>(cut<std::int64_t>(v - half)) ^ (T{1} << 63);
  }
}

// Elements of rows x lanes at any strides (in bytes), from and to rows of doubles.
using load_function = void (*)(const char* from, index_t row_stride, index_t lane_stride,
                               index_t rows, index_t lanes, double* to);
using store_function = void (*)(const double* from, index_t rows, index_t lanes, char* to,
                                index_t row_stride, index_t lane_stride);

template <class T>
void load(const char* from, index_t row_stride, index_t lane_stride, index_t rows, index_t lanes,
          double* to) {
  for (index_t i = 0; i < rows; ++i) {
    for (index_t l = 0; l < lanes; ++l) {
      const char* at = from + i * row_stride + l * lane_stride;
      *to++ = static_cast<double>(*static_cast<const T*>(static_cast<const void*>(at)));
    }
  }
}

template <class T>
void store(const double* from, index_t rows, index_t lanes, char* to, index_t row_stride,
           index_t lane_stride) {
  for (index_t i = 0; i < rows; ++i) {
    for (index_t l = 0; l < lanes; ++l) {
      char* at = to + i * row_stride + l * lane_stride;
      *static_cast<T*>(static_cast<void*>(at)) = converted<T>(*from++);
    }
  }
}

load_function loader(const py::array& a) {
  load_function found = nullptr;
  with_type<std::uint8_t, std::int8_t, std::uint16_t, std::int16_t, std::uint32_t, std::int32_t,
            std::uint64_t, std::int64_t, float, double>(
      "input", a, [&]<class T>(type_of<T>) { found = &load<T>; });
  return found;
}

store_function storer(const py::array& a) {
  store_function found = nullptr;
  with_type<std::uint8_t, std::int8_t, std::uint16_t, std::int16_t, std::uint32_t, std::int32_t,
            std::uint64_t, std::int64_t>("output", a,
                                         [&]<class T>(type_of<T>) { found = &store<T>; });
  return found;
}

/// Which sample of a line of n stands at position i of its continuation; -1: the constant.
index_t sample_at(index_t i, index_t n, border mode) {
  if (i >= 0 && i < n) return i;
  const auto modulo = [](index_t a, index_t b) { return (a % b + b) % b; };
  switch (mode) {
    case border::nearest:
      return i < 0 ? 0 : n - 1;
    case border::wrap:
      return modulo(i, n);
    case border::constant:
      return -1;
    case border::reflect: {
      const index_t k = modulo(i, 2 * n);
      return k < n ? k : 2 * n - 1 - k;
    }
    case border::mirror: {
      if (n == 1) return 0;
      const index_t k = modulo(i, 2 * n - 2);
      return k < n ? k : 2 * n - 2 - k;
    }
  }
  std::abort();  // no such border
}

/// One axis of two arrays of the same shape, and how the others are walked through.
struct walk {
  index_t length, in_stride, out_stride;  // of the filtered axis; strides in bytes
  index_t lanes, in_lane, out_lane;       // of the axis along which lines lie side by side
  struct outer_axis {
    index_t extent, in_stride, out_stride;
  };
  std::vector<outer_axis> others;
  index_t groups;  // of lines that are filtered together

  walk(const py::array& in, const py::array& out, int axis) {
    length = in.shape(axis);
    in_stride = in.strides(axis);
    out_stride = out.strides(axis);
    int beside = -1;
    for (int k = 0; k < in.ndim(); ++k) {
      if (k == axis || in.shape(k) == 1) continue;
      if (beside < 0 || std::abs(in.strides(k)) < std::abs(in.strides(beside))) beside = k;
    }
    // A contiguous axis is read best line by line.
    const bool alone = beside < 0 || std::abs(in_stride) < std::abs(in.strides(beside));
    lanes = alone ? 1 : in.shape(beside);
    in_lane = alone ? 0 : in.strides(beside);
    out_lane = alone ? 0 : out.strides(beside);
    groups = (lanes + lanes_at_most - 1) / lanes_at_most;
    for (int k = 0; k < in.ndim(); ++k) {
      if (k == axis || (!alone && k == beside)) continue;
      others.push_back({in.shape(k), in.strides(k), out.strides(k)});
      groups *= in.shape(k);
    }
  }
};

/// Sums over a kernel that is the same, or the opposite, on both sides of its middle.
/// \param middle rows x lanes of samples, `radius` more rows on either side
/// \param weights 2 radius + 1
template <bool odd>
void sums(const double* middle, index_t count, index_t lanes, const double* weights, index_t radius,
          double* out) {
  for (index_t k = 0; k < count; ++k) out[k] = middle[k] * weights[radius];
  for (index_t j = radius; j > 0; --j) {
    const double w = weights[radius - j];
    const double* before = middle - j * lanes;
    const double* after = middle + j * lanes;
    for (index_t k = 0; k < count; ++k) {
      out[k] += (odd ? before[k] - after[k] : before[k] + after[k]) * w;
    }
  }
}

class correlation {
 public:
  correlation(const walk& w, std::span<const double> weights, border mode, double constant,
              load_function load, store_function store)
      : walk_(w), weights_(weights), constant_(constant), load_(load), store_(store) {
    radius_ = static_cast<index_t>(weights.size() / 2);
    odd_ = true;
    for (std::size_t k = 0; k < weights.size(); ++k) {
      odd_ = odd_ && weights[k] == -weights[weights.size() - 1 - k];
    }
    for (index_t k = 0; k < radius_; ++k) {
      sources_.push_back(sample_at(k - radius_, w.length, mode));
    }
    for (index_t k = 0; k < radius_; ++k) {
      sources_.push_back(sample_at(w.length + k, w.length, mode));
    }
  }

  /// Doubles that filter() works in: samples beyond both ends, and a window that moves along.
  std::size_t memory() const {
    const index_t lanes = std::min(walk_.lanes, lanes_at_most);
    return static_cast<std::size_t>((2 * radius_ + step(lanes) + 2 * radius_) * lanes);
  }

  void filter(index_t group, const char* in, char* out, double* memory) const {
    const index_t side = (walk_.lanes + lanes_at_most - 1) / lanes_at_most;
    const index_t first = group % side * lanes_at_most;
    const index_t lanes = std::min(walk_.lanes - first, lanes_at_most);
    index_t rest = group / side;
    in += first * walk_.in_lane;
    out += first * walk_.out_lane;
    for (std::size_t k = walk_.others.size(); k-- > 0;) {
      const auto& axis = walk_.others[k];
      in += rest % axis.extent * axis.in_stride;
      out += rest % axis.extent * axis.out_stride;
      rest /= axis.extent;
    }
    // Both ends first: in place, what they repeat may be overwritten before they are reached.
    double* ends = memory;
    load_ends(in, lanes, ends);
    double* window = ends + 2 * radius_ * lanes;
    std::copy_n(ends, radius_ * lanes, window);

    // At each turn the window holds the samples from `radius_` before `row` to `next`.
    index_t next = 0;
    for (index_t row = 0; row < walk_.length; row += step(lanes)) {
      const index_t rows = std::min(step(lanes), walk_.length - row);
      double* to = window + (next - row + radius_) * lanes;
      const index_t reached = row + rows + radius_;
      const index_t inside = std::clamp<index_t>(walk_.length - next, 0, reached - next);
      load_(in + next * walk_.in_stride, walk_.in_stride, walk_.in_lane, inside, lanes, to);
      const index_t beyond = next + inside - walk_.length;
      std::copy_n(ends + (radius_ + beyond) * lanes, (reached - next - inside) * lanes,
                  to + inside * lanes);
      next = reached;
      write(window + radius_ * lanes, rows, lanes, out + row * walk_.out_stride);
      std::copy_n(window + rows * lanes, 2 * radius_ * lanes, window);
    }
  }

 private:
  /// Rows of a window beside what it keeps: they fit the second cache, and keeping costs less than
  /// filtering.
  index_t step(index_t lanes) const {
    return std::min(walk_.length, std::max(16384 / lanes, 2 * radius_));
  }

  void load_ends(const char* in, index_t lanes, double* ends) const {
    for (index_t k = 0; k < 2 * radius_; ++k) {
      const index_t source = sources_[static_cast<std::size_t>(k)];
      double* to = ends + k * lanes;
      if (source < 0) {
        std::fill_n(to, lanes, constant_);
      } else {
        load_(in + source * walk_.in_stride, walk_.in_stride, walk_.in_lane, 1, lanes, to);
      }
    }
  }

  void write(const double* middle, index_t rows, index_t lanes, char* out) const {
    double formed[sums_at_most];
    const index_t rows_at_once = sums_at_most / lanes;
    const auto form = odd_ ? &sums<true> : &sums<false>;
    for (index_t row = 0; row < rows; row += rows_at_once) {
      const index_t n = std::min(rows_at_once, rows - row);
      form(middle + row * lanes, n * lanes, lanes, weights_.data(), radius_, formed);
      store_(formed, n, lanes, out + row * walk_.out_stride, walk_.out_stride, walk_.out_lane);
    }
  }

  const walk& walk_;
  std::span<const double> weights_;
  double constant_;
  load_function load_;
  store_function store_;
  index_t radius_;
  bool odd_;
  std::vector<index_t> sources_;  // of the samples before the ends, then behind them
};

/// \param in,out of one shape, with elements; one view, or apart
/// \param axis >= 0
/// \param weights an odd number of them, even or odd about their middle
void correlate(const py::array& in, const py::array& out, int axis, const py::array& weights,
               const std::string& mode, double constant, int threads) {
  if (threads < 0) {
    throw error(errc::bad_argument, "threads must be >= 0, got " + std::to_string(threads));
  }
  check_array("input", in, -1, false);
  check_array("output", out, static_cast<int>(in.ndim()), true);
  const walk w(in, out, axis);
  const correlation c(w, as_span<const double>("weights", weights), parse_border(mode), constant,
                      loader(in), storer(out));
  const auto* from = static_cast<const char*>(in.data());
  auto* to = static_cast<char*>(const_cast<void*>(out.data()));
  // Below some 20 us of work threads cost more than they save.
  const bool small = in.size() * weights.size() < 100'000;
  without_gil([&] {
    const index_t wanted = default_threads(threads);
    const index_t asked = small ? 1 : std::min(wanted, threads_at_most);
    const auto team = static_cast<int>(std::clamp<index_t>(w.groups, 1, asked));
    const std::size_t each = c.memory();
    std::vector<double> memory(each * static_cast<std::size_t>(team));
#pragma omp parallel for schedule(static) num_threads(team)
    for (index_t group = 0; group < w.groups; ++group) {
      c.filter(group, from, to,
               memory.data() + each * static_cast<std::size_t>(omp_get_thread_num()));
    }
  });
}

}  // namespace

void add_scipy_lines(py::module_& m) { m.def("correlate1d_as_scipy", &correlate); }

}  // namespace bellcurve::python
