#include "operations.hpp"

#include <utility>

namespace faults {

const std::vector<operation>& operations() {
  static const std::vector<operation> all = [] {
    std::vector<operation> made;
    for (const auto add : {add_rbf, add_products, add_plans, add_block_cyclic, add_kernels,
                           add_mixtures, add_filters, add_pooling})
      add(made);
    return made;
  }();
  return all;
}

std::vector<prepared> prepare() {
  std::vector<prepared> all;
  for (const operation& o : operations()) {
    call c = first(o);
    output right = undisturbed(c);
    all.push_back({o.name, o.any_rounding, std::move(c), std::move(right)});
  }
  return all;
}

bool right(const prepared& p, int threads) {
  output o(p.c);
  p.c.run(threads, o.data());
  return o == p.right;
}

}  // namespace faults
