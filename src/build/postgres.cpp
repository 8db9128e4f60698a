#include "build/postgres.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <iterator>

#include "base/error.hpp"
#include "base/stop.hpp"
#include "base/text.hpp"
#include "build/proving.hpp"
#include "build/record_keeping.hpp"
#include "engine/postgres/copy_table.hpp"
#include "load/change_tables.hpp"
#include "sql/ddl.hpp"
#include "sql/ddl_keys.hpp"
#include "sql/quote.hpp"
#include "sql/table_ddl.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::postgres;
constexpr int kTries = 3;
/// More than that share of a table's records and a COPY of all is as fast, and leaves no dead rows.
constexpr double kMostChanged = 0.1;
constexpr std::chrono::seconds kWait{1};

/// Where the new tables and what stays of the old ones are found, the new ones first.
std::vector<std::string> search_path(const PostgresConfig& config, const std::string& next) {
  return {next, config.schema};
}

/// Whether what such a step makes is a table in the schema of next ones.
bool is_on_server(StepKind kind) { return kind == StepKind::copy || kind == StepKind::transform; }

}  // namespace

void PostgresDestination::open() {
  const BuildInputs& inputs = workspace_.inputs();
  check_names(inputs.model, config().schema, kDialect);
  expect_scratch(inputs.project, inputs.target);
  session_.emplace(config(), PostgresOptions{});
  publication_.emplace(*session_, config().schema);
  const std::set<std::string> there = publication_->next_tables();
  keep_records();
  open_scratch(workspace_, [&](DuckDbConnection& scratch, const Step& step) {
    const bool of_table = step.kind == StepKind::load || step.kind == StepKind::copy;
    if (of_table && known_changes(scratch).contains(step.subject)) {
      const std::set<std::string> parts = PostgresChanges::next_tables(*inputs.model.find_table(step.subject));
      return std::includes(there.begin(), there.end(), parts.begin(), parts.end());
    }
    if (step.kind == StepKind::transform && PostgresMarts::is_updated(there, step.subject)) return true;
    return !is_on_server(step.kind) || there.contains(to_lower(step.subject));
  });
  publication_->drop_next_tables_but(tables_taken_up());
  session_->execute("SET search_path = " + sql_names(search_path(config(), publication_->next()), kDialect));
  create_accounts(*session_);
  create_postgres_accounts(*session_);
}

/// Tables are brought up to date by what changed in their exports, on the server.
void PostgresDestination::keep_records() {
  const BuildInputs& inputs = workspace_.inputs();
  selects_.emplace(inputs.model, inputs.plan.marts, inputs.plan.checks);
  names_.emplace(config().schema, publication_->next());
  changes_.emplace(workspace_, *session_, *selects_, *names_);
  histories_.emplace(workspace_, *names_);
  marts_.emplace(workspace_, *selects_, *names_, others_);
  RecordKeeping keeping = record_keeping(inputs);
  keeping.rows = &*changes_;
  keeping.limits.share = kMostChanged;
  workspace_.loads().keep_records(std::move(keeping));
  workspace_.loads().keep_samples(sample_keeping(inputs));
  workspace_.apply_changes_at(changes_->place());
}

/// Those that steps have made which aren't done again.
std::set<std::string> PostgresDestination::tables_taken_up() const {
  std::set<std::string> wanted;
  for (const Step& step : workspace_.inputs().plan.steps) {
    if (!workspace_.database().taken_up().contains(step.name())) continue;
    const Table* table = workspace_.inputs().model.find_table(step.subject);
    if (step.kind == StepKind::copy && table->history) wanted.insert(to_lower(table->history_name()));
    if (step.kind == StepKind::load && workspace_.is_changed_elsewhere(step.subject)) {
      wanted.merge(PostgresChanges::next_tables(*table));
    } else if (is_on_server(step.kind)) {
      wanted.insert(to_lower(step.subject));
      if (step.kind == StepKind::transform) wanted.merge(PostgresMarts::next_tables(step.subject));
    }
  }
  return wanted;
}

