// Parameters and options of the RBF kernel, for every file that takes them.
#pragma once

#include <bellcurve/c/rbf.h>
#include <bellcurve/rbf.hpp>

namespace bellcurve::c {

rbf_params params_of(const bellcurve_rbf_params* given);

/// \param d features
rbf_options options_of(const bellcurve_rbf_options* given, ptrdiff_t d);

}  // namespace bellcurve::c
