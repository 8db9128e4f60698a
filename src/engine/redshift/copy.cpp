#include "engine/redshift/copy.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::redshift;
/// Of a workgroup, which doesn't tell.
constexpr unsigned kServerlessSlices = 8;

std::string text_at(const Result& rows, std::size_t column, std::size_t row) {
  std::string text;
  if (!rows.is_null(column, row)) rows.text(column, row, text);
  return std::string(trim(text));
}

/// "Invalid digit, Value 'x', Pos 0, Type: Integer": the value and the reason without it.
void split_message(const std::string& message, LoadProblem& problem) {
  constexpr std::string_view kValue = ", Value '";
  problem.reason = message;
  const std::size_t at = message.find(kValue);
  if (at == std::string::npos) return;
  const std::size_t start = at + kValue.size();
  const std::size_t end = message.find("', Pos", start);
  problem.value = message.substr(start, end == std::string::npos ? end : end - start);
  problem.reason = message.substr(0, at);
  const std::size_t type = message.find("Type: ", start);
  if (type != std::string::npos) problem.reason += " for " + message.substr(type + 6);
}

}  // namespace

std::string copy_manifest(const std::vector<CopyFile>& files) {
  nlohmann::ordered_json entries = nlohmann::ordered_json::array();
  for (const CopyFile& file : files) {
    entries.push_back({{"url", file.url}, {"mandatory", true}, {"meta", {{"content_length", file.bytes}}}});
  }
  return json_text(nlohmann::ordered_json{{"entries", entries}}, 1) + "\n";
}

std::string copy_sql(const std::string& table, const CopySource& source) {
  const std::string from = fmt::format("COPY {} FROM {} IAM_ROLE {} MANIFEST", table,
                                       sql_literal(source.manifest, kDialect), sql_literal(source.role, kDialect));
  if (source.format == CopyFormat::parquet) return from + " FORMAT AS PARQUET";
  return fmt::format("{} FORMAT AS CSV GZIP NULL AS {} DATEFORMAT 'YYYY-MM-DD' TIMEFORMAT 'auto' ENCODING UTF8", from,
                     sql_literal(source.null_marker, kDialect));
}

std::string LoadProblem::text() const {
  std::string out = file;
  if (line > 0) out += fmt::format(", line {}", line);
  if (!column.empty()) out += ", column " + column;
  out += ": " + reason;
  return value.empty() ? out : fmt::format("{} ('{}')", out, value);
}

std::string server_time(Engine& engine) {
  auto rows = engine.query("SELECT CAST(GETDATE() AS VARCHAR(32)) AS now");
  std::string now;
  while (rows->next()) {
    if (now.empty()) now = text_at(*rows, 0, 0);
  }
  return now;
}

std::vector<LoadProblem> load_problems(Engine& engine, const std::string& url, const std::string& since, int limit) {
  auto rows = engine.query(
      fmt::format("SELECT file_name, line_number, column_name, error_message FROM sys_load_error_detail WHERE "
                  "start_time >= CAST({} AS TIMESTAMP) AND LEFT(file_name, {}) = {} ORDER BY start_time DESC, "
                  "line_number LIMIT {}",
                  sql_literal(since, kDialect), url.size(), sql_literal(url, kDialect), limit));
  std::vector<LoadProblem> problems;
  while (rows->next()) {
    for (std::size_t row = 0; row < rows->rows(); ++row) {
      LoadProblem& problem = problems.emplace_back();
      problem.file = text_at(*rows, 0, row);
      problem.line = std::stoull("0" + text_at(*rows, 1, row));
      problem.column = text_at(*rows, 2, row);
      split_message(text_at(*rows, 3, row), problem);
    }
  }
  return problems;
}

unsigned slice_count(Engine& engine) {
  try {
    const std::int64_t slices = query_integer(engine, "SELECT count(*) FROM stv_slices");
    if (slices > 0) return static_cast<unsigned>(slices);
  } catch (const Error&) {  // a workgroup has no such table
  }
  return kServerlessSlices;
}

}  // namespace rox
