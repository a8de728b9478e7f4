// Runs what was planned.
#pragma once

#include "model.hpp"

#include "../runtime/threads.hpp"
#include "../simd/kernels.hpp"

namespace bellcurve::normal {

template <class T>
void execute(const grid_problem<T>& p, const simd::kernel_table& table,
             const runtime::progress_report& progress);
template <class T>
void execute(const points_problem<T>& p, const simd::kernel_table& table,
             const runtime::progress_report& progress);

}  // namespace bellcurve::normal
