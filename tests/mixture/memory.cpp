// What a call on a grid takes beyond its output: rows of product components, to a limit.
#include "grid/plan.hpp"
#include "grid/validate.hpp"
#include "runtime/dispatch.hpp"

#include <bellcurve/mixture.hpp>

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <limits>
#include <new>
#include <vector>

using namespace bellcurve;

namespace {
std::size_t largest_allocation = 0;
}

// A call's memory is one array.
void* operator new[](std::size_t bytes) {
  largest_allocation = std::max(largest_allocation, bytes);
  void* p = std::malloc(bytes == 0 ? 1 : bytes);
  if (p == nullptr) throw std::bad_alloc();
  return p;
}
void operator delete[](void* p) noexcept { std::free(p); }
void operator delete[](void* p, std::size_t) noexcept { std::free(p); }

namespace {

constexpr std::size_t limit = 64 << 20, other = 1 << 20;

/// Narrow components along a long row; the last hardly weighs anything.
mixture narrow(std::size_t count, index_t cols) {
  mixture m;
  const double apart = static_cast<double>(cols) / static_cast<double>(count);
  for (std::size_t c = 0; c < count; ++c)
    m.components.push_back({{1.5, (static_cast<double>(c) + 0.3) * apart}, {4, 2}});
  m.components.back().weight = 1e-30;
  return m;
}

template <class T>
normal::grid_plan<T> plan_of(const mixture& m, array_view<T> out, bool log = false) {
  return normal::make_plan(normal::validate<T>(m, grid{}, out, log, {}),
                           simd::of<T>(runtime::active_kernels()));
}

template <class T>
std::size_t memory_of(const mixture& m, array_view<T> out, bool log = false) {
  largest_allocation = 0;
  const mixture_options alone{.threads = 1};
  log ? mixture_logpdf(m, grid{}, out, alone) : mixture_pdf(m, grid{}, out, alone);
  return largest_allocation;
}

}  // namespace

TEST_CASE_TEMPLATE("rows are kept up to 64 MB, and results do not depend on it", T, float, double) {
  constexpr index_t rows = 5, cols = 8000;
  std::vector<T> with(rows * cols), without(with.size());
  const array_view<T> a(with, {rows, cols}), b(without, {rows, cols});
  const auto row =
      static_cast<std::size_t>(plan_of<T>(narrow(1, cols), a).table_stride) * sizeof(T);
  const std::size_t most = limit / row;
  const mixture fits = narrow(most, cols);
  mixture more = fits;
  more.components.push_back(fits.components.back());
  CHECK(plan_of<T>(fits, a).tables);
  CHECK_FALSE(plan_of<T>(more, a).tables);
  CHECK_FALSE(plan_of<T>(fits, a, true).tables);

  const std::size_t taken = memory_of<T>(fits, a);
  CHECK(taken > limit - row);
  CHECK(taken <= limit + other);
  CHECK(memory_of<T>(more, b) <= other);
  // Sums of `most` terms, each with the bound of docs/ACCURACY.md; densities this high are those of
  // exponents below 50.
  constexpr double u = static_cast<double>(std::numeric_limits<T>::epsilon()) / 2;
  const double allowed = (2 * (13.0 * 50 + 8) + 2 * static_cast<double>(most)) * u;
  double worst = 0;
  for (std::size_t i = 0; i < with.size(); ++i) {
    CHECK(with[i] > 1e-20);
    worst = std::max(worst,
                     std::abs(static_cast<double>(without[i]) / static_cast<double>(with[i]) - 1));
  }
  CHECK(worst <= allowed);
  // Logarithms keep no rows.
  CHECK(memory_of<T>(fits, b, true) <= other);
}
