#include "project/server_schema.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

/// PostgreSQL cuts longer names off, silently; its names have 63 bytes.
constexpr std::size_t kLongest = 63 - std::string_view("_rox_next").size();

}  // namespace

std::string server_schema(const TomlReader& toml, std::string_view key) {
  const std::string name = to_lower(toml.text(key).value_or(""));
  const auto refuse = [&](const std::string& why, const std::string& way_out) {
    throw toml.error_at(key, fmt::format("'{}' can't be the name of a schema: {}", printable(name), why)).hint(way_out);
  };
  const bool controls = std::any_of(name.begin(), name.end(), [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || static_cast<unsigned char>(c) == 0x7F;
  });
  if (controls) refuse("there are control characters in it", "leave them out");
  if (name.size() > kLongest) {
    refuse(fmt::format("it has {} bytes", name.size()),
           fmt::format("up to {} bytes have room for the schema of what is made next, <schema>_rox_next", kLongest));
  }
  if (name.starts_with("pg_") || name == "information_schema") {
    refuse("the server keeps it for itself", "choose another, as in \"bikes\"");
  }
  return name;
}

}  // namespace rox
