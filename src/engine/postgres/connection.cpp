// Connecting, running statements, COPY.
#include <fmt/format.h>

#include <chrono>
#include <cstdlib>
#include <exception>
#include <optional>
#include <utility>

#include "base/credential.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "base/text.hpp"
#include "engine/postgres/postgres.hpp"
#include "engine/postgres/result.hpp"
#include "engine/postgres/session.hpp"
#include "engine/sql/schemas.hpp"
#include "sql/only_reads.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

/// How long a server that refuses connections is given to come up (a restart, a fail-over).
constexpr int kTries = 5;
constexpr std::chrono::milliseconds kFirstWait{200};

/// What rox.toml says, and what makes a connection that is cut fail instead of waiting for hours.
std::vector<PgSetting> settings_of(const PostgresConfig& config, const std::string& password) {
  std::vector<PgSetting> settings;
  const auto put = [&](const char* key, const std::string& value) {
    if (!value.empty()) settings.push_back({key, value});
  };
  put("service", config.service);
  put("host", config.host);
  put("port", config.port);
  put("dbname", config.database);
  put("user", config.user);
  put("password", password);
  put("sslmode", config.sslmode);
  put("sslrootcert", config.sslrootcert);
  put("fallback_application_name", "rox");
  put("client_encoding", "UTF8");
  put("keepalives_idle", "30");
  put("keepalives_interval", "10");
  put("keepalives_count", "3");
  put("tcp_user_timeout", "60000");
  if (config.service.empty() && std::getenv("PGCONNECT_TIMEOUT") == nullptr) put("connect_timeout", "10");
  return settings;
}

/// libpq takes them for names, shows them in its messages and sends them to whoever answers.
void refuse_credentials_in_environment() {
  for (const char* variable : {"PGDATABASE", "PGHOST", "PGHOSTADDR", "PGPORT", "PGUSER", "PGSERVICE", "PGOPTIONS",
                               "PGAPPNAME", "PGSSLMODE", "PGSSLROOTCERT"}) {
    const char* value = std::getenv(variable);
    const auto what = credential_in(value != nullptr ? value : "");
    if (!what) continue;
    throw usage_error(fmt::format("the variable {} looks like {}, and so isn't shown", variable, *what))
        .hint("PGHOST, PGPORT, PGDATABASE and PGUSER each say one thing; the password is PGPASSWORD's or ~/.pgpass's");
  }
}

/// The same of what a service file says. No connection has been made with it.
bool names_credential(PGconn* connection) {
  const std::unique_ptr<PQconninfoOption, void (*)(PQconninfoOption*)> options(PQconninfo(connection), PQconninfoFree);
  for (const PQconninfoOption* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
    const bool is_shown = std::string_view(option->keyword).find("password") == std::string_view::npos;
    if (is_shown && option->val != nullptr && credential_in(option->val)) return true;
  }
  return false;
}

std::string address(const PGconn* connection, const PostgresConfig& config) {
  const auto text = [](const char* value) { return value != nullptr ? std::string(value) : std::string(); };
  std::string host = text(PQhost(connection));
  if (host.empty()) host = config.service.empty() ? "PostgreSQL" : "service " + config.service;
  const std::string port = text(PQport(connection));
  const std::string place = port.empty() || host.starts_with("service") ? host : host + ":" + port;
  const std::string database = text(PQdb(connection));
  return database.empty() ? place : fmt::format("{} on {}", database, place);
}

/// Nothing listens there, or not yet.
bool may_come_up(const Error& error) {
  const std::string_view text = error.what();
  return error.can_retry() && text.find("could not translate host name") == std::string_view::npos;
}

void ignore_notice(void*, const PGresult*) {}

bool is_done(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

/// What makes values come as text in one way, whatever the server's settings are.
std::string session_settings(SqlDialect dialect) {
  std::string settings = "SET DateStyle = 'ISO'; SET TimeZone = 'UTC'; SET extra_float_digits = 1; ";
  if (dialect == SqlDialect::postgres) {
    settings += "SET IntervalStyle = 'postgres'; SET bytea_output = 'hex'; SET standard_conforming_strings = on; ";
  }
  return settings;
}

std::string search_path(const std::vector<std::string>& schemas) {
  return schemas.empty() ? "" : "SET search_path = " + exact_names(schemas, SqlDialect::postgres) + ";";
}

/// A superuser's functions write files and run programs, in transactions that can only read too. So a superuser that
/// reads is a role that can do nothing else.
constexpr std::string_view kMayReadLess =
    "SELECT count(*) FROM pg_catalog.pg_roles WHERE rolname = current_user AND rolsuper AND EXISTS "
    "(SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = 'pg_read_all_data')";

}  // namespace

std::string accounts_schema(const PostgresConfig& config) { return config.schema + "_rox"; }

