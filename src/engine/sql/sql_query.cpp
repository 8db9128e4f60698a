#include "engine/sql/sql_query.hpp"

#include <utility>

namespace rox {
namespace {

class FileResult : public Result {
 public:
  FileResult(BoundSql sql, std::unique_ptr<Result> rows) : sql_(std::move(sql)), rows_(std::move(rows)) {}

  const std::vector<ResultColumn>& columns() const override { return rows_->columns(); }
  bool next() override {
    try {
      return rows_->next();
    } catch (const Error& error) {
      throw sql_.explain(error);
    }
  }
  std::size_t rows() const override { return rows_->rows(); }
  ColumnValues column(std::size_t column) const override { return rows_->column(column); }
  bool is_null(std::size_t column, std::size_t row) const override { return rows_->is_null(column, row); }
  void text(std::size_t column, std::size_t row, std::string& out) const override { rows_->text(column, row, out); }

 private:
  BoundSql sql_;
  std::unique_ptr<Result> rows_;
};

}  // namespace

std::unique_ptr<Result> query_file(Engine& engine, const SqlFile& file, const ParamValues& values) {
  BoundSql sql(file, values);
  try {
    std::unique_ptr<Result> rows = engine.query(sql.text());
    return std::make_unique<FileResult>(std::move(sql), std::move(rows));
  } catch (const Error& error) {
    throw sql.explain(error);
  }
}

}  // namespace rox
