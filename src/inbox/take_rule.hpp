// Which of the files that a source lists are meant, and which of these are complete.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "inbox/far_side.hpp"
#include "project/project.hpp"

namespace rox {

/// Whether a file of that name is an export of the source: by its url's pattern, and by what [source] ignores.
bool is_meant(std::string_view name, const SourceConfig& source);

/// Whether it is, or says something of one that is.
bool is_meant_or_companion(std::string_view name, const SourceConfig& source);

struct Companion {
  std::string name;
  std::string algorithm;  // of the sum in it; empty: that it is there says all
};

/// What may be beside a file by the source's rule.
std::vector<Companion> companions_of(std::string_view name, const RemoteSource& source);

/// Why the file isn't fetched, whatever its companions say: "is larger than …".
std::optional<std::string> refusal_of(const FarFile& file, const RemoteSource& source);

}  // namespace rox
