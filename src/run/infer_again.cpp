#include "run/infer_again.hpp"

#include <utility>

#include "base/temporary_folder.hpp"
#include "discovery/series.hpp"

namespace rox {

namespace {

/// Of tables whose `files` nobody has said, and of files of no table. Returns what is to be said of it.
std::vector<std::string> leave_out_dumps(const Project& project, const Model* known, std::vector<ExportFile>& exports,
                                         InferOptions& options) {
  std::vector<SourceFile> sources;
  for (const ExportFile& file : exports) {
    const auto owner = known != nullptr ? owner_of(*known, file.name) : std::nullopt;
    if (owner && known->tables[*owner].files) continue;
    const Dialect& folder = project.source.dialect;
    Dialect dialect = owner ? known->tables[*owner].dialect.over(folder) : folder;
    if (!dialect.from_name.empty()) continue;  // each row says which file it is from
    sources.push_back({file, std::move(dialect)});
  }
  const std::vector<Series> series = find_series(sources);
  std::vector<LeftOut> left_out;
  leave_out_older_dumps(series, exports, left_out);
  options.dumps = dumps_of(series);
  std::vector<std::string> said;
  for (const Series& one : series) said.push_back(one.text());
  return said;
}

}  // namespace

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
  std::vector<ExportFile> read = exports;
  std::vector<std::string> said;
  if (!project.source.listing.files) said = leave_out_dumps(project, known, read, options);
  Inference inference = infer_model(read, project.source.dialect, options);
  inference.warnings.insert(inference.warnings.end(), said.begin(), said.end());
  return inference;
}

}  // namespace rox
