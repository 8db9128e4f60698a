// Opening databases, running statements, appending rows.
#include <fcntl.h>
#include <fmt/format.h>

#include <array>
#include <system_error>
#include <utility>

#include "base/file.hpp"
#include "base/log.hpp"
#include "base/text.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "engine/duckdb/repeats_function.hpp"
#include "engine/duckdb/result.hpp"
#include "engine/result/cells.hpp"
#include "sql/lexer.hpp"
#include "sql/only_reads.hpp"
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

/// Paths as a list of DuckDB's.
std::string list_of(const std::vector<std::filesystem::path>& paths) {
  std::vector<std::string> texts;
  for (const auto& path : paths) texts.push_back(sql_literal(path.string(), SqlDialect::duckdb));
  return fmt::format("[{}]", join(texts, ", "));
}

void configure(Config& config, const std::filesystem::path& file, const DuckDbOptions& options) {
  config.set("access_mode", options.read_only ? "READ_ONLY" : "AUTOMATIC");
  config.set("autoinstall_known_extensions", "false");
  config.set("autoload_known_extensions", "false");
  config.set("preserve_insertion_order", options.preserve_insertion_order ? "true" : "false");
  if (options.threads != 0) config.set("threads", std::to_string(options.threads));
  if (options.memory_limit != 0) config.set("memory_limit", fmt::format("{}B", duckdb_share(options.memory_limit)));
  config.set("storage_compatibility_version", kStorageVersion);
  // In memory DuckDB's default is a folder in the current one, which may be anybody's.
  if (!options.temp_dir.empty() || file.empty()) config.set("temp_directory", options.temp_dir.string());
}

/// Not as a setting to open with: only now DuckDB excepts the folder where it spills, and takes lists.
void enclose(DuckDbConnection& connection, const DuckDbOptions& options) {
  if (!options.folders.empty()) connection.execute("SET allowed_directories = " + list_of(options.folders));
  connection.execute("SET enable_external_access = false");
  if (options.read_only) connection.execute("SET lock_configuration = true");
}

/// DuckDB's own word for what the statement is counts, and for what an EXPLAIN explains: EXPLAIN ANALYZE executes that,
/// and a COPY in it may go to the folder for spilling or the database file itself, whatever the settings are.
void require_reading(duckdb_connection connection, std::string_view sql) {
  const auto type_of = [&](std::string_view text) { return DuckDbStatement(connection, std::string(text)).type(); };
  if (!only_reads(sql, SqlDialect::duckdb)) throw reading_only_error(SqlDialect::duckdb);
  duckdb_statement_type type = type_of(sql);
  if (type == DUCKDB_STATEMENT_TYPE_EXPLAIN) type = type_of(explained_statement(sql));
  if (type != DUCKDB_STATEMENT_TYPE_SELECT) throw reading_only_error(SqlDialect::duckdb);
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
  bool reading = false;      // can only read
  bool transaction = false;  // each query in one of its own that can only read
  std::uint64_t key_memory = kKeyMemory;
  std::string name;                       // of the database, once it was asked for
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
  // Before DuckDB opens it, which waits for pipes.
  if (std::filesystem::exists(file, ignored)) open_plain_file(file, O_RDONLY);
  log_line("duckdb", fmt::format("open {}", file.empty() ? "a database in memory" : file.string()));
  Config config;
  configure(config, file, options);
  char* message = nullptr;
  const char* path = file.empty() ? nullptr : file.c_str();
  if (duckdb_open_ext(path, &handle_->database, config.get(), &message) != DuckDBSuccess) {
    std::unique_ptr<char, void (*)(void*)> owned(message, duckdb_free);
    throw duckdb_error(message != nullptr ? message : "IO Error: the database can't be opened").at(file.string());
  }
  handle_->read_only = options.read_only;
  if (options.memory_limit != 0) handle_->key_memory = std::min(kKeyMemory, options.memory_limit / kKeyShare);
  DuckDbConnection connection = connect();
  register_repeats(connection.handle());
  enclose(connection, options);
}

DuckDbConnection DuckDbDatabase::connect() {
  auto handle = std::make_shared<DuckDbConnection::Handle>();
  handle->database = handle_;
  handle->reading = handle_->read_only;
  handle->key_memory = handle_->key_memory;
  if (duckdb_connect(handle_->database, &handle->connection) != DuckDBSuccess) {
    throw outside_error("DuckDB can't open another connection");
  }
  return DuckDbConnection(std::move(handle));
}

DuckDbConnection DuckDbDatabase::connect_for_reading() {
  DuckDbConnection connection = connect();
  connection.handle_->reading = true;
  connection.handle_->transaction = !handle_->read_only;
  return connection;
}

DuckDbConnection::DuckDbConnection(std::shared_ptr<Handle> handle) : handle_(std::move(handle)) {}
DuckDbConnection::~DuckDbConnection() = default;
DuckDbConnection::DuckDbConnection(DuckDbConnection&&) noexcept = default;
DuckDbConnection& DuckDbConnection::operator=(DuckDbConnection&&) noexcept = default;

void DuckDbConnection::execute(std::string_view sql) { execute_counting(sql); }

std::uint64_t DuckDbConnection::execute_counting(std::string_view sql) {
  const LogTimer timer("duckdb", sql);
  handle_->interrupted = false;
  PlainResult plain;
  if (duckdb_query(handle_->connection, std::string(sql).c_str(), &plain.result) != DuckDBSuccess) {
    const char* message = duckdb_result_error(&plain.result);
    throw duckdb_error(message != nullptr ? message : "Invalid Input Error: no statement");
  }
  return duckdb_rows_changed(&plain.result);
}

std::vector<ResultColumn> DuckDbConnection::columns_of(std::string_view select) {
  const LogTimer timer("duckdb", select);
  return DuckDbStatement(handle_->connection, std::string(select)).columns();
}

const std::string& DuckDbConnection::database() {
  if (handle_->name.empty()) handle_->name = query_texts(*this, "SELECT current_database()").front();
  return handle_->name;
}

/// What the query before left is given up: after an error DuckDB takes nothing else.
void DuckDbConnection::begin_reading() {
  PlainResult none_is_open;
  duckdb_query(handle_->connection, "ROLLBACK", &none_is_open.result);
  execute("BEGIN TRANSACTION READ ONLY");
}

std::unique_ptr<Result> DuckDbConnection::query(std::string_view sql) {
  const LogTimer timer("duckdb", sql);  // until the first rows are there
  if (handle_->transaction) begin_reading();
  if (handle_->reading) require_reading(handle_->connection, sql);
  DuckDbStatement statement(handle_->connection, std::string(sql));
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
