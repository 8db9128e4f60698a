// In which encoding an export is, from all of its bytes.
#pragma once

#include <cstdint>
#include <string>

#include "model/dialect.hpp"
#include "source/export.hpp"

namespace rox {

struct FoundEncoding {
  Encoding encoding = Encoding::utf8;
  std::string charset;         // of Encoding::other
  bool ascii = false;          // so it is in many
  std::string note;            // why it isn't certain; empty if it is
  std::uint64_t bad_line = 0;  // of UTF-8: the first of a few lines that are none; 0: all are
  LineEnd line_end = LineEnd::lf;
};

enum class BadLines { allowed, decide };

/// Reads the whole file: one é on the last line decides. Throws data_error if it is empty.
///
/// A mark at the beginning, or zeros at every second byte, tell UTF-16 and UTF-8. Text whose bytes beyond ASCII are
/// nearly all well-formed UTF-8 is UTF-8, and what isn't is for a run to refuse: one bad byte is one bad row. If none
/// is, the bytes are read as each encoding that such exports come in; what makes words of letters in their usual case
/// is taken, and said to be a guess.
/// `bad_lines`: whether a few lines may be another encoding's, or decide for it.
FoundEncoding sniff_encoding(const ExportFile& file, BadLines bad_lines = BadLines::allowed);

/// What speaks against the encoding that a file is read in.
struct EncodingSigns {
  bool utf8 = false;     // most of its lines beyond ASCII are UTF-8
  bool windows = false;  // others have bytes from 0x80 to 0x9F: letters and quotes in windows-1252, nothing in Latin-1
};

/// Reads the whole file.
EncodingSigns look_for_signs(const ExportFile& file);

}  // namespace rox
