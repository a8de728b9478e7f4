// Fills the output of a problem as its plan says.
#pragma once

#include "plan.hpp"

namespace bellcurve::rbf {

template <class T>
void execute(const problem<T>& p, const plan<T>& plan, const simd::kernel_table& table,
             const runtime::progress_report& progress);

}  // namespace bellcurve::rbf
