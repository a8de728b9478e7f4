// The micro-kernels by themselves: every width, number of taps and rows against a plain loop, the
// same bits from each of them, and nothing read or written that is not theirs.
#include "runtime/dispatch.hpp"
#include "support/arrays.hpp"

#include <bellcurve/isa.hpp>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <vector>

using bellcurve::index_t;
using namespace bellcurve;

namespace {

template <class T>
const simd::filter_kernels<T>& kernels() {
  const simd::kernel_table& table = runtime::active_kernels();
  if constexpr (std::is_same_v<T, float>) return table.filter.f32;
  if constexpr (std::is_same_v<T, double>) return table.filter.f64;
}

/// Whether this instruction set multiplies and adds in one rounding.
bool fuses() {
  const isa active = active_isa();
  return active == isa::avx2 || active == isa::avx512 || active == isa::neon64;
}

/// What every path computes: products in the order of taps.
template <class T>
T plain_sum(const T* in, index_t step, const std::vector<T>& weights) {
  static const bool fused = fuses();
  T sum = 0;
  for (std::size_t k = 0; k < weights.size(); ++k) {
    const T x = in[static_cast<index_t>(k) * step];
    volatile T product = weights[k] * x;  // or the compiler would fuse it where it may
    sum = fused ? std::fma(weights[k], x, sum) : static_cast<T>(product + sum);
  }
  return sum;
}

template <class T>
std::vector<T> random_values(index_t n, support::random& r) {
  std::vector<T> v(static_cast<std::size_t>(n));
  for (T& x : v) x = static_cast<T>(r.normal());
  return v;
}

constexpr index_t round_up(index_t n, index_t unit) { return (n + unit - 1) / unit * unit; }

template <class T>
bool same(T a, T b) {
  return support::same_bits(std::vector<T>{a}, std::vector<T>{b});
}

constexpr index_t every_taps[] = {1, 3, 5, 7, 9, 11, 13, 23, 25, 29, 31, 41, 65, 129, 257};

/// Along rows, with either kernel.
template <class T>
void along(index_t rows, index_t cols, index_t taps, index_t tap_stride, bool lines,
           support::random& r) {
  const auto& k = kernels<T>();
  const index_t chunk = k.blocking.chunk, reach = (taps - 1) * tap_stride;
  const index_t end = round_up(cols, chunk);
  const index_t ld = end + reach + 5;
  // Ends where the contract does: with the last row's last chunk (fir_lines reads on by less than
  // two chunks, as its caller provides).
  const index_t size = (rows - 1) * ld + end + reach + (lines ? 2 * chunk : 0);
  const support::fenced<T> in_memory(size);
  T* const in = in_memory.place(size, true);
  const auto values = random_values<T>(size, r);
  std::copy(values.begin(), values.end(), in);
  const auto weights = random_values<T>(taps, r);
  const index_t chunks = end / chunk, slots = rows + 2;
  const index_t chunk_stride = slots * chunk;
  const support::fenced<T> out_memory(chunks * chunk_stride);
  T* const out = out_memory.place(chunks * chunk_stride, true);
  constexpr T untouched = T(-77);
  std::fill_n(out, chunks * chunk_stride, untouched);
  std::vector<index_t> offsets;  // rows out of order, one slot left free at either end
  for (index_t i = 0; i < rows; ++i)
    offsets.push_back((i % 2 == 0 ? rows - i / 2 : 1 + i / 2) * chunk);
  std::vector<T> work(static_cast<std::size_t>(simd::fir_lines_work(reach, k.blocking)));
  const simd::fir_rows_args<T> args{.in = in,
                                    .in_stride = ld,
                                    .rows = rows,
                                    .cols = cols,
                                    .weights = weights.data(),
                                    .taps = taps,
                                    .tap_stride = tap_stride,
                                    .out = out,
                                    .chunk_stride = chunk_stride,
                                    .out_row = offsets.data(),
                                    .work = work.data()};
  lines ? k.fir_lines(args) : k.fir_rows(args);
  index_t wrong = 0, damage = 0;
  std::vector<bool> written(static_cast<std::size_t>(slots), false);
  for (index_t i = 0; i < rows; ++i) {
    const index_t offset = offsets[static_cast<std::size_t>(i)];
    written[static_cast<std::size_t>(offset / chunk)] = true;
    for (index_t j = 0; j < cols; ++j) {
      const T got = out[j / chunk * chunk_stride + offset + j % chunk];
      wrong += !same(got, plain_sum(in + i * ld + j, tap_stride, weights));
    }
  }
  for (index_t c = 0; c < chunks; ++c) {
    for (index_t s = 0; s < slots; ++s) {
      if (written[static_cast<std::size_t>(s)]) continue;
      for (index_t j = 0; j < chunk; ++j)
        damage += out[c * chunk_stride + s * chunk + j] != untouched;
    }
  }
  CAPTURE(rows);
  CAPTURE(cols);
  CAPTURE(taps);
  CAPTURE(tap_stride);
  CAPTURE(lines);
  REQUIRE(wrong == 0);
  REQUIRE(damage == 0);
}

template <class T>
void down(index_t rows, index_t cols, index_t taps, support::random& r) {
  const auto& k = kernels<T>();
  const index_t chunk = k.blocking.chunk, in_rows = rows + taps - 1, slots = in_rows | 1;
  const index_t chunks = round_up(cols, chunk) / chunk;
  const index_t size = chunks * slots * chunk;
  const support::fenced<T> in_memory(size);
  T* const in = in_memory.place(size, true);
  const auto values = random_values<T>(size, r);
  std::copy(values.begin(), values.end(), in);
  const auto weights = random_values<T>(taps, r);
  std::vector<index_t> offsets;
  for (index_t i = 0; i < in_rows; ++i) offsets.push_back(i * 7 % in_rows * chunk);
  const index_t ld = round_up(cols, 64 / index_t(sizeof(T)));
  const support::fenced<T> out_memory(rows * ld);
  T* const out = out_memory.place(rows * ld, false);  // a page: aligned
  constexpr T untouched = T(-77);
  std::fill_n(out, rows * ld, untouched);
  k.fir_columns({.in = in,
                 .chunk_stride = slots * chunk,
                 .row = offsets.data(),
                 .weights = weights.data(),
                 .taps = taps,
                 .rows = rows,
                 .cols = cols,
                 .out = out,
                 .out_stride = ld});
  index_t wrong = 0, damage = 0;
  for (index_t i = 0; i < rows; ++i) {
    for (index_t j = 0; j < ld; ++j) {
      const T got = out[i * ld + j];
      if (j >= cols) {
        damage += got != untouched;
        continue;
      }
      std::vector<T> column;
      for (index_t t = 0; t < taps; ++t) {
        column.push_back(
            in[j / chunk * slots * chunk + offsets[static_cast<std::size_t>(i + t)] + j % chunk]);
      }
      wrong += !same(got, plain_sum(column.data(), 1, weights));
    }
  }
  CAPTURE(rows);
  CAPTURE(cols);
  CAPTURE(taps);
  REQUIRE(wrong == 0);
  REQUIRE(damage == 0);
}

}  // namespace

