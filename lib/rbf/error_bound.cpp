// The documented bounds as numbers.
#include "../runtime/environment.hpp"
#include "lost_rule.hpp"
#include "plan.hpp"
#include "validate_params.hpp"

#include <string>

// Marked again: templates take it from their definition.
namespace BELLCURVE_API bellcurve {

template <class T>
rbf_bound rbf_error_bound(index_t features, const rbf_params& params, engine which) {
  const runtime::default_fp_environment environment;
  if (features < 0) {
    throw error(errc::bad_argument, "features must be >= 0, got " + std::to_string(features));
  }
  return rbf::takes_differences(rbf::validate_params<T>(features, params, which))
             ? rbf::direct_bound<T>(features)
             : rbf::gram_bound<T>(features);
}

template rbf_bound rbf_error_bound<float>(index_t, const rbf_params&, engine);
template rbf_bound rbf_error_bound<double>(index_t, const rbf_params&, engine);

}  // namespace bellcurve
