// Reject files: rejects/<table>.csv, which a person mends in an editor or a spreadsheet, and
// mends/<table>.csv, which has the same columns. Written in UTF-8 with a byte-order mark, with the
// project's delimiter and CRLF: spreadsheets then open them right. Read with whatever delimiter they come back with.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "source/mend.hpp"
#include "source/reject.hpp"

namespace rox {

struct RejectRow {
  std::string run;
  std::string table;
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t offset = 0;
  std::uint32_t field = 0;
  std::string column;
  std::string value;
  std::string code;
  std::string reason;
  std::string raw;
  std::string mended;

  bool operator==(const RejectRow&) const = default;
};

/// As it is first written: mended is a copy of raw.
RejectRow to_row(const Reject& reject, std::string_view run);

/// The mend that a row stands for.
Mend to_mend(const RejectRow& row);

/// A line of the file.
std::string reject_row_text(const RejectRow& row, char delimiter);
std::string reject_file_text(const std::vector<RejectRow>& rows, char delimiter);

/// Empty if there is no such file. Throws usage_error with the line for a file that has other columns or a
/// record that isn't whole.
std::vector<RejectRow> read_reject_file(const std::filesystem::path& file);

}  // namespace rox
