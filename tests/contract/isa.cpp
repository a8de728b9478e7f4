// The choice of the instruction set: by the environment, by the caller, by name.
#include <bellcurve/error.hpp>
#include <bellcurve/isa.hpp>
#include <runtime/dispatch.hpp>

#include <doctest/doctest.h>

#include <sys/wait.h>

#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <span>
#include <string>
#include <string_view>
#include <vector>

using namespace bellcurve;

namespace {

constexpr isa every_isa[] = {isa::scalar, isa::sse2, isa::avx2, isa::avx512, isa::neon64};

struct probe_result {
  int exit_code;
  std::string line;
};

/// Runs isa_probe in a process of its own, since the environment is read once.
/// `value` goes to the shell in quotes: names only.
probe_result probe(const char* value) {
  std::string command = "unset BELLCURVE_ISA; ";
  if (value != nullptr) command += "BELLCURVE_ISA='" + std::string(value) + "' ";
  command += "exec '" BELLCURVE_ISA_PROBE "'";
  std::FILE* pipe = ::popen(command.c_str(), "r");
  REQUIRE(pipe != nullptr);
  std::string text;
  std::array<char, 256> buffer;
  while (std::fgets(buffer.data(), static_cast<int>(buffer.size()), pipe) != nullptr) {
    text += buffer.data();
  }
  const int status = ::pclose(pipe);
  REQUIRE(WIFEXITED(status));
  REQUIRE(std::count(text.begin(), text.end(), '\n') == 1);
  text.pop_back();
  return {WEXITSTATUS(status), text};
}

bool is_available(isa which) {
  const std::span<const isa> have = available_isas();
  return std::find(have.begin(), have.end(), which) != have.end();
}

std::string available_names() {
  std::string text;
  for (isa which : available_isas()) {
    if (!text.empty()) text += ", ";
    text += to_string(which);
  }
  return text;
}

/// Puts the instruction set back that the test's environment asked for.
struct isa_guard {
  isa before = active_isa();
  ~isa_guard() { set_isa(before); }
};

}  // namespace

TEST_CASE("isa: names go there and back") {
  std::vector<std::string_view> names;
  for (isa which : every_isa) {
    CHECK(parse_isa(to_string(which)) == which);
    names.push_back(to_string(which));
  }
  std::sort(names.begin(), names.end());
  CHECK(std::adjacent_find(names.begin(), names.end()) == names.end());
}

TEST_CASE("isa: another name is an error that lists the names") {
  for (const char* name : {"", "AVX2", "avx2 ", "avx", "avx1024"}) {
    CAPTURE(name);
    try {
      parse_isa(name);
      FAIL("no error");
    } catch (const error& e) {
      CHECK(e.code() == errc::bad_argument);
      for (isa which : every_isa) {
        CHECK(std::string_view(e.what()).find(to_string(which)) != std::string_view::npos);
      }
    }
  }
}

TEST_CASE("isa: the available are sorted, distinct and hold the reference") {
  const std::span<const isa> have = available_isas();
  REQUIRE(!have.empty());
  CHECK(have.front() == isa::scalar);
  CHECK(std::adjacent_find(have.begin(), have.end(), std::greater_equal<>()) == have.end());
}

TEST_CASE("isa: set_isa makes each available one active, with its own kernels") {
  const isa_guard guard;
  for (isa which : available_isas()) {
    set_isa(which);
    CHECK(active_isa() == which);
    CHECK(runtime::active_kernels().isa == which);
    CHECK(runtime::kernels_of(which).isa == which);
  }
}

TEST_CASE("isa: one that is not available is an error that changes nothing") {
  const isa_guard guard;
  const isa before = active_isa();
  for (isa which : every_isa) {
    if (is_available(which)) continue;
    CAPTURE(to_string(which));
    try {
      set_isa(which);
      FAIL("no error");
    } catch (const error& e) {
      CHECK(e.code() == errc::unavailable);
      CHECK(std::string(e.what()).find("available: " + available_names()) != std::string::npos);
    }
    CHECK(active_isa() == before);
  }
}

TEST_CASE("isa: without BELLCURVE_ISA, or with an empty one, the last available is used") {
  const std::string best(to_string(available_isas().back()));
  for (const char* value : {static_cast<const char*>(nullptr), ""}) {
    const probe_result got = probe(value);
    CHECK(got.exit_code == 0);
    CHECK(got.line == best);
  }
}

TEST_CASE("isa: BELLCURVE_ISA chooses among the available") {
  for (isa which : available_isas()) {
    const std::string name(to_string(which));
    const probe_result got = probe(name.c_str());
    CHECK(got.exit_code == 0);
    CHECK(got.line == name);
  }
}

TEST_CASE("isa: BELLCURVE_ISA that is unknown or not available is an error that lists the rest") {
  std::vector<std::string> wrong = {"avx1024", "AVX2", "avx2,sse2", " "};
  for (isa which : every_isa) {
    if (!is_available(which)) wrong.emplace_back(to_string(which));
  }
  for (const std::string& name : wrong) {
    const probe_result got = probe(name.c_str());
    CAPTURE(got.line);
    CHECK(got.exit_code == 1);
    CHECK(got.line.find("BELLCURVE_ISA") != std::string::npos);
    CHECK(got.line.find("got " + name) != std::string::npos);
    CHECK(got.line.find("available: " + available_names()) != std::string::npos);
  }
}
