#include "cli/output.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "ledger/accounts.hpp"
#include "sql/references.hpp"

namespace rox {
namespace {

TextTable table_for(const Result& result) {
  std::vector<TextTable::Column> columns;
  for (const ResultColumn& column : result.columns()) {
    columns.push_back({column.name, is_number(column.kind) ? TextTable::Align::right : TextTable::Align::left});
  }
  return TextTable(std::move(columns));
}

std::vector<std::string> row_cells(const Result& result, std::size_t row) {
  std::vector<std::string> cells(result.columns().size());
  for (std::size_t c = 0; c < cells.size(); ++c) {
    if (result.is_null(c, row)) {
      cells[c] = "NULL";
    } else {
      result.text(c, row, cells[c]);
    }
  }
  return cells;
}

std::string count_line(std::uint64_t shown, std::uint64_t total, double seconds) {
  const char* noun = total == 1 ? "row" : "rows";
  if (shown == total) return fmt::format("{} {} in {}\n", human_count(total), noun, human_seconds(seconds));
  return fmt::format("{} of {} {} in {} ({} more: --limit 0 shows all)\n", human_count(shown), human_count(total), noun,
                     human_seconds(seconds), human_count(total - shown));
}

}  // namespace

bool is_number(ResultKind kind) {
  return kind == ResultKind::integer || kind == ResultKind::decimal || kind == ResultKind::floating;
}

void RowOptions::add_to(Options& verb, std::uint64_t table_rows) {
  table_rows_ = table_rows;
  verb.add_flag("--csv", csv, "CSV (RFC 4180) instead of a table");
  verb.add("--limit", limit,
           fmt::format("At most N rows, 0 for all (default: {} in tables, all otherwise)", table_rows))
      .value_name("N");
}

OutputFormat RowOptions::format(const GlobalOptions& globals) const {
  if (csv && globals.json) throw usage_error("--csv and --json can't go together").hint("choose one");
  return csv ? OutputFormat::csv : globals.json ? OutputFormat::json : OutputFormat::table;
}

std::uint64_t RowOptions::row_limit(OutputFormat format) const {
  std::uint64_t rows = limit.value_or(format == OutputFormat::table ? table_rows_ : 0);
  return rows == 0 ? kAllRows : rows;
}

void print_table(Result& result, std::uint64_t limit, const std::function<double()>& seconds) {
  TextTable table = table_for(result);
  std::uint64_t total = 0, shown = 0;
  while (result.next()) {
    for (std::size_t r = 0; r < result.rows() && shown < limit; ++r, ++shown) table.add_row(row_cells(result, r));
    total += result.rows();
  }
  print(table.text(terminal_width()));
  print(count_line(shown, total, seconds()));
}

void print_rows(Result& result, OutputFormat format, std::uint64_t limit, const std::function<double()>& seconds,
                std::string_view engine) {
  switch (format) {
    case OutputFormat::table: print_table(result, limit, seconds); break;
    case OutputFormat::csv: write_csv(result, print, limit); break;
    case OutputFormat::json:
      write_json(result, {"", "", std::string(engine)}, seconds, print, limit);
      print("\n");
      break;
  }
}

void note_stale_marts(const std::vector<std::string>& marts) {
  if (marts.empty()) return;
  note(fmt::format("note: out of date, because what they are made from changed: {}; `rox transform` makes {} anew",
                   join(marts, ", "), marts.size() == 1 ? "it" : "them"));
}

void note_stale_marts(Engine& engine, std::string_view sql) {
  if (engine.name() == kStagedReader) return;  // it reads what is staged, and makes marts from that
  std::vector<std::string> named;
  const std::vector<TableReference> references = table_references(sql);
  for (const std::string& mart : stale_marts(read_built_marts(engine))) {
    if (std::any_of(references.begin(), references.end(),
                    [&](const TableReference& reference) { return equals_ignore_case(reference.name, mart); })) {
      named.push_back(mart);
    }
  }
  note_stale_marts(named);
}

}  // namespace rox
