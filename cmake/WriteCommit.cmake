# Writes OUT: the commit that is built, with a + if something differs from it; empty where there is no git. A script, run at
# each build (cmake -D SOURCE=… -D OUT=… -P WriteCommit.cmake); the file changes only if the commit does.
cmake_minimum_required(VERSION 3.25)
execute_process(COMMAND git -C ${SOURCE} describe --always --exclude=* --abbrev=12 --dirty=+
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
if(failed)
  set(commit "")
endif()
file(CONFIGURE OUTPUT ${OUT} CONTENT "#pragma once\n\nnamespace rox {\n\ninline constexpr const char* kCommit = \"@commit@\";\n\n}  // namespace rox\n" @ONLY)
