// Text encodings of exports: everything above this file sees UTF-8 only.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "model/dialect.hpp"

namespace rox {

/// Bytes of the byte-order mark that `bytes` begins with, if it is one of `encoding`; else 0.
std::size_t bom_size(std::string_view bytes, Encoding encoding);

/// Appends `bytes` to `out` as UTF-8 and returns how many bytes were used: all but an incomplete
/// UTF-16 unit or surrogate pair at the end. A lone surrogate becomes the three bytes that UTF-8
/// would have for it, which valid_utf8 refuses: so bad input is found where all bad text is found.
/// Undefined bytes of windows-1252 become C1 controls, as browsers read them. UTF-8 is copied.
std::size_t append_as_utf8(std::string_view bytes, Encoding encoding, std::string& out);

/// Bytes that `utf8`, made by append_as_utf8, took in `encoding`.
std::uint64_t encoded_size(std::string_view utf8, Encoding encoding);

/// `bytes` with everything that isn't valid UTF-8, and NUL, written as \xHH: safe to store and to show.
std::string printable_utf8(std::string_view bytes);

/// True if `bytes` is valid UTF-8 (RFC 3629: no overlong forms, no surrogates) without NUL.
bool clean_utf8(std::string_view bytes);

/// Length of the clean prefix: the index of the first byte that breaks clean_utf8, or bytes.size().
std::size_t clean_utf8_prefix(std::string_view bytes);

}  // namespace rox
