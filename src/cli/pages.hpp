// Pages of the dashboard, written as files of the project.
#pragma once

#include <filesystem>
#include <vector>

#include "dashboard/page.hpp"
#include "project/project.hpp"

namespace rox {

/// Writes dashboard/NAME.toml of each page that isn't there yet (of all, if `force`), and returns the files. With
/// `dry_run` only says which.
std::vector<std::filesystem::path> write_pages(const Project& project, const std::vector<Page>& pages, bool force,
                                               bool dry_run);

}  // namespace rox
