// Where SQL runs. One small interface; each engine is a folder below this one.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "engine/result/column_values.hpp"
#include "sql/dialect.hpp"

namespace rox {

/// What a result column's values are, as far as output and comparison need to know.
enum class ResultKind { boolean, integer, decimal, floating, date, time, timestamp, text, other };

struct ResultColumn {
  std::string name;
  std::string type;  // the engine's own name of the type, upper case: "DECIMAL(18,4)", "DATE"
  ResultKind kind = ResultKind::text;
};

/// The rows of a query, streamed a batch at a time. Values come typed, a column at a time, or as canonical text, the
/// same on every engine: integers without leading zeros; decimals with all the digits of their scale and '.'; dates as
/// 2013-09-30, times of day as 10:01:36.827 (a fraction only if there is one, without trailing zeros), timestamps as
/// "2013-09-30 10:01:36.827";
/// true/false; UUIDs in lower case; floats as the shortest text that reads back equal.
class Result {
 public:
  virtual ~Result() = default;
  virtual const std::vector<ResultColumn>& columns() const = 0;
  /// Moves to the next batch; false at the end. Throws what the query throws.
  virtual bool next() = 0;
  /// Rows in the current batch.
  virtual std::size_t rows() const = 0;
  /// The values of a column of the current batch. Of the same layout in every batch, unless one has a value that only
  /// has a text (an infinite date of an engine that sends texts).
  virtual ColumnValues column(std::size_t column) const = 0;
  virtual bool is_null(std::size_t column, std::size_t row) const;
  /// Appends the value's text to `out`. Not to be called for NULL.
  virtual void text(std::size_t column, std::size_t row, std::string& out) const;
};

/// The name of the engine that has no tables of its own, and no accounts: Spark over staged files or exports.
inline constexpr std::string_view kStagedReader = "spark";

class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::string_view name() const = 0;
  /// How SQL that rox writes itself is to be written for it.
  virtual SqlDialect dialect() const = 0;
  /// The schema of rox's accounts (tables steps, files, rejects, relations; docs/warehouse.md).
  virtual std::string accounts() const { return "rox"; }
  /// Runs one or more statements. Throws Error: usage for SQL that is wrong, data for data that breaks
  /// a rule, outside for the rest.
  virtual void execute(std::string_view sql) = 0;
  /// Runs one statement that returns rows.
  virtual std::unique_ptr<Result> query(std::string_view sql) = 0;
  /// From any thread: makes the call that goes on (execute(), query(), a result's next(), a COPY) throw soon, as
  /// interrupted_error() does or what the engine itself says of it; an outside error that is not to be retried. What
  /// was done before it was asked is done. Without a call nothing happens: a call that begins later isn't ended.
  virtual void interrupt() = 0;
  /// Which keys of a table surely are unique (rows that lack a part of one are equal to none), found in less time than
  /// a GROUP BY takes. False: rows are equal, or nobody knows; an engine that has no such means says so of all. Throws
  /// as query() does.
  virtual std::vector<bool> surely_unique(const std::string& table, const std::vector<std::vector<std::string>>& keys);
};

/// The only value of the only row, as a whole number (0 for NULL). Throws std::logic_error if there isn't exactly one.
std::int64_t query_integer(Engine& engine, std::string_view sql);

}  // namespace rox
