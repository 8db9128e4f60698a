#include "project/amounts.hpp"

#include <fmt/format.h>

#include <array>
#include <charconv>
#include <utility>

#include "base/text.hpp"
#include "base/toml.hpp"

namespace rox {
namespace {

constexpr std::array kUnits{std::pair{std::string_view("TB"), 40U}, std::pair{std::string_view("GB"), 30U},
                            std::pair{std::string_view("MB"), 20U}, std::pair{std::string_view("KB"), 10U}};

/// "1GB", "512 MB", "1.5GB", "2GiB"; empty if it is none of that.
std::optional<std::uint64_t> parse_bytes(std::string_view text) {
  double number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc{} || !(number > 0)) return std::nullopt;
  std::string unit(trim(text.substr(static_cast<std::size_t>(end - text.data()))));
  if (unit.size() == 3 && (unit[1] == 'i' || unit[1] == 'I')) unit.erase(1, 1);
  for (const auto& [name, shift] : kUnits) {
    if (!equals_ignore_case(unit, name)) continue;
    const double bytes = number * static_cast<double>(std::uint64_t{1} << shift);
    if (bytes > 1e18) return std::nullopt;
    return static_cast<std::uint64_t>(bytes);
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::uint64_t> read_bytes(const TomlReader& toml, std::string_view key, std::string_view what) {
  const std::optional<std::string> text = toml.text(key);
  if (!text) return std::nullopt;
  const std::optional<std::uint64_t> bytes = parse_bytes(*text);
  if (bytes) return bytes;
  throw toml.error_at(key, fmt::format("'{}' is no amount of {}", *text, what))
      .hint("write for instance \"512MB\" or \"2GB\"");
}

std::string bytes_text(std::uint64_t bytes) {
  for (const auto& [name, shift] : kUnits) {
    const std::uint64_t unit = std::uint64_t{1} << shift;
    if (bytes >= unit && bytes % unit == 0) return fmt::format("{}{}", bytes / unit, name);
  }
  return fmt::format("{}KB", (bytes + 1023) / 1024);
}

std::string path_text(const std::filesystem::path& path, const std::filesystem::path& root) {
  const std::filesystem::path relative = path.lexically_relative(root);
  if (relative.empty() || *relative.begin() == "..") return path.string();
  // "exports/" and "exports" are the same folder
  std::string text = relative.string();
  if (text.size() > 1 && text.back() == '/') text.pop_back();
  return text;
}

}  // namespace rox
