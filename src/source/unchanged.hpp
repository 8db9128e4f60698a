// That an export is still the file that was listed.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/error.hpp"
#include "base/file.hpp"
#include "source/export.hpp"

namespace rox {

/// Throws data_error if the file is no longer what it was when it was listed.
void check_unchanged(const ExportFile& file);
UniqueFd open_unchanged(const ExportFile& file);
/// All bytes of the open file from `offset` on, which it has to have.
void read_unchanged(const UniqueFd& fd, const ExportFile& file, std::uint64_t offset, char* out, std::size_t bytes);

/// "the file shrank while it was read".
Error changed_error(const ExportFile& file, std::string_view what);

}  // namespace rox
