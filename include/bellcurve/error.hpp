/// \file error.hpp
/// What every function of the library throws.
#pragma once

#include <bellcurve/export.h>

#include <stdexcept>
#include <string>

namespace BELLCURVE_API bellcurve {

/// What kind of thing went wrong.
enum class errc {
  bad_argument,  ///< a parameter outside its domain: `gamma must be finite and > 0, got nan`
  bad_shape,     ///< extents that do not fit each other, or a size that overflows
  bad_stride,    ///< strides under which elements would overlap
  bad_alias,     ///< an output that overlaps an input
  non_finite,    ///< NaN or infinity in the data although check_finite was asked for
  unavailable,   ///< the build or the machine lacks what was asked for
  cancelled,     ///< the progress callback returned false
};

/// The one exception of the library besides std::bad_alloc. what() is a single
/// line that names the argument, its value and what was expected. Whatever is
/// thrown before work starts leaves the outputs untouched; `cancelled` leaves
/// them partly written.
class error : public std::runtime_error {
 public:
  /// \param message a single line
  error(errc code, const std::string& message) : std::runtime_error(message), code_(code) {}
  errc code() const noexcept { return code_; }

 private:
  errc code_;
};

}  // namespace bellcurve
