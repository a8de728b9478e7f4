// The blocks of pairs that are formed in registers.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Rows by registers of sums. 32 registers (AVX-512, AArch64) hold 12 * 2 sums, 2 of b and 1 of a;
/// 16 hold 6 * 2, 2 and 1. There is room for 14 * 2, but tiles are whole strips and whole panels:
/// the least square of 14 rows and 32 columns is 224, and its tiles leave the second cache. AVX-512
/// (Zen 5): 12 rows take 0.86 of the time for a symmetric matrix of 512 features, 0.92 with 128.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr index_t fused_rows = 12;
#else
inline constexpr index_t fused_rows = 6;
#endif
inline constexpr index_t fused_registers = 2;
template <class T>
inline constexpr index_t fused_cols = fused_registers* index_t(vec<T>::size);

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
