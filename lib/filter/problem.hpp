// A call that has passed validation, in the form the rest of the area works on.
#pragma once

#include <bellcurve/filter.hpp>

#include <cstdint>
#include <optional>
#include <type_traits>
#include <vector>

namespace bellcurve::filter {

/// What elements S are computed in.
template <class S>
using compute = std::conditional_t<std::is_same_v<S, double>, double, float>;

/// An axis that is filtered.
struct line {
  int axis;
  index_t extent;
  double sigma;
  int order;
  border mode;
  filter_method method;  ///< fir or recursive.
  index_t radius;        ///< Of the kernel if the method is fir.
  bool single = false;   ///< Recursive: float will do, where that is what is computed in.
};

/// Samples that count, and what is written where too few do.
template <class R>
struct missing {
  std::optional<array_view<const std::uint8_t>> mask;  ///< Strides 0 where it is broadcast.
  bool nan = false;
  double min_weight = 0;
  R fill{};

  explicit operator bool() const noexcept { return mask || nan; }
};

template <class S, class R>
struct problem {
  array_view<const S> in;
  array_view<R> out;
  bool in_place;            ///< in and out are the same view.
  std::vector<line> lines;  ///< In SciPy's order. Those that change nothing are left out.
  double cval;
  filter::missing<R> missing;
  int threads;
};

}  // namespace bellcurve::filter
