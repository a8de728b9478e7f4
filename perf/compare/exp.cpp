#include "compare.hpp"

#include "perf/support/buffer.hpp"
#include "perf/support/join.hpp"
#include "perf/support/plain_peer.hpp"
#include "runtime/dispatch.hpp"

#include <bellcurve/isa.hpp>

#if defined(__x86_64__)
#include "perf/peers/exp.hpp"
#endif

#include <cmath>
#include <cstddef>
#include <limits>
#include <span>
#include <stdexcept>
#include <string>
#include <type_traits>
#include <vector>

namespace bellcurve::perf {
namespace {

/// A peer's name and its exp over arrays.
template <class T>
struct rival {
  std::string name;
  void (*exp)(const T*, T*, std::size_t);
};

#if defined(__x86_64__)
std::span<const exp_peer> libraries_of(isa which) {
  if (which == isa::sse2) return exp_peers_sse2();
  if (which == isa::avx2) return exp_peers_avx2();
  if (which == isa::avx512) return exp_peers_avx512();
  return {};
}
#endif

template <class T>
std::vector<rival<T>> rivals_of(isa which) {
  std::vector<rival<T>> all;
#if defined(__x86_64__)
  for (const exp_peer& p : libraries_of(which)) {
    if constexpr (std::is_same_v<T, float>) all.push_back({p.name, p.f32});
    if constexpr (std::is_same_v<T, double>) all.push_back({p.name, p.f64});
  }
#endif
  if (plain(which).missing.empty()) {
    all.push_back({"a loop over std::exp", plain(which).template of<T>().exp});
  }
  return all;
}

/// All are within 5 ulp.
template <class T>
void check_agreement(const std::string& what, const buffer<T>& a, const buffer<T>& b) {
  for (std::size_t i = 0; i < a.size(); ++i) {
    if (std::fabs(a[i] - b[i]) <= 8 * std::numeric_limits<T>::epsilon() * a[i]) continue;
    throw std::runtime_error(join({what, ": the two disagree"}));
  }
}

template <class T>
void measure(const comparison& setup, isa which, ratio_table& table) {
  constexpr std::size_t n = 16384 / sizeof(T);
  const buffer<T> in(n), ours(n), theirs(n);
  // Non-positive, and results normal: no path of any peer is special.
  for (std::size_t i = 0; i < n; ++i) in[i] = T(-80) * static_cast<T>(i) / T(n);
  const auto exp = simd::of<T>(runtime::kernels_of(which)).exp;
  const std::string name = join({sizeof(T) == 4 ? "float32 " : "float64 ", to_string(which)});
  // Many short turns: most then run undisturbed even on a busy machine.
  paired_options timing = setup.timing;
  timing.pairs *= 3;
  timing.min_seconds = 2e-4;
  for (const rival<T>& r : rivals_of<T>(which)) {
    const std::string what = join({name, ": exp / ", r.name});
    setup.progress.say(what);
    exp(in.data(), ours.data(), n);
    r.exp(in.data(), theirs.data(), n);
    check_agreement(what, ours, theirs);
    table.add(what, run_paired([&] { exp(in.data(), ours.data(), n); },
                               [&] { r.exp(in.data(), ours.data(), n); }, timing));
  }
}

}  // namespace

void compare_exp(const comparison& setup) {
  ratio_table table;
#ifndef BELLCURVE_HAVE_SLEEF
  table.skip("exp / SLEEF", "SLEEF was not found when this was configured");
#endif
#ifndef BELLCURVE_HAVE_LIBMVEC
  table.skip("exp / libmvec", "libmvec was not found when this was configured");
#endif
  for (const isa which : available_isas()) {
    measure<float>(setup, which, table);
    measure<double>(setup, which, table);
  }
  setup.progress.clear();
  setup.show("exp in the first cache, one thread", table);
}

}  // namespace bellcurve::perf
