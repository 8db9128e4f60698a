// The project's tables and marts, as Spark reads them: from what is staged, or from the exports themselves.
#pragma once

#include <memory>

#include "engine/engine.hpp"
#include "ledger/recorder.hpp"
#include "project/project.hpp"

namespace rox {

enum class SparkSource {
  staged,   // the Parquet files of staged/, brought up to date first
  exports,  // by Spark's own CSV reader (run/spark_exports.hpp)
};

/// Starts Spark as rox.toml says (or on local[*]) with a view for each table, and for each mart that a query names.
/// Throws what staging the exports throws.
std::unique_ptr<Engine> open_spark(const Project& project, const Target& target, SparkSource source,
                                   RunObserver& observer);

}  // namespace rox
