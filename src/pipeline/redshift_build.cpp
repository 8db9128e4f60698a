#include "pipeline/redshift_build.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/clock.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/duckdb/csv_parts.hpp"
#include "engine/sql/statement_list.hpp"
#include "pipeline/staged_table.hpp"
#include "sql/ddl.hpp"
#include "sql/ddl_keys.hpp"
#include "sql/redshift_layout.hpp"
#include "sql/table_ddl.hpp"
#include "store/staging_folder.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::redshift;
constexpr int kShownProblems = 5;
/// A table whose exports are smaller goes in one file of CSV.
constexpr std::uint64_t kSmallTable = std::uint64_t{16} << 20;

/// Whether a run that left something in the warehouse is over: those of this project are, since we hold its lock.
bool is_dead_here(const std::filesystem::path& state_dir, const std::string& run) {
  std::error_code ignored;
  for (const auto& entry : std::filesystem::directory_iterator(state_dir / "runs", ignored)) {
    std::string name = to_lower(entry.path().stem().string());
    std::replace(name.begin(), name.end(), '-', '_');
    if (name == run) return true;
  }
  return false;
}

}  // namespace

RedshiftBuild::RedshiftBuild(const BuildInputs& inputs)
    : ScratchBuild(inputs),
      accessor_(redshift_accessor(inputs.target)),
      bucket_(accessor_->session(), accessor_->place().bucket),
      staging_(bucket_, accessor_->place().prefix),
      folder_(inputs.project.state_dir() / "tmp" / "upload") {}

void RedshiftBuild::open() {
  const AwsPlace& place = accessor_->place();
  check_names(inputs_.model, place.schema, kDialect);
  // Next tables there have the run's name, and are gone when it is.
  open_scratch([](const Step& step) { return step.kind == StepKind::load || step.kind == StepKind::relate; });
  manifest_ = staging_.read_manifest(inputs_.project.name);
  session_ = accessor_->open({});
  publication_.emplace(*session_, place, inputs_.run,
                       [&](const std::string& run) { return is_dead_here(inputs_.project.state_dir(), run); });
  session_->execute("SET search_path = " + sql_names({publication_->next(), place.schema}, kDialect));
  create_state_tables(*session_);
  // Uploads and copies of several tables go on together: each has its place from the beginning.
  for (const std::string& table : due_) sources_[table];
  if (inputs_.target.aws.format == CopyFormat::csv) slices_ = slice_count(*session_);
}

/// An upload reads the scratch database, and writes down what copies have to take.
bool RedshiftBuild::works_here(const Step& step) const {
  return step.kind == StepKind::load || step.kind == StepKind::relate || step.kind == StepKind::upload;
}

/// Copies have connections of their own.
std::string RedshiftBuild::lane(const Step& step) const {
  if (works_here(step)) return "scratch";
  return step.kind == StepKind::copy ? "" : "session";
}

void RedshiftBuild::work(const Step& step, StepResult& result) {
  switch (step.kind) {
    case StepKind::load: load(step, result); break;
    case StepKind::relate: relate(result); break;
    case StepKind::upload: upload(step, result); break;
    case StepKind::copy: copy(step, result); break;
    case StepKind::transform:
      transform(*session_, step, result,
                {.table = publication_->next_table(step.subject), .schema = publication_->next()});
      finish_mart(step);
      break;
    case StepKind::check: check(*session_, result); break;
    case StepKind::publish: publish(result); break;
    case StepKind::evolve: break;   // the model is settled before the plan is made
    case StepKind::analyze: break;  // answers come from the published warehouse
    case StepKind::stage: break;    // local staged files have a build of their own
  }
}

std::pair<std::uint64_t, std::uint64_t> RedshiftBuild::sent(StepKind kind) const {
  if (kind == StepKind::copy) return {copied_, to_copy_};
  return {upload_progress_.sent + upload_progress_.skipped, upload_progress_.total};
}

void RedshiftBuild::upload(const Step& step, StepResult& result) {
  const Table& table = *inputs_.model.find_table(step.subject);
  StagedTable staged =
      staged_table(table, loads_.done().at(step.subject), inputs_.plan.exports_of(step.subject), inputs_.hashes);
  staged.fingerprint = step.fingerprint;
  staged.run = inputs_.run;
  staged.files = write_parts(table);
  account_for_rows(staged);

  const std::uint64_t before = upload_progress_.sent;
  staging_.upload(folder_, staged, {}, upload_progress_);
  std::vector<CopyFile> files;
  for (const StagedFile& file : staged.files) files.push_back({staging_.url(file.path), file.bytes});
  const std::string manifest = fmt::format("{}/copy-{}.json", table.name, inputs_.run);
  staging_.put(manifest, copy_manifest(files));
  sources_.at(step.subject).manifest = staging_.url(manifest);
  std::filesystem::remove_all(folder_ / table.name);

  result.rows_in = result.rows_out = staged.rows_staged;
  result.bytes = upload_progress_.sent - before;
  std::erase_if(manifest_.tables, [&](const StagedTable& known) { return known.table == table.name; });
  manifest_.tables.push_back(std::move(staged));
}

/// How many files Redshift shall read at once: it doesn't split a gzipped one.
unsigned RedshiftBuild::csv_parts(const std::string& table) {
  std::uint64_t bytes = 0;
  for (const ExportFile& file : inputs_.plan.exports_of(table).files) bytes += file.bytes;
  return bytes < kSmallTable ? 1 : slices_;
}

