// The snippets of docs/FILTERS.md, each followed by a line that tells its result.
#include <bellcurve/filter.hpp>

#include <cmath>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <vector>

namespace {

/// A picture of any content: samples from 0 to 250.
std::vector<std::uint8_t> samples(std::size_t n) {
  std::vector<std::uint8_t> all(n);
  for (std::size_t k = 0; k < n; ++k) all[k] = static_cast<std::uint8_t>(k * k % 251);
  return all;
}

std::vector<float> floats(std::size_t n) {
  const std::vector<std::uint8_t> all = samples(n);
  return {all.begin(), all.end()};
}

}  // namespace

int main() {
  {
    const std::vector<float> image = floats(30 * 40);
    std::vector<float> smooth(30 * 40);
    bellcurve::gaussian_filter({image, {30, 40}}, {.sigma = {2}}, {smooth, {30, 40}});

    std::printf("smooth: %.3f at (0, 0), %.3f at (15, 20)\n", smooth[0], smooth[15 * 40 + 20]);
  }
  {
    const std::vector<std::uint8_t> photo = samples(30 * 40 * 3);
    std::vector<std::uint8_t> smooth(30 * 40 * 3);
    bellcurve::gaussian_filter({photo, {30, 40, 3}}, {.sigma = {4}, .axes = {0, 1}},
                               {smooth, {30, 40, 3}});

    std::printf("colour: %d %d %d\n", smooth[0], smooth[1], smooth[2]);
  }
  {
    const std::vector<float> stack = floats(5 * 30 * 40);
    std::vector<float> smooth(5 * 30 * 40);
    bellcurve::gaussian_filter({stack, {5, 30, 40}},
                               {.sigma = {1.5, 3},
                                .mode = {bellcurve::border::nearest, bellcurve::border::wrap},
                                .axes = {1, 2}},
                               {smooth, {5, 30, 40}});

    std::printf("stack: %.3f at (2, 0, 0)\n", smooth[2 * 30 * 40]);
  }
  {
    const std::vector<float> image = floats(30 * 40);
    std::vector<float> smooth(30 * 40);
    const bellcurve::index_t ksize = 11;
    const double sigma = 0.3 * ((ksize - 1) * 0.5 - 1) + 0.8;
    bellcurve::gaussian_filter(
        {image, {30, 40}},
        {.sigma = {sigma}, .mode = {bellcurve::border::mirror}, .radius = {ksize / 2}},
        {smooth, {30, 40}});

    std::printf("11 x 11: %.3f at (0, 0), %.3f at (15, 20)\n", smooth[0], smooth[15 * 40 + 20]);
  }
  {
    const std::vector<float> image = floats(300 * 400);
    std::vector<float> smooth(300 * 400);
    bellcurve::gaussian_filter({image, {300, 400}}, {.sigma = {40}, .tolerance = 1e-4},
                               {smooth, {300, 400}});

    std::printf("sigma 40: %.3f at (0, 0), %.3f at (150, 200)\n", smooth[0],
                smooth[150 * 400 + 200]);
  }
  {
    const std::vector<std::uint8_t> image = samples(30 * 40);
    std::vector<float> down(30 * 40), along(30 * 40), slope(30 * 40);
    bellcurve::gaussian_filter({image, {30, 40}}, {.sigma = {2}, .order = {1, 0}},
                               {down, {30, 40}});
    bellcurve::gaussian_filter({image, {30, 40}}, {.sigma = {2}, .order = {0, 1}},
                               {along, {30, 40}});
    for (std::size_t k = 0; k < slope.size(); ++k) slope[k] = std::hypot(down[k], along[k]);

    std::printf("slope: %.4f at (15, 20), %.4f down\n", slope[15 * 40 + 20], down[15 * 40 + 20]);
  }
  {
    std::vector<float> image = floats(30 * 40);
    for (std::size_t k = 0; k < image.size(); k += 7) image[k] = std::nanf("");
    std::vector<float> whole(30 * 40);
    bellcurve::gaussian_filter({image, {30, 40}}, {.sigma = {1}}, {whole, {30, 40}},
                               {.nan_is_missing = true});

    std::printf("NaN is missing: %.3f at (0, 0), %.3f at (15, 20)\n", whole[0],
                whole[15 * 40 + 20]);
  }
  {
    const std::vector<std::uint8_t> photo = samples(30 * 40 * 3);
    std::vector<std::uint8_t> valid(30 * 40, 1);
    for (std::size_t k = 0; k < 30; ++k) valid[k * 40 + 20] = 0;  // a column
    std::vector<std::uint8_t> whole(30 * 40 * 3);
    bellcurve::gaussian_filter(
        {photo, {30, 40, 3}}, {.sigma = {2}, .axes = {0, 1}}, {whole, {30, 40, 3}},
        {.mask = bellcurve::array_view<const std::uint8_t>(valid, {30, 40, 1}), .min_weight = 0.5});

    std::printf("a column is missing: %d %d %d\n", whole[15 * 120 + 60], whole[15 * 120 + 61],
                whole[15 * 120 + 62]);
  }
  {
    const bellcurve::array_view<const float> image(nullptr, {0, 40});
    for (const bellcurve::filter_choice& c : bellcurve::filter_choices(image, {.sigma = {0.5, 2}}))
      std::printf("axis %d: radius %td\n", c.axis, c.radius);
  }
}
