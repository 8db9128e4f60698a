#include "engine/duckdb/ordered_parts.hpp"

#include <fmt/format.h>

#include "base/text.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

constexpr const char* kTable = "rox_ordered_rows";

using Key = std::vector<std::string>;

std::string order_of(const OrderedRows& rows) { return rows.key.empty() ? "ALL" : exact_names(rows.key, kDialect); }

/// The keys that parts begin with, but for the first.
std::vector<Key> first_keys(DuckDbConnection& connection, const OrderedRows& rows, std::uint64_t part_rows) {
  const std::string key = exact_names(rows.key, kDialect);
  const auto found = connection.query(
      fmt::format("SELECT {0} FROM (SELECT {0}, row_number() OVER (ORDER BY {0}) AS rox_number FROM {1}) "
                  "WHERE rox_number > 1 AND (rox_number - 1) % {2} = 0 ORDER BY {0}",
                  key, rows.table, part_rows));
  std::vector<Key> keys;
  while (found->next()) {
    for (std::size_t row = 0; row < found->rows(); ++row) {
      Key& values = keys.emplace_back(rows.key.size());
      for (std::size_t column = 0; column < values.size(); ++column) found->text(column, row, values[column]);
    }
  }
  return keys;
}

/// Whether a row's key is at least that one.
std::string at_least(const Key& columns, const Key& values) {
  std::string condition;
  for (std::size_t i = columns.size(); i-- > 0;) {
    const std::string column = exact_name(columns[i], kDialect);
    const std::string value = sql_literal(values[i], kDialect);
    condition = condition.empty() ? fmt::format("{} >= {}", column, value)
                                  : fmt::format("({0} > {1} OR ({0} = {1} AND {2}))", column, value, condition);
  }
  return condition;
}

/// Of a part that begins with `from` and ends before `to`; the first has no `from`, the last no `to`. (The first column
/// by itself tells DuckDB which of its row groups it needn't read.)
std::string range(const Key& columns, const Key* from, const Key* to) {
  std::vector<std::string> conditions;
  const std::string first = exact_name(columns.front(), kDialect);
  if (from != nullptr) {
    conditions.push_back(fmt::format("{} >= {}", first, sql_literal(from->front(), kDialect)));
    conditions.push_back(at_least(columns, *from));
  }
  if (to != nullptr) {
    conditions.push_back(fmt::format("{} <= {}", first, sql_literal(to->front(), kDialect)));
    conditions.push_back(fmt::format("NOT ({})", at_least(columns, *to)));
  }
  return join(conditions, " AND ");
}

}  // namespace

OrderedParts::OrderedParts(DuckDbConnection& connection, const OrderedRows& rows, std::uint64_t part_rows)
    : connection_(connection), ordered_(connection, "preserve_insertion_order", "true") {
  const auto count = static_cast<std::uint64_t>(query_integer(connection, "SELECT count(*) FROM " + rows.table));
  if (count > part_rows && rows.key.empty()) {
    cut_by_numbers(rows, count, part_rows);
  } else if (count > part_rows) {
    cut_by_keys(rows, part_rows);
  } else {
    selects_.push_back(fmt::format("SELECT {} FROM {} ORDER BY {}", rows.columns, rows.table, order_of(rows)));
  }
}

OrderedParts::~OrderedParts() {
  if (!has_table_) return;
  try {
    connection_.execute(fmt::format("DROP TABLE {}", kTable));
  } catch (const Error&) {  // a transaction that failed takes it away
  }
}

void OrderedParts::cut_by_keys(const OrderedRows& rows, std::uint64_t part_rows) {
  const std::vector<Key> keys = first_keys(connection_, rows, part_rows);
  for (std::size_t part = 0; part <= keys.size(); ++part) {
    const Key* from = part == 0 ? nullptr : &keys[part - 1];
    const Key* to = part == keys.size() ? nullptr : &keys[part];
    selects_.push_back(fmt::format("SELECT {} FROM {} WHERE {} ORDER BY {}", rows.columns, rows.table,
                                   range(rows.key, from, to), order_of(rows)));
  }
}

void OrderedParts::cut_by_numbers(const OrderedRows& rows, std::uint64_t count, std::uint64_t part_rows) {
  connection_.execute(
      fmt::format("CREATE TEMP TABLE {} AS SELECT {} FROM {} ORDER BY ALL", kTable, rows.columns, rows.table));
  has_table_ = true;
  // Rows of a transaction that is open have high numbers.
  const std::int64_t first = query_integer(connection_, fmt::format("SELECT min(rowid) FROM {}", kTable));
  for (std::uint64_t from = 0; from < count; from += part_rows) {
    const auto begin = static_cast<std::uint64_t>(first) + from;
    selects_.push_back(
        fmt::format("SELECT * FROM {} WHERE rowid >= {} AND rowid < {}", kTable, begin, begin + part_rows));
  }
}

}  // namespace rox
