// Two texts with a NUL between them: where both are a model.toml, the first is edited to say what the second says. It
// then does, another edit changes nothing, and a text that says so already stays as it is.
#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <string>

#include "base/error.hpp"
#include "base/toml_outline.hpp"
#include "model/model_edit.hpp"
#include "model/model_file.hpp"
#include "require.hpp"

namespace rox {
namespace {

std::optional<Model> model_of(std::string_view text) {
  try {
    return parse_model(text, "model.toml");
  } catch (const Error& error) {
    REQUIRE(error.kind() == ErrorKind::usage);
    return std::nullopt;
  }
}

/// Sections and entries follow one another, within the text.
void outline(std::string_view text) {
  std::size_t at = 0;
  for (const TomlSection& section : toml_outline(text)) {
    REQUIRE(at <= section.begin && section.begin <= section.body && section.body <= section.end);
    at = section.body;
    for (const TomlEntry& entry : section.entries) {
      REQUIRE(at <= entry.lines.begin && entry.lines.begin <= entry.value.begin);
      REQUIRE(entry.value.begin < entry.value.end && entry.value.end <= entry.lines.end);
      at = entry.lines.end;
    }
    at = section.end;
  }
  REQUIRE(at <= text.size());
}

}  // namespace
}  // namespace rox

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rox;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::size_t end = std::min(input.find('\0'), size);
  const std::string_view text = input.substr(0, end);
  const std::optional<Model> before = model_of(text);
  if (!before) return 0;
  outline(text);
  REQUIRE(edit_model(text, *before) == text);
  const std::optional<Model> after = model_of(input.substr(std::min(end + 1, size)));
  if (!after) return 0;
  const std::string edited = edit_model(text, *after);
  REQUIRE(model_of(edited) == after);
  REQUIRE(edit_model(edited, *after) == edited);
  return 0;
}
