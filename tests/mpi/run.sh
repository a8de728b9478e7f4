#!/bin/sh
# run.sh <mpiexec> <ranks> <program> [arguments]
# Starts so many ranks, however few processors there are: one thread each, and those that wait give
# way. Open MPI wants to be told that all of this, and root, is meant.
mpiexec=$1
ranks=$2
shift 2
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-1}" OMP_WAIT_POLICY=passive
if "$mpiexec" --version 2>&1 | grep -q -i "open mpi\|openrte"; then
  export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1
  export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_mpi_yield_when_idle=1
  export OMPI_MCA_hwloc_base_binding_policy=none OMPI_MCA_btl_base_warn_component_unused=0
fi
exec "$mpiexec" -n "$ranks" "$@"
