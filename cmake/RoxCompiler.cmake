# What every target is compiled with.
set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

# A clone elsewhere finds in the cache what this one compiled, so all paths are relative to the folder of the build. ccache
# takes a precompiled header for what it was made from.
find_program(CCACHE ccache)
if(CCACHE)
  set(cache_settings CCACHE_BASEDIR=${PROJECT_SOURCE_DIR} CCACHE_NOHASHDIR=true
    CCACHE_SLOPPINESS=pch_defines,time_macros,include_file_mtime,include_file_ctime)
  set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env ${cache_settings} ${CCACHE})
  if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    file(RELATIVE_PATH root_from_build ${PROJECT_BINARY_DIR} ${PROJECT_SOURCE_DIR})
    set(CMAKE_CXX_COMPILER_LAUNCHER ${CMAKE_COMMAND} -E env ${cache_settings} CCACHE_PCH_EXTSUM=true
      bash ${PROJECT_SOURCE_DIR}/cmake/clang_for_clones.sh ${PROJECT_SOURCE_DIR} ${root_from_build} ${CCACHE})
  endif()
endif()

add_library(rox_options INTERFACE)
target_compile_options(rox_options INTERFACE -Wall -Wextra -Wpedantic $<$<BOOL:${ROX_WERROR}>:-Werror>)
# g++ 12 suspects std::string's own code of overflows (GCC bugs 105329, 105651), the more so behind a precompiled header.
# The sanitizers look for the real ones.
target_compile_options(rox_options INTERFACE
  $<$<CXX_COMPILER_ID:GNU>:-Wno-array-bounds;-Wno-restrict;-Wno-stringop-overflow;-Wno-stringop-overread>)
if(CCACHE)
  target_compile_options(rox_options INTERFACE $<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()
if(ROX_SANITIZE)
  target_compile_options(rox_options INTERFACE -fsanitize=${ROX_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(rox_options INTERFACE -fsanitize=${ROX_SANITIZE})
  # Half of what a sanitizer costs the compiler is checks of each pointer that ASan's own would find when it is used, and
  # checks written out in line. src/CMakeLists.txt has both again for the code that works on raw memory.
  set(ROX_POINTER_CHECKS null,alignment,vptr,object-size,function)
  target_compile_options(rox_options INTERFACE $<$<CXX_COMPILER_ID:Clang>:-fno-sanitize=${ROX_POINTER_CHECKS}>)
endif()
# rox_check_by_calls(TARGET): ASan calls its checks there instead of writing them out: the same ones, slower to run, faster
# to compile.
function(rox_check_by_calls target)
  if(ROX_SANITIZE AND CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
    target_compile_options(${target} PRIVATE "SHELL:-mllvm -asan-instrumentation-with-call-threshold=0")
  endif()
endfunction()

# rox_harden(TARGET): what a mistake with memory would run into in the program that users run: checked copies into buffers of
# known size, canaries in stack frames, stacks that can't jump over their guard page, indexes of the standard library's
# containers checked, indirect jumps that land only where they may. bench/README.md has what that costs. Sanitizers see more.
# All is position-independent, with the tables that calls go through read-only before main.
function(rox_harden target)
  if(ROX_SANITIZE OR CMAKE_BUILD_TYPE STREQUAL "Debug")
    return()
  endif()
  target_compile_options(${target} PRIVATE -fPIE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3 -fstack-protector-strong
    -fstack-clash-protection $<$<STREQUAL:${CMAKE_SYSTEM_PROCESSOR},x86_64>:-fcf-protection>)
  target_compile_definitions(${target} PRIVATE _GLIBCXX_ASSERTIONS)
  target_link_options(${target} PRIVATE -pie -Wl,-z,relro,-z,now,-z,noexecstack)
endfunction()
