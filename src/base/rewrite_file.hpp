// Text files of people that rox changes: model.toml.
#pragma once

#include <filesystem>
#include <string_view>

namespace rox {

/// Replaces the file's text: where a link leads to, with the rights that it has. At once, as an AtomicFile does; in
/// place where it can't be replaced by another file (it is mounted by itself, or its folder is read-only).
void rewrite_file(const std::filesystem::path& path, std::string_view text);

/// Throws an outside error if rewrite_file() would, as far as that can be known before.
void require_rewritable(const std::filesystem::path& path);

}  // namespace rox
