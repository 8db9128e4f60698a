#include "quality/evaluate.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <chrono>
#include <memory>
#include <stdexcept>
#include <utility>

#include "base/file.hpp"
#include "base/file_name.hpp"
#include "base/text.hpp"
#include "engine/result/result_writer.hpp"
#include "engine/sql/sql_query.hpp"
#include "sql/quote.hpp"

namespace rox {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

/// Passes a result's rows on, counts them all and remembers the first. The first batch is fetched ahead, to know
/// whether there is any row.
class FailingRows : public Result {
 public:
  FailingRows(std::unique_ptr<Result> rows, std::size_t shown, CheckResult& into)
      : rows_(std::move(rows)), shown_(shown), into_(into) {
    into_.columns = rows_->columns();
    fetch();
  }

  bool any() const { return more_; }

  const std::vector<ResultColumn>& columns() const override { return into_.columns; }
  bool next() override {
    if (ahead_) {
      ahead_ = false;
    } else if (more_) {
      fetch();
    }
    return more_;
  }
  std::size_t rows() const override { return rows_->rows(); }
  ColumnValues column(std::size_t column) const override { return rows_->column(column); }
  bool is_null(std::size_t column, std::size_t row) const override { return rows_->is_null(column, row); }
  void text(std::size_t column, std::size_t row, std::string& out) const override { rows_->text(column, row, out); }

 private:
  void fetch() {
    do {
      more_ = rows_->next();
    } while (more_ && rows_->rows() == 0);
    if (!more_) return;
    into_.failures += rows_->rows();
    for (std::size_t r = 0; r < rows_->rows() && into_.rows.size() < shown_; ++r) into_.rows.push_back(row(r));
  }

  CheckRow row(std::size_t r) const {
    CheckRow values(columns().size());
    for (std::size_t c = 0; c < values.size(); ++c) {
      if (!rows_->is_null(c, r)) rows_->text(c, r, values[c].emplace());
    }
    return values;
  }

  std::unique_ptr<Result> rows_;
  std::size_t shown_;
  CheckResult& into_;
  bool more_ = false;
  bool ahead_ = true;
};

void keep_rows(FailingRows& rows, const EvaluateOptions& options, CheckResult& result) {
  make_directories(options.rows_dir);
  const std::filesystem::path path = file_named(options.rows_dir, result.check.name, ".csv");
  AtomicFile file(path);
  result.kept = write_csv(
      rows, [&](std::string_view text) { file.write(text); }, options.kept);
  while (rows.next()) {  // the count is of all rows
  }
  file.commit();
  result.file = path;
}

CheckStatus failed(const Check& check) {
  return check.severity == Severity::warn ? CheckStatus::warn : CheckStatus::fail;
}

void find_rows(Engine& engine, const EvaluateOptions& options, CheckResult& result) {
  const Check& check = result.check;
  FailingRows rows(check.file ? query_file(engine, *check.file, {}) : engine.query(check.sql), options.shown, result);
  if (!rows.any()) return;
  result.status = failed(check);
  if (!options.rows_dir.empty()) keep_rows(rows, options, result);
  while (rows.next()) {
  }
}

/// The model is ahead of the warehouse, if its own SQL doesn't fit.
Error with_hint(const Check& check, const Error& error) {
  if (check.file || error.kind() != ErrorKind::usage) return error;
  return Error(error).hint("the warehouse isn't what model.toml says (yet): `rox run` brings it there");
}

void evaluate_one(Engine& engine, const EvaluateOptions& options, CheckResult& result) {
  try {
    find_rows(engine, options, result);
  } catch (const Error& error) {
    const Check check = std::move(result.check);
    result = CheckResult{};
    result.check = check;
    result.status = CheckStatus::error;
    result.error = with_hint(check, error);
  }
}

std::uint64_t count_in(const Result& result, std::size_t column) {
  std::uint64_t count = 0;
  if (result.is_null(column, 0)) return 0;  // SUM over no rows
  std::string text;
  result.text(column, 0, text);
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), count);
  if (error != std::errc{} || end != text.data() + text.size()) throw std::logic_error("no count: " + text);
  return count;
}

