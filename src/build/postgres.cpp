#include "build/postgres.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <thread>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/postgres/copy_table.hpp"
#include "load/relations.hpp"
#include "sql/ddl.hpp"
#include "sql/ddl_keys.hpp"
#include "sql/table_ddl.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::postgres;
constexpr int kTries = 3;
constexpr std::chrono::seconds kWait{1};

/// Where the new tables and what stays of the old ones are found, the new ones first.
std::vector<std::string> search_path(const PostgresConfig& config, const std::string& next) {
  return {next, config.schema};
}

/// Whether what such a step makes is a table in the schema of next ones.
bool is_on_server(StepKind kind) { return kind == StepKind::copy || kind == StepKind::transform; }

}  // namespace

void ServerBuild::open() {
  const PostgresConfig& config = inputs_.target.postgres;
  check_names(inputs_.model, config.schema, kDialect);
  session_.emplace(config, PostgresOptions{});
  publication_.emplace(*session_, config.schema);
  const std::set<std::string> there = publication_->next_tables();
  open_scratch([&](const Step& step) { return !is_on_server(step.kind) || there.contains(to_lower(step.subject)); });
  std::set<std::string> wanted;
  for (const Step& step : inputs_.plan.steps) {
    if (is_on_server(step.kind) && taken_up().contains(step.name())) wanted.insert(to_lower(step.subject));
  }
  publication_->drop_next_tables_but(wanted);
  session_->execute("SET search_path = " + sql_names(search_path(config, publication_->next()), kDialect));
  create_state_tables(*session_);
}

/// What a later run can go on with stays on the server too.
ServerBuild::~ServerBuild() {
  if (publication_ && has_database() && database().stays()) publication_->leave_next_tables();
}

bool ServerBuild::works_here(const Step& step) const {
  return step.kind == StepKind::load || step.kind == StepKind::relate;
}

/// Tables travel and marts are made over connections of their own.
std::string ServerBuild::lane(const Step& step) const {
  if (works_here(step)) return "scratch";
  return is_on_server(step.kind) ? "" : "session";
}

void ServerBuild::work(const Step& step, StepResult& result) {
  switch (step.kind) {
    case StepKind::load: load(step, result); break;
    case StepKind::relate: relate(result); break;
    case StepKind::copy: copy(step, result); break;
    case StepKind::transform: make_mart_there(step, result); break;
    case StepKind::check: check(*session_, result); break;
    case StepKind::publish: publish(result); break;
    case StepKind::upload: break;   // rows go to the server straight away
    case StepKind::evolve: break;   // the model is settled before the plan is made
    case StepKind::analyze: break;  // answers come from the published warehouse
    case StepKind::stage: break;    // staged files have a build of their own
  }
}

void ServerBuild::copy(const Step& step, StepResult& result) {
  const Table table = loadable(*inputs_.plan.inputs.exports_of(step.subject).table);
  const std::uint64_t rows = loaded_rows(step.subject);
  to_send_ += rows;
  for (int tried = 1;; ++tried) {
    const std::uint64_t before = sent_;
    try {
      copy_once(table, step.subject, rows);
      break;
    } catch (const Error& error) {
      if (tried == kTries || !error.can_retry() || stop_) {
        stop_ = true;
        throw;
      }
      warn(fmt::format("{} is sent again: {}", step.name(), error.what()));
      std::this_thread::sleep_for(kWait * tried);
    } catch (...) {
      stop_ = true;
      throw;
    }
    sent_ = before;
  }
  result.counts.rows_in = result.counts.rows_out = rows;
}

void ServerBuild::copy_once(const Table& table, const std::string& name, std::uint64_t rows) {
  const std::string& next = publication_->next();
  const std::string full_name = qualified_name(next, table.name, kDialect);
  DuckDbConnection scratch = scratch_database().connect();
  PostgresConnection connection(inputs_.target.postgres, {.search_path = {next}});
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
                 sent_, stop_);
  if (taken != rows) {
    throw data_error(fmt::format("table {}: {} rows were sent, but the server took {}", name, rows, taken))
        .hint("nothing was published; please report this as a bug of rox");
  }
  add_keys(connection, scratch, table);
  connection.execute("ANALYZE " + full_name);
  connection.execute("COMMIT");
}

void ServerBuild::add_keys(PostgresConnection& connection, DuckDbConnection& scratch, const Table& table) {
  const std::string& next = publication_->next();
  if (!table.primary_key.empty()) {
    connection.execute(add_key_sql(next, table.name, "PRIMARY KEY", table.primary_key, kDialect));
  }
  for (const std::vector<std::string>& key : table.unique) {
    if (!choose_unique(table, key, kDialect).declared) continue;
    if (is_unique(scratch, table, key)) {
      connection.execute(add_key_sql(next, table.name, "UNIQUE", key, kDialect));
    } else {
      warn(fmt::format("({}) of {} is not unique, so the server has no such key; see `rox check`", join(key, ", "),
                       table.name));
    }
  }
  for (const std::string& comment : comment_sql(table, next, kDialect)) connection.execute(comment);
}

/// With the key that the mart's file promises, once it has been proven.
void ServerBuild::make_mart_there(const Step& step, StepResult& result) {
  const std::string& next = publication_->next();
  PostgresConnection connection(inputs_.target.postgres, {.search_path = search_path(inputs_.target.postgres, next)});
  publication_->enlist(connection);
  transform(connection, step, result);
  const std::vector<std::string>& key = inputs_.plan.mart_of(step).key;
  if (!key.empty()) connection.execute(add_key_sql(next, step.subject, "PRIMARY KEY", key, kDialect));
  connection.execute("ANALYZE " + qualified_name(next, step.subject, kDialect));
}

/// The foreign keys of new tables. (Those of others that point to new ones are put back when they take their place.)
void ServerBuild::relate_tables() {
  const auto schema_of = [&](const std::string& table) {
    return due_.contains(table) ? publication_->next() : inputs_.target.postgres.schema;
  };
  for (const Table& table : inputs_.model.tables) {
    if (!due_.contains(table.name)) continue;
    for (const Relation& relation : table.relations) {
      if (!choose_relation(inputs_.model, table, relation, kDialect).declared) continue;
      const std::string parent_schema = schema_of(inputs_.model.find_table(relation.table)->name);
      session_->execute(add_relation_sql(publication_->next(), table.name, relation, parent_schema, kDialect));
    }
  }
}

void ServerBuild::publish(StepResult& result) {
  relate_tables();
  PostgresPublication::Change change;
  change.replaced = replaced_names();
  change.dropped = dropped_names();
  change.accounts = [&] {
    write_accounts(*session_);
    loads_.replace_reject_rows(*session_, due_);
  };
  for (std::string& warning : publication_->publish(change)) warn(std::move(warning));
  loads_.write_reject_files(inputs_.plan.dropped);
  database().discard();
  result.counts.rows_in = result.counts.rows_out = total_rows();
}

}  // namespace rox
