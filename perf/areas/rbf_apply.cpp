// rbf_apply: K times vectors, K never stored.
#include "perf/bench/catalog.hpp"
#include "perf/support/data.hpp"
#include "perf/support/join.hpp"

#include <bellcurve/rbf.hpp>

#include <cstddef>
#include <memory>
#include <string>

namespace bellcurve::perf {
namespace {

struct variant {
  const char* name;
  bool symmetric;
  index_t vectors;
};
constexpr variant variants[] = {
    {"cross", false, 1}, {"symmetric", true, 1}, {"16_vectors", false, 16}};

template <class T>
subject prepare(const variant& v, isa which, index_t n, index_t d, int threads) {
  struct data {
    buffer<T> x, v, out;
  };
  const auto rows = static_cast<std::size_t>(n), vectors = static_cast<std::size_t>(v.vectors);
  const auto all =
      std::make_shared<data>(data{normal_data<T>(rows * static_cast<std::size_t>(d), 1),
                                  normal_data<T>(rows * vectors, 2), buffer<T>(rows * vectors)});
  const double points = static_cast<double>(n), square = points * points;
  const double computed = v.symmetric ? points * (points + 1) / 2 : square;
  const work needed{
      .flop = 2 * computed * static_cast<double>(d) + 2 * square * static_cast<double>(v.vectors),
      .exps = computed,
      .bytes = static_cast<double>((all->x.size() + all->v.size()) * sizeof(T)),
      .kind = traffic::read};
  return {.piece =
              [=] {
                rbf_options options;
                options.threads = threads;
                const rbf_params params{};
                const matrix_view<const T> x(all->x.data(), n, d);
                const matrix_view<const T> vectors_in(all->v.data(), n, v.vectors);
                const matrix_view<T> out(all->out.data(), n, v.vectors);
                if (v.symmetric) return rbf_apply(x, vectors_in, params, out, options);
                rbf_apply(x, x, vectors_in, params, out, options);
              },
          .amount = square,
          .needed = needed,
          .limit = roof_of<T>(needed, which, which, threads)};
}

template <class T>
void add(catalog& to, isa which, const variant& v, index_t n, index_t d, int threads) {
  constexpr index_t main_d = 10;
  to.push_back({.operation = "rbf_apply",
                .variant = v.name,
                .type = type_name<T>(),
                .isa = std::string(to_string(which)),
                .size = join({std::to_string(n), "x", std::to_string(d)}),
                .threads = threads,
                .counted = units::pairs,
                .main = d == main_d,
                .quick = d == main_d && quick_threads(which, threads),
                .prepare = [=] { return prepare<T>(v, which, n, d, threads); }});
}

template <class T>
void add_all(catalog& to, isa which) {
  constexpr index_t n = 4096;
  for (const int threads : thread_counts(which)) {
    for (const variant& v : variants) add<T>(to, which, v, n, 10, threads);
    if (which != best_isa()) continue;
    for (const index_t d : {3, 50, 256}) add<T>(to, which, variants[0], n, d, threads);
  }
}

}  // namespace

void add_rbf_apply(catalog& to) {
  for (const isa which : available_isas()) {
    add_all<float>(to, which);
    add_all<double>(to, which);
  }
}

}  // namespace bellcurve::perf
