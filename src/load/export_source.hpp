// The exports of a run as SQL sees them: read_export('Table') looks something up in them, load_export('Table') loads
// them.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "engine/duckdb/export_function.hpp"
#include "load/inputs.hpp"
#include "source/mend.hpp"

namespace rox {

/// The table as rows have to be to enter it: a certain key's columns can't be NULL, whatever the model says of each.
Table loadable(Table table);

/// Thread-safe.
class ExportSource : public ExportTables {
 public:
  explicit ExportSource(Dialect dialect) : dialect_(std::move(dialect)) {}

  /// `maps`: where the fields of each file go; empty: as they come.
  void add(const Table& table, std::vector<ExportFile> files, MendSet mends, std::vector<FieldMap> maps = {});

  /// The number, from 1, that a column of `table` has in `file`; 0: the file lacks it.
  std::uint32_t field_number(std::string_view table, std::string_view file, std::size_t column) const;

  /// The scan of the load that is going on or was last done; null before. To ask for progress and counts.
  std::shared_ptr<TableScan> load_scan() const;

  const Table& table(std::string_view name) override;
  /// A scan that looks something up: rejects are known already, and dropped.
  std::shared_ptr<TableScan> open(const Table& table, std::vector<ScanColumn> columns) override;
  /// One that loads the table: rejects go to the sink, and the order of keys is watched.
  std::shared_ptr<TableScan> open_load(const Table& table, std::vector<ScanColumn> columns, RejectSink& rejects,
                                       bool block_by_block = false);
  /// The next load's scan tells the marks of all records.
  void take_marks(TakeMarks take) { take_marks_ = std::move(take); }
  /// The next load's scan reads only these ranges of files.
  void read_ranges(FileRanges ranges) { ranges_ = std::move(ranges); }

  /// Which records open_selected() reads, and who takes their rejects. Both must outlive its scan.
  void select(const RecordSelection& records, RejectSink& rejects) {
    selection_ = &records;
    selection_rejects_ = &rejects;
  }
  /// One that loads only those records.
  std::shared_ptr<TableScan> open_selected(const Table& table, std::vector<ScanColumn> columns);

  const std::vector<ExportFile>& files(std::string_view table) const { return entry(table).files; }
  /// Where the fields of each file go.
  std::vector<FieldMap> maps(std::string_view table) const;
  const Dialect& dialect() const { return dialect_; }

 private:
  struct Entry {
    Table table;
    std::vector<ExportFile> files;
    MendSet mends;
    std::vector<FieldMap> maps;
  };
  const Entry& entry(std::string_view name) const;
  /// Where their records are today; they are looked for once, for all scans.
  const MendSet& located_mends(const Entry& exports);

  Dialect dialect_;
  std::map<std::string, Entry> entries_;  // by name in lower case
  mutable std::mutex mutex_;
  std::mutex mends_mutex_;
  std::map<std::string, MendSet> located_mends_;  // by the table's name
  std::shared_ptr<TableScan> load_scan_;
  TakeMarks take_marks_;
  FileRanges ranges_;
  const RecordSelection* selection_ = nullptr;
  RejectSink* selection_rejects_ = nullptr;
};

/// The same exports for load_export.
class LoadedExports : public ExportTables {
 public:
  /// `rejects` takes those of all loads, and must outlive this.
  LoadedExports(std::shared_ptr<ExportSource> source, RejectSink& rejects)
      : source_(std::move(source)), rejects_(rejects) {}

  const Table& table(std::string_view name) override { return source_->table(name); }
  std::shared_ptr<TableScan> open(const Table& table, std::vector<ScanColumn> columns) override {
    return source_->open_load(table, std::move(columns), rejects_);
  }

 private:
  std::shared_ptr<ExportSource> source_;
  RejectSink& rejects_;
};

/// The records of them that were selected, for load_changes.
class SelectedExports : public ExportTables {
 public:
  explicit SelectedExports(std::shared_ptr<ExportSource> source) : source_(std::move(source)) {}

  const Table& table(std::string_view name) override { return source_->table(name); }
  std::shared_ptr<TableScan> open(const Table& table, std::vector<ScanColumn> columns) override {
    return source_->open_selected(table, std::move(columns));
  }

 private:
  std::shared_ptr<ExportSource> source_;
};

/// All of the inputs. Their model must outlive it.
std::shared_ptr<ExportSource> export_source(const Dialect& dialect, const LoadInputs& inputs);

}  // namespace rox
