// The project's SQL files, run on an engine, with errors that point into the file.
#pragma once

#include <memory>

#include "engine/engine.hpp"
#include "sql/sql_file.hpp"

namespace rox {

/// Runs the file's SELECT. Errors, also those while rows are read, have the place in the file.
std::unique_ptr<Result> query_file(Engine& engine, const SqlFile& file, const ParamValues& values);

}  // namespace rox
