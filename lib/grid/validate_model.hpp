// Parameters of distributions to a model.
#pragma once

#include "model.hpp"

#include <bellcurve/kernels.hpp>
#include <bellcurve/mixture.hpp>

#include <cstddef>
#include <span>
#include <string>

namespace bellcurve::normal {

/// What must be representable besides doubles.
struct element_limits {
  const char* name;  ///< "float32"
  double largest;
};

/// By the first component. Known before a model is made, which takes its square in memory.
/// \throws error if there is none
std::size_t dimension_of(const mixture& m);

/// \param density Whether the peaks are needed and must be representable: not for logarithms.
/// \throws error naming the component
model make_model(const mixture& m, bool density, const element_limits& limits);
model make_model(const gaussian_2d_params& params, const element_limits& limits);

[[noreturn]] void reject(const std::string& message);

/// \throws error naming `who`
void check_finite(const std::string& who, std::span<const double> values);

}  // namespace bellcurve::normal
