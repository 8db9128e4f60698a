// Which of the files that a table's `file` describes are read: `files` of a table in model.toml, and of [source].
#pragma once

#include <optional>
#include <string_view>

namespace rox {

class TomlReader;

enum class FileChoice {
  all,     // they are parts of the table
  newest,  // each is all of it, as it was that day
};

std::string_view to_string(FileChoice choice);

/// Unset if it isn't said. Throws usage_error, placed at the key, for another word.
std::optional<FileChoice> read_file_choice(const TomlReader& toml);

}  // namespace rox
