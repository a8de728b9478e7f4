/// \file apply_inputs.hpp
/// What products with RBF kernels take: points and vectors, in types that go together.
#pragma once

#include "rbf_arguments.hpp"

#include <optional>
#include <string>
#include <vector>

namespace bellcurve::command {

struct apply_arguments : rbf_arguments {
  std::string vectors;
};

/// \throws usage_error.
rbf_job parse_apply(const apply_arguments& a);

/// What the library's arguments are here.
std::vector<argument_name> apply_names(const apply_arguments& a);

/// The inputs, in the types they are computed in.
struct apply_inputs {
  float_input x;
  std::optional<float_input> y;
  float_input v;

  /// \throws usage_error, files::error, std::bad_alloc.
  explicit apply_inputs(const apply_arguments& a);
};

}  // namespace bellcurve::command
