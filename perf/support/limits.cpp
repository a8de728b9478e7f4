#include "limits.hpp"

#include "buffer.hpp"
#include "clock.hpp"
#include "loops.hpp"
#include "runtime/dispatch.hpp"

#include <omp.h>

#include <algorithm>
#include <atomic>
#include <limits>
#include <map>
#include <tuple>
#include <type_traits>

namespace bellcurve::perf {
namespace {

// Many short ones: on a busy machine some still run undisturbed on every thread.
constexpr int runs = 31;
constexpr double run_seconds = 1e-3;

std::atomic<float> sink;  // what the loops return goes here, so that they run

/// Seconds from when the first thread began with work(thread) until the last was
/// done; starting and joining them does not count.
template <class F>
double parallel_seconds(int threads, const F& work) {
  if (threads == 1) return seconds([&] { work(0); });
  double first = std::numeric_limits<double>::infinity(), last = 0;
#pragma omp parallel num_threads(threads) reduction(min : first) reduction(max : last)
  {
#pragma omp barrier
    first = now();
    work(omp_get_thread_num());
    last = now();
  }
  return last - first;
}

/// Repetitions after which one thread alone is busy for long enough to be timed.
/// A pause that others caused must not pass for that: it has to be so twice.
template <class F>
std::size_t repetitions_of(const F& repeat) {
  std::size_t repetitions = 1;
  for (;;) {
    const double once = seconds([&] { repeat(0, repetitions); });
    const double again = seconds([&] { repeat(0, repetitions); });
    if (std::min(once, again) >= run_seconds) return repetitions;
    repetitions *= std::min(once, again) < run_seconds / 8 ? 8U : 2U;
  }
}

/// The best time of one repetition on every thread at once.
template <class F>
double best_seconds(int threads, const F& repeat) {
  const std::size_t repetitions = repetitions_of(repeat);
  double best = std::numeric_limits<double>::infinity();
  // Long runs are over large buffers, which are steadier.
  for (int run = 0; run < (best < 5 * run_seconds || run == 0 ? runs : runs / 3); ++run) {
    best =
        std::min(best, parallel_seconds(threads, [&](int thread) { repeat(thread, repetitions); }));
  }
  return best / static_cast<double>(repetitions);
}

template <class Key, class F>
auto remembered(std::map<Key, decltype(std::declval<F>()())>& known, const Key& key, F&& measure) {
  const auto found = known.find(key);
  if (found != known.end()) return found->second;
  return known[key] = measure();
}

/// Whole cache lines, and whole steps of the loops in loops.hpp.
constexpr std::size_t grain = 64;

struct part {
  std::size_t first, count;
};
part part_of(std::size_t n, int thread, int threads) {
  const auto t = static_cast<std::size_t>(thread), of = static_cast<std::size_t>(threads);
  const std::size_t grains = n / grain;
  const std::size_t first = grains * t / of, last = grains * (t + 1) / of;
  return {first * grain, (last - first) * grain};
}

/// Exponents of which exp_rate takes exp again and again: 16 KiB.
template <class T>
constexpr std::size_t exp_block = 16384 / sizeof(T);
template <class T>
void fill_exponents(T* in) {
  for (std::size_t i = 0; i < exp_block<T>; ++i)
    in[i] = T(-20) * static_cast<T>(i) / T(exp_block<T>);
}

/// A rate of memory, and whether streaming stores reached it.
struct memory_rate {
  double rate;
  bool streams;
};

memory_rate measure_memory(traffic kind, const memory_loops& loop, std::size_t bytes, int threads) {
  const std::size_t n = std::max(bytes / sizeof(float) / grain, std::size_t(1)) * grain;
  const buffer<float> a(n), b(kind == traffic::copy ? n : 0);
  const auto time = [&](const auto& one) {
    return best_seconds(threads, [&](int thread, std::size_t repetitions) {
      const part p = part_of(n, thread, threads);
      for (std::size_t r = 0; r < repetitions; ++r) one(p);
    });
  };
  const double size = static_cast<double>(n * sizeof(float));
  const auto better = [](double moved, double plain, double streaming) {
    return memory_rate{moved / std::min(plain, streaming), streaming < plain};
  };
  switch (kind) {
    case traffic::fill:
      return better(size, time([&](part p) { loop.fill(a.data() + p.first, p.count); }),
                    time([&](part p) { loop.fill_stream(a.data() + p.first, p.count); }));
    case traffic::copy:
      return better(
          2 * size,
          time([&](part p) { loop.copy(a.data() + p.first, b.data() + p.first, p.count); }),
          time([&](part p) { loop.copy_stream(a.data() + p.first, b.data() + p.first, p.count); }));
    case traffic::read:
      break;
  }
  return {size / time([&](part p) { sink = loop.read(a.data() + p.first, p.count); }), false};
}

memory_rate known_memory(traffic kind, isa which, std::size_t bytes, int threads) {
  static std::map<std::tuple<traffic, isa, std::size_t, int>, memory_rate> known;
  return remembered(known, {kind, which, bytes, threads},
                    [&] { return measure_memory(kind, loops_of(which).memory, bytes, threads); });
}

}  // namespace

int all_threads() noexcept { return omp_get_max_threads(); }

template <class T>
double fma_peak(isa which, int threads) {
  static std::map<std::pair<isa, int>, double> known;
  return remembered(known, {which, threads}, [&] {
    const loops<T>& loop = loops_for<T>(which);
    constexpr std::size_t rounds = 1000;
    const double taken = best_seconds(threads, [&](int, std::size_t repetitions) {
      sink = static_cast<float>(loop.multiply_add(rounds * repetitions));
    });
    return static_cast<double>(rounds * loop.flop_per_round) * threads / taken;
  });
}
template double fma_peak<float>(isa, int);
template double fma_peak<double>(isa, int);

double bandwidth_of(traffic kind, isa which, std::size_t bytes, int threads) {
  return known_memory(kind, which, bytes, threads).rate;
}

bandwidth memory_bandwidth(isa which, std::size_t bytes, int threads) {
  const memory_rate fill = known_memory(traffic::fill, which, bytes, threads);
  const memory_rate copy = known_memory(traffic::copy, which, bytes, threads);
  return {.fill = fill.rate,
          .read = bandwidth_of(traffic::read, which, bytes, threads),
          .copy = copy.rate,
          .fill_streams = fill.streams,
          .copy_streams = copy.streams};
}

namespace {

template <class Work>
void for_each_part(std::size_t n, int threads, const Work& work) {
#pragma omp parallel num_threads(threads)
  work(part_of(n, omp_get_thread_num(), omp_get_num_threads()));
}

}  // namespace

void read_once(isa which, const float* data, std::size_t n, int threads) {
  const memory_loops& loop = loops_of(which).memory;
  for_each_part(n, threads, [&](part p) { sink = loop.read(data + p.first, p.count); });
}

void fill_once(isa which, float* data, std::size_t n, int threads, bool stream) {
  const memory_loops& loop = loops_of(which).memory;
  const auto fill = stream ? loop.fill_stream : loop.fill;
  for_each_part(n, threads, [&](part p) { fill(data + p.first, p.count); });
}

void copy_once(isa which, const float* in, float* out, std::size_t n, int threads, bool stream) {
  const memory_loops& loop = loops_of(which).memory;
  const auto copy = stream ? loop.copy_stream : loop.copy;
  for_each_part(n, threads, [&](part p) { copy(in + p.first, out + p.first, p.count); });
}

template <class T>
void fma_once(isa which, double flop, int threads) {
  const loops<T>& loop = loops_for<T>(which);
  const double rounds = flop / static_cast<double>(loop.flop_per_round);
#pragma omp parallel num_threads(threads)
  {
    const auto share = static_cast<std::size_t>(rounds / omp_get_num_threads());
    sink = static_cast<float>(loop.multiply_add(share));
  }
}
template void fma_once<float>(isa, double, int);
template void fma_once<double>(isa, double, int);

template <class T>
void exp_once(isa which, std::size_t n, int threads) {
  const auto exp = simd::of<T>(runtime::kernels_of(which)).exp_nonpositive;
  for_each_part(n, threads, [&](part p) {
    alignas(64) T in[exp_block<T>], out[exp_block<T>];
    fill_exponents(in);
    for (std::size_t done = 0; done < p.count; done += exp_block<T>)
      exp(in, out, std::min(exp_block<T>, p.count - done));
    sink = static_cast<float>(out[0]);
  });
}
template void exp_once<float>(isa, std::size_t, int);
template void exp_once<double>(isa, std::size_t, int);

template <class T>
double exp_rate(isa which, int threads) {
  static std::map<std::pair<isa, int>, double> known;
  return remembered(known, {which, threads}, [&] {
    constexpr std::size_t n = exp_block<T>;
    const auto exp = simd::of<T>(runtime::kernels_of(which)).exp_nonpositive;
    const buffer<T> in(n * static_cast<std::size_t>(threads)), out(in.size());
    for (std::size_t i = 0; i < in.size(); i += n) fill_exponents(in.data() + i);
    const double taken = best_seconds(threads, [&](int thread, std::size_t repetitions) {
      const std::size_t first = n * static_cast<std::size_t>(thread);
      for (std::size_t r = 0; r < repetitions; ++r) exp(in.data() + first, out.data() + first, n);
    });
    return static_cast<double>(n) * threads / taken;
  });
}
template double exp_rate<float>(isa, int);
template double exp_rate<double>(isa, int);

template <class T>
roof roof_of(const work& needed, isa which, isa arithmetic, int threads) {
  roof binding{.seconds = 0, .name = "none"};
  const auto consider = [&](double seconds, const char* name) {
    if (seconds <= binding.seconds) return;
    binding.seconds = seconds;
    binding.name = name;
  };
  if (needed.flop > 0) consider(needed.flop / fma_peak<T>(arithmetic, threads), "fma");
  if (needed.exps > 0) consider(needed.exps / exp_rate<T>(which, threads), "exp");
  binding.arithmetic = binding.seconds;
  if (needed.bytes > 0) {
    constexpr const char* names[] = {"fill", "read", "copy"};  // as traffic has them
    const double once = needed.kind == traffic::copy ? needed.bytes / 2 : needed.bytes;
    const auto buffer = static_cast<std::size_t>(needed.buffer > 0 ? needed.buffer : once);
    consider(needed.bytes / bandwidth_of(needed.kind, which, buffer, threads),
             names[static_cast<int>(needed.kind)]);
  }
  return binding;
}
template roof roof_of<float>(const work&, isa, isa, int);
template roof roof_of<double>(const work&, isa, isa, int);

}  // namespace bellcurve::perf
