#include "source/field_map.hpp"

#include <algorithm>
#include <map>

#include "source/header.hpp"

namespace rox {

namespace {

/// The columns of a table by what their names have in common with others.
class ColumnsByName {
 public:
  explicit ColumnsByName(const Table& table) : table_(table) {
    for (std::size_t c = 0; c < table.columns.size(); ++c) {
      by_key_.emplace(header_key(table.columns[c].header_name()), c);
    }
  }

  /// The first column with that header that no field before had; one that is written alike before one that only sounds
  /// so.
  std::optional<std::size_t> take(const std::string& header) {
    const auto [begin, end] = by_key_.equal_range(header_key(header));
    if (begin == end) return std::nullopt;
    auto found = std::find_if(begin, end,
                              [&](const auto& entry) { return table_.columns[entry.second].header_name() == header; });
    if (found == end) found = begin;
    const std::size_t column = found->second;
    by_key_.erase(found);
    return column;
  }

 private:
  const Table& table_;
  std::multimap<std::string, std::size_t> by_key_;  // those of one key in their order
};

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
  KnownHeader known = known_header(read_header(file, dialect), dialect, header_names(table));
  const std::vector<std::string>& header = known.names;
  HeaderMatch match;
  FieldMap& map = match.map;
  ColumnsByName columns(table);
  map.field_of.resize(table.columns.size());
  map.column_of.resize(header.size());
  for (std::size_t f = 0; f < header.size(); ++f) {
    std::optional<std::size_t> column;
    if (dialect.header) {
      column = columns.take(header[f]);
    } else if (f < table.columns.size()) {
      column = f;
    }
    map.column_of[f] = column;
    if (column) {
      map.field_of[*column] = f;
    } else if (std::find(known.nameless.begin(), known.nameless.end(), f) == known.nameless.end()) {
      match.new_fields.push_back(dialect.header ? header[f] : "column_" + std::to_string(f + 1));
    }
  }
  for (std::size_t c = 0; c < table.columns.size(); ++c) {
    if (map.field_of[c] || may_be_gone(table.columns[c])) continue;
    (may_be_absent(file, table.columns[c]) ? match.absent_keys : match.missing_columns).push_back(c);
  }
  map.nameless = std::move(known.nameless);
  if (match.missing_columns.size() + match.absent_keys.size() == table.columns.size()) {
    refuse_header(file, dialect, table);
  }
  match.reordered = is_reordered(map);
  if (file.format == ExportFormat::sheet) match.beside = names_beside(file, dialect);
  return match;
}

}  // namespace rox
