// Parameters of distributions to a model.
#pragma once

#include "model.hpp"

#include <bellcurve/kernels.hpp>
#include <bellcurve/mixture.hpp>

#include <string>

namespace bellcurve::normal {

/// What must be representable besides doubles.
struct element_limits {
  const char* name;  ///< "float32"
  double largest;
};

/// \param density Whether the peaks are needed and must be representable: not for logarithms.
/// \throws error naming the component
model make_model(const mixture& m, bool density, const element_limits& limits);
model make_model(const gaussian_2d_params& params, const element_limits& limits);

[[noreturn]] void reject(const std::string& message);

}  // namespace bellcurve::normal
