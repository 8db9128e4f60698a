// How exports are written. A project states it for its folder, a table what differs; `rox init` finds it out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

/// The five that rox decodes itself, and all others, which iconv knows (Dialect::charset).
enum class Encoding { utf8, latin1, windows1252, utf16le, utf16be, other };

/// Where a line ends: LF (with a CR before it or not), or CR alone, as old Macs and some spreadsheets write it.
enum class LineEnd { lf, cr };

/// A field of text of fixed width.
struct LayoutField {
  std::string name{};
  std::uint32_t start = 1;  // the first character of the line
  std::uint32_t width = 0;

  bool operator==(const LayoutField&) const = default;
};

/// As RFC 4180 has it, unless said otherwise.
struct Dialect {
  std::string delimiter = ",";  // one byte or several
  char quote = '"';             // '\0': quotes are characters like any other
  /// '\0': a quote inside a quoted field is doubled. Else this character takes the special meaning of the next one, in
  /// quotes and outside. Without quotes \t, \n and \r are what they are in C, as databases write them.
  char escape = '\0';
  LineEnd line_end = LineEnd::lf;
  bool trim = false;           // blanks around fields, and around their quotes, are no part of them
  std::string comment{};       // lines that begin with it are no records; empty: there are none
  std::uint32_t skip = 0;      // lines above the header
  std::uint32_t skip_end = 0;  // lines below the data
  bool units = false;          // the line below the header says units, or types: it is no record
  bool header = true;
  std::vector<std::string> names{};   // of the columns, where no header says them; `header` is false then
  std::vector<LayoutField> layout{};  // of text of fixed width; `names` has the names
  std::string columns{};              // of a sheet, where the table isn't all there is: "B:F"
  std::string from_name{};            // columns that the files' names have: model/name_pattern.hpp
  char decimal = '.';
  /// Fields that mean "missing". An unquoted field that equals one is NULL in every column; a quoted
  /// one only in columns that aren't text (there "NULL" in quotes is a word, and "" an empty text).
  std::vector<std::string> null_words{""};
  Encoding encoding = Encoding::utf8;
  std::string charset{};  // of Encoding::other: a name that iconv knows

  bool operator==(const Dialect&) const = default;

  /// Whether the scanner reads the bytes as they are; else they come to it rewritten (source/rewrite.hpp).
  bool is_plain() const {
    return delimiter.size() == 1 && quote == '"' && escape == '\0' && line_end == LineEnd::lf && !trim &&
           comment.empty() && layout.empty() && from_name.empty() && skip_end == 0 && encoding != Encoding::other;
  }
  /// What stands between fields when the scanner sees them.
  char field_delimiter() const { return delimiter.size() == 1 ? delimiter.front() : ','; }
};

/// What one table's exports have otherwise than the folder's. Unset: as they do.
struct DialectChange {
  std::optional<std::string> delimiter{};
  std::optional<char> quote{};
  std::optional<char> escape{};
  std::optional<LineEnd> line_end{};
  std::optional<bool> trim{};
  std::optional<std::string> comment{};
  std::optional<std::uint32_t> skip{};
  std::optional<std::uint32_t> skip_end{};
  std::optional<bool> units{};
  std::optional<bool> header{};
  std::optional<std::vector<std::string>> names{};
  std::optional<std::vector<LayoutField>> layout{};
  std::optional<std::string> columns{};
  std::optional<std::string> from_name{};
  std::optional<char> decimal{};
  std::optional<std::vector<std::string>> null_words{};
  std::optional<Encoding> encoding{};
  std::optional<std::string> charset{};

  bool operator==(const DialectChange&) const = default;

  bool empty() const { return *this == DialectChange{}; }
  Dialect over(Dialect base) const;
};

/// What has to be changed in `base` for it to be `wanted`.
DialectChange difference(const Dialect& base, const Dialect& wanted);

/// "utf-8", "latin-1", "windows-1252", "utf-16le", "utf-16be".
std::string_view to_string(Encoding encoding);

/// The inverse, any case; also takes "utf8", "iso-8859-1", "cp1252", "utf-16" (little-endian unless a
/// BOM says otherwise) and the like. Empty for an unknown name.
std::optional<Encoding> parse_encoding(std::string_view name);

/// Its name, of any encoding there is.
std::string encoding_name(const Dialect& dialect);

}  // namespace rox
