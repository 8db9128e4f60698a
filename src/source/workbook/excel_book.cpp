#include "source/workbook/excel_book.hpp"

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>

#include "source/workbook/xml_stream.hpp"

namespace rox {
namespace {

/// "rId1": which part of the archive it is, and what kind.
struct Relationship {
  std::string type;  // "worksheet"
  std::string target;
};

class Relationships final : public XmlHandler {
 public:
  void begin(std::string_view name, const char* const* attributes) override {
    if (local_name(name) != "Relationship") return;
    const std::string_view type = attribute(attributes, "Type");
    by_id[std::string(attribute(attributes, "Id"))] = {std::string(type.substr(type.rfind('/') + 1)),
                                                       std::string(attribute(attributes, "Target"))};
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

  std::map<std::string, Relationship> by_id;
};

struct ListedSheet {
  std::string name;
  std::string id;
  bool hidden = false;
};

class SheetList final : public XmlHandler {
 public:
  void begin(std::string_view name, const char* const* attributes) override {
    const std::string_view local = local_name(name);
    if (local == "workbookPr") {
      const std::string_view from_1904_text = attribute(attributes, "date1904");
      from_1904 = from_1904_text == "1" || from_1904_text == "true";
    } else if (local == "sheet") {
      ListedSheet& sheet = sheets.emplace_back();
      sheet.name = attribute(attributes, "name");
      sheet.hidden = attribute(attributes, "state").find("idden") != std::string_view::npos;  // or veryHidden
      for (; *attributes != nullptr; attributes += 2) {
        if (std::string_view(*attributes).ends_with(":id")) sheet.id = attributes[1];
      }
    }
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

  std::vector<ListedSheet> sheets;
  bool from_1904 = false;
};

/// Whether there is a cell with something in it.
class AnyValue final : public XmlHandler {
 public:
  void begin(std::string_view name, const char* const*) override {
    const std::string_view local = local_name(name);
    found = found || local == "v" || local == "is" || local == "f";
  }
  void end(std::string_view) override {}
  void text(std::string_view) override {}

  bool found = false;
};

class Book {
 public:
  Book(const ExportFile& file, const std::vector<ArchiveMember>& members) : file_(file) {
    for (const ArchiveMember& member : members) parts_[member.name] = {member.entry, member.bytes};
  }

  Workbook read() {
    std::string main = "xl/workbook.xml";
    for (const auto& [id, relationship] : relationships("_rels/.rels")) {
      if (relationship.type == "officeDocument") main = resolved("", relationship.target);
    }
    const std::size_t slash = main.rfind('/') + 1;
    const std::string folder = main.substr(0, slash);
    const auto of_book = relationships(folder + "_rels/" + main.substr(slash) + ".rels");
    SheetList list;
    read_xml(file_, open_part(file_, part(main)), list);
    Workbook book;
    book.from_1904 = list.from_1904;
    for (const auto& [id, relationship] : of_book) {
      const auto found = parts_.find(resolved(folder, relationship.target));
      if (found == parts_.end()) continue;
      if (relationship.type == "sharedStrings") book.texts = found->second;
      if (relationship.type == "styles") book.styles = found->second;
    }
    for (const ListedSheet& listed : list.sheets) {
      WorkbookSheet& sheet = book.sheets.emplace_back();
      sheet.name = listed.name;
      const auto relationship = of_book.find(listed.id);
      if (relationship == of_book.end()) throw damaged_export(file_, "the sheet " + listed.name + " isn't in it");
      if (relationship->second.type != "worksheet") {
        sheet.why_not = "a chart or a dialogue, not a table";
        continue;
      }
      sheet.part = part(resolved(folder, relationship->second.target));
      sheet.hidden = listed.hidden;
      if (!has_value(sheet.part)) sheet.why_not = "empty";
    }
    return book;
  }

 private:
  std::map<std::string, Relationship> relationships(const std::string& name) {
    Relationships found;
    if (parts_.contains(name)) read_xml(file_, open_part(file_, parts_.at(name)), found);
    return std::move(found.by_id);
  }

  /// A target is relative to the folder, or to the archive's root.
  static std::string resolved(const std::string& folder, const std::string& target) {
    if (target.starts_with('/')) return target.substr(1);
    return std::filesystem::path(folder + target).lexically_normal().string();
  }

  const WorkbookPart& part(const std::string& name) const {
    const auto found = parts_.find(name);
    if (found == parts_.end()) throw damaged_export(file_, name + " isn't in it");
    return found->second;
  }

  bool has_value(const WorkbookPart& sheet) const {
    AnyValue value;
    XmlStream stream(file_, open_part(file_, sheet), value);
    while (!value.found && stream.feed()) {
    }
    return value.found;
  }

  const ExportFile& file_;
  std::map<std::string, WorkbookPart> parts_;
};

}  // namespace

Workbook read_excel_book(const ExportFile& file, const std::vector<ArchiveMember>& members) {
  return Book(file, members).read();
}

}  // namespace rox
