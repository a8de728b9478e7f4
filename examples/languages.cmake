# Examples of other languages are built where there is a compiler for them.
include(CheckLanguage)
foreach(language C Fortran)
  check_language(${language})
  if(CMAKE_${language}_COMPILER)
    enable_language(${language})
  endif()
endforeach()
