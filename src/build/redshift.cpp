#include "build/redshift.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/file_name.hpp"
#include "base/text.hpp"
#include "build/record_keeping.hpp"
#include "build/staged_table.hpp"
#include "engine/duckdb/csv_parts.hpp"
#include "ledger/reject_rows.hpp"
#include "sql/ddl.hpp"
#include "sql/ddl_keys.hpp"
#include "sql/quote.hpp"
#include "sql/redshift_layout.hpp"
#include "sql/table_ddl.hpp"
#include "store/staging_folder.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::redshift;
constexpr int kShownProblems = 5;
/// A table whose exports are smaller goes in one file of CSV.
constexpr std::uint64_t kSmallTable = std::uint64_t{16} << 20;

}  // namespace

RedshiftDestination::RedshiftDestination(Workspace& workspace)
    : workspace_(workspace),
      accessor_(redshift_accessor(workspace.inputs().target)),
      bucket_(accessor_->session(), accessor_->place().bucket, stop_.get_token()),
      staging_(bucket_, accessor_->place().prefix),
      folder_(workspace.scratch() / "upload") {}

void RedshiftDestination::open() {
  const BuildInputs& inputs = workspace_.inputs();
  const AwsResources& place = accessor_->place();
  check_names(inputs.model, place.schema, kDialect);
  workspace_.loads().keep_samples(sample_keeping(inputs));
  // Next tables there have the run's name, and are gone when it is.
  open_scratch(workspace_, [&](DuckDbConnection&, const Step& step) { return works_in_workspace(step.kind); },
               {folder_});
  manifest_ = staging_.read_manifest(inputs.project.name);
  session_ = accessor_->open({});
  publication_.emplace(*session_, place, inputs.run, [state_dir = inputs.project.state_dir()](const std::string& run) {
    return is_dead_here(state_dir, run);
  });
  session_->execute("SET search_path = " + sql_names({publication_->next(), place.schema}, kDialect));
  create_accounts(*session_);
  // Uploads and copies of several tables are done together: each has its place from the beginning.
  for (const std::string& table : workspace_.due()) {
    sources_[table];
    tables_[table];
  }
  if (inputs.target.aws().format == CopyFormat::csv) slices_ = slice_count(*session_);
}

bool RedshiftDestination::works_in_workspace(StepKind kind) const {
  return kind == StepKind::load || kind == StepKind::relate;
}

/// Uploads have all cores and the network to themselves, one after another; copies have connections of their own.
std::string RedshiftDestination::lane(const Step& step) const {
  if (works_in_workspace(step.kind)) return "workspace";
  if (step.kind == StepKind::upload) return "uploads";
  return step.kind == StepKind::copy ? "" : "session";
}

void RedshiftDestination::transfer(const Step& step, StepResult& result) {
  if (step.kind == StepKind::upload) {
    upload(step, result);
  } else {
    copy(step, result);
  }
}

/// What the session does is ended, but not the session, which has to clear up.
void RedshiftDestination::interrupt() {
  stop_.request_stop();
  if (session_) session_->interrupt();
}

std::pair<std::uint64_t, std::uint64_t> RedshiftDestination::sent(StepKind kind) const {
  if (kind == StepKind::copy) return {copied_, to_copy_};
  return {upload_progress_.sent + upload_progress_.skipped, upload_progress_.total};
}

