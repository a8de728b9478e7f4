/// \file read_all.hpp
/// What an input holds.
#pragma once

#include "files/posix.hpp"

#include <sys/stat.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace bellcurve::files {

/// Opens a file, a pipe or, for "-", standard input, and says what it is.
/// \throws error naming the path, also for a directory.
file_descriptor open_input(const std::string& path, struct stat& status);

/// Reads until `size` bytes are there or the input ends. \return How many.
/// \throws error without the name of the file.
std::size_t read_some(int fd, std::byte* to, std::size_t size);

/// All of a file, a pipe or, for "-", standard input.
/// \throws error naming the path, also for more than `limit` bytes; std::bad_alloc.
std::vector<std::byte> read_all(const std::string& path, std::size_t limit = PTRDIFF_MAX);

}  // namespace bellcurve::files
