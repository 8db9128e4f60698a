#include "load/rewritten_columns.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <set>
#include <utility>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "load/unlike.hpp"
#include "load/value_shapes.hpp"
#include "source/field_map.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr SqlDialect kDialect = SqlDialect::duckdb;
/// No table of a model is called so.
constexpr const char* kBefore = "rox: before";
constexpr const char* kExportAgain = "Export it again as before";
/// Of fewer rows nothing can be said.
constexpr std::size_t kEnough = 20;
/// A table that keeps fewer of its keys has others, whatever they are.
constexpr double kFewKeys = 0.1;
constexpr double kNearlyAll = 0.95;

std::string quoted(const KeptValue& value) {
  constexpr std::size_t kMost = 60;
  if (!value) return "nothing";
  std::string text = value->substr(0, kMost);
  text.resize(valid_utf8_prefix(text));
  return "'" + printable(text) + "'";
}

/// "Sale.Amount: in 980 of 1,000 rows …: '10.50' is '1050.00' now".
std::string text_of(const Table& table, const std::string& column, const Rewritten& found, std::string_view rows) {
  std::string text = fmt::format("{}.{}: in {} of {} {} {}", table.name, column, human_count(found.rows),
                                 human_count(found.of), rows, to_string(found.how));
  if (found.before) {
    text += fmt::format("; {} is {} now", quoted(found.before), quoted(found.now));
  } else if (found.now) {
    text += fmt::format(", as in {}", quoted(found.now));
  }
  return text;
}

/// When the last of the exports was written, and a day, since clocks and zones differ.
std::string latest_time(const TableExports& exports) {
  std::int64_t written = 0;
  for (const ExportFile& file : exports.files) written = std::max(written, file.modified_ns);
  const auto time = std::chrono::system_clock::time_point(
      std::chrono::duration_cast<std::chrono::system_clock::duration>(std::chrono::nanoseconds(written)));
  return utc_text(time + std::chrono::days(1), "%Y-%m-%d %H:%M:%S");
}

/// Keys with a day in them are new every day in an export of what is at that day.
bool has_day(const Table& table) {
  return std::any_of(table.primary_key.begin(), table.primary_key.end(), [&](const std::string& name) {
    return is_day(table.columns[*table.find_column(name)].type.kind);
  });
}

/// The rows that both have, by their keys: of each sampled column, what they had and what they have.
class CommonRows {
 public:
  /// `key`: places of the key's columns in the sample.
  CommonRows(DuckDbConnection& connection, const Table& table, const KeptSample& before, std::vector<std::size_t> key)
      : connection_(connection), table_(table), before_(before), key_(std::move(key)) {
    std::string columns = "rox_row BIGINT";
    for (std::size_t i = 0; i < key_.size(); ++i) columns += fmt::format(", k{} VARCHAR", i);
    connection_.execute(fmt::format("CREATE OR REPLACE TABLE \"{}\" ({})", kBefore, columns));
    DuckDbAppender rows(connection_, "main", kBefore);
    for (std::size_t r = 0; r < before_.rows.size(); ++r) {
      const auto& row = before_.rows[r];
      if (std::any_of(key_.begin(), key_.end(), [&](std::size_t c) { return !row[c]; })) continue;
      rows.add(static_cast<std::int64_t>(r));
      for (const std::size_t c : key_) rows.add(std::string_view(*row[c]));
      rows.end_row();
      ++keys_;
    }
    rows.close();
  }
  ~CommonRows() {
    try {
      connection_.execute(fmt::format("DROP TABLE \"{}\"", kBefore));
    } catch (const Error&) {  // the connection was ended; its database isn't published
    }
  }
  CommonRows(const CommonRows&) = delete;
  CommonRows& operator=(const CommonRows&) = delete;

  /// Rows of the sample that have a key.
  std::size_t keys() const { return keys_; }
  /// How many of them `from` has too, once pairs() was called.
  std::size_t found() const { return found_.size(); }

  /// By place in `columns`.
  /// `bare`: by keys of the sample without their zeros in front.
  std::vector<std::vector<ValuePair>> pairs(const std::string& from, const std::vector<SampledColumn>& columns,
                                            bool bare) {
    std::vector<std::string> names{"b.rox_row"};
    std::vector<std::size_t> places;
    for (const SampledColumn& column : columns) {
      names.push_back("t." + exact_name(column.name, kDialect));
      places.push_back(*before_.find(column));
    }
    const auto rows = connection_.query(
        fmt::format("SELECT {} FROM {} AS t JOIN \"{}\" AS b ON {}", join(names, ", "), from, kBefore, same_key(bare)));
    std::vector<std::vector<ValuePair>> pairs(columns.size());
    while (rows->next()) {
      for (std::size_t r = 0; r < rows->rows(); ++r) {
        std::string number;
        rows->text(0, r, number);
        const std::size_t row = std::stoull(number);
        found_.insert(row);
        for (std::size_t c = 0; c < columns.size(); ++c) {
          ValuePair& pair = pairs[c].emplace_back(ValuePair{before_.rows[row][places[c]], {}});
          if (!rows->is_null(c + 1, r)) rows->text(c + 1, r, pair.now.emplace());
        }
      }
    }
    return pairs;
  }

