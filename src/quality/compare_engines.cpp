#include "quality/compare_engines.hpp"

#include <algorithm>
#include <chrono>

#include "engine/sql/sql_query.hpp"

namespace rox {
namespace {

using Clock = std::chrono::steady_clock;

/// Measures what the rows take to come.
class TimedResult : public Result {
 public:
  TimedResult(Engine& engine, const SqlFile& file, const ParamValues& values) {
    const auto start = Clock::now();
    rows_ = query_file(engine, file, values);
    time_ += Clock::now() - start;
  }

  const std::vector<ResultColumn>& columns() const override { return rows_->columns(); }
  bool next() override {
    const auto start = Clock::now();
    const bool more = rows_->next();
    time_ += Clock::now() - start;
    if (more) count_ += rows_->rows();
    return more;
  }
  std::size_t rows() const override { return rows_->rows(); }
  ColumnValues column(std::size_t column) const override { return rows_->column(column); }
  bool is_null(std::size_t column, std::size_t row) const override { return rows_->is_null(column, row); }
  void text(std::size_t column, std::size_t row, std::string& out) const override { rows_->text(column, row, out); }

  double seconds() const { return std::chrono::duration<double>(time_).count(); }
  std::uint64_t count() const { return count_; }

 private:
  std::unique_ptr<Result> rows_;
  Clock::duration time_{};
  std::uint64_t count_ = 0;
};

void fail(EngineAnswer& answer, const Error& error) {
  answer.comparison = {};
  answer.comparison.verdict = Verdict::failed;
  answer.comparison.error = error.report();
  answer.error = error;
}

void answer_alone(const ComparedEngine& reader, const SqlFile& file, const ParamValues& values, EngineAnswer& answer) {
  if (reader.error) return fail(answer, *reader.error);
  try {
    TimedResult rows(*reader.engine, file, values);
    for (const ResultColumn& column : rows.columns()) answer.comparison.columns.push_back(column.name);
    while (rows.next()) {
    }
    answer.rows = rows.count();
    answer.seconds = rows.seconds();
  } catch (const Error& error) {
    fail(answer, error);
  }
}

/// The baseline answers again, so that none of its rows has to be kept.
void compare_with(const ComparedEngine& baseline, const ComparedEngine& reader, const SqlFile& file,
                  const ParamValues& values, EngineAnswer& answer) {
  if (reader.error) return fail(answer, *reader.error);
  try {
    TimedResult rows(*reader.engine, file, values);
    TimedResult expected(*baseline.engine, file, values);
    answer.comparison = compare(expected, rows);
    answer.rows = rows.count();
    answer.seconds = rows.seconds();
  } catch (const Error& error) {
    fail(answer, error);
  }
}

}  // namespace

Verdict ComparisonReport::verdict() const {
  Verdict worst = Verdict::equal;
  for (const ComparedQuestion& question : questions) {
    for (const EngineAnswer& answer : question.answers) worst = std::max(worst, answer.comparison.verdict);
  }
  return worst;
}

ComparisonReport compare_engines(std::vector<ComparedEngine>& readers, const std::vector<SqlFile>& files,
                                 const std::function<ParamValues(const SqlFile&)>& values_of,
                                 const std::function<void(const std::string& engine, const SqlFile&)>& started) {
  ComparisonReport report;
  for (const ComparedEngine& reader : readers) report.engines.push_back(reader.name);
  for (const SqlFile& file : files) {
    const ParamValues values = values_of(file);
    ComparedQuestion& question = report.questions.emplace_back();
    question.name = file.name;
    question.title = file.title;
    for (const ComparedEngine& reader : readers) {
      EngineAnswer& answer = question.answers.emplace_back();
      answer.engine = reader.name;
      started(reader.name, file);
      const bool baseline_failed = question.answers.front().comparison.verdict == Verdict::failed;
      if (&reader == &readers.front() || baseline_failed) {
        answer_alone(reader, file, values, answer);
      } else {
        compare_with(readers.front(), reader, file, values, answer);
      }
    }
  }
  return report;
}

}  // namespace rox
