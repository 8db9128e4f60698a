#include "source/workbook/workbook_support.hpp"

#include <fmt/format.h>

#include "source/archive_support.hpp"
#include "source/workbook/sheet_reader.hpp"

namespace rox::test {
namespace {

constexpr const char* kXml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
constexpr const char* kTypes = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/";

std::string relationship(std::size_t id, const std::string& type, const std::string& target) {
  return fmt::format("<Relationship Id=\"rId{}\" Type=\"{}{}\" Target=\"{}\"/>", id, kTypes, type, target);
}

}  // namespace

void write_excel(const std::filesystem::path& file, const MadeBook& book) {
  Members members;
  const auto add = [&](const std::string& name, const std::string& xml) { members.emplace_back(name, kXml + xml); };
  add("_rels/.rels", "<Relationships>" + relationship(1, "officeDocument", "xl/workbook.xml") + "</Relationships>");
  std::string sheets;
  std::string relationships;
  for (std::size_t i = 0; i < book.sheets.size(); ++i) {
    const MadeSheet& sheet = book.sheets[i];
    sheets += fmt::format("<sheet name=\"{}\" sheetId=\"{}\" state=\"{}\" r:id=\"rId{}\"/>", sheet.name, i + 1,
                          sheet.state.empty() ? "visible" : sheet.state, i + 1);
    const bool chart = sheet.state == "chart";
    const std::string part = fmt::format("worksheets/sheet{}.xml", i + 1);
    // Absolute ones are as good.
    relationships += relationship(i + 1, chart ? "chartsheet" : "worksheet", i == 0 ? part : "/xl/" + part);
    add("xl/" + part, "<worksheet><sheetData>" + sheet.rows + "</sheetData>" + sheet.behind + "</worksheet>");
  }
  relationships +=
      relationship(1000, "sharedStrings", "sharedStrings.xml") + relationship(1001, "styles", "styles.xml");
  add("xl/workbook.xml",
      fmt::format("<workbook xmlns:r=\"{}\"><workbookPr date1904=\"{}\"/><sheets>{}</sheets></workbook>", kTypes,
                  book.from_1904 ? 1 : 0, sheets));
  add("xl/_rels/workbook.xml.rels", "<Relationships>" + relationships + "</Relationships>");
  std::string texts;
  for (const std::string& text : book.texts) texts += "<si>" + text + "</si>";
  add("xl/sharedStrings.xml", "<sst>" + texts + "</sst>");
  std::string formats;
  std::string cells = "<xf numFmtId=\"0\"/>";
  for (std::size_t i = 0; i < book.formats.size(); ++i) {
    formats += fmt::format("<numFmt numFmtId=\"{}\" formatCode=\"{}\"/>", 164 + i, book.formats[i]);
    cells += fmt::format("<xf numFmtId=\"{}\"/>", 164 + i);
  }
  add("xl/styles.xml", "<styleSheet><numFmts>" + formats +
                           "</numFmts><cellStyleXfs><xf numFmtId=\"14\"/></cellStyleXfs>" + "<cellXfs>" + cells +
                           "</cellXfs></styleSheet>");
  write_packed(file, members);
}

void write_open_document(const std::filesystem::path& file, const std::string& tables, const std::string& styles,
                         const std::string& manifest) {
  write_packed(
      file, {{"mimetype", "application/vnd.oasis.opendocument.spreadsheet"},
             {"META-INF/manifest.xml", "<manifest:manifest xmlns:manifest=\"m\">" + manifest + "</manifest:manifest>"},
             {"content.xml", kXml + ("<office:document-content xmlns:office=\"o\" xmlns:table=\"t\" xmlns:text=\"x\" "
                                     "xmlns:style=\"s\" xmlns:calcext=\"c\" xmlns:draw=\"d\">"
                                     "<office:automatic-styles>" +
                                     styles + "</office:automatic-styles><office:body><office:spreadsheet>" + tables +
                                     "</office:spreadsheet></office:body></office:document-content>")}});
}

std::vector<std::string> rows_as_text(SheetReader& reader) {
  std::vector<std::string> out;
  SheetRow row;
  while (reader.next(row)) {
    std::string text = fmt::format("{}:", row.number);
    for (const SheetCell& cell : row.cells) {
      text += fmt::format(" {}={}", column_letters(cell.column), row.text_of(cell));
    }
    out.push_back(std::move(text));
  }
  return out;
}

std::string rows_of(const std::vector<std::vector<std::string>>& rows, std::size_t first_row) {
  std::string xml;
  for (std::size_t r = 0; r < rows.size(); ++r) {
    xml += fmt::format("<row r=\"{}\">", first_row + r);
    for (std::size_t c = 0; c < rows[r].size(); ++c) {
      const std::string& text = rows[r][c];
      if (text.empty()) continue;
      const bool number = text.find_first_not_of("-0123456789.") == std::string::npos;
      xml += fmt::format("<c r=\"{}{}\"{}><v>{}</v></c>", column_letters(static_cast<std::uint32_t>(c)), first_row + r,
                         number ? "" : " t=\"str\"", text);
    }
    xml += "</row>";
  }
  return xml;
}

}  // namespace rox::test
