#include "source/workbook/parts.hpp"

#include <algorithm>
#include <array>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "source/charset.hpp"
#include "source/encoding.hpp"
#include "source/packed.hpp"

namespace rox {

bool begins_as_records(std::string_view head) {
  if (head.size() < 4 || head[0] != '\x09' || head[3] != '\0') return false;
  const auto version = static_cast<unsigned char>(head[1]);
  const auto size = static_cast<unsigned char>(head[2]);
  return (version == 0 || version == 2 || version == 4 || version == 8) && size >= 4 && size <= 32;
}

namespace {

constexpr std::size_t kMarkupHead = std::size_t{64} << 10;

std::optional<Encoding> marked_encoding(std::string_view head) {
  for (const Encoding encoding : {Encoding::utf8, Encoding::utf16le, Encoding::utf16be}) {
    if (bom_size(head, encoding) > 0) return encoding;
  }
  return std::nullopt;
}

/// In lower case, in ASCII at least; empty if the file doesn't begin with '<'.
std::string beginning_of_markup(std::string_view head) {
  std::string decoded;
  const std::optional<Encoding> marked = marked_encoding(head);
  if (marked && *marked != Encoding::utf8) {
    append_as_utf8(head, *marked, decoded);
    head = decoded;
  }
  head.remove_prefix(bom_size(head, Encoding::utf8));
  head.remove_prefix(std::min(head.find_first_not_of(" \t\r\n"), head.size()));
  return head.starts_with('<') ? to_lower(head) : "";
}

/// XML in a field of text is no markup of a file.
WorkbookMagic markup_magic(std::string_view lower) {
  const auto has = [&](std::string_view text) { return lower.find(text) != std::string_view::npos; };
  const bool is_page = has("<html");
  const bool is_xml = lower.starts_with("<?xml") || lower.starts_with("<workbook") || lower.starts_with("<ss:workbook");
  if (is_xml && !is_page) {
    return has("urn:schemas-microsoft-com:office:spreadsheet") ? WorkbookMagic::excel_xml : WorkbookMagic::none;
  }
  constexpr std::array<std::string_view, 10> kBegins{"<table", "<meta",   "<head", "<body", "<style",
                                                     "<div",   "<center", "<font", "<!--",  "<br"};
  const bool begins_so =
      std::any_of(kBegins.begin(), kBegins.end(), [&](std::string_view tag) { return lower.starts_with(tag); });
  return is_page || (begins_so && has("<tr")) ? WorkbookMagic::web_page : WorkbookMagic::none;
}

/// What markup says of itself: charset=windows-1252, encoding="ISO-8859-1".
std::string declared_charset(std::string_view lower) {
  constexpr std::size_t kNear = 4096;
  lower = lower.substr(0, kNear);
  for (const std::string_view key : {"charset=", "encoding="}) {
    const std::size_t at = lower.find(key);
    if (at == std::string_view::npos) continue;
    std::string_view name = lower.substr(at + key.size());
    name.remove_prefix(std::min(name.find_first_not_of("\"' "), name.size()));
    return std::string(name.substr(0, name.find_first_of("\"' ;>?/")));
  }
  return "";
}

/// `head`: some of the file. Browsers, too, take Latin-1 for windows-1252.
Dialect markup_encoding(std::string_view head) {
  Dialect dialect;
  if (const auto marked = marked_encoding(head)) {
    dialect.encoding = *marked;
    return dialect;
  }
  const std::string charset = declared_charset(beginning_of_markup(head));
  const std::size_t cut = head.size() < kMarkupHead ? 0 : 3;  // of a character that the head ends in
  if (clean_utf8_prefix(head) + cut >= head.size()) return dialect;
  dialect.encoding = Encoding::windows1252;
  const bool western = charset.empty() || charset.starts_with("utf") || charset == "iso-8859-1" ||
                       charset == "us-ascii" || charset == "windows-1252";
  if (western) return dialect;
  try {
    const CharsetDecoder known(charset);
    dialect.encoding = Encoding::other;
    dialect.charset = charset;
  } catch (const Error&) {
    // One that nobody knows: as if it said nothing.
  }
  return dialect;
}

}  // namespace

WorkbookMagic workbook_magic(std::string_view head) {
  using namespace std::string_view_literals;
  if (magic_of(head) == Magic::zip) return WorkbookMagic::workbook;
  if (begins_as_records(head)) return WorkbookMagic::old_excel;
  if (const std::string text = beginning_of_markup(head); !text.empty()) return markup_magic(text);
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

std::unique_ptr<ByteStream> open_markup(const ExportFile& file) {
  return as_utf8(open_file_bytes(file), markup_encoding(first_bytes(file, kMarkupHead)));
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
