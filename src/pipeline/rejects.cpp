#include "pipeline/rejects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "engine/result/cells.hpp"
#include "source/reject_file.hpp"
#include "sql/dialect.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr std::size_t kShown = 3;
constexpr std::size_t kInsertedRows = 500;
/// A statement of Redshift's data API has at most 100 KB.
constexpr std::size_t kInsertedBytes = 60'000;
/// The longest text of Redshift's, less what becomes visible.
constexpr std::size_t kRedshiftText = 60'000;

/// A literal of the text, which may be any bytes, that every server can store: what isn't UTF-8 becomes visible.
std::string storable(std::string_view text, SqlDialect dialect) {
  if (dialect == SqlDialect::redshift) text = text.substr(0, kRedshiftText);
  std::string out;
  while (!text.empty()) {
    const std::size_t good = std::min(valid_utf8_prefix(text), text.find('\0'));
    out += text.substr(0, good);
    if (good >= text.size()) break;
    out += fmt::format("\\x{:02X}", static_cast<unsigned char>(text[good]));
    text.remove_prefix(good + 1);
  }
  return sql_literal(out, dialect);
}

auto position(const Reject& reject) { return std::tie(reject.file, reject.line, reject.offset); }

std::vector<Reject> in_order(std::vector<Reject> rejects) {
  std::sort(rejects.begin(), rejects.end(), [](const Reject& a, const Reject& b) { return position(a) < position(b); });
  return rejects;
}

std::string describe(const Reject& reject) {
  std::string text = Place{reject.file, reject.line, 0}.text();
  if (!reject.column.empty()) text += fmt::format(", column {}", reject.column);
  return fmt::format("{}: {}", text, reject.reason);
}

std::size_t size_of(const Reject& reject) {
  return sizeof(Reject) + reject.raw.size() + reject.value.size() + reject.reason.size();
}

/// "unparsable in SalesOrderHeader.OrderDate (812 rows)": what to look at first.
std::string most_frequent(const std::map<std::string, std::vector<Reject>>& rejects) {
  std::map<std::string, std::size_t> counts;
  for (const auto& [table, list] : rejects) {
    for (const Reject& reject : list) {
      ++counts[fmt::format("{} in {}{}{}", to_string(reject.code), table, reject.column.empty() ? "" : ".",
                           reject.column)];
    }
  }
  auto top = std::max_element(counts.begin(), counts.end(), [](auto& a, auto& b) { return a.second < b.second; });
  return top == counts.end() ? "" : fmt::format("most frequent: {} ({} rows)", top->first, top->second);
}

}  // namespace

void RejectStore::add(Reject reject) {
  std::lock_guard lock(mutex_);
  if (limits_.stop_at_first) {
    Error error =
        data_error(reject.column.empty() ? reject.reason : fmt::format("column {}: {}", reject.column, reject.reason))
            .at(reject.file, reject.line)
            .hint(R"(correct the export, or set [source] on_reject = "quarantine" to load the good rows)");
    rejects_[reject.table].push_back(std::move(reject));
    throw std::move(error);
  }
  bytes_ += size_of(reject);
  if (++count_ > limits_.rows) refuse(count_, fmt::format("more than {} rows are rejected", limits_.rows));
  if (bytes_ > limits_.bytes) {
    refuse(count_, fmt::format("the rejected rows fill more than {} MB", limits_.bytes >> 20));
  }
  rejects_[reject.table].push_back(std::move(reject));
}

void RejectStore::expect(std::uint64_t more, const std::string& what) const {
  std::lock_guard lock(mutex_);
  if (more > 0 && !limits_.stop_at_first && count_ + more > limits_.rows) {
    refuse(count_ + more, fmt::format("{} (more than {} rejects)", what, limits_.rows));
  }
}