/// What a later run can resume stays on the server too.
PostgresDestination::~PostgresDestination() {
  if (publication_ && workspace_.is_open() && workspace_.database().stays()) publication_->leave_next_tables();
}

bool PostgresDestination::works_in_workspace(StepKind kind) const {
  return kind == StepKind::load || kind == StepKind::relate;
}

/// Tables travel and marts are made over connections of their own.
std::string PostgresDestination::lane(const Step& step) const {
  if (works_in_workspace(step.kind)) return "workspace";
  return is_on_server(step.kind) ? "" : "session";
}

void PostgresDestination::transfer(const Step& step, StepResult& result) {
  if (workspace_.is_changed_elsewhere(step.subject)) {  // what changed is there since it was loaded
    DuckDbConnection scratch = workspace_.connect();
    result.counts.rows_in = result.counts.rows_out = count_rows(scratch, inserted_name(step.subject));
    result.how = "what changed";
    keep_history(step.subject);
    return;
  }
  const Table table = with_proven_key(workspace_, *workspace_.inputs().model.find_table(step.subject));
  const std::uint64_t rows = workspace_.loaded_rows(step.subject);
  to_send_ += rows;
  for (int tried = 1;; ++tried) {
    const std::uint64_t before = sent_;
    try {
      copy(table, rows);
      break;
    } catch (const Error& error) {
      if (tried == kTries || !error.can_retry() || failed_ || stop_.stop_requested()) {
        failed_ = true;
        throw;
      }
      workspace_.warn(fmt::format("{} is sent again: {}", step.name(), error.what()));
      if (!wait_for(kWait * tried, stop_.get_token())) throw;
    } catch (...) {
      failed_ = true;
      throw;
    }
    sent_ = before;
  }
  result.counts.rows_in = result.counts.rows_out = rows;
  keep_history(step.subject);
}

void PostgresDestination::keep_history(const std::string& name) {
  const Table& table = *workspace_.inputs().model.find_table(name);
  if (!table.history) return;
  PostgresConnection connection(config(), {.search_path = {}, .stop = stop_.get_token()});
  publication_->enlist(connection);
  histories_->make(connection, table);
}

/// What the session does is ended, but not the session, which has to clear up or leave what a later run resumes.
void PostgresDestination::interrupt() {
  stop_.request_stop();
  if (session_) session_->interrupt();
}

void PostgresDestination::copy(const Table& table, std::uint64_t rows) {
  const std::string& next = publication_->next();
  const std::string full_name = qualified_name(next, table.name, kDialect);
  DuckDbConnection scratch = workspace_.connect();
  const std::stop_callback interrupted(stop_.get_token(), [&] { scratch.interrupt(); });
  PostgresConnection connection(config(), {.search_path = {next}, .stop = stop_.get_token()});
  publication_->enlist(connection);
  connection.execute("SET synchronous_commit = off; SET maintenance_work_mem = '256MB'");
  connection.execute("DROP TABLE IF EXISTS " + full_name);
  connection.execute("BEGIN");
  connection.execute(create_table_sql(table, next, kDialect));
  // In the transaction that made the table, rows can be frozen: whoever reads them first needs not write them again.
  const std::uint64_t taken =
      copy_table(scratch,
                 fmt::format("SELECT {} FROM {}", sql_names(table.column_names(), SqlDialect::duckdb),
                             sql_name(table.name, SqlDialect::duckdb)),
                 table, connection,
                 fmt::format("COPY {} ({}) FROM STDIN WITH (FORMAT binary, FREEZE true)", full_name,
                             sql_names(table.column_names(), kDialect)),
                 sent_, failed_);
  require_all_taken(table.name, rows, taken, "PostgreSQL");
  for (const std::string& statement : key_statements(workspace_, table, {next, table.name}, kDialect)) {
    connection.execute(statement);
  }
  connection.execute("ANALYZE " + full_name);
  connection.execute("COMMIT");
}

