// How a folder's exports are written. The project states it; `rox init` finds it out.
#pragma once

#include <string>
#include <vector>

namespace rox {

enum class Encoding { utf8, latin1, windows1252, utf16le, utf16be };

/// A quote is always '"', doubled inside a quoted field (RFC 4180). Lines end in LF or CRLF.
struct Dialect {
  char delimiter = ',';
  char decimal = '.';
  /// Fields that mean "missing". An unquoted field that equals one is NULL in every column; a quoted
  /// one only in columns that aren't text (there "NULL" in quotes is a word, and "" an empty text).
  std::vector<std::string> null_words{""};
  Encoding encoding = Encoding::utf8;
  bool header = true;

  bool operator==(const Dialect&) const = default;
};

}  // namespace rox
