// bellcurve info: what this build is and what it found on this machine.
#include "commands.hpp"

#include <bellcurve/info.hpp>
#include <bellcurve/isa.hpp>

#include <nlohmann/json.hpp>

#include <iostream>
#include <memory>
#include <string>

namespace bellcurve::command {
namespace {

std::string isa_list() {
  std::string out;
  for (isa which : available_isas())
    out += (out.empty() ? "" : " ") + std::string(to_string(which));
  return out;
}

void print_text() {
  const isa active = active_isa();  // may be an error, which is to come before any output
  const blas_info b = blas();
  std::cout << "version           " << version() << "\n"
            << "instruction sets  " << isa_list() << "\n"
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
  nlohmann::ordered_json available = nlohmann::ordered_json::array();
  for (isa which : available_isas()) available.push_back(to_string(which));
  const nlohmann::ordered_json all = {
      {"version", version()},
      {"isa", {{"available", available}, {"active", to_string(active)}}},
      {"blas",
       {{"built_in", b.built_in},
        {"usable", b.usable},
        {"config", b.config},
        {"core", b.core},
        {"problem", b.problem}}},
      {"threads", default_threads()}};
  // Whatever bytes a BLAS calls itself by: ASCII, and what is no UTF-8 replaced.
  std::cout << all.dump(2, ' ', true, nlohmann::ordered_json::error_handler_t::replace) << "\n";
}

}  // namespace

entry add_info(CLI::App& app) {
  CLI::App* sub =
      app.add_subcommand("info", "Print what was built and found: instruction sets, BLAS, threads");
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
