#include "build/missing_keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <vector>

#include "base/decimal.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// Few enough to be sent, and many enough that a few missing keys are in few of them.
constexpr std::int64_t kRanges = 16'384;

using RangeCounts = std::map<std::int64_t, std::int64_t>;

std::optional<std::string> whole_number_of(const Table& table) {
  for (const std::string& column : table.primary_key) {
    const TypeKind kind = table.columns[table.find_column(column).value()].type.kind;
    if (kind == TypeKind::smallint || kind == TypeKind::integer || kind == TypeKind::bigint) return column;
  }
  return std::nullopt;
}

RangeCounts count_ranges(Engine& engine, const std::string& sql) {
  RangeCounts counts;
  const auto rows = engine.query(sql);
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) {
      counts[std::stoll(text_at(*rows, 0, row))] = std::stoll(text_at(*rows, 1, row));
    }
  }
  return counts;
}

}  // namespace

SidedCondition where_keys_are_missing(DuckDbConnection& here, Engine& server, const Table& table, const KeyedRows& rows,
                                      std::uint64_t missing) {
  SidedCondition all = {"true", "true"};
  const auto column = whole_number_of(table);
  if (!column) return all;
  const std::string name = sql_name(*column, server.dialect());
  const Int128 first = query_integer(server, fmt::format("SELECT min({}) FROM {}", name, rows.then));
  const Int128 last = query_integer(server, fmt::format("SELECT max({}) FROM {}", name, rows.then));
  const auto width = static_cast<std::int64_t>((last - first) / kRanges + 1);
  // The remainder has the number's sign on both sides, and nothing can overflow.
  const auto range_in = [&](SqlDialect dialect) {
    return fmt::format("({0} - {0} % {1})", sql_name(*column, dialect), width);
  };
  const std::string range = range_in(server.dialect());
  const auto of = [&](const char* sign, const std::string& from) {
    return fmt::format("SELECT {} AS r, {}count(*) AS n FROM {} GROUP BY 1", range, sign, from);
  };
  const RangeCounts wanted = count_ranges(
      server, fmt::format("SELECT r, CAST(sum(n) AS BIGINT) FROM ({} UNION ALL {} UNION ALL {}) AS counted "
                          "GROUP BY r HAVING sum(n) <> 0",
                          of("", rows.then), of("", rows.come), of("-", rows.gone)));
  const RangeCounts found = count_ranges(
      here, fmt::format("SELECT {} AS r, count(*) FROM {} GROUP BY 1", range_in(SqlDialect::duckdb), rows.now));
  std::vector<std::string> differing;
  std::int64_t lacking = 0;
  for (const auto& [begin, count] : wanted) {
    const auto there = found.find(begin);
    const std::int64_t left = there == found.end() ? 0 : there->second;
    if (left == count) continue;
    lacking += count - left;
    differing.push_back(std::to_string(begin));
  }
  if (lacking != static_cast<std::int64_t>(missing) || differing.empty()) return all;
  const std::string list = " IN (" + join(differing, ", ") + ")";
  return {range_in(SqlDialect::duckdb) + list, range + list};
}

}  // namespace rox
