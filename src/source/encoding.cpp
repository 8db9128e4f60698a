#include "source/encoding.hpp"

#include <fmt/format.h>

#include <array>

#include "base/text.hpp"

namespace rox {
namespace {

// Windows-1252, 0x80 to 0x9F; the five undefined ones map to themselves (WHATWG Encoding, index-windows-1252).
constexpr std::array<std::uint16_t, 32> kWindows1252 = {0x20AC, 0x0081, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021,
                                                        0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x008D, 0x017D, 0x008F,
                                                        0x0090, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014,
                                                        0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x009D, 0x017E, 0x0178};

void append_code_point(std::uint32_t c, std::string& out) {
  if (c < 0x80) {
    out.push_back(static_cast<char>(c));
  } else if (c < 0x800) {
    out.push_back(static_cast<char>(0xC0 | (c >> 6)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else if (c < 0x10000) {
    out.push_back(static_cast<char>(0xE0 | (c >> 12)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  } else {
    out.push_back(static_cast<char>(0xF0 | (c >> 18)));
    out.push_back(static_cast<char>(0x80 | ((c >> 12) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | ((c >> 6) & 0x3F)));
    out.push_back(static_cast<char>(0x80 | (c & 0x3F)));
  }
}

void append_single_byte(std::string_view bytes, bool windows, std::string& out) {
  for (unsigned char b : bytes) {
    std::uint32_t c = b;
    if (windows && b >= 0x80 && b < 0xA0) c = kWindows1252[b - 0x80];
    append_code_point(c, out);
  }
}

std::size_t append_utf16(std::string_view bytes, bool big_endian, std::string& out) {
  auto unit = [&](std::size_t i) -> std::uint32_t {
    auto a = static_cast<unsigned char>(bytes[i]), b = static_cast<unsigned char>(bytes[i + 1]);
    return big_endian ? (a << 8 | b) : (b << 8 | a);
  };
  std::size_t i = 0;
  while (i + 2 <= bytes.size()) {
    std::uint32_t c = unit(i);
    if (c >= 0xD800 && c < 0xDC00) {
      if (i + 4 > bytes.size()) break;  // the other half may come with the next bytes
      std::uint32_t low = unit(i + 2);
      if (low >= 0xDC00 && low < 0xE000) {
        c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
        i += 2;
      }
    }
    append_code_point(c, out);
    i += 2;
  }
  return i;
}

}  // namespace

std::size_t bom_size(std::string_view bytes, Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: return bytes.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    case Encoding::utf16le: return bytes.starts_with("\xFF\xFE") ? 2 : 0;
    case Encoding::utf16be: return bytes.starts_with("\xFE\xFF") ? 2 : 0;
    default: return 0;
  }
}

std::size_t append_as_utf8(std::string_view bytes, Encoding encoding, std::string& out) {
  switch (encoding) {
    case Encoding::utf8: out.append(bytes); return bytes.size();
    case Encoding::latin1: append_single_byte(bytes, false, out); return bytes.size();
    case Encoding::windows1252: append_single_byte(bytes, true, out); return bytes.size();
    case Encoding::utf16le: return append_utf16(bytes, false, out);
    case Encoding::utf16be: return append_utf16(bytes, true, out);
    case Encoding::other: out.append(bytes); return bytes.size();  // decoded already (record_stream.hpp)
  }
  return bytes.size();
}

std::uint64_t encoded_size(std::string_view utf8, Encoding encoding) {
  if (encoding == Encoding::utf8 || encoding == Encoding::other) return utf8.size();
  std::uint64_t characters = 0, astral = 0;
  for (unsigned char b : utf8) {
    characters += (b & 0xC0) != 0x80;
    astral += b >= 0xF0;
  }
  bool wide = encoding == Encoding::utf16le || encoding == Encoding::utf16be;
  return wide ? 2 * (characters + astral) : characters;
}

std::size_t clean_utf8_prefix(std::string_view bytes) { return valid_utf8_prefix(bytes.substr(0, bytes.find('\0'))); }

bool clean_utf8(std::string_view bytes) { return clean_utf8_prefix(bytes) == bytes.size(); }

std::string printable_utf8(std::string_view bytes) {
  std::string out;
  out.reserve(bytes.size());
  for (;;) {
    std::size_t n = clean_utf8_prefix(bytes);
    out.append(bytes.substr(0, n));
    if (n == bytes.size()) return out;
    out += fmt::format("\\x{:02X}", static_cast<unsigned char>(bytes[n]));
    bytes.remove_prefix(n + 1);
  }
}

}  // namespace rox
