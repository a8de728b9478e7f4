// Parameters and options of an RBF call, right and wrong, and what the documentation says of them.
#pragma once

#include "fuzz/support/any_arrays.hpp"
#include "fuzz/support/input.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/rbf.hpp>

#include <optional>
#include <vector>

namespace fuzz {

using bellcurve::engine;
using bellcurve::rbf_options;
using bellcurve::rbf_params;
using bellcurve::uplo;

/// An engine that there is.
inline engine any_engine(input& in) {
  constexpr engine all[] = {engine::automatic, engine::fused, engine::blas};
  const engine which = in.one_of(all);
  return which == engine::blas && !bellcurve::blas().usable ? engine::fused : which;
}

inline index_t any_features(input& in) {
  constexpr index_t edges[] = {3, 1, 2, 0, 8, 15, 16, 17, 24, 33, 64, 255, 256, 257, 300, 520};
  return in.one_of(edges);
}

/// Mostly what such data need, so that not all of K is 0.
inline rbf_params any_params(input& in, index_t d, bool noise) {
  rbf_params p;
  switch (in.below(4)) {
    case 0:
      break;
    case 1:
      p.gamma = in.number();
      break;
    case 2:
      p.lengthscale = {in.number()};
      break;
    default:
      for (index_t k = 0; k < std::min<index_t>(d, 64); ++k) p.lengthscale.push_back(in.ordinary());
      if (!p.lengthscale.empty() && in.once_in(4)) p.lengthscale.back() = in.number();
  }
  if (in.once_in(16)) p.gamma = in.number();
  if (in.once_in(3)) p.variance = in.number();
  if (noise && in.once_in(3)) p.noise = in.number();
  return p;
}

template <class T>
bool positive(double x) {
  return std::isfinite(x) && x > 0 && std::isfinite(static_cast<T>(x)) && static_cast<T>(x) > 0;
}

/// gamma and the factors of the features as rounded to T; none if the parameters must be refused.
template <class T>
struct rounded {
  double gamma = 1;
  std::vector<double> scale = {};
};
template <class T>
std::optional<rounded<T>> round_params(const rbf_params& p, index_t d) {
  rounded<T> r;
  if (!positive<T>(p.variance) || !(std::isfinite(p.noise) && p.noise >= 0)) return {};
  const auto variance = static_cast<double>(static_cast<T>(p.variance));
  if (!std::isfinite(static_cast<T>(variance + p.noise))) return {};
  if (p.gamma && !p.lengthscale.empty()) return {};
  if (p.lengthscale.empty()) {
    r.gamma = p.gamma.value_or(d > 0 ? 1.0 / static_cast<double>(d) : 1.0);
    if (!positive<T>(r.gamma)) return {};
    return r;
  }
  for (const double l : p.lengthscale)
    if (!positive<T>(l)) return {};
  if (p.lengthscale.size() == 1) {
    r.gamma = 0.5 / p.lengthscale[0] / p.lengthscale[0];
    if (!positive<T>(r.gamma)) return {};
    return r;
  }
  if (p.lengthscale.size() != static_cast<std::size_t>(d)) return {};
  r.gamma = 0.5;
  for (const double l : p.lengthscale) {
    if (!positive<T>(1 / l)) return {};
    const auto scale = static_cast<double>(static_cast<T>(1 / l));
    if (!positive<T>(scale * scale)) return {};
    r.scale.push_back(scale);
  }
  return r;
}

/// A center: none, or one value a feature, of which some may be none.
template <class T>
std::vector<double> any_center(input& in, index_t d, bool& valid) {
  std::vector<double> center;
  if (!in.once_in(4)) return center;
  for (index_t k = 0; k < d; ++k) center.push_back(k < 8 ? in.ordinary() : 0.5);
  if (in.once_in(4)) center.push_back(1);
  if (in.once_in(4) && !center.empty()) center[0] = in.number();
  if (center.empty()) return center;
  valid = valid && center.size() == static_cast<std::size_t>(d);
  for (const double c : center) valid = valid && std::isfinite(static_cast<T>(c));
  return center;
}

/// So many pairs that threads are shared out among, now and then.
inline index_t fitting(index_t rows, index_t others, index_t d, input& in) {
  const index_t most = in.once_in(16) ? 800'000 : 60'000;
  return std::min(rows, most / std::max<index_t>(others * (d + 1), 1));
}

}  // namespace fuzz
