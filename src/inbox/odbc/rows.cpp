#include "inbox/odbc/rows.hpp"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstring>
#include <optional>

#include "base/text.hpp"
#include "inbox/odbc/values.hpp"

namespace rox {
namespace {

constexpr std::size_t kBlockBytes = std::size_t{4} << 20;
constexpr std::size_t kMostRows = 1000;
/// Longer texts come in pieces.
constexpr SQLULEN kMostBound = 4000;
/// Numbers and dates are shorter, whatever their drivers say of their widths.
constexpr std::size_t kShortText = 128;

SQLSMALLINT c_type(OdbcValue value) {
  switch (value) {
    case OdbcValue::boolean: return SQL_C_BIT;
    case OdbcValue::single_float:  // a server may send it as a double
    case OdbcValue::double_float: return SQL_C_DOUBLE;
    case OdbcValue::binary: return SQL_C_BINARY;
    default: return SQL_C_WCHAR;
  }
}

/// `bytes`: as c_type() has them.
void put(OdbcValue value, std::string_view bytes, OdbcCell& cell) {
  cell.missing = false;
  cell.text.clear();
  switch (value) {
    case OdbcValue::boolean: cell.text = !bytes.empty() && bytes.front() != 0 ? "true" : "false"; return;
    case OdbcValue::single_float:
    case OdbcValue::double_float: {
      double number = 0;
      std::memcpy(&number, bytes.data(), std::min(bytes.size(), sizeof number));
      cell.text = value == OdbcValue::single_float ? odbc_float(static_cast<float>(number)) : odbc_float(number);
      return;
    }
    case OdbcValue::binary: cell.text = odbc_bytes(bytes); return;
    default: append_wide(bytes, cell.text);
  }
  if (value == OdbcValue::number) cell.text = odbc_number(cell.text);
  if (value == OdbcValue::moment) cell.text = odbc_moment(cell.text);
  if (value == OdbcValue::guid) cell.text = to_lower(cell.text);
}

/// A column of a block.
struct BoundColumn {
  OdbcValue value;
  std::size_t width = 0;  // of each value, with what ends a text; 0: it isn't bounded
  std::vector<char> bytes{};
  std::vector<SQLLEN> sizes{};
};

std::size_t bound_width(OdbcValue value, SQLULEN size) {
  if (value == OdbcValue::boolean) return 1;
  if (value == OdbcValue::single_float || value == OdbcValue::double_float) return sizeof(double);
  if (value == OdbcValue::number || value == OdbcValue::moment || value == OdbcValue::guid)
    return kShortText * sizeof(SQLWCHAR);
  if (size == 0 || size > kMostBound) return 0;
  if (value == OdbcValue::binary) return size;
  return (2 * size + 1) * sizeof(SQLWCHAR);  // a character may take two
}

/// Of their types the answer knows more than the catalogue (a UUID is a text), but of what select.cpp made another
/// type.
std::vector<BoundColumn> describe(const OdbcStatement& statement, const std::vector<CatalogueColumn>& columns) {
  std::vector<BoundColumn> bound;
  for (std::size_t c = 0; c < columns.size(); ++c) {
    std::array<SQLWCHAR, 256> name{};
    SQLSMALLINT type = 0;
    SQLSMALLINT ignored = 0;
    SQLULEN size = 0;
    statement.check(SQLDescribeColW(statement.get(), static_cast<SQLUSMALLINT>(c + 1), name.data(),
                                    static_cast<SQLSMALLINT>(name.size()), &ignored, &type, &size, &ignored, &ignored));
    CatalogueColumn column = columns[c];
    if (column.code != SQL_REAL) column.code = type;
    const OdbcValue value = odbc_value(column);
    bound.push_back({value, bound_width(value, size)});
  }
  return bound;
}

bool read_blocks(OdbcStatement& statement, std::vector<BoundColumn>& columns,
                 const std::function<void(const OdbcRow&)>& take) {
  std::size_t row_bytes = 0;
  for (const BoundColumn& column : columns) row_bytes += column.width + sizeof(SQLLEN);
  std::size_t rows = std::clamp<std::size_t>(kBlockBytes / std::max<std::size_t>(row_bytes, 1), 1, kMostRows);
  if (!SQL_SUCCEEDED(SQLSetStmtAttrW(statement.get(), SQL_ATTR_ROW_ARRAY_SIZE, by_value(rows), 0))) rows = 1;
  SQLULEN fetched = 0;
  statement.check(SQLSetStmtAttrW(statement.get(), SQL_ATTR_ROWS_FETCHED_PTR, &fetched, 0));
  for (std::size_t c = 0; c < columns.size(); ++c) {
    columns[c].bytes.resize(columns[c].width * rows);
    columns[c].sizes.resize(rows);
    statement.check(SQLBindCol(statement.get(), static_cast<SQLUSMALLINT>(c + 1), c_type(columns[c].value),
                               columns[c].bytes.data(), static_cast<SQLLEN>(columns[c].width),
                               columns[c].sizes.data()));
  }
  OdbcRow row(columns.size());
  while (statement.fetch()) {
    for (std::size_t r = 0; r < fetched; ++r) {
      for (std::size_t c = 0; c < columns.size(); ++c) {
        const BoundColumn& column = columns[c];
        const SQLLEN size = column.sizes[r];
        row[c].missing = size == SQL_NULL_DATA;
        if (row[c].missing) continue;
        const std::size_t room = column.width - (c_type(column.value) == SQL_C_WCHAR ? sizeof(SQLWCHAR) : 0);
        if (size < 0 || static_cast<std::size_t>(size) > room) return false;
        put(column.value, {column.bytes.data() + r * column.width, static_cast<std::size_t>(size)}, row[c]);
      }
      take(row);
    }
  }
  return true;
}

void read_pieces(OdbcStatement& statement, const std::vector<BoundColumn>& columns, std::uint64_t most,
                 const std::function<void(const OdbcRow&)>& take) {
  OdbcRow row(columns.size());
  while (statement.fetch()) {
    for (std::size_t c = 0; c < columns.size(); ++c) {
      const auto bytes = statement.bytes(static_cast<SQLUSMALLINT>(c + 1), c_type(columns[c].value), most);
      row[c].missing = !bytes;
      if (bytes) put(columns[c].value, *bytes, row[c]);
    }
    take(row);
  }
}

}  // namespace

bool read_rows(const OdbcConnection& connection, const std::string& sql, const std::vector<CatalogueColumn>& columns,
               OdbcFetch how, std::uint64_t most, const std::function<void(const OdbcRow&)>& take) {
  OdbcStatement statement(connection);
  statement.execute(sql);
  std::vector<BoundColumn> bound = describe(statement, columns);
  const bool has_long = std::any_of(bound.begin(), bound.end(), [](const BoundColumn& one) { return one.width == 0; });
  if (how == OdbcFetch::blocks && !has_long) return read_blocks(statement, bound, take);
  read_pieces(statement, bound, most, take);
  return true;
}

std::vector<std::vector<std::string>> read_texts(OdbcStatement& statement) {
  std::vector<std::vector<std::string>> rows;
  const SQLUSMALLINT columns = statement.columns();
  while (statement.fetch()) {
    std::vector<std::string>& row = rows.emplace_back();
    for (SQLUSMALLINT c = 1; c <= columns; ++c) row.push_back(statement.text(c).value_or(""));
  }
  return rows;
}

}  // namespace rox
