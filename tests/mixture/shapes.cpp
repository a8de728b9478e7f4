// Every shape, stride, alignment and number of threads gives the same bits and writes nothing else.
#include "cases.hpp"

#include <doctest/doctest.h>

#include <array>
#include <cfenv>
#include <cstring>
#include <numeric>

#ifdef __SSE2__
#include <xmmintrin.h>
#endif

using namespace bellcurve;

namespace {

/// A general and a diagonal component, and one that covers few cells.
mixture mixed(std::size_t d, combination how = combination::sum) {
  mixture m = support::random_mixture({.d = d, .components = 2, .scale = 6}, 7);
  for (const auto& c :
       support::random_mixture({.d = d, .components = 1, .scale = 0.4, .diagonal = true}, 8)
           .components) {
    m.components.push_back(c);
  }
  for (gaussian_component& c : m.components)
    for (double& v : c.mean) v += 9.3;
  m.combination = how;
  return m;
}

template <class T>
void run(bool log, const mixture& m, const grid& g, array_view<T> out, int threads = 0) {
  mixture_options options;
  options.threads = threads;
  log ? mixture_logpdf(m, g, out, options) : mixture_pdf(m, g, out, options);
}

template <class T>
bool same(const T& a, const T& b) {
  return std::memcmp(&a, &b, sizeof(T)) == 0;
}

template <class T>
bool same(const std::vector<T>& a, const std::vector<T>& b) {
  return a.size() == b.size() && std::memcmp(a.data(), b.data(), a.size() * sizeof(T)) == 0;
}

// From 2 on: an axis of one sample is never the one along which cells lie.
constexpr index_t extents[] = {4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 63, 64, 65, 129, 257};

/// A view of shape `shape` with these strides into memory full of a mark.
template <class T>
class guarded {
 public:
  guarded(std::vector<index_t> shape, std::vector<index_t> strides, std::size_t offset)
      : shape_(std::move(shape)), strides_(std::move(strides)) {
    index_t low = 0, high = 0;
    for (std::size_t k = 0; k < shape_.size(); ++k) {
      const index_t reach = (shape_[k] - 1) * strides_[k];
      (reach < 0 ? low : high) += reach;
    }
    memory_.assign(static_cast<std::size_t>(high - low) + 1 + 64 + offset, mark);
    first_ = memory_.data() + 32 + offset - low;
  }
  array_view<T> view() { return {first_, shape_, strides_}; }

  /// The elements in C order; marks elsewhere are counted, and must be as many as there were.
  std::vector<T> take() {
    std::vector<T> values;
    std::vector<index_t> at(shape_.size(), 0);
    const index_t size =
        std::accumulate(shape_.begin(), shape_.end(), index_t{1}, std::multiplies<>());
    for (index_t i = 0; i < size; ++i) {
      index_t rest = i, place = 0;
      for (std::size_t k = shape_.size(); k-- > 0; rest /= shape_[k])
        place += rest % shape_[k] * strides_[k];
      values.push_back(first_[place]);
      first_[place] = mark;
    }
    CHECK(std::all_of(memory_.begin(), memory_.end(), [](T v) { return v == mark; }));
    return values;
  }

 private:
  static constexpr T mark = T(-12345);
  std::vector<index_t> shape_, strides_;
  std::vector<T> memory_;
  T* first_;
};

}  // namespace

TEST_CASE_TEMPLATE("rows of any length and alignment: a cell's bits are its own", T, float,
                   double) {
  for (bool log : {false, true}) {
    for (auto how : {combination::sum, combination::max}) {
      const mixture m = mixed(2, how);
      std::vector<T> wide(6 * 300);
      run<T>(log, m, {}, {wide, {6, 300}});
      for (index_t n : extents) {
        guarded<T> g({6, n}, {n + 3, 1}, static_cast<std::size_t>(n % 5));
        run<T>(log, m, {}, g.view());
        const std::vector<T> got = g.take();
        bool equal = true;
        for (std::size_t i = 0; i < got.size(); ++i) {
          const auto cols = static_cast<std::size_t>(n);
          equal = equal && same(got[i], wide[i / cols * 300 + i % cols]);
        }
        CAPTURE(n);
        CHECK(equal);
      }
    }
  }
}

