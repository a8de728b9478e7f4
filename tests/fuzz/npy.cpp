// .npy files: any bytes are an array or one clear error, the same from a file and from a pipe; and
// what was read can be written and read again.
#include "npy/npy.hpp"

#include "fuzz/support/memory_file.hpp"

#include <optional>
#include <span>
#include <string>
#include <vector>

namespace npy = bellcurve::npy;
using fuzz::full_pipe;
using fuzz::memory_file;

namespace {

struct outcome {
  std::optional<npy::header> head = {};
  std::vector<unsigned char> data = {};
  std::string message = {};
};

template <class T>
std::vector<unsigned char> bytes_of(const npy::reader& r) {
  const auto* first = reinterpret_cast<const unsigned char*>(r.data<T>());
  FUZZ_CHECK(reinterpret_cast<std::uintptr_t>(first) % alignof(T) == 0);
  return {first, first + r.header().data_bytes()};
}

std::vector<unsigned char> data_of(const npy::reader& r) {
  switch (r.header().type) {
    case npy::dtype::f4:
      return bytes_of<float>(r);
    case npy::dtype::f8:
      return bytes_of<double>(r);
    case npy::dtype::u2:
      return bytes_of<std::uint16_t>(r);
    case npy::dtype::i2:
      return bytes_of<std::int16_t>(r);
    case npy::dtype::u1:
    case npy::dtype::b1:
      break;
  }
  return bytes_of<std::uint8_t>(r);
}

outcome read(const std::string& path) {
  outcome o;
  try {
    const npy::reader r(path);
    o.head = r.header();
    o.data = data_of(r);
  } catch (const npy::error& e) {
    o.message = e.what();
    fuzz::check_message(o.message);
    FUZZ_CHECK(o.message.starts_with(path));
  }
  return o;
}

void check_header(const npy::header& h, std::size_t size) {
  std::size_t count = 1;
  for (const std::size_t extent : h.shape) count *= extent;
  FUZZ_CHECK(count == h.count);
  FUZZ_CHECK(h.file_bytes() == size);
  FUZZ_CHECK(h.shape.size() <= npy::max_dimensions);
  const std::string again = npy::format_header(h.type, h.shape);
  const npy::header same = npy::parse_header(std::as_bytes(std::span(again)));
  FUZZ_CHECK(same.type == h.type && same.shape == h.shape && !same.fortran_order);
  FUZZ_CHECK(same.data_offset % 64 == 0 && same.data_offset == again.size());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size > full_pipe::room) return 0;
  const memory_file file(data, size);
  const full_pipe pipe(data, size);
  const outcome from_file = read(file.path()), from_pipe = read(pipe.path());
  FUZZ_CHECK(from_file.head.has_value() == from_pipe.head.has_value());
  if (!from_file.head) return 0;
  FUZZ_CHECK(from_file.data == from_pipe.data);
  check_header(*from_file.head, size);
  return 0;
}
