// What a file of the source folder is: an export, or why not.
#pragma once

#include <string>
#include <string_view>

namespace rox {

enum class FileKind {
  exported,
  json,        // if it reads_as_json()
  compressed,  // one file in another: `inner` is its name
  archive,
  workbook,
  parquet,
  unknown,   // only what is in it can tell: reads_as_table()
  left_out,  // `why`
  hidden,    // rox's own, or the system's
};

struct NamedKind {
  FileKind kind = FileKind::unknown;
  std::string why{};
  std::string inner{};
};

/// By its name alone, which may have folders in front.
NamedKind kind_by_name(std::string_view path);

/// Whether the first bytes of a file are text.
bool reads_as_text(std::string_view head);

/// Whether the first bytes of a file are those of a table: text whose lines have as many delimiters each.
bool reads_as_table(std::string_view head);

/// Whether the first bytes of a file are those of objects in an array, or of one a line.
bool reads_as_json(std::string_view head);

}  // namespace rox
