// The snippets of docs/GAUSSIANS.md, each followed by a line that tells its result.
#include <bellcurve/kernels.hpp>
#include <bellcurve/mixture.hpp>
#include <bellcurve/pool.hpp>

#include <cmath>
#include <cstdio>
#include <vector>

int main() {
  {
    const std::vector<double> k = bellcurve::gkern(5, 2.5);

    std::printf("gkern: corner %.7f, centre %.7f\n", 273 * k[0], 273 * k[12]);
  }
  {
    std::vector<double> k(9 * 9);
    bellcurve::gaussian_kernel_2d({.sigma = {1.4, 1.4}, .center = {{5.5, 4.2}}}, {k, 9, 9});

    std::printf("shifted: %.6f at (5, 4), %.6f at (4, 5)\n", k[5 * 9 + 4], k[4 * 9 + 5]);
  }
  {
    std::vector<float> image(100 * 100);
    bellcurve::gaussian_2d({.mean = {8, 10}, .stddev = {{3, 3}}}, {}, {image, 100, 100});

    std::printf("on a grid: %.6f at (8, 10), %.6f at (10, 8)\n", image[8 * 100 + 10],
                image[10 * 100 + 8]);
  }
  {
    std::vector<double> rows(7), both(7 * 7);
    bellcurve::gaussian_kernel_1d({.sigma = 1.5}, rows);
    bellcurve::gaussian_kernel_2d({.sigma = {1.5, 1.5}}, {both, 7, 7});

    std::printf("separable: %.6f is %.6f\n", both[2 * 7 + 3], rows[2] * rows[3]);
  }
  {
    const double sigma = std::sqrt(0.5);
    std::vector<double> k(5 * 5);
    bellcurve::gaussian_kernel_2d({.sigma = {sigma, sigma},
                                   .center = {{2, 2}},
                                   .normalization = bellcurve::normalization::density},
                                  {k, 5, 5});

    std::printf("densities: %.6f at the mean\n", k[12]);
  }
  {
    const bellcurve::mixture two{.components = {{.mean = {-1, -1}}, {.mean = {1, 1}, .weight = 2}}};
    const auto where = bellcurve::grid::between({-3, -3}, {3, 3}, {100, 100});
    std::vector<float> image(100 * 100);
    const bellcurve::matrix_view<float> rows_are_y(image, 100, 100);
    bellcurve::mixture_pdf(two, where, rows_are_y.transposed());

    std::printf("heat map: %.6f at (-1, -1), %.6f at (1, 1)\n", image[33 * 100 + 33],
                image[66 * 100 + 66]);
  }
  {
    const std::vector<float> matrix = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
    const std::vector<float> kernel = {1, 2, 3, 4};
    std::vector<float> pooled(1 * 3);
    bellcurve::block_pool({matrix, {2, 6}}, {kernel, 2, 2}, {pooled, {1, 3}});

    std::printf("pooled: %g %g %g\n", pooled[0], pooled[1], pooled[2]);
  }
}
