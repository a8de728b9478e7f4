#include "rbf_arguments.hpp"

#include "numbers.hpp"
#include "output.hpp"

#include <algorithm>
#include <cstdint>
#include <type_traits>

namespace bellcurve::command {
namespace {

/// The elements of a file as R, which holds each of them exactly.
template <class R>
std::vector<R> converted(const npy::reader& file) {
  const auto copy = [&](const auto* from) {
    return std::vector<R>(from, from + file.header().count);
  };
  switch (file.header().type) {
    case npy::dtype::u1:
      return copy(file.data<std::uint8_t>());
    case npy::dtype::u2:
      return copy(file.data<std::uint16_t>());
    case npy::dtype::i2:
      return copy(file.data<std::int16_t>());
    case npy::dtype::f4:
      return copy(file.data<float>());
    case npy::dtype::f8:
    case npy::dtype::b1:
      break;
  }
  return {};
}

}  // namespace

void add_rbf_points(CLI::App& sub, rbf_arguments& a, const char* without_y) {
  sub.add_option("X", a.x, "Points, n x d; - is standard input")->type_name("FILE.npy")->required();
  sub.add_option("Y", a.y, std::string("Points, m x d; ") + without_y)->type_name("FILE.npy");
}

void add_rbf_output(CLI::App& sub, rbf_arguments& a, const char* help) {
  sub.add_option("-o,--output", a.out, help)->type_name("FILE.npy")->required();
}

void add_rbf_parameters(CLI::App& sub, rbf_arguments& a) {
  CLI::Option* gamma =
      sub.add_option("--gamma", a.gamma, "Finite and > 0; default 1 / d")->type_name("G");
  sub.add_option("--lengthscale", a.lengthscale,
                 "Instead of gamma = 1 / (2 L^2); one for all features or one for each")
      ->type_name("L[,L...]")
      ->excludes(gamma);
  sub.add_option("--variance", a.variance, "Finite and > 0; default 1")->type_name("V");
  sub.add_option("--noise", a.noise, "Added to the diagonal of a symmetric K; default 0")
      ->type_name("N");
}

void add_rbf_execution(CLI::App& sub, rbf_arguments& a, const char* check_finite_help) {
  sub.add_option("--engine", a.engine, "auto (default), blas or fused")->type_name("ENGINE");
  sub.add_option("--threads", a.threads, "Threads to use; default 0: as many as OpenMP would")
      ->type_name("T");
  sub.add_flag("--check-finite", a.check_finite, check_finite_help);
}

rbf_job::rbf_job(const rbf_arguments& a) {
  if (a.gamma) params.gamma = parse_number("--gamma", *a.gamma);
  if (a.lengthscale) params.lengthscale = parse_numbers("--lengthscale", *a.lengthscale);
  if (a.variance) params.variance = parse_number("--variance", *a.variance);
  if (a.noise) params.noise = parse_number("--noise", *a.noise);
  if (a.engine) options.engine = parse_engine(*a.engine);
  if (a.threads) options.threads = parse_integer("--threads", *a.threads, 0, most_threads);
  options.check_finite = a.check_finite;

  if (a.x.empty()) throw usage_error("X must name a file, got ''");
  if (a.y) {
    if (a.y->empty()) throw usage_error("Y must name a file, got ''");
    if (a.noise) throw usage_error("--noise needs the symmetric form, but Y is given");
    if (a.x == "-" && *a.y == "-") throw usage_error("X and Y cannot both be standard input");
  }
  check_output(a.out);
}

std::vector<argument_name> rbf_names(const rbf_arguments& a) {
  return {{"gamma", "--gamma"}, {"lengthscale", "--lengthscale"}, {"variance", "--variance"},
          {"noise", "--noise"}, {"engine", "--engine"},           {"threads", "--threads"},
          {"x", title(a.x)},    {"y", title(a.y.value_or("Y"))},  {"out", "the output"}};
}

float_input::float_input(const std::string& path, what holds)
    : name_(title(path)), file_(path), type_(file_.header().type) {
  const std::size_t axes = file_.header().shape.size();
  const std::string got = std::to_string(axes) + " dimension" + (axes == 1 ? "" : "s");
  if (holds == what::points && axes != 2) {
    throw npy::error(name_ + ": must be a matrix (rows are points), got " + got +
                     (axes == 1 ? "; reshape it to (n, 1) or (1, n)" : ""));
  }
  if (holds == what::vectors && axes != 1 && axes != 2) {
    throw npy::error(name_ + ": must be a vector, or a matrix whose columns are vectors, got " +
                     got);
  }
  if (type_ == npy::dtype::b1) throw npy::error(name_ + ": dtype bool is not supported here");
  if (type_ == npy::dtype::f4 || type_ == npy::dtype::f8) return;
  float_ = converted<float>(file_);
  type_ = npy::dtype::f4;
}

std::string float_input::type_name() const {
  const npy::dtype in_file = file_.header().type;
  return std::string(npy::to_string(in_file)) +
         (in_file == type_ ? "" : " (computed in " + std::string(npy::to_string(type_)) + ")");
}

void float_input::widen() {
  if (type_ == npy::dtype::f8) return;
  double_ = converted<double>(file_);
  float_ = {};
  type_ = npy::dtype::f8;
}

template <class T>
matrix_view<const T> float_input::view() const {
  const bool as_in_file = file_.header().type == type_;
  const T* data = nullptr;
  if (as_in_file) {
    data = file_.data<T>();
  } else if constexpr (std::is_same_v<T, float>) {
    data = float_.data();
  } else {
    data = double_.data();
  }
  if (is_column()) return {data, rows(), 1, 1, 1};
  // A view of no elements needs strides that are valid all the same.
  const index_t row = std::max<index_t>(rows(), 1), col = std::max<index_t>(cols(), 1);
  if (file_.header().fortran_order) return {data, rows(), cols(), 1, row};
  return {data, rows(), cols(), col, 1};
}

template matrix_view<const float> float_input::view<float>() const;
template matrix_view<const double> float_input::view<double>() const;

void check_types(const float_input& x, const float_input& y) {
  if (x.type() == y.type()) return;
  throw usage_error(x.name() + " is " + x.type_name() + " but " + y.name() + " is " +
                    y.type_name() + ": both must be of one type");
}

void check_features(const float_input& x, const float_input& y) {
  if (x.cols() == y.cols()) return;
  throw usage_error(x.name() + " has " + std::to_string(x.cols()) + " features but " + y.name() +
                    " has " + std::to_string(y.cols()));
}

}  // namespace bellcurve::command
