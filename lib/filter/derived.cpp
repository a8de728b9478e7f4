// What is made of several filtered arrays: Laplacian, magnitude of the gradient, difference of
// Gaussians.
#include "../edge/views.hpp"
#include "../runtime/dispatch.hpp"
#include "combine.hpp"
#include "execute.hpp"
#include "validate.hpp"

#include <cmath>
#include <string>

namespace bellcurve {
namespace {

using filter::compute;

[[noreturn]] void reject(const std::string& message) { throw error(errc::bad_argument, message); }

void check_order(const char* who, const filter_params& p) {
  for (const int order : p.order) {
    if (order != 0) {
      reject("order must be 0 in " + std::string(who) + ", got " + std::to_string(order));
    }
  }
}

void check_nothing_missing(const char* who, const filter_options& options) {
  if (options.mask) reject("mask must not be set for " + std::string(who) + ", got one");
  if (options.nan_is_missing) {
    reject("nan_is_missing must be false for " + std::string(who) + ", got true");
  }
}

/// Filters that are carried out one after the other. The last one goes to `out`; when it
/// begins to write, everything that can fail has been done.
template <class S>
class filters {
 public:
  using T = compute<S>;

  /// \throws what gaussian_filter() does.
  filters(array_view<const S> in, const std::vector<filter_params>& terms, array_view<T> out,
          const filter_options& options)
      : table_(runtime::active_kernels()), progress_(options.progress) {
    filter_options with = options;
    for (const filter_params& term : terms) {
      problems_.push_back(filter::validate<S, T>(in, term, out, with));
      with.check_finite = false;  // once is enough
    }
    if (std::ranges::find(out.shape(), 0) != out.shape().end()) {
      problems_.clear();
      return;
    }
    // What has been combined so far, and what comes next: with two terms that is `out`.
    const std::size_t arrays = std::min<std::size_t>(terms.size() - 1, 2);
    for (std::size_t k = 0; k < arrays; ++k) arrays_.emplace_back(out);
    for (std::size_t k = 0; k < problems_.size(); ++k) {
      filter::problem<S, T>& p = problems_[k];
      if (k + 1 < problems_.size()) {
        p.out = arrays_[k % 2].view();
        p.in_place = false;
      }
      if constexpr (std::is_same_v<T, float>) plans_.push_back(make_plan(p, table_.filter.f32));
      if constexpr (std::is_same_v<T, double>) plans_.push_back(make_plan(p, table_.filter.f64));
    }
  }

  /// out = op(op(first, second), third) and so on, element by element.
  template <class Op>
  void operator()(const runtime::default_fp_environment& environment, const Op& op) const {
    for (std::size_t k = 0; k < problems_.size(); ++k) {
      const part_of part{progress_, static_cast<double>(k), static_cast<double>(problems_.size())};
      std::function<bool(double)> progress;
      // A single reference: std::function keeps it without an allocation.
      if (progress_) progress = [&part](double done) { return part(done); };
      const filter::problem<S, T>& p = problems_[k];
      filter::execute(p, plans_[k], table_, progress, environment);
      if (k > 0) filter::combine<T>(arrays_[(k - 1) % 2].view(), p.out, p.threads, op);
    }
  }

 private:
  struct part_of {
    const std::function<bool(double)>& all;
    double before, count;
    bool operator()(double done) const { return all((before + done) / count); }
  };