void RedshiftDestination::upload(const Step& step, StepResult& result) {
  const BuildInputs& inputs = workspace_.inputs();
  const Table& table = *inputs.model.find_table(step.subject);
  StagedTable staged = staged_table(table, workspace_.loads().done().at(step.subject),
                                    inputs.plan.inputs.exports_of(step.subject), inputs.hashes);
  staged.fingerprint = step.fingerprint;
  staged.run = inputs.run;
  staged.files = write_parts(table);
  account_for_rows(staged);

  const std::uint64_t before = upload_progress_.sent;
  staging_.upload(folder_, staged, {.stop = stop_.get_token()}, upload_progress_);
  std::vector<CopyFile> files;
  for (const StagedFile& file : staged.files) files.push_back({staging_.url(file.path), file.bytes});
  const std::string manifest = fmt::format("{}/copy-{}.json", table.name, inputs.run);
  staging_.put(manifest, copy_manifest(files));
  sources_.at(step.subject).manifest = staging_.url(manifest);
  std::filesystem::remove_all(file_named(folder_, table.name));

  result.counts.rows_in = result.counts.rows_out = staged.rows_staged;
  result.counts.bytes = upload_progress_.sent - before;
  std::erase_if(manifest_.tables, [&](const StagedTable& known) { return known.table == table.name; });
  manifest_.tables.push_back(std::move(staged));
}

/// How many files Redshift shall read at once: it doesn't split a gzipped one.
unsigned RedshiftDestination::csv_parts(const std::string& table) const {
  std::uint64_t bytes = 0;
  for (const ExportFile& file : workspace_.inputs().plan.inputs.exports_of(table).files) bytes += file.bytes;
  return bytes < kSmallTable ? 1 : slices_;
}

std::vector<StagedFile> RedshiftDestination::write_parts(const Table& table) {
  DuckDbConnection scratch = workspace_.connect();
  const std::stop_callback interrupted(stop_.get_token(), [&] { scratch.interrupt(); });
  StagingBatch batch(folder_, workspace_.inputs().run);
  tables_.at(table.name) = with_longest_texts(scratch, table);
  CopySource& source = sources_.at(table.name);
  source.role = accessor_->place().role;
  source.format = workspace_.inputs().target.aws().format;
  // COPY takes no TIME from Parquet, in whatever type it is there.
  const bool timed = std::any_of(table.columns.begin(), table.columns.end(),
                                 [](const Column& column) { return column.type.kind == TypeKind::time; });
  if (timed) source.format = CopyFormat::csv;
  std::vector<WrittenPart> parts;
  if (source.format == CopyFormat::parquet) {
    parts = write_staged_parquet(scratch, table, file_named(batch.aside(), table.name));
  } else {
    CsvParts written = write_csv_parts(scratch, staged_rows(table), table.column_names(),
                                       file_named(batch.aside(), table.name), csv_parts(table.name));
    parts = std::move(written.parts);
    source.null_marker = written.null_marker;
  }
  std::vector<StagedFile> files;
  for (const WrittenPart& part : parts) files.push_back(batch.add(table.name, files.size() + 1, part.path, part.rows));
  batch.move_in();
  return files;
}

NextTable RedshiftDestination::next_of(const std::string& table) const {
  return {accessor_->place().schema, publication_->next_name(table)};
}

void RedshiftDestination::copy(const Step& step, StepResult& result) {
  const Model& model = workspace_.inputs().model;
  const std::string& schema = accessor_->place().schema;
  const Table& table = *model.find_table(step.subject);
  const auto index = static_cast<std::size_t>(&table - model.tables.data());
  const Table proven = with_proven_key(workspace_, tables_.at(table.name));
  Table next = proven;
  next.name = publication_->next_name(table.name);
  const std::string name = publication_->next_table(table.name);
  const std::uint64_t rows = workspace_.loaded_rows(table.name);
  to_copy_ += rows;
  const std::unique_ptr<Redshift> engine = accessor_->open({.search_path = {schema}, .stop = stop_.get_token()});
  engine->execute(create_table_sql(next, schema, kDialect) + " " + layout_sql(redshift_layouts(model).at(index), " "));
  const std::string since = server_time(*engine);
  try {
    engine->execute(copy_sql(name, sources_.at(table.name)));
  } catch (const Error& error) {
    explain_failure(*engine, table.name, since, error);
    throw;
  }
  require_all_taken(table.name, rows,
                    static_cast<std::uint64_t>(query_integer(*engine, "SELECT count(*) FROM " + name)), "Redshift");
  for (const std::string& statement : key_statements(workspace_, proven, next_of(table.name), kDialect)) {
    engine->execute(statement);
  }
  engine->execute("ANALYZE " + name);
  publication_->present(*engine, table.name);
  copied_ += rows;
  result.counts.rows_in = result.counts.rows_out = rows;
}

