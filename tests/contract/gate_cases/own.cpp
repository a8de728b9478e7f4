// What an ISA source may do: weak symbols of its own namespace are shared with
// nobody.
namespace bellcurve::simd::avx512 {
template <class T>
[[gnu::noinline]] void scale(T* p, int n, T a) {
  for (int i = 0; i < n; ++i) p[i] *= a;
}
void twice(double* p, int n) { scale(p, n, 2.0); }
}  // namespace bellcurve::simd::avx512
