// bellcurve info: what this build is and what it found on this machine.
#include "commands.hpp"
#include "json.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/isa.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace bellcurve::command {
namespace {

std::string isa_list(const char* separator, bool quoted) {
  std::string out;
  for (isa which : available_isas()) {
    if (!out.empty()) out += separator;
    out += quoted ? json_string(to_string(which)) : std::string(to_string(which));
  }
  return out;
}

void print_text() {
  const isa active = active_isa();  // may be an error, which is to come before any output
  const blas_info b = blas();
  std::cout << "version           " << version() << "\n"
            << "instruction sets  " << isa_list(" ", false) << "\n"
            << "active            " << to_string(active) << "\n";
  if (!b.built_in) {
    std::cout << "BLAS              none: built without\n";
  } else {
    std::cout << "BLAS              " << (b.config.empty() ? "does not say what it is" : b.config)
              << "\n"
              << "BLAS kernels for  " << (b.core.empty() ? "unknown" : b.core) << "\n"
              << "BLAS self-test    " << (b.usable ? "passed" : "FAILED, not used: " + b.problem)
              << "\n";
  }
  std::cout << "threads           " << default_threads() << "\n";
}

void print_json() {
  const isa active = active_isa();
  const blas_info b = blas();
  const auto boolean = [](bool value) { return value ? "true" : "false"; };
  std::cout << "{\n"
            << "  \"version\": " << json_string(version()) << ",\n"
            << "  \"isa\": {\"available\": [" << isa_list(", ", true)
            << "], \"active\": " << json_string(to_string(active)) << "},\n"
            << "  \"blas\": {\"built_in\": " << boolean(b.built_in)
            << ", \"usable\": " << boolean(b.usable) << ", \"config\": " << json_string(b.config)
            << ", \"core\": " << json_string(b.core) << ", \"problem\": " << json_string(b.problem)
            << "},\n"
            << "  \"threads\": " << default_threads() << "\n"
            << "}\n";
}

}  // namespace

entry add_info(CLI::App& app) {
  CLI::App* sub = app.add_subcommand(
      "info", "Print what was built and what it found: instruction sets, BLAS, threads");
  const auto json = std::make_shared<bool>(false);
  sub->add_flag("--json", *json, "As JSON");
  return {sub, [json] {
            if (*json) {
              print_json();
            } else {
              print_text();
            }
          }};
}

}  // namespace bellcurve::command
