// rbf_kernel: any shapes, strides, parameters, options and data, within the documented bounds.
#include "fuzz/support/any_rbf.hpp"

#include "support/reference.hpp"

using namespace fuzz;
using bellcurve::rbf_kernel;

namespace {

template <class T>
struct call {
  index_t n, m, d;
  bool symmetric;
  array<T> x, y;
  rbf_params params;
  rbf_options options = {};

  const array<T>& other() const { return symmetric ? x : y; }
  bool written(index_t i, index_t j) const {
    return options.uplo == uplo::full || (options.uplo == uplo::lower ? j <= i : j >= i);
  }
};

template <class T>
call<T> any_call(input& in) {
  const index_t d = any_features(in);
  const bool symmetric = in.once_in(2);
  index_t n = any_extent(in, 130), m = symmetric ? n : any_extent(in, 300);
  n = fitting(n, m, d, in);
  if (symmetric) m = n;
  call<T> c{.n = n,
            .m = m,
            .d = d,
            .symmetric = symmetric,
            .x = array<T>({n, d}, any_placing(2, in)),
            .y = array<T>({symmetric ? 0 : m, d}, any_placing(2, in)),
            .params = any_params(in, d, symmetric)};
  fill(c.x, in);
  fill(c.y, in);
  if (in.once_in(4) && c.y.size() > 0 && c.x.size() > 0) {  // the same point in both
    for (index_t k = 0; k < d; ++k) c.y({m - 1, k}) = c.x({0, k});
  }
  c.options.engine = any_engine(in);
  if (in.once_in(2) && symmetric) {
    constexpr uplo all[] = {uplo::full, uplo::lower, uplo::upper};
    c.options.uplo = in.one_of(all);
  }
  c.options.threads = static_cast<int>(in.below(3));
  c.options.check_finite = in.once_in(8);
  return c;
}

template <class T>
void check_values(const call<T>& c, const array<T>& out, const rounded<T>& r) {
  const auto bound = bellcurve::rbf_error_bound<T>(c.d, c.params, c.options.engine);
  const T variance = static_cast<T>(c.params.variance);
  const T diagonal = static_cast<T>(static_cast<double>(variance) + c.params.noise);
  std::vector<bool> x_finite, y_finite;
  for (index_t i = 0; i < c.n; ++i) x_finite.push_back(finite_row(c.x, i));
  for (index_t j = 0; j < c.m; ++j) y_finite.push_back(finite_row(c.other(), j));
  for (index_t i = 0; i < c.n; ++i) {
    for (index_t j = 0; j < c.m; ++j) {
      const T k = out({i, j});
      if (!c.written(i, j)) {
        FUZZ_CHECK(k == array<T>::guard);
        continue;
      }
      if (!x_finite[static_cast<std::size_t>(i)] || !y_finite[static_cast<std::size_t>(j)]) {
        FUZZ_CHECK(std::isnan(k));
        continue;
      }
      if (c.symmetric && i == j) {
        FUZZ_CHECK(k == diagonal);
        continue;
      }
      FUZZ_CHECK(k >= 0 && k <= variance);
      const long double t =
          support::exponent(c.x.matrix(), i, c.other().matrix(), j, r.gamma, r.scale);
      if (t == 0) FUZZ_CHECK(k == variance);
      FUZZ_CHECK(support::used_of_bound<T>(k, t, variance, bound) <= 1.001L);
      if (c.symmetric && c.options.uplo == uplo::full) FUZZ_CHECK(k == out({j, i}));
    }
  }
}

template <class T>
void run(input& in) {
  call<T> c = any_call<T>(in);
  array<T> out({c.n, c.m}, any_placing(2, in));
  tight<T> x(c.x), y(c.y), to(out);
  const auto r = round_params<T>(c.params, c.d);
  bool valid = r.has_value();
  if (c.options.check_finite) valid = valid && all_finite(c.x) && (c.symmetric || all_finite(c.y));
  const std::vector<double> center = any_center<T>(in, c.d, valid);
  c.options.center = center;

  matrix_view<const T> from = x.matrix();
  matrix_view<T> into = to.matrix();
  switch (in.below(32)) {
    case 28:
      if (out.size() > 0) into = spoiled(into, in), valid = false;
      break;
    case 29:
      if (c.x.size() > 0) from = spoiled(from, in), valid = false;
      break;
    case 30:
      c.options.threads = -1;
      valid = false;
      break;
    case 31:  // the output in place of the input
      if (out.size() > 0 && c.x.size() > 0 && c.d >= c.m)
        into = {x.matrix().data(), c.n, c.m, c.x.matrix().row_stride(), c.x.matrix().col_stride()},
        valid = false;
      break;
    default:
      break;
  }
  std::vector<std::byte> workspace;
  if (valid && in.once_in(8)) {
    workspace.resize(
        c.symmetric ? bellcurve::rbf_workspace_size(from, c.params, into, c.options)
                    : bellcurve::rbf_workspace_size(from, y.matrix(), c.params, into, c.options));
    c.options.workspace = workspace;
    if (!workspace.empty() && in.once_in(8) && out.size() > 0) {
      c.options.workspace = c.options.workspace.subspan(1);
      valid = c.options.workspace.empty();
    }
  }
  const bool thrown = throws([&] {
    c.symmetric ? rbf_kernel(from, c.params, into, c.options)
                : rbf_kernel(from, y.matrix(), c.params, into, c.options);
  });
  to.copy_back();
  FUZZ_CHECK(thrown == !valid);
  FUZZ_CHECK(out.damage() == 0);
  if (thrown) {
    FUZZ_CHECK(out.untouched());
  } else {
    check_values(c, out, *r);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  in.once_in(2) ? run<double>(in) : run<float>(in);
  return 0;
}
