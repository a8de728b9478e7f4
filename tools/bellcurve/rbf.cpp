// bellcurve rbf: the RBF kernel matrix of the rows of one array or of two.
#include "commands.hpp"
#include "errors.hpp"
#include "progress.hpp"
#include "rbf_arguments.hpp"

#include "npy/npy.hpp"

#include <bellcurve/isa.hpp>
#include <bellcurve/rbf.hpp>

#include <algorithm>
#include <array>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace bellcurve::command {
namespace {

struct arguments : rbf_arguments {
  std::optional<std::string> uplo;
};

rbf_job parse(const arguments& a) {
  rbf_job j(a);
  if (!a.uplo) return j;
  j.options.uplo = parse_uplo(*a.uplo);
  if (a.y) throw usage_error("--uplo needs the symmetric form, but Y is given");
  return j;
}

std::vector<argument_name> names(const arguments& a) {
  std::vector<argument_name> all = rbf_names(a);
  all.push_back({"uplo", "--uplo"});
  return all;
}

template <class T>
void compute(const float_input& x, const float_input* y, const rbf_job& j, npy::writer& out,
             index_t out_cols) {
  const matrix_view<T> k(out.data<T>(), x.rows(), out_cols, std::max<index_t>(out_cols, 1), 1);
  if (y != nullptr) {
    rbf_kernel(x.view<T>(), y->view<T>(), j.params, k, j.options);
  } else {
    rbf_kernel(x.view<T>(), j.params, k, j.options);
  }
}

void run(const arguments& a) {
  rbf_job j = parse(a);
  active_isa();  // a wrong BELLCURVE_ISA is known before any file is touched

  const float_input x(a.x);
  std::optional<float_input> y;
  if (a.y) {
    y.emplace(*a.y);
    check_types(x, *y);
    check_features(x, *y);
  }
  const index_t cols = y ? y->rows() : x.rows();
  const std::array shape = {static_cast<std::size_t>(x.rows()), static_cast<std::size_t>(cols)};
  npy::writer out(a.out, x.type(), shape);
  {
    progress_bar bar("rbf");
    j.options.progress = bar.callback();
    const float_input* other = y ? &*y : nullptr;
    if (x.type() == npy::dtype::f8) {
      compute<double>(x, other, j, out, cols);
    } else {
      compute<float>(x, other, j, out, cols);
    }
  }
  out.commit();
}

constexpr const char* about = "Write the RBF kernel matrix of the rows of X and Y, or of X alone";

constexpr const char* notes =
    "K_ij = variance * exp(-gamma * |x_i - y_j|^2).\n"
    "\n"
    "X and Y are matrices in .npy files whose rows are points, in C or Fortran order, both "
    "float32\n"
    "or both float64; K is of the same type, in C order. uint8, uint16 and int16 are converted to\n"
    "float32, exactly. K.npy appears when it is complete, and may be larger than memory; written\n"
    "to - it must fit. It may be X.npy or Y.npy. With --uplo lower or upper the rest of it is "
    "zeros.\n"
    "\n"
    "Examples:\n"
    "  bellcurve rbf X.npy --gamma 0.01 --variance 5 -o K.npy\n"
    "  bellcurve rbf X.npy Y.npy --lengthscale 0.5,2,1 -o K.npy\n"
    "  bellcurve rbf - --uplo lower -o - < X.npy > K.npy";

}  // namespace

entry add_rbf(CLI::App& app) {
  CLI::App* sub = app.add_subcommand("rbf", about);
  sub->footer(notes);
  const auto a = std::make_shared<arguments>();
  add_rbf_points(*sub, *a, "without it K is symmetric");
  add_rbf_output(*sub, *a, "K, n x m; - is standard output");
  add_rbf_parameters(*sub, *a);
  sub->add_option("--uplo", a->uplo,
                  "Part of a symmetric K to fill: full (default), lower or upper")
      ->type_name("PART");
  add_rbf_execution(*sub, *a,
                    "Reject NaN and infinity in X or Y; else they make NaN rows and columns");
  return {sub, [a] { in_words_of(names(*a), [&] { run(*a); }); }};
}

}  // namespace bellcurve::command
