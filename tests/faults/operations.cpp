#include "operations.hpp"

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

}  // namespace faults
