// A model that takes over what new exports prove, while nobody looks ([source] drift = "evolve"): it only ever grows.
#pragma once

#include <optional>

#include "discovery/merge.hpp"

namespace rox {

/// What becomes of types that a person wrote.
enum class ChosenTypes { grow, stay };

struct Evolution {
  Model model;
  Model inferred;  // to be remembered as what was inferred last (inferred.hpp)
};

/// `theirs` with the tables and columns that `proven` (some of its tables, read again) has and nobody took out, with
/// types wide enough for the new values, and nullable where values or whole columns are missing. Nothing is taken out,
/// narrowed or renamed; keys and relations stay.
///
/// A type is only widened within its family (more digits, longer text, a time beside the date) and only if the exports
/// prove more than they did for `base`. A number doesn't become text because somebody typed a word into it: such values
/// become rejects, and it is for a person to decide. So are rows that lack what a person requires (not null in
/// model.toml, nullable as inferred), and values that don't fit a type that a person wrote, where those stay.
Evolution evolve_model(const std::optional<Model>& base, const Model& theirs, const Proven& proven,
                       ChosenTypes chosen = ChosenTypes::grow);

}  // namespace rox
