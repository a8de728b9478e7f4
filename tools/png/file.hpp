/// \file file.hpp
/// How much of an input is a PNG file.
#pragma once

#include "files/error.hpp"

#include <cstddef>
#include <string>
#include <vector>

namespace bellcurve::png {

/// Reads a PNG file chunk by chunk as far as its last one, be it a regular file, a device or a pipe
/// that never ends. Reading also stops where no decoder would go on (another signature, a chunk
/// that cannot be one), and decode() then says what is wrong.
/// \throws files::error naming the path, also for chunks that go on beyond anything that the
/// picture of the header can need, or beyond the memory of this machine; std::bad_alloc.
std::vector<std::byte> read_file(const std::string& path);

}  // namespace bellcurve::png
