// The blocks of pairs that are formed in registers.
#pragma once

#include "kernels.hpp"
#include "vec.hpp"

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

/// Rows by registers of sums. 32 registers (AVX-512, AArch64) hold 14 * 2 sums, 2 of b and 1 of a;
/// 16 hold 6 * 2, 2 and 1.
#if defined(__AVX512F__) || defined(__aarch64__)
inline constexpr index_t fused_rows = 14;
#else
inline constexpr index_t fused_rows = 6;
#endif
inline constexpr index_t fused_registers = 2;
template <class T>
inline constexpr index_t fused_cols = fused_registers* index_t(vec<T>::size);

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
