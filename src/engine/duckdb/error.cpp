// DuckDB's errors are text: "Binder Error: … \n\nLINE 1: SELECT …\n        ^". Here they become ours.
#include <cerrno>
#include <charconv>
#include <cstring>
#include <initializer_list>
#include <utility>

#include "engine/duckdb/carried_error.hpp"
#include "engine/duckdb/duckdb.hpp"
#include "sql/sql_location.hpp"

namespace rox {
namespace {

constexpr auto npos = std::string_view::npos;

bool starts_with_any(std::string_view text, std::initializer_list<std::string_view> starts) {
  for (std::string_view start : starts) {
    if (text.starts_with(start)) return true;
  }
  return false;
}

bool contains(std::string_view text, std::string_view part) { return text.find(part) != npos; }

/// Line and column of the caret under "LINE 3: SELECT …"; zeros if there is none. DuckDB shortens long
/// lines to "...middle...", which makes their column unknown.
SourceLocation caret_place(std::string_view text) {
  std::size_t at = text.rfind("\nLINE ");
  if (at == npos) return {};
  std::string_view line = text.substr(at + 1);
  SourceLocation place;
  auto [end, error] = std::from_chars(line.data() + 5, line.data() + line.size(), place.line);
  std::size_t prefix = static_cast<std::size_t>(end - line.data()) + 2;  // "LINE 3: "
  std::size_t line_end = line.find('\n');
  if (error != std::errc{} || line_end == npos || prefix > line_end) return {};
  std::size_t caret = line.find('^', line_end);
  if (caret == npos || line.substr(prefix).starts_with("...")) return place;
  std::size_t column = caret - line_end - 1;
  if (column >= prefix) place.column = column - prefix + 1;
  return place;
}

Error outside_with_hint(const std::string& text) {
  if (contains(text, "Could not set lock") || contains(text, "Conflicting lock")) {
    return outside_error(text)
        .hint("another program has the file open for writing; close it, or wait until it is done")
        .retryable();
  }
  if (contains(text, "not a valid DuckDB database file") || contains(text, "version number") ||
      contains(text, "Corrupt database") || contains(text, "checksum")) {
    return outside_error(text).hint(
        "the file is damaged, no DuckDB database, or of another DuckDB version; if it is rox's warehouse, `rox run "
        "--full-refresh` makes it anew from the exports");
  }
  if (text.starts_with("Out of Memory Error") || contains(text, "failed to pin block")) {
    return outside_error(text).hint("raise [run] memory_limit in rox.toml, or give the temporary folder more space");
  }
  // DuckDB reports a failed system call by its text alone, a full disk even as a fatal error.
  for (const int errnum : {ENOSPC, EDQUOT, EFBIG, EACCES, EPERM, EROFS, EMFILE, ENFILE}) {
    if (contains(text, std::strerror(errnum))) return outside_error(text).hint(system_hint(errnum));
  }
  if (starts_with_any(text, {"INTERNAL Error", "FATAL Error"})) {
    return outside_error(text).hint("this is a bug in DuckDB or in how rox uses it; please report it with the command");
  }
  return outside_error(text);
}

}  // namespace

Error duckdb_error(std::string_view raw) {
  if (auto error = carried_error(raw)) return std::move(*error);
  std::string text(raw);
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  if (starts_with_any(text, {"Parser Error", "Syntax Error", "Binder Error", "Catalog Error", "Not implemented Error",
                             "Permission Error", "Parameter Not", "Dependency Error", "Missing Extension Error"}) ||
      contains(text, "in read-only mode") || contains(text, "configuration has been locked") ||
      contains(text, "Values were not provided")) {
    SourceLocation place = caret_place(text);
    return usage_error(text).at("", place.line, place.column);
  }
  if (starts_with_any(text, {"Conversion Error", "Constraint Error", "Out of Range Error", "Invalid Input Error",
                             "Mismatch Type Error", "Divide by Zero Error", "Invalid type Error"})) {
    SourceLocation place = caret_place(text);
    return data_error(text).at("", place.line, place.column);
  }
  return outside_with_hint(text);
}

Error placed_in(const Error& error, std::string_view sql, std::size_t begin) {
  const SourceLocation& place = error.place();
  if (place.line == 0 || !place.file.empty()) return error;
  std::size_t at = begin;  // of the line in the whole
  for (std::uint64_t line = 1; line < place.line && at != npos; ++line) {
    at = sql.find('\n', at);
    if (at != npos) ++at;
  }
  std::string what = error.what();
  const std::size_t picture = what.rfind("\n\nLINE ");
  if (at == npos || picture == std::string::npos) return error;
  what.resize(picture);
  for (std::uint64_t column = 1; column < place.column && at < sql.size(); ++column) {  // it counts characters
    ++at;
    while (at < sql.size() && (static_cast<unsigned char>(sql[at]) & 0xC0U) == 0x80U) ++at;
  }
  const SqlLocation whole = locate_in_sql(sql, at);
  if (place.column != 0) what += whole.picture;
  return Error(error.kind(), what).at("", whole.line, place.column == 0 ? 0 : whole.column).hint(error.hint_text());
}

}  // namespace rox
