#include "load/load_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "load/change_tables.hpp"
#include "load/compare_marks.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

std::uint64_t records_of(const MarkedTable& table) {
  std::uint64_t records = 0;
  for (const MarkedExport& file : table.exports) records += file.records();
  return records;
}

/// The different keys of a sorted list; empty if one comes twice.
template <class Mark>
std::optional<std::vector<std::uint64_t>> single_keys(const std::vector<Mark>& records,
                                                      std::uint64_t (*key)(const Mark&)) {
  std::vector<std::uint64_t> keys;
  keys.reserve(records.size());
  for (const Mark& record : records) keys.push_back(key(record));
  std::sort(keys.begin(), keys.end());
  if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) return std::nullopt;
  return keys;
}

/// Rejects of a scan that may be given up: nobody hears of them, but that there were some.
class CountedRejects : public RejectSink {
 public:
  void add(Reject) override { any_ = true; }
  bool any() const { return any_; }

 private:
  std::atomic<bool> any_ = false;
};

}  // namespace

struct ChangeLoader::Difference {
  MarkDifference records;
  std::uint64_t updated = 0;  // records that came with the key of one that is gone
};

ChangeLoader::ChangeLoader(LoadContext& context, const Table& table, const MarksFile& before, const MarksFile& now,
                           ChangeLimits limits)
    : context_(context), table_(table), before_(before), now_(now), limits_(limits) {}

std::optional<ChangedLoad> ChangeLoader::give_up(std::string why) {
  forget_change(context_.connection, table_.name);
  why_not_ = std::move(why);
  return std::nullopt;
}

std::optional<ChangedLoad> ChangeLoader::load() {
  Difference difference;
  if (!find(difference)) return give_up(std::move(why_not_));
  begin_change(context_.connection, table_.name);
  if (!read_added(difference)) return give_up("some of the new records are none that just load");
  if (!find_deleted(difference)) return give_up("the rows of changed records can't be told by their key");
  ChangedLoad changed;
  changed.updated = difference.updated;
  changed.inserted = difference.records.added.size() - changed.updated;
  changed.deleted = difference.records.removed.size() - changed.updated;
  const std::uint64_t rows = apply(difference);
  for (const MarkedExport& file : now_.table().exports) {
    FileCounts counts;
    counts.file = file.name;
    counts.bytes = file.bytes;
    counts.records = counts.rows = file.records();
    counts.blank_lines = file.blank_lines();
    changed.load.counts.rows_in += counts.records;
    changed.load.counts.bytes += counts.bytes;
    changed.load.files.push_back(std::move(counts));
  }
  changed.load.counts.rows_out = rows;
  changed.load.key_holds = before_.table().key_holds;
  if (rows != changed.load.counts.rows_in) {
    throw data_error(
        fmt::format("table {}: its exports have {} records, and after {} inserts, {} updates and {} deletes "
                    "it has {} rows",
                    table_.name, changed.load.counts.rows_in, changed.inserted, changed.updated, changed.deleted, rows))
        .hint("nothing was published; `rox run --full-refresh` loads it whole. Please report this as a bug of rox");
  }
  return changed;
}

/// What changed, if it is little, and keys can tell which rows those are.
bool ChangeLoader::find(Difference& difference) {
  std::optional<MarkDifference> found = compare_marks(before_, now_, limits_.records);
  if (!found) {
    why_not_ = "more records changed than can be compared in memory";
    return false;
  }
  difference.records = std::move(*found);
  const auto& [removed, added] = difference.records;
  const std::uint64_t all = std::max(records_of(before_.table()), records_of(now_.table()));
  if (static_cast<double>(std::max(removed.size(), added.size())) > limits_.share * static_cast<double>(all)) {
    why_not_ = fmt::format("{} of {} records changed", std::max(removed.size(), added.size()), all);
    return false;
  }
  if (removed.empty()) return true;
  if (table_.primary_key.empty()) {
    why_not_ = "records are gone, and it has no primary key to find their rows by";
    return false;
  }
  const auto gone = single_keys<RecordMark>(removed, [](const RecordMark& mark) { return mark.key; });
  const auto come = single_keys<AddedRecord>(added, [](const AddedRecord& record) { return record.mark.key; });
  if (!gone || !come) {
    why_not_ = "several of the changed records have the same key";
    return false;
  }
  std::vector<std::uint64_t> both;
  std::set_intersection(gone->begin(), gone->end(), come->begin(), come->end(), std::back_inserter(both));
  difference.updated = both.size();
  return true;
}

