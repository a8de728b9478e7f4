#include "png/png.hpp"
#include "png/session.hpp"

#include <array>
#include <utility>

namespace bellcurve::png {
namespace {

/// A session that writes into memory.
class writing {
 public:
  writing() {
    session_.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &session_, session::on_error,
                                           session::on_warning);
    if (session_.png == nullptr) throw std::bad_alloc();
    session_.info = png_create_info_struct(session_.png);
    if (session_.info == nullptr) {
      png_destroy_write_struct(&session_.png, nullptr);
      throw std::bad_alloc();
    }
    png_set_write_fn(session_.png, this, on_write, nullptr);
  }
  writing(const writing&) = delete;
  writing& operator=(const writing&) = delete;
  ~writing() { png_destroy_write_struct(&session_.png, &session_.info); }

  std::vector<std::byte> write(const picture& p, const progress& tell) {
    const bool done = std::visit(
        [&](const auto& samples) {
          return write_rows(p,
                            static_cast<png_const_bytep>(static_cast<const void*>(samples.data())),
                            p.width * p.channels * sizeof(samples[0]), tell);
        },
        p.samples);
    if (!done) session_.fail();
    return std::move(bytes_);
  }

 private:
  static void on_write(png_structp png, png_bytep from, std::size_t size) {
    auto& self = *static_cast<writing*>(png_get_io_ptr(png));
    // An exception may not pass through libpng.
    if (!self.append(from, size)) png_error(png, "out of memory");
  }

  bool append(png_const_bytep from, std::size_t size) noexcept {
    try {
      const auto* begin = static_cast<const std::byte*>(static_cast<const void*>(from));
      bytes_.insert(bytes_.end(), begin, begin + size);
      return true;
    } catch (...) {
      session_.out_of_memory = true;
      return false;
    }
  }

  bool write_rows(const picture& p, png_const_bytep start, std::size_t row_bytes,
                  const progress& tell) {
    if (setjmp(png_jmpbuf(session_.png)) != 0) return false;
    static constexpr std::array color_types = {PNG_COLOR_TYPE_GRAY, PNG_COLOR_TYPE_GRAY_ALPHA,
                                               PNG_COLOR_TYPE_RGB, PNG_COLOR_TYPE_RGB_ALPHA};
    png_set_IHDR(session_.png, session_.info, static_cast<png_uint_32>(p.width),
                 static_cast<png_uint_32>(p.height), p.depth(), color_types[p.channels - 1],
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_write_info(session_.png, session_.info);
    if (p.depth() == 16) png_set_swap(session_.png);
    for (std::size_t i = 0; i < p.height; ++i) {
      png_write_row(session_.png, start + i * row_bytes);
      if (tell && i % 64 == 0) tell(static_cast<double>(i) / static_cast<double>(p.height));
    }
    png_write_end(session_.png, nullptr);
    return true;
  }

  session session_;
  std::vector<std::byte> bytes_;
};

}  // namespace

std::vector<std::byte> encode(const picture& p, const progress& tell) {
  return writing().write(p, tell);
}

}  // namespace bellcurve::png
