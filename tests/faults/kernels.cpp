// Arrays of weights.
#include "operations.hpp"

#include <bellcurve/kernels.hpp>

namespace faults {
namespace {

using namespace bellcurve;

template <class T, discretization D>
call line(drawing& r) {
  const index_t n = r.between(1, 200);
  const kernel_1d_params p{.sigma = 0.5 + 20 * r.uniform(),
                           .center = r.uniform() * static_cast<double>(n),
                           .order = static_cast<int>(r.below(5)),
                           .discretization = D};
  return {bytes_of<T>(n),
          [=](int, std::byte* out) { gaussian_kernel_1d(p, array_view<T>(as<T>(out), {n})); }};
}

template <class T>
call turned(drawing& r) {
  const index_t n = r.between(1, 40), m = r.between(1, 40);
  const kernel_2d_params p{.sigma = {1 + r.uniform(), 3 + r.uniform()}, .theta = r.uniform()};
  return {bytes_of<T>(n * m),
          [=](int, std::byte* out) { gaussian_kernel_2d(p, matrix_view<T>(as<T>(out), n, m)); }};
}

template <class T>
call product(drawing& r) {
  const index_t n = r.between(1, 90), m = r.between(1, 90);
  const kernel_2d_params p{.sigma = {1 + 9 * r.uniform(), 3 + r.uniform()}, .order = {1, 0}};
  return {bytes_of<T>(n * m),
          [=](int, std::byte* out) { gaussian_kernel_2d(p, matrix_view<T>(as<T>(out), n, m)); }};
}

template <class T>
call spanned(drawing& r) {
  const index_t n = r.between(1, 60);
  const double nsig = 1 + 4 * r.uniform();
  return {bytes_of<T>(n * n),
          [=](int, std::byte* out) { gkern(nsig, matrix_view<T>(as<T>(out), n, n)); }};
}

call returned(drawing& r) {
  const index_t n = r.between(1, 60);
  const double nsig = 1 + 4 * r.uniform();
  return {bytes_of<double>(n * n), [=](int, std::byte* out) { store(gkern(n, nsig), out); }};
}

template <class T>
call ellipse(drawing& r) {
  const index_t n = r.extent(300, 400), m = r.extent(300, 400);
  const gaussian_2d_params p{.amplitude = 3,
                             .mean = {r.uniform(), r.uniform()},
                             .stddev = {{0.5 + r.uniform(), 1 + r.uniform()}},
                             .theta = r.uniform()};
  const grid where{.origin = {-3, -3, 0}, .step = {0.01, 0.02, 1}};
  return {bytes_of<T>(n * m), [=](int threads, std::byte* out) {
            gaussian_2d(p, where, matrix_view<T>(as<T>(out), n, m), {.threads = threads});
          }};
}

template <class T>
void add_of_type(std::vector<operation>& all) {
  const std::string type = suffix<T>();
  all.push_back({"gaussian_kernel_1d, sampled" + type, line<T, discretization::sampled>});
  all.push_back({"gaussian_kernel_1d, mass" + type, line<T, discretization::mass>});
  all.push_back({"gaussian_kernel_1d, bessel" + type, line<T, discretization::bessel>});
  all.push_back({"gaussian_kernel_2d" + type, product<T>});
  all.push_back({"gaussian_kernel_2d, turned" + type, turned<T>});
  all.push_back({"gkern" + type, spanned<T>});
  all.push_back({"gaussian_2d" + type, ellipse<T>});
}

}  // namespace

void add_kernels(std::vector<operation>& all) {
  add_of_type<float>(all);
  add_of_type<double>(all);
  all.push_back({"gkern, returned", returned});
}

}  // namespace faults
