#include "source/field_map.hpp"

#include <algorithm>

#include "source/header.hpp"

namespace rox {

namespace {

/// The first column with that header that no field before had; one that is written alike before one that only sounds
/// so.
std::optional<std::size_t> free_column(const Table& table, const std::string& header, const FieldMap& map) {
  const std::string key = header_key(header);
  std::optional<std::size_t> alike;
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (map.field_of[c]) continue;
    if (table.columns[c].header_name() == header) return c;
    if (!alike && header_key(table.columns[c].header_name()) == key) alike = c;
  }
  return alike;
}

bool is_reordered(const FieldMap& map) {
  std::optional<std::size_t> last;
  for (const std::optional<std::size_t>& column : map.column_of) {
    if (!column) continue;
    if (last && *column < *last) return true;
    last = column;
  }
  return false;
}

}  // namespace

bool FieldMap::is_identity() const { return *this == identity_map(field_of.size()); }

FieldMap identity_map(std::size_t columns) {
  FieldMap map;
  for (std::size_t i = 0; i < columns; ++i) {
    map.field_of.emplace_back(i);
    map.column_of.emplace_back(i);
  }
  return map;
}

HeaderMatch match_header(const ExportFile& file, const Dialect& folder, const Table& table) {
  const Dialect dialect = table.dialect.over(folder);
  const std::vector<std::string> header = read_header(file, dialect);
  HeaderMatch match;
  FieldMap& map = match.map;
  map.field_of.resize(table.columns.size());
  map.column_of.resize(header.size());
  for (std::size_t f = 0; f < header.size(); ++f) {
    std::optional<std::size_t> column;
    if (dialect.header) {
      column = free_column(table, header[f], map);
    } else if (f < table.columns.size()) {
      column = f;
    }
    map.column_of[f] = column;
    if (column) {
      map.field_of[*column] = f;
    } else {
      match.new_fields.push_back(dialect.header ? header[f] : "column_" + std::to_string(f + 1));
    }
  }
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (!map.field_of[c]) match.missing_columns.push_back(c);
  }
  if (match.missing_columns.size() == table.columns.size()) check_header(file, dialect, table);
  match.reordered = is_reordered(map);
  return match;
}

}  // namespace rox
