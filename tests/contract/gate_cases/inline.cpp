// What an ISA source must not do: an inline function of the shared namespace that
// the compiler does not inline is one weak symbol for all instruction sets.
namespace bellcurve::simd {
[[gnu::noinline]] inline void scale(double* p, int n, double a) {
  for (int i = 0; i < n; ++i) p[i] *= a;
}
namespace avx2 {
void twice(double* p, int n) { scale(p, n, 2.0); }
}  // namespace avx2
}  // namespace bellcurve::simd
