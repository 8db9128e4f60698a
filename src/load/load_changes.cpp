#include "load/load_changes.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>

#include "base/error.hpp"
#include "base/text.hpp"
#include "load/change_tables.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;
constexpr const char* kSomeOfThem = "rox_some_added";

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

ChangeLoader::ChangeLoader(LoadContext& context, BaseRows& rows, const Table& table, const MarksFile& before,
                           const MarksFile& now, ChangeLimits limits)
    : context_(context), rows_(rows), table_(table), before_(before), now_(now), limits_(limits) {}

std::optional<ChangedLoad> ChangeLoader::give_up(std::string why) {
  forget_change(context_.connection, table_.name);
  rows_.give_up(table_);
  why_not_ = std::move(why);
  return std::nullopt;
}

std::optional<ChangedLoad> ChangeLoader::load() {
  MarkDifference difference;
  FoundChange found;
  if (!find(difference, found)) return give_up(std::move(why_not_));
  begin_change(context_.connection, table_.name);
  if (!read_added(difference.added))
    return give_up("some of the new records are to be rejected, which only a load of the whole table does");
  if (std::string why = rows_.find_deleted(context_, table_, found); !why.empty()) return give_up(std::move(why));
  ChangedLoad changed;
  new_rows_ = inserted_name(table_.name);
  changed.updated = found.updated;
  changed.inserted = found.added - found.updated;
  changed.deleted = found.removed - found.updated;
  const std::uint64_t rows = rows_.apply(context_, table_, found);
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
  changed.load.key_holds = found.key_holds;
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
bool ChangeLoader::find(MarkDifference& difference, FoundChange& found) {
  std::optional<MarkDifference> compared = compare_marks(before_, now_, limits_.records);
  if (!compared) {
    why_not_ = "more records changed than can be compared in memory";
    return false;
  }
  difference = std::move(*compared);
  const auto& [removed, added] = difference;
  found.added = added.size();
  found.removed = removed.size();
  found.key_holds = before_.table().key_holds;
  const std::uint64_t all = std::max(records_of(before_.table()), records_of(now_.table()));
  if (static_cast<double>(std::max(removed.size(), added.size())) > limits_.share * static_cast<double>(all)) {
    why_not_ = fmt::format("{} of {} records changed", std::max(removed.size(), added.size()), all);
    read_some(std::move(difference.added));
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
  found.updated = both.size();
  return true;
}

/// Of many records those in a few places, so that not all of their exports are read for it.
void ChangeLoader::read_some(std::vector<AddedRecord> added) {
  constexpr std::size_t kPlaces = 16;
  constexpr std::size_t kInEach = 64;
  std::sort(added.begin(), added.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
  std::vector<AddedRecord> some;
  for (std::size_t place = 0; place < kPlaces; ++place) {
    const std::size_t begin = added.size() * place / kPlaces;
    const std::size_t end = std::min(begin + kInEach, added.size() * (place + 1) / kPlaces);
    for (std::size_t i = begin; i < end; ++i) some.push_back(added[i]);
  }
  if (some.empty()) return;
  std::sort(some.begin(), some.end(), [](const auto& a, const auto& b) { return a.mark < b.mark; });
  const RecordSelection selection = selection_of(some, now_.table());
  CountedRejects rejects;
  context_.source.select(selection, rejects);
  context_.connection.execute(fmt::format("CREATE OR REPLACE TEMP TABLE {} AS SELECT {} FROM load_changes({})",
                                          kSomeOfThem, exact_names(table_.column_names(), kDialect),
                                          sql_literal(table_.name, kDialect)));
  new_rows_ = kSomeOfThem;
}

/// Into rox_inserted.
bool ChangeLoader::read_added(const std::vector<AddedRecord>& added) {
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

}  // namespace rox
