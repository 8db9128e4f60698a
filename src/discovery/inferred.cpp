#include "discovery/inferred.hpp"

#include <fmt/format.h>

#include "base/error.hpp"
#include "base/file.hpp"
#include "model/model_file.hpp"

namespace rox {

namespace {

std::filesystem::path inferred_file(const std::filesystem::path& state_dir) { return state_dir / "inferred.toml"; }

}  // namespace

Proven proven_by(const Inference& inference) {
  Proven proven{inference.model, {}, inference.dialect.header};
  for (std::size_t i = 0; i < inference.stories.size(); ++i) {
    proven.model.tables[i].rows = inference.stories[i].rows;
    proven.files.push_back(inference.stories[i].files);
  }
  return proven;
}

Remembered read_inferred(const std::filesystem::path& state_dir) {
  const std::filesystem::path file = inferred_file(state_dir);
  if (!file_identity(file)) return {};
  try {
    return {read_model(file), {}};
  } catch (const Error& error) {
    // A file that is there and can't be read isn't forgotten: all that was inferred would pass for edits.
    if (error.kind() == ErrorKind::outside) throw;
    return {std::nullopt,
            fmt::format("{}; it is set aside, so all that model.toml says counts as edited", placed_text(error))};
  }
}

bool is_as_inferred(const std::filesystem::path& state_dir, const std::filesystem::path& model_file) {
  const std::filesystem::path file = inferred_file(state_dir);
  return file_identity(file) && read_file(file) == read_file(model_file);
}

void write_inferred(const std::filesystem::path& state_dir, const Model& model) {
  if (read_inferred(state_dir).model == model) return;
  make_directories(state_dir);
  write_file(inferred_file(state_dir), model_text(model));
}

}  // namespace rox