TEST_CASE_TEMPLATE("filter kernels: along rows, as they lie and as lanes", T, float, double) {
  support::random r(1);
  const index_t chunk = kernels<T>().blocking.chunk, lines = kernels<T>().blocking.lines;
  for (const index_t taps : every_taps) {
    for (const index_t cols :
         {index_t(1), chunk - 1, chunk, chunk + 1, 2 * chunk, 3 * chunk + 3, 5 * chunk,
          5 * chunk + 1, 11 * chunk - 1, index_t(128), index_t(259)}) {
      if (cols < 1) continue;
      for (const index_t tap_stride : {1, 2, 3, 4}) {
        if (tap_stride > 1 && cols % 2 == 1) continue;
        along<T>(2, cols, taps, tap_stride, false, r);
        for (const index_t rows : {index_t(1), lines - 1, lines}) {
          if (rows > 0) along<T>(rows, cols, taps, tap_stride, true, r);
        }
      }
    }
  }
}

TEST_CASE_TEMPLATE("filter kernels: rows past the caches", T, float, double) {
  support::random r(5);
  const auto& k = kernels<T>();
  const index_t rows = 3, ld = 150;
  for (index_t first = 0; first < 17; ++first) {
    for (const index_t cols : {1, 7, 15, 16, 17, 64, 130}) {
      const std::vector<T> in = random_values<T>(rows * ld, r);
      std::vector<T> out = random_values<T>(rows * ld, r), expected = out;
      for (index_t i = 0; i < rows; ++i)
        std::copy_n(in.data() + i * ld, cols, expected.data() + i * ld + first);
      k.stream_rows({in.data(), ld, out.data() + first, ld, rows, cols});
      k.stream_fence();
      REQUIRE(support::same_bits(out, expected));
    }
  }
}

