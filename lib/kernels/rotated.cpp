// With p, q the offsets of a cell from the centre along the turned axes, in sigmas, its exponent is
// (p^2 + q^2) / 2. Relative to that of another cell it is
//   (p - p') (p + p') / 2 + (q - q') (q + q') / 2,
// where differences and means of the two are formed from indices before they are turned: nothing
// is lost to a centre far outside, as in sampled.cpp.
#include "rotated.hpp"

#include "turn.hpp"
#include "wide.hpp"

#include <algorithm>
#include <limits>
#include <type_traits>

namespace bellcurve::kernels {
namespace {

/// Columns whose shares are kept together, on the stack.
constexpr index_t columns = 128;

/// 1 / (2 pi) in two parts.
constexpr dd inv_2pi = {0x1.45f306dc9c883p-3, -0x1.6b01ec5417056p-57};

/// What the offset along one axis of the array adds to p and q, in numbers of type N: wide, or dd
/// where nothing can leave its range, which takes a third of the time.
template <class N>
struct offset {
  N p, q;
};

/// What one axis of the array knows of a cell: half of what its exponent is made of.
template <class N>
struct share {
  offset<N> difference, mean;
};

template <class N>
N made(dd x) noexcept {
  if constexpr (std::is_same_v<N, dd>) {
    return x;
  } else {
    return widened(x);
  }
}
dd half(dd x) noexcept { return {x.hi / 2, x.lo / 2}; }
wide half(const wide& x) noexcept { return {x.m, x.e - 1}; }
dd leading(dd x) noexcept { return x; }
dd leading(const wide& x) noexcept { return x.m; }

struct cell {
  index_t row = 0, col = 0;
};

template <class N>
class ellipse {
 public:
  ellipse(const std::array<axis, 2>& axes, double theta) noexcept
      : center_{axes[0].center, axes[1].center} {
    const turn t = turn_by(theta);
    const N cosine = made<N>(t.cosine), sine = made<N>(t.sine);
    const N along = made<N>({axes[0].sigma, 0}), across = made<N>({axes[1].sigma, 0});
    unit_[0] = {cosine / along, -sine / across};
    unit_[1] = {sine / along, cosine / across};
  }

  /// Relative to the centre, which makes the exponent that of a density.
  share<N> at(std::size_t axis, index_t x) const noexcept {
    const dd u = two_sum(static_cast<double>(x), -center_[axis]);
    const share<N> s = make(axis, u, u);
    return {s.difference, {half(s.mean.p), half(s.mean.q)}};
  }
  /// Relative to a cell at `from`.
  share<N> at(std::size_t axis, index_t x, index_t from) const noexcept {
    const auto a = static_cast<double>(x), b = static_cast<double>(from);
    return make(axis, {a - b, 0}, two_sum((a + b) / 2, -center_[axis]));
  }

 private:
  share<N> make(std::size_t axis, dd difference, dd mean) const noexcept {
    const N d = made<N>(difference), m = made<N>(mean);
    const offset<N>& unit = unit_[axis];
    return {{d * unit.p, d * unit.q}, {m * unit.p, m * unit.q}};
  }

