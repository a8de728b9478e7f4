// .npy files: NumPy's are read, ours appear whole or not at all.
#include "npy/npy.hpp"

#include <doctest/doctest.h>

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

namespace npy = bellcurve::npy;
namespace fs = std::filesystem;

namespace {

/// A directory of its own for each test, gone afterwards.
class scratch {
 public:
  scratch() {
    std::string name = (fs::temp_directory_path() / "bellcurve-test-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    path_ = name;
  }
  scratch(const scratch&) = delete;
  scratch& operator=(const scratch&) = delete;
  ~scratch() { fs::remove_all(path_); }

  std::string operator/(const std::string& name) const { return (path_ / name).string(); }
  /// What stands in it, hidden files included.
  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(path_), fs::directory_iterator()));
  }

 private:
  fs::path path_;
};

std::string golden(const std::string& name) {
  return std::string(BELLCURVE_GOLDEN_DIR) + "/" + name + ".npy";
}

std::string slurp(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  REQUIRE(in);
  return {std::istreambuf_iterator<char>(in), {}};
}

void spill(const std::string& path, const std::string& content) {
  std::ofstream(path, std::ios::binary) << content;
}

template <class T>
T golden_value(std::size_t k) {
  if constexpr (std::is_floating_point_v<T>) return static_cast<T>(k) / 4 - 1;
  return static_cast<T>(k);
}

template <class T>
void check_golden(const std::string& name, bool fortran) {
  INFO(name);
  const npy::reader file(golden(name));
  REQUIRE(file.header().shape == std::vector<std::size_t>{3, 5});
  REQUIRE(file.header().fortran_order == fortran);
  const T* data = file.data<T>();
  for (std::size_t i = 0; i < 3; ++i) {
    for (std::size_t j = 0; j < 5; ++j) {
      CHECK(data[fortran ? j * 3 + i : i * 5 + j] == golden_value<T>(i * 5 + j));
    }
  }
}

void write_counting(npy::writer& out, std::size_t count) {
  float* data = out.data<float>();
  for (std::size_t k = 0; k < count; ++k) data[k] = golden_value<float>(k);
}

const std::vector<std::size_t> shape{3, 5};
constexpr auto both_ways = {npy::writer::temporary::best, npy::writer::temporary::named};

}  // namespace

TEST_CASE("npy reader: NumPy's files, every type, both orders, every version") {
  for (bool fortran : {false, true}) {
    const std::string order = fortran ? "fortran_" : "c_";
    check_golden<float>(order + "f4", fortran);
    check_golden<double>(order + "f8", fortran);
    check_golden<std::uint8_t>(order + "u1", fortran);
    check_golden<std::uint16_t>(order + "u2", fortran);
    check_golden<std::int16_t>(order + "i2", fortran);
  }
  check_golden<double>("v2_f8", false);
  check_golden<double>("v3_f8", false);
}

TEST_CASE("npy reader: NumPy's files of other shapes") {
  CHECK(npy::reader(golden("0d_f8")).header().shape.empty());
  CHECK(npy::reader(golden("0d_f8")).data<double>()[0] == -1.0);
  CHECK(npy::reader(golden("1d_f4")).header().shape == std::vector<std::size_t>{7});
  CHECK(npy::reader(golden("1d_f4")).data<float>()[6] == 0.5F);
  CHECK(npy::reader(golden("3d_u1")).header().shape == std::vector<std::size_t>{2, 3, 4});
  CHECK(npy::reader(golden("3d_u1")).data<std::uint8_t>()[23] == 23);
  CHECK(npy::reader(golden("c_b1")).data<std::uint8_t>()[3] == 1);
  CHECK(npy::reader(golden("c_b1")).data<std::uint8_t>()[4] == 0);
  CHECK(npy::reader(golden("empty_f4")).header().count == 0);
}

