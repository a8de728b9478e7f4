#include "compare.hpp"

#include "perf/compare/scattered.hpp"
#include "perf/support/join.hpp"
#include "perf/support/limits.hpp"
#include "perf/support/plain_peer.hpp"

#include <bellcurve/pool.hpp>

#include <cstdint>
#include <type_traits>

namespace bellcurve::perf {
namespace {

constexpr index_t block = 8;

/// Reads the same bytes and does nothing with them.
template <class T>
std::function<void()> reading(const buffer<T>& data) {
  const auto* floats = reinterpret_cast<const float*>(data.data());
  const std::size_t n = data.size() * sizeof(T) / sizeof(float) / 64 * 64;
  return [=] { read_once(available_isas().back(), floats, n, all_threads()); };
}

/// block_pool of side x side numbers of type In, and all it is compared with.
template <class In, class T>
void measure(const comparison& setup, const std::string& type, ratio_table& table,
             python_peer* peer = nullptr) {
  const index_t side = setup.side;
  const buffer<T> values = scattered<T>(static_cast<std::size_t>(side * side));
  buffer<In> in(values.size());
  const T scale = std::is_integral_v<In> ? T(100) : T(1);
  for (std::size_t i = 0; i < in.size(); ++i) in[i] = static_cast<In>(values[i] * scale);
  const buffer<T> kernel = scattered<T>(block * block, T(0.5));
  const buffer<T> out(static_cast<std::size_t>((side / block) * (side / block)));
  const auto pool = [&] {
    block_pool(matrix_view<const In>(in.data(), side, side),
               matrix_view<const T>(kernel.data(), block, block),
               matrix_view<T>(out.data(), side / block, side / block));
  };
  setup.progress.say("pooling, " + type);
  table.add(join({type, ": block_pool / reading the matrix"}),
            run_paired(pool, reading(in), setup.timing), "<= 1.25");
  if (peer == nullptr) return;
  const plain_peer& loops = plain(available_isas().back());
  if constexpr (std::is_same_v<In, T>) {
    const std::string what = type + ": block_pool / C++ loops";
    if (loops.missing.empty()) {
      pool();
      const double ours = sum_of(out);
      const auto theirs = [&] {
        loops.of<T>().pool(in.data(), kernel.data(), out.data(), side, block);
      };
      theirs();
      require_same_sum(what, ours, sum_of(out));
      table.add(what, run_paired(pool, theirs, setup.timing));
    } else {
      table.skip(what, loops.missing);
    }
    pool();
  }
  for (const std::string name : {"tensordot", "reshape_sum"}) {
    const auto theirs =
        peer->prepare(join({"pool_", name, " ", std::to_string(side), " ", std::to_string(block)}));
    table.add_peer(join({type, ": block_pool / NumPy ", name}), setup.timing, pool, sum_of(out),
                   theirs);
  }
}

}  // namespace

void compare_pool(const comparison& setup) {
  python_peer peer(setup.python);
  ratio_table table;
  measure<float, float>(setup, "float32", table, &peer);
  measure<double, double>(setup, "float64", table);
  measure<std::uint8_t, float>(setup, "uint8", table);
  measure<std::uint16_t, float>(setup, "uint16", table);
  setup.progress.clear();
  const std::string side = std::to_string(setup.side), by = std::to_string(block);
  setup.show(join({"Pooling a ", side, " x ", side, " matrix by blocks of ", by, " x ", by, ", ",
                   std::to_string(all_threads()), " threads (goal for float32)"}),
             table);
}

}  // namespace bellcurve::perf
