#include "shared_npy.hpp"

#include <algorithm>

namespace bellcurve::command {
namespace {

void check(const std::string& path, const char* what, int code) {
  if (code == MPI_SUCCESS) return;
  // Its class: texts of codes have many lines.
  int kind = code, size = 0;
  MPI_Error_class(code, &kind);
  std::string text(MPI_MAX_ERROR_STRING, '\0');
  MPI_Error_string(kind, text.data(), &size);
  text.resize(static_cast<std::size_t>(size));
  throw files::error(path + ": cannot " + what + ": " + text);
}

/// Some MPIs take what stands before a colon for the kind of a file system, and want to know it
/// then; others open names with that before them only if they are so.
int open_to_write(const std::string& path, MPI_File& file) {
  const auto open = [&](const std::string& name) {
    return MPI_File_open(MPI_COMM_SELF, name.c_str(), MPI_MODE_WRONLY, MPI_INFO_NULL, &file);
  };
  const int code = open(path);
  if (code == MPI_SUCCESS || path.find(':') == std::string::npos) return code;
  return open("ufs:" + path);
}

}  // namespace

shared_npy::shared_npy(const std::string& path, npy::dtype type, std::span<const std::size_t> shape,
                       const ranks& all)
    : all_(all), path_(path) {
  std::size_t size = 0;
  at_root(all, [&] { size = create(type, shape); });

  unsigned long long sizes[2] = {header_.size(), hidden_.size()};
  MPI_Bcast(sizes, 2, MPI_UNSIGNED_LONG_LONG, 0, all.comm);
  data_offset_ = static_cast<MPI_Offset>(sizes[0]);
  together(all, [&] { hidden_.resize(sizes[1]); });
  MPI_Bcast(hidden_.data(), static_cast<int>(hidden_.size()), MPI_CHAR, 0, all.comm);

  // Whichever is killed first takes the file with it: mpirun leaves the others no time to. So all
  // know of it before its space is reserved, which may take long.
  together(all, [&] {
    if (!all_.is_root()) elsewhere_.emplace(hidden_.data(), path_);
  });
  at_root(all, [&] { at_root_->reserve_space(size); });

  // By every rank for itself: whatever it then does waits for no other.
  together(all, [&] {
    const std::string hidden = hidden_.data();
    check(path_, "open it", open_to_write(hidden, file_));
    if (all_.is_root()) write_bytes(0, std::as_bytes(std::span(header_)));
  });
}

shared_npy::~shared_npy() {
  if (file_ != MPI_FILE_NULL) MPI_File_close(&file_);
}

std::size_t shared_npy::create(npy::dtype type, std::span<const std::size_t> shape) {
  try {
    header_ = npy::format_header(type, shape);
  } catch (const files::error& e) {
    throw files::error(path_ + ": " + e.what());
  }
  std::size_t size = npy::item_size(type);  // format_header() saw that this does not overflow
  for (const std::size_t extent : shape) size *= extent;
  at_root_.emplace(path_, files::temporary::named);
  const std::string path = at_root_->hidden_path();
  hidden_.assign(path.c_str(), path.c_str() + path.size() + 1);
  return header_.size() + size;
}

void shared_npy::write_bytes(MPI_Offset at, std::span<const std::byte> bytes) {
  constexpr std::size_t most = std::size_t{1} << 30;  // MPI counts in int
  while (!bytes.empty()) {
    const auto size = static_cast<int>(std::min(bytes.size(), most));
    MPI_Status status;
    check(path_, "write", MPI_File_write_at(file_, at, bytes.data(), size, MPI_BYTE, &status));
    int done = 0;
    MPI_Get_count(&status, MPI_BYTE, &done);
    if (done <= 0) throw files::error(path_ + ": cannot write");
    bytes = bytes.subspan(static_cast<std::size_t>(done));
    at += done;
  }
}

void shared_npy::close() { check(path_, "close it", MPI_File_close(&file_)); }

void shared_npy::commit() {
  together(all_, [&] { close(); });
  at_root(all_, [&] { at_root_->commit(); });
  elsewhere_.reset();
}

}  // namespace bellcurve::command
