// Small text helpers: ASCII case, 'did you mean', globs, UTF-8.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

std::string join(const std::vector<std::string>& parts, std::string_view separator);

/// What is between the separators, trimmed: one part more than there are separators.
std::vector<std::string> split(std::string_view text, char separator);

/// Lower case of the ASCII letters; other bytes stay.
std::string to_lower(std::string_view text);
bool equals_ignore_case(std::string_view a, std::string_view b);

/// `text` without blanks, tabs and line ends at both ends.
std::string_view trim(std::string_view text);

/// The known word that `word` was probably meant to be (few edits away, case ignored), for 'did you mean'.
std::optional<std::string> closest(std::string_view word, const std::vector<std::string>& known);

/// " (did you mean 'x'?)" or "": what an error message appends.
std::string did_you_mean(std::string_view word, const std::vector<std::string>& known);

/// How many bytes at the front of `text` are a number or a date: digits, with '-', '_' or '.' between them.
std::size_t number_size(std::string_view text);

/// Whether `name` matches `pattern` as a whole: '*' stands for any characters, '?' for one byte, '#' for a number or a
/// date (all of it), or for itself.
bool glob_match(std::string_view pattern, std::string_view name);

/// Code points in valid UTF-8 (in other text: bytes that aren't continuations).
std::size_t utf8_length(std::string_view text);
/// Strict: no overlong forms, no surrogates, nothing past U+10FFFF.
bool valid_utf8(std::string_view text);
/// Bytes before the first one that breaks valid_utf8.
std::size_t valid_utf8_prefix(std::string_view text);

}  // namespace rox
