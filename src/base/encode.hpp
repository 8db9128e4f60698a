// Bytes as text: percent-encoding, hexadecimal, base64.
#pragma once

#include <string>
#include <string_view>

namespace rox {

/// "a%20b%2Fc": all but letters, digits, -._~ and what is in `kept` as bytes in hexadecimal (RFC 3986; as AWS wants
/// it).
std::string percent_encode(std::string_view text, std::string_view kept = {});
/// The same, but '/' stays: a path.
std::string percent_encode_path(std::string_view path);
/// Undoes percent-encoding; what isn't well-formed stays. With `plus`, '+' is a blank.
std::string percent_decode(std::string_view text, bool plus);

/// Lower-case hexadecimal.
std::string to_hex(std::string_view bytes);
/// With padding (RFC 4648).
std::string to_base64(std::string_view bytes);

}  // namespace rox
