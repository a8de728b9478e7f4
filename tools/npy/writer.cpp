#include "npy/writer.hpp"

#include <sys/mman.h>

#include <cstring>

namespace bellcurve::npy {

writer::writer(const std::string& path, dtype type, std::span<const std::size_t> shape,
               temporary how)
    : type_(type), file_(path, how) {
  const std::string head = [&] {
    try {
      return format_header(type, shape);
    } catch (const error& e) {
      throw error(file_.name() + ": " + e.what());
    }
  }();
  std::size_t size = item_size(type);  // format_header() saw that this does not overflow
  for (std::size_t extent : shape) size *= extent;
  size += head.size();
  std::byte* start = file_.reserve(size);
  // K is written tile by tile, and mirrored: with small pages each of them costs a
  // fault of its own, together more than the work. Where the system knows no large
  // pages for this mapping it says so, and nothing is lost.
  static_cast<void>(::madvise(start, size, MADV_HUGEPAGE));
  std::memcpy(start, head.data(), head.size());
  data_ = start + head.size();
}

}  // namespace bellcurve::npy
