#include "build/proving.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"
#include "load/relations.hpp"
#include "plan/fingerprint.hpp"
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

/// What the server holds: a build begins from it, and goes on only while it is the same.
std::string basis_of(const WarehouseState& before) {
  std::string text;
  for (const auto& [name, table] : before.tables) text += fmt::format("{} {} {}\n", name, table.fingerprint, table.run);
  for (const auto& [name, mart] : before.marts) text += fmt::format("{} {} {}\n", name, mart.fingerprint, mart.run);
  for (const RelationReport& report : before.relations) text += report.fingerprint + "\n";
  return "from tables " + hash_text(text);
}

}  // namespace

std::filesystem::path scratch_file(const Project& project, const Target& target) {
  return project.state_dir() / "next" / (target.name + ".duckdb");
}

ScratchBuild::ScratchBuild(const BuildInputs& inputs)
    : WarehouseBuild(inputs, tables_to_read(inputs)), read_(tables_to_read(inputs)) {}

void ScratchBuild::open_scratch(const std::function<bool(const Step&)>& intact) {
  BuildDatabase::Origin origin;
  origin.file = scratch_file(inputs_.project, inputs_.target);
  origin.make = [folder = origin.file.parent_path()] { make_directories(folder); };
  origin.intact = intact;
  open_database(std::move(origin), basis_of(inputs_.before));
}

void ScratchBuild::relate(StepResult& result) {
  for (const std::string& table : read_) {
    if (!due_.contains(table)) loads_.load(table);
  }
  WarehouseBuild::relate(result);
  for (const std::string& table : read_) {
    if (due_.contains(table)) continue;
    const std::uint64_t now = loads_.done().at(table).counts.rows_out;
    const std::uint64_t then = state_.tables.at(table).counts.rows_out;
    if (now == then) continue;
    throw data_error(
        fmt::format("{} has {} rows on the server, but {} are read from its exports now", table, then, now))
        .hint("`rox run --full-refresh` loads it anew");
  }
}

bool ScratchBuild::is_unique(DuckDbConnection& scratch, const Table& table, const std::vector<std::string>& key) {
  if (scratch.surely_unique(table.name, {key}).front()) return true;
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
