#include "load/count.hpp"

#include "base/parallel.hpp"
#include "source/copies.hpp"
#include "source/scan.hpp"

namespace rox {
namespace {

constexpr std::size_t kBatch = std::size_t{1} << 16;

std::uint64_t count(const TableExports& exports, const Dialect& dialect, unsigned threads) {
  IgnoredRejects rejects;  // what is counted is what a run reads
  TableScan scan(*exports.table, exports.files, dialect, {}, rejects);
  for_each_index(threads, threads, [&](std::size_t) {
    const auto worker = scan.worker();
    while (worker->next({}, kBatch) > 0) continue;
  });
  std::uint64_t records = 0;
  for (const FileCounts& counts : scan.finish()) records += counts.records;
  return records;
}

}  // namespace

std::vector<std::optional<std::uint64_t>> count_records(const Project& project, const Model& model) {
  std::vector<std::optional<std::uint64_t>> records(model.tables.size());
  const auto files = find_exports(project.source.path, project.source.ignore, project.source.listing, &model);
  std::vector<ExportFile> unknown;
  const auto matched = match_exports(model, files, project.source.path, &unknown);
  const unsigned threads = thread_count(project.run);
  for (std::size_t i = 0; i < matched.size(); ++i) records[i] = count(matched[i], project.source.dialect, threads);
  return records;
}

}  // namespace rox