/// Whether rows fail, of checks that one row decides: all those of a table in one scan.
std::vector<bool> have_failures(Engine& engine, const std::vector<const Check*>& checks) {
  std::vector<std::string> counts;
  for (const Check* check : checks)
    counts.push_back(fmt::format("SUM(CASE WHEN {} THEN 1 ELSE 0 END)", check->condition));
  auto result = engine.query(
      fmt::format("SELECT {} FROM {}", join(counts, ", "), sql_name(checks.front()->table(), engine.dialect())));
  std::vector<bool> failing(checks.size());
  while (result->next()) {
    for (std::size_t i = 0; i < checks.size() && result->rows() > 0; ++i) failing[i] = count_in(*result, i) > 0;
  }
  return failing;
}

/// Whether keys may be repeated: those of a table, which an engine may know a quick proof for.
std::vector<bool> may_repeat(Engine& engine, const std::vector<const Check*>& checks) {
  std::vector<std::vector<std::string>> keys;
  for (const Check* check : checks) keys.push_back(check->key);
  std::vector<bool> maybe = engine.surely_unique(checks.front()->table(), keys);
  maybe.flip();
  return maybe;
}

/// How checks of one table that follow each other are settled together, if none of them fails.
using Together = std::vector<bool> (*)(Engine& engine, const std::vector<const Check*>& checks);

Together together(const Check& check) {
  if (!check.condition.empty()) return have_failures;
  return check.key.empty() ? nullptr : may_repeat;
}

/// The first check after `first` that isn't settled together with it.
std::size_t batch_end(const std::vector<Check>& checks, std::size_t first) {
  const auto joins = [&](const Check& check) {
    return together(check) == together(checks[first]) && check.table() == checks[first].table();
  };
  std::size_t end = first + 1;
  while (end < checks.size() && joins(checks[end])) ++end;
  return end;
}

class Evaluation {
 public:
  Evaluation(Engine& engine, const EvaluateOptions& options) : engine_(engine), options_(options) {}

  void add(const Check& check, double shared_seconds, bool may_fail) {
    options_.started(check);
    const auto start = Clock::now();
    CheckResult& result = results_.emplace_back();
    result.check = check;
    if (may_fail) evaluate_one(engine_, options_, result);
    result.seconds = shared_seconds + seconds_since(start);
    options_.finished(result);
  }

  /// Those that can't have a failing row are done; the others are asked for their rows. So are all, if asking them
  /// together fails: one by one it shows whose fault that is.
  void add_batch(const std::vector<const Check*>& checks, Together may_fail) {
    const auto start = Clock::now();
    std::vector<bool> failing(checks.size(), true);
    try {
      failing = may_fail(engine_, checks);
    } catch (const Error&) {
    }
    const double share = seconds_since(start) / static_cast<double>(checks.size());
    for (std::size_t i = 0; i < checks.size(); ++i) add(*checks[i], share, failing[i]);
  }

  std::vector<CheckResult> take() { return std::move(results_); }

 private:
  Engine& engine_;
  const EvaluateOptions& options_;
  std::vector<CheckResult> results_;
};

}  // namespace

std::string_view to_string(CheckStatus status) {
  switch (status) {
    case CheckStatus::pass: return "pass";
    case CheckStatus::warn: return "warn";
    case CheckStatus::fail: return "fail";
    case CheckStatus::error: return "error";
  }
  return "";
}

std::vector<CheckResult> evaluate(Engine& engine, const std::vector<Check>& checks, const EvaluateOptions& options) {
  Evaluation evaluation(engine, options);
  for (std::size_t first = 0; first < checks.size();) {
    const Together may_fail = together(checks[first]);
    if (may_fail == nullptr) {
      evaluation.add(checks[first++], 0, true);
      continue;
    }
    std::vector<const Check*> batch;
    for (const std::size_t end = batch_end(checks, first); first < end; ++first) batch.push_back(&checks[first]);
    evaluation.add_batch(batch, may_fail);
  }
  return evaluation.take();
}

CheckStatus worst(const std::vector<CheckResult>& results) {
  CheckStatus status = CheckStatus::pass;
  for (const CheckResult& result : results) status = std::max(status, result.status);
  return status;
}

ExitCode exit_code(const std::vector<CheckResult>& results) {
  ExitCode code = ExitCode::done;
  for (const CheckResult& result : results) {
    if (result.status == CheckStatus::fail) code = std::max(code, ExitCode::data);
    if (result.status != CheckStatus::error) continue;
    const bool outside = result.error && result.error->kind() == ErrorKind::outside;
    code = std::max(code, outside ? ExitCode::outside : ExitCode::usage);
  }
  return code;
}

}  // namespace rox
