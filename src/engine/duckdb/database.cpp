// Opening databases, running statements, appending rows.
#include <fmt/format.h>

#include <array>
#include <system_error>
#include <utility>

#include "base/log.hpp"
#include "base/text.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/duckdb/repeats_function.hpp"
#include "engine/duckdb/result.hpp"
#include "sql/lexer.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// Owns a duckdb_config.
class Config {
 public:
  Config() {
    if (duckdb_create_config(&config_) != DuckDBSuccess) throw std::bad_alloc();
  }
  ~Config() { duckdb_destroy_config(&config_); }
  Config(const Config&) = delete;
  Config& operator=(const Config&) = delete;

  void set(const char* name, const std::string& value) {
    log_line("duckdb", fmt::format("set {} = {}", name, value));
    if (duckdb_set_config(config_, name, value.c_str()) != DuckDBSuccess) {
      throw outside_error(fmt::format("this DuckDB library ({}) has no setting {} = {}", duckdb_version(), name, value))
          .hint("rox needs DuckDB 1.5 or 2; run scripts/setup, or point DUCKDB_ROOT to one");
    }
  }
  duckdb_config get() const { return config_; }

 private:
  duckdb_config config_ = nullptr;
};

/// What new files are written for: DuckDB 1.5 and later read them. Files for older ones compress texts in half as many
/// ways, each of which takes longer.
constexpr const char* kStorageVersion = "v1.5.0";

/// What DuckDB may take of a limit on the whole program. The rest is for what it doesn't count (the heap's gaps, hash
/// tables of joins) and for rox's own; measured at scale 100, it is never more than that.
std::uint64_t duckdb_share(std::uint64_t limit) {
  constexpr std::uint64_t kBeside = std::uint64_t{192} << 20U;
  return limit * 3 / 4 - std::min(limit * 3 / 8, kBeside);
}

/// What a key may take of the memory that a database may take, and without a limit.
constexpr std::uint64_t kKeyShare = 4;
constexpr std::uint64_t kKeyMemory = std::uint64_t{1} << 30U;

void configure(Config& config, const DuckDbOptions& options) {
  config.set("access_mode", options.read_only ? "READ_ONLY" : "AUTOMATIC");
  config.set("autoinstall_known_extensions", "false");
  config.set("autoload_known_extensions", "false");
  config.set("preserve_insertion_order", options.preserve_insertion_order ? "true" : "false");
  config.set("enable_external_access", options.external_access ? "true" : "false");
  if (options.threads != 0) config.set("threads", std::to_string(options.threads));
  if (options.memory_limit != 0) config.set("memory_limit", fmt::format("{}B", duckdb_share(options.memory_limit)));
  config.set("storage_compatibility_version", kStorageVersion);
  if (!options.temp_dir.empty()) config.set("temp_directory", options.temp_dir.string());
}

bool only_reads(duckdb_statement_type type) {
  return type == DUCKDB_STATEMENT_TYPE_SELECT || type == DUCKDB_STATEMENT_TYPE_EXPLAIN;
}

}  // namespace

std::string duckdb_version() { return duckdb_library_version(); }

