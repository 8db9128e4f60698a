// The files that people write: rox.toml, a page of the dashboard, AWS's shared configuration. The first byte says
// which; the rest is read, or refused by an Error that says where.
#include <cstdint>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/temporary_folder.hpp"
#include "cloud/shared_config.hpp"
#include "dashboard/page_file.hpp"
#include "project/project.hpp"
#include "require.hpp"

namespace rox {
namespace {

/// A warehouse of one table, for pages to be about.
struct Shop {
  TemporaryFolder folder{"fuzz"};
  FactSource source;
  std::vector<Fact> facts;
};

void read_project_text(std::string_view text) {
  const Project project = parse_project(text, "/nonexistent/project");
  REQUIRE(!project.targets.empty());
  REQUIRE(project.source.path.is_absolute());
  for (const auto& [name, target] : project.targets) REQUIRE(target.name == name);
}

void read_page_text(std::string_view text) {
  static const Shop shop;
  const auto file = shop.folder.path() / "page.toml";
  write_file(file, text);
  REQUIRE(!page_text(read_page(file, shop.source, shop.facts)).empty());
}

void read_shared_config(std::string_view text) {
  for (const auto& [section, settings] : parse_shared_config(text, "config")) {
    for (const auto& [name, value] : settings) REQUIRE(!name.empty());
  }
}

}  // namespace
}  // namespace rox

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rox;
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  try {
    switch (data[0]) {
      case 'p': read_project_text(text); break;
      case 'd': read_page_text(text); break;
      case 'a': read_shared_config(text); break;
      default: break;
    }
  } catch (const Error& error) {
    REQUIRE(error.kind() == ErrorKind::usage);
    REQUIRE(!error.report().empty());
  }
  return 0;
}
