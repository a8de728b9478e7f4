// What the programs of the gate share: gate-<area> is <area>.cpp, which defines benchmarks(), with
// main.cpp. Nothing but the public interface of the library: they are built against older ones.
#pragma once

#include "perf/compare/scattered.hpp"
#include "perf/support/buffer.hpp"
#include "perf/support/data.hpp"

#include <functional>
#include <string>
#include <type_traits>
#include <vector>

namespace bellcurve::gate {

using perf::buffer;
using perf::normal_data;
using perf::scattered;

struct benchmark {
  std::string name;
  /// Makes the data. \return Work of some milliseconds, to be repeated.
  std::function<std::function<void()>()> prepare;
};

/// In one thread unless the name says otherwise: others on the machine disturb one least.
std::vector<benchmark> benchmarks();

template <class T>
constexpr const char* type_name = std::is_same_v<T, double>  ? "f64"
                                  : std::is_same_v<T, float> ? "f32"
                                                             : "u8";

/// Work so short that it is done so many times in a turn.
template <class Work>
std::function<void()> repeated(int times, Work work) {
  return [times, work] {
    for (int i = 0; i < times; ++i) work();
  };
}

}  // namespace bellcurve::gate