TEST_CASE_TEMPLATE("strides: apart, reversed, not contiguous; one to three axes", T, float,
                   double) {
  for (bool log : {false, true}) {
    for (index_t n : {1, 4, 17, 65}) {
      const grid g{{-3, 1, -2}, {0.75, -0.5, 0.25}};
      std::vector<T> line(static_cast<std::size_t>(n)), plane(static_cast<std::size_t>(5 * n)),
          space(static_cast<std::size_t>(15 * n));
      run<T>(log, mixed(1), g, {line, {n}});
      run<T>(log, mixed(2), g, {plane, {5, n}});
      run<T>(log, mixed(3), g, {space, {3, 5, n}});
      for (index_t s : {1, -1, 3, -2}) {
        CAPTURE(n);
        CAPTURE(s);
        guarded<T> one({n}, {s}, 1), two({5, n}, {-(3 * n + 1), s}, 2),
            three({3, 5, n}, {(3 * n + 2) * 5, -(3 * n + 2), s}, 3);
        run<T>(log, mixed(1), g, one.view());
        CHECK(same(one.take(), line));
        run<T>(log, mixed(2), g, two.view());
        CHECK(same(two.take(), plane));
        run<T>(log, mixed(3), g, three.view());
        CHECK(same(three.take(), space));
      }
    }
  }
}

TEST_CASE_TEMPLATE("any order of the axes gives the same density", T, float, double) {
  // Other factors of the covariances: as close as the bounds of accuracy.cpp.
  const double tolerance = sizeof(T) == 4 ? 1e-4 : 1e-12;
  const grid g{{2, 1, 4}, {0.75, 0.5, 0.25}};
  std::vector<T> want(7 * 9 * 33);
  run<T>(true, mixed(3), g, {want, {7, 9, 33}});
  const std::array<std::array<index_t, 3>, 5> orders = {
      {{9 * 33, 1, 9}, {33, 7 * 33, 1}, {1, 7, 63}, {1, 7 * 33, 7}, {33, -7 * 33, 1}}};
  for (const auto& strides : orders) {
    guarded<T> out({7, 9, 33}, {strides[0], strides[1], strides[2]}, 1);
    run<T>(true, mixed(3), g, out.view());
    const std::vector<T> got = out.take();
    double worst = 0;
    for (std::size_t i = 0; i < got.size(); ++i)
      worst = std::max(worst, std::abs(static_cast<double>(got[i] - want[i])) /
                                  (1 + std::abs(static_cast<double>(want[i]))));
    CHECK(worst <= tolerance);
  }
}

TEST_CASE_TEMPLATE("wide components: strides, alignments, threads and blocks of columns", T, float,
                   double) {
  // Several hundred columns to a standard deviation, so that rows share what they can.
  mixture m = support::random_mixture({.components = 2, .scale = 400, .correlation = 0.7}, 21);
  m.components.push_back(mixed(2).components[0]);  // and one that is too narrow
  for (auto how : {combination::sum, combination::max}) {
    m.combination = how;
    for (index_t cols : {index_t{611}, index_t{8192 + 301}}) {
      constexpr index_t rows = 61;
      const grid g{{-20, -300}, {0.75, 0.75}};
      std::vector<T> want(static_cast<std::size_t>(rows * cols));
      run<T>(false, m, g, {want, {rows, cols}}, 1);
      for (index_t s : {1, -1, 2, -3}) {
        for (std::size_t offset : {0U, 1U, 5U}) {
          guarded<T> out({rows, cols}, {3 * cols + 1, s}, offset);
          run<T>(false, m, g, out.view(), static_cast<int>(offset) + 1);
          CAPTURE(s);
          CAPTURE(offset);
          CHECK(same(out.take(), want));
        }
      }
      // Moved by whole columns, the cells keep their bits.
      grid moved = g;
      moved.origin[1] += 0.75 * 37;
      std::vector<T> piece(static_cast<std::size_t>(rows * 501));
      run<T>(false, m, moved, {piece, {rows, 501}});
      bool equal = true;
      for (std::size_t i = 0; i < piece.size(); ++i) {
        const std::size_t r = i / 501, j = i % 501 + 37;
        equal = equal && same(piece[i], want[r * static_cast<std::size_t>(cols) + j]);
      }
      CHECK(equal);
    }
  }
}

TEST_CASE("no elements: nothing is done") {
  std::array<float, 4> out = {1, 2, 3, 4};
  mixture_pdf(mixed(2), grid{}, array_view<float>(out.data(), {0, 4}));
  mixture_logpdf(mixed(3), grid{}, array_view<float>(out.data(), {2, 0, 2}));
  mixture_pdf(mixed(2), matrix_view<const float>(out.data(), 0, 2),
              array_view<float>(out.data(), {0}));
  CHECK(out == std::array<float, 4>{1, 2, 3, 4});
}

