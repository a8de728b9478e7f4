# bellcurve_patient_mpi: what examples/mpi_launch.cmake preloads.
add_library(bellcurve_patient_mpi MODULE ${CMAKE_CURRENT_LIST_DIR}/patient_mpi.cpp)
target_compile_features(bellcurve_patient_mpi PRIVATE cxx_std_20)
target_link_libraries(bellcurve_patient_mpi PRIVATE ${CMAKE_DL_LIBS})