  /// If nearly all keys of the sample that have zeros in front are there without them: one of them, before and now.
  std::optional<std::pair<std::string, std::string>> lost_zeros(const std::string& from) {
    constexpr std::size_t kEnoughZeros = 10;
    std::vector<std::string> has_zeros;
    for (std::size_t i = 0; i < key_.size(); ++i) {
      if (is_text(i)) has_zeros.push_back(fmt::format("b.k{0} <> ltrim(b.k{0}, '0')", i));
    }
    if (has_zeros.empty()) return std::nullopt;
    const std::string zeros = "(" + join(has_zeros, " OR ") + ")";
    const auto count = [&](const std::string& condition) {
      return static_cast<std::size_t>(query_integer(
          connection_, fmt::format("SELECT count(*) FROM \"{}\" AS b WHERE {}{}", kBefore, zeros, condition)));
    };
    const auto is_there = [&](bool bare) {
      return fmt::format("EXISTS (SELECT 1 FROM {} AS t WHERE {})", from, same_key(bare));
    };
    const std::size_t all = count("");
    const std::size_t lost = count(fmt::format(" AND NOT {} AND {}", is_there(false), is_there(true)));
    if (lost < kEnoughZeros || static_cast<double>(lost) < kNearlyAll * static_cast<double>(all)) return std::nullopt;
    for (const auto& row : before_.rows) {
      for (std::size_t i = 0; i < key_.size(); ++i) {
        const KeptValue& value = row[key_[i]];
        if (!is_text(i) || !value || !value->starts_with('0')) continue;
        const std::size_t first = value->find_first_not_of('0');
        if (first != std::string::npos) return std::pair(*value, value->substr(first));
      }
    }
    return std::nullopt;
  }

 private:
  bool is_text(std::size_t place) const { return key_column(place).type.kind == TypeKind::varchar; }
  const Column& key_column(std::size_t place) const {
    return table_.columns[*table_.find_column(table_.primary_key[place])];
  }

  std::string same_key(bool bare) const {
    std::vector<std::string> equal;
    for (std::size_t i = 0; i < key_.size(); ++i) {
      const std::string now = "t." + exact_name(key_column(i).name, kDialect);
      const std::string then = fmt::format("b.k{}", i);
      const std::string text = bare ? fmt::format("ltrim({}, '0')", then) : then;
      equal.push_back(is_text(i) ? fmt::format("{} = {}", now, text)
                                 : fmt::format("{} = CAST({} AS {})", now, then, to_string(key_column(i).type)));
    }
    return join(equal, " AND ");
  }

  DuckDbConnection& connection_;
  const Table& table_;
  const KeptSample& before_;
  const std::vector<std::size_t> key_;
  std::size_t keys_ = 0;
  std::set<std::size_t> found_;
};

/// Those that some export has: a column that none has is missing, where the project says that it may be, and isn't
/// written in another way.
std::vector<SampledColumn> columns_there(const TableExports& exports, const SourceConfig& source) {
  const Table& table = *exports.table;
  std::vector<SampledColumn> columns = sampled_columns(table, source.dialect);
  if (source.drift != DriftPolicy::freeze && source.drift != DriftPolicy::evolve) return columns;
  std::set<std::string> there;
  for (const ExportFile& file : exports.files) {
    const std::vector<std::size_t> missing = match_header(file, source.dialect, table).missing_columns;
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      if (std::find(missing.begin(), missing.end(), c) == missing.end()) there.insert(table.columns[c].name);
    }
  }
  std::erase_if(columns, [&](const SampledColumn& column) { return !there.contains(column.name); });
  return columns;
}

}  // namespace

SampledLoad::SampledLoad(DuckDbConnection& connection, const SampleKeeping& keeping, const TableExports& exports,
                         const SourceConfig& source)
    : connection_(connection),
      keeping_(keeping),
      exports_(exports),
      table_(*exports.table),
      columns_(columns_there(exports, source)),
      may_lose_rows_(table_.may_shrink || source.max_shrink > 1 - kFewKeys) {}

std::optional<fs::path> SampledLoad::path_before() const {
  const auto before = keeping_.before->find(table_.name);
  if (before == keeping_.before->end()) return std::nullopt;
  return sample_path(keeping_.folder, table_.name, before->second.fingerprint);
}

void SampledLoad::refuse(const std::string& what, const std::string& way_out) const {
  throw data_error(what)
      .at(exports_.files.size() == 1 ? exports_.files.front().name : "")
      .hint(fmt::format(
          "nothing was published, the warehouse is as it was. {}; if it is right as it is, say may_change = "
          "true of table '{}' in model.toml for that run: it lets in whatever is other than before",
          way_out, table_.name));
}

