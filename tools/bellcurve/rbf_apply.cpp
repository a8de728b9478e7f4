// bellcurve rbf-apply: the RBF kernel matrix times vectors, without the matrix.
#include "apply_inputs.hpp"
#include "commands.hpp"
#include "errors.hpp"
#include "progress.hpp"

#include "npy/npy.hpp"

#include <bellcurve/isa.hpp>
#include <bellcurve/rbf.hpp>

#include <algorithm>
#include <memory>
#include <vector>

namespace bellcurve::command {
namespace {

template <class T, class V>
void compute(const apply_inputs& in, const rbf_job& j, npy::writer& to) {
  const index_t cols = in.v.cols();
  const matrix_view<V> out(to.data<V>(), in.x.rows(), cols, std::max<index_t>(cols, 1), 1);
  if (in.y) {
    rbf_apply(in.x.view<T>(), in.y->view<T>(), in.v.view<V>(), j.params, out, j.options);
  } else {
    rbf_apply(in.x.view<T>(), in.v.view<V>(), j.params, out, j.options);
  }
}

void run(const apply_arguments& a) {
  rbf_job j = parse_apply(a);
  active_isa();  // a wrong BELLCURVE_ISA is known before any file is touched

  const apply_inputs in(a);
  std::vector<std::size_t> shape = {static_cast<std::size_t>(in.x.rows())};
  if (!in.v.is_column()) shape.push_back(static_cast<std::size_t>(in.v.cols()));
  npy::writer out(a.out, in.v.type(), shape);
  {
    progress_bar bar("rbf-apply");
    j.options.progress = bar.callback();
    if (in.x.type() == npy::dtype::f8) {
      compute<double, double>(in, j, out);
    } else if (in.v.type() == npy::dtype::f8) {
      compute<float, double>(in, j, out);
    } else {
      compute<float, float>(in, j, out);
    }
  }
  out.commit();
}

constexpr const char* about = "Multiply the RBF kernel matrix by vectors, without storing it";

constexpr const char* notes =
    "KV_i = sum_j variance * exp(-gamma * |x_i - y_j|^2) * V_j.\n"
    "\n"
    "X and Y are matrices in .npy files whose rows are points, V is a vector or a matrix whose\n"
    "columns are vectors, with a row for each point of Y (of X without Y); the result has one for\n"
    "each point of X. All are float32 unless one of them is float64. With X and Y in float32 and\n"
    "V in float64, K is computed in float32 and the sums in float64; otherwise all is float64.\n"
    "uint8, uint16 and int16 are converted exactly. KV.npy appears when it is complete.\n"
    "\n"
    "Examples:\n"
    "  bellcurve rbf-apply X.npy --vectors V.npy --gamma 0.01 -o KV.npy\n"
    "  bellcurve rbf-apply grid.npy points.npy --vectors weights.npy --lengthscale 2 -o sums.npy\n"
    "  bellcurve rbf-apply X.npy --vectors - --noise 1e-3 -o - < V.npy > KV.npy";

}  // namespace

entry add_rbf_apply(CLI::App& app) {
  CLI::App* sub = app.add_subcommand("rbf-apply", about);
  sub->footer(notes);
  const auto a = std::make_shared<apply_arguments>();
  add_rbf_points(*sub, *a, "without it Y is X");
  sub->add_option("--vectors", a->vectors, "V, m x columns or m; - is standard input")
      ->type_name("FILE.npy")
      ->required();
  add_rbf_output(*sub, *a, "K V, n x columns or n; - is standard output");
  add_rbf_parameters(*sub, *a);
  add_rbf_execution(*sub, *a, "Reject NaN and infinity in X, Y or V; else they make NaN");
  return {sub, [a] { in_words_of(apply_names(*a), [&] { run(*a); }); }};
}

}  // namespace bellcurve::command