struct DuckDbDatabase::Handle {
  duckdb_database database = nullptr;
  bool read_only = false;
  std::uint64_t key_memory = kKeyMemory;
  Handle() = default;
  ~Handle() { duckdb_close(&database); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
};

struct DuckDbConnection::Handle {
  std::shared_ptr<void> database;  // closes after the connection
  duckdb_connection connection = nullptr;
  bool read_only = false;
  std::uint64_t key_memory = kKeyMemory;
  std::atomic<bool> interrupted = false;  // the running statement was asked to stop
  Handle() = default;
  ~Handle() { duckdb_disconnect(&connection); }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
};

DuckDbDatabase::DuckDbDatabase(const std::filesystem::path& file, const DuckDbOptions& options)
    : handle_(std::make_shared<Handle>()) {
  std::error_code ignored;
  if (options.read_only && !std::filesystem::exists(file, ignored)) {
    throw usage_error("there is no warehouse yet")
        .at(file.string())
        .hint("run `rox run` first: it makes it from the exports");
  }
  log_line("duckdb", fmt::format("open {}", file.empty() ? "a database in memory" : file.string()));
  Config config;
  configure(config, options);
  char* message = nullptr;
  const char* path = file.empty() ? nullptr : file.c_str();
  if (duckdb_open_ext(path, &handle_->database, config.get(), &message) != DuckDBSuccess) {
    std::unique_ptr<char, void (*)(void*)> owned(message, duckdb_free);
    throw duckdb_error(message != nullptr ? message : "IO Error: the database can't be opened").at(file.string());
  }
  handle_->read_only = options.read_only;
  if (options.memory_limit != 0) handle_->key_memory = std::min(kKeyMemory, options.memory_limit / kKeyShare);
  register_repeats(connect().handle());
}

DuckDbConnection DuckDbDatabase::connect() {
  auto handle = std::make_shared<DuckDbConnection::Handle>();
  handle->database = handle_;
  handle->read_only = handle_->read_only;
  handle->key_memory = handle_->key_memory;
  if (duckdb_connect(handle_->database, &handle->connection) != DuckDBSuccess) {
    throw outside_error("DuckDB can't open another connection");
  }
  return DuckDbConnection(std::move(handle));
}

DuckDbConnection::DuckDbConnection(std::shared_ptr<Handle> handle) : handle_(std::move(handle)) {}
DuckDbConnection::~DuckDbConnection() = default;
DuckDbConnection::DuckDbConnection(DuckDbConnection&&) noexcept = default;
DuckDbConnection& DuckDbConnection::operator=(DuckDbConnection&&) noexcept = default;

void DuckDbConnection::execute(std::string_view sql) {
  const LogTimer timer("duckdb", sql);
  handle_->interrupted = false;
  PlainResult plain;
  if (duckdb_query(handle_->connection, std::string(sql).c_str(), &plain.result) != DuckDBSuccess) {
    const char* message = duckdb_result_error(&plain.result);
    throw duckdb_error(message != nullptr ? message : "Invalid Input Error: no statement");
  }
}

std::unique_ptr<Result> DuckDbConnection::query(std::string_view sql) {
  const LogTimer timer("duckdb", sql);  // until the first rows are there
  DuckDbStatement statement(handle_->connection, std::string(sql));
  if (handle_->read_only && !only_reads(statement.type())) {
    throw usage_error("only statements that read are possible here: SELECT, WITH, FROM, DESCRIBE, SHOW, EXPLAIN")
        .hint("what the warehouse holds is decided by the project's files and changed by `rox run`");
  }
  std::vector<ResultColumn> columns = statement.columns();
  if (std::string cast = statement.with_casts(statement_text(sql)); !cast.empty()) {
    statement = DuckDbStatement(handle_->connection, cast);
  }
  handle_->interrupted = false;
  return run_streaming(std::move(statement), std::move(columns), handle_, handle_->interrupted);
}

std::vector<bool> DuckDbConnection::surely_unique(const std::string& table,
                                                  const std::vector<std::vector<std::string>>& keys) {
  std::vector<bool> unique;
  const std::string from = sql_name(table, dialect());
  const auto rows = static_cast<std::uint64_t>(query_integer(*this, "SELECT count(*) FROM " + from));
  if (rows > handle_->key_memory / sizeof(std::uint64_t)) return std::vector<bool>(keys.size());
  for (const auto& key : keys) {
    std::vector<std::string> columns;
    for (const std::string& column : key) columns.push_back(sql_name(column, dialect()));
    unique.push_back(query_integer(*this, fmt::format("SELECT rox_repeats(hash({})) FROM {} WHERE {} IS NOT NULL",
                                                      join(columns, ", "), from, join(columns, " IS NOT NULL AND "))) ==
                     0);
  }
  return unique;
}

void DuckDbConnection::interrupt() {
  handle_->interrupted = true;
  duckdb_interrupt(handle_->connection);
}

duckdb_connection DuckDbConnection::handle() const { return handle_->connection; }

namespace {

void check_append(duckdb_appender appender, duckdb_state state) {
  if (state == DuckDBSuccess) return;
  const char* message = duckdb_appender_error(appender);
  throw duckdb_error(message != nullptr ? message : "Invalid Input Error: a row can't be appended");
}

}  // namespace

DuckDbAppender::DuckDbAppender(DuckDbConnection& connection, const std::string& schema, const std::string& table) {
  if (duckdb_appender_create(connection.handle(), schema.c_str(), table.c_str(), &appender_) == DuckDBSuccess) return;
  const char* message = duckdb_appender_error(appender_);
  Error error = usage_error(message != nullptr ? message : "no table " + schema + "." + table);
  duckdb_appender_destroy(&appender_);
  throw error;
}

DuckDbAppender::~DuckDbAppender() {
  if (appender_ == nullptr) return;
  duckdb_appender_clear(appender_);  // destroying alone would flush
  duckdb_appender_destroy(&appender_);
}

void DuckDbAppender::add(std::string_view text) {
  check_append(appender_, duckdb_append_varchar_length(appender_, text.data(), text.size()));
}
void DuckDbAppender::add(std::int64_t value) { check_append(appender_, duckdb_append_int64(appender_, value)); }
void DuckDbAppender::add_null() { check_append(appender_, duckdb_append_null(appender_)); }
void DuckDbAppender::end_row() { check_append(appender_, duckdb_appender_end_row(appender_)); }
void DuckDbAppender::close() {
  check_append(appender_, duckdb_appender_close(appender_));
  duckdb_appender_destroy(&appender_);
}

}  // namespace rox
