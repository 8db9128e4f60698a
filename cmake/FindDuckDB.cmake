# Finds DuckDB's C library and header; defines the target DuckDB::DuckDB.
#
# Looks in DUCKDB_ROOT (a system copy or an unpacked release: include/, lib/ or both flat), then in
# build/deps/duckdb, where scripts/setup puts the pinned copy, then where the system keeps libraries.
find_path(DuckDB_INCLUDE_DIR duckdb.h
  HINTS ${DUCKDB_ROOT} $ENV{DUCKDB_ROOT} ${CMAKE_SOURCE_DIR}/build/deps/duckdb
  PATH_SUFFIXES include)
find_library(DuckDB_LIBRARY duckdb
  HINTS ${DUCKDB_ROOT} $ENV{DUCKDB_ROOT} ${CMAKE_SOURCE_DIR}/build/deps/duckdb
  PATH_SUFFIXES lib)

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(DuckDB
  REQUIRED_VARS DuckDB_LIBRARY DuckDB_INCLUDE_DIR
  REASON_FAILURE_MESSAGE "run scripts/setup, or set DUCKDB_ROOT to a DuckDB 1.5 or 2 with its C header")

if(DuckDB_FOUND AND NOT TARGET DuckDB::DuckDB)
  add_library(DuckDB::DuckDB SHARED IMPORTED)
  set_target_properties(DuckDB::DuckDB PROPERTIES
    IMPORTED_LOCATION ${DuckDB_LIBRARY}
    IMPORTED_NO_SONAME TRUE
    INTERFACE_INCLUDE_DIRECTORIES ${DuckDB_INCLUDE_DIR})
endif()
mark_as_advanced(DuckDB_INCLUDE_DIR DuckDB_LIBRARY)
