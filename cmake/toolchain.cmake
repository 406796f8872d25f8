# Compiler and linker settings that every target of the house shares: warnings, sanitizers, speed of the build.

find_program(RF_CCACHE ccache)
if(RF_CCACHE)
  # Build folders and clones share what they compile: the names of their folders are not part of what is looked up.
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env CCACHE_NOHASHDIR=1
      CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} ${RF_CCACHE})
endif()

find_program(RF_MOLD mold)
if(RF_MOLD)
  add_link_options(-fuse-ld=mold)
endif()

# Sign conversions are left out: indices come from the standard library as size_t and the noise hides the rest.
add_library(rf_options INTERFACE)
target_compile_options(rf_options INTERFACE -Wall -Wextra -Wpedantic -Wconversion -Wno-sign-conversion)
if(RF_WERROR)
  target_compile_options(rf_options INTERFACE -Werror)
endif()
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC 12 reports these inside its own library when it inlines (GCC bugs 105329, 105580, 107138).
  target_compile_options(rf_options INTERFACE -Wno-restrict -Wno-maybe-uninitialized -Wno-array-bounds
                                              -Wno-stringop-overflow -Wno-stringop-overread)
  # GCC's idea of a shadow is enough: clang also minds parameters of friends that are named like a field.
  target_compile_options(rf_options INTERFACE -Wshadow)
  # Braces that leave out members mean their defaults: the house uses this on purpose in designated initialisers.
  target_compile_options(rf_options INTERFACE -Wno-missing-field-initializers)
else()
  # std::stable_sort of libstdc++ 12 uses what the library itself calls deprecated.
  target_compile_options(rf_options INTERFACE -Wno-missing-field-initializers
                                              -Wno-missing-designated-field-initializers -Wno-deprecated-declarations)
endif()

if(RF_SANITIZE)
  add_compile_options(-fsanitize=${RF_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${RF_SANITIZE})
  # The data of the checks are more than a hundred megabytes, most of them addresses. In a program at a fixed place they are
  # right as they lie in the file; else every start writes them all anew, which costs more than many a test.
  if(RF_SANITIZE MATCHES "address" AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    add_link_options(-no-pie)
  endif()
endif()
if(RF_FUZZ)
  if(NOT CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    message(FATAL_ERROR "RF_FUZZ needs clang: use the preset 'fuzz'")
  endif()
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
