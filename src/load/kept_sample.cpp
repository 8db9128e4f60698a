#include "load/kept_sample.hpp"

#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/file_name.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "load/load_table.hpp"
#include "model/dialect_toml.hpp"
#include "model/model_file.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr SqlDialect kDialect = SqlDialect::duckdb;
constexpr int kFormat = 2;

json to_json(const KeptValue& value) { return value ? json(*value) : json(); }

/// Throws if it isn't what write_sample() writes.
KeptSample read_json_sample(const JsonValue& text) {
  if (text.member("format").integer() != kFormat) throw text.error("another format");
  KeptSample sample;
  for (const JsonValue& column : text.member("columns").elements()) {
    sample.columns.push_back(
        {column.member("name").text(), column.member("reading").text(), column.member("type").text()});
  }
  for (const JsonValue& row : text.member("rows").elements()) {
    std::vector<KeptValue>& values = sample.rows.emplace_back();
    for (const JsonValue& value : row.elements()) {
      values.push_back(value.is_null() ? KeptValue() : KeptValue(value.text()));
    }
    if (values.size() != sample.columns.size()) throw row.error("not a value for each column");
  }
  return sample;
}

bool is_same_or_wider(const std::string& before, const std::string& now) {
  if (before == now) return true;
  const Type from = parse_type(before);
  const Type to = parse_type(now);
  return from.kind == to.kind || (is_number(from) && (is_number(to) || to.kind == TypeKind::varchar));
}

}  // namespace

std::optional<std::size_t> KeptSample::find(const SampledColumn& column) const {
  const auto found = std::find_if(columns.begin(), columns.end(), [&](const SampledColumn& one) {
    return one.name == column.name && one.reading == column.reading && is_same_or_wider(one.type, column.type);
  });
  if (found == columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - columns.begin());
}

std::optional<fs::path> sample_path(const fs::path& folder, const std::string& table, const std::string& fingerprint) {
  if (file_name_problem(table)) return std::nullopt;
  return file_named(folder, table, fmt::format(".{}.rows", fingerprint));
}

std::vector<SampledColumn> sampled_columns(const Table& table, const Dialect& dialect) {
  Dialect said = table.dialect.over(dialect);
  said.null_words = Dialect{}.null_words;  // what is missing isn't compared
  const std::string written = join(dialect_settings(difference(Dialect{}, said)), "\n");
  std::vector<SampledColumn> columns;
  for (const Column& column : table.columns) {
    if (is_long_text(column)) continue;
    Column read;  // what decides how its values are read
    read.name = column.name;
    read.header = column.header;
    read.format = column.format;
    columns.push_back({column.name, hash_text(column_text(read) + "\n" + written), to_string(column.type)});
  }
  return columns;
}

KeptSample take_sample(Engine& engine, const std::string& from, const std::vector<SampledColumn>& columns) {
  KeptSample sample{columns, {}};
  if (columns.empty()) return sample;
  std::vector<std::string> names;
  for (const SampledColumn& column : columns) names.push_back(column.name);
  // The numbers of rows that aren't committed yet begin far up; where there are both, some are committed. DuckDB looks
  // only into the row groups that rows are in.
  constexpr std::int64_t kFar = std::int64_t{1} << 54;
  const auto rows = engine.query(fmt::format(
      "SELECT {0} FROM {1} WHERE rowid IN (SELECT first + range * greatest({2}, last + 1 - first) // {2} FROM (SELECT "
      "first, (SELECT max(rowid) FROM {1} WHERE rowid < first + {3}) AS last FROM (SELECT min(rowid) AS first FROM "
      "{1})), "
      "range({2}))",
      exact_names(names, kDialect), from, kSampledRows, kFar));
  while (rows->next()) {
    for (std::size_t r = 0; r < rows->rows(); ++r) {
      std::vector<KeptValue>& values = sample.rows.emplace_back(columns.size());
      for (std::size_t c = 0; c < columns.size(); ++c) {
        if (!rows->is_null(c, r)) rows->text(c, r, values[c].emplace());
      }
    }
  }
  return sample;
}

void write_sample(const fs::path& path, const KeptSample& sample) {
  json columns = json::array();
  for (const SampledColumn& column : sample.columns) {
    columns.push_back({{"name", column.name}, {"reading", column.reading}, {"type", column.type}});
  }
  json rows = json::array();
  for (const std::vector<KeptValue>& row : sample.rows) {
    json& values = rows.emplace_back(json::array());
    for (const KeptValue& value : row) values.push_back(to_json(value));
  }
  make_directories(path.parent_path());
  fs::path unfinished = path;
  unfinished += ".tmp";
  const UniqueFd fd = open_file(unfinished, O_WRONLY | O_CREAT | O_TRUNC);
  write_all(fd.get(), json_text(json{{"format", kFormat}, {"columns", columns}, {"rows", rows}}), unfinished);
  fs::rename(unfinished, path);
}

std::optional<KeptSample> read_sample(const fs::path& path) {
  if (!fs::exists(path)) return std::nullopt;
  try {
    return read_json_sample(read_json(path));
  } catch (const Error&) {
    return std::nullopt;
  }
}

}  // namespace rox
