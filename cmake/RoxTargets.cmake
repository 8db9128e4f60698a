# One helper a kind of target. Tests carry their tier as a label (ctest -L unit, -L e2e), and every test
# has a time limit, so that a hang fails instead of waiting.

# Headers of the standard library that are worth having precompiled where clang compiles (src/CMakeLists.txt says why).
set(ROX_CLANG_HEADERS <array> <atomic> <chrono> <fstream> <mutex> <optional> <set> <span> <stop_token> <thread> <variant>)

# The program as tests start it. A build for another processor has a script that does it by what CMake runs its programs with.
set(ROX_STARTED $<TARGET_FILE:rox>)
if(CMAKE_CROSSCOMPILING_EMULATOR)
  set(ROX_STARTED ${CMAKE_BINARY_DIR}/rox-emulated)
  list(JOIN CMAKE_CROSSCOMPILING_EMULATOR " " emulator)
  file(GENERATE OUTPUT ${ROX_STARTED} CONTENT "#!/bin/sh\nexec ${emulator} $<TARGET_FILE:rox> \"$@\"\n"
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE TARGET rox)
endif()

# rox_add_unit_tests(NAME SOURCE...): one GoogleTest program; each test in it is an entry of ctest.
function(rox_add_unit_tests name)
  # Of the tests themselves only what reads whole exports once more takes longer to run than to compile: the rest isn't
  # optimised. What is tested is in librox and compiled as ever.
  set(hot ${ARGN})
  set(cold ${ARGN})
  list(FILTER hot INCLUDE REGEX "_support.cpp$|/tests/(source|sample)/")
  list(REMOVE_ITEM cold ${hot})
  add_library(${name}_hot OBJECT ${hot})
  add_executable(${name} ${cold} $<TARGET_OBJECTS:${name}_hot>)
  target_compile_options(${name}_hot PRIVATE -O1)
  target_compile_options(${name} PRIVATE -O0)
  rox_check_by_calls(${name})
  foreach(part ${name}_hot ${name})
    target_link_libraries(${part} PRIVATE librox GTest::gmock GTest::gtest_main LibArchive::LibArchive PkgConfig::cpp_httplib)
    target_include_directories(${part} PRIVATE ${CMAKE_CURRENT_SOURCE_DIR})
    target_precompile_headers(${part} PRIVATE <gmock/gmock.h> <gtest/gtest.h> <fmt/format.h>)
    if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
      target_precompile_headers(${part} PRIVATE ${ROX_CLANG_HEADERS} <base/file.hpp> <engine/engine.hpp> <model/model.hpp>
        <source/export_folder.hpp> <sql/dialect.hpp>)
    endif()
  endforeach()
  # For one file alone: what has a path in its command is compiled anew in each clone.
  set_source_files_properties(${CMAKE_CURRENT_SOURCE_DIR}/repository_support.cpp PROPERTIES
    COMPILE_DEFINITIONS "ROX_PROGRAM=\"${ROX_STARTED}\";ROX_REPOSITORY=\"${CMAKE_SOURCE_DIR}\"" SKIP_PRECOMPILE_HEADERS ON)
  add_dependencies(${name} rox)
  set(discovery DISCOVERY_MODE PRE_TEST DISCOVERY_TIMEOUT 60)
  set(properties TIMEOUT 120 ENVIRONMENT "TZ=UTC;LC_ALL=C.UTF-8")
  gtest_discover_tests(${name} ${discovery} TEST_FILTER "-cases_*" PROPERTIES LABELS unit ${properties})
  gtest_discover_tests(${name} ${discovery} TEST_FILTER "cases_*" PROPERTIES LABELS cases ${properties})
endfunction()

# rox_add_e2e_tests(SCRIPT...): each script drives the built program; exit code 77 means skipped. What the line `# labels: …`
# of a script says are labels of its test, and how it is run; docs/hacking.md has what each one means.
function(rox_add_e2e_tests)
  set(known sanitize nightly first heavy serial postgres aws spark browser)
  foreach(script IN LISTS ARGN)
    get_filename_component(test ${script} NAME_WE)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${script})
    file(STRINGS ${script} labels REGEX "^# labels:")
    string(REGEX REPLACE "# labels:|;" " " labels "${labels}")
    separate_arguments(labels UNIX_COMMAND "${labels}")
    foreach(label IN LISTS labels)
      if(NOT label IN_LIST known)
        message(FATAL_ERROR "${script}: there is no label '${label}'; the labels are: ${known}")
      endif()
    endforeach()
    add_test(NAME e2e.${test} COMMAND bash ${script})
    if("first" IN_LIST labels)
      set_tests_properties(e2e.${test} PROPERTIES COST 1000)  # more than the seconds that ctest learns of the others
    endif()
    if("heavy" IN_LIST labels)
      set_tests_properties(e2e.${test} PROPERTIES PROCESSORS 2)
    endif()
    if("serial" IN_LIST labels)
      set_tests_properties(e2e.${test} PROPERTIES RUN_SERIAL ON)
    endif()
    set_tests_properties(e2e.${test} PROPERTIES
      LABELS "e2e;${labels}" TIMEOUT 600 SKIP_RETURN_CODE 77
      ENVIRONMENT "ROX=${ROX_STARTED};REPO=${CMAKE_SOURCE_DIR};LSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/leaks.supp:print_suppressions=0;ASAN_OPTIONS=malloc_context_size=1")
  endforeach()
endfunction()

# rox_add_benchmark(NAME SOURCE...): a Google Benchmark program.
function(rox_add_benchmark name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE librox benchmark::benchmark_main)
  target_compile_definitions(${name} PRIVATE ROX_REPOSITORY="${CMAKE_SOURCE_DIR}")
endfunction()

# rox_add_fuzzer(NAME SOURCE...): a libFuzzer program; its seeds are tests/fuzz/corpus/NAME.
function(rox_add_fuzzer name)
  add_executable(${name} ${ARGN})
  target_link_libraries(${name} PRIVATE librox)
  target_link_options(${name} PRIVATE -fsanitize=fuzzer)
endfunction()
