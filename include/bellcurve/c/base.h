/** \file base.h
 * What every part of the C interface uses: status, last error, values that are not set. The
 * conventions are in <bellcurve/bellcurve.h>. */
#ifndef BELLCURVE_C_BASE_H
#define BELLCURVE_C_BASE_H

#include <bellcurve/export.h>

#include <float.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What became of a call. */
typedef enum bellcurve_status {
  BELLCURVE_OK = 0,
  BELLCURVE_BAD_ARGUMENT = 1,  /**< a parameter outside its domain */
  BELLCURVE_BAD_SHAPE = 2,     /**< extents that do not fit, NULL for elements, a size too large */
  BELLCURVE_BAD_STRIDE = 3,    /**< strides under which elements would overlap */
  BELLCURVE_BAD_ALIAS = 4,     /**< an output that overlaps an input */
  BELLCURVE_NON_FINITE = 5,    /**< NaN or infinity in the data although check_finite is set */
  BELLCURVE_UNAVAILABLE = 6,   /**< the build or the machine lacks what was asked for */
  BELLCURVE_CANCELLED = 7,     /**< the progress callback returned 0; outputs are partly written */
  BELLCURVE_OUT_OF_MEMORY = 8, /**< before anything was written */
  BELLCURVE_INTERNAL = 9       /**< a mistake in the library, or a callback that threw */
} bellcurve_status;

/** The message of the last call of this thread that failed, one line; empty if none did. Valid
 * until the next one fails, or the thread ends. Never NULL. */
BELLCURVE_API const char* bellcurve_last_error(void);

/** "BELLCURVE_BAD_SHAPE"; NULL for what is no status. Valid for ever. */
BELLCURVE_API const char* bellcurve_status_name(int status);

/** A number or an index that is not set. */
#define BELLCURVE_UNSET (-DBL_MAX)
#define BELLCURVE_UNSET_INDEX PTRDIFF_MIN

/** The most axes of an array. */
#define BELLCURVE_MAX_AXES 8

/** Called with the fraction done, from the calling thread, now and then, with the context that
 * stands beside it in the options. Returning 0 cancels: BELLCURVE_CANCELLED. NULL: none. */
typedef int (*bellcurve_progress)(double fraction, void* context);

#ifdef __cplusplus
}
#endif
#endif
