// How rox.toml says amounts and paths: "512MB", "exports".
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

namespace rox {

class TomlReader;

/// The key's value, as "1GB", "512 MB", "1.5GB", "2GiB"; `what`: of which it is an amount.
std::optional<std::uint64_t> read_bytes(const TomlReader& toml, std::string_view key, std::string_view what);

/// "2GB", as it is read again.
std::string bytes_text(std::uint64_t bytes);

/// `path` as rox.toml says it: relative if it is inside the root.
std::string path_text(const std::filesystem::path& path, const std::filesystem::path& root);

}  // namespace rox