  const simd::kernel_table& table_;
  const std::function<bool(double)>& progress_;
  std::vector<filter::problem<S, T>> problems_;
  std::vector<filter::temporary<T>> arrays_;
  std::vector<filter::plan> plans_;
};

/// How many axes are filtered.
/// \throws error if there is anything wrong with them, or with the shapes.
template <class S>
std::size_t filtered_axes(array_view<const S> in, const filter_params& params,
                          array_view<compute<S>> out) {
  (void)filter::validate<S, compute<S>>(in, params, out, {});
  return params.axes.empty() ? static_cast<std::size_t>(in.axes()) : params.axes.size();
}

/// The filters of params with a derivative of the given order along each axis in turn.
template <class S>
std::vector<filter_params> along_each_axis(const char* who, array_view<const S> in,
                                           const filter_params& params, int order,
                                           array_view<compute<S>> out,
                                           const filter_options& options) {
  check_order(who, params);
  check_nothing_missing(who, options);
  const std::size_t count = filtered_axes(in, params, out);
  std::vector<filter_params> terms(count, params);
  for (std::size_t k = 0; k < count; ++k) {
    terms[k].order.assign(count, 0);
    terms[k].order[k] = order;
  }
  return terms;
}

template <class S>
void laplace(array_view<const S> in, const filter_params& params, array_view<compute<S>> out,
             const filter_options& options) {
  using T = compute<S>;
  const runtime::default_fp_environment environment;
  const filters<S> all(in, along_each_axis("gaussian_laplace", in, params, 2, out, options), out,
                       options);
  all(environment, [](T a, T b) { return a + b; });
}

float length(float a, float b) {
  // No square of floats overflows double or vanishes in it.
  const double x = a, y = b;
  return static_cast<float>(std::sqrt(x * x + y * y));
}

double length(double a, double b) {
  const double square = a * a + b * b;
  constexpr double low = 0x1p-900, high = 0x1p1000;
  if (square < low || square > high) return std::hypot(a, b);
  return std::sqrt(square);
}

template <class S>
void gradient_magnitude(array_view<const S> in, const filter_params& params,
                        array_view<compute<S>> out, const filter_options& options) {
  using T = compute<S>;
  const runtime::default_fp_environment environment;
  const auto terms = along_each_axis("gaussian_gradient_magnitude", in, params, 1, out, options);
  const filters<S> all(in, terms, out, options);
  all(environment, [](T a, T b) { return length(a, b); });
  if (terms.size() == 1) {
    filter::combine<T>(out, out, options.threads, [](T, T b) { return std::abs(b); });
  }
}

/// The parameters of the wide filter.
filter_params wide_params(const filter_params& narrow, const std::vector<double>& high_sigma,
                          std::size_t axes) {
  constexpr double usual = 1.6;  // D. Marr and E. Hildreth, Theory of edge detection, 1980
  filter_params wide = narrow;
  if (high_sigma.empty()) {
    for (double& sigma : wide.sigma) sigma *= usual;
    return wide;
  }
  if (high_sigma.size() != 1 && high_sigma.size() != axes) {
    reject("high_sigma must have 1 value or one for each filtered axis, got " +
           std::to_string(high_sigma.size()));
  }
  for (std::size_t k = 0; k < axes; ++k) {
    const double low = narrow.sigma[narrow.sigma.size() == 1 ? 0 : k];
    const double high = high_sigma[high_sigma.size() == 1 ? 0 : k];
    if (!(std::isfinite(high) && high >= low)) {
      reject("high_sigma must be finite and >= sigma, which is " + edge::number(low) + ", got " +
             edge::number(high));
    }
  }
  wide.sigma = high_sigma;
  return wide;
}

template <class S>
void difference(array_view<const S> in, const filter_params& params,
                const std::vector<double>& high_sigma, array_view<compute<S>> out,
                const filter_options& options) {
  using T = compute<S>;
  const runtime::default_fp_environment environment;
  check_order("difference_of_gaussians", params);
  if (options.fill) {
    reject("fill must not be set for difference_of_gaussians, got " + edge::number(*options.fill));
  }
  const std::size_t axes = filtered_axes(in, params, out);
  const filters<S> both(in, {params, wide_params(params, high_sigma, axes)}, out, options);
  both(environment, [](T a, T b) { return a - b; });
}

}  // namespace

#define BELLCURVE_DEFINE(S, T)                                                                  \
  void gaussian_laplace(array_view<const S> in, const filter_params& params, array_view<T> out, \
                        const filter_options& options) {                                        \
    laplace(in, params, out, options);                                                          \
  }                                                                                             \
  void gaussian_gradient_magnitude(array_view<const S> in, const filter_params& params,         \
                                   array_view<T> out, const filter_options& options) {          \
    gradient_magnitude(in, params, out, options);                                               \
  }                                                                                             \
  void difference_of_gaussians(array_view<const S> in, const filter_params& params,             \
                               const std::vector<double>& high_sigma, array_view<T> out,        \
                               const filter_options& options) {                                 \
    difference(in, params, high_sigma, out, options);                                           \
  }
BELLCURVE_DEFINE(float, float)
BELLCURVE_DEFINE(double, double)
BELLCURVE_DEFINE(std::uint8_t, float)
BELLCURVE_DEFINE(std::uint16_t, float)
BELLCURVE_DEFINE(std::int16_t, float)
#undef BELLCURVE_DEFINE

}  // namespace bellcurve
