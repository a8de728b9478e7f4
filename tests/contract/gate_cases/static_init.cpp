// What an ISA source must not do: this runs before anybody asked the CPU.
namespace bellcurve::simd::avx2 {
double read(const char* name);
extern const double threshold;
const double threshold = read("threshold");
double next(double x) { return x + threshold; }
}  // namespace bellcurve::simd::avx2
