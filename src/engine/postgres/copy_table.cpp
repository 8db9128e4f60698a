#include "engine/postgres/copy_table.hpp"

#include <vector>

#include "engine/duckdb/chunks.hpp"
#include "engine/postgres/copy_format.hpp"

namespace rox {
namespace {

constexpr std::size_t kFlushBytes = std::size_t{1} << 18;

struct ColumnVector {
  const Column* column = nullptr;
  const void* data = nullptr;
  const std::uint64_t* validity = nullptr;

  bool present(std::size_t row) const { return validity == nullptr || (validity[row / 64] >> (row % 64) & 1U) != 0; }
  template <class T>
  const T& at(std::size_t row) const {
    return static_cast<const T*>(data)[row];
  }
};

void append_decimal(const ColumnVector& vector, std::size_t row, std::string& out) {
  const Type& type = vector.column->type;
  switch (value_width(type)) {
    case 2: return append_copy_numeric(std::int64_t{vector.at<std::int16_t>(row)}, type.scale, out);
    case 4: return append_copy_numeric(std::int64_t{vector.at<std::int32_t>(row)}, type.scale, out);
    case 8: return append_copy_numeric(vector.at<std::int64_t>(row), type.scale, out);
    default: return append_copy_numeric(vector.at<Int128>(row), type.scale, out);
  }
}

/// The scanner lets no text through that isn't UTF-8 or has a NUL in it, which no text of PostgreSQL's can have.
void append_text(const ColumnVector& vector, std::size_t row, std::string& out) {
  duckdb_string_t value = vector.at<duckdb_string_t>(row);
  append_copy_text({duckdb_string_t_data(&value), duckdb_string_t_length(value)}, out);
}

void append_value(const ColumnVector& vector, std::size_t row, std::string& out) {
  if (!vector.present(row)) return append_copy_null(out);
  switch (vector.column->type.kind) {
    case TypeKind::boolean: return append_copy_boolean(vector.at<bool>(row), out);
    case TypeKind::smallint: return append_copy_smallint(vector.at<std::int16_t>(row), out);
    case TypeKind::integer: return append_copy_integer(vector.at<std::int32_t>(row), out);
    case TypeKind::bigint: return append_copy_bigint(vector.at<std::int64_t>(row), out);
    case TypeKind::decimal: return append_decimal(vector, row, out);
    case TypeKind::date: return append_copy_date(vector.at<std::int32_t>(row), out);
    case TypeKind::timestamp: return append_copy_timestamp(vector.at<std::int64_t>(row), out);
    case TypeKind::uuid: return append_copy_uuid(vector.at<UInt128>(row), out);
    case TypeKind::varchar: return append_text(vector, row, out);
  }
}

}  // namespace

std::uint64_t copy_table(DuckDbConnection& from, const std::string& select, const Table& table, PostgresConnection& to,
                         const std::string& copy, std::atomic<std::uint64_t>& sent, const std::atomic<bool>& stop) {
  const auto chunks = from.query_chunks(select);
  std::vector<ColumnVector> vectors(table.columns.size());
  for (std::size_t c = 0; c < vectors.size(); ++c) vectors[c].column = &table.columns[c];
  const auto send_rows = [&](const PostgresConnection::CopySink& send) {
    std::string out;
    append_copy_header(out);
    while (chunks->next()) {
      if (stop) throw outside_error("stopped, because another table failed");
      for (std::size_t c = 0; c < vectors.size(); ++c) {
        vectors[c].data = chunks->data(c);
        vectors[c].validity = chunks->validity(c);
      }
      for (std::size_t row = 0; row < chunks->rows(); ++row) {
        append_copy_row(static_cast<std::uint16_t>(vectors.size()), out);
        for (const ColumnVector& vector : vectors) append_value(vector, row, out);
        if (out.size() < kFlushBytes) continue;
        send(out);
        out.clear();
      }
      sent += chunks->rows();
    }
    append_copy_end(out);
    send(out);
  };
  try {
    return to.copy_in(copy, send_rows);
  } catch (...) {
    // DuckDB 1.5.6 may crash or hang when a stream is left in the middle and its connection closed: a thread of its own
    // that still works for it then uses what is gone. Reading on to the end costs less than a second.
    while (chunks->next()) {
    }
    throw;
  }
}

}  // namespace rox
