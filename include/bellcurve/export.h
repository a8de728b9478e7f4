/* What a shared library of bellcurve exports: all that stands in its headers and nothing else.
   BELLCURVE_STATIC is defined for users of a static one, by the CMake package and by pkg-config;
   without it everything works as well, and what is linked may export bellcurve's functions. */
#ifndef BELLCURVE_EXPORT_H
#define BELLCURVE_EXPORT_H

#ifdef BELLCURVE_STATIC
#define BELLCURVE_API
#elif defined(__cplusplus)
#define BELLCURVE_API [[gnu::visibility("default")]]
#else
#define BELLCURVE_API __attribute__((visibility("default")))
#endif

#endif
