// What guards ask tables and marts, on any engine: one SELECT for all that is asked of one.
#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "engine/engine.hpp"
#include "guard/guard.hpp"

namespace rox {

struct Measured {
  std::optional<double> level{};                                // rows, a share of them, a sum
  std::optional<std::chrono::system_clock::time_point> time{};  // the newest
};

/// Those of the guards that are about rows, by name. Throws what the engine throws: usage_error for a column that a
/// mart doesn't have.
std::map<std::string, Measured> measure(Engine& engine, const std::vector<Guard>& guards);

}  // namespace rox
