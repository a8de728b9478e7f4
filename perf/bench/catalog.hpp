// What bellcurve-perf can measure: one case for each operation, variant, element type, instruction
// set, size and number of threads.
#pragma once

#include "perf/support/limits.hpp"

#include <bellcurve/isa.hpp>

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <type_traits>
#include <utility>
#include <vector>

namespace bellcurve::perf {

/// What is counted, as it is called per second, and what a thousand million of it a second are
/// called.
struct unit {
  const char* each;
  const char* giga;
};
namespace units {
inline constexpr unit elements{"elements/s", "G elements/s"};
inline constexpr unit pairs{"pairs/s", "G pairs/s"};
inline constexpr unit pixels{"pixels/s", "G pixels/s"};
inline constexpr unit cells{"cells/s", "G cells/s"};
inline constexpr unit points{"points/s", "G points/s"};
inline constexpr unit moved_bytes{"B/s", "GB/s"};
inline constexpr unit operations{"FLOP/s", "GFLOP/s"};
}  // namespace units

/// Work that is ready to be timed.
struct subject {
  std::function<void()> piece;
  std::shared_ptr<const void> data = {};  ///< what `piece` works on, where it holds no share itself
  double amount;                          ///< of the case's unit, in one piece
  work needed;                            ///< by one piece, at least
  roof limit;                             ///< under which a piece would take longest
};

/// A place on the horizontal axis of a chart of many sizes.
struct sweep_place {
  const char* axis = nullptr;  ///< null: on no such chart
  double at = 0;
  const char* series = nullptr;  ///< of which it is a point; null: the variant is
};

struct bench_case {
  std::string operation;
  std::string variant;
  std::string type;
  std::string isa;  ///< "baseline" where one code runs on every instruction set
  std::string size;
  int threads = 1;
  unit counted = units::elements;
  bool main = false;   ///< stands for its operation in the overview, the bars and the roofline
  bool quick = false;  ///< measured under --quick, too
  sweep_place sweep = {};
  std::function<subject()> prepare = {};  ///< called under the case's instruction set
  std::function<double()> rate = {};      ///< instead of `prepare`, for a limit that is known

  std::string name() const;
};

using catalog = std::vector<bench_case>;

/// Every case of this machine, operation by operation; one thread before many.
catalog all_cases();

// One of each area: perf/areas/<area>.cpp.
void add_limits(catalog& to);
void add_exp(catalog& to);
void add_norms(catalog& to);
void add_rbf(catalog& to);
void add_rbf_apply(catalog& to);
void add_filter(catalog& to);
void add_pool(catalog& to);
void add_mixture(catalog& to);
void add_kernels(catalog& to);

inline isa best_isa() { return available_isas().back(); }

/// 1, 2, 4 ... and all threads: how far work scales is measured on the best instruction set; the
/// others are measured on one thread and on all.
std::vector<int> thread_counts(isa which);

/// --quick leaves out all but one count of threads, and on the best instruction set two.
bool quick_threads(isa which, int threads);

/// And images that are not of float, but on the best instruction set: most of their time goes into
/// making them, and into measuring memory of their size.
template <class S>
bool quick_images(isa which, int threads) {
  return quick_threads(which, threads) && (which == best_isa() || std::is_same_v<S, float>);
}

template <class T>
const char* type_name() {
  if constexpr (std::is_same_v<T, std::uint8_t>) return "u8";
  if constexpr (std::is_same_v<T, std::uint16_t>) return "u16";
  if constexpr (std::is_same_v<T, std::int16_t>) return "i16";
  return std::is_same_v<T, float> ? "f32" : "f64";
}

/// "16KiB", "4MiB".
std::string size_name(std::size_t bytes);

}  // namespace bellcurve::perf
