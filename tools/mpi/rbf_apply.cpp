// bellcurve-mpi rbf-apply: the RBF kernel matrix times vectors, rows of all of them spread over
// ranks.
#include "agreement.hpp"
#include "apply_inputs.hpp"
#include "arguments.hpp"
#include "commands.hpp"
#include "progress.hpp"
#include "shared_npy.hpp"
#include "spread.hpp"

#include <bellcurve/mpi.hpp>

#include <memory>
#include <optional>

namespace bellcurve::command {
namespace {

rbf_job parse(const apply_arguments& a) {
  check_files({{"X", a.x}, {"Y", a.y.value_or("")}, {"--vectors", a.vectors}}, a.out);
  rbf_job j = parse_apply(a);
  check_engine(j);
  return j;
}

/// What there is to say of the inputs, to whoever has not read them.
struct shape_of_product {
  long long points_are_double = 0, vectors_are_double = 0;
  long long rows = 0, cols = 0, features = 0, columns = 0, is_column = 0;
};

shape_of_product shape_at_root(const apply_inputs& in) {
  return {in.x.type() == npy::dtype::f8,
          in.v.type() == npy::dtype::f8,
          in.x.rows(),
          in.v.rows(),
          in.x.cols(),
          in.v.cols(),
          in.v.is_column()};
}

/// Everything that the library has to say of inputs and parameters, before there is any output:
/// from calls that have nothing to compute.
template <class T, class V>
void check(const apply_inputs& in, const rbf_job& j) {
  const matrix_view<const T> x = in.x.view<T>(), no_rows = x.block(0, 0, 0, x.cols());
  const matrix_view<const V> v = in.v.view<V>();
  rbf_params no_noise = j.params;
  no_noise.noise = 0;
  rbf_kernel(no_rows, j.params, matrix_view<T>(nullptr, 0, 0, 1, 1), j.options);
  rbf_kernel(x, no_rows, no_noise, matrix_view<T>(nullptr, x.rows(), 0, 1, 1), j.options);
  rbf_apply(no_rows, in.y ? in.y->view<T>() : x, v, no_noise,
            matrix_view<V>(nullptr, 0, v.cols(), 1, 1), j.options);
}

/// out += noise v, of the rows here.
template <class V>
void add_noise(double noise, matrix_view<const V> v, matrix_view<V> out) {
  if (noise == 0) return;
  for (index_t i = 0; i < out.rows(); ++i)
    for (index_t c = 0; c < out.cols(); ++c)
      out(i, c) =
          static_cast<V>(static_cast<double>(out(i, c)) + noise * static_cast<double>(v(i, c)));
}

template <class T, class V>
void compute(const apply_arguments& a, rbf_job j, const std::optional<apply_inputs>& in,
             const shape_of_product& s, const ranks& all) {
  std::vector<double> center;
  together(all, [&] { center.resize(static_cast<std::size_t>(s.features)); });
  at_root(all, [&] {
    in_words_of(apply_names(a), [&] { check<T, V>(*in, j); });
    center = rbf_center(in->x.view<T>());
  });
  MPI_Bcast(center.data(), static_cast<int>(center.size()), MPI_DOUBLE, 0, all.comm);
  j.options.center = center;
  j.options.check_finite = false;  // checked

  std::vector<std::size_t> shape = {static_cast<std::size_t>(s.rows)};
  if (s.is_column == 0) shape.push_back(static_cast<std::size_t>(s.columns));
  shared_npy file(a.out, npy::dtype_of<V>, shape, all);

  using points = matrix_view<const T>;
  using vectors = matrix_view<const V>;
  const rows_here<T> x = spread(in ? in->x.view<T>() : points(), {s.rows, s.features}, all);
  rows_here<T> y_memory;
  if (a.y) y_memory = spread(in ? in->y->view<T>() : points(), {s.cols, s.features}, all);
  const points y = a.y ? y_memory.view : x.view;
  const rows_here<V> v = spread(in ? in->v.view<V>() : vectors(), {s.cols, s.columns}, all);

  std::vector<V> memory;
  matrix_view<V> out;
  together(all, [&] {
    memory.resize(static_cast<std::size_t>(x.view.rows() * s.columns));
    out = {memory.data(), x.view.rows(), s.columns, std::max<index_t>(s.columns, 1), 1};
  });
  rbf_params no_noise = j.params;
  no_noise.noise = 0;
  together(all, [&] {
    progress_bar bar("rbf-apply");
    if (all.is_root()) j.options.progress = bar.callback();
    mpi::rbf_apply(x.view, y, v.view, no_noise, out, all.comm, j.options);
  });
  together(all, [&] {
    add_noise(j.params.noise, v.view, out);
    file.write(share_of(s.rows, all).first * s.columns, std::span<const V>(memory));
  });
  file.commit();
}

void run(const apply_arguments& a) {
  const ranks all(MPI_COMM_WORLD);
  std::optional<rbf_job> j;
  together(all, [&] { in_words_of(apply_names(a), [&] { j = parse(a); }); });
  use_common_isa(all);

  std::optional<apply_inputs> in;
  shape_of_product s;
  at_root(all, [&] {
    in_words_of(apply_names(a), [&] { in.emplace(a); });
    s = shape_at_root(*in);
  });
  MPI_Bcast(&s, sizeof s, MPI_BYTE, 0, all.comm);
  if (s.points_are_double != 0) {
    compute<double, double>(a, *j, in, s, all);
  } else if (s.vectors_are_double != 0) {
    compute<float, double>(a, *j, in, s, all);
  } else {
    compute<float, float>(a, *j, in, s, all);
  }
}

constexpr const char* about = "Multiply the RBF kernel matrix by vectors, without storing it";

constexpr const char* notes =
    "KV_i = sum_j variance * exp(-gamma * |x_i - y_j|^2) * V_j.\n"
    "\n"
    "What goes in and out is as with bellcurve rbf-apply (see its --help). The first process "
    "reads\n"
    "the files; rows of X, Y and V are then spread over all, so that no process but the first "
    "holds\n"
    "more than its share. KV.npy is, byte for byte, what bellcurve rbf-apply X.npy Y.npy writes,\n"
    "whatever the number of processes. Without Y it is what X.npy X.npy would give, not the "
    "symmetric\n"
    "form, whose sums have another order; noise times V is added at the end.\n"
    "\n"
    "Examples:\n"
    "  mpirun -n 4 bellcurve-mpi rbf-apply X.npy --vectors V.npy --gamma 0.01 -o KV.npy\n"
    "  mpirun -n 100 --map-by node bellcurve-mpi rbf-apply grid.npy points.npy --vectors w.npy -o "
    "s.npy";

}  // namespace

entry add_mpi_rbf_apply(CLI::App& app) {
  CLI::App* sub = app.add_subcommand("rbf-apply", about);
  sub->footer(notes);
  const auto a = std::make_shared<apply_arguments>();
  add_rbf_points(*sub, *a, "without it Y is X");
  sub->add_option("--vectors", a->vectors, "V, m x columns or m")
      ->type_name("FILE.npy")
      ->required();
  add_rbf_output(*sub, *a, "");
  add_rbf_parameters(*sub, *a);
  add_rbf_execution(*sub, *a, "Reject NaN and infinity in X, Y or V; else they make NaN");
  describe_for_ranks(*sub, "K V, n x columns or n; in a directory that all processes see");
  return {sub, [a] { run(*a); }};
}

}  // namespace bellcurve::command
