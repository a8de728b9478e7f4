// bellcurve-mpi rbf: the file that `bellcurve rbf` writes, each rank its rows.
#include "agreement.hpp"
#include "arguments.hpp"
#include "commands.hpp"
#include "fill.hpp"
#include "progress.hpp"
#include "shared_npy.hpp"
#include "spread.hpp"

#include <array>
#include <memory>
#include <optional>

namespace bellcurve::command {
namespace {

/// What root has read.
struct points {
  std::optional<float_input> x, y;
};

rbf_job parse(const rbf_arguments& a) {
  check_files({{"X", a.x}, {"Y", a.y.value_or("")}}, a.out);
  rbf_job j(a);
  check_engine(j);
  return j;
}

void read(const rbf_arguments& a, points& in) {
  in.x.emplace(a.x);
  if (!a.y) return;
  in.y.emplace(*a.y);
  check_types(*in.x, *in.y);
  check_features(*in.x, *in.y);
}

/// What there is to say of it, to whoever has not read it.
struct shape_of_k {
  long long is_double = 0, rows = 0, cols = 0, features = 0;
};

shape_of_k shape_at_root(const points& in) {
  return {in.x->type() == npy::dtype::f8, in.x->rows(), in.y ? in.y->rows() : in.x->rows(),
          in.x->cols()};
}

/// Everything that the library has to say of points and parameters, before there is any output:
/// from calls that have nothing to compute.
template <class T>
void check(const points& in, const rbf_job& j) {
  const matrix_view<const T> x = in.x->view<T>(), no_rows = x.block(0, 0, 0, x.cols());
  rbf_params no_noise = j.params;
  no_noise.noise = 0;
  rbf_kernel(no_rows, j.params, matrix_view<T>(nullptr, 0, 0, 1, 1), j.options);
  rbf_kernel(x, no_rows, no_noise, matrix_view<T>(nullptr, x.rows(), 0, 1, 1), j.options);
  if (!in.y) return;
  const matrix_view<const T> y = in.y->view<T>();
  rbf_kernel(no_rows, y, no_noise, matrix_view<T>(nullptr, 0, y.rows(), 1, 1), j.options);
}

/// The rows of this rank, and what they belong to.
template <class T>
struct data_here {
  rows_here<T> x, y;
  part_of_k<T> part;
};

template <class T>
data_here<T> distribute(const points& in, bool has_y, const shape_of_k& k, const ranks& all) {
  data_here<T> here;
  const share mine = share_of(k.rows, all);
  if (has_y) here.x = spread(view_at_root<T>(in.x), {k.rows, k.features}, all);
  here.y = replicate(view_at_root<T>(has_y ? in.y : in.x), {k.cols, k.features}, all);
  here.part = {has_y ? here.x.view : here.y.view.block(mine.first, 0, mine.count, k.features),
               here.y.view, mine.first, !has_y};
  return here;
}

template <class T>
void compute(const rbf_arguments& a, rbf_job j, points& in, const shape_of_k& k, const ranks& all) {
  std::vector<double> center;
  together(all, [&] { center.resize(static_cast<std::size_t>(k.features)); });
  at_root(all, [&] {
    in_words_of(rbf_names(a), [&] { check<T>(in, j); });
    center = rbf_center(in.x->view<T>());
  });
  MPI_Bcast(center.data(), static_cast<int>(center.size()), MPI_DOUBLE, 0, all.comm);
  j.options.center = center;
  j.options.check_finite = false;  // checked

  const std::array shape = {static_cast<std::size_t>(k.rows), static_cast<std::size_t>(k.cols)};
  shared_npy out(a.out, npy::dtype_of<T>, shape, all);
  const data_here<T> here = distribute<T>(in, a.y.has_value(), k, all);
  together(all, [&] {
    progress_bar bar("rbf");
    if (all.is_root()) j.options.progress = bar.callback();
    fill(here.part, j.params, j.options, out);
  });
  out.commit();
}

void run(const rbf_arguments& a) {
  const ranks all(MPI_COMM_WORLD);
  std::optional<rbf_job> j;
  together(all, [&] { in_words_of(rbf_names(a), [&] { j = parse(a); }); });
  use_common_isa(all);

  points in;
  shape_of_k k;
  at_root(all, [&] {
    in_words_of(rbf_names(a), [&] { read(a, in); });
    k = shape_at_root(in);
  });
  MPI_Bcast(&k, sizeof k, MPI_BYTE, 0, all.comm);
  if (k.is_double != 0) {
    compute<double>(a, *j, in, k, all);
  } else {
    compute<float>(a, *j, in, k, all);
  }
}

constexpr const char* about = "Write the RBF kernel matrix of the rows of X and Y, or of X alone";

constexpr const char* notes =
    "K_ij = variance * exp(-gamma * |x_i - y_j|^2): the file that bellcurve rbf writes, byte for\n"
    "byte, whatever the number of processes.\n"
    "\n"
    "The first process reads X and Y (see bellcurve rbf --help) and sends the others Y, or X "
    "without\n"
    "it, and the rows of X that they need. Each computes its rows of K, about as many as any "
    "other,\n"
    "and writes them into the one file in pieces of 64 MB; its directory must be one that all of "
    "them\n"
    "see. K.npy appears when it is complete.\n"
    "\n"
    "Examples:\n"
    "  mpirun -n 4 bellcurve-mpi rbf X.npy --gamma 0.01 --noise 1e-3 -o K.npy\n"
    "  mpirun -n 100 --map-by node bellcurve-mpi rbf X.npy Y.npy --lengthscale 2 -o /scratch/K.npy";

}  // namespace

entry add_mpi_rbf(CLI::App& app) {
  CLI::App* sub = app.add_subcommand("rbf", about);
  sub->footer(notes);
  const auto a = std::make_shared<rbf_arguments>();
  add_rbf_points(*sub, *a, "without it K is symmetric");
  add_rbf_output(*sub, *a, "");
  add_rbf_parameters(*sub, *a);
  add_rbf_execution(*sub, *a,
                    "Reject NaN and infinity in X or Y; else they make NaN rows and columns");
  describe_for_ranks(*sub, "K, n x m; in a directory that all processes see");
  return {sub, [a] { run(*a); }};
}

}  // namespace bellcurve::command
