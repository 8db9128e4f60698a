// What a web server's folder holds, as its page, its JSON or a plain list says it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

struct WebEntry {
  std::string name;       // below the folder; of a folder it ends with '/'
  std::string version{};  // as the list says it; empty: it doesn't
  std::optional<std::uint64_t> bytes{};

  bool operator==(const WebEntry&) const = default;
};

/// `base`: the folder that the names are below: "https://host/out/". Links that lead elsewhere are left out, and so is
/// what comes twice. `content_type`: of the answer; a list is JSON, HTML or a name a line. Throws data_error for JSON
/// of another shape.
std::vector<WebEntry> parse_web_index(std::string_view text, std::string_view content_type, std::string_view base);

}  // namespace rox
