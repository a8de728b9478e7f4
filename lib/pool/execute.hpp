#pragma once

#include "../runtime/threads.hpp"
#include "../simd/kernels.hpp"
#include "plan.hpp"
#include "problem.hpp"

namespace bellcurve::pool {

/// \throws std::bad_alloc before out is touched; error(errc::cancelled)
template <class S>
void execute(const problem<S>& p, const plan& plan, const simd::kernel_table& table,
             const runtime::progress_report& progress);

}  // namespace bellcurve::pool
