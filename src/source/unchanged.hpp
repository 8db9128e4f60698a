// That an export is still the file that was listed.
#pragma once

#include <string_view>

#include "base/error.hpp"
#include "base/file.hpp"
#include "source/export.hpp"

namespace rox {

/// Throws data_error if the file is no longer what it was when it was listed.
void check_unchanged(const ExportFile& file);
UniqueFd open_unchanged(const ExportFile& file);

/// "the file shrank while it was read".
Error changed_error(const ExportFile& file, std::string_view what);

}  // namespace rox