TEST_CASE("npy reader: what NumPy can and we cannot is named in the error") {
  const auto message = [](const std::string& name) {
    try {
      npy::reader file(golden(name));
    } catch (const npy::error& e) {
      return std::string(e.what());
    }
    return std::string("accepted");
  };
  for (const auto& row : std::vector<std::pair<std::string, std::string>>{
           {"bad_big_endian", "'>f4' is not supported (big endian)"},
           {"bad_half", "'<f2' is not supported"},
           {"bad_complex", "'<c8' is not supported"},
           {"bad_text", "'<U1' is not supported"},
           {"bad_record", "record"},
           {"bad_record_utf8", "record"}}) {
    const std::string& name = row.first;
    INFO(name);
    CHECK(message(name).find(row.second) != std::string::npos);
    CHECK(message(name).find(golden(name)) == 0);
  }
}

TEST_CASE("npy reader: asking for another type is an error") {
  const npy::reader file(golden("c_f4"));
  CHECK_THROWS_WITH_AS(file.data<double>(), doctest::Contains("float32, not float64"), npy::error);
}

TEST_CASE("npy reader: a file cut at every byte, and one that goes on") {
  const scratch dir;
  const std::string whole = slurp(golden("c_f8"));
  for (std::size_t n = 0; n < whole.size(); ++n) {
    spill(dir / "cut.npy", whole.substr(0, n));
    CHECK_THROWS_AS(npy::reader(dir / "cut.npy"), npy::error);
  }
  spill(dir / "long.npy", whole + "x");
  CHECK_THROWS_WITH_AS(npy::reader(dir / "long.npy"), doctest::Contains("goes on"), npy::error);
  spill(dir / "twice.npy", whole + whole);
  CHECK_THROWS_WITH_AS(npy::reader(dir / "twice.npy"), doctest::Contains("goes on"), npy::error);
}

