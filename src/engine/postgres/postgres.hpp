// PostgreSQL by libpq: RAII over its handles. Its errors become rox::Error in one place (postgres_error).
//
// Where the server is, who asks and how the connection is encrypted is libpq's to know: what rox.toml says goes before
// its environment variables (PGHOST, PGSSLMODE, …), and these before ~/.pg_service.conf and ~/.pgpass. A password is
// only ever there, and no message of libpq's repeats it.
#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "engine/engine.hpp"
#include "project/project.hpp"

namespace rox {

struct PostgresOptions {
  std::vector<std::string> search_path;  // schemas, the first one is where CREATE TABLE puts tables
  /// query() can only read: one statement each, in a transaction that is READ ONLY and rolled back, since EXPLAIN
  /// ANALYZE CREATE TABLE AS doesn't ask whether it may.
  bool read_only = false;
  /// Redshift speaks the same protocol and has fewer settings (engine/redshift).
  SqlDialect dialect = SqlDialect::postgres;
  /// A temporary one that rox got itself; empty: libpq's to find.
  std::string password{};
  /// Wait for a server that refuses connections, which may only be starting.
  bool patient = true;
  /// Ends it for good from another thread, with interrupted_error(): the wait for the connection (unless several hosts
  /// are named), the call that goes on and all later ones.
  std::stop_token stop{};
};

class PgSession;

/// One connection; use it from one thread at a time (interrupt() may come from any).
class PostgresConnection final : public Engine {
 public:
  /// Connects; a server that is only starting is waited for. Throws outside errors with the server's address, and
  /// usage_error for a read-only connection to a schema that isn't there.
  PostgresConnection(const PostgresConfig& config, const PostgresOptions& options);
  ~PostgresConnection() override;
  PostgresConnection(PostgresConnection&&) noexcept;
  PostgresConnection& operator=(PostgresConnection&&) noexcept;

  std::string_view name() const override { return dialect_name(dialect_); }
  SqlDialect dialect() const override { return dialect_; }
  std::string accounts() const override { return accounts_; }
  void execute(std::string_view sql) override;
  /// Streams. Another statement on this connection ends the rows of the one before.
  std::unique_ptr<Result> query(std::string_view sql) override;
  /// The server is asked to cancel; if it doesn't answer within some seconds, the connection is given up.
  void interrupt() override;

  /// COPY … FROM STDIN: calls `feed` with a sink for the next bytes of the data, which is in the format that `sql`
  /// says. Returns the rows that the server took. What `feed` throws ends the COPY without a row.
  using CopySink = std::function<void(std::string_view)>;
  std::uint64_t copy_in(const std::string& sql, const std::function<void(const CopySink&)>& feed);

  /// COPY … TO STDOUT: calls `take` with the data, row by row. Returns how many rows there were.
  std::uint64_t copy_out(const std::string& sql, const std::function<void(std::string_view)>& take);

  /// "bikes on 127.0.0.1:5432"
  const std::string& where() const { return where_; }

 private:
  std::shared_ptr<PgSession> session_;  // shared with results, which may live longer
  std::string where_;
  std::string accounts_;
  SqlDialect dialect_;
  bool read_only_;
  std::string begin_reading_ = "BEGIN READ ONLY";
};

/// The schema of a target's accounts (rox.steps and its like in a local warehouse), beside that of its tables.
std::string accounts_schema(const PostgresConfig& config);

}  // namespace rox
