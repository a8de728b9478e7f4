// Three filtered axes and more, which share a walk: against the reference about the sizes at which
// something changes, and bit for bit against filters of one axis after the other.
#include "reference.hpp"

using namespace reference;

namespace {

template <class S>
void fill_in(array<S>& a, support::random& r) {
  a.each([&](const auto& i) {
    if constexpr (std::is_integral_v<S>) {
      a(i) = static_cast<S>(r.bits());
    } else {
      a(i) = static_cast<S>(r.normal());
    }
  });
}

/// Filtered along single axes, in the order given.
template <class T>
array<T> one_by_one(const call<T>& c, const std::vector<int>& axes) {
  array<T> from = c.in;
  for (const int axis : axes) {
    call<T> next{.in = from, .params = c.params};
    next.params.sigma = {value_for(c.params.sigma, static_cast<std::size_t>(axis))};
    next.params.axes = {axis};
    from = next.run();
  }
  return from;
}

}  // namespace

TEST_CASE_TEMPLATE("filter volumes: sheets about those of a slab, against the reference", S, float,
                   double, std::int16_t) {
  support::random r(41);
  for (const border mode : every_border) {
    for (const index_t sheets : {1, 2, 11, 12, 13, 25}) {
      for (const double sigma : {0.6, 2.0, 4.0}) {  // few taps; many, as rows and as lanes
        const index_t rows = 1 + r.below(16), cols = 1 + r.below(24);
        call<S, compute<S>> c{.in = array<S>({sheets, rows, cols}, any_placing(3, r))};
        fill_in(c.in, r);
        c.params = {.sigma = {sigma}, .mode = {mode}, .cval = 3};
        c.options.threads = 2;
        CAPTURE(sheets);
        CAPTURE(rows);
        CAPTURE(cols);
        array<compute<S>> out(c.in.shape(), any_placing(3, r));
        c.run(out);
        REQUIRE(worst(c, out) <= 1);
        REQUIRE(out.damage() == 0);
      }
    }
  }
}

TEST_CASE("filter volumes: kernels of their own along each axis, longer than the volume") {
  support::random r(42);
  for (const border through : every_border) {
    for (const border along : every_border) {
      call<float> c{.in = array<float>({3, 5, 7})};
      fill_in(c.in, r);
      c.params = {.sigma = {3, 1, 5},
                  .mode = {through, every_border[r.below(5)], along},
                  .cval = -2,
                  .radius = {20, 3, 31}};
      REQUIRE(worst(c, c.run()) <= 1);
      c.params.order = {1, 2, 0};
      REQUIRE(worst(c, c.run()) <= 1);
    }
  }
}

TEST_CASE_TEMPLATE("filter volumes: the third last axis, the last, the one between", T, float,
                   double) {
  // Strips, blocks of rows, and slabs: more of each than one.
  support::random r(43);
  for (const auto& shape : {std::vector<index_t>{14, 20, 1500},
                            {25, 300, 10},
                            {200, 9, 10},
                            {13, 17, 19},
                            {3, 200, 300}}) {
    for (const border mode : every_border) {
      call<T> c{.in = array<T>(shape)};
      fill_in(c.in, r);
      c.params = {.sigma = {2, 1.5, 4}, .mode = {mode}};  // cval 0: the same before and after
      c.options.threads = 3;
      REQUIRE(same_bits(c.run().values(), one_by_one(c, {0, 2, 1}).values()));
    }
  }
}

TEST_CASE("filter volumes: further axes, channels, batches") {
  support::random r(44);
  for (const border mode : every_border) {
    // A fourth axis comes last.
    call<float> c{.in = array<float>({3, 14, 6, 33})};
    fill_in(c.in, r);
    c.params = {.sigma = {1.5}, .mode = {mode}};
    REQUIRE(same_bits(c.run().values(), one_by_one(c, {1, 3, 2, 0}).values()));
    // Channels, few and many; some volumes.
    for (index_t channels = 1; channels <= 6; ++channels) {
      call<float> v{.in = array<float>({2, 13, 7, 21, channels})};
      fill_in(v.in, r);
      v.params = {.sigma = {1.5}, .mode = {mode}, .axes = {1, 2, 3}};
      REQUIRE(same_bits(v.run().values(), one_by_one(v, {1, 3, 2}).values()));
    }
  }
}

TEST_CASE_TEMPLATE("filter volumes: integers are those of float, rounded once", S, std::uint8_t,
                   std::uint16_t) {
  support::random r(45);
  call<S> c{.in = array<S>({26, 19, 70}), .params = {.sigma = {1.2}}};
  fill_in(c.in, r);
  const auto out = c.run();
  const auto exact = call<S, float>{.in = c.in, .params = c.params}.run();
  out.each([&](const auto& i) { REQUIRE(static_cast<float>(out(i)) == std::nearbyint(exact(i))); });
}

TEST_CASE("filter volumes: a part of a volume, filtered, is that part of the filtered volume") {
  support::random r(46);
  for (const double sigma : {1.0, 3.8}) {
    const auto reach = static_cast<index_t>(4 * sigma + 0.5);
    call<float> c{.in = array<float>({60, 61, 90}), .params = {.sigma = {sigma}}};
    fill_in(c.in, r);
    const auto whole = c.run();
    for (int n = 0; n < 4; ++n) {
      std::vector<index_t> from, shape;
      for (const index_t extent : c.in.shape()) {
        from.push_back(r.below(extent - 2 * reach - 1));
        shape.push_back(2 * reach + 1 + r.below(extent - from.back() - 2 * reach - 1));
      }
      const auto moved = [&](const std::vector<index_t>& i) {
        return std::vector<index_t>{from[0] + i[0], from[1] + i[1], from[2] + i[2]};
      };
      call<float> part{.in = array<float>(shape), .params = c.params};
      part.in.each([&](const auto& i) { part.in(i) = c.in(moved(i)); });
      const auto out = part.run();
      bool same = true;
      out.each([&](const auto& i) {
        bool inside = true;
        for (std::size_t k = 0; k < 3; ++k)
          inside = inside && i[k] >= reach && i[k] < shape[k] - reach;
        if (inside) same = same && out(i) == whole(moved(i));
      });
      REQUIRE(same);
    }
  }
}

TEST_CASE("filter volumes: nothing is read behind the last sample, nor before the first") {
  for (const index_t cols : {1, 15, 16, 17, 40}) {
    for (const bool at_end : {false, true}) {
      const index_t elements = 13 * 5 * cols;
      const support::fenced<float> memory(elements), to(elements);
      float* const in = memory.place(elements, at_end);
      float* const out = to.place(elements, at_end);
      std::fill_n(in, elements, 2.0F);
      gaussian_filter(array_view<const float>(in, {13, 5, cols}), {.sigma = {1.5}},
                      array_view<float>(out, {13, 5, cols}));
      REQUIRE(std::all_of(out, out + elements, [](float v) { return std::abs(v - 2) < 1e-5F; }));
    }
  }
}