TEST_CASE_TEMPLATE("filter kernels: down columns", T, float, double) {
  support::random r(2);
  const index_t chunk = kernels<T>().blocking.chunk;
  for (const index_t taps : every_taps) {
    for (const index_t rows : {1, 2, 3, 5, 6, 7, 11, 12, 13, 23, 24}) {
      for (const index_t cols : {index_t(1), chunk - 1, chunk, chunk + 1, 3 * chunk + 5}) {
        if (cols < 1) continue;
        down<T>(rows, cols, taps, r);
      }
    }
  }
}

TEST_CASE_TEMPLATE("filter kernels: a NaN reaches what its taps cover, and no other", T, float,
                   double) {
  // Rows of results are formed together; a NaN in a row that only some of them need stays there.
  const auto& k = kernels<T>();
  const index_t chunk = k.blocking.chunk, rows = 24;
  for (const index_t taps : {index_t(3), index_t(9), index_t(31)}) {
    const index_t in_rows = rows + taps - 1;
    for (index_t bad = 0; bad < in_rows; ++bad) {
      std::vector<T> in(static_cast<std::size_t>(in_rows * chunk), T(1)),
          weights(static_cast<std::size_t>(taps), T(1)),
          out(static_cast<std::size_t>(rows * chunk));
      std::vector<index_t> offsets;
      for (index_t i = 0; i < in_rows; ++i) offsets.push_back(i * chunk);
      in[static_cast<std::size_t>(bad * chunk)] = std::numeric_limits<T>::quiet_NaN();
      k.fir_columns({.in = in.data(),
                     .chunk_stride = in_rows * chunk,
                     .row = offsets.data(),
                     .weights = weights.data(),
                     .taps = taps,
                     .rows = rows,
                     .cols = chunk,
                     .out = out.data(),
                     .out_stride = chunk});
      for (index_t i = 0; i < rows; ++i) {
        const bool covered = i <= bad && bad < i + taps;
        REQUIRE(std::isnan(out[static_cast<std::size_t>(i * chunk)]) == covered);
        if (chunk > 1)
          REQUIRE(out[static_cast<std::size_t>(i * chunk + 1)] == static_cast<T>(taps));
      }
    }
  }
}

TEST_CASE_TEMPLATE("filter kernels: integers to float and back", S, std::uint8_t, std::uint16_t,
                   std::int16_t) {
  const auto& table = runtime::active_kernels().filter;
  const auto& k = [&]() -> const auto& {
    if constexpr (std::is_same_v<S, std::uint8_t>) return table.u8;
    if constexpr (std::is_same_v<S, std::uint16_t>) return table.u16;
    if constexpr (std::is_same_v<S, std::int16_t>) return table.i16;
  }
  ();
  constexpr int low = std::numeric_limits<S>::min(), high = std::numeric_limits<S>::max();
  std::vector<S> all, back;
  for (int v = low; v <= high; ++v) all.push_back(static_cast<S>(v));
  std::vector<float> wide(all.size());
  k.widen(all.data(), wide.data(), static_cast<index_t>(all.size()));
  back.resize(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) REQUIRE(wide[i] == static_cast<float>(all[i]));
  k.round(wide.data(), back.data(), static_cast<index_t>(all.size()));
  CHECK(back == all);
  // Halves to the even neighbour, the rest to the nearest; beyond the range to its ends.
  const float inf = std::numeric_limits<float>::infinity();
  for (const float x : {0.5F, 1.5F, 2.5F, 2.4999998F, 2.5000002F, 253.5F, 254.5F, -0.5F, -1.5F,
                        -2.5F, -1e30F, 1e30F, -inf, inf, 65534.5F, 32766.5F, -32767.5F}) {
    S got{};
    k.round(&x, &got, 1);
    const double want = std::clamp<double>(std::nearbyint(x), low, high);
    CAPTURE(x);
    CHECK(static_cast<double>(got) == want);
  }
}
