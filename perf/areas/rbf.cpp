// rbf_kernel by engine, form, type, instruction set, size and threads, into memory that has been
// touched.
#include "perf/bench/catalog.hpp"
#include "perf/support/data.hpp"
#include "perf/support/join.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/rbf.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace bellcurve::perf {
namespace {

enum class form { cross, symmetric };

struct shape {
  index_t n, d;
};

work needed(form f, shape s, std::size_t element) {
  const double n = static_cast<double>(s.n), entries = n * n;
  const double computed = f == form::symmetric ? n * (n + 1) / 2 : entries;
  return {.flop = computed * 2 * static_cast<double>(s.d),
          .exps = computed,
          .bytes = entries * static_cast<double>(element)};
}

template <class T>
subject prepare(form f, engine how, isa which, shape s, int threads) {
  struct data {
    buffer<T> x, y, k;
  };
  const auto size = static_cast<std::size_t>(s.n * s.d);
  const auto all = std::make_shared<data>(
      data{normal_data<T>(size, 1), f == form::cross ? normal_data<T>(size, 2) : buffer<T>(0),
           buffer<T>(static_cast<std::size_t>(s.n * s.n))});
  // gemm brings its own instruction set: the best there is, whatever is active.
  const isa arithmetic = how == engine::blas ? best_isa() : which;
  const work w = needed(f, s, sizeof(T));
  return {.piece =
              [=] {
                const rbf_params params{};  // gamma 1 / d: exponents near -2, as after scaling
                rbf_options options;
                options.threads = threads;
                options.engine = how;
                const matrix_view<const T> x(all->x.data(), s.n, s.d);
                const matrix_view<T> k(all->k.data(), s.n, s.n);
                if (f == form::symmetric) return rbf_kernel(x, params, k, options);
                rbf_kernel(x, matrix_view<const T>(all->y.data(), s.n, s.d), params, k, options);
              },
          .amount = static_cast<double>(s.n) * static_cast<double>(s.n),
          .needed = w,
          .limit = roof_of<T>(w, which, arithmetic, threads)};
}

/// A form and an engine as the catalogue calls them.
struct variant {
  const char* name;
  form f;
  engine how;
};
constexpr variant cross{"cross_auto", form::cross, engine::automatic};
constexpr variant cross_fused{"cross_fused", form::cross, engine::fused};
constexpr variant cross_blas{"cross_blas", form::cross, engine::blas};
constexpr variant symmetric{"symmetric_auto", form::symmetric, engine::automatic};

template <class T>
bench_case one(const variant& v, isa which, shape s, int threads) {
  return {.operation = "rbf",
          .variant = v.name,
          .type = type_name<T>(),
          .isa = std::string(to_string(which)),
          .size = join({std::to_string(s.n), "x", std::to_string(s.d)}),
          .threads = threads,
          .counted = units::pairs,
          .prepare = [=] { return prepare<T>(v.f, v.how, which, s, threads); }};
}

// 16 MB of float32 or 32 MB of float64: beyond the caches of one core.
constexpr index_t main_points = 2048;

template <class T>
void add_main(catalog& to, isa which, int threads) {
  const auto add = [&](const variant& v, index_t d) {
    if (v.how == engine::blas && !blas().usable) return;
    bench_case c = one<T>(v, which, {main_points, d}, threads);
    c.main = true;
    c.quick = quick_threads(which, threads);
    to.push_back(c);
  };
  add(cross, 8);
  for (const variant& v : {cross_fused, cross_blas, symmetric}) add(v, 128);
}

/// How K grows out of the caches.
template <class T>
void add_points(catalog& to, int threads) {
  for (const index_t n : {64, 128, 256, 512, 1024, 4096, 8192}) {
    bench_case c = one<T>(cross, best_isa(), {n, 8}, threads);
    c.quick = threads == 1 && n <= 4096;
    c.sweep = {"points, of 8 features", static_cast<double>(n)};
    to.push_back(c);
  }
}

/// From what memory takes to what multiply-adds take.
template <class T>
void add_features(catalog& to) {
  for (const index_t d : {2, 4, 8, 16, 32, 64, 256, 512, 1024}) {
    for (const variant& v : {cross, cross_blas}) {
      if (v.how == engine::blas && !blas().usable) continue;
      if (v.how == engine::automatic && d == 8) continue;  // a main case
      bench_case c = one<T>(v, best_isa(), {main_points, d}, all_threads());
      c.quick = sizeof(T) == 4 && (d == 2 || d == 32 || d == 512);
      c.sweep = {"features, of 2048 points", static_cast<double>(d)};
      to.push_back(c);
    }
  }
}

template <class T>
void add(catalog& to, isa which) {
  for (const int threads : thread_counts(which)) {
    add_main<T>(to, which, threads);
    if (which == best_isa()) add_points<T>(to, threads);
  }
  if (which == best_isa()) add_features<T>(to);
}

}  // namespace

void add_rbf(catalog& to) {
  for (const isa which : available_isas()) {
    add<float>(to, which);
    add<double>(to, which);
  }
}

}  // namespace bellcurve::perf
