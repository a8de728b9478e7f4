// Densities and their logarithms within the bounds of docs/ACCURACY.md ("Mixtures"), against long
// double, where it is hard: thin and tiny and huge components, far offsets, tails.
#include "cases.hpp"
#include "reference.hpp"
#include "support/worst.hpp"

#include <doctest/doctest.h>

#include <array>
#include <string>

using namespace bellcurve;
using support::exact_mixture;
using support::real;
using support::style;

namespace {

/// Errors of both functions.
class worst {
 public:
  /// \param where grids or points
  worst(support::worst_errors& table, std::string_view type, const std::string& where)
      : density_(table.of("mixture_pdf, " + where, type, "relative")),
        log_density_(table.of("mixture_logpdf, " + where, type, "of max(1, abs(log))")) {}
  template <class T>
  void density(const style& s, T value, const support::bounded& exact) {
    density_.add(input(s), support::relative_error(value, exact), support::used(value, exact));
  }
  template <class T>
  void logarithm(const style& s, T value, const support::bounded& exact) {
    log_density_.add(input(s), support::logarithm_error(value, exact), support::used(value, exact));
  }

 private:
  static std::string_view input(const style& s) {
    if (s.offset != 0) return "far from 0";
    if (s.scale < 1e-6) return "tiny";
    if (s.scale > 1e6) return "huge";
    if (s.correlation != 0) return "thin";
    return s.diagonal ? "diagonal" : "ordinary";
  }
  support::worst_errors::row &density_, &log_density_;
};

std::vector<style> styles(std::size_t d) {
  return {{.d = d},
          {.d = d, .components = 5, .spread = 3},
          {.d = d, .components = 1, .diagonal = true},
          {.d = d, .components = 3, .diagonal = true},
          {.d = d, .correlation = 0.9999},
          {.d = d, .components = 3, .correlation = -0.99},
          {.d = d, .scale = 1e-7, .offset = 1e9},
          {.d = d, .scale = 1e-9},
          {.d = d, .scale = 1e9},
          {.d = d, .scale = 1e-3, .offset = -1e5}};
}

/// About each axis `reach` standard deviations of the style to either side of its offset.
grid around(const style& s, std::span<const index_t> shape, double reach) {
  grid g;
  for (std::size_t k = 0; k < s.d; ++k) {
    const double width = 2 * reach * s.scale;
    g.step[k] = width / static_cast<double>(std::max<index_t>(shape[k] - 1, 1));
    g.origin[k] = s.scale * s.offset - reach * s.scale;
  }
  return g;
}

template <class T>
void on_grid(const style& s, const mixture& m, std::array<index_t, 3> extents, double reach,
             worst& w) {
  const std::span<const index_t> shape(extents.data(), s.d);
  std::size_t size = 1;
  for (index_t e : shape) size *= static_cast<std::size_t>(e);
  std::vector<T> density(size), log_density(size);
  const grid g = around(s, shape, reach);
  mixture_pdf(m, g, array_view<T>(density.data(), shape));
  mixture_logpdf(m, g, array_view<T>(log_density.data(), shape));
  const exact_mixture exact(m);
  for (std::size_t i = 0; i < size; ++i) {
    std::array<real, 3> x{};
    std::size_t rest = i;
    for (std::size_t k = s.d; k-- > 0;) {
      const auto n = static_cast<std::size_t>(shape[k]);
      x[k] = static_cast<real>(g.origin[k]) +
             static_cast<real>(rest % n) * static_cast<real>(g.step[k]);
      rest /= n;
    }
    const std::span<const real> at(x.data(), s.d);
    w.density(s, density[i], exact.density<T>(at, true));
    w.logarithm(s, log_density[i], exact.log_density<T>(at, true));
  }
}

template <class T>
void grids() {
  support::worst_errors table;
  worst w{table, support::type_name<T>, "grids"};
  for (std::size_t d = 1; d <= 3; ++d) {
    const std::array<index_t, 3> shape = d == 1   ? std::array<index_t, 3>{2001, 0, 0}
                                         : d == 2 ? std::array<index_t, 3>{23, 71, 0}
                                                  : std::array<index_t, 3>{7, 9, 37};
    std::uint64_t seed = 1;
    for (const style& s : styles(d)) {
      for (auto which : {combination::sum, combination::max}) {
        mixture m = support::random_mixture(s, ++seed);
        m.combination = which;
        for (double reach : {3.0, 40.0}) on_grid<T>(s, m, shape, reach, w);
      }
    }
  }
  table.report();
}

/// Gaussians wide beside a column, whose rows share a profile: from the narrowest of which that is
/// so to those of which the grid sees but a part.
template <class T>
void wide() {
  support::worst_errors table;
  worst w{table, support::type_name<T>, "grids"};
  std::uint64_t seed = 50;
  for (std::size_t d = 2; d <= 3; ++d) {
    const std::array<index_t, 3> shape =
        d == 2 ? std::array<index_t, 3>{40, 1201, 0} : std::array<index_t, 3>{5, 9, 701};
    for (const style& s : {style{.d = d},
                           {.d = d, .components = 3, .correlation = 0.9},
                           {.d = d, .components = 1, .correlation = -0.9999},
                           {.d = d, .scale = 1e-7, .offset = 1e9},
                           {.d = d, .scale = 1e9}}) {
      for (auto which : {combination::sum, combination::max}) {
        mixture m = support::random_mixture(s, ++seed);
        m.combination = which;
        for (double reach : {0.5, 4.0, 15.0, 60.0}) on_grid<T>(s, m, shape, reach, w);
        // In double, tails of a wide Gaussian are long: there the series is at its limit.
        if (d == 2) on_grid<T>(s, m, {3, 9001, 0}, 26, w);
      }
    }
  }
  table.report();
}

template <class T>
void points() {
  support::worst_errors table;
  worst w{table, support::type_name<T>, "points"};
  for (std::size_t d : {1U, 2U, 3U, 5U, 17U}) {
    std::uint64_t seed = 100 + d;
    for (const style& s : styles(d)) {
      const mixture m = support::random_mixture(s, ++seed);
      support::random r(seed);
      constexpr std::size_t n = 203;
      std::vector<T> x(n * d), density(n), log_density(n);
      for (std::size_t i = 0; i < n * d; ++i) {
        const double reach = i < n * d / 2 ? 2 : 30;
        x[i] = static_cast<T>(m.components[i % m.components.size()].mean[i % d] +
                              reach * s.scale * r.normal());
      }
      const matrix_view<const T> v(x.data(), static_cast<index_t>(n), static_cast<index_t>(d));
      mixture_logpdf(m, v, array_view<T>(log_density));
      // Of 17 dimensions, the density of tiny components overflows.
      const bool dense = d <= 3 || s.scale >= 1;
      if (dense) mixture_pdf(m, v, array_view<T>(density));
      const exact_mixture exact(m);
      std::vector<real> at(d);
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t k = 0; k < d; ++k) at[k] = x[i * d + k];
        if (dense) w.density(s, density[i], exact.density<T>(at, false));
        w.logarithm(s, log_density[i], exact.log_density<T>(at, false));
      }
    }
  }
  table.report();
}

}  // namespace

TEST_CASE("on grids, within the bound") {
  grids<float>();
  grids<double>();
}

TEST_CASE("on fine grids, within the bound") {
  wide<float>();
  wide<double>();
}

TEST_CASE("at points, within the bound") {
  points<float>();
  points<double>();
}