TEST_CASE_TEMPLATE("long rows and large outputs: blocks and streaming stores", T, float, double) {
  // A grid moved by whole steps is the same grid: pieces have the bits of the whole.
  const mixture m = mixed(2);
  // Just above what is streamed.
  constexpr index_t rows = sizeof(T) == 4 ? 224 : 112, cols = 20001;
  guarded<T> out({rows, cols}, {cols + 2, 1}, 1);
  run<T>(false, m, {{-100, -40}}, out.view());
  const std::vector<T> whole = out.take();
  std::vector<T> piece(7 * 301);
  for (index_t i : {0, 50, 105}) {
    for (index_t j : {0, 40, 8100, 16300, 19700}) {
      const grid part{{static_cast<double>(i) - 100, static_cast<double>(j) - 40}};
      run<T>(false, m, part, {piece, {7, 301}});
      bool equal = true;
      for (index_t r = 0; r < 7; ++r) {
        equal = equal && std::memcmp(piece.data() + r * 301, whole.data() + (i + r) * cols + j,
                                     301 * sizeof(T)) == 0;
      }
      CAPTURE(i);
      CAPTURE(j);
      CHECK(equal);
    }
  }
}

TEST_CASE_TEMPLATE("bits do not depend on the number of threads", T, float, double) {
  for (bool log : {false, true}) {
    std::vector<T> want(400 * 210), got(want.size());
    run<T>(log, mixed(2), {}, {want, {400, 210}}, 1);
    const std::vector<T> x = support::normal<T>(20001, 3, 3, 8, 9);
    const matrix_view<const T> points(x, 20001, 3);
    std::vector<T> at_points(20001), again(20001);
    mixture_options options;
    options.threads = 1;
    const auto call = [&](array_view<T> out) {
      log ? mixture_logpdf(mixed(3), points, out, options)
          : mixture_pdf(mixed(3), points, out, options);
    };
    call(array_view<T>(at_points));
    for (int threads : {2, 3, 5, 8, 16}) {
      std::fill(got.begin(), got.end(), T(-1));
      run<T>(log, mixed(2), {}, {got, {400, 210}}, threads);
      CHECK(same(got, want));
      std::fill(again.begin(), again.end(), T(-1));
      options.threads = threads;
      call(array_view<T>(again));
      CHECK(same(again, at_points));
    }
  }
}

TEST_CASE_TEMPLATE("points: any number, any strides, the same bits", T, float, double) {
  for (std::size_t d : {1U, 3U, 6U}) {
    const mixture m = mixed(d);
    const auto features = static_cast<index_t>(d);
    const std::vector<T> x = support::normal<T>(5000, features, 11, 5, 9);
    std::vector<T> want(5000);
    mixture_pdf(m, matrix_view<const T>(x, 5000, features), array_view<T>(want));
    for (index_t n : extents) {
      guarded<T> out({n}, {n % 2 == 0 ? 1 : -3}, static_cast<std::size_t>(n % 3));
      mixture_pdf(m, matrix_view<const T>(x, n, features), out.view());
      const std::vector<T> got = out.take();
      CHECK(std::memcmp(got.data(), want.data(), got.size() * sizeof(T)) == 0);
    }
    // Column-major, and upside down.
    std::vector<T> columns(x.size()), got(5000);
    for (std::size_t i = 0; i < 5000; ++i)
      for (std::size_t k = 0; k < d; ++k) columns[k * 5000 + i] = x[i * d + k];
    mixture_pdf(m, matrix_view<const T>(columns.data(), 5000, features, 1, 5000),
                array_view<T>(got));
    CHECK(same(got, want));
    mixture_pdf(m, matrix_view<const T>(x.data() + 4999 * d, 5000, features, -features),
                array_view<T>(got.data() + 4999, {5000}, {-1}));
    CHECK(same(got, want));
  }
}

TEST_CASE_TEMPLATE("the caller's floating-point environment has no influence", T, float, double) {
  std::vector<T> want(40 * 41), got(want.size());
  const mixture m = mixed(2);
  const grid g{{-20, -20}, {1.5, 1.5}};
  for (bool log : {false, true}) {
    run<T>(log, m, g, {want, {40, 41}});
#ifdef __SSE2__
    const unsigned before = _mm_getcsr();
    const unsigned odd = before | 0x8040U | _MM_ROUND_UP;  // flush to zero, denormals are zeros
    _mm_setcsr(odd);
    run<T>(log, m, g, {got, {40, 41}});
    const unsigned after = _mm_getcsr();
    _mm_setcsr(before);
    CHECK((after & ~0x3FU) == (odd & ~0x3FU));
#else
    std::fesetround(FE_UPWARD);
    run<T>(log, m, g, {got, {40, 41}});
    CHECK(std::fegetround() == FE_UPWARD);
    std::fesetround(FE_TONEAREST);
#endif
    CHECK(same(got, want));
  }
}
