// The documented bound on data that are made to reach it: offsets, alternating signs, signs that
// match those of the kernel, subnormal and huge values, sigma from 1e-3 to 200.
#include "reference.hpp"
#include "support/worst.hpp"

#include <bellcurve/isa.hpp>

#include <string>

using namespace reference;

namespace {

enum class data { normal, offset, alternating, matched, subnormal, huge, steps };
constexpr data every_data[] = {data::normal,    data::offset, data::alternating, data::matched,
                               data::subnormal, data::huge,   data::steps};

constexpr std::string_view name_of(data which) {
  constexpr std::string_view names[] = {"ordinary",  "offset 1e6", "alternating", "matched signs",
                                        "subnormal", "huge",       "steps"};
  return names[static_cast<std::size_t>(which)];
}

/// \param taps Of a kernel along the last axis; matched data follow their signs about the middle.
template <class T>
T sample(data which, index_t j, index_t middle, const kernel& taps, support::random& r) {
  // Mantissas as long as they can be: products that round.
  const double x = 1 + r.uniform();
  switch (which) {
    case data::normal:
      return static_cast<T>(r.normal());
    case data::offset:
      return static_cast<T>(1e6 + r.normal());
    case data::alternating:
      return static_cast<T>(j % 2 == 0 ? x : -x);
    case data::matched: {
      const index_t k = j - middle + taps.radius;
      const bool reached = k >= 0 && k <= 2 * taps.radius;
      return static_cast<T>(reached && taps.weight[static_cast<std::size_t>(k)] < 0 ? -x : x);
    }
    case data::subnormal:
      return static_cast<T>(x * static_cast<double>(r.below(64)) *
                            static_cast<double>(std::numeric_limits<T>::denorm_min()));
    case data::huge:
      return static_cast<T>(r.normal() *
                            (static_cast<double>(std::numeric_limits<T>::max()) * 1e-6));
    case data::steps:
      return static_cast<T>(j / 7 % 2 == 0 ? 1e4 * x : x);
  }
  return T(0);
}

/// What was worst: as a share of the bound, and of u times the sum of absolute products.
struct measured {
  double share = 0, units = 0;
  support::worst_errors table = {};
};

template <class T>
void measure(const call<T>& c, data which, measured& m) {
  auto& row = m.table.of("gaussian_filter, fir", support::type_name<T>, "of sum abs(w in)");
  const array<T> out = c.run();
  const field e = expected(c);
  constexpr real u = std::numeric_limits<T>::epsilon() / 2;
  std::size_t at = 0;
  for (const T got : out.values()) {
    const real off = std::abs(static_cast<real>(got) - e.value[at]);
    REQUIRE(off <= e.error[at] * 1.001L);
    if (e.error[at] > 0) m.share = std::max(m.share, static_cast<double>(off / e.error[at]));
    // Where nothing is subnormal.
    if (e.magnitude[at] * u > std::numeric_limits<T>::min()) {
      row.add(name_of(which), off / e.magnitude[at], off / (e.error[at] * 1.001L));
      m.units = std::max(m.units, static_cast<double>(off / (u * e.magnitude[at])));
    }
    ++at;
  }
}

template <class T>
void lines(const std::vector<double>& sigmas, index_t n, measured& m) {
  support::random r(11);
  for (const double sigma : sigmas) {
    for (int order = 0; order <= 4; ++order) {
      // A derivative of a much narrower Gaussian sees nothing of its neighbours.
      if (order > 0 && sigma < 0.1) continue;
      for (const data which : every_data) {
        // Derivatives of huge values overflow.
        if (which == data::huge && order > 0 && sigma < 1) continue;
        const auto radius = static_cast<index_t>(4 * sigma + 0.5);
        const kernel taps = make_kernel<T>(sigma, order, radius);
        call<T> c{.in = array<T>({3, n})};
        c.in.each([&](const auto& i) { c.in(i) = sample<T>(which, i[1], n / 2, taps, r); });
        c.params = {.sigma = {sigma}, .order = {order}, .axes = {1}};
        CAPTURE(sigma);
        CAPTURE(order);
        CAPTURE(static_cast<int>(which));
        measure(c, which, m);
      }
    }
  }
}

template <class T>
void report(const char* what, const measured& m) {
  const std::string text = std::string(bellcurve::to_string(bellcurve::active_isa())) +
                           (sizeof(T) == 4 ? " float, " : " double, ") + what;
  MESSAGE(text, ": ", m.share, " of the bound, ", m.units, " u");
  m.table.report();
}

}  // namespace

TEST_CASE_TEMPLATE("filter accuracy: along one axis", T, float, double) {
  measured m;
  lines<T>({1e-3, 0.1, 0.3, 0.5, 1, 1.7, 3, 8}, 150, m);
  lines<T>({25}, 120, m);
  report<T>("one axis", m);
  CHECK(m.share > 0.01);  // the bound says something
}

TEST_CASE_TEMPLATE("filter accuracy: two and three axes", T, float, double) {
  measured m;
  support::random r(12);
  for (const auto& shape : {std::vector<index_t>{40, 50}, {9, 17, 13}}) {
    for (const double sigma : {0.4, 1.5, 6.0}) {
      for (const data which : every_data) {
        for (const int order : {0, 1, 2}) {
          if (which == data::huge && order > 0 && sigma < 1) continue;
          call<T> c{.in = array<T>(shape)};
          const kernel taps = make_kernel<T>(sigma, order, static_cast<index_t>(4 * sigma + 0.5));
          c.in.each([&](const auto& i) {
            c.in(i) = sample<T>(which, i.back(), shape.back() / 2, taps, r);
          });
          c.params = {.sigma = {sigma}, .order = {order}, .mode = {border::mirror}};
          CAPTURE(sigma);
          CAPTURE(order);
          CAPTURE(static_cast<int>(which));
          measure(c, which, m);
        }
      }
    }
  }
  report<T>("several axes", m);
}

TEST_CASE_TEMPLATE("filter accuracy: the bound of the header follows from that of a sample", T,
                   float, double) {
  // The error of a sample is at most (sum over axes of n + c) u (product of W) max |in|, with c for
  // the weights; here for the orders and widths that are used.
  constexpr real u = std::numeric_limits<T>::epsilon() / 2;
  constexpr real of_weights[] = {5.001L, 41, 78, 110, 150};  // double; see docs/ACCURACY.md
  for (int order = 0; order <= 4; ++order) {
    real most = 0;
    for (double sigma = order == 0 ? 1e-3 : 1; sigma < 200; sigma *= 1.07) {
      const kernel k = make_kernel<T>(sigma, order, static_cast<index_t>(4 * sigma + 0.5));
      real sum = 0, slack = 0;
      for (std::size_t i = 0; i < k.weight.size(); ++i) {
        sum += std::abs(k.weight[i]);
        slack += k.slack[i];
      }
      const auto n = static_cast<real>(k.weight.size());
      most = std::max(most, slack / (u * sum) - n);
    }
    CAPTURE(order);
    CHECK(most <= (std::is_same_v<T, double> ? of_weights[order] : 1.001L));
    MESSAGE("order ", order, ": ", static_cast<double>(most));
  }
}

TEST_SUITE_BEGIN("nightly");
TEST_CASE_TEMPLATE("filter accuracy: wide kernels, long lines", T, float, double) {
  measured m;
  lines<T>({1e-3, 0.05, 0.2, 0.77, 1.3, 2.2, 4.4, 12, 40, 90, 200}, 1000, m);
  report<T>("one axis, long", m);
}
TEST_SUITE_END();