void RejectStore::refuse(std::uint64_t count, const std::string& why) const {
  std::string text = why;
  std::size_t shown = 0;
  for (const auto& [table, list] : rejects_) {
    for (const Reject& reject : in_order(list)) {
      if (shown++ < kShown) text += "\n  " + describe(reject);
    }
  }
  if (shown > 0) text += "\n  " + most_frequent(rejects_);
  throw data_error(text).hint(
      fmt::format("look at rejects/*.csv; then correct the exports, widen the type in model.toml, mend the rows "
                  "(rox stage --replay) or set [source] max_rejects to {} or more",
                  count));
}

std::vector<Reject> RejectStore::of_table(const std::string& table) const {
  std::lock_guard lock(mutex_);
  auto found = rejects_.find(table);
  return found == rejects_.end() ? std::vector<Reject>() : in_order(found->second);
}

void write_reject_rows(DuckDbConnection& connection, const std::string& run, const std::string& table,
                       const std::vector<Reject>& rejects) {
  connection.execute(fmt::format(R"(DELETE FROM rox.rejects WHERE "table" = {})", quote_literal(table)));
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

std::vector<Reject> read_reject_rows(DuckDbConnection& connection, const std::string& table) {
  std::vector<Reject> rejects;
  const auto rows = connection.query(
      fmt::format(R"(SELECT file, line, "offset", field, "column", value, code, reason, "raw" FROM rox.rejects )"
                  R"(WHERE "table" = {} ORDER BY file, line)",
                  quote_literal(table)));
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

void insert_reject_rows(Engine& engine, const std::string& run, const std::vector<Reject>& rejects) {
  const std::string name = sql_name(engine.accounts(), engine.dialect()) + ".rejects";
  std::vector<std::string> rows;
  std::size_t bytes = 0;
  const auto insert = [&] {
    if (!rows.empty()) engine.execute(fmt::format("INSERT INTO {} VALUES {}", name, join(rows, ", ")));
    rows.clear();
    bytes = 0;
  };
  for (const Reject& reject : rejects) {
    const auto text = [&](std::string_view value) { return storable(value, engine.dialect()); };
    rows.push_back(fmt::format("({}, {}, {}, {}, {}, {}, {}, {}, {}, {}, {})", text(run), text(reject.table),
                               text(reject.file), reject.line, reject.offset, reject.field,
                               reject.column.empty() ? "NULL" : text(reject.column), text(reject.value),
                               text(to_string(reject.code)), text(reject.reason), text(reject.raw)));
    bytes += rows.back().size();
    if (rows.size() == kInsertedRows || bytes > kInsertedBytes) insert();
  }
  insert();
}

void replace_reject_rows(Engine& engine, const std::string& run, const std::vector<std::string>& tables,
                         const std::vector<Reject>& rejects) {
  if (tables.empty()) return;
  std::vector<std::string> quoted;
  for (const std::string& table : tables) quoted.push_back(sql_literal(table, engine.dialect()));
  engine.execute(fmt::format(R"(DELETE FROM {}.rejects WHERE "table" IN ({}))",
                             sql_name(engine.accounts(), engine.dialect()), join(quoted, ", ")));
  insert_reject_rows(engine, run, rejects);
}

void write_reject_file(const std::filesystem::path& rejects_dir, const std::string& run, const std::string& table,
                       const std::vector<Reject>& rejects, char delimiter) {
  const std::filesystem::path file = rejects_dir / (table + ".csv");
  if (rejects.empty()) {
    remove_file(file);
    return;
  }
  std::map<std::tuple<std::string, std::uint64_t, std::string>, std::string> mended;
  for (RejectRow& row : read_reject_file(file)) {
    if (row.mended != row.raw) mended[{row.file, row.line, row.raw}] = std::move(row.mended);
  }
  std::vector<RejectRow> rows;
  for (const Reject& reject : rejects) {
    RejectRow& row = rows.emplace_back(to_row(reject, run));
    auto known = mended.find({row.file, row.line, row.raw});
    if (known != mended.end()) row.mended = known->second;
  }
  make_directories(rejects_dir);
  write_file(file, reject_file_text(rows, delimiter));
}

}  // namespace rox
