#include "engine/spark/spark.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/log.hpp"
#include "engine/result/float_text.hpp"
#include "engine/result/text_values.hpp"
#include "engine/spark/answer.hpp"
#include "engine/spark/session.hpp"
#include "sql/lexer.hpp"

namespace rox {
namespace {

using Json = nlohmann::json;

class SparkResult : public Result {
 public:
  SparkResult(SparkSession& session, std::string sql) : session_(session), sql_(std::move(sql)) {
    const LogTimer timer("spark", sql_);
    const JsonValue answer = session_.ask({{"do", "query"}, {"sql", sql_}}, sql_);
    id_ = answer.member("result").integer();
    for (const JsonValue& column : answer.member("columns").elements()) {
      const std::vector<std::string> parts = column.texts();
      if (parts.size() != 2) throw column.error("not a name and a type");
      columns_.push_back(spark_column(parts[0], parts[1]));
    }
  }

  ~SparkResult() override {
    try {
      session_.ask({{"do", "close"}, {"result", id_}});
    } catch (const std::exception&) {  // the session has ended: nothing is left to close
    }
  }
  SparkResult(const SparkResult&) = delete;
  SparkResult& operator=(const SparkResult&) = delete;

  const std::vector<ResultColumn>& columns() const override { return columns_; }

  bool next() override {
    typed_.clear();
    rows_.clear();
    const JsonValue answer = session_.ask({{"do", "next"}, {"result", id_}}, sql_);
    for (const JsonValue& row : answer.member("rows").elements()) {
      auto& cells = rows_.emplace_back();
      for (const JsonValue& cell : row.elements()) {
        cells.push_back(cell.is_null() ? std::nullopt : std::optional(cell.text()));
      }
      if (cells.size() != columns_.size()) throw row.error("not a cell a column");
    }
    return !rows_.empty();
  }

  std::size_t rows() const override { return rows_.size(); }

  ColumnValues column(std::size_t column) const override { return typed_.column(*this, column); }

  bool is_null(std::size_t column, std::size_t row) const override { return !rows_[row][column]; }

  void text(std::size_t column, std::size_t row, std::string& out) const override {
    const std::string& text = *rows_[row][column];
    if (columns_[column].kind != ResultKind::floating) {
      out += text;
    } else if (columns_[column].type == "FLOAT") {
      append_shortest<float>(text, out);
    } else {
      append_shortest<double>(text, out);
    }
  }

 private:
  SparkSession& session_;
  std::string sql_;
  std::int64_t id_ = 0;
  std::vector<ResultColumn> columns_;
  std::vector<std::vector<std::optional<std::string>>> rows_;
  mutable TextColumns typed_;
};

}  // namespace

SparkEngine::SparkEngine(const SparkConfig& config, const std::stop_token& stop)
    : session_(std::make_shared<SparkSession>(config, stop)) {}

SparkEngine::SparkEngine(std::shared_ptr<SparkSession> session) : session_(std::move(session)) {}

SparkEngine::~SparkEngine() = default;

void SparkEngine::execute(std::string_view sql) {
  const LogTimer timer("spark", sql);
  session_->ask({{"do", "execute"}, {"sql", sql}}, sql);
}

void SparkEngine::interrupt() { session_->interrupt(); }

std::unique_ptr<Result> SparkEngine::query(std::string_view sql) {
  if (!spark_reads_only(sql)) {
    throw usage_error(
        "only statements that read are possible here: SELECT, WITH, VALUES, TABLE, SHOW, DESCRIBE, EXPLAIN")
        .hint("Spark reads what is staged; that is decided by the project's files and changed by `rox stage`");
  }
  if (first_token(sql).empty()) throw usage_error("there is no SQL statement");
  return std::make_unique<SparkResult>(*session_, std::string(sql));
}

void SparkEngine::make_view(const std::string& view, const SparkFiles& files) {
  Json paths = Json::array();
  for (const std::filesystem::path& path : files.paths) paths.push_back("file://" + path.string());
  Json options = files.options;
  options["__globPaths__"] = "false";  // a folder may be called [2013]
  session_->ask({{"do", "files"},
                 {"view", view},
                 {"format", files.format},
                 {"options", options},
                 {"schema", files.schema},
                 {"paths", paths}});
}

void SparkEngine::make_view(const std::string& view, const std::string& sql) {
  session_->ask({{"do", "view"}, {"view", view}, {"sql", sql}}, sql);
}

}  // namespace rox
