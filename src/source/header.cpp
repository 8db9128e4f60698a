#include "source/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <map>
#include <numeric>
#include <optional>
#include <set>
#include <utility>

#include "base/error.hpp"
#include "base/text.hpp"
#include "model/name_pattern.hpp"
#include "source/blocks.hpp"
#include "source/records.hpp"

namespace rox {

namespace {

constexpr std::size_t kHeaderBlock = std::size_t{64} << 10;
constexpr std::size_t kLongestHeader = std::size_t{16} << 20;

constexpr std::string_view kPlaceholder = "column_";

std::string placeholder(std::size_t field) { return fmt::format("{}{}", kPlaceholder, field + 1); }

bool is_placeholder(std::string_view name) {
  if (!name.starts_with(kPlaceholder) || name.size() == kPlaceholder.size()) return false;
  return name.substr(kPlaceholder.size()).find_first_not_of("0123456789") == std::string_view::npos;
}

/// Those of `names` that aren't in `others`, quoted.
std::vector<std::string> without(const std::vector<std::string>& names, const std::vector<std::string>& others) {
  const std::vector<std::string> keys = header_keys(others);
  std::vector<std::string> rest;
  for (const std::string& name : names) {
    if (!std::binary_search(keys.begin(), keys.end(), header_key(name))) rest.push_back(fmt::format("'{}'", name));
  }
  return rest;
}

/// Lines that end with CR alone (Excel's "CSV (Macintosh)") would all be one record, with a column for each field.
void refuse_lone_returns(const ExportFile& file, const RecordReader& records) {
  const auto has_return = [](const Field& field) {
    return !field.quoted && std::string_view(field.data, field.size).find('\r') != std::string_view::npos;
  };
  if (std::none_of(records.fields().begin(), records.fields().end(), has_return)) return;
  throw data_error("the lines end with CR alone, as old Macs wrote them")
      .at(file.name, 1)
      .hint(R"(say so with line_end = "cr" in [source] of rox.toml, or in the table's dialect in model.toml)");
}

/// How the header's fields are parted, if some sign makes just the wanted names of it.
std::optional<std::string> parting_sign(const std::string& header, const std::vector<std::string>& wanted) {
  for (const std::string_view sign : {",", ";", "\t", "|"}) {
    std::vector<std::string> names;
    for (std::size_t begin = 0; begin <= header.size();) {
      const std::size_t end = std::min(header.find(sign, begin), header.size());
      std::string name = header.substr(begin, end - begin);
      if (name.size() > 1 && name.front() == '"' && name.back() == '"') name = name.substr(1, name.size() - 2);
      names.push_back(std::move(name));
      begin = end + sign.size();
    }
    if (names.size() == wanted.size() && header_keys(names) == header_keys(wanted)) return std::string(sign);
  }
  return std::nullopt;
}

/// The dialect of the table, not of the project: that would be wrong of the other files.
std::string one_field_hint(const Table& table, const Dialect& dialect, const std::string& header,
                           const std::vector<std::string>& wanted) {
  const auto shown = [](const std::string& sign) { return sign == "\t" ? "\\t" : sign; };
  const std::optional<std::string> sign = parting_sign(header, wanted);
  const bool is_part = is_pattern(table.file);
  if (is_part) {
    return fmt::format(
        "its fields should be parted by '{}', as those of the other files of {} are{}: export it again "
        "as before",
        shown(dialect.delimiter), table.name, sign ? fmt::format(", and are by '{}'", shown(*sign)) : "");
  }
  if (!sign) {
    return fmt::format(
        "its fields should be parted by '{}': export it again as before, or say below the [[table]] of {} "
        "in model.toml what parts them now: `dialect = {{ delimiter = \"…\" }}`",
        shown(dialect.delimiter), table.name);
  }
  return fmt::format(
      "its fields are parted by '{}' now, and should be by '{}': export it again as before; or, if it is "
      "written so from now on, say below the [[table]] of {} in model.toml: `dialect = {{ delimiter = "
      "\"{}\" }}`, and look at the decimal sign, too",
      shown(*sign), shown(dialect.delimiter), table.name, shown(*sign));
}

/// How many fields before the first name and behind the last nobody named; none where there are no names at all.
std::pair<std::size_t, std::size_t> nameless_edges(const std::vector<std::string>& header) {
  std::size_t front = 0;
  while (front < header.size() && header[front] == placeholder(front)) ++front;
  if (front == header.size()) return {0, 0};
  std::size_t back = 0;
  while (header[header.size() - 1 - back] == placeholder(header.size() - 1 - back)) ++back;
  return {front, back};
}

}  // namespace

std::vector<std::string> header_names(const Table& table) {
  std::vector<std::string> names;
  for (const Column& column : table.columns) names.push_back(column.header_name());
  return names;
}

KnownHeader known_header(std::vector<std::string> header, const Dialect& dialect,
                         const std::vector<std::string>& wanted) {
  KnownHeader known{std::move(header), {}};
  if (!dialect.header || !dialect.names.empty()) return known;
  std::vector<std::string>& names = known.names;
  const auto [front, back] = nameless_edges(names);
  const std::set<std::string> there(names.begin(), names.end());
  const std::set<std::string> columns(wanted.begin(), wanted.end());
  std::vector<std::string> left;  // columns that nobody named, and no field is called like
  std::copy_if(wanted.begin(), wanted.end(), std::back_inserter(left),
               [&](const std::string& name) { return is_placeholder(name) && !there.contains(name); });
  std::size_t next = 0;
  for (std::size_t f = 0; f < names.size(); ++f) {
    if (names[f] != placeholder(f) || columns.contains(names[f])) continue;
    if (next < left.size()) {
      names[f] = left[next++];
    } else if (f < front || f + back >= names.size()) {
      known.nameless.push_back(f);
    }
  }
  return known;
}

bool may_be_gone(const Column& column) {
  return is_placeholder(column.header_name()) && column.nullable && column.type.kind == TypeKind::varchar &&
         column.max_bytes == 0;
}

std::vector<std::string> header_keys(const std::vector<std::string>& names) {
  std::vector<std::string> keys;
  for (const std::string& name : names) keys.push_back(header_key(name));
  std::sort(keys.begin(), keys.end());
  return keys;
}

std::vector<std::string> read_header(const ExportFile& file, const Dialect& dialect) {
  if (!dialect.names.empty()) {
    std::vector<std::string> names = dialect.names;
    for (std::string& name : pattern_columns(dialect.from_name)) names.push_back(std::move(name));
    return names;
  }
  BlockOptions options;
  options.block_bytes = kHeaderBlock;
  options.max_record_bytes = kLongestHeader;
  options.skip_header = false;
  BlockSource source({file}, dialect, options);
  BlockSource::Reader reader(source);
  Block block;
  if (!reader.next(block)) {
    throw data_error("the export is empty")
        .at(file.name)
        .hint("export it again, or leave it out with [source] ignore in rox.toml");
  }
  RecordReader records(block.bytes, dialect.field_delimiter(), block.line);
  records.next();
  refuse_lone_returns(file, records);
  if (block.oversized && records.end_offset() >= block.bytes.size()) {
    throw data_error(fmt::format("the first line has no end within {} MB", kLongestHeader >> 20))
        .at(file.name, 1)
        .hint(
            "is it a CSV export? Check delimiter and encoding in rox.toml's [source], and its first line for a quote "
            "that is never closed");
  }
  if (records.state() == RecordState::blank) {
    throw data_error("the first line is empty, the header should be there").at(file.name, 1).hint("remove the line");
  }
  if (records.state() != RecordState::good) {
    throw data_error("a quote in the first line is never closed, or text follows it").at(file.name, 1);
  }
  if (records.field_count() > RecordReader::kMostFields) {
    throw data_error(fmt::format("the first line has {} fields", records.field_count()))
        .at(file.name, 1)
        .hint(fmt::format("rox reads tables of up to {} columns; check `delimiter` in [source] of rox.toml",
                          RecordReader::kMostFields));
  }
  std::vector<std::string> names;
  std::string scratch;
  for (const Field& field : records.fields()) {
    names.emplace_back(unescape(field, scratch));
    if (names.back().empty()) names.back() = placeholder(names.size() - 1);
    if (!valid_utf8(names.back())) {
      throw data_error("the first line isn't text in the project's encoding")
          .at(file.name, 1)
          .hint(
              "write it in the encoding of the other lines; if they are in another one, too, set [source] encoding in "
              "rox.toml, for instance to \"windows-1252\"");
    }
  }
  return names;
}

std::vector<std::size_t> places_in(const std::vector<std::string>& header, const std::vector<std::string>& names) {
  std::vector<std::size_t> places(names.size());
  std::iota(places.begin(), places.end(), std::size_t{0});
  if (header == names) return places;
  // Of names that are there twice the first one is the first.
  std::multimap<std::string, std::size_t> by_key;
  for (std::size_t f = 0; f < header.size(); ++f) by_key.emplace(header_key(header[f]), f);
  for (std::size_t i = 0; i < names.size(); ++i) {
    const auto [found, end] = by_key.equal_range(header_key(names[i]));
    if (found == end) continue;  // without a header: by position
    places[i] = found->second;
    by_key.erase(found);
  }
  return places;
}

bool may_be_absent(const ExportFile& file, const Column& column) {
  return file.format == ExportFormat::json && column.lacks_values();
}

namespace {

/// What a file's header says beside a table's columns: its names but those of no column, and those of the columns that
/// it has or has to have.
struct HeaderNames {
  std::vector<std::string> found;
  std::vector<std::string> wanted;
};

HeaderNames header_names_of(const ExportFile& file, const Dialect& dialect, const Table& table) {
  KnownHeader known = known_header(read_header(file, dialect), dialect, header_names(table));
  for (const std::size_t f : known.nameless) known.names[f].clear();
  std::erase(known.names, "");
  HeaderNames names{std::move(known.names), {}};
  const std::vector<std::string> there = header_keys(names.found);
  for (const Column& column : table.columns) {
    const bool is_there = std::binary_search(there.begin(), there.end(), header_key(column.header_name()));
    const bool may_lack = may_be_gone(column) || may_be_absent(file, column);
    if (is_there || !may_lack) names.wanted.push_back(column.header_name());
  }
  return names;
}

}  // namespace

void check_header(const ExportFile& file, const Dialect& folder, const Table& table) {
  const Dialect dialect = table.dialect.over(folder);
  if (!dialect.header) {
    if (read_header(file, dialect).size() != table.columns.size()) refuse_header(file, folder, table);
    return;
  }
  // In any order: fields are found by name (field_map.hpp).
  const auto [found, wanted] = header_names_of(file, dialect, table);
  if (header_keys(found) != header_keys(wanted)) refuse_header(file, folder, table);
}

void refuse_header(const ExportFile& file, const Dialect& folder, const Table& table) {
  const Dialect dialect = table.dialect.over(folder);
  const std::uint64_t line = dialect.skip + std::uint64_t{1};
  // Where lines stand above it, one more or less of them moves it.
  const std::string place =
      dialect.skip == 0 ? "" : fmt::format("; does the header stand on line {} (skip = {})?", line, dialect.skip);
  constexpr std::string_view kWayOut =
      "if the export's shape changed for good, `rox model infer --diff` shows what `rox model infer` would take over, "
      "and "
      "[source] drift in rox.toml says what runs do about it; if not, export it again";
  if (!dialect.header) {
    throw data_error(fmt::format("the first line has {} fields, table '{}' has {} columns",
                                 read_header(file, dialect).size(), table.name, table.columns.size()))
        .at(file.name, line)
        .hint(std::string(kWayOut) + place);
  }
  const auto [found, wanted] = header_names_of(file, dialect, table);
  if (found.size() == 1 && wanted.size() > 1 && file.format != ExportFormat::json) {
    throw data_error(fmt::format("the header is one field, table '{}' has {} columns", table.name, wanted.size()))
        .at(file.name, line)
        .hint(one_field_hint(table, dialect, found.front(), wanted) + place);
  }
  std::string what = fmt::format("the header isn't that of table '{}'", table.name);
  const std::vector<std::string> missing = without(wanted, found);
  const std::vector<std::string> extra = without(found, wanted);
  if (!missing.empty()) what += fmt::format("; missing: {}", join(missing, ", "));
  if (!extra.empty()) what += fmt::format("; not in the model: {}", join(extra, ", "));
  throw data_error(what).at(file.name, line).hint(std::string(kWayOut) + place);
}

}  // namespace rox
