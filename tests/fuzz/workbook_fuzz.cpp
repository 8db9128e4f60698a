// The XML of workbooks, in an archive that is whole. The first byte says which kind; parts follow with a NUL between
// them: of Excel a sheet's rows, a shared text and a number format; of OpenDocument tables and styles. What is
// called .xls (old workbooks of Excel, XML, web pages) is all bytes as they are. Rows come out in order and within a
// spreadsheet's bounds, or an Error of the data ends it.
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/temporary_folder.hpp"
#include "require.hpp"
#include "source/export_folder.hpp"
#include "source/workbook/workbook.hpp"
#include "source/workbook/workbook_support.hpp"

namespace rox {
namespace {

std::vector<std::string> parts_of(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t end = 0; end <= text.size() && parts.size() < 3; end = text.find('\0')) {
    parts.emplace_back(text.substr(0, end));
    if (end == text.size()) break;
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  parts.resize(3);
  return parts;
}

void read_rows(const ExportFile& sheet) {
  const std::unique_ptr<SheetReader> reader = open_sheet(sheet);
  SheetRow row;
  std::uint64_t last = 0;
  while (reader->next(row)) {
    REQUIRE(row.number > last && row.number <= kMostSheetRows);
    last = row.number;
    std::int64_t left = -1;
    for (const SheetCell& cell : row.cells) {
      REQUIRE(static_cast<std::int64_t>(cell.column) > left && cell.column < kMostSheetColumns);
      REQUIRE(cell.begin + cell.size <= row.text.size());
      left = cell.column;
    }
  }
}

}  // namespace
}  // namespace rox

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rox;
  if (size == 0) return 0;
  static const TemporaryFolder folder("fuzz");
  const std::string_view bytes(reinterpret_cast<const char*>(data) + 1, size - 1);
  const std::vector<std::string> parts = parts_of(bytes);
  const std::string name = data[0] == 'x' ? "book.xlsx" : data[0] == 'b' ? "book.xls" : "book.ods";
  const auto file = folder.path() / name;
  std::vector<std::string> others{"book.xlsx", "book.xls", "book.ods"};
  std::erase(others, name);
  if (name == "book.xls") {
    write_file(file, bytes);
  } else if (name == "book.xlsx") {
    test::write_excel(file, {.sheets = {{"S", parts[0]}}, .texts = {parts[1]}, .formats = {parts[2]}});
  } else {
    test::write_open_document(file, parts[0], parts[1]);
  }
  ListOptions options;
  options.hidden_sheets = true;
  options.max_unpacked = std::uint64_t{1} << 24;
  try {
    for (const ExportFile& sheet : list_exports(folder.path(), others, options)) {
      if (sheet.format == ExportFormat::sheet) read_rows(sheet);
    }
  } catch (const Error& error) {
    REQUIRE(error.kind() == ErrorKind::data || error.kind() == ErrorKind::usage);
    REQUIRE(!error.report().empty());
  }
  return 0;
}
