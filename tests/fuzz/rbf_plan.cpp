// rbf_plan: elements, rows and products are those of the symmetric calls, bit for bit.
#include "fuzz/support/any_rbf.hpp"

#include <bellcurve/rbf_plan.hpp>

#include <cstring>
#include <utility>

using namespace fuzz;
using bellcurve::rbf_plan;

namespace {

template <class T>
bool same(T a, T b) {
  return std::memcmp(&a, &b, sizeof a) == 0 || (std::isnan(a) && std::isnan(b));
}

template <class T>
void check_same(const array<T>& a, const array<T>& b) {
  FUZZ_CHECK(a.damage() == 0);
  a.each([&](const auto& i) { FUZZ_CHECK(same(a(i), b(i))); });
}

/// What a plan and a call of its own are told alike.
struct settings {
  rbf_params params;
  rbf_options options;
  bellcurve::rbf_call_options call;
};

template <class T>
void check_fill(const rbf_plan<T>& plan, const array<T>& x, const settings& s, array<T>& k,
                input& in) {
  const index_t n = plan.points();
  array<T> out({n, n}, any_placing(2, in));
  tight<T> to(out);
  const bool refused =
      throws([&] { rbf_kernel(x.matrix(), s.params, as_matrix(k.view()), s.options); });
  FUZZ_CHECK(throws([&] { plan.fill(s.params, to.matrix(), s.call); }) == refused);
  to.copy_back();
  if (refused) return FUZZ_CHECK(out.untouched());
  check_same(out, k);
}

template <class T>
void check_rows(const rbf_plan<T>& plan, const settings& s, const array<T>& k, input& in) {
  const index_t n = plan.points();
  std::vector<index_t> indices;
  for (index_t more = in.below(20); more > 0 && n > 0; --more) indices.push_back(in.below(n));
  bool valid = s.call.uplo == uplo::full;
  if (in.once_in(16)) {
    indices.push_back(in.once_in(2) ? n : -1);
    valid = false;
  }
  const auto count = static_cast<index_t>(indices.size());
  array<T> out({count, n}, any_placing(2, in));
  tight<T> to(out);
  FUZZ_CHECK(throws([&] { plan.rows(indices, s.params, to.matrix(), s.call); }) == !valid);
  to.copy_back();
  FUZZ_CHECK(out.damage() == 0);
  if (!valid) return FUZZ_CHECK(out.untouched());
  for (index_t r = 0; r < count; ++r)
    for (index_t j = 0; j < n; ++j)
      FUZZ_CHECK(same(out({r, j}), k({indices[static_cast<std::size_t>(r)], j})));
}

template <class T>
void check_apply(const rbf_plan<T>& plan, const array<T>& x, const settings& s, input& in) {
  const index_t n = plan.points(), columns = in.below(9);
  array<T> v({n, columns}, any_placing(2, in)), out({n, columns}, any_placing(2, in)),
      want({n, columns});
  fill(v, in, false);
  tight<T> from(v), to(out);
  const bool refused = throws([&] {
    rbf_apply(x.matrix(), std::as_const(v).matrix(), s.params, as_matrix(want.view()), s.options);
  });
  FUZZ_CHECK(throws([&] { plan.apply(s.params, from.matrix(), to.matrix(), s.call); }) == refused);
  to.copy_back();
  if (!refused) check_same(out, want);
}

template <class T>
void run(input& in) {
  const index_t d = any_features(in), n = fitting(any_extent(in, 130), 130, d, in);
  array<T> x({n, d}, any_placing(2, in));
  fill(x, in);
  tight<T> from(x);
  bool valid = true;
  const std::vector<double> center = any_center<T>(in, d, valid);
  bellcurve::rbf_plan_options o{.center = center, .threads = static_cast<int>(in.below(3))};
  if (in.once_in(3)) o.engine = engine::fused;
  if (in.once_in(32)) o.engine = engine::blas, valid = false;
  o.check_finite = in.once_in(8);
  if (o.check_finite) valid = valid && all_finite(x);
  std::optional<rbf_plan<T>> plan;
  FUZZ_CHECK(throws([&] { plan.emplace(from.matrix(), o); }) == !valid);
  if (!valid) return;
  FUZZ_CHECK(plan->points() == n && plan->features() == d);
  for (int calls = 0; calls < 3; ++calls) {
    settings s;
    s.params.gamma = in.once_in(8) ? in.number() : in.ordinary();
    if (in.once_in(3)) s.params.variance = in.ordinary();
    if (in.once_in(3)) s.params.noise = in.ordinary();
    s.options = {.engine = o.engine, .center = center};
    s.call.threads = static_cast<int>(in.below(3));
    array<T> k({n, n});
    check_fill(*plan, x, s, k, in);
    if (!round_params<T>(s.params, d)) continue;
    check_rows(*plan, s, k, in);
    check_apply(*plan, x, s, in);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  input in(data, size);
  in.once_in(2) ? run<double>(in) : run<float>(in);
  return 0;
}
