// What the sheets of an old workbook of Excel share: texts, styles, how text is encoded.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "source/charset.hpp"
#include "source/export.hpp"
#include "source/workbook/biff_records.hpp"
#include "source/workbook/number_format.hpp"
#include "source/workbook/parts.hpp"

namespace rox {

/// Records of the same meaning have several types: each version of Excel had its own.
namespace biff {
constexpr std::uint16_t kEnd = 0x0A;
constexpr bool begins(std::uint16_t type) { return type == 0x809 || type == 0x409 || type == 0x209 || type == 0x09; }
}  // namespace biff

class BiffBook {
 public:
  /// The file's records, and what stands before the sheets. `with_texts`: those that cells share, too.
  BiffBook(const ExportFile& file, bool with_texts);

  const std::shared_ptr<const PiecedBytes>& bytes() const { return bytes_; }
  /// 2, 3, 4, 5 or 8.
  unsigned version() const { return version_; }
  bool from_1904() const { return from_1904_; }
  const std::vector<WorkbookSheet>& sheets() const { return sheets_; }

  /// Until the next call.
  std::string_view shared_text(std::uint32_t index) const;
  /// Of cells of that style. `own`: the format that a cell of Excel 2 has itself.
  NumberFormat format(std::uint16_t style, std::uint16_t own) const;
  /// Adds the text that a cell has itself: its length stands at `at`, as a byte or two.
  void append_text(BiffRecords& records, std::size_t at, bool short_length, std::string& out) const;

 private:
  void read(bool with_texts);
  void read_beginning(const BiffRecords& records);
  void read_sheet(BiffRecords& records);
  void read_format(BiffRecords& records);
  void read_style(const BiffRecords& records);
  void read_texts(BiffRecords& records);
  void append_bytes(std::string_view bytes, std::string& out) const;

  const ExportFile file_;
  std::shared_ptr<const PiecedBytes> bytes_;
  unsigned version_ = 0;
  bool from_1904_ = false;
  bool is_one_sheet_ = false;  // and nothing else
  std::vector<WorkbookSheet> sheets_;
  std::optional<std::uint16_t> code_page_;
  mutable std::optional<CharsetDecoder> decoder_;  // of another code page than 1252
  std::map<unsigned, NumberFormat> formats_;
  std::vector<unsigned> styles_;
  std::string texts_;
  std::vector<std::size_t> ends_;
};

}  // namespace rox