std::vector<StagedFile> RedshiftBuild::write_parts(const Table& table) {
  DuckDbConnection scratch = scratch_database().connect();
  StagingBatch batch(folder_, inputs_.run);
  CopySource& source = sources_.at(table.name);
  source.role = accessor_->place().role;
  source.format = inputs_.target.aws.format;
  std::vector<WrittenPart> parts;
  if (source.format == CopyFormat::parquet) {
    parts = write_staged_parquet(scratch, table, batch.aside() / table.name);
  } else {
    CsvParts written = write_csv_parts(scratch, staged_rows(table), table.column_names(), batch.aside() / table.name,
                                       csv_parts(table.name));
    parts = std::move(written.parts);
    source.null_marker = written.null_marker;
  }
  std::vector<StagedFile> files;
  for (const WrittenPart& part : parts) files.push_back(batch.add(table.name, files.size() + 1, part.path, part.rows));
  batch.move_in();
  return files;
}

/// The table as it is called until it is published.
Table RedshiftBuild::next_of(const std::string& table) const {
  Table next = loadable(*inputs_.model.find_table(table));
  next.name = publication_->next_name(table);
  return next;
}

void RedshiftBuild::copy(const Step& step, StepResult& result) {
  const std::string& schema = accessor_->place().schema;
  const std::size_t index =
      static_cast<std::size_t>(inputs_.model.find_table(step.subject) - inputs_.model.tables.data());
  const Table next = next_of(step.subject);
  const std::string name = publication_->next_table(step.subject);
  const std::uint64_t rows = loaded_rows(step.subject);
  to_copy_ += rows;
  const std::unique_ptr<Redshift> engine = accessor_->open({.search_path = {schema}});
  engine->execute(create_table_sql(next, schema, kDialect) + " " +
                  layout_sql(redshift_layouts(inputs_.model).at(index), " "));
  const std::string since = server_time(*engine);
  try {
    engine->execute(copy_sql(name, sources_.at(step.subject)));
  } catch (const Error& error) {
    explain_failure(*engine, step.subject, since, error);
    throw;
  }
  const auto taken = static_cast<std::uint64_t>(query_integer(*engine, "SELECT count(*) FROM " + name));
  if (taken != rows) {
    throw data_error(fmt::format("table {}: {} rows were staged, but Redshift took {}", step.subject, rows, taken))
        .hint("nothing was published; please report this as a bug of rox");
  }
  add_keys(*engine, loadable(*inputs_.model.find_table(step.subject)), next);
  engine->execute("ANALYZE " + name);
  publication_->present(*engine, step.subject);
  copied_ += rows;
  result.rows_in = result.rows_out = rows;
}

/// Redshift says only that it failed, and where to look: so look, and say what is there.
void RedshiftBuild::explain_failure(Redshift& engine, const std::string& table, const std::string& since,
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
    insert_reject_rows(engine, inputs_.run, rejects);
  } catch (const Error&) {  // they are in the message
  }
  throw data_error(text)
      .at(error.place().file)
      .hint(
          "nothing was published; these rows are in the accounts' table rejects. Widen the column's type in "
          "model.toml, or "
          "reject the values with a check");
}

void RedshiftBuild::add_keys(Redshift& engine, const Table& table, const Table& next) {
  const std::string& schema = accessor_->place().schema;
  if (!table.primary_key.empty()) {
    engine.execute(add_key_sql(schema, next.name, "PRIMARY KEY", table.primary_key, kDialect));
  }
  std::optional<DuckDbConnection> scratch;
  for (const std::vector<std::string>& key : table.unique) {
    if (!choose_unique(table, key, kDialect).declared) continue;
    if (!scratch) scratch.emplace(scratch_database().connect());
    if (is_unique(*scratch, table, key)) engine.execute(add_key_sql(schema, next.name, "UNIQUE", key, kDialect));
  }
  for (const std::string& comment : comment_sql(next, schema, kDialect)) engine.execute(comment);
}

/// The key that the mart's file promises, which has been proven.
void RedshiftBuild::finish_mart(const Step& step) {
  const std::string& name = step.subject;
  const std::vector<std::string>& key = inputs_.plan.mart_of(step).key;
  const std::string next = publication_->next_name(name);
  if (!key.empty()) session_->execute(add_key_sql(accessor_->place().schema, next, "PRIMARY KEY", key, kDialect));
  session_->execute("ANALYZE " + publication_->next_table(name));
}

/// The relations that hold for every load; Redshift's planner believes them.
void RedshiftBuild::relate_tables() {
  const std::string& schema = accessor_->place().schema;
  for (const Table& table : inputs_.model.tables) {
    if (!due_.contains(table.name)) continue;
    for (Relation relation : table.relations) {
      if (!choose_relation(inputs_.model, table, relation, kDialect).declared) continue;
      const std::string& parent = inputs_.model.find_table(relation.table)->name;
      if (due_.contains(parent)) relation.table = publication_->next_name(parent);
      session_->execute(add_relation_sql(schema, publication_->next_name(table.name), relation, schema, kDialect));
    }
  }
}

void RedshiftBuild::publish(StepResult& result) {
  relate_tables();
  std::erase_if(manifest_.tables,
                [&](const StagedTable& table) { return inputs_.model.find_table(table.table) == nullptr; });
  std::sort(manifest_.tables.begin(), manifest_.tables.end(),
            [](const StagedTable& a, const StagedTable& b) { return a.table < b.table; });
  manifest_.project = inputs_.project.name;
  manifest_.rox = ROX_VERSION;
  manifest_.run = inputs_.run;
  manifest_.created = utc_now();
  if (!due_.empty()) staging_.publish(manifest_);

  StatementList accounts(*session_);
  write_accounts(accounts);
  loads_.replace_reject_rows(accounts, due_);
  publication_->publish({replaced_names(), dropped_names(), accounts.statements()});
  loads_.write_reject_files();
  database().discard();
  result.rows_in = result.rows_out = total_rows();
}

}  // namespace rox
