// vec<T>: one SIMD register of T, or one T in the scalar reference, and the few
// operations the micro-kernels are written in. Everything that differs between
// xsimd versions or has no xsimd spelling lives here and nowhere else.
//
// Included only by lib/simd/isa/<isa>.cpp, which names the architecture first.
// Everything is in an unnamed namespace inside the ISA's own: no function here
// may be shared by the linker with code compiled for another instruction set.
#pragma once

#include <cstddef>
#include <cstdint>
#include <utility>

#ifndef BELLCURVE_SCALAR
#include <xsimd/xsimd.hpp>
#endif

namespace bellcurve::simd::BELLCURVE_ISA {
namespace {

#ifdef BELLCURVE_SCALAR

/// A register of one lane: the reference every other ISA is compared with.
template <class T>
struct vec {
  T x;
  static constexpr std::size_t size = 1;
  vec() = default;
  explicit vec(T s) : x(s) {}
  friend vec operator+(vec a, vec b) { return vec(a.x + b.x); }
  friend vec operator-(vec a, vec b) { return vec(a.x - b.x); }
  friend vec operator*(vec a, vec b) { return vec(a.x * b.x); }
  friend vec operator/(vec a, vec b) { return vec(a.x / b.x); }
  friend bool operator<(vec a, vec b) { return a.x < b.x; }
  friend bool operator<=(vec a, vec b) { return a.x <= b.x; }
  friend bool operator>(vec a, vec b) { return a.x > b.x; }
  friend bool operator>=(vec a, vec b) { return a.x >= b.x; }
};
inline constexpr bool has_fma = false;
inline constexpr bool has_scale = false;

template <class T>
vec<T> load(const T* p) {
  return vec<T>(*p);
}
template <class T>
void store(T* p, vec<T> v) {
  *p = v.x;
}
template <class T>
void stream(T* p, vec<T> v) {
  *p = v.x;
}
inline void stream_fence() noexcept {}

/// x86 semantics: the second operand when either is NaN.
template <class T>
vec<T> max(vec<T> a, vec<T> b) {
  return a.x > b.x ? a : b;
}
template <class T>
vec<T> select(bool m, vec<T> a, vec<T> b) {
  return m ? a : b;
}
template <class T>
vec<T> zero_where(bool m, vec<T> v) {
  return m ? vec<T>(T(0)) : v;
}
inline bool any(bool m) { return m; }
inline bool all(bool m) { return m; }
template <class T>
T sum(vec<T> v) {
  return v.x;
}
template <class T>
vec<T> madd(vec<T> a, vec<T> b, vec<T> c) {
  return a * b + c;
}
template <class T>
vec<T> nmadd(vec<T> a, vec<T> b, vec<T> c) {
  return c - a * b;
}
template <class T>
vec<T> msub(vec<T> a, vec<T> b, vec<T> c) {
  return a * b - c;
}

/// 2^(low exponent-field bits of t): moves the integer that the magic constant
/// left in the low mantissa bits of t into the exponent field.
inline vec<float> exponent_from_low_bits(vec<float> t) {
  return vec<float>(__builtin_bit_cast(float, __builtin_bit_cast(std::uint32_t, t.x) << 23));
}
inline vec<double> exponent_from_low_bits(vec<double> t) {
  return vec<double>(__builtin_bit_cast(double, __builtin_bit_cast(std::uint64_t, t.x) << 52));
}
/// y times 2^(low exponent-field bits of t), by integer addition.
inline vec<float> add_low_bits_to_exponent(vec<float> y, vec<float> t) {
  return vec<float>(__builtin_bit_cast(float, __builtin_bit_cast(std::uint32_t, y.x) +
                                                  (__builtin_bit_cast(std::uint32_t, t.x) << 23)));
}
inline vec<double> add_low_bits_to_exponent(vec<double> y, vec<double> t) {
  return vec<double>(__builtin_bit_cast(
      double,
      __builtin_bit_cast(std::uint64_t, y.x) + (__builtin_bit_cast(std::uint64_t, t.x) << 52)));
}

inline vec<double> widen(const float* p) { return vec<double>(static_cast<double>(*p)); }
inline void narrow(float* p, vec<double> v) { *p = static_cast<float>(v.x); }

inline vec<float> widen(const std::uint8_t* p) { return vec<float>(static_cast<float>(*p)); }
inline vec<float> widen(const std::uint16_t* p) { return vec<float>(static_cast<float>(*p)); }
inline vec<float> widen(const std::int16_t* p) { return vec<float>(static_cast<float>(*p)); }

/// Beyond 2^23 floats are integers: adding 1.5 * 2^23 rounds to one, ties to even, which then
/// stands in the low bits.
template <class S>
void narrow(S* p, vec<float> v) {
  constexpr float magic = 0x1.8p23F;
  *p = static_cast<S>(__builtin_bit_cast(std::int32_t, v.x + magic) -
                      __builtin_bit_cast(std::int32_t, magic));
}

#else

template <class T>
using vec = xsimd::batch<T, BELLCURVE_ARCH>;

#if defined(__FMA__) || defined(__ARM_FEATURE_FMA) || defined(__aarch64__)
inline constexpr bool has_fma = true;
#else
inline constexpr bool has_fma = false;
#endif

/// The elements of a and b in turn, from the first half of both (low) or the
/// second (high), across the whole register: xsimd's zip keeps to 128-bit lanes
/// on some architectures and versions.
template <std::size_t First, class T, std::size_t... I>
vec<T> interleave(vec<T> a, vec<T> b, std::index_sequence<I...>) {
  using raw = decltype(a.data);
  return vec<T>(__builtin_shufflevector(static_cast<raw>(a), static_cast<raw>(b),
                                        (First + I / 2 + I % 2 * vec<T>::size)...));
}
template <class T>
vec<T> interleave_low(vec<T> a, vec<T> b) {
  return interleave<0>(a, b, std::make_index_sequence<vec<T>::size>());
}
template <class T>
vec<T> interleave_high(vec<T> a, vec<T> b) {
  return interleave<vec<T>::size / 2>(a, b, std::make_index_sequence<vec<T>::size>());
}

/// The elements First, First + 1, ... First + Run - 1 of the 2 x lanes elements of a and b, those
/// First + Step, ... and so on; behind the last whole run, anything.
template <std::size_t First, std::size_t Run, std::size_t Step, class T, std::size_t... I>
vec<T> pick(vec<T> a, vec<T> b, std::index_sequence<I...>) {
  using raw = decltype(a.data);
  constexpr std::size_t n = 2 * vec<T>::size;
  return vec<T>(__builtin_shufflevector(static_cast<raw>(a), static_cast<raw>(b),
                                        ((First + I / Run * Step + I % Run) % n)...));
}
template <std::size_t First, std::size_t Run, std::size_t Step, class T>
vec<T> pick(vec<T> a, vec<T> b) {
  return pick<First, Run, Step>(a, b, std::make_index_sequence<vec<T>::size>());
}

template <class T>
vec<T> load(const T* p) {
  return vec<T>::load_unaligned(p);
}
template <class T>
void store(T* p, vec<T> v) {
  v.store_unaligned(p);
}

#if defined(__AVX512F__)
/// The first n elements, of which there may be none or more than a register holds; then 0. What
/// lies behind them is not read.
inline vec<float> load_some(const float* p, std::ptrdiff_t n) {
  return _mm512_maskz_loadu_ps(static_cast<__mmask16>(n < 16 ? (1U << n) - 1 : 0xffff), p);
}
inline vec<double> load_some(const double* p, std::ptrdiff_t n) {
  return _mm512_maskz_loadu_pd(static_cast<__mmask8>(n < 8 ? (1U << n) - 1 : 0xff), p);
}
/// The elements of a from First on, and then those of b.
template <std::size_t First>
vec<float> shifted(vec<float> a, vec<float> b) {
  return _mm512_castsi512_ps(
      _mm512_alignr_epi32(_mm512_castps_si512(b), _mm512_castps_si512(a), First));
}
template <std::size_t First>
vec<double> shifted(vec<double> a, vec<double> b) {
  return _mm512_castsi512_pd(
      _mm512_alignr_epi64(_mm512_castpd_si512(b), _mm512_castpd_si512(a), First));
}
#endif

// xsimd has no streaming store; p must be aligned to the register.
#if defined(__AVX512F__)
inline void stream(float* p, vec<float> v) { _mm512_stream_ps(p, v); }
inline void stream(double* p, vec<double> v) { _mm512_stream_pd(p, v); }
#elif defined(__AVX2__)
inline void stream(float* p, vec<float> v) { _mm256_stream_ps(p, v); }
inline void stream(double* p, vec<double> v) { _mm256_stream_pd(p, v); }
#elif defined(__SSE2__)
inline void stream(float* p, vec<float> v) { _mm_stream_ps(p, v); }
inline void stream(double* p, vec<double> v) { _mm_stream_pd(p, v); }
#else
template <class T>
void stream(T* p, vec<T> v) {
  v.store_aligned(p);
}
#endif
inline void stream_fence() noexcept {
#ifdef __SSE2__
  _mm_sfence();
#endif
}

template <class T>
vec<T> max(vec<T> a, vec<T> b) {
  return xsimd::max(a, b);
}
template <class M, class V>
V select(M m, V a, V b) {
  return xsimd::select(m, a, b);
}
/// select(m, 0, v) in one instruction: gcc 12 makes more of it for AVX2.
#if defined(__AVX2__) && !defined(__AVX512F__)
template <class M>
vec<float> zero_where(M m, vec<float> v) {
  return _mm256_andnot_ps(m, v);
}
template <class M>
vec<double> zero_where(M m, vec<double> v) {
  return _mm256_andnot_pd(m, v);
}
#else
template <class M, class V>
V zero_where(M m, V v) {
  return select(m, V(0), v);
}
#endif
template <class M>
bool any(M m) {
  return xsimd::any(m);
}
template <class M>
bool all(M m) {
  return xsimd::all(m);
}
template <class T>
T sum(vec<T> v) {
#if XSIMD_VERSION_MAJOR >= 9
  return xsimd::reduce_add(v);
#else
  return xsimd::hadd(v);
#endif
}

// xsimd 8.1 spells AVX-512 fma as x * y + z, which rounds twice under
// -ffp-contract=off: name the instruction.
#if defined(__AVX512F__)
inline vec<float> madd(vec<float> a, vec<float> b, vec<float> c) {
  return _mm512_fmadd_ps(a, b, c);
}
inline vec<double> madd(vec<double> a, vec<double> b, vec<double> c) {
  return _mm512_fmadd_pd(a, b, c);
}
inline vec<float> nmadd(vec<float> a, vec<float> b, vec<float> c) {
  return _mm512_fnmadd_ps(a, b, c);
}
inline vec<double> nmadd(vec<double> a, vec<double> b, vec<double> c) {
  return _mm512_fnmadd_pd(a, b, c);
}
inline vec<float> msub(vec<float> a, vec<float> b, vec<float> c) {
  return _mm512_fmsub_ps(a, b, c);
}
inline vec<double> msub(vec<double> a, vec<double> b, vec<double> c) {
  return _mm512_fmsub_pd(a, b, c);
}
#elif defined(__FMA__) || defined(__aarch64__)
template <class T>
vec<T> madd(vec<T> a, vec<T> b, vec<T> c) {
  return xsimd::fma(a, b, c);
}
template <class T>
vec<T> nmadd(vec<T> a, vec<T> b, vec<T> c) {
  return xsimd::fnma(a, b, c);
}
template <class T>
vec<T> msub(vec<T> a, vec<T> b, vec<T> c) {
  return xsimd::fms(a, b, c);
}
#else
template <class T>
vec<T> madd(vec<T> a, vec<T> b, vec<T> c) {
  return a * b + c;
}
template <class T>
vec<T> nmadd(vec<T> a, vec<T> b, vec<T> c) {
  return c - a * b;
}
template <class T>
vec<T> msub(vec<T> a, vec<T> b, vec<T> c) {
  return a * b - c;
}
#endif

template <class To, class From>
To bits_as(From v) {
#if XSIMD_VERSION_MAJOR >= 11
  return xsimd::bitwise_cast<typename To::value_type>(v);
#else
  return xsimd::bitwise_cast<To>(v);
#endif
}

/// 2^(low exponent-field bits of t): moves the integer that the magic constant
/// left in the low mantissa bits of t into the exponent field.
inline vec<float> exponent_from_low_bits(vec<float> t) {
  return bits_as<vec<float> >(bits_as<vec<std::int32_t> >(t) << 23);
}
inline vec<double> exponent_from_low_bits(vec<double> t) {
  return bits_as<vec<double> >(bits_as<vec<std::int64_t> >(t) << 52);
}

/// y times 2^(low exponent-field bits of t), by integer addition.
inline vec<float> add_low_bits_to_exponent(vec<float> y, vec<float> t) {
  return bits_as<vec<float> >(bits_as<vec<std::int32_t> >(y) +
                              (bits_as<vec<std::int32_t> >(t) << 23));
}
inline vec<double> add_low_bits_to_exponent(vec<double> y, vec<double> t) {
  return bits_as<vec<double> >(bits_as<vec<std::int64_t> >(y) +
                               (bits_as<vec<std::int64_t> >(t) << 52));
}

#if defined(__AVX512F__)
inline constexpr bool has_scale = true;
/// The nearest integer, ties to even.
inline vec<float> nearest(vec<float> x) { return _mm512_roundscale_ps(x, 0x08); }
inline vec<double> nearest(vec<double> x) { return _mm512_roundscale_pd(x, 0x08); }
/// 2^n y for an integer n, and 0 for `none`, whatever y and n are.
template <class M>
vec<float> scale_unless(M none, vec<float> y, vec<float> n) {
  return _mm512_maskz_scalef_ps(_knot_mask16(none), y, n);
}
template <class M>
vec<double> scale_unless(M none, vec<double> y, vec<double> n) {
  return _mm512_maskz_scalef_pd(_knot_mask8(none), y, n);
}
#else
inline constexpr bool has_scale = false;
#endif

/// vec<double>::size floats, converted.
#if defined(__AVX512F__)
inline vec<double> widen(const float* p) { return _mm512_cvtps_pd(_mm256_loadu_ps(p)); }
#elif defined(__AVX2__)
inline vec<double> widen(const float* p) { return _mm256_cvtps_pd(_mm_loadu_ps(p)); }
#elif defined(__SSE2__)
inline vec<double> widen(const float* p) {
  return _mm_cvtps_pd(_mm_castsi128_ps(_mm_loadl_epi64(reinterpret_cast<const __m128i*>(p))));
}
#elif defined(__aarch64__)
inline vec<double> widen(const float* p) { return vcvt_f64_f32(vld1_f32(p)); }
#endif

/// The way back, to the nearest.
#if defined(__AVX512F__)
inline void narrow(float* p, vec<double> v) { _mm256_storeu_ps(p, _mm512_cvtpd_ps(v)); }
#elif defined(__AVX2__)
inline void narrow(float* p, vec<double> v) { _mm_storeu_ps(p, _mm256_cvtpd_ps(v)); }
#elif defined(__SSE2__)
inline void narrow(float* p, vec<double> v) {
  _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_castps_si128(_mm_cvtpd_ps(v)));
}
#elif defined(__aarch64__)
inline void narrow(float* p, vec<double> v) { vst1_f32(p, vcvt_f32_f64(v)); }
#endif

/// vec<float>::size integers, converted, which is exact.
#if defined(__AVX512F__)
inline __m128i load_128(const void* p) { return _mm_loadu_si128(static_cast<const __m128i*>(p)); }
inline __m256i load_256(const void* p) {
  return _mm256_loadu_si256(static_cast<const __m256i*>(p));
}
inline vec<float> widen(const std::uint8_t* p) {
  return _mm512_cvtepi32_ps(_mm512_cvtepu8_epi32(load_128(p)));
}
inline vec<float> widen(const std::uint16_t* p) {
  return _mm512_cvtepi32_ps(_mm512_cvtepu16_epi32(load_256(p)));
}
inline vec<float> widen(const std::int16_t* p) {
  return _mm512_cvtepi32_ps(_mm512_cvtepi16_epi32(load_256(p)));
}
#elif defined(__AVX2__)
inline __m128i load_64(const void* p) { return _mm_loadl_epi64(static_cast<const __m128i*>(p)); }
inline __m128i load_128(const void* p) { return _mm_loadu_si128(static_cast<const __m128i*>(p)); }
inline vec<float> widen(const std::uint8_t* p) {
  return _mm256_cvtepi32_ps(_mm256_cvtepu8_epi32(load_64(p)));
}
inline vec<float> widen(const std::uint16_t* p) {
  return _mm256_cvtepi32_ps(_mm256_cvtepu16_epi32(load_128(p)));
}
inline vec<float> widen(const std::int16_t* p) {
  return _mm256_cvtepi32_ps(_mm256_cvtepi16_epi32(load_128(p)));
}
#elif defined(__SSE2__)
inline __m128i load_64(const void* p) { return _mm_loadl_epi64(static_cast<const __m128i*>(p)); }
inline vec<float> widen(const std::uint8_t* p) {
  int four;
  __builtin_memcpy(&four, p, sizeof four);
  const __m128i zero = _mm_setzero_si128();
  const __m128i words = _mm_unpacklo_epi8(_mm_cvtsi32_si128(four), zero);
  return _mm_cvtepi32_ps(_mm_unpacklo_epi16(words, zero));
}
inline vec<float> widen(const std::uint16_t* p) {
  return _mm_cvtepi32_ps(_mm_unpacklo_epi16(load_64(p), _mm_setzero_si128()));
}
inline vec<float> widen(const std::int16_t* p) {
  const __m128i words = load_64(p);
  return _mm_cvtepi32_ps(_mm_srai_epi32(_mm_unpacklo_epi16(words, words), 16));
}
#elif defined(__aarch64__)
inline vec<float> widen(const std::uint8_t* p) {
  std::uint32_t four;
  __builtin_memcpy(&four, p, sizeof four);
  const uint16x8_t words = vmovl_u8(vreinterpret_u8_u32(vdup_n_u32(four)));
  return vcvtq_f32_u32(vmovl_u16(vget_low_u16(words)));
}
inline vec<float> widen(const std::uint16_t* p) { return vcvtq_f32_u32(vmovl_u16(vld1_u16(p))); }
inline vec<float> widen(const std::int16_t* p) { return vcvtq_f32_s32(vmovl_s16(vld1_s16(p))); }
#endif

/// Stores vec<float>::size integers: to the nearest, ties to even, of values within their range.
#if defined(__AVX512F__)
inline void narrow(std::uint8_t* p, vec<float> v) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm512_cvtepi32_epi8(_mm512_cvtps_epi32(v)));
}
inline void narrow(std::uint16_t* p, vec<float> v) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_cvtepi32_epi16(_mm512_cvtps_epi32(v)));
}
inline void narrow(std::int16_t* p, vec<float> v) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(p), _mm512_cvtepi32_epi16(_mm512_cvtps_epi32(v)));
}
#elif defined(__AVX2__)
inline __m128i low_half(__m256i v) { return _mm256_castsi256_si128(v); }
inline __m128i high_half(__m256i v) { return _mm256_extracti128_si256(v, 1); }
inline void narrow(std::uint8_t* p, vec<float> v) {
  const __m256i x = _mm256_cvtps_epi32(v);
  const __m128i words = _mm_packs_epi32(low_half(x), high_half(x));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_packus_epi16(words, words));
}
inline void narrow(std::uint16_t* p, vec<float> v) {
  const __m256i x = _mm256_cvtps_epi32(v);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm_packus_epi32(low_half(x), high_half(x)));
}
inline void narrow(std::int16_t* p, vec<float> v) {
  const __m256i x = _mm256_cvtps_epi32(v);
  _mm_storeu_si128(reinterpret_cast<__m128i*>(p), _mm_packs_epi32(low_half(x), high_half(x)));
}
#elif defined(__SSE2__)
inline void narrow(std::uint8_t* p, vec<float> v) {
  const __m128i x = _mm_cvtps_epi32(v), words = _mm_packs_epi32(x, x);
  const int four = _mm_cvtsi128_si32(_mm_packus_epi16(words, words));
  __builtin_memcpy(p, &four, sizeof four);
}
inline void narrow(std::uint16_t* p, vec<float> v) {
  // Packing saturates to signed words: move the range there, and back.
  const __m128i x = _mm_sub_epi32(_mm_cvtps_epi32(v), _mm_set1_epi32(0x8000));
  const __m128i words = _mm_xor_si128(_mm_packs_epi32(x, x), _mm_set1_epi16(-0x8000));
  _mm_storel_epi64(reinterpret_cast<__m128i*>(p), words);
}
inline void narrow(std::int16_t* p, vec<float> v) {
  const __m128i x = _mm_cvtps_epi32(v);
  _mm_storel_epi64(reinterpret_cast<__m128i*>(p), _mm_packs_epi32(x, x));
}
#elif defined(__aarch64__)
inline void narrow(std::uint8_t* p, vec<float> v) {
  const uint16x4_t words = vqmovun_s32(vcvtnq_s32_f32(v));
  const uint8x8_t bytes = vqmovn_u16(vcombine_u16(words, words));
  const std::uint32_t four = vget_lane_u32(vreinterpret_u32_u8(bytes), 0);
  __builtin_memcpy(p, &four, sizeof four);
}
inline void narrow(std::uint16_t* p, vec<float> v) { vst1_u16(p, vqmovun_s32(vcvtnq_s32_f32(v))); }
inline void narrow(std::int16_t* p, vec<float> v) { vst1_s16(p, vqmovn_s32(vcvtnq_s32_f32(v))); }
#endif

