#include "source/reject_file.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>

#include "base/csv.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"
#include "source/records.hpp"

namespace rox {
namespace {

constexpr std::string_view kMark = "\xEF\xBB\xBF";

constexpr std::array<std::string_view, 12> kColumns = {"run",    "table", "file", "line",   "offset", "field",
                                                       "column", "value", "code", "reason", "raw",    "mended"};

template <typename Number>
Number parse_number(std::string_view text, const std::filesystem::path& file, std::uint64_t line) {
  Number number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) {
    throw usage_error(fmt::format("'{}' should be a number", text))
        .at(file.string(), line)
        .hint("change only the column 'mended'");
  }
  return number;
}

std::vector<std::string> fields_of(const RecordReader& reader) {
  std::vector<std::string> fields;
  std::string scratch;
  for (const Field& field : reader.fields()) fields.emplace_back(unescape(field, scratch));
  return fields;
}

RejectRow row_from(std::vector<std::string> f, const std::filesystem::path& file, std::uint64_t line) {
  if (f.size() != kColumns.size()) {
    throw usage_error(fmt::format("{} fields instead of {}", f.size(), kColumns.size()))
        .at(file.string(), line)
        .hint("a corrected record that has the delimiter, quotes or line breaks in it needs quotes around it here");
  }
  RejectRow row;
  row.run = std::move(f[0]);
  row.table = std::move(f[1]);
  row.file = std::move(f[2]);
  row.line = parse_number<std::uint64_t>(f[3], file, line);
  row.offset = parse_number<std::uint64_t>(f[4], file, line);
  row.field = parse_number<std::uint32_t>(f[5], file, line);
  row.column = std::move(f[6]);
  row.value = std::move(f[7]);
  row.code = std::move(f[8]);
  row.reason = std::move(f[9]);
  row.raw = std::move(f[10]);
  row.mended = std::move(f[11]);
  return row;
}

CsvStyle style_of(char delimiter) { return {.delimiter = delimiter, .line_end = "\r\n", .quote_blank_edges = true}; }

/// Spreadsheets choose a delimiter of their own when they save.
char delimiter_of(std::string_view text, const std::filesystem::path& file) {
  for (std::string_view first : {"run", "\"run\""}) {
    if (text.starts_with(first) && text.size() > first.size()) return text[first.size()];
  }
  throw usage_error("this is no file of rejects: its first column isn't 'run'")
      .at(file.string(), 1)
      .hint("keep the first line as rox wrote it, or remove the file and run again");
}

void check_columns(const std::vector<std::string>& names, const std::filesystem::path& file) {
  for (std::size_t i = 0; i < std::max(names.size(), kColumns.size()); ++i) {
    if (i < names.size() && i < kColumns.size() && names[i] == kColumns[i]) continue;
    throw usage_error(fmt::format("column {} should be '{}' and is '{}'", i + 1, i < kColumns.size() ? kColumns[i] : "",
                                  i < names.size() ? names[i] : ""))
        .at(file.string(), 1)
        .hint("keep the first line as rox wrote it, or remove the file and run again");
  }
}

}  // namespace

RejectRow to_row(const Reject& reject, std::string_view run) {
  return {std::string(run), reject.table,  reject.file,
          reject.line,      reject.offset, reject.field,
          reject.column,    reject.value,  std::string(to_string(reject.code)),
          reject.reason,    reject.raw,    reject.raw};
}

Mend to_mend(const RejectRow& row) { return {row.table, row.file, row.line, row.raw, row.mended}; }

std::string reject_row_text(const RejectRow& row, char delimiter) {
  std::string text;
  CsvWriter csv(text, style_of(delimiter));
  csv.add(row.run);
  csv.add(row.table);
  csv.add(row.file);
  csv.add(std::to_string(row.line));
  csv.add(std::to_string(row.offset));
  csv.add(std::to_string(row.field));
  for (const std::string* text_field : {&row.column, &row.value, &row.code, &row.reason, &row.raw, &row.mended}) {
    csv.add(*text_field);
  }
  csv.end_row();
  return text;
}

std::string reject_file_text(const std::vector<RejectRow>& rows, char delimiter) {
  std::string text(kMark);
  CsvWriter csv(text, style_of(delimiter));
  for (const std::string_view column : kColumns) csv.add(column);
  csv.end_row();
  for (const RejectRow& row : rows) text += reject_row_text(row, delimiter);
  return text;
}

std::vector<RejectRow> read_reject_file(const std::filesystem::path& file) {
  if (!file_identity(file)) return {};
  std::string content = read_file(file);
  if (!valid_utf8(content)) {
    throw usage_error("the file isn't UTF-8").at(file.string()).hint("save it again as 'CSV UTF-8'");
  }
  std::string_view text = content;
  if (text.starts_with(kMark)) text.remove_prefix(kMark.size());
  const char delimiter = delimiter_of(text, file);
  const std::size_t skipped = content.size() - text.size();
  const std::size_t size = text.size();
  content.append(kStructuralPadding, '\0');  // may move the text
  RecordReader reader(std::string_view(content).substr(skipped, size), delimiter, 1);

  std::vector<RejectRow> rows;
  bool header = true;
  while (reader.next()) {
    if (reader.state() == RecordState::blank) continue;
    if (reader.state() != RecordState::good) {
      throw usage_error("a quoted field isn't closed properly")
          .at(file.string(), reader.line())
          .hint("quotes inside a quoted field are written twice");
    }
    if (header) {
      check_columns(fields_of(reader), file);
      header = false;
      continue;
    }
    rows.push_back(row_from(fields_of(reader), file, reader.line()));
  }
  return rows;
}

}  // namespace rox
