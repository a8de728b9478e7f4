// bellcurve rbf: the RBF kernel matrix of the rows of one array or of two.
#include "commands.hpp"
#include "errors.hpp"
#include "numbers.hpp"
#include "output.hpp"
#include "progress.hpp"

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

// As they stand on the command line. An empty text is not the same as none: it is
// what a shell variable that was never set leaves behind, and an error.
struct arguments {
  std::string x, out;
  std::optional<std::string> y, gamma, lengthscale, variance, noise, uplo, engine, threads;
  bool check_finite = false;
};

struct job {
  rbf_params params;
  rbf_options options;
};

job parse(const arguments& a) {
  job j;
  if (a.gamma) j.params.gamma = parse_number("--gamma", *a.gamma);
  if (a.lengthscale) j.params.lengthscale = parse_numbers("--lengthscale", *a.lengthscale);
  if (a.variance) j.params.variance = parse_number("--variance", *a.variance);
  if (a.noise) j.params.noise = parse_number("--noise", *a.noise);
  if (a.uplo) j.options.uplo = parse_uplo(*a.uplo);
  if (a.engine) j.options.engine = parse_engine(*a.engine);
  if (a.threads) j.options.threads = parse_integer("--threads", *a.threads, 0, most_threads);
  j.options.check_finite = a.check_finite;

  if (a.x.empty()) throw usage_error("X must name a file, got ''");
  if (a.y) {
    if (a.y->empty()) throw usage_error("Y must name a file, got ''");
    if (a.noise) throw usage_error("--noise needs the symmetric form, but Y is given");
    if (a.uplo) throw usage_error("--uplo needs the symmetric form, but Y is given");
    if (a.x == "-" && *a.y == "-") throw usage_error("X and Y cannot both be standard input");
  }
  check_output(a.out);
  return j;
}

/// What the library's arguments are here.
std::vector<argument_name> names(const arguments& a) {
  return {{"gamma", "--gamma"},
          {"lengthscale", "--lengthscale"},
          {"variance", "--variance"},
          {"noise", "--noise"},
          {"uplo", "--uplo"},
          {"engine", "--engine"},
          {"threads", "--threads"},
          {"x", title(a.x)},
          {"y", title(a.y.value_or("Y"))},
          {"out", "the output"}};
}

/// A matrix from a file, in the type it is computed in: integers as float32,
/// which holds every 16-bit one exactly.
class input {
 public:
  explicit input(const std::string& path) : name_(title(path)), file_(path) {
    const npy::header& head = file_.header();
    if (head.shape.size() != 2) {
      throw npy::error(name_ + ": must be a matrix (rows are points), got " +
                       std::to_string(head.shape.size()) + " dimension" +
                       (head.shape.size() == 1 ? "; reshape it to (n, 1) or (1, n)" : "s"));
    }
    switch (head.type) {
      case npy::dtype::f4:
      case npy::dtype::f8:
        break;
      case npy::dtype::u1:
        convert<std::uint8_t>();
        break;
      case npy::dtype::u2:
        convert<std::uint16_t>();
        break;
      case npy::dtype::i2:
        convert<std::int16_t>();
        break;
      case npy::dtype::b1:
        throw npy::error(name_ + ": dtype bool is not supported here");
    }
  }

  const std::string& name() const noexcept { return name_; }
  index_t rows() const noexcept { return static_cast<index_t>(file_.header().shape[0]); }
  index_t cols() const noexcept { return static_cast<index_t>(file_.header().shape[1]); }
  npy::dtype type() const noexcept {
    return file_.header().type == npy::dtype::f8 ? npy::dtype::f8 : npy::dtype::f4;
  }
  std::string type_name() const {
    const npy::dtype in_file = file_.header().type;
    return std::string(npy::to_string(in_file)) +
           (in_file == type() ? "" : " (computed in float32)");
  }

  template <class T>
  matrix_view<const T> view() const {
    const T* data = nullptr;
    if constexpr (std::is_same_v<T, float>) {
      data = file_.header().type == npy::dtype::f4 ? file_.data<float>() : converted_.data();
    } else {
      data = file_.data<T>();
    }
    // A view of no elements needs strides that are valid all the same.
    const index_t row = std::max<index_t>(rows(), 1), col = std::max<index_t>(cols(), 1);
    if (file_.header().fortran_order) return {data, rows(), cols(), 1, row};
    return {data, rows(), cols(), col, 1};
  }

 private:
  template <class I>
  void convert() {
    const I* from = file_.data<I>();
    converted_.assign(from, from + file_.header().count);
  }

  std::string name_;
  npy::reader file_;
  std::vector<float> converted_;
};

template <class T>
void compute(const input& x, const input* y, const job& j, npy::writer& out, index_t out_cols) {
  const matrix_view<T> k(out.data<T>(), x.rows(), out_cols, std::max<index_t>(out_cols, 1), 1);
  if (y != nullptr) {
    rbf_kernel(x.view<T>(), y->view<T>(), j.params, k, j.options);
  } else {
    rbf_kernel(x.view<T>(), j.params, k, j.options);
  }
}

void run(const arguments& a) {
  job j = parse(a);
  active_isa();  // a wrong BELLCURVE_ISA is known before any file is touched

  const input x(a.x);
  std::optional<input> y;
  if (a.y) {
    y.emplace(*a.y);
    if (x.type() != y->type()) {
      throw usage_error(x.name() + " is " + x.type_name() + " but " + y->name() + " is " +
                        y->type_name() + ": both must be of one type");
    }
    if (x.cols() != y->cols()) {
      throw usage_error(x.name() + " has " + std::to_string(x.cols()) + " features but " +
                        y->name() + " has " + std::to_string(y->cols()));
    }
  }
  const index_t cols = y ? y->rows() : x.rows();
  const std::array shape = {static_cast<std::size_t>(x.rows()), static_cast<std::size_t>(cols)};
  npy::writer out(a.out, x.type(), shape);
  {
    progress_bar bar("rbf");
    j.options.progress = bar.callback();
    const input* other = y ? &*y : nullptr;
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
  sub->add_option("X", a->x, "Points, n x d; - is standard input")->required();
  sub->add_option("Y", a->y, "Points, m x d; without it K is symmetric");
  sub->add_option("-o,--output", a->out, "K, n x m; - is standard output")
      ->type_name("FILE.npy")
      ->required();
  CLI::Option* gamma =
      sub->add_option("--gamma", a->gamma, "Finite and > 0; default 1 / d")->type_name("G");
  sub->add_option("--lengthscale", a->lengthscale,
                  "Instead of gamma = 1 / (2 L^2); one for all features or one for each")
      ->type_name("L[,L...]")
      ->excludes(gamma);
  sub->add_option("--variance", a->variance, "Finite and > 0; default 1")->type_name("V");
  sub->add_option("--noise", a->noise, "Added to the diagonal of a symmetric K; default 0")
      ->type_name("N");
  sub->add_option("--uplo", a->uplo,
                  "Part of a symmetric K to fill: full (default), lower or upper")
      ->type_name("PART");
  sub->add_option("--engine", a->engine, "auto (default) or blas")->type_name("ENGINE");
  sub->add_option("--threads", a->threads, "Threads to use; default 0: as many as OpenMP would")
      ->type_name("T");
  sub->add_flag("--check-finite", a->check_finite,
                "Reject NaN and infinity in X or Y; else they make NaN rows and columns");
  for (CLI::Option* option : sub->get_options()) {
    if (option->get_positional()) option->type_name("FILE.npy");
  }
  return {sub, [a] { in_words_of(names(*a), [&] { run(*a); }); }};
}

}  // namespace bellcurve::command
