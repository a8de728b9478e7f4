#include "finite.hpp"

#include "../runtime/threads.hpp"

#include <algorithm>
#include <atomic>
#include <bit>
#include <cstdint>
#include <cstdlib>
#include <type_traits>

namespace bellcurve::filter {
namespace {

/// Exponents, in integers: a loop without branches.
template <class T>
bool tame_run(const T* x, index_t n, index_t stride) noexcept {
  using bits = std::conditional_t<sizeof(T) == 4, std::uint32_t, std::uint64_t>;
  constexpr bits exponent = sizeof(T) == 4 ? bits{0x7f800000} : bits(0x7ff0000000000000);
  // 32 short of that of an infinity.
  constexpr bits wild = exponent - (sizeof(T) == 4 ? bits{32} << 23 : bits(32) << 52);
  bits bad = 0;
  if (stride == 1) {
    for (index_t i = 0; i < n; ++i)
      bad |= (std::bit_cast<bits>(x[i]) & exponent) >= wild ? bits{1} : bits{0};
  } else {
    for (index_t i = 0; i < n; ++i)
      bad |= (std::bit_cast<bits>(x[i * stride]) & exponent) >= wild ? bits{1} : bits{0};
  }
  return bad == 0;
}

}  // namespace

template <class T>
bool tame(T x) noexcept {
  return tame_run(&x, 1, 1);
}
template bool tame(float) noexcept;
template bool tame(double) noexcept;

template <class T>
bool tame_everywhere(array_view<const T> in, int threads) {
  int inner = 0;
  index_t elements = 1;
  for (int k = 0; k < in.axes(); ++k) {
    elements *= in.extent(k);
    const bool narrower = std::abs(in.stride(k)) < std::abs(in.stride(inner));
    if (in.extent(k) > 1 && (in.extent(inner) == 1 || narrower)) inner = k;
  }
  const index_t length = in.extent(inner), runs = elements / length;
  constexpr index_t elements_per_task = 1 << 16;
  const index_t runs_per_task = std::max<index_t>(elements_per_task / length, 1);
  const index_t tasks = (runs + runs_per_task - 1) / runs_per_task;
  std::atomic<bool> tame{true};
  auto check = [&](int, index_t task) {
    const index_t end = std::min((task + 1) * runs_per_task, runs);
    for (index_t run = task * runs_per_task; run < end && tame.load(std::memory_order_relaxed);
         ++run) {
      index_t rest = run, offset = 0;
      for (int k = in.axes(); k-- > 0;) {
        if (k == inner) continue;
        offset += rest % in.extent(k) * in.stride(k);
        rest /= in.extent(k);
      }
      if (!tame_run(in.data() + offset, length, in.stride(inner))) tame = false;
    }
  };
  runtime::for_each_task(tasks == 1 ? 1 : runtime::team_size(threads), tasks, nullptr, check);
  return tame;
}

template bool tame_everywhere(array_view<const float>, int);
template bool tame_everywhere(array_view<const double>, int);

}  // namespace bellcurve::filter
