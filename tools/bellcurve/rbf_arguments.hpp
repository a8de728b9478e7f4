/// \file rbf_arguments.hpp
/// What the commands about RBF kernels share: their options, and points from files.
#pragma once

#include "errors.hpp"

#include "npy/npy.hpp"

#include <bellcurve/rbf.hpp>

#include <CLI/CLI.hpp>

#include <optional>
#include <string>
#include <vector>

namespace bellcurve::command {

/// As they stand on the command line. An empty text is not the same as none: it is
/// what a shell variable that was never set leaves behind, and an error.
struct rbf_arguments {
  std::string x, out;
  std::optional<std::string> y, gamma, lengthscale, variance, noise, engine, threads;
  bool check_finite = false;
};

/// Declare them, in parts: each command puts its own options between.
void add_rbf_points(CLI::App& sub, rbf_arguments& a, const char* without_y);
void add_rbf_output(CLI::App& sub, rbf_arguments& a, const char* help);
void add_rbf_parameters(CLI::App& sub, rbf_arguments& a);
void add_rbf_execution(CLI::App& sub, rbf_arguments& a, const char* check_finite_help);

/// The same, understood.
struct rbf_job {
  rbf_params params;
  rbf_options options;

  /// \throws usage_error.
  explicit rbf_job(const rbf_arguments& a);
};

/// What the library's arguments are here.
std::vector<argument_name> rbf_names(const rbf_arguments& a);

/// A matrix of points, or of vectors, from a file, in the type it is computed in: integers as
/// float32, which holds every 16-bit one exactly.
class float_input {
 public:
  enum class what {
    points,   ///< a matrix
    vectors,  ///< a matrix, or a single column
  };

  /// \throws files::error naming the file; std::bad_alloc.
  explicit float_input(const std::string& path, what holds = what::points);

  const std::string& name() const noexcept { return name_; }
  bool is_column() const noexcept { return file_.header().shape.size() == 1; }
  index_t rows() const noexcept { return static_cast<index_t>(file_.header().shape[0]); }
  index_t cols() const noexcept {
    return is_column() ? 1 : static_cast<index_t>(file_.header().shape[1]);
  }
  /// float32 or float64.
  npy::dtype type() const noexcept { return type_; }
  /// The type in the file, and what it is computed in if that is another.
  std::string type_name() const;

  /// Whatever it was, it is float64 from now on, exactly.
  void widen();

  /// \param T The type.
  template <class T>
  matrix_view<const T> view() const;

 private:
  std::string name_;
  npy::reader file_;
  npy::dtype type_;
  std::vector<float> float_;
  std::vector<double> double_;
};

/// \throws usage_error unless both are of one type.
void check_types(const float_input& x, const float_input& y);

/// \throws usage_error unless points of both have as many features.
void check_features(const float_input& x, const float_input& y);

}  // namespace bellcurve::command