/// With the key that the mart's file promises, once it has been proven.
MartRows PostgresDestination::make_mart(const Mart& mart) {
  const std::string& next = publication_->next();
  PostgresConnection connection(config(), {.search_path = search_path(config(), next), .stop = stop_.get_token()});
  publication_->enlist(connection);
  PostgresMarts::Update update = marts_->update(connection, mart);
  if (update.done) return update.rows;
  MartRows rows = rox::make_mart(connection, mart);
  if (!update.why.empty()) rows.how = "made whole: " + update.why;
  if (!mart.key.empty()) {
    connection.execute(add_key_sql(next, mart.file.name, "PRIMARY KEY", mart.key, workspace_.all_names(), kDialect));
  }
  connection.execute("ANALYZE " + qualified_name(next, mart.file.name, kDialect));
  return rows;
}

/// Over a connection of its own, as what checks do must be undone.
Engine& PostgresDestination::reader() {
  reader_.emplace(config(), PostgresOptions{.search_path = search_path(config(), publication_->next()),
                                            .read_only = true,
                                            .stop = stop_.get_token()});
  publication_->enlist(*reader_);
  return *reader_;
}

/// By a connection of its own, since it makes tables of its own.
void PostgresDestination::ask_changes(const std::function<void(ChangedTables&)>& ask) {
  if (workspace_.inputs().full_refresh) return;
  PostgresConnection connection(
      config(), {.search_path = search_path(config(), publication_->next()), .stop = stop_.get_token()});
  publication_->enlist(connection);
  PostgresTables there(connection, workspace_, *selects_, *names_, others_);
  ChangedTables tables(there.place(), there.changes());
  ask(tables);
}

/// `grown`: tables and marts whose statistics are worth renewing then.
PostgresPublication::Change PostgresDestination::change_to_publish(std::vector<std::string>& grown) {
  PostgresPublication::Change change;
  change.replaced = workspace_.replaced_names();
  change.dropped = workspace_.dropped_names();
  change.changed = changes_->to_publish();
  PostgresHistory::Publication histories = histories_->to_publish(*session_);
  for (std::string& history : histories.replaced) change.replaced.push_back(std::move(history));
  PostgresMarts::Publication marts = marts_->to_publish(*session_, publication_->next_tables());
  for (PostgresPublication::ChangedTable& mart : marts.changed) {
    std::erase(change.replaced, mart.table);
    change.changed.push_back(std::move(mart));
  }
  change.accounts = workspace_.server_account_statements(accounts_of(*session_));
  for (std::vector<std::string> statements :
       {std::move(histories.statements), changes_->account_statements(), std::move(marts.accounts)}) {
    std::move(statements.begin(), statements.end(), std::back_inserter(change.accounts));
  }
  grown = changes_->grown();
  std::move(marts.grown.begin(), marts.grown.end(), std::back_inserter(grown));
  return change;
}

/// Foreign keys of tables that stay and point to new ones are put back when these take their place.
void PostgresDestination::publish(StepResult& result) {
  reader_.reset();
  const auto where = [&](const std::string& table) {
    return NextTable{workspace_.due().contains(table) ? publication_->next() : config().schema, table};
  };
  for (const std::string& statement : relation_statements(workspace_, kDialect, where)) session_->execute(statement);
  std::vector<std::string> grown;
  const PostgresPublication::Change change = change_to_publish(grown);
  try {
    for (std::string& warning : publication_->publish(change)) workspace_.warn(std::move(warning));
  } catch (const Error& error) {
    // What was made of a table that somebody has changed meanwhile is of no use.
    if (error.kind() == ErrorKind::data) workspace_.database().discard();
    throw;
  }
  for (const std::string& table : grown) session_->execute("ANALYZE " + table);
  workspace_.database().discard();
  workspace_.note_published(result);
  remove_old_records(workspace_);
}

void drop_unpublished_postgres(const PostgresConfig& config) {
  PostgresConnection session(config, PostgresOptions{});
  const PostgresPublication leftovers(session, config.schema);  // drops them when it goes
}

}  // namespace rox
