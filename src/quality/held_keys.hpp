// Inferred keys that have held for long: perhaps somebody wants to say that they are keys.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <vector>

#include "model/model.hpp"

namespace rox {

/// In so many runs an inferred key has to hold before anybody is told.
inline constexpr std::size_t kLongHeld = 10;

/// Of a table.
struct HeldKey {
  std::string table;
  std::size_t runs = 0;  // the last ones, of those whose checks are kept

  bool operator==(const HeldKey&) const = default;
};

/// Those that held in at least kLongHeld runs, in the model's order. By the reports of checks alone: nothing is asked
/// of the warehouse, and a damaged report counts as none.
std::vector<HeldKey> held_keys(const Model& model, const std::filesystem::path& state_dir);

/// "the inferred keys of A, B held in the last 12 runs: …"; empty if there is none.
std::string held_keys_text(const std::vector<HeldKey>& keys);

}  // namespace rox
