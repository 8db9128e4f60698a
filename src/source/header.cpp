#include "source/header.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <numeric>

#include "base/error.hpp"
#include "base/text.hpp"
#include "model/name_pattern.hpp"
#include "source/blocks.hpp"
#include "source/records.hpp"

namespace rox {

namespace {

constexpr std::size_t kHeaderBlock = std::size_t{64} << 10;
constexpr std::size_t kLongestHeader = std::size_t{16} << 20;

/// Those of the table's columns that a file with the header `found` has, or has to have.
std::vector<std::string> names_needed(const ExportFile& file, const Table& table,
                                      const std::vector<std::string>& found) {
  const std::vector<std::string> keys = header_keys(found);
  std::vector<std::string> names;
  for (const Column& column : table.columns) {
    const bool is_there = std::binary_search(keys.begin(), keys.end(), header_key(column.header_name()));
    if (is_there || !may_be_absent(file, column)) names.push_back(column.header_name());
  }
  return names;
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
  const bool is_part = table.file.find_first_of("*?#[") != std::string::npos;
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

}  // namespace

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
    if (names.back().empty()) names.back() = fmt::format("column_{}", names.size());
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

void check_header(const ExportFile& file, const Dialect& folder, const Table& table) {
  const Dialect dialect = table.dialect.over(folder);
  const std::vector<std::string> found = read_header(file, dialect);
  if (!dialect.header) {
    if (found.size() == table.columns.size()) return;
    refuse_header(file, folder, table);
  }
  // In any order: fields are found by name (field_map.hpp).
  if (header_keys(found) != header_keys(names_needed(file, table, found))) refuse_header(file, folder, table);
}

void refuse_header(const ExportFile& file, const Dialect& folder, const Table& table) {
  const Dialect dialect = table.dialect.over(folder);
  const std::uint64_t line = dialect.skip + std::uint64_t{1};
  // Where lines stand above it, one more or less of them moves it.
  const std::string place =
      dialect.skip == 0 ? "" : fmt::format("; does the header stand on line {} (skip = {})?", line, dialect.skip);
  const std::vector<std::string> found = read_header(file, dialect);
  constexpr std::string_view kWayOut =
      "if the export's shape changed for good, `rox model infer --diff` shows what `rox model infer` would take over, "
      "and "
      "[source] drift in rox.toml says what runs do about it; if not, export it again";
  if (!dialect.header) {
    throw data_error(fmt::format("the first line has {} fields, table '{}' has {} columns", found.size(), table.name,
                                 table.columns.size()))
        .at(file.name, line)
        .hint(std::string(kWayOut) + place);
  }
  const std::vector<std::string> wanted = names_needed(file, table, found);
  if (found.size() == 1 && table.columns.size() > 1 && file.format != ExportFormat::json) {
    throw data_error(
        fmt::format("the header is one field, table '{}' has {} columns", table.name, table.columns.size()))
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
