#include "quality/reconcile.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.hpp"
#include "sql/figures.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr std::array<const char*, kColumnFigures> kFigures{"count", "min", "max", "sum", "checksum"};

struct Figures {
  std::vector<ResultColumn> columns;  // as the engine has them
  std::vector<ResultKind> kinds;      // of the values
  std::vector<CellValue> values;
};

Figures measure(Engine& engine, const Table& table) {
  const SqlDialect dialect = engine.dialect();
  Figures figures;
  figures.columns = engine
                        .query(fmt::format("SELECT {} FROM {} WHERE 1 = 0", sql_names(table.column_names(), dialect),
                                           sql_name(table.name, dialect)))
                        ->columns();
  const auto row = engine.query(table_figures(table, dialect));
  for (const ResultColumn& column : row->columns()) figures.kinds.push_back(column.kind);
  while (row->next()) {
    for (std::size_t c = 0; c < row->columns().size(); ++c) {
      CellValue& value = figures.values.emplace_back();
      if (!row->is_null(c, 0)) row->text(c, 0, value.emplace());
    }
  }
  return figures;
}

std::uint64_t count_of(const CellValue& value) {
  std::uint64_t count = 0;
  if (value) std::from_chars(value->data(), value->data() + value->size(), count);
  return count;
}

class Reconciliation {
 public:
  Reconciliation(Engine& expected, Engine& found, const Table& table)
      : expected_(expected), found_(found), table_(table) {
    out_.table = table.name;
  }

  TableReconciliation reconcile() {
    try {
      compare_figures();
      if (!out_.figures.empty() && !table_.primary_key.empty()) find_rows();
    } catch (const Error& error) {
      out_.error = error;
    }
    return std::move(out_);
  }

 private:
  void compare_figures() {
    const Figures expected = measure(expected_, table_);
    const Figures found = measure(found_, table_);
    out_.expected_rows = count_of(expected.values[0]);
    out_.found_rows = count_of(found.values[0]);
    if (out_.expected_rows != out_.found_rows) add("", "rows", expected.values[0], found.values[0]);
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      const std::string& column = table_.columns[c].name;
      if (kinds_differ(expected.columns[c].kind, found.columns[c].kind)) {
        add(column, "type", expected.columns[c].type, found.columns[c].type);
      }
      for (std::size_t f = 0; f < kFigures.size(); ++f) {
        const std::size_t at = 1 + c * kFigures.size() + f;
        const CellRule rule = cell_rule(expected.kinds[at], found.kinds[at]);
        if (!same_value(rule, expected.values[at], found.values[at])) {
          add(column, kFigures[f], expected.values[at], found.values[at]);
        }
      }
    }
  }

  void add(const std::string& column, const char* figure, const CellValue& expected, const CellValue& found) {
    out_.figures.push_back({column, figure, expected, found});
  }

  /// The key, and the columns whose figures differ.
  std::vector<std::string> columns_to_look_at() const {
    std::vector<std::string> columns = table_.primary_key;
    for (const FigureDifference& figure : out_.figures) {
      const bool there = std::any_of(columns.begin(), columns.end(),
                                     [&](const auto& name) { return equals_ignore_case(name, figure.column); });
      if (!figure.column.empty() && !there) columns.push_back(figure.column);
    }
    return columns;
  }

  void find_rows() {
    const std::vector<std::string> columns = columns_to_look_at();
    const auto rows_of = [&](Engine& engine) {
      return engine.query(fmt::format("SELECT {} FROM {} ORDER BY {}", sql_names(columns, engine.dialect()),
                                      sql_name(table_.name, engine.dialect()),
                                      portable_order(table_, table_.primary_key, engine.dialect())));
    };
    const auto expected = rows_of(expected_);
    const auto found = rows_of(found_);
    out_.rows = compare(*expected, *found, {.ordered = false, .computed = false});
  }

  Engine& expected_;
  Engine& found_;
  const Table& table_;
  TableReconciliation out_;
};

}  // namespace

TableReconciliation reconcile(Engine& expected, Engine& found, const Table& table) {
  return Reconciliation(expected, found, table).reconcile();
}

}  // namespace rox
