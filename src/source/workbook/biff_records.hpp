// The records that an old workbook of Excel is made of ([MS-XLS], and what OpenOffice's people wrote down of the older
// ones): a type, a length, bytes.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "source/export.hpp"
#include "source/workbook/pieced_bytes.hpp"

namespace rox {

class BiffRecords {
 public:
  static constexpr std::uint16_t kContinue = 0x3C;

  /// From the byte `begin` on.
  BiffRecords(const ExportFile& file, std::shared_ptr<const PiecedBytes> bytes, std::uint64_t begin);

  /// The next record; false at the end. Throws data_error for one that is cut off.
  bool next();
  /// The type of the next one; 0xFFFF at the end.
  std::uint16_t next_type();
  void seek(std::uint64_t at) { next_at_ = at; }

  std::uint16_t type() const { return type_; }
  /// Where the record begins.
  std::uint64_t at() const { return at_; }
  std::uint64_t next_at() const { return next_at_; }
  /// Until the next call.
  std::string_view bytes() const { return record_; }

  /// Numbers in the record. They throw where it is too short.
  std::uint8_t u8(std::size_t at) const { return number<std::uint8_t>(at); }
  std::uint16_t u16(std::size_t at) const { return number<std::uint16_t>(at); }
  std::uint32_t u32(std::size_t at) const { return number<std::uint32_t>(at); }
  double f64(std::size_t at) const;
  /// Bytes of it.
  std::string_view part(std::size_t at, std::size_t size) const;

  const ExportFile& file() const { return file_; }

 private:
  template <class Number>
  Number number(std::size_t at) const;
  bool fill(std::uint64_t size);

  const ExportFile file_;
  std::shared_ptr<const PiecedBytes> bytes_;
  std::string buffer_;
  std::uint64_t buffer_at_ = 0;
  std::uint64_t next_at_;
  std::uint64_t at_ = 0;
  std::uint16_t type_ = 0;
  std::string_view record_;
};

/// Reads on through a record and those that continue it.
class BiffCursor {
 public:
  explicit BiffCursor(BiffRecords& records, std::size_t at = 0) : records_(records), at_(at) {}

  std::uint16_t u16();
  std::uint32_t u32();

  /// Adds, as UTF-8, the text of `size` characters that BIFF8 has behind its length: how wide they are, the characters,
  /// and what else belongs to them. Each record that continues it says anew how wide they are.
  void append_text(std::size_t size, std::string& out);

 private:
  std::size_t left() const { return records_.bytes().size() - at_; }
  std::uint8_t u8();
  void skip(std::uint64_t size);
  void go_on();

  BiffRecords& records_;
  std::size_t at_;
  std::string wide_;
};

}  // namespace rox
