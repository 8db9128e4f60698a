// The columns of the exports that may be part of a key, in a DuckDB database in memory: exact answers about all rows.
//
// Keys and relations are found in two steps: names, types, extremes and samples say what is worth a look, and what is
// claimed in the end was counted here.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "discovery/unique_sets.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "model/dialect.hpp"
#include "model/model.hpp"
#include "source/export.hpp"

namespace rox {

/// Values can only be compared within a family.
enum class ValueFamily { none, integer, text, date, time, timestamp, uuid };

/// none: a column that is never part of a key (fractions, truth values, long texts).
ValueFamily family_of(const Column& column);

/// Whether values of a child's column can be looked up in one of a parent: both of one family, or whole numbers among
/// texts, as where only some of the parent's codes have letters.
bool are_comparable(ValueFamily child, ValueFamily parent);

struct ColumnFacts {
  ValueFamily family = ValueFamily::none;
  std::uint64_t present = 0;   // values that aren't missing
  std::uint64_t distinct = 0;  // different ones; an estimate unless `exact`
  bool exact = false;
  std::optional<std::int64_t> least;  // of whole numbers, where all are within 64 bits
  std::optional<std::int64_t> most;
  double length = 0;     // of texts, in characters, on average
  bool fixed = false;    // of texts: all have that length
  bool blanks = false;   // of texts: some have a blank in them
  bool periods = false;  // of times: all are on a quarter of an hour
  std::string smallest;  // of numbers and times, fractions too, as SQL writes them
  std::string largest;
};

struct TableFacts {
  std::uint64_t rows = 0;
  std::vector<ColumnFacts> columns;

  bool complete(std::size_t column) const { return columns[column].present == rows; }
  /// Without missing values and without repeats.
  bool unique(std::size_t column) const {
    return rows > 0 && complete(column) && columns[column].exact && columns[column].distinct == rows;
  }
};

/// How the rows of a child find the keys of a parent. Rows with a missing value in a column refer to nothing.
struct Coverage {
  std::uint64_t rows = 0;  // that refer to something
  std::uint64_t orphans = 0;
  std::uint64_t keys = 0;  // different ones
  std::uint64_t orphan_keys = 0;
  std::vector<std::string> examples;  // of orphan keys, the first few in order: "1/42" for composite ones

  double of_rows() const { return rows == 0 ? 0 : 1 - static_cast<double>(orphans) / static_cast<double>(rows); }
  double of_keys() const { return keys == 0 ? 0 : 1 - static_cast<double>(orphan_keys) / static_cast<double>(keys); }
};

struct KeyDatabaseOptions {
  unsigned threads = 0;            // 0: as many as there are cores
  std::uint64_t memory_limit = 0;  // bytes; 0: DuckDB's default
  std::filesystem::path temp_dir;  // where it spills; empty, or in no folder that is there: a temporary one
};

/// Not thread-safe.
class KeyDatabase {
 public:
  /// `exports`: in the order of the model's tables, which must outlive this. Reads all rows of their columns that have
  /// a family; rows that a run would reject are left out.
  KeyDatabase(const std::vector<TableExports>& exports, const Dialect& dialect, const KeyDatabaseOptions& options,
              const std::function<void(std::size_t table)>& progress);
  ~KeyDatabase();

  const TableFacts& facts(std::size_t table) const;

  /// Hashes of up to `rows` rows, half of them the first and half from all over, of these columns.
  std::vector<std::vector<std::uint64_t>> sample(std::size_t table, const ColumnSet& columns, std::uint64_t rows);

  /// How many different combinations of values these columns have.
  std::uint64_t distinct(std::size_t table, const ColumnSet& columns);

  /// How many rows have a value from `least` to `most` in that column of whole numbers.
  std::uint64_t rows_within(std::size_t table, std::size_t column, std::int64_t least, std::int64_t most);

  /// The different combinations of values of these columns, and how many pairs of rows have the same one.
  struct Groups {
    std::uint64_t count = 0;
    double pairs = 0;
  };
  Groups groups(std::size_t table, const ColumnSet& columns);

  /// Of a sample of the different values of the child's column, the share that the parent's column, a key, has.
  double sampled_coverage(std::size_t child, std::size_t column, std::size_t parent, std::size_t key);
  Coverage coverage(std::size_t child, const ColumnSet& columns, std::size_t parent, const ColumnSet& parent_columns);

  /// The values of these columns that stand more than once, the first few in order.
  std::vector<std::string> repeated(std::size_t table, const ColumnSet& columns);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace rox
