#include "plain_peer.hpp"

#include "perf/support/join.hpp"
#include "perf/support/module.hpp"

#include <map>

namespace bellcurve::perf {

const plain_peer& plain(isa which) {
  static std::map<isa, plain_peer> known;
  const auto found = known.find(which);
  if (found != known.end()) return found->second;
  const module_data loaded = load_module(join({BELLCURVE_PLAIN_PEERS, to_string(which), ".so"}),
                                         "bellcurve_plain_functions");
  return known[which] = {.missing = loaded.missing,
                         .functions = static_cast<const plain_functions*>(loaded.data)};
}

}  // namespace bellcurve::perf
