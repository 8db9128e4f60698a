// Which engine verbs that only read ask: the target's, or Spark.
#pragma once

#include <memory>
#include <string>

#include "cli/verbs.hpp"
#include "engine/engine.hpp"

namespace rox {

/// The options --engine and --from.
struct AskedEngine {
  std::string name;  // empty: the target's
  std::string from;  // Spark's: "staged" (also if it is empty) or "exports"

  void add_to(Options& verb);
};

/// Opens it for reading. Spark, which takes a while, is announced.
std::unique_ptr<Engine> open_asked_engine(const Project& project, const GlobalOptions& globals,
                                          const AskedEngine& asked);

}  // namespace rox
