# bellcurve_mpiexec: what starts processes of the MPI in use, and bellcurve_mpi_environment: what lets
# tests start more of them than there are cores.
if(NOT BELLCURVE_MPIEXEC)
  # Where several are installed, mpicxx.mpich goes with mpiexec.mpich.
  get_filename_component(bellcurve_mpi_suffix "${MPI_CXX_COMPILER}" EXT)
  find_program(BELLCURVE_MPIEXEC mpiexec${bellcurve_mpi_suffix} DOC "Starts the tests of MPI")
endif()
set(bellcurve_mpiexec ${BELLCURVE_MPIEXEC} ${MPIEXEC_NUMPROC_FLAG})

# All but the last two are for Open MPI, which then does as MPICH does.
set(bellcurve_mpi_environment
  OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_mpi_yield_when_idle=1
  OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_btl_base_warn_component_unused=0
  OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive)
if(TARGET bellcurve_patient_mpi)
  list(APPEND bellcurve_mpi_environment LD_PRELOAD=$<TARGET_FILE:bellcurve_patient_mpi>)
endif()

# bellcurve_set_mpi_test(<name> [LABELS ...]): a test that starts processes.
function(bellcurve_set_mpi_test name)
  cmake_parse_arguments(arg "" "" "LABELS" ${ARGN})
  set_tests_properties(${name} PROPERTIES LABELS "mpi;${arg_LABELS}" PROCESSORS 2 TIMEOUT 120
    SKIP_RETURN_CODE 77 ENVIRONMENT "${bellcurve_mpi_environment}")
endfunction()
