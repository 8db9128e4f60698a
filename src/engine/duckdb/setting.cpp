#include "engine/duckdb/setting.hpp"

#include <fmt/format.h>

#include <utility>

#include "sql/quote.hpp"

namespace rox {
namespace {

std::string current(DuckDbConnection& connection, const std::string& name) {
  std::string value;
  const auto rows = connection.query(fmt::format("SELECT current_setting({})", sql_literal(name, SqlDialect::duckdb)));
  rows->next();
  rows->text(0, 0, value);
  return value;
}

void set(DuckDbConnection& connection, const std::string& name, const std::string& value) {
  connection.execute(fmt::format("SET {} = {}", name, sql_literal(value, SqlDialect::duckdb)));
}

}  // namespace

DuckDbSetting::DuckDbSetting(DuckDbConnection& connection, std::string name, const std::string& value)
    : connection_(connection), name_(std::move(name)), before_(current(connection, name_)) {
  set(connection_, name_, value);
}

DuckDbSetting::~DuckDbSetting() {
  try {
    set(connection_, name_, before_);
  } catch (const Error&) {  // a transaction that failed takes no more statements: its database is done with
  }
}

}  // namespace rox
