#include "build/answer_changes.hpp"

#include <fmt/format.h>

#include <string>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "build/touched_part.hpp"
#include "engine/result/result_writer.hpp"
#include "sql/lexer.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// With more touched keys or lines an answer is asked in full: it takes no longer.
constexpr std::uint64_t kMost = 100'000;

std::string csv_of(Result& rows) {
  std::string text;
  write_csv(
      rows, [&](std::string_view piece) { text += piece; }, kMost + 1);
  return text;
}

/// Of any length.
bool is_text(const ResultColumn& column) { return column.type.starts_with("VARCHAR") || column.type == "TEXT"; }

/// Whether equal values have equal texts. (Numbers of PostgreSQL's are equal with more zeros, too.)
bool is_told_by_text(const ResultColumn& column) {
  return column.kind != ResultKind::decimal || column.type.find('(') != std::string::npos;
}

/// How the values of a column compare by their texts; nothing if they don't as the engine does.
std::optional<AnswerValue> value_of(const ResultColumn& column, bool texts_by_bytes) {
  switch (column.kind) {
    case ResultKind::integer:
    case ResultKind::decimal: return AnswerValue::number;
    case ResultKind::time:
    case ResultKind::boolean: return AnswerValue::text;
    case ResultKind::text: return is_text(column) && texts_by_bytes ? std::optional(AnswerValue::text) : std::nullopt;
    case ResultKind::date: return AnswerValue::moment;
    case ResultKind::timestamp: return column.type == "TIMESTAMP" ? std::optional(AnswerValue::moment) : std::nullopt;
    case ResultKind::floating:
    case ResultKind::other: break;
  }
  return std::nullopt;
}

std::vector<AnswerOrder> order_of(const TouchedPart& part, const std::vector<ResultColumn>& columns,
                                  bool texts_by_bytes) {
  std::vector<AnswerOrder> order;
  for (const PlanOrder& by : part.order) {
    const auto value = value_of(columns.at(by.column), texts_by_bytes);
    if (!value) return {};
    order.push_back({by.column, *value, by.descending, by.nulls_first});
  }
  return order;
}

/// A SELECT of the rows that have touched keys now, whose columns are c0, c1, …
std::string rows_of_part(const std::string& select, const TouchedPart& part) {
  std::vector<std::string> columns;
  for (std::size_t i = 0; i < part.columns; ++i) columns.push_back(fmt::format("c{}", i));
  const std::string rows =
      fmt::format("(SELECT * FROM (\n{}\n) AS answer({}))", statement_text(select), join(columns, ", "));
  return part.narrowing() + part.rows_of(rows, columns);
}

}  // namespace

std::optional<AnswerChange> find_answer_change(ChangedTables& tables, const SqlFile& analysis) {
  const BoundSql sql(analysis, {});
  const TouchedPart part = find_touched_part(tables, tables.plans({sql.text()}, RowCounts::set_apart).front(), {});
  if (part.reach == Reach::none) return AnswerChange{};
  if (part.reach == Reach::all || part.keys > kMost) return std::nullopt;
  AnswerChange change;
  change.any = true;
  change.key = part.key;
  change.row_counts = part.row_counts;
  std::vector<std::string> keys;
  const bool texts_by_bytes = tables.orders_texts_by_bytes();
  {
    const auto rows = tables.engine().query(rows_of_part(sql.text(), part));
    const std::vector<ResultColumn>& columns = rows->columns();
    change.order = order_of(part, columns, texts_by_bytes);
    for (std::size_t i = 0; i < part.key.size(); ++i) {
      if (!is_told_by_text(columns.at(part.key[i]))) return std::nullopt;
      keys.push_back(fmt::format("CAST(k{} AS {})", i, columns.at(part.key[i]).type));
    }
    change.lines = answer_lines(csv_of(*rows));
  }
  if (change.lines.size() > kMost) return std::nullopt;
  const auto touched = tables.engine().query(fmt::format("SELECT {} FROM {}", join(keys, ", "), part.keys_table));
  for (std::string& key : answer_lines(csv_of(*touched))) change.keys.insert(std::move(key));
  return change;
}

}  // namespace rox
