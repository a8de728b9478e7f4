#include "compare.hpp"

#include "perf/compare/scattered.hpp"
#include "perf/support/buffer.hpp"
#include "perf/support/join.hpp"
#include "perf/support/limits.hpp"
#include "perf/support/plain_peer.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/rbf.hpp>

#include <algorithm>

namespace bellcurve::perf {
namespace {

template <class T>
constexpr const char* type_name = sizeof(T) == 4 ? "float32" : "float64";

/// What an RBF kernel must do at least: so many exponentials, then so many multiply-adds.
template <class T>
std::function<void()> arithmetic(double pairs, double operations_a_pair) {
  return [=] {
    exp_once<T>(available_isas().back(), static_cast<std::size_t>(pairs), all_threads());
    fma_once<T>(available_isas().back(), pairs * operations_a_pair, all_threads());
  };
}

/// Against C++ loops, and Eigen.
template <class T>
void against_plain(const std::string& name, const paired_options& timing,
                   matrix_view<const T> points, const buffer<T>& k,
                   const std::function<void()>& library, ratio_table& table) {
  const plain_peer& peer = plain(available_isas().back());
  const std::string loops = name + "rbf_kernel / C++ loops", eigen = name + "rbf_kernel / Eigen";
  if (!peer.missing.empty()) return table.skip(loops, peer.missing);
  const auto compare = [&](const std::string& what, auto rbf) {
    const auto theirs = [&, rbf] {
      rbf(points.data(), points.rows(), points.cols(), T(0.5), k.data());
    };
    library();
    const double ours = sum_of(k);
    theirs();
    require_same_sum(what, ours, sum_of(k));
    table.add(what, run_paired(library, theirs, timing));
  };
  peer.functions->set_threads(all_threads());
  compare(loops, peer.of<T>().rbf);
  if (peer.functions->eigen_version == nullptr) {
    return table.skip(eigen, "Eigen was not found when this was configured");
  }
  compare(eigen, peer.of<T>().eigen_rbf);
}

template <class T>
void measure_cross(const comparison& setup, const buffer<T>& k, index_t d, ratio_table& table,
                   python_peer& peer) {
  const index_t n = setup.rows;
  const auto size = static_cast<std::size_t>(n);
  const std::string name = join({type_name<T>, ", ", std::to_string(d), " features: "});
  setup.progress.say(name + "cross");
  const buffer<T> x = scattered<T>(size * static_cast<std::size_t>(d));
  const matrix_view<const T> points(x.data(), n, d);
  const rbf_params params{.gamma = 0.5};
  const auto fill = [&](engine which) {
    return [&, which] {
      rbf_kernel(points, points, params, matrix_view<T>(k.data(), n, n), {.engine = which});
    };
  };
  const auto library = fill(engine::automatic);
  const double pairs = static_cast<double>(n) * static_cast<double>(n);
  table.add(name + "rbf_kernel / exp and multiply-adds",
            run_paired(library, arithmetic<T>(pairs, 2.0 * static_cast<double>(d)), setup.timing));
  auto* floats = reinterpret_cast<float*>(k.data());
  const std::size_t count = size * size * sizeof(T) / sizeof(float) / 64 * 64;
  const isa best = available_isas().back();
  const bool stream = memory_bandwidth(best, count * sizeof(float), all_threads()).fill_streams;
  table.add(
      name + "rbf_kernel / filling K",
      run_paired(
          library, [&] { fill_once(best, floats, count, all_threads(), stream); }, setup.timing));
  table.add(name + "fused / auto", run_paired(fill(engine::fused), library, setup.timing));
  if (blas().usable) {
    table.add(name + "auto / blas", run_paired(library, fill(engine::blas), setup.timing));
  }
  library();
  paired_options few = setup.timing;
  few.pairs = std::min(few.pairs, 3);  // they take seconds
  against_plain(name, few, points, k, library, table);
  for (const char* other : {"rbf_numexpr", "rbf_sklearn"}) {
    if (sizeof(T) != sizeof(float) || d > 32) break;
    setup.progress.say(name + other);
    table.add_peer(name + "rbf_kernel / " + (other + 4), few, library, sum_of(k),
                   peer.prepare(join({other, " ", std::to_string(n), " ", std::to_string(d)})));
  }
}

template <class T>
void measure_symmetric(const comparison& setup, const buffer<T>& k, ratio_table& table) {
  const index_t n = setup.rows, d = setup.features;
  const std::string name = join({type_name<T>, ", ", std::to_string(d), " features: "});
  setup.progress.say(name + "symmetric");
  const buffer<T> x = scattered<T>(static_cast<std::size_t>(n * d));
  const auto library = [&] {
    rbf_kernel(matrix_view<const T>(x.data(), n, d), {.gamma = 0.01},
               matrix_view<T>(k.data(), n, n));
  };
  const double flop = static_cast<double>(n) * static_cast<double>(n + 1) * static_cast<double>(d);
  const auto fma = [flop] { fma_once<T>(available_isas().back(), flop, all_threads()); };
  table.add(name + "symmetric rbf_kernel / n (n + 1) d multiply-adds",
            run_paired(library, fma, setup.timing), sizeof(T) == 4 ? "<= 1.18" : "<= 1.20");
}

template <class T>
void measure_product(const comparison& setup, index_t d, const char* goal, ratio_table& table) {
  const index_t n = 2 * setup.rows;
  constexpr index_t many = 16;
  const std::string name = join({type_name<T>, ", ", std::to_string(d), " features: "});
  setup.progress.say(name + "products");
  const buffer<T> x = scattered<T>(static_cast<std::size_t>(n * d));
  const buffer<T> v = scattered<T>(static_cast<std::size_t>(n * many));
  const buffer<T> out(static_cast<std::size_t>(n * many));
  const matrix_view<const T> points(x.data(), n, d);
  const rbf_params params{.gamma = 0.5};
  const auto cross = [&](index_t columns) {
    return [&, columns] {
      rbf_apply(points, points, matrix_view<const T>(v.data(), n, columns), params,
                matrix_view<T>(out.data(), n, columns));
    };
  };
  const auto symmetric = [&] {
    rbf_apply(points, matrix_view<const T>(v.data(), n, 1), params,
              matrix_view<T>(out.data(), n, 1));
  };
  const double pairs = static_cast<double>(n) * static_cast<double>(n);
  const auto least = arithmetic<T>(pairs, 2.0 * static_cast<double>(d + 2));
  const paired_result r = run_paired(cross(1), least, setup.timing);
  table.add(name + "K v / exp and multiply-adds", r, goal);
  table.add(name + "symmetric K v / cross", run_paired(symmetric, cross(1), setup.timing),
            "<= 0.67");
  table.add(name + "K V of 16 columns / K v", run_paired(cross(many), cross(1), setup.timing),
            "<= 2");
}

template <class T>
void measure_all(const comparison& setup, const std::vector<index_t>& features,
                 ratio_table& matrices, ratio_table& products, python_peer& peer) {
  {
    const auto size = static_cast<std::size_t>(setup.rows);
    const buffer<T> k(size * size);
    for (const index_t d : features) measure_cross(setup, k, d, matrices, peer);
    measure_symmetric(setup, k, matrices);
  }
  measure_product<T>(setup, 10, "<= 1.11", products);
  if (sizeof(T) != sizeof(float)) return;
  measure_product<T>(setup, 3, "<= 1.08", products);
  measure_product<T>(setup, 50, "<= 1.22", products);
}

}  // namespace

void compare_engines(const comparison& setup) {
  python_peer peer(setup.python);
  ratio_table matrices, products;
  measure_all<float>(setup, {2, 8, 32, 128}, matrices, products, peer);
  measure_all<double>(setup, {8, 32}, matrices, products, peer);
  setup.progress.clear();
  const std::string n = std::to_string(setup.rows), twice = std::to_string(2 * setup.rows);
  setup.show(
      join({"RBF matrices of ", n, " x ", n, ", ", std::to_string(all_threads()), " threads"}),
      matrices);
  setup.show(join({"Products with RBF matrices of ", twice, " x ", twice}), products);
}

}  // namespace bellcurve::perf
