/// \file error.hpp
#pragma once

#include <stdexcept>

namespace bellcurve::files {

/// Whatever is wrong with a file, its content, or with getting at it. what() is one line.
class error : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

}  // namespace bellcurve::files
