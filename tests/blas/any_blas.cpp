// Whatever BLAS is at hand: it is used and right, or it is not used and the library says why; and
// what does not need it is right in either case. BELLCURVE_EXPECT: "usable", or words of the
// problem.
#include "rbf/cases.hpp"

#include <dlfcn.h>

#include <cstdlib>
#include <string>

using namespace cases;
using bellcurve::engine;

namespace {

std::string variable(const char* name) {
  const char* const text = std::getenv(name);
  return text == nullptr ? "" : text;
}
std::string expected() { return variable("BELLCURVE_EXPECT"); }

/// The file that gemm comes from.
std::string file_of_gemm() {
  Dl_info found{};
  void* const gemm = ::dlsym(RTLD_DEFAULT, "cblas_sgemm");
  return gemm != nullptr && ::dladdr(gemm, &found) != 0 ? found.dli_fname : "none";
}

/// Around the shapes on which the BLAS is asked for tiles.
template <class T>
void check_right(engine which) {
  for (index_t d : {1, 17, 300}) {
    for (index_t n : {1, 5, 61, 300}) {
      const index_t m = n + 2;
      const auto xs = support::normal<T>(n, d, 1), ys = support::normal<T>(m, d, 2);
      const rbf_params params{.gamma = 0.5 / static_cast<double>(d)};
      guarded<T> k(n, m, m + 3);
      rbf_kernel(rows_of(xs, n, d), rows_of(ys, m, d), params, k.view(), {.engine = which});
      CHECK(worst<T>([&](index_t i, index_t j) { return k(i, j); }, rows_of(xs, n, d),
                     rows_of(ys, m, d), params) < 1);
      CHECK(k.damage() == 0);
    }
  }
}

}  // namespace

TEST_CASE("any BLAS: it is the one that was meant") {
  const std::string file = variable("BELLCURVE_BLAS_FILE");
  if (!file.empty()) CHECK(file_of_gemm() == file);
}

TEST_CASE("any BLAS: it is used if it is right, and named if it is not") {
  const bellcurve::blas_info info = bellcurve::blas();
  MESSAGE("BLAS: " << info.config << (info.usable ? " usable" : info.problem));
  CHECK(info.usable == info.problem.empty());
  if (expected() == "usable") CHECK_MESSAGE(info.usable, info.problem);
  if (!expected().empty() && expected() != "usable") {
    CHECK(!info.usable);
    CHECK_MESSAGE(info.problem.find(expected()) != std::string::npos, info.problem);
  }
  if (info.usable) {
    check_right<float>(engine::blas);
    check_right<double>(engine::blas);
    return;
  }
  float x = 1, k = 7;
  try {
    rbf_kernel(matrix_view<const float>(&x, 1, 1), {}, matrix_view<float>(&k, 1, 1),
               {.engine = engine::blas});
    FAIL_CHECK("no error");
  } catch (const bellcurve::error& e) {
    CHECK(e.code() == bellcurve::errc::unavailable);
    CHECK(std::string(e.what()).find(info.problem) != std::string::npos);
  }
  CHECK(k == 7);
}

TEST_CASE("any BLAS: what needs none is right") {
  for (engine which : {engine::automatic, engine::fused}) {
    check_right<float>(which);
    check_right<double>(which);
  }
}
