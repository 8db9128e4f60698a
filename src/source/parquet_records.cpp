#include "source/parquet_records.hpp"

#include <duckdb.h>
#include <fmt/format.h>

#include <algorithm>
#include <new>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "source/packed.hpp"
#include "source/record_queue.hpp"
#include "source/records.hpp"
#include "source/unchanged.hpp"
#include "source/workbook/number_format.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// What reading a file takes at most: a row group's columns, packed.
constexpr const char* kMemory = "512MB";

/// Of a DECIMAL.
constexpr int kMostDigits = 38;

/// How a column's values become texts.
struct ColumnText {
  std::string sql;
  bool quoted = false;    // it is a text in the file: "" isn't missing
  bool floating = false;  // it may have an exponent
};

ColumnText text_of(const std::string& name, duckdb_type type) {
  switch (type) {
    case DUCKDB_TYPE_LIST:
    case DUCKDB_TYPE_ARRAY:
    case DUCKDB_TYPE_STRUCT:
    case DUCKDB_TYPE_MAP:
    case DUCKDB_TYPE_UNION: return {fmt::format("to_json({})::VARCHAR", name), true};
    // Moments are stored as UTC; which zone somebody is in changes nothing.
    case DUCKDB_TYPE_TIMESTAMP_TZ: return {fmt::format("make_timestamp(epoch_us({}))::VARCHAR || 'Z'", name), false};
    // A clock of UTC, as some programs call all of theirs.
    case DUCKDB_TYPE_TIME_TZ: return {fmt::format("{}::TIME::VARCHAR", name), false};
    // "Not a number" is what missing ones are in data frames.
    case DUCKDB_TYPE_FLOAT:
    case DUCKDB_TYPE_DOUBLE:
      return {fmt::format("CASE WHEN isnan({0}) THEN NULL ELSE {0}::VARCHAR END", name), false, true};
    case DUCKDB_TYPE_VARCHAR:
    case DUCKDB_TYPE_ENUM:
    case DUCKDB_TYPE_BLOB:
    case DUCKDB_TYPE_BIT:
    case DUCKDB_TYPE_INTERVAL: return {fmt::format("{}::VARCHAR", name), true};
    default: return {fmt::format("{}::VARCHAR", name), false};
  }
}

/// A database in memory that sees nothing but the file. Errors are the file's.
class Database {
 public:
  explicit Database(const ExportFile& file) : file_(file) {
    duckdb_config config = nullptr;
    if (duckdb_create_config(&config) != DuckDBSuccess) throw std::bad_alloc();
    for (const auto& [name, value] :
         {std::pair{"threads", "1"}, std::pair{"memory_limit", kMemory}, std::pair{"temp_directory", ""},
          std::pair{"autoinstall_known_extensions", "false"}, std::pair{"autoload_known_extensions", "false"}}) {
      duckdb_set_config(config, name, value);
    }
    char* message = nullptr;
    const bool open = duckdb_open_ext(nullptr, &database_, config, &message) == DuckDBSuccess;
    duckdb_destroy_config(&config);
    const std::string text = message != nullptr ? message : "";
    duckdb_free(message);
    if (!open) throw outside_error("DuckDB doesn't open a database: " + text);
    if (duckdb_connect(database_, &connection_) != DuckDBSuccess) throw std::bad_alloc();
  }
  ~Database() {
    duckdb_destroy_prepare(&statement_);
    duckdb_disconnect(&connection_);
    duckdb_close(&database_);
  }
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Rows come one chunk after another.
  void run(const std::string& sql, duckdb_result& result) {
    duckdb_destroy_prepare(&statement_);
    if (duckdb_prepare(connection_, sql.c_str(), &statement_) != DuckDBSuccess) {
      throw failure(duckdb_prepare_error(statement_));
    }
    if (duckdb_execute_prepared_streaming(statement_, &result) != DuckDBSuccess) {
      const Error error = failure(duckdb_result_error(&result));
      duckdb_destroy_result(&result);
      throw error;
    }
  }

  /// "Invalid Input Error: No magic bytes found …": what comes behind the kind of error, without the path.
  Error failure(const char* message) const {
    std::string_view text = message != nullptr ? message : "DuckDB doesn't say why";
    text = text.substr(0, text.find('\n'));
    const std::size_t kind = text.find("Error: ");
    if (kind != std::string_view::npos) text.remove_prefix(kind + 7);
    return data_error(fmt::format("the Parquet file can't be read: {}", text))
        .at(printable(file_.name))
        .hint("fetch or make it again; to leave it out, name it in rox.toml's [source] ignore");
  }

 private:
  const ExportFile file_;
  duckdb_database database_ = nullptr;
  duckdb_connection connection_ = nullptr;
  duckdb_prepared_statement statement_ = nullptr;
};

