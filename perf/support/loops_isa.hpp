// Fills the loop table of the ISA that includes it.
#pragma once

#include "hand_rbf.hpp"
#include "limit_loops.hpp"
#include "loops.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {

extern const perf::loop_table limit_loops;
constinit const perf::loop_table limit_loops{
    .isa = bellcurve::isa::BELLCURVE_ISA,
    .f32 = {multiply_add<float>, flop_per_round<float>, hand_rbf<float>},
    .f64 = {multiply_add<double>, flop_per_round<double>, hand_rbf<double>},
    .memory = {fill<false>, fill<true>, read, copy<false>, copy<true>},
};

}  // namespace bellcurve::simd::BELLCURVE_ISA
