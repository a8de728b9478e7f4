// Plain C++ loops and Eigen, compiled for an instruction set.
#pragma once

#include "perf/peers/plain.hpp"

#include <bellcurve/isa.hpp>

#include <string>
#include <type_traits>

namespace bellcurve::perf {

struct plain_peer {
  std::string missing = {};  ///< why there is none; empty if there is
  const plain_functions* functions = nullptr;

  template <class T>
  const plain_functions_of<T>& of() const {
    if constexpr (std::is_same_v<T, float>) return functions->f32;
    if constexpr (std::is_same_v<T, double>) return functions->f64;
  }
};

/// Loads it, the first time.
const plain_peer& plain(isa which);

}  // namespace bellcurve::perf
