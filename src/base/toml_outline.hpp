// Where things stand in the text of a TOML file: for changing a value and leaving everything else, comments and
// layout, as a person wrote it. toml++ reads values but forgets comments, so this looks at the text.
//
// All functions expect valid TOML (what read_toml() takes). Positions are byte offsets.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

/// Bytes [begin, end) of a text.
struct TextSpan {
  std::size_t begin = 0;
  std::size_t end = 0;

  std::string_view in(std::string_view text) const { return text.substr(begin, end - begin); }
};

/// `key = value`, on lines of its own where it isn't in an inline table.
struct TomlEntry {
  std::string key;  // as written, without blanks
  TextSpan value;
  TextSpan lines;  // from the start of the key's line to behind the line end after the value
};

/// A header ([source], [[table]]) and the entries under it.
struct TomlSection {
  std::string header;     // as written, without blanks: "[[table]]"
  std::size_t begin = 0;  // of the header's line, or of the comment lines directly above it
  std::size_t body = 0;   // behind the header's line
  std::size_t end = 0;    // where the next section begins
  std::vector<TomlEntry> entries;

  const TomlEntry* find(std::string_view key) const;
};

/// The sections of a file. Entries above the first header are in none.
std::vector<TomlSection> toml_outline(std::string_view text);

/// The elements of the array whose text is `array`, brackets included.
std::vector<TextSpan> toml_elements(std::string_view array);

/// The entries of the inline table whose text is `table`, braces included; `lines` reach from the key to the end of the
/// value.
std::vector<TomlEntry> toml_inline_entries(std::string_view table);

/// The inline table `written`, changed in those values that `after` has otherwise than `before`, which are inline
/// tables too. What they have in common stays as it is written.
std::string edit_inline_table(std::string_view written, std::string_view before, std::string_view after);

/// The comments of any piece of TOML that doesn't begin inside a string, from '#' to the line's end.
std::vector<std::string> toml_comments(std::string_view text);

}  // namespace rox
