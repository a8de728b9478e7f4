/** \file info.h
 * What this library is and what it found on this machine; see <bellcurve/info.hpp>. */
#ifndef BELLCURVE_C_INFO_H
#define BELLCURVE_C_INFO_H

#include <bellcurve/c/base.h>

#ifdef __cplusplus
extern "C" {
#endif

/** The version of this header. */
#define BELLCURVE_VERSION_MAJOR 0
#define BELLCURVE_VERSION_MINOR 1
#define BELLCURVE_VERSION_PATCH 0

/** "major.minor.patch" of the library that is linked. Valid for ever. */
BELLCURVE_API const char* bellcurve_version(void);

/** What is known of the BLAS; texts are never NULL and valid for the life of the process. */
typedef struct bellcurve_blas_info {
  int built_in;        /**< the library was built with a BLAS */
  int usable;          /**< gemm returned right numbers and stayed in its thread */
  const char* config;  /**< the BLAS's own description; empty if it has none */
  const char* core;    /**< the CPU family of its kernels; empty if it does not say */
  const char* problem; /**< why it is not usable; empty if it is */
} bellcurve_blas_info;

/** Runs the self-test of the BLAS if it has not run yet (under a millisecond). */
BELLCURVE_API bellcurve_status bellcurve_blas(bellcurve_blas_info* info);

/**
 * Threads that a call with `threads = 0` would use now, from this thread. 1 inside a parallel
 * region of the caller's, and in a process that was forked off one with threads.
 */
BELLCURVE_API int bellcurve_default_threads(void);

#ifdef __cplusplus
}
#endif
#endif
