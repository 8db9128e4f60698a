#include "ledger/ledger_tables.hpp"

#include <fmt/format.h>

#include <optional>

#include "ledger/ledger.hpp"

namespace rox {
namespace {

constexpr const char* kTables = R"(
CREATE TABLE runs (run VARCHAR PRIMARY KEY, command VARCHAR, target VARCHAR, version VARCHAR, full_refresh VARCHAR,
  started VARCHAR, status VARCHAR, seconds VARCHAR, error VARCHAR);
CREATE TABLE steps (run VARCHAR, step VARCHAR, status VARCHAR, seconds VARCHAR, rows_in BIGINT, rows_out BIGINT,
  rejects BIGINT, bytes BIGINT, error VARCHAR);
CREATE TABLE drift (run VARCHAR, "table" VARCHAR, "column" VARCHAR, kind VARCHAR, action VARCHAR, detail VARCHAR);
CREATE TABLE guards (run VARCHAR, guard VARCHAR, subject VARCHAR, "column" VARCHAR, measure VARCHAR, verdict VARCHAR,
  value VARCHAR, level VARCHAR, least VARCHAR, most VARCHAR);
)";

/// What the appender takes as text becomes what it is.
constexpr const char* kTypes = R"(
ALTER TABLE runs ALTER full_refresh TYPE BOOLEAN;
ALTER TABLE runs ALTER started TYPE TIMESTAMP USING CAST(rtrim(started, 'Z') AS TIMESTAMP);
ALTER TABLE runs ALTER seconds TYPE DOUBLE;
ALTER TABLE steps ALTER seconds TYPE DOUBLE;
ALTER TABLE guards ALTER value TYPE DOUBLE;
ALTER TABLE guards ALTER level TYPE DOUBLE;
ALTER TABLE guards ALTER least TYPE DOUBLE;
ALTER TABLE guards ALTER most TYPE DOUBLE;
)";

class Rows {
 public:
  Rows(DuckDbConnection& connection, const std::string& table) : appender_(connection, "main", table) {}

  Rows& operator<<(std::string_view text) {
    text.empty() ? appender_.add_null() : appender_.add(text);
    return *this;
  }
  Rows& operator<<(std::uint64_t number) {
    appender_.add(static_cast<std::int64_t>(number));
    return *this;
  }
  Rows& operator<<(const std::optional<double>& number) {
    return *this << std::string_view(number ? fmt::format("{}", *number) : "");
  }
  Rows& operator<<(double number) { return *this << std::string_view(fmt::format("{:.6f}", number)); }
  void end() { appender_.end_row(); }
  void close() { appender_.close(); }

 private:
  DuckDbAppender appender_;
};

}  // namespace

DuckDbConnection ledger_tables(const std::filesystem::path& state_dir) {
  DuckDbOptions options;
  options.threads = 1;
  DuckDbDatabase database("", options);
  DuckDbConnection connection = database.connect();
  connection.execute(kTables);
  Rows runs(connection, "runs");
  Rows steps(connection, "steps");
  Rows drifts(connection, "drift");
  Rows guards(connection, "guards");
  for (const std::string& id : list_runs(state_dir)) {
    const RunRecord run = read_run(state_dir, id);
    runs << run.run << run.command << run.target << run.version << (run.full_refresh ? "true" : "false") << run.started
         << to_string(run.status) << run.seconds << run.error;
    runs.end();
    for (const StepResult& step : run.steps) {
      steps << run.run << step.step << to_string(step.status) << step.seconds << step.counts.rows_in
            << step.counts.rows_out << step.counts.rejects << step.counts.bytes << step.error;
      steps.end();
    }
    for (const Drift& drift : run.drift) {
      drifts << run.run << drift.table << drift.column << drift.kind << drift.action << drift.detail;
      drifts.end();
    }
    for (const GuardResult& guard : run.guards) {
      guards << run.run << guard.guard << guard.subject << guard.column << to_string(guard.measure)
             << to_string(guard.verdict) << guard.value << guard.level << guard.least << guard.most;
      guards.end();
    }
  }
  runs.close();
  steps.close();
  drifts.close();
  guards.close();
  connection.execute(kTypes);
  return database.connect_for_reading();
}

}  // namespace rox
