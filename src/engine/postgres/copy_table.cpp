#include "engine/postgres/copy_table.hpp"

#include <vector>

#include "engine/postgres/copy_format.hpp"

namespace rox {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{1} << 18;

struct SentColumn {
  const Column* column = nullptr;
  ColumnValues values{};
};

void append_decimal(const ColumnValues& values, std::size_t row, std::string& out) {
  switch (values.layout) {
    case ValueLayout::int16: return append_copy_numeric(std::int64_t{values.at<std::int16_t>(row)}, values.scale, out);
    case ValueLayout::int32: return append_copy_numeric(std::int64_t{values.at<std::int32_t>(row)}, values.scale, out);
    case ValueLayout::int64: return append_copy_numeric(values.at<std::int64_t>(row), values.scale, out);
    default: return append_copy_numeric(values.at<Int128>(row), values.scale, out);
  }
}

/// The scanner lets no text through that isn't UTF-8 or has a NUL in it, which no text of PostgreSQL's can have.
void append_value(const SentColumn& sent, std::size_t row, std::string& out) {
  const ColumnValues& values = sent.values;
  if (!values.present(row)) return append_copy_null(out);
  switch (sent.column->type.kind) {
    case TypeKind::boolean: return append_copy_boolean(values.at<bool>(row), out);
    case TypeKind::smallint: return append_copy_smallint(values.at<std::int16_t>(row), out);
    case TypeKind::integer: return append_copy_integer(values.at<std::int32_t>(row), out);
    case TypeKind::bigint: return append_copy_bigint(values.at<std::int64_t>(row), out);
    case TypeKind::decimal: return append_decimal(values, row, out);
    case TypeKind::date: return append_copy_date(values.at<std::int32_t>(row), out);
    case TypeKind::time: return append_copy_time(values.at<std::int64_t>(row), out);
    case TypeKind::timestamp: return append_copy_timestamp(values.at<std::int64_t>(row), out);
    case TypeKind::uuid: return append_copy_uuid(values.at<UInt128>(row), out);
    case TypeKind::varchar: return append_copy_text(values.at<std::string_view>(row), out);
  }
}

}  // namespace

std::uint64_t copy_table(DuckDbConnection& from, const std::string& select, const Table& table, PostgresConnection& to,
                         const std::string& copy, std::atomic<std::uint64_t>& sent, const std::atomic<bool>& stop) {
  const auto rows = from.query(select);
  std::vector<SentColumn> columns(table.columns.size());
  for (std::size_t c = 0; c < columns.size(); ++c) columns[c].column = &table.columns[c];
  const auto send_rows = [&](const PostgresConnection::CopySink& send) {
    std::string out;
    append_copy_header(out);
    while (rows->next()) {
      if (stop) throw outside_error("stopped, because another table failed");
      for (std::size_t c = 0; c < columns.size(); ++c) columns[c].values = rows->column(c);
      for (std::size_t row = 0; row < rows->rows(); ++row) {
        append_copy_row(static_cast<std::uint16_t>(columns.size()), out);
        for (const SentColumn& column : columns) append_value(column, row, out);
        if (out.size() < kFlushBytes) continue;
        send(out);
        out.clear();
      }
      sent += rows->rows();
    }
    append_copy_end(out);
    send(out);
  };
  try {
    return to.copy_in(copy, send_rows);
  } catch (...) {
    // DuckDB 1.5.6 may crash or hang when a stream is left in the middle and its connection closed: a thread of its own
    // that still works for it then uses what is gone. Reading on to the end costs less than a second.
    while (rows->next()) {
    }
    throw;
  }
}

}  // namespace rox
