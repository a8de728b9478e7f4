#include "module.hpp"

#include <dlfcn.h>

namespace bellcurve::perf {

module_data load_module(const std::string& path, const char* name) {
  void* const module = ::dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  const void* const found = module == nullptr ? nullptr : ::dlsym(module, name);
  if (found == nullptr) return {.missing = ::dlerror()};
  return {.data = found};
}

}  // namespace bellcurve::perf
