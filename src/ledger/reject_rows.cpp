#include "ledger/reject_rows.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "sql/dialect.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr std::size_t kInsertedRows = 500;
/// A statement of Redshift's data API has at most 100 KB.
constexpr std::size_t kInsertedBytes = 60'000;
/// The longest text of Redshift's, less what becomes visible.
constexpr std::size_t kRedshiftText = 60'000;

}  // namespace

/// What isn't UTF-8, which no server takes, becomes visible.
std::string kept_text(std::string_view text, SqlDialect dialect) {
  if (dialect == SqlDialect::duckdb) return std::string(text);
  if (dialect == SqlDialect::redshift) text = text.substr(0, kRedshiftText);
  std::string out;
  while (!text.empty()) {
    const std::size_t good = std::min(valid_utf8_prefix(text), text.find('\0'));
    out += text.substr(0, good);
    if (good >= text.size()) break;
    out += fmt::format("\\x{:02X}", static_cast<unsigned char>(text[good]));
    text.remove_prefix(good + 1);
  }
  return out;
}

void write_reject_rows(DuckDbConnection& connection, const std::string& run, const std::string& table,
                       const std::vector<Reject>& rejects) {
  connection.execute(
      fmt::format(R"(DELETE FROM rox.rejects WHERE "table" = {})", sql_literal(table, SqlDialect::duckdb)));
  if (rejects.empty()) return;
  DuckDbAppender rows(connection, "rox", "rejects");
  auto add_text = [&](const std::string& text) { text.empty() ? rows.add_null() : rows.add(text); };
  for (const Reject& reject : rejects) {
    rows.add(run);
    rows.add(reject.table);
    rows.add(reject.file);
    rows.add(static_cast<std::int64_t>(reject.line));
    rows.add(static_cast<std::int64_t>(reject.offset));
    rows.add(static_cast<std::int64_t>(reject.field));
    add_text(reject.column);
    rows.add(reject.value);
    rows.add(to_string(reject.code));
    rows.add(reject.reason);
    rows.add(reject.raw);
    rows.end_row();
  }
  rows.close();
}

std::vector<Reject> read_reject_rows(Engine& engine, const std::string& table) {
  const AccountsPlace place = accounts_of(engine);
  std::vector<Reject> rejects;
  const auto rows = engine.query(
      fmt::format(R"(SELECT file, line, "offset", field, "column", value, code, reason, "raw" FROM {}.rejects )"
                  R"(WHERE "table" = {} ORDER BY file, line)",
                  sql_name(place.schema, place.dialect), sql_literal(table, place.dialect)));
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) {
      const auto text = [&](std::size_t column) { return text_at(*rows, column, row); };
      const auto count = [&](std::size_t column) { return count_at(*rows, column, row); };
      rejects.push_back({table, text(0), count(1), count(2), static_cast<std::uint32_t>(count(3)), text(4), text(5),
                         parse_reject_code(text(6)), text(7), text(8)});
    }
  }
  return rejects;
}

std::vector<std::string> insert_reject_statements(const std::vector<Reject>& rejects, const std::string& run,
                                                  const AccountsPlace& place) {
  const std::string name = sql_name(place.schema, place.dialect) + ".rejects";
  std::vector<std::string> statements;
  std::vector<std::string> rows;
  std::size_t bytes = 0;
  const auto insert = [&] {
    if (!rows.empty()) statements.push_back(fmt::format("INSERT INTO {} VALUES {}", name, join(rows, ", ")));
    rows.clear();
    bytes = 0;
  };
  for (const Reject& reject : rejects) {
    const auto text = [&](std::string_view value) {
      return sql_literal(kept_text(value, place.dialect), place.dialect);
    };
    rows.push_back(fmt::format("({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})", text(run), text(reject.table),
                               text(reject.file), reject.line, reject.offset, reject.field,
                               reject.column.empty() ? "NULL" : text(reject.column), text(reject.value),
                               text(to_string(reject.code)), text(reject.reason), text(reject.raw)));
    bytes += rows.back().size();
    if (rows.size() == kInsertedRows || bytes > kInsertedBytes) insert();
  }
  insert();
  return statements;
}

std::vector<std::string> replace_reject_statements(const std::vector<std::string>& tables,
                                                   const std::vector<Reject>& rejects, const std::string& run,
                                                   const AccountsPlace& place) {
  if (tables.empty()) return {};
  std::vector<std::string> quoted;
  for (const std::string& table : tables) quoted.push_back(sql_literal(table, place.dialect));
  std::vector<std::string> statements = insert_reject_statements(rejects, run, place);
  statements.insert(statements.begin(), fmt::format(R"(DELETE FROM {}.rejects WHERE "table" IN ({}))",
                                                    sql_name(place.schema, place.dialect), join(quoted, ", ")));
  return statements;
}

}  // namespace rox
