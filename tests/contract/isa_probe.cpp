// Prints the instruction set that a fresh process uses, or the error it gets.
#include <bellcurve/error.hpp>
#include <bellcurve/isa.hpp>

#include <cstdio>
#include <string>

int main() {
  try {
    std::printf("%s\n", std::string(bellcurve::to_string(bellcurve::active_isa())).c_str());
  } catch (const bellcurve::error& e) {
    std::printf("%s\n", e.what());
    return e.code() == bellcurve::errc::unavailable ? 1 : 2;
  }
}
