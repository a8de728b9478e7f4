// The largest errors of filters over data that are hard on them.
#include "filter/derived_reference.hpp"
#include "filter/recursive_reference.hpp"
#include "numerics/sets.hpp"
#include "support/worst.hpp"

#include <algorithm>
#include <cmath>
#include <string>

using namespace reference;
using bellcurve::filter_method;
using support::type_name;
using support::worst_errors;

namespace {

constexpr index_t rows = 20, cols = 37;

/// Of integers everything is ordinary but their ends.
template <class S>
array<S> picture(sets::set which) {
  array<S> a({rows, cols});
  if constexpr (std::is_integral_v<S>) {
    support::random r(93);
    a.each([&](const auto& i) {
      a(i) = which == sets::set::huge
                 ? (r.below(2) == 0 ? std::numeric_limits<S>::max() : std::numeric_limits<S>::min())
                 : static_cast<S>(r.bits());
    });
  } else {
    const auto values = sets::samples<S>(which, rows, cols, 94);
    a.each([&](const auto& i) { a(i) = values[static_cast<std::size_t>(i[0] * cols + i[1])]; });
  }
  return a;
}

template <class S>
std::vector<sets::set> sets_of() {
  if (std::is_integral_v<S>) return {sets::set::ordinary, sets::set::huge};
  return {std::begin(sets::every_set), std::end(sets::every_set)};
}

/// Errors as parts of the sum of the absolute products; of results that are rounded to integers, as
/// they are.
template <class R>
void judge(const array<R>& out, const field& e, std::string_view from, worst_errors::row& row) {
  constexpr bool rounded = std::is_integral_v<R>;
  const real least = rounded ? 0.5L : std::numeric_limits<R>::denorm_min();
  std::size_t at = 0;
  for (const R got : out.values()) {
    const real want = rounded ? std::clamp<real>(e.value[at], std::numeric_limits<R>::min(),
                                                 std::numeric_limits<R>::max())
                              : e.value[at];
    const real off = std::abs(static_cast<real>(got) - want);
    const bool normal = e.magnitude[at] >= std::numeric_limits<R>::min();
    const real relative = rounded ? off : normal ? off / e.magnitude[at] : 0;
    // Second order.
    row.add(from, relative, off / (e.error[at] * 1.001L + least));
    ++at;
  }
}

constexpr std::string_view of_products = "of sum abs(w in)";

std::vector<filter_params> some_params(sets::set which) {
  std::vector<filter_params> all;
  for (const double sigma : {0.4, 1.5, 4.0}) {
    for (int order = 0; order <= 4; ++order) {
      // Derivatives of huge values overflow.
      if (which == sets::set::huge && order > 0 && sigma < 1) continue;
      // Their weights in double have a bound from sigma 1 on.
      all.push_back({.sigma = {sigma}, .order = {order}, .mode = {border::reflect}});
    }
    all.push_back(
        {.sigma = {sigma, 2.2}, .order = {0, 1}, .mode = {border::constant, border::wrap}});
  }
  return all;
}

template <class S, class R>
void fir(std::string_view type, worst_errors& table) {
  auto& row = table.of("gaussian_filter, fir", type,
                       std::is_integral_v<R> ? std::string_view("absolute") : of_products);
  for (const sets::set which : sets_of<S>()) {
    for (const filter_params& p : some_params(which)) {
      const call<S, R> c{.in = picture<S>(which), .params = p};
      judge(c.run(), expected(c), sets::to_string(which), row);
    }
  }
}

template <class S>
void missing(worst_errors& table) {
  using T = compute<S>;
  auto& row = table.of("gaussian_filter, missing samples", type_name<S>, "of sum abs(w in) / v");
  support::random r(95);
  for (const sets::set which : sets_of<S>()) {
    for (const double sigma : {0.4, 1.5, 4.0}) {
      call<S, T> c{.in = picture<S>(which), .params = {.sigma = {sigma}}};
      c.mask.emplace(std::vector<index_t>{rows, cols});
      c.mask->each([&](const auto& i) { (*c.mask)(i) = static_cast<std::uint8_t>(r.below(3)); });
      const array<T> out = c.run();
      field e = expected(c);
      std::size_t at = 0;
      for (const T got : out.values()) {  // where a mask leaves nothing, NaN is exact
        if (std::isnan(e.value[at]) && std::isnan(got)) e.value[at] = e.magnitude[at] = 0;
        ++at;
      }
      array<T> known({rows, cols});
      out.each([&](const auto& i) { known(i) = std::isnan(out(i)) ? T(0) : out(i); });
      judge(known, e, sets::to_string(which), row);
    }
  }
}

template <class S>
void derived(worst_errors& table) {
  using T = compute<S>;
  const auto type = type_name<S>;
  for (const sets::set which : sets_of<S>()) {
    const auto in = picture<S>(which);
    const auto from = sets::to_string(which);
    for (const double sigma : {1.0, 2.5}) {
      const filter_params p{.sigma = {sigma}};
      array<T> out({rows, cols});
      gaussian_laplace(in.view(), p, out.view());
      judge(out, expected_laplace(in, p), from, table.of("gaussian_laplace", type, of_products));
      gaussian_gradient_magnitude(in.view(), p, out.view());
      judge(out, expected_gradient_magnitude(in, p), from,
            table.of("gaussian_gradient_magnitude", type, of_products));
      difference_of_gaussians(in.view(), p, {}, out.view());
      judge(out, expected_difference(in, p, {}), from,
            table.of("difference_of_gaussians", type, of_products));
      filter_params along = p;
      along.axes = {0};
      along.order = {1};
      gaussian_filter1d(in.view(), {.sigma = sigma, .axis = 0, .order = 1}, out.view());
      judge(out, expected(call<S, T>{.in = in, .params = along}), from,
            table.of("gaussian_filter1d", type, of_products));
    }
  }
}

/// Of what recursive filters state there is a bound where no sum comes near the ends of the range.
template <class T>
void recursive(worst_errors& table) {
  auto& row =
      table.of("gaussian_filter, recursive", type_name<T>, "of the range of in, besides storing");
  for (const sets::set which :
       {sets::set::ordinary, sets::set::large_squares, sets::set::offset,
        sets::set::near_duplicates, sets::set::dominated, sets::set::mixed}) {
    for (const double sigma : {0.7, 2.0, 9.0, 40.0}) {
      for (const int order : {0, 1, 2, 4}) {
        // From which on less than 1e-4 is stated.
        if (order > 0 && sigma < 2) continue;
        call<T> c{.in = picture<T>(which)};
        c.params = {
            .sigma = {sigma}, .order = {order}, .axes = {1}, .method = filter_method::recursive};
        const field e = wide(c);
        const auto values = c.in.values();
        const auto [low, high] = std::minmax_element(values.begin(), values.end());
        const real range = static_cast<real>(*high) - static_cast<real>(*low);
        const real stored =
            2 * unit<T> *
            std::max(std::abs(static_cast<real>(*low)), std::abs(static_cast<real>(*high)));
        std::size_t at = 0;
        for (const T got : c.run().values()) {
          const real off = std::abs(static_cast<real>(got) - e.value[at++]);
          row.add(sets::to_string(which), std::max<real>(off - stored, 0) / range,
                  off / (stated<T>(c.params) * range + stored));
        }
      }
    }
  }
}

}  // namespace

TEST_CASE_TEMPLATE("worst errors: filters", S, float, double, std::uint8_t, std::uint16_t,
                   std::int16_t) {
  worst_errors table;
  fir<S, compute<S>>(type_name<S>, table);
  missing<S>(table);
  derived<S>(table);
  if constexpr (std::is_integral_v<S>) {
    fir<S, S>(std::string(type_name<S>) + ", rounded", table);
  } else {
    recursive<S>(table);
  }
  table.report();
}
