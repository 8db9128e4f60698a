#include "source/workbook/biff_records.hpp"

#include <algorithm>
#include <bit>
#include <utility>

#include "source/encoding.hpp"
#include "source/packed.hpp"
#include "source/workbook/little_endian.hpp"

namespace rox {
namespace {

constexpr std::uint64_t kRead = std::uint64_t{1} << 17;  // more than a record can have
constexpr std::uint64_t kHead = 4;

Error cut_off(const ExportFile& file) { return damaged_export(file, "a record of it is cut off"); }

}  // namespace

BiffRecords::BiffRecords(const ExportFile& file, std::shared_ptr<const PiecedBytes> bytes, std::uint64_t begin)
    : file_(file), bytes_(std::move(bytes)), next_at_(begin) {}

/// Whether `size` bytes are there from next_at_ on. They are in the buffer then.
bool BiffRecords::fill(std::uint64_t size) {
  if (next_at_ >= buffer_at_ && next_at_ + size <= buffer_at_ + buffer_.size()) return true;
  if (next_at_ >= bytes_->size() || size > bytes_->size() - next_at_) return false;
  buffer_.resize(static_cast<std::size_t>(std::min(std::max(size, kRead), bytes_->size() - next_at_)));
  bytes_->read_at(next_at_, buffer_.data(), buffer_.size());
  buffer_at_ = next_at_;
  return true;
}

std::uint16_t BiffRecords::next_type() {
  constexpr std::uint16_t kNone = 0xFFFF;
  // Read on its own, so that bytes() stays.
  std::string head(kHead, '\0');
  if (next_at_ >= bytes_->size() || bytes_->size() - next_at_ < kHead) return kNone;
  bytes_->read_at(next_at_, head.data(), head.size());
  return little_endian<std::uint16_t>(head, 0);
}

bool BiffRecords::next() {
  if (!fill(kHead)) {
    if (next_at_ < bytes_->size()) throw cut_off(file_);
    return false;
  }
  const std::string_view head = std::string_view(buffer_).substr(static_cast<std::size_t>(next_at_ - buffer_at_));
  type_ = little_endian<std::uint16_t>(head, 0);
  const std::uint64_t size = little_endian<std::uint16_t>(head, 2);
  if (!fill(kHead + size)) throw cut_off(file_);
  record_ = std::string_view(buffer_).substr(static_cast<std::size_t>(next_at_ - buffer_at_ + kHead),
                                             static_cast<std::size_t>(size));
  at_ = next_at_;
  next_at_ += kHead + size;
  return true;
}

template <class Number>
Number BiffRecords::number(std::size_t at) const {
  if (at + sizeof(Number) > record_.size()) throw cut_off(file_);
  return little_endian<Number>(record_, at);
}
template std::uint8_t BiffRecords::number(std::size_t) const;
template std::uint16_t BiffRecords::number(std::size_t) const;
template std::uint32_t BiffRecords::number(std::size_t) const;

double BiffRecords::f64(std::size_t at) const { return std::bit_cast<double>(number<std::uint64_t>(at)); }

std::string_view BiffRecords::part(std::size_t at, std::size_t size) const {
  if (at + size > record_.size()) throw cut_off(file_);
  return record_.substr(at, size);
}

void BiffCursor::go_on() {
  if (records_.next_type() != BiffRecords::kContinue || !records_.next()) throw cut_off(records_.file());
  at_ = 0;
}

std::uint8_t BiffCursor::u8() {
  while (left() == 0) go_on();
  return records_.u8(at_++);
}

std::uint16_t BiffCursor::u16() {
  const std::uint16_t low = u8();
  return static_cast<std::uint16_t>(low | u8() << 8);
}

std::uint32_t BiffCursor::u32() {
  const std::uint32_t low = u16();
  return low | std::uint32_t{u16()} << 16;
}

void BiffCursor::skip(std::uint64_t size) {
  while (size > 0) {
    if (left() == 0) go_on();
    const std::uint64_t here = std::min<std::uint64_t>(size, left());
    at_ += static_cast<std::size_t>(here);
    size -= here;
  }
}

void BiffCursor::append_text(std::size_t size, std::string& out) {
  constexpr std::uint8_t kWide = 1;
  constexpr std::uint8_t kPhonetic = 4;
  constexpr std::uint8_t kRich = 8;
  constexpr std::uint64_t kRun = 4;
  std::uint8_t flags = u8();
  std::uint64_t behind = (flags & kRich) != 0 ? kRun * u16() : 0;
  if ((flags & kPhonetic) != 0) behind += u32();
  wide_.clear();
  while (size > 0) {
    if (left() == 0) {
      go_on();
      flags = u8();
    }
    const bool wide = (flags & kWide) != 0;
    const std::size_t here = std::min(size, wide ? left() / 2 : left());
    if (here == 0 && left() > 0) throw damaged_export(records_.file(), "a text of it is cut in a character");
    const std::string_view raw = records_.part(at_, wide ? here * 2 : here);
    if (wide) {
      wide_ += raw;
    } else {
      for (const char c : raw) {
        wide_ += c;
        wide_ += '\0';
      }
    }
    at_ += raw.size();
    size -= here;
  }
  // Half a pair at the end is a character that there isn't.
  if (append_as_utf8(wide_, Encoding::utf16le, out) < wide_.size()) out += "\xEF\xBF\xBD";
  skip(behind);
}

}  // namespace rox