void SampledLoad::refuse_rewritten(const LoadCounts& load, const std::string& new_rows) const {
  const auto path = path_before();
  if (table_.may_change || !path) return;
  const bool is_whole = !load.changed;
  if (!is_whole && load.changed->inserted + load.changed->updated < kEnough) return;
  const std::optional<KeptSample> before = read_sample(*path);
  if (!before) return;
  const std::string table = exact_name(table_.name, kDialect);
  std::vector<std::string> found = compare_by_key(*before, is_whole ? table : new_rows, is_whole);
  if (found.empty()) found = compare_new(*before, new_rows.empty() ? table : new_rows);
  if (found.empty()) return;
  constexpr std::size_t kShown = 3;
  const std::size_t more = found.size() > kShown ? found.size() - kShown : 0;
  found.resize(found.size() - more);
  refuse(fmt::format("{} is written in another way than when it was loaded last. {}{}", table_.name, join(found, ". "),
                     more == 0 ? "" : fmt::format(". So are {} more columns", more)),
         kExportAgain);
}

/// Throws if the table has nearly none of the keys that it had.
std::vector<std::string> SampledLoad::compare_by_key(const KeptSample& before, const std::string& from,
                                                     bool is_whole) const {
  std::vector<std::size_t> key;
  for (const std::string& name : table_.primary_key) {
    const auto column = std::find_if(columns_.begin(), columns_.end(),
                                     [&](const SampledColumn& one) { return equals_ignore_case(one.name, name); });
    const auto place = column == columns_.end() ? std::nullopt : before.find(*column);
    if (!place) return {};
    key.push_back(*place);
  }
  if (key.empty() || before.rows.size() < kEnough) return {};
  std::vector<SampledColumn> shared;
  for (const SampledColumn& column : columns_) {
    const auto place = before.find(column);
    if (place && std::find(key.begin(), key.end(), *place) == key.end()) shared.push_back(column);
  }
  CommonRows common(connection_, table_, before, key);
  const auto lost = common.lost_zeros(from);
  // Rows that changed alone say nothing of the others: they may have changed for just that.
  if (!lost && !is_whole) return {};
  const std::vector<std::vector<ValuePair>> pairs = common.pairs(from, shared, lost.has_value());
  const std::string names = join(table_.primary_key, ", ");
  std::vector<std::string> texts;
  if (lost) {
    texts.push_back(fmt::format("Its keys ({}) have lost their zeros in front; '{}' is '{}' now", names,
                                printable(lost->first), printable(lost->second)));
  } else if (common.keys() >= kEnough && !has_day(table_) && !may_lose_rows_ &&
             static_cast<double>(common.found()) < kFewKeys * static_cast<double>(common.keys())) {
    refuse(fmt::format("{} has other rows than when it was loaded last: of {} keys ({}) that it had, {} are there. "
                       "Is it the export of another table or company, or only of what is new?",
                       table_.name, human_count(common.keys()), names,
                       common.found() == 0 ? "none" : human_count(common.found())),
           "Export all of its rows, or give each file of new ones a name of its own (sales_2024-03-09.csv)");
  }
  for (std::size_t c = 0; c < shared.size(); ++c) {
    const Type& type = table_.columns[*table_.find_column(shared[c].name)].type;
    if (const auto found = find_rewritten(type, pairs[c])) {
      texts.push_back(text_of(table_, shared[c].name, *found, "rows with the same key"));
    }
  }
  return texts;
}

std::vector<std::string> SampledLoad::compare_new(const KeptSample& before, const std::string& from) const {
  const KeptSample now = take_sample(connection_, from, columns_);
  const std::string latest = latest_time(exports_);
  std::vector<std::string> texts;
  for (std::size_t c = 0; c < columns_.size(); ++c) {
    const auto place = before.find(columns_[c]);
    if (!place) continue;
    const auto values = [](const KeptSample& sample, std::size_t column) {
      std::vector<KeptValue> all;
      for (const auto& row : sample.rows) all.push_back(row[column]);
      return all;
    };
    const Type& type = table_.columns[*table_.find_column(columns_[c].name)].type;
    if (const auto found = find_unlike(type, values(before, *place), values(now, c), latest)) {
      texts.push_back(text_of(table_, columns_[c].name, *found, "new values"));
    }
  }
  return texts;
}

void SampledLoad::keep(const LoadCounts& load, bool is_here) const {
  const auto path = sample_path(keeping_.folder, table_.name, keeping_.fingerprints->at(table_.name));
  if (!path) return;
  const auto before = path_before();
  if (load.changed && before && fs::exists(*before)) {
    if (*before == *path) return;
    remove_file(*path);
    clone_file(*before, *path);
  } else if (is_here) {
    write_sample(*path, take_sample(connection_, exact_name(table_.name, kDialect), columns_));
  }
}

}  // namespace rox
