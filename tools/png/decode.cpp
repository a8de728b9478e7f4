#include "png/png.hpp"
#include "png/session.hpp"

#include <algorithm>
#include <cstring>
#include <string>

namespace bellcurve::png {
namespace {

/// A session that reads from memory.
class reading {
 public:
  explicit reading(std::span<const std::byte> file) : left_(file) {
    session_.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &session_, session::on_error,
                                          session::on_warning);
    if (session_.png == nullptr) throw std::bad_alloc();
    session_.info = png_create_info_struct(session_.png);
    if (session_.info == nullptr) {
      png_destroy_read_struct(&session_.png, nullptr, nullptr);
      throw std::bad_alloc();
    }
    png_set_read_fn(session_.png, this, on_read);
  }
  reading(const reading&) = delete;
  reading& operator=(const reading&) = delete;
  ~reading() { png_destroy_read_struct(&session_.png, &session_.info, nullptr); }

  /// What the first chunks say; afterwards rows come as `picture` has them.
  picture head(std::size_t file_size) {
    if (!read_info()) session_.fail();
    check_size(file_size);
    picture p;
    p.height = png_get_image_height(session_.png, session_.info);
    p.width = png_get_image_width(session_.png, session_.info);
    p.channels = png_get_channels(session_.png, session_.info);
    const bool wide = png_get_bit_depth(session_.png, session_.info) == 16;
    // max_extent^2 times 8 bytes fits into 64 bits.
    const std::size_t samples = p.height * p.width * p.channels;
    if (wide) {
      p.samples = std::vector<std::uint16_t>(samples);
    } else {
      p.samples = std::vector<std::uint8_t>(samples);
    }
    return p;
  }

  void rows(picture& p, const progress& tell) {
    const bool done = std::visit(
        [&](auto& samples) {
          auto* start = static_cast<png_bytep>(static_cast<void*>(samples.data()));
          return read_rows(start, p.height, png_get_rowbytes(session_.png, session_.info), tell);
        },
        p.samples);
    if (!done) session_.fail();
  }

 private:
  static void on_read(png_structp png, png_bytep to, std::size_t size) {
    auto& self = *static_cast<reading*>(png_get_io_ptr(png));
    if (size > self.left_.size()) png_error(png, "the file is truncated");
    std::memcpy(to, self.left_.data(), size);
    self.left_ = self.left_.subspan(size);
  }

  /// Deflate writes 1032 bytes for one at most: a bit for a length, a bit for a distance, 258
  /// bytes for both. So nobody gets memory for nothing.
  void check_size(std::size_t file_size) const {
    constexpr std::size_t most_per_byte = 1032;
    if (packed_bytes_ / most_per_byte > file_size) {
      throw files::error("the file is too short for the picture that its header promises");
    }
  }

  bool read_info() noexcept {
    if (setjmp(png_jmpbuf(session_.png)) != 0) return false;
    png_set_user_limits(session_.png, max_extent, max_extent);
    // Samples do not depend on any other chunk; unread, none can do harm.
    png_set_keep_unknown_chunks(session_.png, PNG_HANDLE_CHUNK_NEVER, nullptr, -1);
    png_read_info(session_.png, session_.info);
    packed_bytes_ = png_get_image_height(session_.png, session_.info) *
                    png_get_rowbytes(session_.png, session_.info);
    png_set_expand(session_.png);
    // The least significant byte first, as in memory here.
    if (png_get_bit_depth(session_.png, session_.info) == 16) png_set_swap(session_.png);
    passes_ = png_set_interlace_handling(session_.png);
    png_read_update_info(session_.png, session_.info);
    return true;
  }

  bool read_rows(png_bytep start, std::size_t height, std::size_t row_bytes, const progress& tell) {
    if (setjmp(png_jmpbuf(session_.png)) != 0) return false;
    for (int pass = 0; pass < passes_; ++pass) {
      for (std::size_t i = 0; i < height; ++i) {
        png_read_row(session_.png, start + i * row_bytes, nullptr);
        if (tell && i % 64 == 0) {
          tell((pass + static_cast<double>(i) / static_cast<double>(height)) / passes_);
        }
      }
    }
    png_read_end(session_.png, nullptr);
    return true;
  }

  session session_;
  std::span<const std::byte> left_;
  std::size_t packed_bytes_ = 0;  // before deflate, after it was undone
  int passes_ = 1;
};

}  // namespace

picture decode(std::span<const std::byte> file, const progress& tell) {
  constexpr std::size_t signature = 8;
  const auto* start = static_cast<png_const_bytep>(static_cast<const void*>(file.data()));
  if (file.empty()) throw files::error("not a .png file: it is empty");
  if (png_sig_cmp(start, 0, std::min(signature, file.size())) != 0) {
    throw files::error("not a .png file: it does not begin with \\x89PNG");
  }
  // libpng takes other chunks before the header, which no file may have.
  if (file.size() >= file_start.size() &&
      std::memcmp(file.data(), file_start.data(), file_start.size()) != 0) {
    throw files::error("a damaged .png file: it does not begin with its header, IHDR");
  }
  reading r(file);
  picture p = r.head(file.size());
  r.rows(p, tell);
  return p;
}

}  // namespace bellcurve::png
