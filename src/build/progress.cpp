#include "build/progress.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "engine/result/cells.hpp"
#include "plan/step_graph.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

constexpr SqlDialect kDialect = SqlDialect::duckdb;

bool has_progress(Engine& engine) {
  return query_integer(engine,
                       "SELECT count(*) FROM information_schema.tables WHERE table_schema = 'rox' AND table_name IN "
                       "('build', 'build_steps')") == 2;
}

}  // namespace

void begin_progress(Engine& engine, const BuildProgress& progress) {
  engine.execute(fmt::format(
      "CREATE SCHEMA IF NOT EXISTS rox; "
      "CREATE OR REPLACE TABLE rox.build (run VARCHAR NOT NULL, basis VARCHAR NOT NULL, full_refresh BOOLEAN NOT "
      "NULL); "
      "CREATE OR REPLACE TABLE rox.build_steps (step VARCHAR NOT NULL, fingerprint VARCHAR NOT NULL, run VARCHAR NOT "
      "NULL, rows_in BIGINT NOT NULL, rows_out BIGINT NOT NULL, rejects BIGINT NOT NULL, bytes BIGINT NOT NULL); "
      "INSERT INTO rox.build VALUES ({}, {}, {})",
      sql_literal(progress.build, kDialect), sql_literal(progress.basis, kDialect), progress.full_refresh));
}

std::optional<BuildProgress> read_progress(Engine& engine) {
  if (!has_progress(engine)) return std::nullopt;
  BuildProgress progress;
  auto head = engine.query("SELECT run, basis, full_refresh FROM rox.build");
  while (head->next()) {
    for (std::size_t row = 0; row < head->rows(); ++row) {
      progress.build = text_at(*head, 0, row);
      progress.basis = text_at(*head, 1, row);
      progress.full_refresh = text_at(*head, 2, row) == "true";
    }
  }
  auto steps = engine.query("SELECT step, fingerprint, run, rows_in, rows_out, rejects, bytes FROM rox.build_steps");
  while (steps->next()) {
    for (std::size_t row = 0; row < steps->rows(); ++row) {
      FinishedStep& entry = progress.steps[text_at(*steps, 0, row)];
      entry.fingerprint = text_at(*steps, 1, row);
      entry.run = text_at(*steps, 2, row);
      entry.result.step = text_at(*steps, 0, row);
      entry.result.counts = {count_at(*steps, 3, row), count_at(*steps, 4, row), count_at(*steps, 5, row),
                             count_at(*steps, 6, row)};
    }
  }
  return progress;
}

void write_finished_step(Engine& engine, const std::string& run, const Step& step, const StepResult& result) {
  const std::string name = sql_literal(step.name(), kDialect);
  engine.execute(fmt::format(
      "DELETE FROM rox.build_steps WHERE step = {0}; INSERT INTO rox.build_steps VALUES ({0}, {1}, {2}, {3}, {4}, {5}, "
      "{6})",
      name, sql_literal(step.fingerprint, kDialect), sql_literal(run, kDialect), result.counts.rows_in,
      result.counts.rows_out, result.counts.rejects, result.counts.bytes));
}

std::optional<std::set<std::string>> steps_to_take_up(const Plan& plan, const BuildProgress& progress,
                                                      const std::function<bool(const Step&)>& intact) {
  std::set<std::string> due;
  std::set<std::string> taken;
  std::set<std::string> harmless;  // left nothing in the database
  const auto needs = due_needs(plan);
  for (const Step& step : plan.steps) {
    if (step.kind == StepKind::check || step.kind == StepKind::guard) harmless.insert(step.name());
    if (!step.due || !makes_warehouse(step.kind)) continue;
    due.insert(step.name());
    const auto entry = progress.steps.find(step.name());
    if (entry == progress.steps.end()) continue;
    const bool stands = entry->second.fingerprint == step.fingerprint && intact(step) &&
                        std::all_of(needs.at(step.name()).begin(), needs.at(step.name()).end(),
                                    [&](const std::string& needed) { return taken.contains(needed); });
    if (stands) {
      taken.insert(step.name());
    } else if (step.kind == StepKind::relate || (step.kind == StepKind::load && !plan.fresh)) {
      return std::nullopt;
    }
  }
  for (const auto& [name, entry] : progress.steps) {
    if (!due.contains(name) && !harmless.contains(name)) return std::nullopt;
  }
  return taken;
}

}  // namespace rox
