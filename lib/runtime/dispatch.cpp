#include "dispatch.hpp"

#include "cpu.hpp"

#include <bellcurve/error.hpp>

#include <array>
#include <atomic>
#include <cstdlib>
#include <string>

namespace bellcurve {

namespace simd {
// One line per ISA, in the order of the enum: name, condition, table.
#define BELLCURVE_DECLARE_TABLE(name) \
  namespace name {                    \
  extern const kernel_table table;    \
  }
#ifdef BELLCURVE_HAVE_ISA_SCALAR
BELLCURVE_DECLARE_TABLE(scalar)
#endif
#ifdef BELLCURVE_HAVE_ISA_SSE2
BELLCURVE_DECLARE_TABLE(sse2)
#endif
#ifdef BELLCURVE_HAVE_ISA_AVX2
BELLCURVE_DECLARE_TABLE(avx2)
#endif
#ifdef BELLCURVE_HAVE_ISA_AVX512
BELLCURVE_DECLARE_TABLE(avx512)
#endif
#ifdef BELLCURVE_HAVE_ISA_NEON64
BELLCURVE_DECLARE_TABLE(neon64)
#endif
#undef BELLCURVE_DECLARE_TABLE
}  // namespace simd

namespace {

using table_pointer = const simd::kernel_table*;

// In the order of the enum: slowest first.
constexpr table_pointer built[] = {
#ifdef BELLCURVE_HAVE_ISA_SCALAR
    &simd::scalar::table,
#endif
#ifdef BELLCURVE_HAVE_ISA_SSE2
    &simd::sse2::table,
#endif
#ifdef BELLCURVE_HAVE_ISA_AVX2
    &simd::avx2::table,
#endif
#ifdef BELLCURVE_HAVE_ISA_AVX512
    &simd::avx512::table,
#endif
#ifdef BELLCURVE_HAVE_ISA_NEON64
    &simd::neon64::table,
#endif
};

constexpr std::string_view names[] = {"scalar", "sse2", "avx2", "avx512", "neon64"};

struct registry {
  std::array<isa, std::size(built)> isas{};
  std::array<table_pointer, std::size(built)> tables{};
  std::size_t count = 0;
  registry() noexcept {
    for (table_pointer t : built) {
      if (!runtime::cpu_supports(t->isa)) continue;
      isas[count] = t->isa;
      tables[count++] = t;
    }
  }
};

const registry& available() noexcept {
  static const registry r;
  return r;
}

std::string list_available() {
  std::string text;
  for (isa which : available_isas()) {
    if (!text.empty()) text += ", ";
    text += to_string(which);
  }
  return text;
}

[[noreturn]] void throw_unavailable(const std::string& what) {
  throw error(errc::unavailable, what + " (available: " + list_available() + ")");
}

table_pointer find(isa which) noexcept {
  const registry& r = available();
  for (std::size_t i = 0; i < r.count; ++i) {
    if (r.isas[i] == which) return r.tables[i];
  }
  return nullptr;
}

table_pointer initial() {
  const char* wanted = std::getenv("BELLCURVE_ISA");
  if (wanted == nullptr || *wanted == '\0') return available().tables[available().count - 1];
  for (isa which : available_isas()) {
    if (to_string(which) == wanted) return find(which);
  }
  throw_unavailable(std::string("BELLCURVE_ISA must name an available instruction set, got ") +
                    wanted);
}

// The mutable state of the library, but for what a fork leaves (fork.cpp).
std::atomic<table_pointer> active{nullptr};

}  // namespace

std::span<const isa> available_isas() noexcept {
  return {available().isas.data(), available().count};
}

isa active_isa() { return runtime::active_kernels().isa; }

void set_isa(isa which) { active.store(&runtime::kernels_of(which), std::memory_order_release); }

std::string_view to_string(isa which) noexcept {
  const auto i = static_cast<std::size_t>(which);
  return i < std::size(names) ? names[i] : "unknown";
}

isa parse_isa(std::string_view name) {
  for (std::size_t i = 0; i < std::size(names); ++i) {
    if (names[i] == name) return static_cast<isa>(i);
  }
  std::string all;
  for (std::string_view n : names) all += (all.empty() ? "" : ", ") + std::string(n);
  throw error(errc::bad_argument, "isa must be one of " + all + ", got " + std::string(name));
}

namespace runtime {

const simd::kernel_table& active_kernels() {
  table_pointer t = active.load(std::memory_order_acquire);
  if (t == nullptr) [[unlikely]] {
    table_pointer chosen = initial();
    // A set_isa() that came in between wins.
    if (active.compare_exchange_strong(t, chosen, std::memory_order_acq_rel)) t = chosen;
  }
  return *t;
}

const simd::kernel_table& kernels_of(isa which) {
  table_pointer t = find(which);
  if (t == nullptr) {
    throw_unavailable("isa " + std::string(to_string(which)) + " is not available here");
  }
  return *t;
}

}  // namespace runtime
}  // namespace bellcurve
