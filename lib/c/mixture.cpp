#include "grid.hpp"
#include "names.hpp"
#include "structs.hpp"
#include "views.hpp"

#include <bellcurve/c/mixture.h>
#include <bellcurve/mixture.hpp>

namespace c = bellcurve::c;

BELLCURVE_C_SAME(BELLCURVE_COMBINATION_SUM, combination::sum);
BELLCURVE_C_SAME(BELLCURVE_COMBINATION_MAX, combination::max);
BELLCURVE_C_NAMES(combination, combination, parse_combination)

namespace bellcurve::c {

template <>
bellcurve_mixture defaults() {
  bellcurve_mixture s{};
  s.size = sizeof s;
  s.combination = static_cast<int>(mixture().combination);
  return s;
}

namespace {

/// `count` values for each of some components, one component behind the other.
class values_of_components {
 public:
  values_of_components(const char* name, const double* data, ptrdiff_t components, ptrdiff_t count)
      : count_(count) {
    const array_view<const double> all(data, {components, count});
    edge::check_view(name, all);
    data_ = data;
  }
  std::vector<double> operator[](ptrdiff_t k) const {
    if (count_ == 0) return {};
    return {data_ + k * count_, data_ + (k + 1) * count_};
  }

 private:
  const double* data_;
  ptrdiff_t count_;
};

mixture mixture_of(const bellcurve_mixture* given) {
  (void)at("mixture", given);
  const bellcurve_mixture s = read("mixture", given);
  const values_of_components means("means", s.means, s.components, s.dimensions);
  const ptrdiff_t values = s.covariances ? s.covariance_values : 0;
  const values_of_components covariances("covariances", s.covariances, s.components, values);
  const auto weights = list("weights", s.weights, s.weights ? s.components : 0);
  mixture m;
  m.combination = static_cast<combination>(s.combination);
  m.components.resize(static_cast<std::size_t>(s.components));
  for (ptrdiff_t k = 0; k < s.components; ++k) {
    gaussian_component& to = m.components[static_cast<std::size_t>(k)];
    to.mean = means[k];
    if (s.covariances) to.covariance = covariances[k];
    if (s.weights) to.weight = weights[static_cast<std::size_t>(k)];
  }
  return m;
}

}  // namespace
}  // namespace bellcurve::c

BELLCURVE_C_INIT(mixture, mixture)

#define BELLCURVE_C_MIXTURE(name, T, S)                                                           \
  bellcurve_status bellcurve_##name##_##S(                                                        \
      ptrdiff_t n, ptrdiff_t d, const bellcurve_mixture* mixture, BELLCURVE_C_MATRIX(const T, x), \
      T* out, ptrdiff_t out_stride, const bellcurve_grid_options* options) {                      \
    return c::run([&] {                                                                           \
      bellcurve::name(c::mixture_of(mixture), BELLCURVE_C_VIEW(x, n, d),                          \
                      bellcurve::array_view<T>(out, {n}, {out_stride}), c::options_of(options));  \
    });                                                                                           \
  }                                                                                               \
  bellcurve_status bellcurve_##name##_grid_##S(                                                   \
      int axes, const ptrdiff_t* shape, const bellcurve_mixture* mixture,                         \
      const bellcurve_grid* grid, T* out, const ptrdiff_t* out_strides,                           \
      const bellcurve_grid_options* options) {                                                    \
    return c::run([&] {                                                                           \
      bellcurve::name(c::mixture_of(mixture), c::grid_of(grid),                                   \
                      c::array(axes, shape, out, out_strides), c::options_of(options));           \
    });                                                                                           \
  }
BELLCURVE_C_MIXTURE(mixture_pdf, float, f32)
BELLCURVE_C_MIXTURE(mixture_pdf, double, f64)
BELLCURVE_C_MIXTURE(mixture_logpdf, float, f32)
BELLCURVE_C_MIXTURE(mixture_logpdf, double, f64)
