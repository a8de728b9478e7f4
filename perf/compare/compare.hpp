// The library against its peers: each part measures one question and shows a
// table. All ratios are of interleaved pairs, see support/paired.hpp.
#pragma once

#include "perf/compare/ratio_table.hpp"
#include "perf/support/paired.hpp"
#include "perf/support/progress.hpp"

#include <functional>
#include <span>
#include <string>

namespace bellcurve::perf {

/// To standard output.
void print_ratios(const std::string& title, const ratio_table& table);

struct comparison {
  int rows = 10000, features = 512;  ///< of the large problem
  int side = 4096;                   ///< of the matrix pooled or filtered, of the grid
  std::string python = "/usr/bin/python3";
  paired_options timing = {};
  /// Takes the tables of ratios as they are ready; at first it prints them.
  std::function<void(const std::string& title, const ratio_table& table)> show = print_ratios;
  bellcurve::perf::progress progress = {};
};

struct comparison_part {
  const char* name;
  const char* operation;  ///< as bellcurve-perf calls it
  void (*run)(const comparison&);
};
/// Those that compare the library with peers or limits, in pairs.
std::span<const comparison_part> comparison_parts();

/// How much memory rbf_kernel takes beside its input and output.
void compare_memory(const comparison& setup);

/// The symmetric kernel of the large problem against gemm and pipelines with it.
void compare_large(const comparison& setup);

/// rbf_kernel and rbf_apply against exp, multiply-adds and stores, engines against each other, and
/// numexpr and scikit-learn.
void compare_engines(const comparison& setup);

/// 100 x 100 of 4 features against a loop written for just that.
void compare_small(const comparison& setup);

/// A few rows of K from an rbf_plan against rbf_kernel.
void compare_rows(const comparison& setup);

/// block_pool against reading the matrix, and NumPy.
void compare_pool(const comparison& setup);

/// gaussian_filter against copying, multiply-adds, OpenCV, SciPy and one thread.
void compare_filter(const comparison& setup);

/// Mixtures on grids against exp, stores, and SciPy.
void compare_mixture(const comparison& setup);

/// exp in the first cache against SLEEF, libmvec, xsimd and the C library.
void compare_exp(const comparison& setup);

/// Kernels against SciPy and NumPy.
void compare_kernels(const comparison& setup);

}  // namespace bellcurve::perf
