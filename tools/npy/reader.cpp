#include "npy/reader.hpp"

#include "files/read_all.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <new>
#include <span>

namespace bellcurve::npy {

using files::read_some;

reader::reader(const std::string& path) {
  const bool standard = path == "-";
  struct stat status {};
  const files::file_descriptor fd = files::open_input(path, status);
  try {
    // Standard input may be a file of which others have read the beginning.
    const bool whole = !standard || ::lseek(fd.get(), 0, SEEK_CUR) == 0;
    if (S_ISREG(status.st_mode) && whole) {
      map(fd.get(), static_cast<std::size_t>(status.st_size));
    } else {
      read(fd.get());
    }
  } catch (const error& e) {
    throw error((standard ? "standard input" : path) + ": " + e.what());
  }
}

void reader::map(int fd, std::size_t size) {
  if (size == 0) header_size({});  // says what an empty file lacks; mmap refuses it
  map_ = files::mapping(::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0), size);
  if (!map_) throw error("cannot map: " + std::generic_category().message(errno));
  header_ = parse_header({map_.data(), size});
  check_file_size(header_, size);
  data_ = map_.data() + header_.data_offset;
  // Other writers than NumPy do not always pad their header.
  if (header_.data_offset % item_size(header_.type) != 0) copy_aligned(data_);
}

void reader::copy_aligned(const std::byte* from) {
  const std::size_t bytes = header_.data_bytes();
  copy_.reset(static_cast<std::byte*>(std::malloc(std::max<std::size_t>(bytes, 1))));
  if (!copy_) throw std::bad_alloc();
  std::memcpy(copy_.get(), from, bytes);
  data_ = copy_.get();
}

void reader::read(int fd) {
  std::array<std::byte, max_header_size> start;
  std::size_t have = read_some(fd, start.data(), preamble_size);
  // No valid header is as short as what was read of it already.
  const std::size_t size = header_size({start.data(), have});
  if (size > have) have += read_some(fd, start.data() + have, size - have);
  header_ = parse_header({start.data(), have});

  // Grows with what arrives: a header may promise what never comes.
  const std::size_t total = header_.data_bytes();
  std::size_t room = std::min(total, std::size_t{64} << 20);
  std::size_t done = 0;
  for (;;) {
    auto* grown =
        static_cast<std::byte*>(std::realloc(copy_.get(), std::max<std::size_t>(room, 1)));
    if (grown == nullptr) throw std::bad_alloc();
    static_cast<void>(copy_.release());
    copy_.reset(grown);
    done += read_some(fd, grown + done, room - done);
    if (done < room || room == total) break;
    room = room > total / 2 ? total : room * 2;
  }
  std::byte beyond;
  const std::size_t more = done == total ? read_some(fd, &beyond, 1) : 0;
  if (more != 0) {
    throw error("the input goes on after its array of " + std::to_string(header_.file_bytes()) +
                " bytes");
  }
  check_file_size(header_, header_.data_offset + done);
  data_ = copy_.get();
}

}  // namespace bellcurve::npy
