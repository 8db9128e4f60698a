#include "build/staging.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <numeric>
#include <system_error>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/file_name.hpp"
#include "base/parallel.hpp"
#include "base/text.hpp"
#include "build/staged_table.hpp"
#include "ledger/accounts.hpp"
#include "load/relations.hpp"
#include "source/record_stream.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

/// Of the tables that aren't read this time.
std::uint64_t kept_rejects(const Model& model, const Plan& plan, const Manifest& before) {
  std::set<std::string> read;
  for (const Step& step : plan.steps) {
    if (step.kind == StepKind::stage && step.due) read.merge(with_enforced_parents(model, step.subject));
  }
  std::uint64_t kept = 0;
  for (const StagedTable& table : before.tables) {
    if (!read.contains(table.table) && model.find_table(table.table) != nullptr) kept += table.rows_rejected;
  }
  return kept;
}

std::uint64_t total_bytes(const std::vector<StagedFile>& files) {
  return std::accumulate(files.begin(), files.end(), std::uint64_t{0},
                         [](std::uint64_t bytes, const StagedFile& file) { return bytes + file.bytes; });
}

}  // namespace

std::map<std::string, LoadedTable> loaded_before(const Manifest& manifest) {
  std::map<std::string, LoadedTable> tables;
  for (const StagedTable& table : manifest.tables) {
    const Counts counts{table.rows_read, table.rows_staged, table.rows_rejected, 0};
    tables[table.table] = {table.table, table.fingerprint, table.run, counts};
  }
  return tables;
}

StagingBuild::StagingBuild(const Project& project, const Model& model, const Plan& plan, const HashCache& hashes,
                           const Manifest& before, const fs::path& folder, const std::string& run)
    : project_(project),
      model_(model),
      plan_(plan),
      hashes_(hashes),
      run_(run),
      manifest_(before),
      batch_(folder, run),
      before_(loaded_before(before)),
      loads_(project, model, plan.inputs, run, kept_rejects(model, plan, before)),
      scratch_("staging", project.scratch_dir()) {
  DuckDbOptions options;
  options.threads = project.run.threads;
  options.memory_limit = project.run.memory_limit;
  options.temp_dir = scratch_.path();
  options.preserve_insertion_order = false;
  options.folders = {folder};
  database_.emplace(scratch_.path() / "staging.duckdb", options);
  connection_.emplace(database_->connect());
  loads_.work_on(*connection_);
  loads_.compare_with(before_, [&before](const std::string& name) {
    std::vector<LoadedFile> files;
    const StagedTable* table = before.find_table(name);
    if (table == nullptr) return files;
    for (const StagedExport& file : table->exports) files.push_back({file.file, std::nullopt});
    return files;
  });
  loads_.stream(streamable_tables(), [this](const Table& table, const std::shared_ptr<TableScan>& scan) {
    return write_streamed(table, scan);
  });
  // Never committed: a scratch file needs no write-ahead log.
  connection_->execute("BEGIN");
  create_accounts(*connection_);
}

void StagingBuild::run(const Step& step, StepResult& result) {
  if (step.kind == StepKind::stage) stage(step, result);
  if (step.kind == StepKind::publish) publish(result);
}

void StagingBuild::stage(const Step& step, StepResult& result) {
  const std::set<std::string> family = with_enforced_parents(model_, step.subject);
  for (const std::string& name : family) {
    if (!loads_.done().contains(name)) loads_.load(name);
  }
  loads_.enforce(family);
  const LoadCounts& load = loads_.done().at(step.subject);
  const Table& table = *model_.find_table(step.subject);

  StagedTable staged = staged_table(table, load, plan_.inputs.exports_of(table.name), hashes_);
  staged.fingerprint = step.fingerprint;
  staged.run = run_;
  staged.files = write_parts(table);
  account_for_rows(staged);
  result.counts.rows_in = staged.rows_read;
  result.counts.rows_out = staged.rows_staged;
  result.counts.rejects = staged.rows_rejected;
  result.counts.bytes = total_bytes(staged.files);

  auto& tables = manifest_.tables;
  std::erase_if(tables, [&](const StagedTable& known) { return equals_ignore_case(known.table, table.name); });
  tables.push_back(std::move(staged));
}

std::vector<StagedFile> StagingBuild::write_parts(const Table& table) {
  // Where the order of the rows wasn't their key's, they were loaded after all.
  const bool streamed = loads_.done().at(table.name).key_holds && streamed_.contains(table.name);
  const auto parts = streamed ? streamed_.at(table.name)
                              : write_staged_parquet(*connection_, table, file_named(batch_.aside(), table.name));
  std::vector<StagedFile> files;
  for (const WrittenPart& part : parts) {
    files.push_back(batch_.add(table.name, files.size() + 1, part.path, part.rows));
  }
  return files;
}

/// Those whose rows can be told to stay by themselves, by a key; and whose blocks can be put in order.
std::set<std::string> StagingBuild::streamable_tables() const {
  std::set<std::string> decided_by_others;
  for (const Table& table : model_.tables) {
    const std::set<std::string> family = with_enforced_parents(model_, table.name);
    if (family.size() > 1) decided_by_others.insert(family.begin(), family.end());
  }
  std::set<std::string> streamable;
  for (const Table& table : model_.tables) {
    if (table.primary_key.empty() || decided_by_others.contains(table.name)) continue;
    const std::vector<ExportFile>& files = plan_.inputs.exports_of(table.name).files;
    const Dialect dialect = table.dialect.over(project_.source.dialect);
    const auto streams =
        std::count_if(files.begin(), files.end(), [&](const ExportFile& file) { return is_streamed(file, dialect); });
    if (streams == 0 || static_cast<std::size_t>(streams) == files.size()) streamable.insert(table.name);
  }
  return streamable;
}

std::uint64_t StagingBuild::write_streamed(const Table& table, const std::shared_ptr<TableScan>& scan) {
  DuckDbConnection connection = database_->connect();
  OrderedScan ordered(scan, table.columns, thread_count(project_.run.threads));
  ArrowRows rows(ordered);
  std::vector<WrittenPart> parts = write_parquet(connection, rows, file_named(batch_.aside(), table.name));
  const std::uint64_t written =
      std::accumulate(parts.begin(), parts.end(), std::uint64_t{0},
                      [](std::uint64_t sum, const WrittenPart& part) { return sum + part.rows; });
  streamed_[table.name] = std::move(parts);
  return written;
}

void StagingBuild::publish(StepResult& result) {
  auto& tables = manifest_.tables;
  std::erase_if(tables, [&](const StagedTable& table) {
    return std::find(plan_.dropped.begin(), plan_.dropped.end(), table.table) != plan_.dropped.end();
  });
  std::sort(tables.begin(), tables.end(), [](const StagedTable& a, const StagedTable& b) { return a.table < b.table; });
  manifest_.project = project_.name;
  manifest_.rox = ROX_VERSION;
  manifest_.run = run_;
  manifest_.created = utc_now();
  loads_.write_reject_files(plan_.dropped);
  batch_.publish(manifest_);
  for (const StagedTable& table : tables) {
    result.counts.rows_out += table.rows_staged;
    result.counts.bytes += total_bytes(table.files);
  }
  result.counts.rows_in = result.counts.rows_out;
}

}  // namespace rox
