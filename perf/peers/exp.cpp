// The peers' vector exp over arrays. Compiled once per instruction set, as
// perf/peers/exp.cmake says, since the peers pass vectors in registers. Sizes are
// multiples of 4 vectors: no tails on either side of the comparison.
#include "exp.hpp"

// As in lib/simd/isa: the token is used only as a namespace, so that no inline
// function of xsimd is shared with another instruction set.
#if defined(__AVX512F__)
#define xsimd xsimd_perf_avx512
#elif defined(__AVX2__)
#define xsimd xsimd_perf_avx2
#else
#define xsimd xsimd_perf_sse2
#endif

#include <immintrin.h>
#ifdef BELLCURVE_HAVE_SLEEF
#include <sleef.h>
#endif
#include <xsimd/xsimd.hpp>

#ifdef BELLCURVE_HAVE_LIBMVEC
// The x86 vector function ABI: b, d, e for SSE, AVX2, AVX-512; N unmasked.
extern "C" {
#if defined(__AVX512F__)
__m512 _ZGVeN16v_expf(__m512);
__m512d _ZGVeN8v_exp(__m512d);
#elif defined(__AVX2__)
__m256 _ZGVdN8v_expf(__m256);
__m256d _ZGVdN4v_exp(__m256d);
#else
__m128 _ZGVbN4v_expf(__m128);
__m128d _ZGVbN2v_exp(__m128d);
#endif
}
#endif

namespace bellcurve::perf {
namespace {

#if defined(__AVX512F__)
using arch = xsimd::avx512bw;
#elif defined(__AVX2__)
using arch = xsimd::fma3<xsimd::avx2>;
#else
using arch = xsimd::sse2;
#endif
using vf = xsimd::batch<float, arch>;
using vd = xsimd::batch<double, arch>;

template <class V, V (*F)(V), class T = typename V::value_type>
void map(const T* in, T* out, std::size_t n) {
  constexpr std::size_t w = V::size;
  for (std::size_t i = 0; i < n; i += 4 * w) {
    const V a = F(V::load_unaligned(in + i)), b = F(V::load_unaligned(in + i + w));
    const V c = F(V::load_unaligned(in + i + 2 * w)), d = F(V::load_unaligned(in + i + 3 * w));
    a.store_unaligned(out + i);
    b.store_unaligned(out + i + w);
    c.store_unaligned(out + i + 2 * w);
    d.store_unaligned(out + i + 3 * w);
  }
}

template <class V>
V with_xsimd(V x) {
  return xsimd::exp(x);
}

#ifdef BELLCURVE_HAVE_SLEEF
#if defined(__AVX512F__)
vf with_sleef(vf x) { return Sleef_expf16_u10avx512f(x); }
vd with_sleef(vd x) { return Sleef_expd8_u10avx512f(x); }
#elif defined(__AVX2__)
vf with_sleef(vf x) { return Sleef_expf8_u10avx2(x); }
vd with_sleef(vd x) { return Sleef_expd4_u10avx2(x); }
#else
vf with_sleef(vf x) { return Sleef_expf4_u10sse2(x); }
vd with_sleef(vd x) { return Sleef_expd2_u10sse2(x); }
// The next flavour up; still no FMA.
vf with_sleef_sse4(vf x) { return Sleef_expf4_u10sse4(x); }
vd with_sleef_sse4(vd x) { return Sleef_expd2_u10sse4(x); }
#endif
#endif

#ifdef BELLCURVE_HAVE_LIBMVEC
#if defined(__AVX512F__)
vf with_libmvec(vf x) { return _ZGVeN16v_expf(x); }
vd with_libmvec(vd x) { return _ZGVeN8v_exp(x); }
#elif defined(__AVX2__)
vf with_libmvec(vf x) { return _ZGVdN8v_expf(x); }
vd with_libmvec(vd x) { return _ZGVdN4v_exp(x); }
#else
// Chosen by glibc at load time: its SSE4.1 code where there is SSE4.1.
vf with_libmvec(vf x) { return _ZGVbN4v_expf(x); }
vd with_libmvec(vd x) { return _ZGVbN2v_exp(x); }
#endif
#endif

constexpr exp_peer peers[] = {
    {"xsimd", map<vf, with_xsimd<vf>>, map<vd, with_xsimd<vd>>},
#ifdef BELLCURVE_HAVE_SLEEF
    {"SLEEF, 1 ulp", map<vf, with_sleef>, map<vd, with_sleef>},
#if !defined(__AVX2__)
    {"SLEEF, 1 ulp, for SSE4", map<vf, with_sleef_sse4>, map<vd, with_sleef_sse4>},
#endif
#endif
#ifdef BELLCURVE_HAVE_LIBMVEC
    {"libmvec", map<vf, with_libmvec>, map<vd, with_libmvec>},
#endif
};

}  // namespace

#if defined(__AVX512F__)
std::span<const exp_peer> exp_peers_avx512() { return peers; }
#elif defined(__AVX2__)
std::span<const exp_peer> exp_peers_avx2() { return peers; }
#else
std::span<const exp_peer> exp_peers_sse2() { return peers; }
#endif

}  // namespace bellcurve::perf