/// Redshift says only that it failed, and where to look: so look, and say what is there.
void RedshiftDestination::explain_failure(Redshift& engine, const std::string& table, const std::string& since,
                                          const Error& error) {
  std::vector<LoadProblem> problems;
  try {
    problems = load_problems(engine, staging_.url(table + "/"), since, kShownProblems);
  } catch (const Error&) {  // what it said has to do
  }
  if (problems.empty()) return;
  std::string text = fmt::format("Redshift refuses rows of {}:", table);
  std::vector<Reject> rejects;
  for (const LoadProblem& problem : problems) {
    text += "\n  " + problem.text();
    Reject& reject = rejects.emplace_back();
    reject.table = table;
    reject.file = problem.file;
    reject.line = problem.line;
    reject.column = problem.column;
    reject.value = problem.value;
    reject.code = RejectCode::refused;
    reject.reason = problem.reason;
  }
  try {
    execute_all(engine, insert_reject_statements(rejects, workspace_.inputs().run, accounts_of(engine)));
  } catch (const Error&) {  // they are in the message
  }
  throw data_error(text)
      .at(error.place().file)
      .hint(
          "nothing was published; these rows are in the accounts' table rejects. Widen the column's type in "
          "model.toml, or "
          "reject the values with a check");
}

/// With the key that the mart's file promises, once it has been proven.
MartRows RedshiftDestination::make_mart(const Mart& mart) {
  const std::string& name = mart.file.name;
  const std::string table = publication_->next_table(name);
  const MartRows rows = rox::make_mart(*session_, mart, {.table = table, .schema = publication_->next()});
  const NextTable next = next_of(name);
  if (!mart.key.empty()) session_->execute(add_key_sql(next.schema, next.name, "PRIMARY KEY", mart.key, {}, kDialect));
  session_->execute("ANALYZE " + table);
  return rows;
}

/// Relations that hold for every load are declared; Redshift's planner believes them.
Engine& RedshiftDestination::reader() {
  reader_ = accessor_->open(
      {.search_path = {publication_->next(), accessor_->place().schema}, .read_only = true, .stop = stop_.get_token()});
  return *reader_;
}

void RedshiftDestination::publish(StepResult& result) {
  reader_.reset();
  const auto where = [&](const std::string& table) {
    return workspace_.due().contains(table) ? next_of(table) : NextTable{accessor_->place().schema, table};
  };
  for (const std::string& statement : relation_statements(workspace_, kDialect, where)) session_->execute(statement);
  if (!workspace_.due().empty()) publish_manifest();
  publication_->publish({workspace_.replaced_names(), workspace_.dropped_names(),
                         workspace_.server_account_statements(accounts_of(*session_))});
  workspace_.database().discard();
  workspace_.note_published(result);
  remove_old_records(workspace_);
}

void RedshiftDestination::publish_manifest() {
  const BuildInputs& inputs = workspace_.inputs();
  std::erase_if(manifest_.tables,
                [&](const StagedTable& table) { return inputs.model.find_table(table.table) == nullptr; });
  std::sort(manifest_.tables.begin(), manifest_.tables.end(),
            [](const StagedTable& a, const StagedTable& b) { return a.table < b.table; });
  manifest_.project = inputs.project.name;
  manifest_.rox = ROX_VERSION;
  manifest_.run = inputs.run;
  manifest_.created = utc_now();
  staging_.publish(manifest_);
}

void drop_unpublished_redshift(const Project& project, const Target& target) {
  const auto accessor = redshift_accessor(target);
  const std::unique_ptr<Redshift> session = accessor->open({});
  const RedshiftPublication leftovers(  // are dropped when it comes
      *session, accessor->place(), new_run_id(),
      [state_dir = project.state_dir()](const std::string& run) { return is_dead_here(state_dir, run); });
}

}  // namespace rox