#endif

inline vec<double> widen(const double* p) { return load(p); }

template <class T>
inline constexpr T largest_finite = sizeof(T) == 4 ? T(__FLT_MAX__) : T(__DBL_MAX__);

/// One element as madd treats each of a register's: for what does not fill one.
template <class T>
T madd_one(T a, T b, T c) {
  if constexpr (!has_fma) {
    return a * b + c;
  } else if constexpr (sizeof(T) == 4) {
    return __builtin_fmaf(a, b, c);
  } else {
    return __builtin_fma(a, b, c);
  }
}

/// x, and NaN for an infinity too.
template <class T>
T nan_if_infinite(T x) {
  return x + x * T(0);
}

/// A register of T from memory of T, or of what widens to it.
template <class T, class S>
vec<T> load_as(const S* p) {
  if constexpr (sizeof(S) == sizeof(T)) {
    return load(p);
  } else {
    return widen(p);
  }
}

/// vec<double>::size elements, rounded to T.
template <class T>
void store_as(T* p, vec<double> v) {
  if constexpr (sizeof(T) == sizeof(double)) {
    store(p, v);
  } else {
    narrow(p, v);
  }
}

inline void store_as(float* p, vec<float> v) { store(p, v); }

/// Loads n < vec<T>::size elements and pads with zeros; stores the first n.
template <class T>
vec<T> load_partial(const T* p, std::size_t n) {
  alignas(64) T buffer[vec<T>::size] = {};
  for (std::size_t i = 0; i < n; ++i) buffer[i] = p[i];
  return load(buffer);
}
template <class T>
void store_partial(T* p, vec<T> v, std::size_t n) {
  alignas(64) T buffer[vec<T>::size];
  store(buffer, v);
  for (std::size_t i = 0; i < n; ++i) p[i] = buffer[i];
}

}  // namespace
}  // namespace bellcurve::simd::BELLCURVE_ISA
