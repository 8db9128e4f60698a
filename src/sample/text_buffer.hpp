// Where rows are written as text, in the raw format of the exports. Unchecked for speed: a caller makes
// room() for a row's longest form first, then puts its parts.
#pragma once

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <memory>
#include <string_view>

#include "sample/random.hpp"

namespace rox {

class TextBuffer {
 public:
  /// Makes sure that `bytes` more can be put.
  void room(std::size_t bytes) {
    if (capacity_ - size_ < bytes) grow(bytes);
  }

  void put(char c) { data_[size_++] = c; }
  void put(std::string_view text) {
    std::memcpy(data_.get() + size_, text.data(), text.size());
    size_ += text.size();
  }
  void put_number(std::uint64_t value) {
    char* begin = data_.get() + size_;
    size_ += static_cast<std::size_t>(std::to_chars(begin, begin + 20, value).ptr - begin);
  }
  /// With leading zeros, at least `width` digits.
  void put_padded(std::uint64_t value, std::size_t width) {
    std::array<char, 20> digits;
    auto count = static_cast<std::size_t>(std::to_chars(digits.begin(), digits.end(), value).ptr - digits.data());
    for (std::size_t i = count; i < width; ++i) put('0');
    put({digits.data(), count});
  }
  /// Ten-thousandths as the exports write money: a decimal comma, two to four digits after it.
  void put_money(std::uint64_t tenthousandths) {
    put_number(tenthousandths / 10000);
    put(',');
    put_padded(tenthousandths % 10000, 4);
    for (int i = 0; i < 2 && data_[size_ - 1] == '0'; ++i) --size_;
  }
  /// Millionths with a decimal point and always six digits.
  void put_millionths(std::uint64_t millionths) {
    put_number(millionths / 1000000);
    put('.');
    put_padded(millionths % 1000000, 6);
  }
  /// Upper-case, version 4.
  void put_guid(Random random) {
    static constexpr std::string_view kHex = "0123456789ABCDEF";
    std::uint64_t high = (random.next() & ~0xF000ULL) | 0x4000U;
    std::uint64_t low = (random.next() & ~(3ULL << 62)) | (1ULL << 63);
    auto hex = [&](std::uint64_t bits, int first, int last) {
      for (int shift = first; shift >= last; shift -= 4) put(kHex[(bits >> shift) & 15]);
    };
    hex(high, 60, 32);
    put('-');
    hex(high, 28, 16);
    put('-');
    hex(high, 12, 0);
    put('-');
    hex(low, 60, 48);
    put('-');
    hex(low, 44, 0);
  }

  std::string_view text() const { return {data_.get(), size_}; }
  std::size_t size() const { return size_; }
  void clear() { size_ = 0; }

 private:
  void grow(std::size_t bytes) {
    std::size_t capacity = std::max(size_ + bytes, capacity_ * 2);
    std::unique_ptr<char[]> data(new char[capacity]);  // not make_unique: that would zero it
    if (size_ > 0) std::memcpy(data.get(), data_.get(), size_);
    data_ = std::move(data);
    capacity_ = capacity;
  }

  std::unique_ptr<char[]> data_;
  std::size_t size_ = 0;
  std::size_t capacity_ = 0;
};

}  // namespace rox
