// A report as a PDF, printed by Chromium where there is one: the same page, by its own rules for paper.
#pragma once

#include <filesystem>

namespace rox {

/// Prints the report's HTML file. Throws Error of kind outside if there is no Chromium, or if it fails.
void print_pdf(const std::filesystem::path& html, const std::filesystem::path& pdf);

}  // namespace rox