TEST_CASE("npy reader: no file, a directory, a huge promise") {
  const scratch dir;
  CHECK_THROWS_WITH_AS(npy::reader(dir / "none.npy"), doctest::Contains("No such file"),
                       npy::error);
  CHECK_THROWS_WITH_AS(npy::reader(dir / "."), doctest::Contains("Is a directory"), npy::error);
  spill(dir / "promise.npy",
        npy::format_header(npy::dtype::f8, std::vector<std::size_t>{1'000'000'000, 1'000'000}));
  CHECK_THROWS_WITH_AS(npy::reader(dir / "promise.npy"), doctest::Contains("truncated"),
                       npy::error);
}

TEST_CASE("npy reader: elements are aligned even if the file's are not") {
  const scratch dir;
  std::string head = "{'descr': '<f8', 'fortran_order': False, 'shape': (2,)}";
  while ((10 + head.size()) % 8 != 3) head += ' ';
  const double values[] = {1.5, -2.5};
  std::string text = std::string("\x93NUMPY\x01") + '\0' + static_cast<char>(head.size()) + '\0' +
                     head + std::string(reinterpret_cast<const char*>(values), sizeof values);
  spill(dir / "odd.npy", text);
  const npy::reader file(dir / "odd.npy");
  CHECK(reinterpret_cast<std::uintptr_t>(file.data<double>()) % alignof(double) == 0);
  CHECK(file.data<double>()[0] == 1.5);
  CHECK(file.data<double>()[1] == -2.5);
}

TEST_CASE("npy reader: a pipe is read to its end, and held to its header") {
  const scratch dir;
  const std::string pipe = dir / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  const auto through_pipe = [&](const std::string& content) {
    std::thread feeder([&] { spill(pipe, content); });
    try {
      const npy::reader file(pipe);
      feeder.join();
      return std::string("accepted ") + std::to_string(file.data<double>()[14]);
    } catch (const npy::error& e) {
      feeder.join();
      return std::string(e.what());
    }
  };
  ::signal(SIGPIPE, SIG_IGN);  // the feeder may be cut short
  const std::string whole = slurp(golden("c_f8"));
  CHECK(through_pipe(whole) == "accepted 2.500000");
  CHECK(through_pipe(whole + "x").find("goes on") != std::string::npos);
  for (std::size_t n : {std::size_t{0}, std::size_t{5}, std::size_t{11}, std::size_t{60},
                        std::size_t{128}, whole.size() - 1}) {
    INFO(n);
    CHECK(through_pipe(whole.substr(0, n)).find(n == 0 ? "empty" : "truncated") !=
          std::string::npos);
  }
  // More than fits is promised: refused for what is missing, without allocating it.
  CHECK(through_pipe(
            npy::format_header(npy::dtype::f8, std::vector<std::size_t>{1'000'000'000, 1'000'000}))
            .find("truncated") != std::string::npos);
}

TEST_CASE("npy reader: a pipe larger than its first buffer") {
  const scratch dir;
  constexpr std::size_t n = std::size_t{40} << 20;  // 160 MiB of float
  {
    npy::writer out(dir / "big.npy", npy::dtype::f4, std::vector<std::size_t>{n});
    float* data = out.data<float>();
    for (std::size_t k = 0; k < n; k += 997) data[k] = static_cast<float>(k);
    out.commit();
  }
  const std::string pipe = dir / "pipe";
  REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  std::thread feeder([&] { spill(pipe, slurp(dir / "big.npy")); });
  const npy::reader file(pipe);
  feeder.join();
  REQUIRE(file.header().count == n);
  bool same = true;
  for (std::size_t k = 0; k < n; k += 997) same &= file.data<float>()[k] == static_cast<float>(k);
  CHECK(same);
}

TEST_CASE("npy writer: appears at commit, as NumPy would have written it") {
  for (auto how : both_ways) {
    const scratch dir;
    npy::writer out(dir / "k.npy", npy::dtype::f4, shape, how);
    CHECK_FALSE(fs::exists(dir / "k.npy"));
    CHECK(reinterpret_cast<std::uintptr_t>(out.data<float>()) % 64 == 0);
    CHECK(out.data<float>()[14] == 0.0F);
    write_counting(out, 15);
    out.commit();
    CHECK(dir.entries() == 1);
    CHECK(slurp(dir / "k.npy") == slurp(golden("c_f4")));
  }
}

TEST_CASE("npy writer: without commit nothing changes") {
  for (auto how : both_ways) {
    const scratch dir;
    spill(dir / "k.npy", "old");
    {
      npy::writer out(dir / "k.npy", npy::dtype::f4, shape, how);
      write_counting(out, 15);
    }
    CHECK(dir.entries() == 1);
    CHECK(slurp(dir / "k.npy") == "old");
  }
}

TEST_CASE("npy writer: replaces a file, keeps its permissions, leaves its readers alone") {
  for (auto how : both_ways) {
    const scratch dir;
    fs::copy_file(golden("c_u1"), dir / "k.npy");
    fs::permissions(dir / "k.npy", fs::perms(0640));
    const npy::reader old(dir / "k.npy");
    npy::writer out(dir / "k.npy", npy::dtype::f4, shape, how);
    write_counting(out, 15);
    out.commit();
    CHECK(dir.entries() == 1);
    CHECK(slurp(dir / "k.npy") == slurp(golden("c_f4")));
    CHECK(fs::status(dir / "k.npy").permissions() == fs::perms(0640));
    CHECK(old.data<std::uint8_t>()[14] == 14);
  }
}

TEST_CASE("npy writer: a new file gets its permissions from the umask") {
  const mode_t before = ::umask(027);
  for (auto how : both_ways) {
    const scratch dir;
    npy::writer out(dir / "k.npy", npy::dtype::f4, shape, how);
    out.commit();
    CHECK(fs::status(dir / "k.npy").permissions() == fs::perms(0640));
  }
  ::umask(before);
}

TEST_CASE("npy writer: a symbolic link is followed, also to nothing yet") {
  const scratch dir;
  fs::create_directory(dir / "far");
  fs::create_symlink("far/k.npy", dir / "link.npy");
  for (int round = 0; round < 2; ++round) {  // the second time the target exists
    npy::writer out(dir / "link.npy", npy::dtype::f4, shape);
    write_counting(out, 15);
    out.commit();
    CHECK(fs::is_symlink(dir / "link.npy"));
    CHECK(slurp(dir / "far/k.npy") == slurp(golden("c_f4")));
  }
  fs::create_symlink("loop", dir / "loop");
  CHECK_THROWS_AS(npy::writer(dir / "loop", npy::dtype::f4, shape), npy::error);
}

TEST_CASE("npy writer: destinations that cannot be") {
  const scratch dir;
  const auto attempt = [&](const std::string& name) {
    npy::writer(dir / name, npy::dtype::f4, shape);
  };
  fs::create_directory(dir / "sub");
  CHECK_THROWS_WITH_AS(attempt("sub"), doctest::Contains("Is a directory"), npy::error);
  CHECK_THROWS_WITH_AS(attempt("sub/"), doctest::Contains("Is a directory"), npy::error);
  CHECK_THROWS_WITH_AS(attempt("none/k.npy"), doctest::Contains("No such file"), npy::error);
  spill(dir / "file", "");
  CHECK_THROWS_WITH_AS(attempt("file/k.npy"), doctest::Contains("Not a directory"), npy::error);
  CHECK_THROWS_AS(attempt(std::string(300, 'k')), npy::error);
  CHECK_THROWS_AS(npy::writer("", npy::dtype::f4, shape), npy::error);
  CHECK(dir.entries() == 2);
}

TEST_CASE("npy writer: a directory that came up meanwhile is an error, and nothing stays") {
  for (auto how : both_ways) {
    const scratch dir;
    npy::writer out(dir / "k.npy", npy::dtype::f4, shape, how);
    fs::create_directory(dir / "k.npy");
    CHECK_THROWS_AS(out.commit(), npy::error);
    CHECK(dir.entries() == 1);
  }
}

TEST_CASE("npy writer: more than the disk holds is refused before anything is mapped") {
  const scratch dir;
  // Sixteen terabytes, more than a file of ext4 may have, then more than any disk.
  for (std::size_t n : {std::size_t{1} << 42, std::size_t{1} << 60}) {
    CHECK_THROWS_WITH_AS(npy::writer(dir / "k.npy", npy::dtype::f4, std::vector<std::size_t>{n}),
                         doctest::Contains("reserve"), npy::error);
  }
  CHECK(dir.entries() == 0);
}

TEST_CASE("npy writer: a device is written to, not replaced") {
  npy::writer out("/dev/null", npy::dtype::f4, shape);
  write_counting(out, 15);
  out.commit();
  CHECK(fs::is_character_file("/dev/null"));
}

TEST_CASE("npy writer: a killed process leaves nothing") {
  // A hidden name is removed by the handler a program installs; without a name
  // there is nothing to remove, not even after SIGKILL.
  struct row {
    npy::writer::temporary how;
    int signal;
  };
  for (const row& r :
       {row{npy::writer::temporary::named, SIGTERM}, row{npy::writer::temporary::best, SIGTERM},
        row{npy::writer::temporary::best, SIGKILL}}) {
    const scratch dir;
    spill(dir / "k.npy", "old");
    const pid_t child = ::fork();
    if (child == 0) {
      ::signal(SIGTERM, [](int) {
        bellcurve::files::discard_pending();
        ::_exit(0);
      });
      npy::writer out(dir / "k.npy", npy::dtype::f4, shape, r.how);
      ::raise(r.signal);
      ::_exit(1);
    }
    int status = 0;
    REQUIRE(::waitpid(child, &status, 0) == child);
    CHECK((r.signal == SIGKILL ? WIFSIGNALED(status) : WIFEXITED(status)));
    CHECK(dir.entries() == 1);
    CHECK(slurp(dir / "k.npy") == "old");
  }
}
