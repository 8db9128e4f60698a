#include "run/infer_again.hpp"

#include <utility>

#include "base/temporary_folder.hpp"

namespace rox {

Inference infer_again(const Project& project, const Model* known, const std::vector<ExportFile>& exports,
                      const std::string& purpose,
                      std::function<void(std::string_view what, double share, std::uint64_t rows)> progress) {
  const TemporaryFolder scratch(purpose, project.scratch_dir());
  InferOptions options;
  options.threads = project.run.threads;
  options.known = known;
  options.memory_limit = project.run.memory_limit;
  options.temp_dir = scratch.path();
  options.progress = std::move(progress);
  return infer_model(exports, project.source.dialect, options);
}

}  // namespace rox
