// What a workbook is made of.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"
#include "source/export.hpp"
#include "source/streams.hpp"

namespace rox {

/// A file in the archive; of an old workbook, which is none: where the sheet begins.
struct WorkbookPart {
  std::size_t entry = 0;
  std::uint64_t bytes = 0;
};

struct WorkbookSheet {
  std::string name;
  std::string why_not{};  // why it isn't read; empty if it is
  bool hidden = false;    // read only where that is asked for
  WorkbookPart part{};
};

struct Workbook {
  enum class Kind { excel, open_document, old_excel, excel_xml, web_page };
  Kind kind = Kind::excel;
  std::vector<WorkbookSheet> sheets;
  std::optional<WorkbookPart> texts;   // that cells share
  std::optional<WorkbookPart> styles;  // number formats
  bool from_1904 = false;              // where dates begin
};

/// What a file is that is called like a workbook.
enum class WorkbookMagic {
  workbook,
  encrypted,
  old_excel,  // .xls
  excel_xml,  // XML that is no archive, of Excel 2002 and 2003
  web_page,   // HTML: what programs write that want Excel to open it
  none,
};
WorkbookMagic workbook_magic(std::string_view head);

/// Whether a file begins as the records of an old workbook do that lie in no compound file.
bool begins_as_records(std::string_view head);

/// Texts that cells share take that much memory at most.
inline constexpr std::size_t kMostTexts = std::size_t{1} << 30;

/// Stop whoever reads the workbook.
Error encrypted_workbook(const ExportFile& file);
Error too_many_texts(const ExportFile& file);

/// The text of a file that is markup, as UTF-8: by its mark, by what it says of itself if that can be, or windows-1252.
std::unique_ptr<ByteStream> open_markup(const ExportFile& file);

/// The bytes of a part.
std::unique_ptr<ByteStream> open_part(const ExportFile& file, const WorkbookPart& part);

}  // namespace rox