class ParquetRecords final : public RecordStream {
 public:
  ParquetRecords(const ExportFile& file, const Dialect& dialect)
      : file_(file), fd_(open_unchanged(file)), database_(file), delimiter_(dialect.field_delimiter()), records_(0) {
    const auto& words = dialect.null_words;
    if (std::find(words.begin(), words.end(), "") == words.end() && !words.empty()) missing_ = words.front();
    // By its descriptor it is the file that was looked at, and its name is no pattern.
    const std::string path = sql_literal(fmt::format("/proc/self/fd/{}", fd_.get()), SqlDialect::duckdb);
    refuse_long_decimals(path);
    const std::string source = fmt::format("read_parquet({}, hive_partitioning = false)", path);
    std::string columns;
    std::string header;
    {
      Result shape;
      database_.run("SELECT * FROM " + source + " LIMIT 0", shape.value);
      for (idx_t c = 0; c < duckdb_column_count(&shape.value); ++c) {
        const std::string name = duckdb_column_name(&shape.value, c);
        columns_.push_back(text_of(exact_name(name, SqlDialect::duckdb), duckdb_column_type(&shape.value, c)));
        columns += (c > 0 ? ", " : "") + columns_.back().sql;
        if (c > 0) header += delimiter_;
        append_quoted(name, header);
      }
    }
    if (dialect.header) records_.push(header + "\n", 1);
    database_.run(fmt::format("SELECT {} FROM {}", columns, source), rows_.value);
  }

  bool next(RecordChunk& chunk) override {
    return records_.next(chunk, [&] { return read_rows(); });
  }

  /// DuckDB doesn't say how far it is.
  std::uint64_t position() const override { return ended_ ? file_.bytes : 0; }

 private:
  struct Result {
    Result() = default;
    ~Result() { duckdb_destroy_result(&value); }
    Result(const Result&) = delete;
    Result& operator=(const Result&) = delete;
    duckdb_result value{};
  };

  /// DuckDB reads decimals that are longer than its own as floats.
  void refuse_long_decimals(const std::string& path) {
    Result found;
    database_.run(fmt::format("SELECT concat(name, ' is DECIMAL(', precision, ',', scale, ')') FROM parquet_schema({}) "
                              "WHERE precision > {} LIMIT 1",
                              path, kMostDigits),
                  found.value);
    duckdb_data_chunk chunk = duckdb_fetch_chunk(found.value);
    std::string column;
    if (chunk != nullptr && duckdb_data_chunk_get_size(chunk) > 0) {
      auto* const text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(duckdb_data_chunk_get_vector(chunk, 0)));
      column.assign(duckdb_string_t_data(text), duckdb_string_t_length(*text));
    }
    duckdb_destroy_data_chunk(&chunk);
    if (column.empty()) return;
    throw data_error(fmt::format("the column {}: more than {} digits can't be read without losing some",
                                 printable(column), kMostDigits))
        .at(printable(file_.name))
        .hint(fmt::format("write the column with at most {} digits, or as text; to leave the file out, name it in "
                          "rox.toml's [source] ignore",
                          kMostDigits));
  }

  bool read_rows() {
    duckdb_data_chunk chunk = duckdb_fetch_chunk(rows_.value);
    const idx_t size = chunk == nullptr ? 0 : duckdb_data_chunk_get_size(chunk);
    for (idx_t row = 0; row < size; ++row) add_row(chunk, row);
    duckdb_destroy_data_chunk(&chunk);
    if (size > 0) return true;
    const char* const message = duckdb_result_error(&rows_.value);
    if (message != nullptr && *message != '\0') throw database_.failure(message);
    ended_ = true;
    return false;
  }

  void add_row(duckdb_data_chunk chunk, idx_t row) {
    std::string record;
    for (std::size_t c = 0; c < columns_.size(); ++c) {
      if (c > 0) record += delimiter_;
      const duckdb_vector column = duckdb_data_chunk_get_vector(chunk, c);
      std::uint64_t* const validity = duckdb_vector_get_validity(column);
      if (validity != nullptr && !duckdb_validity_row_is_valid(validity, row)) {
        record += missing_;
        continue;
      }
      auto* const text = static_cast<duckdb_string_t*>(duckdb_vector_get_data(column)) + row;
      const std::string_view value(duckdb_string_t_data(text), duckdb_string_t_length(*text));
      if (columns_[c].quoted) {
        append_quoted(value, record);
      } else if (columns_[c].floating) {
        append_without_exponent(value, record);
      } else {
        record += value;
      }
    }
    record += '\n';
    records_.push(std::move(record), ++line_);
  }

  const ExportFile file_;
  const UniqueFd fd_;
  Database database_;
  const char delimiter_;
  std::string missing_;
  std::vector<ColumnText> columns_;
  RecordQueue records_;
  Result rows_;
  std::uint64_t line_ = 1;
  bool ended_ = false;
};

}  // namespace

std::unique_ptr<RecordStream> parquet_records(const ExportFile& file, const Dialect& dialect) {
  return std::make_unique<ParquetRecords>(file, dialect);
}

}  // namespace rox
