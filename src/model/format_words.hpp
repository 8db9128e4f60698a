// `format` of a column in model.toml: what is special about how its values are written, in words.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "model/model.hpp"

namespace rox {

/// "DD/MM/YY, cut": a pattern if the dates aren't plain, then words. Empty for a plain format.
std::string format_words(const Format& format);

/// Takes the words of `text`, which may state a date's order too. Returns the word that it doesn't know, if there is
/// one.
std::optional<std::string> set_format_words(Format& format, std::string_view text);

/// What can be said, for people.
std::string known_format_words();

/// Whether values are written in no special way: all that `format` can say is unset.
bool has_no_words(const Format& format);

}  // namespace rox
