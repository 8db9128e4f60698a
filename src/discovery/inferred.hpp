// What was inferred last: kept in .rox/inferred.toml beside a model.toml that people edit, so that the next inference
// can tell their edits from what it said itself (merge.hpp). Losing it costs that: then all that model.toml says counts
// as an edit.
#pragma once

#include <filesystem>
#include <optional>

#include "discovery/infer.hpp"
#include "discovery/merge.hpp"
#include "model/model.hpp"

namespace rox {

/// What an inference proves.
Proven proven_by(const Inference& inference);

struct Remembered {
  std::optional<Model> model;  // empty if nothing is remembered, or it can't be read
  std::string warning;         // why it can't be
};

Remembered read_inferred(const std::filesystem::path& state_dir);

/// Whether a model's file is to the letter what was inferred last, so that nobody has edited it.
bool is_as_inferred(const std::filesystem::path& state_dir, const std::filesystem::path& model_file);

/// Writes only what isn't remembered already.
void write_inferred(const std::filesystem::path& state_dir, const Model& model);

}  // namespace rox
