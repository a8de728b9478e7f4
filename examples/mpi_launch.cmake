# bellcurve_mpiexec: the program that starts processes of the MPI in use, and
# bellcurve_mpi_environment: what lets tests start more of them than there are cores.

# Of several MPIs FindMPI takes the mpiexec that has the plain name.
set(bellcurve_mpi_kind other)
if(MPI_CXX_LIBRARIES MATCHES "libmpich")
  set(bellcurve_mpi_kind mpich)
elseif(MPI_CXX_LIBRARIES MATCHES "openmpi")
  set(bellcurve_mpi_kind openmpi)
endif()
find_program(BELLCURVE_MPIEXEC_${bellcurve_mpi_kind} NAMES mpiexec.${bellcurve_mpi_kind}
  DOC "Starts processes of MPI, in tests")
set(bellcurve_mpiexec ${MPIEXEC_EXECUTABLE})
if(BELLCURVE_MPIEXEC_${bellcurve_mpi_kind})
  set(bellcurve_mpiexec ${BELLCURVE_MPIEXEC_${bellcurve_mpi_kind}})
endif()

# The first six are for Open MPI, which then does as MPICH does.
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
  # Processes that wait for each other are not all at work.
  set_tests_properties(${name} PROPERTIES LABELS "mpi;${arg_LABELS}" PROCESSORS 2 TIMEOUT 300
    SKIP_RETURN_CODE 77 ENVIRONMENT "${bellcurve_mpi_environment}")
endfunction()

# bellcurve_mpi_test(<name> RANKS <n> COMMAND <command> ... [LABELS ...]): a test that runs the command
# by so many processes.
function(bellcurve_mpi_test name)
  cmake_parse_arguments(arg "" "RANKS" "COMMAND;LABELS" ${ARGN})
  add_test(NAME ${name}
    COMMAND ${bellcurve_mpiexec} ${MPIEXEC_NUMPROC_FLAG} ${arg_RANKS} ${arg_COMMAND})
  bellcurve_set_mpi_test(${name} LABELS ${arg_LABELS})
endfunction()
