#include "source/workbook/old_excel_support.hpp"

#include <algorithm>
#include <bit>

namespace rox::test {
namespace {

constexpr std::size_t kSector = 512;
constexpr std::uint32_t kNone = 0xFFFFFFFF;
constexpr std::uint32_t kEnd = 0xFFFFFFFE;

std::string little_endian(std::uint64_t value, std::size_t bytes) {
  std::string out;
  for (std::size_t i = 0; i < bytes; ++i) out += static_cast<char>(value >> (8 * i));
  return out;
}

std::string beginning(unsigned what) { return biff(0x809, le16(0x600) + le16(what) + std::string(12, '\0')); }

/// With a length of one byte or two; a byte for each character.
std::string text8(const std::string& text, std::size_t length) {
  return little_endian(text.size(), length) + '\0' + text;
}

std::string entry(const std::string& name, char type, std::uint32_t child, std::uint32_t right, std::uint32_t start,
                  std::size_t bytes) {
  std::string wide;
  for (const char c : name) wide += {c, '\0'};
  const std::size_t name_bytes = wide.size() + 2;
  wide.resize(64, '\0');
  return wide + le16(static_cast<unsigned>(name_bytes)) + type + '\1' + le32(kNone) + le32(right) + le32(child) +
         std::string(36, '\0') + le32(start) + little_endian(bytes, 8);
}

}  // namespace

std::string le16(unsigned value) { return little_endian(value, 2); }
std::string le32(std::uint32_t value) { return little_endian(value, 4); }
std::string le64(double value) { return little_endian(std::bit_cast<std::uint64_t>(value), 8); }

std::string biff(unsigned type, const std::string& bytes) {
  return le16(type) + le16(static_cast<unsigned>(bytes.size())) + bytes;
}

std::string at_cell(unsigned row, unsigned column, unsigned style) { return le16(row) + le16(column) + le16(style); }

std::string old_excel_records(const OldBook& book) {
  constexpr unsigned kFirstFormat = 164;
  std::string head = beginning(0x05) + book.before;
  for (std::size_t i = 0; i < book.formats.size(); ++i) {
    head += biff(0x41E, le16(kFirstFormat + static_cast<unsigned>(i)) + text8(book.formats[i], 2));
  }
  head += biff(0xE0, std::string(20, '\0'));
  for (std::size_t i = 0; i < book.formats.size(); ++i) {
    head += biff(0xE0, le16(0) + le16(kFirstFormat + static_cast<unsigned>(i)) + std::string(16, '\0'));
  }
  std::string texts = le32(static_cast<std::uint32_t>(book.texts.size()));
  texts += texts;
  for (const std::string& text : book.texts) texts += text8(text, 2);
  const std::string tail = biff(0xFC, texts) + biff(0x0A, "");
  const auto listed = [](const OldSheet& sheet, std::size_t at) {
    return biff(0x85, le32(static_cast<std::uint32_t>(at)) + static_cast<char>(sheet.visibility) +
                          static_cast<char>(sheet.type) + text8(sheet.name, 1));
  };
  std::size_t at = head.size() + tail.size();
  for (const OldSheet& sheet : book.sheets) at += listed(sheet, 0).size();
  std::string sheets;
  for (const OldSheet& sheet : book.sheets) {
    head += listed(sheet, at + sheets.size());
    sheets += beginning(0x10) + sheet.records + biff(0x0A, "");
  }
  return head + tail + sheets;
}

/// Sector 0 says which one follows each; then the directory, then the streams. What is shorter than 4096 bytes would
/// be in small sectors, so streams are made longer.
std::string compound_file(const std::vector<std::pair<std::string, std::string>>& streams) {
  constexpr std::size_t kSmall = 4096;
  constexpr std::size_t kInSector = kSector / 4;
  std::vector<std::uint32_t> next{0xFFFFFFFD};
  std::string body;
  const auto add = [&](std::string bytes) {
    bytes.resize((bytes.size() + kSector - 1) / kSector * kSector, '\0');
    const auto start = static_cast<std::uint32_t>(next.size());
    for (std::size_t i = 0; i < bytes.size() / kSector; ++i)
      next.push_back(static_cast<std::uint32_t>(next.size()) + 1);
    next.back() = kEnd;
    body += bytes;
    return start;
  };
  std::vector<std::size_t> sizes;
  std::vector<std::uint32_t> starts;
  // The directory has to be known before: four entries are a sector.
  const std::size_t directory_sectors = (streams.size() + 1 + 3) / 4;
  next.resize(1);
  add(std::string(directory_sectors * kSector, '\0'));
  for (const auto& [name, bytes] : streams) {
    sizes.push_back(std::max(bytes.size(), kSmall));
    std::string padded = bytes;
    padded.resize(sizes.back(), '\0');
    starts.push_back(add(padded));
  }
  std::string directory = entry("Root Entry", 5, streams.empty() ? kNone : 1, kNone, kEnd, 0);
  for (std::size_t i = 0; i < streams.size(); ++i) {
    const bool last = i + 1 == streams.size();
    directory +=
        entry(streams[i].first, 2, kNone, last ? kNone : static_cast<std::uint32_t>(i + 2), starts[i], sizes[i]);
  }
  body.replace(0, directory.size(), directory);
  // One sector says what follows 128 of them: more is no test's need.
  next.resize(kInSector, kNone);
  std::string table;
  for (const std::uint32_t sector : next) table += le32(sector);
  std::string header = "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + std::string(16, '\0') + le16(0x3E) + le16(3) +
                       le16(0xFFFE) + le16(9) + le16(6) + std::string(6, '\0') + le32(0) + le32(1) + le32(1) + le32(0) +
                       le32(kSmall) + le32(kEnd) + le32(0) + le32(kEnd) + le32(0) + le32(0);
  while (header.size() < kSector) header += le32(kNone);
  return header + table + body;
}

std::string old_excel(const OldBook& book) { return compound_file({{"Workbook", old_excel_records(book)}}); }

}  // namespace rox::test
