// rbf_density and rbf_log_density: any points, weights and bandwidths, within the documented
// bounds.
#include "fuzz/support/any_rbf.hpp"

#include "rbf/density_reference.hpp"

#include <bellcurve/density.hpp>

using namespace fuzz;
using bellcurve::rbf_density;
using bellcurve::rbf_log_density;
namespace dr = density_reference;

namespace {

constexpr double guard = -77;

std::vector<double> any_weights(input& in, index_t m, bool& valid) {
  std::vector<double> w;
  if (!in.once_in(2)) return w;
  bool any = false;
  for (index_t j = 0; j < m; ++j) {
    w.push_back(in.once_in(4) ? 0 : in.ordinary());
    any = any || w.back() > 0;
  }
  if (in.once_in(8) && m > 0) {
    w.back() = in.number();
    any = false;
    for (const double x : w) {
      valid = valid && std::isfinite(x) && x >= 0;
      any = any || x > 0;
    }
  }
  if (in.once_in(16)) w.push_back(1);
  if (w.empty()) return w;
  valid = valid && any && w.size() == static_cast<std::size_t>(m);
  return w;
}

template <class T>
void check_row(const dr::reference& r, double value, double logarithm, index_t d, index_t m,
               bool direct, long double shares) {
  constexpr long double most = std::numeric_limits<double>::max();
  if (std::isinf(logarithm)) {
    FUZZ_CHECK(logarithm < 0 && r.density() < -0.999L * most);
  } else {
    const long double off = std::abs(logarithm - r.density());
    FUZZ_CHECK(off <= 1.001L * dr::log_bound<T>(r, d, m, direct, shares));
  }
  FUZZ_CHECK(value >= 0);
  if (dr::far<T>(r)) return;
  const long double exact = std::exp(r.density());
  if (exact > most * 0.999L) return;
  const long double allowed =
      1.001L * dr::relative_bound<T>(r, d, m, direct) * exact + 2 * 0x1p-1074L;
  FUZZ_CHECK(std::abs(value - exact) <= allowed);
}

template <class T>
void run(input& in) {
  const index_t d = any_features(in), m = any_extent(in, in.once_in(8) ? 1200 : 300);
  const index_t n = fitting(any_extent(in, 70), m, d, in);
  array<T> x({n, d}, any_placing(2, in)), y({m, d}, any_placing(2, in));
  fill(x, in);
  fill(y, in);
  tight<T> from(x), data(y);
  rbf_params p = any_params(in, d, false);
  if (!in.once_in(16)) p.variance = 1;
  const auto rounded_to = round_params<T>(p, d);
  bool valid = rounded_to.has_value() && p.variance == 1 && m > 0;
  const std::vector<double> w = any_weights(in, m, valid);
  rbf_options o;
  o.engine = any_engine(in);
  o.threads = static_cast<int>(in.below(3));
  o.check_finite = in.once_in(8);
  if (o.check_finite) valid = valid && all_finite(x) && all_finite(y);
  const std::vector<double> center = any_center<T>(in, d, valid);
  o.center = center;
  std::vector<double> values(static_cast<std::size_t>(n), guard), logs(values);
  if (in.once_in(16)) values.push_back(guard), logs.push_back(guard), valid = false;
  FUZZ_CHECK(throws([&] { rbf_density(from.matrix(), data.matrix(), w, p, values, o); }) == !valid);
  FUZZ_CHECK(throws([&] { rbf_log_density(from.matrix(), data.matrix(), w, p, logs, o); }) ==
             !valid);
  if (!valid) {
    for (std::size_t i = 0; i < values.size(); ++i)
      FUZZ_CHECK(values[i] == guard && logs[i] == guard);
    return;
  }
  const bool bad_data = !all_finite(y);
  const bool direct = bellcurve::rbf_error_bound<T>(d, p, o.engine).least == 0;
  const long double shares = dr::largest_log_share(w, m);
  for (index_t i = 0; i < n; ++i) {
    const auto at = static_cast<std::size_t>(i);
    if (bad_data || !finite_row(x, i)) {
      FUZZ_CHECK(std::isnan(values[at]) && std::isnan(logs[at]));
      continue;
    }
    const auto r = dr::exact<T>(std::as_const(x).matrix(), i, std::as_const(y).matrix(), w,
                                rounded_to->gamma, rounded_to->scale);
    check_row<T>(r, values[at], logs[at], d, m, direct, shares);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  in.once_in(2) ? run<double>(in) : run<float>(in);
  return 0;
}
