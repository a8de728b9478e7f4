// PNG files: any bytes are a picture or one clear error, and a picture survives being written. Each
// input is tried twice, with right checksums as well: few mutations of a file get past them.
#include "png/png.hpp"

#include "fuzz/support/memory_file.hpp"
#include "png/file.hpp"

#include <optional>
#include <vector>

namespace png = bellcurve::png;
namespace files = bellcurve::files;

namespace {

using bytes = std::vector<std::byte>;

std::optional<png::picture> decode(const bytes& file) {
  try {
    return png::decode(file);
  } catch (const files::error& e) {
    fuzz::check_message(e.what());
    return {};
  }
}

void check(const bytes& file) {
  const auto p = decode(file);
  if (!p) return;
  FUZZ_CHECK(p->height > 0 && p->width > 0 && p->channels >= 1 && p->channels <= 4);
  const std::size_t samples = std::visit([](const auto& s) { return s.size(); }, p->samples);
  FUZZ_CHECK(samples == p->height * p->width * p->channels);
  const auto again = decode(png::encode(*p));
  FUZZ_CHECK(again.has_value());
  FUZZ_CHECK(again->height == p->height && again->width == p->width);
  FUZZ_CHECK(again->channels == p->channels && again->samples == p->samples);
}

std::uint32_t crc(const std::byte* from, std::size_t size) {
  std::uint32_t c = 0xffffffffU;
  for (std::size_t i = 0; i < size; ++i) {
    c ^= std::to_integer<std::uint32_t>(from[i]);
    for (int k = 0; k < 8; ++k) c = (c & 1U) != 0 ? 0xedb88320U ^ (c >> 1) : c >> 1;
  }
  return c ^ 0xffffffffU;
}

bytes with_checksums(bytes file) {
  constexpr std::size_t signature = 8;
  for (std::size_t at = signature; at + 12 <= file.size();) {
    std::size_t length = 0;
    for (std::size_t k = 0; k < 4; ++k)
      length = length << 8 | std::to_integer<std::size_t>(file[at + k]);
    if (length > file.size() - at - 12) break;
    const std::uint32_t sum = crc(file.data() + at + 4, length + 4);
    for (std::size_t k = 0; k < 4; ++k)
      file[at + 8 + length + k] = static_cast<std::byte>(sum >> (24 - 8 * k));
    at += 12 + length;
  }
  return file;
}

/// As much of a file as reading it chunk by chunk takes decodes to what all of it does.
void check_file(const std::uint8_t* data, std::size_t size) {
  const fuzz::memory_file file(data, size);
  bytes read;
  try {
    read = png::read_file(file.path());
  } catch (const files::error& e) {
    fuzz::check_message(e.what());
    return;
  }
  const auto* first = reinterpret_cast<const std::byte*>(data);
  FUZZ_CHECK(read.size() <= size && std::equal(read.begin(), read.end(), first));
  FUZZ_CHECK(decode(read).has_value() == decode({first, first + size}).has_value());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > 8192) return 0;
  const auto* first = reinterpret_cast<const std::byte*>(data);
  const bytes file(first, first + size), valid = with_checksums(file);
  check(file);
  if (valid != file) check(valid);
  check_file(reinterpret_cast<const std::uint8_t*>(valid.data()), size);
  return 0;
}
