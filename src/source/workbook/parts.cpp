#include "source/workbook/parts.hpp"

#include "base/terminal.hpp"
#include "source/packed.hpp"

namespace rox {

bool begins_as_records(std::string_view head) {
  if (head.size() < 4 || head[0] != '\x09' || head[3] != '\0') return false;
  const auto version = static_cast<unsigned char>(head[1]);
  const auto size = static_cast<unsigned char>(head[2]);
  return (version == 0 || version == 2 || version == 4 || version == 8) && size >= 4 && size <= 32;
}

WorkbookMagic workbook_magic(std::string_view head) {
  using namespace std::string_view_literals;
  if (magic_of(head) == Magic::zip) return WorkbookMagic::workbook;
  if (begins_as_records(head)) return WorkbookMagic::old_excel;
  if (!head.starts_with("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"sv)) return WorkbookMagic::none;
  // Where old ones lie, an encrypted new one lies, too.
  return head.find("E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0"sv) == std::string_view::npos
             ? WorkbookMagic::old_excel
             : WorkbookMagic::encrypted;
}

Error encrypted_workbook(const ExportFile& file) {
  return data_error("the workbook is encrypted, and rox takes no passwords")
      .at(printable(file.name))
      .hint("save it without a password, or name it in rox.toml's [source] ignore");
}

Error too_many_texts(const ExportFile& file) {
  return data_error("the workbook has more than 1 GB of texts").at(printable(file.name)).hint("save its sheets as CSV");
}

std::unique_ptr<ByteStream> open_part(const ExportFile& file, const WorkbookPart& part) {
  ExportFile member = file;
  member.archive_bytes = file.disk_bytes();
  member.packing = Packing::member;
  member.format = ExportFormat::sheet;
  member.entry = part.entry;
  member.bytes = part.bytes;
  return open_member(member);
}

}  // namespace rox
