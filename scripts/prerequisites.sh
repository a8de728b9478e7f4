#!/bin/sh
# prerequisites.sh <command>
#
# Makes sure that what <command> needs is on this machine. Looks at what is there
# rather than at package lists; says what is missing and the line that installs
# it, then runs that line where it can: Debian 12 and Ubuntu 24.04, as root or with
# sudo that asks nothing. Never prompts. Silent when nothing is missing.
#
#   INSTALL=0    only say what is missing, and fail if anything is
#   CMAKE_ARGS   as for make: a BLAS or an xsimd named there is not asked for
#   PYTHON       the interpreter that the Python package is for; default: /usr/bin/python3
set -eu
python=${PYTHON:-/usr/bin/python3}

# --- the one list: what each command of the Makefile needs ---------------------
needs_of() {
  build="compiler cmake blas xsimd"
  case $1 in
    build)    echo "$build" ;;
    install)  echo "$build cli11 json png" ;;
    run)      needs_of install ;;
    check-perf) echo "$build python3" ;;
    figures)  echo "$(needs_of perf) numpy scipy numexpr sklearn opencv" ;;
    perf)     echo "$build benchmark gnuplot sleef eigen" ;;
    test)     echo "$(needs_of install) doctest mpfr rapidcheck" ;;
    nightly)  echo "$(needs_of test) qemu valgrind efence" ;;
    python)   echo "$build pybind11 python numpy scipy sklearn pytest" ;;
    sanitize | fuzz) echo "$(needs_of test) clang" ;;
    docs)     echo "python3 doxygen" ;;
    pictures) echo "$(needs_of install) dot" ;;
    format)   echo "clang-format" ;;
    lint)     echo "$(needs_of test) benchmark clang clang-format clang-tidy cppcheck" ;;
    ci)       echo "$(needs_of lint) $(needs_of python) $(needs_of docs) mypy gnuplot gfortran ninja mpi scalapack" ;;
    *)        return 1 ;;
  esac
}

# Each need: its package on Debian and Ubuntu, and what it is for everybody else.
package_of() {
  case $1 in
    compiler)     echo "g++" ;;
    cmake)        echo "cmake" ;;
    blas)         echo "libopenblas-openmp-dev" ;;
    xsimd)        echo "libxsimd-dev" ;;
    cli11)        echo "libcli11-dev" ;;
    json)         echo "nlohmann-json3-dev" ;;
    png)          echo "libpng-dev" ;;
    doctest)      echo "doctest-dev" ;;
    mpfr)         echo "libmpfr-dev" ;;
    rapidcheck)   echo "librapidcheck-dev" ;;
    benchmark)    echo "libbenchmark-dev" ;;
    gnuplot)      echo "gnuplot-nox" ;;
    sleef)        echo "libsleef-dev" ;;
    python3)      echo "python3" ;;
    eigen)        echo "libeigen3-dev" ;;
    numpy)        echo "python3-numpy" ;;
    scipy)        echo "python3-scipy" ;;
    numexpr)      echo "python3-numexpr" ;;
    sklearn)      echo "python3-sklearn" ;;
    opencv)       echo "libopencv-imgproc-dev" ;;
    doxygen)      echo "doxygen" ;;
    ninja)        echo "ninja-build" ;;
    mpi)          echo "libmpich-dev mpich" ;;
    scalapack)    echo "libscalapack-mpich-dev" ;;
    dot)          echo "graphviz" ;;
    gfortran)     echo "gfortran" ;;
    pybind11)     echo "pybind11-dev" ;;
    python)       echo "python3-dev" ;;
    pytest)       echo "python3-pytest" ;;
    mypy)         echo "mypy" ;;
    clang)        echo "clang libomp-dev" ;;
    clang-format) echo "clang-format" ;;
    clang-tidy)   echo "clang-tidy" ;;
    cppcheck)     echo "cppcheck" ;;
    qemu)         echo "qemu-user" ;;
    valgrind)     echo "valgrind" ;;
    efence)       echo "electric-fence" ;;
  esac
}
description_of() {
  case $1 in
    compiler)     echo "a C++20 compiler with OpenMP (GCC 12 or Clang 14, or later)" ;;
    cmake)        echo "CMake 3.22 or later" ;;
    blas)         echo "OpenBLAS built for OpenMP, with cblas.h" ;;
    xsimd)        echo "xsimd 8.1 or later (headers)" ;;
    cli11)        echo "CLI11 (headers, CMake package)" ;;
    json)         echo "nlohmann-json (headers, CMake package)" ;;
    png)          echo "libpng (headers, library)" ;;
    doctest)      echo "doctest (headers, CMake package)" ;;
    mpfr)         echo "MPFR (headers, library)" ;;
    rapidcheck)   echo "RapidCheck (headers, library, CMake package)" ;;
    benchmark)    echo "Google Benchmark (library, CMake package)" ;;
    gnuplot)      echo "gnuplot" ;;
    sleef)        echo "SLEEF (headers, library)" ;;
    python3)      echo "Python 3.9 or later" ;;
    numexpr)      echo "numexpr for $python" ;;
    opencv)       echo "OpenCV's imgproc (headers, library)" ;;
    eigen)        echo "Eigen 3 (headers)" ;;
    doxygen)      echo "doxygen 1.9.4 or later" ;;
    ninja)        echo "Ninja" ;;
    mpi)          echo "an MPI, with its compiler and mpiexec (optional: tests of bellcurve::mpi)" ;;
    scalapack)    echo "ScaLAPACK for MPICH (an example)" ;;
    dot)          echo "Graphviz" ;;
    gfortran)     echo "gfortran (an example)" ;;
    pybind11)     echo "pybind11 2.10 or later (headers, CMake package)" ;;
    python)       echo "Python 3.9 or later as $python, with its headers" ;;
    numpy)        echo "NumPy for $python" ;;
    scipy)        echo "SciPy for $python (tests that compare with it)" ;;
    sklearn)      echo "scikit-learn for $python (tests that compare with it)" ;;
    pytest)       echo "pytest for $python" ;;
    mypy)         echo "mypy for $python (a test of the package's annotations)" ;;
    clang)        echo "Clang with its OpenMP runtime" ;;
    clang-format) echo "clang-format" ;;
    clang-tidy)   echo "clang-tidy" ;;
    cppcheck)     echo "cppcheck" ;;
    qemu)         echo "QEMU, user mode" ;;
    valgrind)     echo "valgrind" ;;
    efence)       echo "Electric Fence" ;;
  esac
}

