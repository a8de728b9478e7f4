// The C interface of RBF matrices: whatever structs and pointers hold, a status comes back; and
// where it is BELLCURVE_OK the bits are those of C++.
#include "fuzz/support/any_arrays.hpp"
#include "fuzz/support/input.hpp"

#include <bellcurve/bellcurve.h>
#include <bellcurve/rbf.hpp>

#include <cstring>

using namespace fuzz;

namespace {

struct functions_f32 {
  using T = float;
  static constexpr auto cross = bellcurve_rbf_kernel_f32;
  static constexpr auto symmetric = bellcurve_rbf_kernel_symmetric_f32;
  static constexpr auto apply = bellcurve_rbf_apply_f32;
};
struct functions_f64 {
  using T = double;
  static constexpr auto cross = bellcurve_rbf_kernel_f64;
  static constexpr auto symmetric = bellcurve_rbf_kernel_symmetric_f64;
  static constexpr auto apply = bellcurve_rbf_apply_f64;
};

void check_status(bellcurve_status status) {
  FUZZ_CHECK(bellcurve_status_name(status) != nullptr);
  FUZZ_CHECK(status != BELLCURVE_INTERNAL);
  if (status != BELLCURVE_OK) check_message(bellcurve_last_error());
}

struct structs {
  bellcurve_rbf_params params;
  bellcurve_rbf_options options;
  bool sizes_right = true;
  std::vector<double> lengths, center;

  structs(input& in, index_t d) {
    FUZZ_CHECK(bellcurve_rbf_params_init(&params, sizeof params) == BELLCURVE_OK);
    FUZZ_CHECK(bellcurve_rbf_options_init(&options, sizeof options) == BELLCURVE_OK);
    if (in.once_in(2)) params.gamma = in.number();
    if (in.once_in(3)) params.variance = in.number();
    if (in.once_in(3)) params.noise = in.number();
    if (in.once_in(4)) {
      for (index_t k = 0; k < std::max<index_t>(d, 1); ++k) lengths.push_back(in.ordinary());
      params.lengthscale = lengths.data();
      params.lengthscale_count = in.once_in(4) ? 1 : static_cast<ptrdiff_t>(lengths.size());
      if (in.once_in(8)) params.lengthscale_count = -1;
      if (in.once_in(8)) params.lengthscale = nullptr;
    }
    options.engine = static_cast<int>(in.below(5)) - 1;
    options.uplo = static_cast<int>(in.below(5)) - 1;
    options.threads = static_cast<int>(in.below(4)) - 1;
    options.check_finite = in.once_in(4);
    if (in.once_in(4)) {
      center.assign(static_cast<std::size_t>(d), 0.5);
      options.center = center.data();
    }
    if (in.once_in(8)) spoil(in);
  }

  void spoil(input& in) {
    const std::size_t sizes[] = {0, 1, 8, sizeof params - 1, 4097, ~std::size_t{0}};
    (in.once_in(2) ? params.size : options.size) = in.one_of(sizes);
    sizes_right = false;
  }
};

template <class F>
void run(input& in) {
  using T = typename F::T;
  const index_t d = in.below(24), n = any_extent(in, 20), m = any_extent(in, 40);
  array<T> x({n, d}, any_placing(2, in)), y({m, d}, any_placing(2, in)), v({m, 3});
  fill(x, in);
  fill(y, in);
  fill(v, in, false);
  structs s(in, d);
  const index_t form = in.below(3);
  const std::vector<index_t> shape = form == 0   ? std::vector<index_t>{n, m}
                                     : form == 1 ? std::vector<index_t>{n, n}
                                                 : std::vector<index_t>{n, 3};
  array<T> out(shape, any_placing(2, in));
  tight<T> from(x), other(y), to(out), vectors(v);
  matrix_view<T> a = from.matrix(), b = other.matrix(), k = to.matrix();
  // Of what the call is told: other extents may make a view that is right.
  if (in.once_in(16) && x.size() > 0) {
    a = in.once_in(2) ? matrix_view<T>(a.data(), -1, d) : matrix_view<T>(nullptr, n, d);
    s.sizes_right = false;
  }
  if (in.once_in(16) && out.size() > 0) {
    k = {nullptr, k.rows(), k.cols()};
    s.sizes_right = false;
  }
  const bellcurve_rbf_params* params = in.once_in(8) ? nullptr : &s.params;
  const bellcurve_rbf_options* options = in.once_in(8) ? nullptr : &s.options;
  const matrix_view<T> w = vectors.matrix();
  bellcurve_status status = BELLCURVE_OK;
  if (form == 0) {
    status = F::cross(a.rows(), b.rows(), d, a.data(), a.row_stride(), a.col_stride(), b.data(),
                      b.row_stride(), b.col_stride(), params, k.data(), k.row_stride(),
                      k.col_stride(), options);
  } else if (form == 1) {
    status = F::symmetric(a.rows(), d, a.data(), a.row_stride(), a.col_stride(), params, k.data(),
                          k.row_stride(), k.col_stride(), options);
  } else {
    status = F::apply(a.rows(), b.rows(), d, 3, a.data(), a.row_stride(), a.col_stride(), b.data(),
                      b.row_stride(), b.col_stride(), w.data(), w.row_stride(), w.col_stride(),
                      params, k.data(), k.row_stride(), k.col_stride(), options);
  }
  check_status(status);
  to.copy_back();
  FUZZ_CHECK(out.damage() == 0);
  if (status != BELLCURVE_OK) return FUZZ_CHECK(out.untouched());
  if (!s.sizes_right) return;

  bellcurve::rbf_params p;
  bellcurve::rbf_options o;
  if (params) {
    if (s.params.gamma != BELLCURVE_UNSET) p.gamma = s.params.gamma;
    if (s.params.lengthscale)
      p.lengthscale.assign(s.params.lengthscale, s.params.lengthscale + s.params.lengthscale_count);
    p.variance = s.params.variance;
    p.noise = s.params.noise;
  }
  if (options) {
    o.engine = static_cast<bellcurve::engine>(s.options.engine);
    o.uplo = static_cast<bellcurve::uplo>(s.options.uplo);
    if (s.options.center) o.center = s.center;
    o.check_finite = s.options.check_finite != 0;
  }
  array<T> want(shape);
  const matrix_view<T> to_want = as_matrix(want.view());
  if (form == 0) rbf_kernel(from.matrix(), other.matrix(), p, to_want, o);
  if (form == 1) rbf_kernel(from.matrix(), p, to_want, o);
  if (form == 2) rbf_apply(from.matrix(), other.matrix(), w, p, to_want, o);
  const auto got = out.values(), wanted = want.values();
  for (std::size_t i = 0; i < got.size(); ++i)
    FUZZ_CHECK(got[i] == wanted[i] || (std::isnan(got[i]) && std::isnan(wanted[i])));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  in.once_in(2) ? run<functions_f64>(in) : run<functions_f32>(in);
  return 0;
}