  std::array<double, 2> center_;
  std::array<offset<N>, 2> unit_;
};

template <class N>
N exponent(const share<N>& row, const share<N>& col) noexcept {
  return (row.difference.p + col.difference.p) * (row.mean.p + col.mean.p) +
         (row.difference.q + col.difference.q) * (row.mean.q + col.mean.q);
}

template <class N>
bool negative(const N& x) noexcept {
  return leading(x).hi < 0;
}

double height(dd e) noexcept {
  // Below 0 is rounding: nothing is nearer than the nearest cell.
  if (!(e.hi > 0)) return 1;
  return e.hi < no_weight ? exp_minus(e) : 0;
}
double height(const wide& e) noexcept {
  if (!(e.m.hi > 0) || e.e < -200) return 1;
  if (e.e >= 10) return 0;
  const double scale = power_of_two(e.e);
  return height(dd{e.m.hi * scale, e.m.lo * scale});
}

/// The cell of a row with the least exponent: it falls up to there and then rises.
template <class N>
cell nearest_in_row(const ellipse<N>& e, index_t row, index_t cols) noexcept {
  const share<N> here = e.at(0, row, row);
  index_t low = 0, high = cols - 1;
  while (low < high) {
    const index_t middle = low + (high - low) / 2;
    if (negative(exponent(here, e.at(1, middle + 1, middle)))) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return {row, low};
}

/// The cell with the least exponent. Each row has to be asked: of a thin ellipse the cells that are
/// nearest to it in neighbouring rows may be near or far.
template <class N>
cell nearest_cell(const ellipse<N>& e, index_t rows, index_t cols) noexcept {
  cell best = nearest_in_row(e, 0, cols);
  for (index_t i = 1; i < rows; ++i) {
    const cell c = nearest_in_row(e, i, cols);
    if (negative(exponent(e.at(0, i, best.row), e.at(1, c.col, best.col)))) best = c;
  }
  return best;
}

/// Calls use(row, col, height) for all cells of the first `rows` rows.
template <class N, class Share, class Use>
void for_each_height(index_t rows, index_t cols, const Share& share_of, const Use& use) noexcept {
  share<N> kept[columns];
  for (index_t first = 0; first < cols; first += columns) {
    const index_t count = std::min(columns, cols - first);
    for (index_t k = 0; k < count; ++k) kept[k] = share_of(1, first + k);
    for (index_t i = 0; i < rows; ++i) {
      const share<N> row = share_of(0, i);
      for (index_t k = 0; k < count; ++k) use(i, first + k, height(exponent(row, kept[k])));
    }
  }
}

double density_at_center(const std::array<axis, 2>& axes) noexcept {
  const wide peak = widened(inv_2pi) / widened({axes[0].sigma, 0}) / widened({axes[1].sigma, 0});
  // Validated to be finite but for a rounding.
  return std::min(std::scalbn(value(peak.m), peak.e), std::numeric_limits<double>::max());
}

/// The second half of a kernel about the middle is the first one turned by 180 degrees.
template <class T>
void mirror(matrix_view<T> out) noexcept {
  const index_t rows = out.rows(), cols = out.cols();
  for (index_t i = rows / 2; i < rows; ++i) {
    const index_t from = 2 * i + 1 == rows ? (cols + 1) / 2 : 0;
    for (index_t j = from; j < cols; ++j) out(i, j) = out(rows - 1 - i, cols - 1 - j);
  }
}

template <class N, class T>
void fill(const std::array<axis, 2>& axes, double theta, matrix_view<T> out) noexcept {
  const ellipse<N> e(axes, theta);
  const bool mirrored = 2 * axes[0].center == static_cast<double>(out.rows() - 1) &&
                        2 * axes[1].center == static_cast<double>(out.cols() - 1);
  const index_t rows = mirrored ? (out.rows() + 1) / 2 : out.rows();
  const auto write = [&](const auto& share_of, double divisor, double factor) {
    for_each_height<N>(rows, out.cols(), share_of, [&](index_t i, index_t j, double w) {
      out(i, j) = static_cast<T>(w / divisor * factor);
    });
    if (mirrored) mirror(out);
  };
  if (axes[0].normalization == normalization::sum) {
    // Relative to the nearest cell, which does not vanish, wherever the centre is.
    const cell near = nearest_cell(e, out.rows(), out.cols());
    const auto share_of = [&](std::size_t axis, index_t x) {
      return e.at(axis, x, axis == 0 ? near.row : near.col);
    };
    dd sum;
    for_each_height<N>(rows, out.cols(), share_of, [&](index_t i, index_t, double w) {
      sum = sum + (mirrored && 2 * i + 1 != out.rows() ? 2 * w : w);
    });
    return write(share_of, value(sum), 1);
  }
  const bool density = axes[0].normalization == normalization::density;
  write([&](std::size_t axis, index_t x) { return e.at(axis, x); }, 1,
        density ? density_at_center(axes) : 1);
}

/// Whether no product of two offsets in sigmas leaves the range of double, nor the parts of one.
bool moderate(const std::array<axis, 2>& axes, double theta) noexcept {
  constexpr double large = 0x1p100;
  const auto within = [](double x) { return std::abs(x) >= 1 / large && std::abs(x) <= large; };
  for (const axis& a : axes) {
    if (!within(a.sigma) || !(a.center == 0 || within(a.center))) return false;
  }
  return within(theta);
}

}  // namespace

template <class T>
void fill_rotated(const std::array<axis, 2>& axes, double theta, matrix_view<T> out) noexcept {
  moderate(axes, theta) ? fill<dd>(axes, theta, out) : fill<wide>(axes, theta, out);
}

template void fill_rotated(const std::array<axis, 2>&, double, matrix_view<float>) noexcept;
template void fill_rotated(const std::array<axis, 2>&, double, matrix_view<double>) noexcept;

}  // namespace bellcurve::kernels
