// A table that is in already, brought up to date: only the records that are new in its exports are read, and only the
// rows of those that are gone are deleted. The outcome is the one of a full load, or there is none: whatever can't be
// told for certain makes the table load whole.
//
// Which row a removed record was isn't kept. It is found by its key: a record with the same key has come (an update),
// or its key isn't in the exports any more. Numbers must agree at each turn.
#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "load/base_rows.hpp"
#include "load/compare_marks.hpp"
#include "load/export_source.hpp"
#include "load/load_table.hpp"
#include "load/marks_file.hpp"

namespace rox {

/// What is worth a try: beyond that a table is loaded whole.
struct ChangeLimits {
  double share = 0.25;               // of its records
  std::size_t records = 16'000'000;  // kept in memory while they are compared
};

struct ChangedLoad {
  LoadCounts load;
  std::uint64_t inserted = 0;
  std::uint64_t updated = 0;
  std::uint64_t deleted = 0;

  std::uint64_t removed_rows() const { return updated + deleted; }
};

/// Brings the table up to date, from what `before` is of to what `now` is of, and leaves the difference in its change
/// tables (change_tables.hpp). Or says why it has to be loaded whole; then the table is as it was.
class ChangeLoader {
 public:
  /// All of it must outlive this. `rows`: those that `before` is of.
  ChangeLoader(LoadContext& context, BaseRows& rows, const Table& table, const MarksFile& before, const MarksFile& now,
               ChangeLimits limits);

  std::optional<ChangedLoad> load();
  const std::string& why_not() const { return why_not_; }
  /// The table with what came, or with some of it if so much came that the table has to be loaded whole. Empty if
  /// nobody knows what that is.
  const std::string& new_rows() const { return new_rows_; }

 private:
  std::optional<ChangedLoad> give_up(std::string why);
  bool find(MarkDifference& difference, FoundChange& found);
  bool read_added(const std::vector<AddedRecord>& added);
  void read_some(std::vector<AddedRecord> added);

  LoadContext& context_;
  BaseRows& rows_;
  const Table& table_;
  const MarksFile& before_;
  const MarksFile& now_;
  const ChangeLimits limits_;
  std::string why_not_;
  std::string new_rows_;
};

}  // namespace rox
