// What is made of several filters, exact and with its documented bound (docs/ACCURACY.md,
// "Filters").
#pragma once

#include "filter/reference.hpp"

namespace reference {

template <class T>
constexpr real unit = std::numeric_limits<T>::epsilon() / 2.0L;

/// gaussian_laplace
template <class S>
field expected_laplace(const array<S>& in, const filter_params& p) {
  const auto terms = along_each_axis(in, p, 2);
  field sum = terms[0];
  for (std::size_t at = 0; at < sum.value.size(); ++at) {
    sum.value[at] = sum.magnitude[at] = sum.error[at] = 0;
    for (const field& f : terms) {
      sum.value[at] += f.value[at];
      sum.magnitude[at] += f.magnitude[at];
      sum.error[at] +=
          f.error[at] + unit<compute<S>> * static_cast<real>(terms.size()) * f.magnitude[at];
    }
  }
  return sum;
}

/// gaussian_gradient_magnitude
template <class S>
field expected_gradient_magnitude(const array<S>& in, const filter_params& p) {
  using T = compute<S>;
  const auto terms = along_each_axis(in, p, 1);
  const real roundings = std::is_same_v<T, double> ? 2 : 1;
  field length = terms[0];
  for (std::size_t at = 0; at < length.value.size(); ++at) {
    real squares = 0, magnitudes = 0, errors = 0;
    for (const field& f : terms) {
      squares += f.value[at] * f.value[at];
      magnitudes += f.magnitude[at] * f.magnitude[at];
      errors += f.error[at] * f.error[at];
    }
    length.value[at] = std::sqrt(squares);
    length.magnitude[at] = std::sqrt(magnitudes);
    length.error[at] = std::sqrt(errors) +
                       roundings * static_cast<real>(terms.size() - 1) * unit<T> * length.value[at];
  }
  return length;
}

/// difference_of_gaussians. \param high Empty: 1.6 times the narrow one.
template <class S>
field expected_difference(const array<S>& in, filter_params p, const std::vector<double>& high) {
  using T = compute<S>;
  const field narrow = expected(call<S, T>{.in = in, .params = p});
  std::vector<double> wide = high;
  if (high.empty())
    for (const double sigma : p.sigma) wide.push_back(1.6 * sigma);
  p.sigma = wide;
  const field broad = expected(call<S, T>{.in = in, .params = p});
  field difference = narrow;
  for (std::size_t at = 0; at < narrow.value.size(); ++at) {
    difference.value[at] = narrow.value[at] - broad.value[at];
    difference.magnitude[at] += broad.magnitude[at];
    difference.error[at] += broad.error[at] + unit<T> * std::abs(difference.value[at]);
  }
  return difference;
}

/// Results that are further off than a bound allows, but for `least`.
template <class T>
index_t too_far_off(const array<T>& out, const field& e, real least = 0) {
  index_t wrong = 0;
  std::size_t at = 0;
  for (const T got : out.values()) {
    const real off = std::abs(static_cast<real>(got) - e.value[at]);
    wrong += !(off <= (e.error[at] + least) * 1.001L);
    ++at;
  }
  return wrong;
}

}  // namespace reference
