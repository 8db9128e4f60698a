#include "source/workbook/workbook.hpp"

#include <map>
#include <mutex>
#include <stdexcept>
#include <tuple>
#include <utility>

#include "source/packed.hpp"
#include "source/workbook/excel_book.hpp"
#include "source/workbook/excel_sheet.hpp"
#include "source/workbook/excel_xml.hpp"
#include "source/workbook/old_excel.hpp"
#include "source/workbook/open_document.hpp"
#include "source/workbook/web_page.hpp"

namespace rox {
namespace {

constexpr std::size_t kHead = std::size_t{64} << 10;

std::shared_ptr<const Workbook> read_workbook(const ExportFile& file) {
  ExportFile archive = file;
  archive.archive_bytes = file.disk_bytes();
  archive.packing = Packing::member;
  archive.format = ExportFormat::sheet;
  switch (workbook_magic(first_bytes(archive, kHead))) {
    case WorkbookMagic::encrypted: throw encrypted_workbook(file);
    case WorkbookMagic::old_excel: return std::make_shared<Workbook>(read_old_excel(archive));
    case WorkbookMagic::excel_xml: return std::make_shared<Workbook>(read_excel_xml(archive));
    case WorkbookMagic::web_page: return std::make_shared<Workbook>(read_web_page(archive));
    case WorkbookMagic::workbook:
    case WorkbookMagic::none: break;
  }
  const auto members = list_members(archive, [](const std::string&) { return false; });
  for (const ArchiveMember& member : members) {
    if (member.encrypted) throw encrypted_workbook(file);
    if (member.name == "content.xml") return std::make_shared<Workbook>(read_open_document(archive, members));
  }
  return std::make_shared<Workbook>(read_excel_book(archive, members));
}

}  // namespace

std::shared_ptr<const Workbook> open_workbook(const ExportFile& file) {
  using Key = std::tuple<std::string, std::uint64_t, std::int64_t, std::uint64_t, std::uint64_t>;
  static std::mutex mutex;
  static std::map<std::string, std::pair<Key, std::shared_ptr<const Workbook>>> known;
  const Key key{file.path.string(), file.disk_bytes(), file.modified_ns, file.inode, file.max_unpacked};
  {
    const std::lock_guard lock(mutex);
    const auto found = known.find(file.path.string());
    if (found != known.end() && found->second.first == key) return found->second.second;
  }
  auto book = read_workbook(file);
  const std::lock_guard lock(mutex);
  known[file.path.string()] = {key, book};
  return book;
}

std::unique_ptr<SheetReader> open_sheet(const ExportFile& sheet) {
  const auto book = open_workbook(sheet);
  switch (book->kind) {
    case Workbook::Kind::excel: return open_excel_sheet(sheet, *book);
    case Workbook::Kind::open_document: return open_document_sheet(sheet);
    case Workbook::Kind::old_excel: return open_old_excel_sheet(sheet);
    case Workbook::Kind::excel_xml: return open_excel_xml_sheet(sheet);
    case Workbook::Kind::web_page: return open_web_page(sheet);
  }
  throw std::logic_error("no kind of workbook");
}

}  // namespace rox
