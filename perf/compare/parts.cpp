#include "compare.hpp"

#include <iostream>

namespace bellcurve::perf {
namespace {

constexpr comparison_part parts[] = {
    {"large", "rbf", compare_large},
    {"rbf", "rbf", compare_engines},
    {"small", "rbf", compare_small},
    {"rows", "rbf", compare_rows},
    {"exp", "exp", compare_exp},
    {"kernels", "kernels", compare_kernels},
    {"mixture", "mixture", compare_mixture},
    {"pool", "pool", compare_pool},
    {"filter", "filter", compare_filter},
};

}  // namespace

std::span<const comparison_part> comparison_parts() { return parts; }

void print_ratios(const std::string& title, const ratio_table& table) {
  std::cout << '\n' << title << "\n\n";
  table.print(std::cout);
  std::cout << std::flush;
}

}  // namespace bellcurve::perf
