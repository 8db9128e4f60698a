// The tables that one run reads from their exports, with the rejects of all of them: what a load into the warehouse and
// a staging have in common. Each row is in a table of the database that they work on, or a reject.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "ledger/accounts.hpp"
#include "ledger/reject_rows.hpp"
#include "load/export_source.hpp"
#include "load/find_drift.hpp"
#include "load/gone_files.hpp"
#include "load/inputs.hpp"
#include "load/keep_records.hpp"
#include "load/load_table.hpp"
#include "load/parts.hpp"
#include "load/rejects.hpp"
#include "load/rewritten_columns.hpp"

namespace rox {

class Loader {
 public:
  /// `kept_rejects`: of the tables that this run doesn't load. Project, model and inputs must outlive this.
  Loader(const Project& project, const Model& model, const LoadInputs& inputs, std::string run,
         std::uint64_t kept_rejects);

  /// What was loaded last, by table, which must outlive this, and from which files: tables that have shrunk a lot are
  /// refused, and files that are gone are told.
  void compare_with(const std::map<std::string, LoadedTable>& before, FilesBefore files) {
    before_ = &before;
    files_before_ = std::move(files);
  }

  /// Tables that are in already are brought up to date by what changed in their exports.
  void keep_records(RecordKeeping keeping) { keeping_ = std::move(keeping); }
  /// Each load leaves a sample of its table for the next one, which refuses columns that are written in another way.
  void keep_samples(SampleKeeping keeping) { samples_ = std::move(keeping); }
  /// Tables are read by others, and loaded as load_parts() does.
  void read_elsewhere(ReadElsewhere read) { elsewhere_ = std::move(read); }
  /// The rows of these tables are for `take`, and not for the database, where stream_table() can have it so.
  void stream(std::set<std::string> tables, TakeRows take) {
    streamed_ = std::move(tables);
    take_rows_ = std::move(take);
  }
  /// Whether the database has the tables of before, and they are brought up to date there.
  bool has_tables_of_before() const { return keeping_ && keeping_->rows == nullptr; }

  /// Is told of the rows of a table whose values aren't of their columns' types, before its load counts as done. What
  /// it throws ends the load.
  using OnRefused = std::function<void(const Table& table, const std::vector<Reject>& rejects)>;
  void on_refused(OnRefused heed) { on_refused_ = std::move(heed); }

  /// The database that tables are loaded into; before any load. It must have the schema rox (create_accounts).
  void work_on(DuckDbConnection& connection);

  /// Replaces the table by what its exports hold.
  const LoadCounts& load(const std::string& table);

  /// The same, whole and only to look something up in it: a table that this run doesn't load, or whose changes are
  /// applied elsewhere. `kept_rejects`: of them, those that were counted before.
  const LoadCounts& read(const std::string& table, std::uint64_t kept_rejects);

  /// Replaces its rows, or some of them, by those that an earlier run left.
  const LoadCounts& roll_back(const Table& table, const std::string& run, const std::string& fingerprint);

  /// The table is in already: its files and rejects are read from the accounts. Throws as load() if it is written in
  /// another way: what was allowed when it was loaded needn't be now.
  void take_up(const LoadedTable& table);

  /// Rejects the orphans of the enforced relations of these loaded tables.
  void enforce(const std::set<std::string>& tables);

  /// Those that are in, by name.
  const std::map<std::string, LoadCounts>& done() const { return loads_; }

  /// The load's scan that goes on, for progress; from any thread.
  std::shared_ptr<TableScan> load_scan() const { return source_->load_scan(); }

  /// Replaces the tables' rows in the rejects of another database's accounts.
  std::vector<std::string> reject_statements(const std::set<std::string>& tables, const AccountsPlace& place) const;

  /// rejects/<table>.csv of the tables whose load was begun; those of `dropped` tables go.
  void write_reject_files(const std::vector<std::string>& dropped) const;

  /// The columns of these tables with values that aren't of their types.
  std::vector<Drift> value_drift() const;

  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  void refuse_other_encoding(const ExportFile& file, const Table& table) const;
  void check_mends(const Table& table, const LoadCounts& load);
  std::vector<LoadedFile> files_gone_from(const TableExports& exports) const;
  void tell_gone(const std::vector<LoadedFile>& gone, const Table& table, LoadCounts& load);
  void heed_refused(const Table& table) const;
  const LoadCounts& load(const std::string& table, bool keeps_records);
  LoadCounts stream_or_load(LoadContext& loading, const Table& table) const;
  SampledLoad sampled(const TableExports& exports) const;
  LoadContext context() { return {*connection_, *source_, rejects_, run_}; }

  const Project& project_;
  const Model& model_;
  const LoadInputs& inputs_;
  const std::map<std::string, LoadedTable>* before_ = nullptr;
  FilesBefore files_before_;
  const std::string run_;
  OnRefused on_refused_;
  std::optional<RecordKeeping> keeping_;
  std::optional<SampleKeeping> samples_;
  ReadElsewhere elsewhere_;
  std::set<std::string> streamed_;
  TakeRows take_rows_;
  DuckDbConnection* connection_ = nullptr;
  std::vector<std::string> warnings_;
  std::set<std::string> started_;
  std::map<std::string, LoadCounts> loads_;
  RejectStore rejects_;
  std::shared_ptr<ExportSource> source_;
};

}  // namespace rox
