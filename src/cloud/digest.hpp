// Digests as AWS takes them, by OpenSSL. (base/hash.hpp tells whether content changed; these are for protocols.)
#pragma once

#include <string>
#include <string_view>

namespace rox {

/// 32 bytes.
std::string sha256(std::string_view bytes);
/// 16 bytes; only for comparing with what S3 calls an ETag.
std::string md5(std::string_view bytes);
/// HMAC with SHA-256: 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);

}  // namespace rox
