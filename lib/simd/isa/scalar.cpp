// One value at a time, compiled for the baseline: the reference.
#define BELLCURVE_ISA scalar
#define BELLCURVE_SCALAR
#include "../table.hpp"
