// Workbooks, made while tests run.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "source/workbook/sheet_reader.hpp"

namespace rox::test {

struct MadeSheet {
  std::string name;
  std::string rows;      // of <sheetData>
  std::string state{};   // "hidden"
  std::string behind{};  // what follows the rows: <mergeCells>
};

struct MadeBook {
  std::vector<MadeSheet> sheets;
  std::vector<std::string> texts{};    // that cells share: what is in <si>
  std::vector<std::string> formats{};  // style 1 has the first one
  bool from_1904 = false;
};

/// As Excel writes it.
void write_excel(const std::filesystem::path& file, const MadeBook& book);

/// `tables`: what is in <office:spreadsheet>; `styles`: in <office:automatic-styles>.
void write_open_document(const std::filesystem::path& file, const std::string& tables, const std::string& styles = "",
                         const std::string& manifest = "");

/// "3: A=x C=1.5", a row each.
std::vector<std::string> rows_as_text(SheetReader& reader);

/// A sheet of one table: "<row><c t="str"><v>id</v></c>…", from texts and numbers. Empty texts are no cells.
std::string rows_of(const std::vector<std::vector<std::string>>& rows, std::size_t first_row = 1);

}  // namespace rox::test
