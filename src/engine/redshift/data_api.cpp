#include "engine/redshift/data_api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/error.hpp"
#include "base/stop.hpp"
#include "base/text.hpp"
#include "cloud/redshift_data.hpp"
#include "engine/result/float_text.hpp"
#include "engine/result/text_values.hpp"
#include "engine/sql/schemas.hpp"
#include "sql/only_reads.hpp"
#include "sql/quote.hpp"
#include "sql/written_names.hpp"

namespace rox {
namespace {

struct TypeInfo {
  std::string_view type;  // the API's name
  const char* name;
  ResultKind kind;
};

constexpr std::array kTypes{
    TypeInfo{"bool", "BOOLEAN", ResultKind::boolean},
    TypeInfo{"int2", "SMALLINT", ResultKind::integer},
    TypeInfo{"int4", "INTEGER", ResultKind::integer},
    TypeInfo{"int8", "BIGINT", ResultKind::integer},
    TypeInfo{"numeric", "NUMERIC", ResultKind::decimal},
    TypeInfo{"float4", "REAL", ResultKind::floating},
    TypeInfo{"float8", "DOUBLE PRECISION", ResultKind::floating},
    TypeInfo{"date", "DATE", ResultKind::date},
    TypeInfo{"time", "TIME", ResultKind::time},
    TypeInfo{"timestamp", "TIMESTAMP", ResultKind::timestamp},
    TypeInfo{"timestamptz", "TIMESTAMP WITH TIME ZONE", ResultKind::timestamp},
    TypeInfo{"varchar", "VARCHAR", ResultKind::text},
    TypeInfo{"bpchar", "CHAR", ResultKind::text},
    TypeInfo{"text", "TEXT", ResultKind::text},
    TypeInfo{"name", "NAME", ResultKind::text},
};

ResultColumn result_column(const DataColumn& column) {
  const auto* found =
      std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeInfo& info) { return info.type == column.type; });
  if (found == kTypes.end()) return {column.name, "UNKNOWN", ResultKind::other};
  ResultColumn out{column.name, found->name, found->kind};
  if (found->kind == ResultKind::decimal && column.precision > 0) {
    out.type = fmt::format("NUMERIC({},{})", column.precision, column.scale);
  }
  if (column.type == "varchar" && column.length > 0) out.type = fmt::format("VARCHAR({})", column.length);
  return out;
}

class DataApiResult : public Result {
 public:
  DataApiResult(std::shared_ptr<RedshiftData> data, const std::string& sql, std::stop_token stop)
      : data_(std::move(data)), stop_(std::move(stop)) {
    id_ = data_->run(sql, stop_);
    std::vector<std::string> names;
    for (const DataColumn& column : data_->columns(id_, stop_)) {
      columns_.push_back(result_column(column));
      names.push_back(column.name);
    }
    names = written_names(sql, std::move(names));
    for (std::size_t c = 0; c < names.size(); ++c) columns_[c].name = names[c];
  }

  const std::vector<ResultColumn>& columns() const override { return columns_; }

  bool next() override {
    do {
      if (begun_ && page_.next.empty()) return false;
      page_ = data_->page(id_, page_.next, stop_);
      begun_ = true;
      typed_.clear();
    } while (page_.rows.empty());
    return true;
  }

  std::size_t rows() const override { return page_.rows.size(); }
  ColumnValues column(std::size_t column) const override { return typed_.column(*this, column); }
  bool is_null(std::size_t column, std::size_t row) const override { return !page_.rows[row][column]; }

  void text(std::size_t column, std::size_t row, std::string& out) const override {
    const std::string& value = *page_.rows[row][column];
    if (columns_[column].kind == ResultKind::floating) {
      append_shortest<double>(value, out);
    } else {
      out += value;
    }
  }

 private:
  std::shared_ptr<RedshiftData> data_;
  std::stop_token stop_;
  std::string id_;
  std::vector<ResultColumn> columns_;
  DataPage page_;
  bool begun_ = false;
  mutable TextColumns typed_;
};

class DataApiRedshift : public Redshift {
 public:
  DataApiRedshift(std::shared_ptr<AwsSession> session, const AwsResources& place, const RedshiftOptions& options)
      : session_(std::move(session)),
        accounts_(redshift_accounts(place)),
        read_only_(options.read_only),
        interruption_(options.stop),
        data_(std::make_shared<RedshiftData>(*session_, place)) {
    if (!options.search_path.empty()) {
      execute("SET search_path = " + sql_names(options.search_path, SqlDialect::redshift));
    }
  }

  std::string accounts() const override { return accounts_; }

  void execute(std::string_view sql) override { data_->run(std::string(sql), interruption_.begin()); }

  std::unique_ptr<Result> query(std::string_view sql) override {
    if (read_only_ && !only_reads(sql, dialect())) throw reading_only_error(dialect());
    return std::make_unique<DataApiResult>(data_, std::string(sql), interruption_.begin());
  }

  void interrupt() override { interruption_.interrupt(); }

  void transaction(const std::vector<std::string>& statements) override {
    data_->run_transaction(statements, interruption_.begin());
  }

 private:
  std::shared_ptr<AwsSession> session_;
  const std::string accounts_;
  const bool read_only_;
  Interruption interruption_;
  std::shared_ptr<RedshiftData> data_;
};

}  // namespace

std::unique_ptr<Redshift> open_data_api(std::shared_ptr<AwsSession> session, const AwsResources& place,
                                        const RedshiftOptions& options) {
  return std::make_unique<DataApiRedshift>(std::move(session), place, options);
}

}  // namespace rox
