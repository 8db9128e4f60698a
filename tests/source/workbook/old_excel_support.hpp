// Workbooks of Excel as they were before 2007, made while tests run: records, and the compound file around them.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

namespace rox::test {

/// "\x34\x12" of 0x1234.
std::string le16(unsigned value);
std::string le32(std::uint32_t value);
std::string le64(double value);

/// A record: its type, its length, its bytes.
std::string biff(unsigned type, const std::string& bytes);

/// The place of a cell and its style.
std::string at_cell(unsigned row, unsigned column, unsigned style = 0);

struct OldSheet {
  std::string name;
  std::string records;      // between the sheet's beginning and its end
  unsigned visibility = 0;  // 1: hidden
  unsigned type = 0;        // 2: a chart
};

struct OldBook {
  std::vector<OldSheet> sheets{};
  std::vector<std::string> texts{};    // that cells share
  std::vector<std::string> formats{};  // style 1 has the first one
  std::string before{};                // records in front of all that
};

/// The records of a workbook of Excel 97 to 2003.
std::string old_excel_records(const OldBook& book);

/// A compound file with those streams in it.
std::string compound_file(const std::vector<std::pair<std::string, std::string>>& streams);

std::string old_excel(const OldBook& book);

}  // namespace rox::test
