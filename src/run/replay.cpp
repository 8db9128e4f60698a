#include "run/replay.hpp"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <optional>

#include "base/clock.hpp"
#include "base/csv.hpp"
#include "base/file.hpp"
#include "base/temporary_folder.hpp"
#include "base/text.hpp"
#include "ledger/ledger.hpp"
#include "load/export_source.hpp"
#include "load/find_drift.hpp"
#include "plan/plan.hpp"
#include "source/copies.hpp"
#include "source/scan.hpp"

namespace rox {
namespace {

class FirstReject : public RejectSink {
 public:
  void add(Reject reject) override {
    if (text_.empty()) {
      text_ = reject.column.empty() ? reject.reason : fmt::format("column {}: {}", reject.column, reject.reason);
    }
  }
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

/// Room for a few rows of any columns, which nobody reads.
class ScratchRows {
 public:
  static constexpr std::size_t kCapacity = 64;

  explicit ScratchRows(std::size_t columns) : rooms_(columns) {
    for (Room& room : rooms_) {
      sinks_.push_back(
          {room.data.data(), &room.validity, nullptr, [](void*, std::uint64_t, const char*, std::size_t) {}});
    }
  }
  std::span<const ColumnSink> sinks() const { return sinks_; }

 private:
  struct Room {
    alignas(16) std::array<char, 16 * kCapacity> data;
    std::uint64_t validity = 0;
  };
  std::vector<Room> rooms_;
  std::vector<ColumnSink> sinks_;
};

std::string header_line(const Table& table, char delimiter) {
  std::string line;
  CsvWriter csv(line, {.delimiter = delimiter, .quote_blank_edges = true});
  for (const Column& column : table.columns) csv.add(column.header_name());
  csv.end_row();
  return line;
}

void write_scratch(const std::filesystem::path& file, const std::string& text) {
  make_directories(file.parent_path());
  write_all(open_file(file, O_WRONLY | O_CREAT | O_TRUNC).get(), text, file);
}

ExportFile as_export(const std::filesystem::path& file) {
  const FileIdentity identity = file_identity(file).value();
  return {file, file.filename().string(), identity.bytes, identity.modified_ns, identity.inode};
}

bool same_record(const RejectRow& a, const RejectRow& b) {
  return a.file == b.file && a.line == b.line && a.raw == b.raw;
}

/// Where the fields of a table's exports go, by file: mends are written as the file is. Empty: as they come.
std::map<std::string, FieldMap> field_maps(const Project& project, const Model& model, const Table& table) {
  std::map<std::string, FieldMap> maps;
  TableExports exports{&table, {}};
  for (const ExportFile& file :
       find_exports(project.source.path, project.source.ignore, project.source.listing, &model)) {
    const auto owner = owner_of(model, file.name);
    if (owner && &model.tables[*owner] == &table) exports.files.push_back(file);
  }
  std::vector<Drift> drift;
  const std::vector<FieldMap> found = map_fields(exports, project.source.dialect, project.source.drift, drift);
  for (std::size_t i = 0; i < found.size(); ++i) maps[exports.files[i].name] = found[i];
  return maps;
}

/// Replays one table's rejects into `replay`. `scratch`: a file to be written.
void replay_table(const Project& project, const Model& model, const Table& table, bool dry_run,
                  const std::filesystem::path& scratch, Replay& replay) {
  const std::filesystem::path rejects_file = project.reject_file(table.name);
  const std::filesystem::path mends_file = project.mend_file(table.name);
  std::vector<RejectRow> mends = read_reject_file(mends_file);
  std::vector<RejectRow> left;
  bool moved = false;
  std::vector<RejectRow> rejects = read_reject_file(rejects_file);
  const auto maps = rejects.empty() ? std::map<std::string, FieldMap>{} : field_maps(project, model, table);
  for (RejectRow& row : rejects) {
    if (row.mended == row.raw) {
      ++replay.untouched;
      left.push_back(std::move(row));
      continue;
    }
    const std::string problem = problem_with(table, project.source.dialect, row.mended, scratch,
                                             maps.contains(row.file) ? &maps.at(row.file) : nullptr);
    replay.rows.push_back({row, problem});
    if (!problem.empty()) {
      left.push_back(std::move(row));
      continue;
    }
    // What a mend made is refused in its turn: then that is what was corrected, and the export still has the first.
    const auto made = std::find_if(mends.begin(), mends.end(), [&](const RejectRow& old) {
      return old.file == row.file && old.line == row.line && old.mended == row.raw;
    });
    if (made != mends.end()) row.raw = made->raw;
    std::erase_if(mends, [&](const RejectRow& old) { return same_record(old, row); });
    mends.push_back(std::move(row));
    moved = true;
  }
  if (!moved || dry_run) return;
  // The mends first: killed in between, the rows are in both files and the next replay moves them again.
  make_directories(project.mends_dir());
  write_file(mends_file, reject_file_text(mends, project.source.dialect.field_delimiter()));
  if (left.empty()) {
    remove_file(rejects_file);
  } else {
    write_file(rejects_file, reject_file_text(left, project.source.dialect.field_delimiter()));
  }
}

}  // namespace

std::string problem_with(const Table& model_table, const Dialect& project_dialect, const std::string& mended,
                         const std::filesystem::path& scratch, const FieldMap* map) {
  Table table = loadable(model_table);
  table.dialect = {};
  // A mend is written as the scanner sees records, whatever the export is.
  const Dialect written = model_table.dialect.over(project_dialect);
  Dialect dialect;
  dialect.delimiter = written.field_delimiter();
  dialect.header = written.header;
  dialect.decimal = written.decimal;
  dialect.null_words = written.null_words;
  write_scratch(scratch, (dialect.header ? header_line(table, dialect.field_delimiter()) : "") + mended + "\n");

  ScanOptions options;
  for (std::size_t i = 0; i < table.columns.size(); ++i) options.columns.push_back({i, Origin::file});
  if (map != nullptr) options.maps = {*map};
  FirstReject rejects;
  TableScan scan(table, {as_export(scratch)}, dialect, options, rejects);
  ScratchRows rows(table.columns.size());
  auto worker = scan.worker();
  while (worker->next(rows.sinks(), ScratchRows::kCapacity) > 0) {
  }
  const FileCounts counts = scan.finish().at(0);
  if (!rejects.text().empty()) return rejects.text();
  if (counts.records != 1) return fmt::format("it should be one record and is {}", counts.records);
  return {};
}

Replay replay_mends(const Project& project, const Model& model, bool dry_run) {
  make_directories(project.state_dir());
  const FileLock lock(lock_file(project.state_dir()),
                      fmt::format("rox stage --replay (process {}, since {})", ::getpid(), utc_now()), kLockWait);
  Replay replay;
  const TemporaryFolder scratch("replay", project.scratch_dir());
  for (const Table& table : model.tables) {
    replay_table(project, model, table, dry_run, scratch.path() / "mended.csv", replay);
  }
  return replay;
}

}  // namespace rox
