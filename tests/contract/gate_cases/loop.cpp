// A loop that any compiler vectorises, compiled with more than its namespace
// says. The arithmetic shift of 64-bit integers is a single instruction only in
// AVX-512.
namespace bellcurve::simd::GATE_CASE_ISA {
void halve(long long* p, int n) {
  for (int i = 0; i < n; ++i) p[i] >>= 1;
}
}  // namespace bellcurve::simd::GATE_CASE_ISA
