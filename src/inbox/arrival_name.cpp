#include "inbox/arrival_name.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/terminal.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

/// Of Linux's file systems, less what the mirror puts in front of a name while a file is linked.
constexpr std::size_t kMostPart = 230;
constexpr std::size_t kMostName = 1024;

}  // namespace

std::optional<std::string> arrival_name_problem(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name.size() > kMostName) return "is too long";
  if (!valid_utf8(name)) return "isn't UTF-8";
  if (printable(name) != name) return "has control characters in it";
  for (std::size_t begin = 0; begin <= name.size();) {
    const std::size_t end = std::min(name.find('/', begin), name.size());
    const std::string_view part = name.substr(begin, end - begin);
    if (part.empty() || part == "." || part == "..") return "leads out of its folder, or nowhere";
    if (part.size() > kMostPart) return "is too long";
    begin = end + 1;
  }
  return std::nullopt;
}

std::string shown_name(std::string_view name) {
  if (valid_utf8(name)) return printable(name);
  std::string out;
  for (const char c : name)
    out += static_cast<unsigned char>(c) < 0x80 ? printable({&c, 1})
                                                : fmt::format("\\x{:02X}", static_cast<unsigned char>(c));
  return out;
}

std::string_view base_name(std::string_view name) { return name.substr(name.rfind('/') + 1); }

}  // namespace rox
