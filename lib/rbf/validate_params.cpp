#include "validate_params.hpp"

#include "../edge/views.hpp"

#include <cmath>
#include <span>
#include <string>
#include <type_traits>

namespace bellcurve::rbf {
namespace {

using edge::number;

template <class T>
constexpr const char* type_name = std::is_same_v<T, float> ? "float32" : "float64";

[[noreturn]] void reject(const std::string& message) { throw error(errc::bad_argument, message); }

/// A parameter that must be finite and > 0, also after rounding to T.
template <class T>
T positive(const char* name, double value) {
  if (!(std::isfinite(value) && value > 0)) {
    reject(std::string(name) + " must be finite and > 0, got " + number(value));
  }
  const T rounded = static_cast<T>(value);
  if (!(std::isfinite(rounded) && rounded > 0)) {
    reject(std::string(name) + " must be finite and > 0 in " + type_name<T> + ", got " +
           number(value));
  }
  return rounded;
}

template <class T>
void set_gamma(problem<T>& p, const rbf_params& params) {
  const auto& lengths = params.lengthscale;
  if (params.gamma && !lengths.empty()) {
    reject("gamma and lengthscale must not both be given, got gamma " + number(*params.gamma) +
           " and lengthscale " + number(lengths[0]));
  }
  if (lengths.empty()) {
    const double by_default = p.d > 0 ? 1.0 / static_cast<double>(p.d) : 1.0;
    p.gamma = positive<T>("gamma", params.gamma.value_or(by_default));
    return;
  }
  for (double l : lengths) (void)positive<T>("lengthscale", l);
  if (lengths.size() == 1) {
    const double l = lengths[0];
    const double gamma = 0.5 / l / l;
    if (!(std::isfinite(static_cast<T>(gamma)) && static_cast<T>(gamma) > 0)) {
      reject(std::string("lengthscale must give a gamma = 1 / (2 lengthscale^2) that is finite "
                         "and > 0 in ") +
             type_name<T> + ", got " + number(l));
    }
    p.gamma = static_cast<T>(gamma);
    return;
  }
  if (lengths.size() != static_cast<std::size_t>(p.d)) {
    throw error(errc::bad_shape, "lengthscale must have 1 or " + std::to_string(p.d) +
                                     " (features) values, got " + std::to_string(lengths.size()));
  }
  p.gamma = 0.5;
  p.scale.reserve(lengths.size());
  p.weight.reserve(lengths.size());
  for (double l : lengths) {
    const auto scale = static_cast<double>(positive<T>("1 / lengthscale", 1 / l));
    p.scale.push_back(static_cast<T>(scale));
    p.weight.push_back(positive<T>("1 / lengthscale^2", scale * scale));
  }
}

}  // namespace

template <class T>
problem<T> validate_params(index_t d, const rbf_params& params, engine which) {
  problem<T> p{};
  p.d = d;
  set_gamma(p, params);
  p.variance = positive<T>("variance", params.variance);
  if (!(std::isfinite(params.noise) && params.noise >= 0)) {
    reject("noise must be finite and >= 0, got " + number(params.noise));
  }
  p.diagonal = static_cast<T>(static_cast<double>(p.variance) + params.noise);
  if (!std::isfinite(p.diagonal)) {
    reject(std::string("variance + noise must be finite in ") + type_name<T> + ", got " +
           number(params.variance) + " + " + number(params.noise));
  }
  (void)to_string(which);  // rejects a value outside the enum
  p.which = which;
  return p;
}

template <class T>
void set_center(problem<T>& p, std::span<const double> center) {
  if (center.empty()) return;
  if (center.size() != static_cast<std::size_t>(p.d)) {
    throw error(errc::bad_shape, "center must have " + std::to_string(p.d) +
                                     " (features) values, got " + std::to_string(center.size()));
  }
  p.center.reserve(center.size());
  for (const double c : center) {
    const T rounded = static_cast<T>(c);
    if (!std::isfinite(rounded)) {
      reject(std::string("center must be finite in ") + type_name<T> + ", got " + number(c));
    }
    p.center.push_back(rounded);
  }
}

template problem<float> validate_params(index_t, const rbf_params&, engine);
template problem<double> validate_params(index_t, const rbf_params&, engine);
template void set_center(problem<float>&, std::span<const double>);
template void set_center(problem<double>&, std::span<const double>);

}  // namespace bellcurve::rbf
