// Fills the kernel table of the ISA that includes it.
#pragma once

#include "cross.hpp"
#include "direct.hpp"
#include "exp.hpp"
#include "finish.hpp"
#include "kernels.hpp"
#include "pack.hpp"
#include "transpose.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

template <class T>
constexpr kernels<T> make_kernels() {
  return {
      .lanes = vec<T>::size,
      .exp = map<T, full_exp<T>>,
      .exp_nonpositive = map<T, nonpositive_exp<T>>,
      .pack_rows = pack_rows<T>,
      .pack_columns = pack_columns<T>,
      .norms = norms<T>,
      .mean = mean<T>,
      .cross = cross<T>,
      .direct = direct<T>,
      .finish = finish<T>,
      .transpose = transpose<T>,
  };
}

}  // namespace

extern const kernel_table table;
constinit const kernel_table table{bellcurve::isa::BELLCURVE_ISA, make_kernels<float>(),
                                   make_kernels<double>()};

}  // namespace bellcurve::simd::BELLCURVE_ISA