/// Into rox_inserted.
bool ChangeLoader::read_added(const Difference& difference) {
  const std::vector<AddedRecord>& added = difference.records.added;
  const RecordSelection selection = selection_of(added, now_.table());
  CountedRejects rejects;
  context_.source.select(selection, rejects);
  const std::string columns = exact_names(table_.column_names(), kDialect);
  context_.connection.execute(fmt::format("CREATE TABLE {} AS SELECT {} FROM load_changes({})",
                                          inserted_name(table_.name), columns, sql_literal(table_.name, kDialect)));
  if (rejects.any()) return false;
  std::uint64_t rows = 0;
  for (const FileCounts& file : context_.source.load_scan()->finish()) rows += file.rows;
  return rows == added.size();
}

/// True of a row that lacks no part of its key.
std::string ChangeLoader::has_key() const {
  std::vector<std::string> present;
  for (const std::string& column : table_.primary_key) present.push_back(exact_name(column, kDialect) + " IS NOT NULL");
  return join(present, " AND ");
}

/// Whether the table as it is has no row without its key and no two with the same.
bool ChangeLoader::key_holds() {
  if (before_.table().key_holds || table_.has_certain_key()) return true;
  return count_rows(context_.connection,
                    fmt::format("{} WHERE NOT ({})", exact_name(table_.name, kDialect), has_key())) == 0 &&
         context_.connection.surely_unique(table_.name, {table_.primary_key}).front();
}

/// The rows of the records that are gone, into rox_deleted: those with the key of one that has come, and those whose
/// key no record has any more.
bool ChangeLoader::find_deleted(const Difference& difference) {
  const std::string name = exact_name(table_.name, kDialect);
  const std::string deleted = deleted_name(table_.name);
  const std::string inserted = inserted_name(table_.name);
  DuckDbConnection& connection = context_.connection;
  if (table_.primary_key.empty()) {
    connection.execute(fmt::format("CREATE TABLE {} AS SELECT * FROM {} LIMIT 0", deleted, name));
    return true;
  }
  const std::string key = exact_names(table_.primary_key, kDialect);
  const std::string different = fmt::format("(SELECT DISTINCT {} FROM {} WHERE {})", key, inserted, has_key());
  if (count_rows(connection, different) != difference.records.added.size()) return false;
  if (!difference.records.removed.empty() && !key_holds()) return false;
  connection.execute(fmt::format("CREATE TABLE {} AS SELECT old.* FROM {} AS old SEMI JOIN {} AS come ON {}", deleted,
                                 name, inserted, same_key(table_, "old", "come")));
  if (count_rows(connection, deleted) != difference.updated) return false;
  const std::uint64_t gone = difference.records.removed.size() - difference.updated;
  if (gone == 0) return true;
  connection.execute(fmt::format(
      "CREATE OR REPLACE TEMP TABLE rox_now AS SELECT {} FROM read_export({}); INSERT INTO {} SELECT old.* FROM {} AS "
      "old ANTI JOIN rox_now AS now ON {}; DROP TABLE rox_now",
      key, sql_literal(table_.name, kDialect), deleted, name, same_key(table_, "old", "now")));
  return count_rows(context_.connection, deleted) == difference.records.removed.size();
}

/// Returns how many rows there are then.
std::uint64_t ChangeLoader::apply(const Difference& difference) {
  const std::string name = exact_name(table_.name, kDialect);
  const std::string columns = exact_names(table_.column_names(), kDialect);
  if (!difference.records.removed.empty()) {
    context_.connection.execute(fmt::format("DELETE FROM {} AS old USING {} AS gone WHERE {}", name,
                                            deleted_name(table_.name), same_key(table_, "old", "gone")));
  }
  context_.connection.execute(
      fmt::format("INSERT INTO {} ({}) SELECT {} FROM {}", name, columns, columns, inserted_name(table_.name)));
  return count_rows(context_.connection, name);
}

}  // namespace rox
