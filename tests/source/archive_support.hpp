// Compressed files and archives, made while tests run.
#pragma once

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace rox::test {

using Members = std::vector<std::pair<std::string, std::string>>;  // name and content

/// Writes the kind of archive that the file's name says: .zip (.xlsx and .ods are), .tar, .tar.gz and so on; or, of one
/// member, a compressed file: .gz, .zst, .bz2, .xz, .lz4. With a password, a .zip is encrypted.
void write_packed(const std::filesystem::path& file, const Members& members, const std::string& password = "");

}  // namespace rox::test
