#include "floors.hpp"

#include <istream>
#include <sstream>
#include <stdexcept>

namespace bellcurve::perf {

std::map<std::string, double> read_floors(std::istream& in, const std::string& isa) {
  std::map<std::string, double> floors;
  int number = 0;
  for (std::string line; std::getline(in, line);) {
    ++number;
    std::istringstream words(line.substr(0, line.find('#')));
    std::string of, name, rest;
    double ratio = 0;
    if (!(words >> of)) continue;
    if (!(words >> name >> ratio) || !(ratio > 0) || words >> rest) {
      throw std::runtime_error("floors, line " + std::to_string(number) +
                               ": expected ISA CASE RATIO, got '" + line + "'");
    }
    if (of == isa) floors[name] = ratio;
  }
  return floors;
}

}  // namespace bellcurve::perf