PostgresConnection::PostgresConnection(const PostgresConfig& config, const PostgresOptions& options)
    : session_(std::make_shared<PgSession>(options.stop)),
      accounts_(accounts_schema(config)),
      dialect_(options.dialect),
      read_only_(options.read_only) {
  refuse_credentials_in_environment();
  const std::vector<PgSetting> settings = settings_of(config, options.password);
  auto wait = kFirstWait;
  for (int tried = 1;; ++tried, wait *= 2) {
    std::optional<Error> error = session_->connect(settings);
    if (!error) break;
    if (names_credential(session_->get())) {
      throw outside_error(
          "the connection failed, and what is said of the server has a password in it, which isn't shown")
          .hint("in the service file, `dbname` and `host` name one thing each; the password has a line of its own");
    }
    const std::string where = address(session_->get(), config);
    if (tried == kTries || !options.patient || !may_come_up(*error)) throw std::move(*error).at(where);
    log_line("retry",
             fmt::format("{} doesn't answer; after {} of {} tries, in {} ms", where, tried, kTries, wait.count()));
    if (!wait_for(wait, options.stop)) throw interrupted_error();
  }
  PQsetNoticeReceiver(session_->get(), ignore_notice, nullptr);
  where_ = address(session_->get(), config);
  log_line(dialect_name(dialect_), "connected to " + where_);
  execute(session_settings(dialect_) + search_path(options.search_path));
  if (!read_only_) return;
  if (dialect_ == SqlDialect::postgres) {
    execute("SET default_transaction_read_only = on");
    if (query_integer(*this, kMayReadLess) > 0) begin_reading_ += "; SET LOCAL ROLE pg_read_all_data";
  }
  for (const std::string& schema : options.search_path) {
    if (has_schema(*this, schema)) continue;
    throw usage_error(fmt::format("there is no warehouse yet: {} has no schema {}", where_, schema))
        .hint("run `rox run` on this target first: it makes it from the exports");
  }
}

PostgresConnection::~PostgresConnection() = default;
PostgresConnection::PostgresConnection(PostgresConnection&&) noexcept = default;
PostgresConnection& PostgresConnection::operator=(PostgresConnection&&) noexcept = default;

void PostgresConnection::execute(std::string_view sql) {
  const LogTimer timer(dialect_name(dialect_), sql);
  session_->begin();
  const std::string text(sql);
  const PgResult result = session_->run(text);
  if (!result || !is_done(result.get())) throw session_->error(result.get(), text);
}

std::unique_ptr<Result> PostgresConnection::query(std::string_view sql) {
  const LogTimer timer(dialect_name(dialect_), sql);  // until the first rows are there
  if (read_only_ && !only_reads(sql, dialect_)) throw reading_only_error(dialect_);
  session_->begin();
  if (read_only_) session_->begin_reading(begin_reading_);
  return run_single_rows(session_, std::string(sql));
}

void PostgresConnection::interrupt() { session_->interrupt(); }

std::uint64_t PostgresConnection::copy_in(const std::string& sql, const std::function<void(const CopySink&)>& feed) {
  LogTimer timer(dialect_name(dialect_), sql);
  session_->begin();
  {
    const PgResult begun = session_->run(sql);
    if (PQresultStatus(begun.get()) != PGRES_COPY_IN) throw session_->error(begun.get(), sql);
  }
  std::exception_ptr failure;
  bool refused = false;
  try {
    feed([&](std::string_view bytes) {
      refused = !session_->put(bytes);
      if (refused) throw session_->error(nullptr);
    });
  } catch (...) {
    failure = std::current_exception();
  }
  session_->put_end(failure ? "rox stopped" : nullptr);
  std::uint64_t rows = 0;
  std::optional<Error> error;
  while (const PgResult result = session_->next_result()) {
    if (PQresultStatus(result.get()) == PGRES_COMMAND_OK) {
      rows = std::stoull(PQcmdTuples(result.get()));
    } else if (!error) {
      error = session_->error(result.get());
    }
  }
  // Where the server ended the COPY, its reason tells more than that no more bytes could be sent.
  if (error && (!failure || refused)) throw Error(*error);
  if (failure) std::rethrow_exception(failure);
  timer.result(fmt::format("{} rows", rows));
  return rows;
}

std::uint64_t PostgresConnection::copy_out(const std::string& sql, const std::function<void(std::string_view)>& take) {
  LogTimer timer(dialect_name(dialect_), sql);
  session_->begin();
  {
    const PgResult begun = session_->run(sql);
    if (PQresultStatus(begun.get()) != PGRES_COPY_OUT) throw session_->error(begun.get(), sql);
  }
  for (std::string row; session_->take(row);) take(row);
  std::uint64_t rows = 0;
  while (const PgResult result = session_->next_result()) {
    if (PQresultStatus(result.get()) != PGRES_COMMAND_OK) throw session_->error(result.get(), sql);
    rows = std::stoull(PQcmdTuples(result.get()));
  }
  session_->check();
  timer.result(fmt::format("{} rows", rows));
  return rows;
}

}  // namespace rox
