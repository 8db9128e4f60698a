#include "source/workbook/biff_book.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "base/error.hpp"
#include "source/encoding.hpp"
#include "source/packed.hpp"
#include "source/unchanged.hpp"
#include "source/workbook/compound_file.hpp"
#include "source/workbook/parts.hpp"

namespace rox {
namespace {

std::shared_ptr<const PiecedBytes> open_records(const ExportFile& file) {
  const auto fd = std::make_shared<const UniqueFd>(open_unchanged(file));
  PiecedBytes whole(file, fd);
  whole.add(0, file.disk_bytes());
  std::string head(std::min<std::size_t>(whole.size(), 8), '\0');
  whole.read_at(0, head.data(), head.size());
  if (begins_as_records(head)) return std::make_shared<const PiecedBytes>(std::move(whole));
  const CompoundFile compound(file, fd);
  if (compound.has("encryptedpackage")) throw encrypted_workbook(file);
  for (const char* const name : {"workbook", "book"}) {
    if (compound.has(name)) return std::make_shared<const PiecedBytes>(compound.open(name));
  }
  throw data_error("it is a file of a Microsoft program, but there is no workbook in it")
      .at(file.name)
      .hint("save the table as .xlsx or .csv, or name the file in rox.toml's [source] ignore");
}

/// Of a number by which Windows and Excel name an encoding.
std::string charset_of(std::uint16_t code_page) {
  switch (code_page) {
    case 367: return "ASCII";
    case 10000:
    case 32768: return "MACINTOSH";
    case 10007: return "MAC-CYRILLIC";
    case 10029: return "MAC-CENTRALEUROPE";
    default: return fmt::format("CP{}", code_page);
  }
}

bool is_western(std::uint16_t code_page) { return code_page == 1252 || code_page == 1200 || code_page == 32769; }

}  // namespace

BiffBook::BiffBook(const ExportFile& file, bool with_texts) : file_(file), bytes_(open_records(file)) {
  read(with_texts);
}

void BiffBook::read(bool with_texts) {
  BiffRecords records(file_, bytes_, 0);
  if (!records.next()) throw damaged_export(file_, "nothing is in it");
  read_beginning(records);
  for (;;) {
    if (!records.next()) throw damaged_export(file_, "it is cut off");
    switch (records.type()) {
      case biff::kEnd:
        if (is_one_sheet_) sheets_ = {{.name = "Sheet1", .part = {0, bytes_->size()}}};
        return;
      case 0x2F: throw encrypted_workbook(file_);
      case 0x42:
        code_page_ = records.u16(0);
        try {
          decoder_.reset();
          if (!is_western(*code_page_)) decoder_.emplace(charset_of(*code_page_));
        } catch (const Error&) {
          // One that nobody knows: as if it said nothing.
        }
        break;
      case 0x22: from_1904_ = records.u16(0) == 1; break;
      case 0x85: read_sheet(records); break;
      case 0x1E:
      case 0x41E: read_format(records); break;
      case 0x43:
      case 0x243:
      case 0x443:
      case 0xE0: read_style(records); break;
      case 0xFC:
        if (with_texts) read_texts(records);
        break;
      default: break;
    }
  }
}

void BiffBook::read_beginning(const BiffRecords& records) {
  constexpr std::uint16_t kBook = 0x05;
  constexpr std::uint16_t kBooks = 0x100;  // Excel 4's way to put several into one file
  switch (records.type()) {
    case 0x809: version_ = records.u16(0) == 0x600 ? 8 : 5; break;
    case 0x409: version_ = 4; break;
    case 0x209: version_ = 3; break;
    case 0x09: version_ = 2; break;
    default: throw damaged_export(file_, "it doesn't begin as a workbook does");
  }
  const std::uint16_t what = records.u16(2);
  if (what == kBooks) throw damaged_export(file_, "it is a workspace of Excel 4, which isn't read");
  is_one_sheet_ = what != kBook;
}

void BiffBook::read_sheet(BiffRecords& records) {
  constexpr std::uint8_t kTable = 0;
  const std::uint32_t at = records.u32(0);
  if (at >= bytes_->size()) throw damaged_export(file_, "a sheet of it lies behind its end");
  WorkbookSheet sheet;
  sheet.part = {at, bytes_->size() - at};
  sheet.hidden = (records.u8(4) & 3U) != 0;
  if (records.u8(5) != kTable) sheet.why_not = "a chart or a macro, not a table";
  append_text(records, 6, true, sheet.name);
  sheets_.push_back(std::move(sheet));
}

void BiffBook::read_format(BiffRecords& records) {
  std::string code;
  const bool numbered = version_ >= 5;
  append_text(records, version_ >= 4 ? 2 : 0, version_ != 8, code);
  formats_[numbered ? records.u16(0) : static_cast<unsigned>(formats_.size())] = parse_number_format(code);
}

void BiffBook::read_style(const BiffRecords& records) {
  styles_.push_back(version_ >= 5   ? records.u16(2)
                    : version_ == 2 ? records.u8(2) & 0x3FU
                                    : static_cast<unsigned>(records.u8(1)));
}

void BiffBook::read_texts(BiffRecords& records) {
  const std::uint32_t count = records.u32(4);
  BiffCursor cursor(records, 8);
  for (std::uint32_t i = 0; i < count; ++i) {
    const std::uint16_t size = cursor.u16();
    cursor.append_text(size, texts_);
    ends_.push_back(texts_.size());
    if (texts_.size() > kMostTexts) throw too_many_texts(file_);
  }
}

std::string_view BiffBook::shared_text(std::uint32_t index) const {
  if (index >= ends_.size()) throw damaged_export(file_, fmt::format("its text number {} isn't in it", index));
  const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
  return std::string_view(texts_).substr(begin, ends_[index] - begin);
}

NumberFormat BiffBook::format(std::uint16_t style, std::uint16_t own) const {
  if (style >= styles_.size() && !(version_ == 2 && styles_.empty())) return {};
  const unsigned id = styles_.empty() ? own : styles_[style];
  const auto found = formats_.find(id);
  if (found != formats_.end()) return found->second;
  return version_ >= 5 ? built_in_format(id) : NumberFormat{};
}

void BiffBook::append_text(BiffRecords& records, std::size_t at, bool short_length, std::string& out) const {
  const std::size_t size = short_length ? records.u8(at) : records.u16(at);
  at += short_length ? 1 : 2;
  if (version_ == 8) {
    BiffCursor(records, at).append_text(size, out);
  } else {
    append_bytes(records.part(at, size), out);
  }
}

/// Where nothing says which encoding it is, programs that write workbooks by themselves have that of their own texts.
void BiffBook::append_bytes(std::string_view bytes, std::string& out) const {
  if (decoder_) {
    const bool whole = decoder_->append(bytes, out) == bytes.size();
    decoder_->finish(out);
    if (!whole) out += CharsetDecoder::kNoText;
  } else if (!code_page_ && clean_utf8(bytes)) {
    out += bytes;
  } else {
    append_as_utf8(bytes, Encoding::windows1252, out);
  }
}

}  // namespace rox
