// rbf_apply: any shapes, strides, vectors, options and data, within the documented bound.
#include "fuzz/support/any_rbf.hpp"

#include "rbf/apply_cases.hpp"

using namespace fuzz;
using bellcurve::rbf_apply;

namespace {

template <class T, class V>
struct call {
  index_t n, m, d, columns;
  bool symmetric;
  array<T> x, y;
  array<V> v;
  rbf_params params;

  const array<T>& other() const { return symmetric ? x : y; }
};

template <class T, class V>
call<T, V> any_call(input& in) {
  const index_t d = any_features(in);
  const bool symmetric = in.once_in(2);
  index_t n = any_extent(in, 130), m = any_extent(in, 300);
  n = fitting(n, symmetric ? n : m, d, in);
  if (symmetric) m = n;
  const index_t columns = in.once_in(2) ? 1 : in.below(20);
  call<T, V> c{.n = n,
               .m = m,
               .d = d,
               .columns = columns,
               .symmetric = symmetric,
               .x = array<T>({n, d}, any_placing(2, in)),
               .y = array<T>({symmetric ? 0 : m, d}, any_placing(2, in)),
               .v = array<V>({m, columns}, any_placing(2, in)),
               .params = {}};
  fill(c.x, in);
  fill(c.y, in);
  fill(c.v, in, false);
  for (index_t more = in.below(3); more > 0 && c.v.size() > 0; --more) {
    const V some[] = {V(0), std::numeric_limits<V>::denorm_min(),
                      std::numeric_limits<V>::quiet_NaN(), std::numeric_limits<V>::infinity()};
    c.v({in.below(m), in.below(columns)}) = in.one_of(some);
  }
  c.params.gamma = in.once_in(8) ? in.number() : in.ordinary();
  if (in.once_in(3)) c.params.variance = in.ordinary();
  if (symmetric && in.once_in(3)) c.params.noise = in.ordinary();
  if (in.once_in(16)) c.params.variance = in.number();
  return c;
}

template <class T, class V>
void check_values(const call<T, V>& c, const array<V>& out) {
  bool y_finite = true;
  for (index_t j = 0; j < c.m; ++j) y_finite = y_finite && finite_row(c.other(), j);
  std::vector<bool> v_finite;
  for (index_t k = 0; k < c.columns; ++k) {
    bool all = true;
    for (index_t j = 0; j < c.m; ++j) all = all && std::isfinite(c.v({j, k}));
    v_finite.push_back(all);
  }
  // A bad row of x is bad for itself alone; the others are compared without it.
  const bool x_bad = !all_finite(c.x);
  if (c.m > 0 && !y_finite) {
    for (index_t i = 0; i < c.n; ++i)
      for (index_t k = 0; k < c.columns; ++k) FUZZ_CHECK(std::isnan(out({i, k})));
    return;
  }
  if (x_bad && c.m > 0) {
    for (index_t i = 0; i < c.n; ++i)
      for (index_t k = 0; k < c.columns; ++k)
        FUZZ_CHECK(std::isnan(out({i, k})) || (finite_row(c.x, i)));
    return;
  }
  const cases::exact_matrix<T> exact(c.x.matrix(), c.other().matrix(), c.params, c.symmetric);
  const double most = static_cast<double>(std::numeric_limits<V>::max()) / 1e6;
  for (index_t i = 0; i < c.n; ++i) {
    for (index_t k = 0; k < c.columns; ++k) {
      if (!v_finite[static_cast<std::size_t>(k)]) {
        FUZZ_CHECK(!std::isfinite(out({i, k})));
        continue;
      }
      if (c.params.variance > most) continue;  // sums may overflow
      FUZZ_CHECK(exact.used(out({i, k}), i, c.v.matrix(), k) <= 1.001);
    }
  }
}

template <class T, class V>
void run(input& in) {
  call<T, V> c = any_call<T, V>(in);
  array<V> out({c.n, c.columns}, any_placing(2, in));
  tight<T> x(c.x), y(c.y);
  tight<V> v(c.v), to(out);
  rbf_options o;
  o.engine = any_engine(in);
  o.threads = static_cast<int>(in.below(3));
  o.check_finite = in.once_in(8);
  bool valid = round_params<T>(c.params, c.d).has_value();
  if (o.check_finite) valid = valid && all_finite(c.x) && (c.symmetric || all_finite(c.y));
  const std::vector<double> center = any_center<T>(in, c.d, valid);
  o.center = center;
  matrix_view<const V> vectors = v.matrix();
  matrix_view<V> into = to.matrix();
  switch (in.below(32)) {
    case 29:
      if (out.size() > 0) into = spoiled(into, in), valid = false;
      break;
    case 30:
      if (c.v.size() > 0) vectors = spoiled(vectors, in), valid = false;
      break;
    case 31:
      o.uplo = uplo::lower, valid = false;
      break;
    default:
      break;
  }
  const bool thrown = throws([&] {
    c.symmetric ? rbf_apply(x.matrix(), vectors, c.params, into, o)
                : rbf_apply(x.matrix(), y.matrix(), vectors, c.params, into, o);
  });
  to.copy_back();
  FUZZ_CHECK(out.damage() == 0);
  if (thrown) FUZZ_CHECK(out.untouched());
  // Whether v is looked at by check_finite is not this file's business.
  if (o.check_finite && !all_finite(c.v)) return;
  FUZZ_CHECK(thrown == !valid);
  if (!thrown) check_values(c, out);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  switch (in.below(3)) {
    case 0:
      run<float, float>(in);
      break;
    case 1:
      run<double, double>(in);
      break;
    default:
      run<float, double>(in);
  }
  return 0;
}
