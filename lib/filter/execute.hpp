// Carries out a plan.
#pragma once

#include "../runtime/threads.hpp"
#include "plan.hpp"

namespace bellcurve::filter {

template <class S, class R>
void execute(const problem<S, R>& p, const plan& plan, const simd::kernel_table& table,
             const std::function<bool(double)>& progress,
             const runtime::default_fp_environment& environment);

}  // namespace bellcurve::filter
