#include "model/file_choice.hpp"

#include <fmt/format.h>

#include "base/toml.hpp"

namespace rox {

std::string_view to_string(FileChoice choice) { return choice == FileChoice::newest ? "newest" : "all"; }

std::optional<FileChoice> read_file_choice(const TomlReader& toml) {
  const std::optional<std::string> text = toml.text("files");
  if (!text) return std::nullopt;
  for (const FileChoice choice : {FileChoice::all, FileChoice::newest}) {
    if (*text == to_string(choice)) return choice;
  }
  throw toml.error_at("files", fmt::format("unknown value '{}'", *text))
      .hint(
          "use \"all\" (the files are parts of the table) or \"newest\" (each is all of it: the one with the last date "
          "or number in its name is read)");
}

}  // namespace rox
