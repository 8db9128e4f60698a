#include "inbox/odbc/values.hpp"

#include <fmt/format.h>
#include <sql.h>
#include <sqlext.h>

#include "base/encode.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

// SQL Server's own (msodbcsql.h).
constexpr int kServerTime = -154;
constexpr int kServerOffset = -155;
constexpr int kServerObject = -151;

bool is_digit_at(std::string_view text, std::size_t at) {
  return at < text.size() && text[at] >= '0' && text[at] <= '9';
}

}  // namespace

OdbcValue odbc_value(const CatalogueColumn& column) {
  if (equals_ignore_case(column.type, "bool") || equals_ignore_case(column.type, "boolean")) return OdbcValue::boolean;
  switch (column.code) {
    case SQL_BIT: return OdbcValue::boolean;
    case SQL_TINYINT:
    case SQL_SMALLINT:
    case SQL_INTEGER:
    case SQL_BIGINT:
    case SQL_DECIMAL:
    case SQL_NUMERIC: return OdbcValue::number;
    case SQL_REAL: return OdbcValue::single_float;
    case SQL_FLOAT:
    case SQL_DOUBLE: return OdbcValue::double_float;
    case SQL_BINARY:
    case SQL_VARBINARY:
    case SQL_LONGVARBINARY:
    case kServerObject: return OdbcValue::binary;
    case SQL_DATE:
    case SQL_TIME:
    case SQL_TIMESTAMP:
    case SQL_TYPE_DATE:
    case SQL_TYPE_TIME:
    case SQL_TYPE_TIMESTAMP:
    case kServerTime:
    case kServerOffset: return OdbcValue::moment;
    case SQL_GUID: return OdbcValue::guid;
    default: return OdbcValue::text;
  }
}

std::string odbc_number(std::string_view text) {
  const std::size_t point = text.starts_with('-') ? 1 : 0;
  std::string out(text);
  if (point < text.size() && text[point] == '.') out.insert(point, "0");
  return out;
}

std::string odbc_moment(std::string_view text) {
  std::string out(text);
  if (const std::size_t point = out.rfind('.'); point != std::string::npos) {
    std::size_t end = point + 1;
    while (is_digit_at(out, end)) ++end;
    std::size_t kept = end;
    while (kept > point + 1 && out[kept - 1] == '0') --kept;
    if (kept == point + 1) kept = point;
    out.erase(kept, end - kept);
  }
  const std::size_t sign = out.find_last_of("+-");
  if (sign != std::string::npos && sign > 0 && out[sign - 1] == ' ' && out.find(':') < sign) out.erase(sign - 1, 1);
  return out;
}

std::string odbc_bytes(std::string_view bytes) { return "\\x" + to_hex(bytes); }

std::string odbc_float(float value) { return fmt::format("{}", value); }
std::string odbc_float(double value) { return fmt::format("{}", value); }

}  // namespace rox
