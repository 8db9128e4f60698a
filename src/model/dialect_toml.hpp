// A dialect as TOML: keys of [source] in rox.toml, and of a table's `dialect = { … }` in model.toml.
#pragma once

#include <string>
#include <vector>

#include "base/toml.hpp"
#include "model/dialect.hpp"

namespace rox {

/// The keys that say how exports are written.
const std::vector<std::string>& dialect_keys();

/// Those that are there. Throws usage_error, placed at the key, for a value that can't be.
DialectChange read_dialect(const TomlReader& toml);

/// "skip = 2", …: one text per key.
std::vector<std::string> dialect_settings(const DialectChange& change);

}  // namespace rox
