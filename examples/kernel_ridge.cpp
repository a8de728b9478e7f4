// Kernel ridge regression on handwritten digits without the kernel matrix: ten systems of equations
// at once by conjugate gradients, which need nothing of K but its products.
//
//   kernel_ridge [directory with digits.npy and digits-labels.npy]
#include "digits.hpp"
#include "golden_learning.hpp"

#include <bellcurve/rbf.hpp>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <exception>
#include <vector>

namespace {

using bellcurve::index_t;
using bellcurve::matrix_view;

/// As many numbers as there are columns.
using per_column = std::vector<double>;

/// sum_i a(i, c) b(i, c) for each column c.
per_column dots(matrix_view<const double> a, matrix_view<const double> b) {
  per_column sums(static_cast<std::size_t>(a.cols()));
  for (index_t i = 0; i < a.rows(); ++i)
    for (index_t c = 0; c < a.cols(); ++c) sums[static_cast<std::size_t>(c)] += a(i, c) * b(i, c);
  return sums;
}

/// y(i, c) = s y(i, c) + f[c] x(i, c)
void add(matrix_view<double> y, const per_column& s, const per_column& f,
         matrix_view<const double> x) {
  for (index_t i = 0; i < y.rows(); ++i) {
    for (index_t c = 0; c < y.cols(); ++c) {
      const auto at = static_cast<std::size_t>(c);
      y(i, c) = s[at] * y(i, c) + f[at] * x(i, c);
    }
  }
}

/// What is left of the right-hand sides, at worst over the columns.
double worst_ratio(const per_column& left, const per_column& all) {
  double worst = 0;
  for (std::size_t c = 0; c < all.size(); ++c) worst = std::max(worst, std::sqrt(left[c] / all[c]));
  return worst;
}

/// Solves (K + alpha I) a = t for all columns of t; alpha is the noise of `params`. M. R. Hestenes,
/// E. Stiefel, Journal of Research of the National Bureau of Standards 49 (1952); the columns go
/// side by side, so that each exponential of K serves all of them.
int conjugate_gradients(matrix_view<const float> x, const bellcurve::rbf_params& params,
                        matrix_view<const double> t, double tolerance, matrix_view<double> a) {
  const index_t n = t.rows(), columns = t.cols();
  const auto size = static_cast<std::size_t>(n * columns);
  std::vector<double> left(size), direction(size), product(size);
  const matrix_view<double> r(left, n, columns), p(direction, n, columns), kp(product, n, columns);
  const per_column one(static_cast<std::size_t>(columns), 1.0), zero(one.size());
  add(a, zero, zero, t);
  add(r, zero, one, t);
  add(p, zero, one, t);
  const per_column all = dots(t, t);
  per_column rr = all;
  int steps = 0;
  for (; steps < 1000 && worst_ratio(rr, all) > tolerance; ++steps) {
    bellcurve::rbf_apply(x, p, params, kp);

    const per_column curvature = dots(p, kp), before = rr;
    per_column along(one.size()), back(one.size()), turn(one.size());
    for (std::size_t c = 0; c < one.size(); ++c) {
      along[c] = curvature[c] > 0 ? before[c] / curvature[c] : 0;
      back[c] = -along[c];
    }
    add(a, one, along, p);
    add(r, one, back, kp);
    rr = dots(r, r);
    for (std::size_t c = 0; c < one.size(); ++c) turn[c] = before[c] > 0 ? rr[c] / before[c] : 0;
    add(p, turn, one, r);
  }
  return steps;
}

/// |t - (K + alpha I) a| / |t| as it really is, at worst over the columns.
double residual(matrix_view<const float> x, const bellcurve::rbf_params& params,
                matrix_view<const double> t, matrix_view<const double> a) {
  std::vector<double> memory(static_cast<std::size_t>(t.rows() * t.cols()));
  const matrix_view<double> r(memory, t.rows(), t.cols());
  bellcurve::rbf_apply(x, a, params, r);
  const per_column one(static_cast<std::size_t>(t.cols()), 1.0), minus(one.size(), -1.0);
  add(r, minus, one, t);
  return worst_ratio(dots(r, r), dots(t, t));
}

/// How many rows have their largest value in the column of another digit than the label says.
int count_wrong(matrix_view<const double> values, const std::vector<std::uint8_t>& labels) {
  int wrong = 0;
  for (index_t i = 0; i < values.rows(); ++i) {
    index_t best = 0;
    for (index_t c = 1; c < values.cols(); ++c)
      if (values(i, c) > values(i, best)) best = c;
    wrong += best != labels[static_cast<std::size_t>(i)];
  }
  return wrong;
}

/// The worst difference from scikit-learn's predictions for the first rows.
double worst_difference(matrix_view<const double> values) {
  double worst = 0;
  index_t i = 0, c = 0;
  for (double want : golden::kernel_ridge) {
    worst = std::max(worst, std::abs(values(i, c) - want));
    if (++c == values.cols()) c = 0, ++i;
  }
  return worst;
}

int run(const char* directory) {
  const digits::set data(directory);
  const index_t n = data.train.count, m = data.held_out.count;
  const matrix_view<const float> train(data.train.pixels, n, digits::features);
  const matrix_view<const float> held_out(data.held_out.pixels, m, digits::features);

  // One column a digit: 1 where a row shows it.
  std::vector<double> targets(static_cast<std::size_t>(n * digits::kinds));
  const matrix_view<double> t(targets, n, digits::kinds);
  for (index_t i = 0; i < n; ++i) t(i, data.train.labels[static_cast<std::size_t>(i)]) = 1;

  // The residual is that of K as float holds it.
  std::vector<double> coefficients(targets.size());
  const matrix_view<double> a(coefficients, n, digits::kinds);
  const double alpha = 0.1;
  const int steps = conjugate_gradients(train, {.gamma = 0.001, .noise = alpha}, t, 1e-8, a);
  const double left = residual(train, {.gamma = 0.001, .noise = alpha}, t, a);

  std::vector<double> values(static_cast<std::size_t>(m * digits::kinds));
  const matrix_view<double> predicted(values, m, digits::kinds);
  bellcurve::rbf_apply(held_out, train, a, {.gamma = 0.001}, predicted);

  const int wrong = count_wrong(predicted, data.held_out.labels);
  const double difference = worst_difference(predicted);
  std::printf("learnt from %td digits in %d steps, residual %.1e\n", n, steps, left);
  std::printf("wrong: %d of %td, accuracy %.4f\n", wrong, m,
              1 - static_cast<double>(wrong) / static_cast<double>(m));
  std::printf("scikit-learn, in double: %d wrong; predictions differ by %.1e\n",
              golden::kernel_ridge_wrong, difference);

  // K in float is off by some sqrt(d) u t = 1e-6 an element, here (t is the exponent, about 2), and
  // as a matrix of random errors by 2 sqrt(n) times that; 1 / alpha is the most that solving
  // multiplies it by: 7e-4 of the predictions, whose size is 1.
  return left < 1e-7 && wrong == golden::kernel_ridge_wrong && difference < 7e-4 ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv) {
  try {
    return run(argc > 1 ? argv[1] : "data");
  } catch (const std::exception& e) {
    std::fprintf(stderr, "kernel_ridge: %s\n", e.what());
    return 1;
  }
}
