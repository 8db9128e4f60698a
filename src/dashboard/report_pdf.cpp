#include "dashboard/report_pdf.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <array>
#include <cstdlib>
#include <optional>
#include <string>
#include <system_error>

#include "base/error.hpp"
#include "base/process.hpp"
#include "base/temporary_folder.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

constexpr std::array<const char*, 4> kPrograms{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"};

/// The first of the names that PATH leads to.
std::optional<std::string> find_browser() {
  const char* path = std::getenv("PATH");
  for (const char* program : kPrograms) {
    for (const std::string& folder : split(path == nullptr ? "" : path, ':')) {
      const std::filesystem::path file = std::filesystem::path(folder) / program;
      if (!folder.empty() && ::access(file.c_str(), X_OK) == 0) return file.string();
    }
  }
  return std::nullopt;
}

}  // namespace

void print_pdf(const std::filesystem::path& html, const std::filesystem::path& pdf) {
  const auto browser = find_browser();
  if (!browser) {
    throw outside_error("there is no Chromium to print a PDF with")
        .hint("apt-get install chromium; or open the HTML file in any browser and print it");
  }
  const TemporaryFolder profile("pdf");
  Command command;
  // The script of the page draws it, so it gets some time (of the page's own clock).
  command.arguments = {*browser,
                       "--headless",
                       "--disable-gpu",
                       "--no-first-run",
                       "--disable-background-networking",
                       "--disable-component-update",
                       "--disable-sync",
                       "--no-pdf-header-footer",
                       "--virtual-time-budget=20000",
                       "--user-data-dir=" + profile.path().string(),
                       "--print-to-pdf=" + pdf.string()};
  // As root Chromium has no sandbox. The page is rox's own and loads nothing.
  if (::geteuid() == 0) command.arguments.emplace_back("--no-sandbox");
  command.arguments.push_back("file://" + html.string());
  std::error_code none;
  std::filesystem::remove(pdf, none);
  const ProcessResult result = run_process(command);
  if (result.exit_code == 0 && std::filesystem::file_size(pdf, none) > 0 && !none) return;
  throw outside_error(fmt::format("{} printed no PDF: {}", *browser, trim(result.errors)))
      .at(pdf.string())
      .hint("open the HTML file in a browser and print it");
}

}  // namespace rox
