/// \file mixture_file.hpp
/// Mixtures of two dimensions as JSON; docs/COMMANDS.md describes the form.
#pragma once

#include <bellcurve/mixture.hpp>

#include <string>
#include <string_view>

namespace bellcurve::command {

/// \throws files::error naming the field, or the line and column of a mistake of syntax; it
/// leaves to the library what only the library can tell, such as a covariance that is not
/// positive definite.
mixture parse_mixture(std::string_view json);

/// From a file; - is standard input.
/// \throws files::error naming the file; std::bad_alloc.
mixture read_mixture(const std::string& path);

}  // namespace bellcurve::command
