#include "compare.hpp"

#include "perf/support/data.hpp"
#include "perf/support/join.hpp"

#include <bellcurve/rbf_plan.hpp>

#include <algorithm>
#include <string>
#include <vector>

namespace bellcurve::perf {
namespace {

template <class T>
void measure(const comparison& setup, const char* type, index_t d, ratio_table& table) {
  const index_t n = 2 * setup.rows;
  const buffer<T> x = normal_data<T>(static_cast<std::size_t>(n * d), 1);
  const matrix_view<const T> points(x.data(), n, d);
  const rbf_plan<T> plan(points);
  for (const index_t q : {2, 10, 100}) {
    setup.progress.say(join({"rows: ", type, ", d ", std::to_string(d)}));
    // Scattered over the points, as a solver's working sets are; the peer finds them in order.
    std::vector<index_t> indices;
    std::vector<T> working_set;
    for (index_t r = 0; r < q; ++r) {
      indices.push_back((r * 7919 + 13) % n);
      const T* row = &points(indices.back(), 0);
      working_set.insert(working_set.end(), row, row + d);
    }
    const auto size = static_cast<std::size_t>(q * n);
    const buffer<T> a(size), b(size);
    std::fill(a.begin(), a.end(), T(0));
    std::fill(b.begin(), b.end(), T(0));
    const rbf_params params{.gamma = 0.5 / static_cast<double>(d)};
    const std::function<void()> kept = [&] { plan.rows(indices, params, {a.data(), q, n}); };
    const std::function<void()> anew = [&] {
      rbf_kernel({working_set.data(), q, d}, points, params, {b.data(), q, n});
    };
    table.add(join({type, ", d ", std::to_string(d), ", ", std::to_string(q),
                    " rows: of a plan / rbf_kernel"}),
              run_paired(kept, anew, setup.timing));
  }
}

}  // namespace

void compare_rows(const comparison& setup) {
  ratio_table table;
  for (const index_t d : {4, 10, 50, 500}) {
    measure<float>(setup, "float32", d, table);
    measure<double>(setup, "float64", d, table);
  }
  setup.progress.clear();
  setup.show(join({"Rows of K of ", std::to_string(2 * setup.rows), " points, a few at a time"}),
             table);
}

}  // namespace bellcurve::perf