# --- what is there --------------------------------------------------------------
# Value of -D<name>=<value> or -D<name>:<type>=<value> in CMAKE_ARGS.
cmake_arg() {
  for arg in ${CMAKE_ARGS:-}; do
    case $arg in
      "-D$1="* | "-D$1:"*=*) echo "${arg#*=}" ;;
    esac
  done
}

has_command() { command -v "$1" >/dev/null 2>&1; }

# The places that CMake searches.
prefixes() {
  echo "${CMAKE_PREFIX_PATH:-}" | tr ':;' '\n'
  cmake_arg CMAKE_PREFIX_PATH | tr ';' '\n'
  printf '%s\n' /usr/local /usr
}

has_header() { # one of these files below some include directory
  for header in "$@"; do
    for prefix in $(prefixes); do
      for dir in "$prefix/include" "$prefix"/include/*-linux-gnu; do
        if [ -e "$dir/$header" ]; then return 0; fi
      done
    done
  done
  return 1
}

has_library() { # one whose name begins so
  for prefix in $(prefixes); do
    for file in "$prefix"/lib/"$1"*.so "$prefix"/lib64/"$1"*.so "$prefix"/lib/*-linux-gnu/"$1"*.so; do
      if [ -e "$file" ]; then return 0; fi
    done
  done
  return 1
}

has_compiler() {
  compiler=$(cmake_arg CMAKE_CXX_COMPILER)
  compiler=${compiler:-${CXX:-}}
  for candidate in c++ g++ clang++; do # as CMake picks one
    if [ -z "$compiler" ] && has_command "$candidate"; then compiler=$candidate; fi
  done
  [ -n "$compiler" ] || return 1
  # shellcheck disable=SC2086 # CXX may hold options
  printf '#include <omp.h>\n#include <span>\nint f(auto x) requires(sizeof(x) > 1) { return x; }\n' |
    $compiler -std=c++20 -fopenmp -fsyntax-only -x c++ - >/dev/null 2>&1
}

has_cmake() {
  has_command cmake || return 1
  cmake --version | awk '
    NR == 1 { split($3, v, "."); exit !(v[1] > 3 || (v[1] == 3 && v[2] >= 22)) }'
}

has_blas() {
  case $(cmake_arg BELLCURVE_WITH_BLAS) in OFF | off | 0 | NO | no | FALSE | false) return 0 ;; esac
  if [ -n "$(cmake_arg BELLCURVE_BLAS_LIBRARY)" ]; then return 0; fi
  for prefix in $(prefixes); do
    for dir in "$prefix/lib" "$prefix/lib64" "$prefix"/lib/*-linux-gnu; do
      for library in "$dir"/openblas-openmp/libopenblas.so "$dir"/openblas/libopenblas.so \
        "$dir"/libopenblas.so; do
        # The pthread build calls no OpenMP.
        if [ -e "$library" ] && grep -qa omp_get_max_threads "$library"; then return 0; fi
      done
    done
  done
  return 1
}

has_xsimd() {
  [ -n "$(cmake_arg BELLCURVE_XSIMD_INCLUDE_DIR)" ] || has_header xsimd/xsimd.hpp
}

has_clang() {
  has_command clang++ &&
    echo '#include <omp.h>' | clang++ -fopenmp -fsyntax-only -x c++ - >/dev/null 2>&1
}

has_python() {
  "$python" -c 'import os, sys, sysconfig as s
sys.exit(sys.version_info < (3, 9) or not os.path.exists(os.path.join(s.get_path("include"), "Python.h")))' \
    >/dev/null 2>&1
}

has_module() { "$python" -c "import $1" >/dev/null 2>&1; }

is_there() {
  case $1 in
    compiler)  has_compiler ;;
    cmake)     has_cmake ;;
    blas)      has_blas ;;
    xsimd)     has_xsimd ;;
    cli11)     has_header CLI/CLI.hpp ;;
    json)      has_header nlohmann/json.hpp ;;
    png)       has_header png.h ;;
    doctest)   has_header doctest/doctest.h ;;
    mpfr)      has_header mpfr.h ;;
    rapidcheck) has_header rapidcheck.h ;;
    benchmark) has_header benchmark/benchmark.h ;;
    sleef)     has_header sleef.h ;;
    opencv)    has_header opencv4/opencv2/imgproc.hpp opencv2/imgproc.hpp ;;
    eigen)     has_header eigen3/Eigen/Core Eigen/Core ;;
    pybind11)  has_header pybind11/pybind11.h ;;
    python)    has_python ;;
    numpy | scipy | numexpr | sklearn | pytest | mypy) has_module "$1" ;;
    clang)     has_clang ;;
    mpi)       has_command mpicxx && has_command mpiexec ;;
    scalapack) has_library libscalapack ;;
    qemu)      has_command qemu-x86_64 ;;
    efence)    has_library libefence ;;
    *)         has_command "$1" ;;
  esac
}

missing_of() {
  for need in $1; do
    is_there "$need" || printf '%s ' "$need"
  done
}

# --- installing -----------------------------------------------------------------
say() { echo "prerequisites: $*" >&2; }

list() {
  for need in $1; do echo "  - $(description_of "$need")" >&2; done
}

# Where nothing can be installed: done, if all that is missing is what tests are skipped without.
give_up() {
  for need in $missing; do
    case $need in
      rapidcheck | qemu | valgrind | efence) ;;
      *)
        [ $# -eq 0 ] || say "$1"
        exit 1
        ;;
    esac
  done
  say "their tests are left out"
  exit 0
}

own_libraries="no root? Name your own: make ... CMAKE_ARGS='-DBELLCURVE_BLAS_LIBRARY=/path/libopenblas.so \
-DBELLCURVE_CBLAS_INCLUDE_DIR=/path/include -DBELLCURVE_XSIMD_INCLUDE_DIR=/path/include', \
or do without a BLAS: CMAKE_ARGS=-DBELLCURVE_WITH_BLAS=OFF; CMAKE_PREFIX_PATH is searched for the rest"

if [ $# -ne 1 ] || ! needs=$(needs_of "$1"); then
  say "usage: prerequisites.sh build|install|run|perf|check-perf|figures|test|nightly|python|sanitize|fuzz|docs|pictures|format|lint|ci, got '$*'"
  exit 2
fi
missing=$(missing_of "$needs")
[ -n "$missing" ] || exit 0

say "missing for '$1':"
list "$missing"

system=unknown
if [ -r /etc/os-release ]; then
  # shellcheck disable=SC1091 # a file of the system
  system=$(. /etc/os-release && echo "${ID:-unknown} ${VERSION_ID:-}")
fi
case $system in
  "debian 12" | "ubuntu 24.04") ;;
  *)
    say "cannot install on '$system': install the above by hand and try again"
    give_up "$own_libraries"
    ;;
esac

packages=
for need in $missing; do packages="$packages $(package_of "$need")"; done

as_root=
can_install=yes
if [ "$(id -u)" -ne 0 ]; then
  as_root="sudo "
  if ! has_command sudo || ! sudo -n true 2>/dev/null; then can_install=no; fi
fi
update="${as_root}env DEBIAN_FRONTEND=noninteractive apt-get update"
install="${as_root}env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends\
 -o DPkg::Lock::Timeout=300$packages"
known=yes
for package in $packages; do
  apt-cache show "$package" >/dev/null 2>&1 || known=no
done

say "install line:"
if [ "$known" = no ]; then echo "  $update" >&2; fi
echo "  $install" >&2
if [ "${INSTALL:-1}" = 0 ]; then
  say "INSTALL=0: nothing installed"
  give_up
fi
if [ "$can_install" = no ]; then
  say "neither root nor sudo without a password: nothing installed"
  give_up "$own_libraries"
fi

run() { $1 </dev/null >&2; }
if [ "$known" = no ]; then run "$update"; fi
if ! run "$install"; then
  # Package lists older than the archive name files that are gone.
  say "that failed; once more with fresh package lists:"
  run "$update"
  run "$install"
fi
# What a build tree looked for in vain, it looks for again.
rm -f build/*/.configured
still=$(missing_of "$needs")
if [ -n "$still" ]; then
  say "installed, and yet missing:"
  list "$still"
  exit 1
fi
