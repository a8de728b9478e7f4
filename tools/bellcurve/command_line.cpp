#include "command_line.hpp"

#include "errors.hpp"

#include <bellcurve/info.hpp>

#include <algorithm>
#include <sstream>
#include <vector>

namespace bellcurve::command {

request parse_command_line(const program& what, std::span<const add_command> commands, int argc,
                           char** argv) {
  CLI::App app(what.about, what.name);
  app.set_version_flag("--version", std::string(what.name) + " " + version(),
                       "Print the version and exit");
  app.set_help_flag("-h,--help", "Print this help and exit");
  app.footer(what.footer);
  app.require_subcommand(1);
  std::vector<entry> entries;
  for (const add_command add : commands) entries.push_back(add(app));
  // CLI11 would only say that a subcommand is required.
  const auto is_asked_for = [&](const entry& e) { return e.app->get_name() == argv[1]; };
  if (argc > 1 && argv[1][0] != '-' && std::ranges::none_of(entries, is_asked_for)) {
    throw usage_error("unknown command '" + std::string(argv[1]) + "' (try --help)");
  }
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& asked) {  // --help, --version
    std::ostringstream answer, nothing;
    app.exit(asked, answer, nothing);
    return {{}, answer.str()};
  } catch (const CLI::ParseError& e) {
    throw usage_error(std::string(e.what()) + " (try --help)");
  }
  return {std::ranges::find_if(entries, [](const entry& e) { return e.app->parsed(); })->run, {}};
}

}  // namespace bellcurve::command
