#include "engine/postgres/result.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "engine/result/float_text.hpp"
#include "engine/result/text_values.hpp"
#include "sql/written_names.hpp"

namespace rox {
namespace {

constexpr std::size_t kBatchRows = 1024;

struct TypeInfo {
  Oid oid;  // pg_type.dat: these never change
  const char* name;
  ResultKind kind;
};

constexpr std::array kTypes{
    TypeInfo{16, "BOOLEAN", ResultKind::boolean},
    TypeInfo{21, "SMALLINT", ResultKind::integer},
    TypeInfo{23, "INTEGER", ResultKind::integer},
    TypeInfo{20, "BIGINT", ResultKind::integer},
    TypeInfo{1700, "NUMERIC", ResultKind::decimal},
    TypeInfo{700, "REAL", ResultKind::floating},
    TypeInfo{701, "DOUBLE PRECISION", ResultKind::floating},
    TypeInfo{1082, "DATE", ResultKind::date},
    TypeInfo{1114, "TIMESTAMP", ResultKind::timestamp},
    TypeInfo{1184, "TIMESTAMP WITH TIME ZONE", ResultKind::timestamp},
    TypeInfo{25, "TEXT", ResultKind::text},
    TypeInfo{1043, "VARCHAR", ResultKind::text},
    TypeInfo{1042, "CHAR", ResultKind::text},
    TypeInfo{19, "NAME", ResultKind::text},
    TypeInfo{2950, "UUID", ResultKind::text},
    TypeInfo{1083, "TIME", ResultKind::time},
    TypeInfo{1186, "INTERVAL", ResultKind::other},
    TypeInfo{17, "BYTEA", ResultKind::other},
    TypeInfo{114, "JSON", ResultKind::other},
    TypeInfo{3802, "JSONB", ResultKind::other},
};

constexpr TypeInfo kUnknown{0, "UNKNOWN", ResultKind::other};

const TypeInfo& type_info(Oid oid) {
  const auto* found = std::find_if(kTypes.begin(), kTypes.end(), [&](const TypeInfo& t) { return t.oid == oid; });
  return found == kTypes.end() ? kUnknown : *found;
}

/// The type with what its modifier says: NUMERIC(18,4), VARCHAR(50).
std::string type_name(const TypeInfo& type, int modifier) {
  if (modifier < 4) return type.name;
  const int value = modifier - 4;
  if (type.kind == ResultKind::decimal) return fmt::format("NUMERIC({},{})", value >> 16, value & 0xFFFF);
  if (type.oid == 1043 || type.oid == 1042) return fmt::format("{}({})", type.name, value);
  return type.name;
}

class PostgresResult : public Result {
 public:
  PostgresResult(std::shared_ptr<PgSession> session, std::string sql)
      : session_(std::move(session)), sql_(std::move(sql)) {
    if (PQsendQueryParams(session_->get(), sql_.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0) != 1 ||
        PQsetSingleRowMode(session_->get()) != 1) {
      throw session_->error(nullptr, sql_);
    }
    fetch();  // the columns are known with the first row, errors in the SQL too
  }

  const std::vector<ResultColumn>& columns() const override { return columns_; }

  bool next() override {
    batch_.clear();
    typed_.clear();
    session_->check();
    while (ahead_ && batch_.size() < kBatchRows) {
      batch_.push_back(std::move(ahead_));
      fetch();
    }
    return !batch_.empty();
  }

  std::size_t rows() const override { return batch_.size(); }

  ColumnValues column(std::size_t column) const override { return typed_.column(*this, column); }

  bool is_null(std::size_t column, std::size_t row) const override {
    return PQgetisnull(batch_[row].get(), 0, static_cast<int>(column)) != 0;
  }

  void text(std::size_t column, std::size_t row, std::string& out) const override {
    const PGresult* result = batch_[row].get();
    const int c = static_cast<int>(column);
    const std::string_view value(PQgetvalue(result, 0, c), static_cast<std::size_t>(PQgetlength(result, 0, c)));
    switch (oids_[column]) {
      case 16: out += value == "t" ? "true" : "false"; break;
      case 700: append_shortest<float>(value, out); break;
      case 701: append_shortest<double>(value, out); break;
      default: out += value;
    }
  }

 private:
  /// The next row, if there is one.
  void fetch() {
    ahead_.reset();
    PgResult result = session_->next_result();
    if (!result) {
      if (PQstatus(session_->get()) != CONNECTION_OK) throw session_->error(nullptr, sql_);
      return;
    }
    if (columns_.empty()) read_columns(result.get());
    switch (PQresultStatus(result.get())) {
      case PGRES_SINGLE_TUPLE: ahead_ = std::move(result); return;
      case PGRES_TUPLES_OK:
      case PGRES_COMMAND_OK: {
        drain();
        session_->end_reading();
        return;
      }
      case PGRES_EMPTY_QUERY: drain(); throw usage_error("there is no SQL statement");
      default: break;
    }
    Error error = session_->error(result.get(), sql_);
    drain();
    throw error;
  }

  void drain() {
    while (session_->next_result()) {
    }
  }

  void read_columns(const PGresult* result) {
    std::vector<std::string> names;
    for (int c = 0; c < PQnfields(result); ++c) names.emplace_back(PQfname(result, c));
    names = written_names(sql_, std::move(names));
    for (int c = 0; c < PQnfields(result); ++c) {
      const TypeInfo& type = type_info(PQftype(result, c));
      oids_.push_back(PQftype(result, c));
      columns_.push_back({names[static_cast<std::size_t>(c)], type_name(type, PQfmod(result, c)), type.kind});
    }
  }

  std::shared_ptr<PgSession> session_;  // which the engine may have left
  std::string sql_;
  std::vector<ResultColumn> columns_;
  std::vector<Oid> oids_;
  std::vector<PgResult> batch_;
  PgResult ahead_;
  mutable TextColumns typed_;
};

}  // namespace

std::unique_ptr<Result> run_single_rows(std::shared_ptr<PgSession> session, std::string sql) {
  return std::make_unique<PostgresResult>(std::move(session), std::move(sql));
}

}  // namespace rox
