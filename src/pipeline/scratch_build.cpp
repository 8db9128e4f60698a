#include "pipeline/scratch_build.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/text.hpp"
#include "pipeline/relations.hpp"
#include "sql/dialect.hpp"

namespace rox {
namespace {

/// The tables that have to be read here: those that are due, and whatever decides which of their rows stay or have no
/// parent.
std::set<std::string> tables_to_read(const BuildInputs& inputs) {
  std::set<std::string> wanted = due_tables(inputs.plan);
  if (!inputs.plan.is_due(StepKind::relate)) return wanted;
  for (const Table& table : inputs.model.tables) {
    for (const Relation& relation : table.relations) {
      const std::string& parent = inputs.model.find_table(relation.table)->name;
      const std::string fingerprint =
          relation_fingerprint(relation, inputs.plan.fingerprints.at(table.name), inputs.plan.fingerprints.at(parent));
      const auto& known = inputs.before.relations;
      if (std::any_of(known.begin(), known.end(), [&](const auto& r) { return r.fingerprint == fingerprint; }))
        continue;
      wanted.insert(table.name);
      wanted.insert(parent);
    }
  }
  std::set<std::string> read;
  for (const std::string& table : wanted) read.merge(with_enforced_parents(inputs.model, table));
  return read;
}

}  // namespace

ScratchBuild::ScratchBuild(const BuildInputs& inputs)
    : WarehouseBuild(inputs, tables_to_read(inputs)), read_(tables_to_read(inputs)) {}

void ScratchBuild::open_scratch() {
  DuckDbOptions options;
  options.threads = inputs_.project.run.threads;
  options.memory_limit = inputs_.project.run.memory_limit;
  options.temp_dir = inputs_.project.state_dir() / "tmp";
  options.preserve_insertion_order = false;
  make_directories(options.temp_dir);
  scratch_database_.emplace("", options);
  scratch_.emplace(scratch_database_->connect());
  create_state_tables(*scratch_);
  loads_.work_on(*scratch_);
}

void ScratchBuild::relate(StepResult& result) {
  for (const std::string& table : read_) {
    if (!due_.contains(table)) loads_.load(table);
  }
  WarehouseBuild::relate(*scratch_, result);
  for (const std::string& table : read_) {
    if (due_.contains(table)) continue;
    const std::uint64_t now = loads_.done().at(table).rows_out;
    const std::uint64_t then = state_.tables.at(table).rows_out;
    if (now == then) continue;
    throw data_error(
        fmt::format("{} has {} rows on the server, but {} are read from its exports now", table, then, now))
        .hint("`rox run --full-refresh` loads it anew");
  }
}

bool ScratchBuild::is_unique(DuckDbConnection& scratch, const Table& table, const std::vector<std::string>& key) {
  const std::string columns = sql_names(key, SqlDialect::duckdb);
  std::vector<std::string> present;
  for (const std::string& column : key) present.push_back(sql_name(column, SqlDialect::duckdb) + " IS NOT NULL");
  return query_integer(scratch, fmt::format("SELECT count(*) - count(DISTINCT ({})) FROM {} WHERE {}", columns,
                                            sql_name(table.name, SqlDialect::duckdb), join(present, " AND "))) == 0;
}

std::vector<std::string> ScratchBuild::replaced_names() const {
  std::vector<std::string> names;
  for (const std::string& table : due_) names.push_back(to_lower(table));
  for (const Step& step : inputs_.plan.steps) {
    if (step.kind == StepKind::transform && step.due) names.push_back(to_lower(step.subject));
  }
  return names;
}

std::vector<std::string> ScratchBuild::dropped_names() const {
  std::vector<std::string> names;
  for (const std::string& table : inputs_.plan.dropped) names.push_back(to_lower(table));
  for (const std::string& mart : inputs_.plan.dropped_marts) names.push_back(to_lower(mart));
  return names;
}

const Mart& ScratchBuild::mart(const std::string& name) const {
  return *std::find_if(inputs_.plan.marts.begin(), inputs_.plan.marts.end(),
                       [&](const Mart& candidate) { return candidate.file.name == name; });
}

void ScratchBuild::warn(std::string text) {
  std::lock_guard lock(mutex_);
  warnings_.push_back(std::move(text));
}

std::vector<std::string> ScratchBuild::warnings() const {
  std::vector<std::string> all = loads_.warnings();
  std::lock_guard lock(mutex_);
  all.insert(all.end(), warnings_.begin(), warnings_.end());
  return all;
}

}  // namespace rox
