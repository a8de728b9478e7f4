/** \file isa.h
 * Which instruction set is in use; see <bellcurve/isa.hpp>. */
#ifndef BELLCURVE_C_ISA_H
#define BELLCURVE_C_ISA_H

#include <bellcurve/c/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The instruction sets that the library may be compiled for. */
enum {
  BELLCURVE_ISA_SCALAR = 0,
  BELLCURVE_ISA_SSE2 = 1,
  BELLCURVE_ISA_AVX2 = 2,
  BELLCURVE_ISA_AVX512 = 3,
  BELLCURVE_ISA_NEON64 = 4
};

/** Those that this build holds and this machine can run, slowest first: sets *count to how many
 * there are, at least 1, and writes the first `capacity` of them to `isas`.
 * \param isas NULL if capacity is 0. */
BELLCURVE_API bellcurve_status bellcurve_available_isas(ptrdiff_t capacity, int* isas,
                                                        ptrdiff_t* count);

/** Sets *which to the one in use: the last of those available, unless the environment variable
 * BELLCURVE_ISA or bellcurve_set_isa() chose another. BELLCURVE_UNAVAILABLE if the variable names
 * none that is available. */
BELLCURVE_API bellcurve_status bellcurve_active_isa(int* which);

/** Chooses the one of all later calls, in every thread. */
BELLCURVE_API bellcurve_status bellcurve_set_isa(int which);

/** "avx2"; NULL for what is none. Valid for ever. */
BELLCURVE_API const char* bellcurve_isa_name(int which);
BELLCURVE_API bellcurve_status bellcurve_isa_parse(const char* name, int* which);

#ifdef __cplusplus
}
#endif
#endif
