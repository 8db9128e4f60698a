#include "base/file_name.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

/// File systems take 255 bytes, of which an ending and what an unfinished file is called take some.
constexpr std::size_t kLongest = 200;

bool is_control(char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; }

}  // namespace

std::optional<std::string> file_name_problem(std::string_view name) {
  if (name.empty()) return "is empty";
  if (name.starts_with('.')) return "starts with a dot";
  if (name.find('/') != std::string_view::npos) return "has a '/' in it";
  if (std::any_of(name.begin(), name.end(), is_control)) return "has a control character in it";
  if (!valid_utf8(name)) return "is not UTF-8";
  if (name.size() > kLongest) return fmt::format("has more than {} bytes", kLongest);
  return std::nullopt;
}

std::filesystem::path file_named(const std::filesystem::path& folder, std::string_view name,
                                 std::string_view extension) {
  if (const auto problem = file_name_problem(name)) {
    throw usage_error(fmt::format("there can be no file '{}': its name {}", printable(name), *problem))
        .at(folder.string());
  }
  return folder / fmt::format("{}{}", name, extension);
}

}  // namespace rox
