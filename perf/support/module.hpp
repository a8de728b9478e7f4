// Peers that are loaded when they are needed.
#pragma once

#include <string>

namespace bellcurve::perf {

struct module_data {
  std::string missing = {};  ///< why there is none; empty if there is
  const void* data = nullptr;
};

/// What the module of that path calls by that name. It stays loaded. None of the symbols that come
/// with it stand in for those of this process.
module_data load_module(const std::string& path, const char* name);

}  // namespace bellcurve::perf
