#include "inbox/file_sums.hpp"

#include <openssl/evp.h>

#include <cctype>
#include <memory>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

class Digest {
 public:
  explicit Digest(const std::string& algorithm) : context_(EVP_MD_CTX_new()) {
    const EVP_MD* kind = EVP_get_digestbyname(algorithm.c_str());
    if (!context_ || kind == nullptr || EVP_DigestInit_ex(context_.get(), kind, nullptr) != 1) {
      throw outside_error("OpenSSL here doesn't know " + algorithm);
    }
  }
  void update(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string hex() {
    std::string sum(EVP_MAX_MD_SIZE, '\0');
    unsigned size = 0;
    EVP_DigestFinal_ex(context_.get(), reinterpret_cast<unsigned char*>(sum.data()), &size);
    sum.resize(size);
    return to_hex(sum);
  }

 private:
  struct Free {
    void operator()(EVP_MD_CTX* context) const { EVP_MD_CTX_free(context); }
  };
  std::unique_ptr<EVP_MD_CTX, Free> context_;
};

bool is_hex(char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); }

}  // namespace

FileSums sums_of(const std::filesystem::path& file, const std::string& algorithm) {
  Digest sha256("sha256");
  std::unique_ptr<Digest> asked;
  if (!algorithm.empty() && algorithm != "sha256") asked = std::make_unique<Digest>(algorithm);
  Hasher xxh3;
  const NextPiece next = file_pieces(file);
  std::string piece;
  while (next(piece)) {
    sha256.update(piece);
    xxh3.update(piece);
    if (asked) asked->update(piece);
  }
  FileSums sums{sha256.hex(), xxh3.hex(), {}};
  sums.asked = asked ? asked->hex() : sums.sha256;
  return sums;
}

std::string sum_in(const std::string& text, std::size_t digits) {
  const std::string lower = to_lower(text);
  for (std::size_t at = 0; at < lower.size();) {
    if (!is_hex(lower[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < lower.size() && is_hex(lower[end])) ++end;
    const bool begins = at == 0 || !std::isalnum(static_cast<unsigned char>(lower[at - 1]));
    const bool ends = end == lower.size() || !std::isalnum(static_cast<unsigned char>(lower[end]));
    if (end - at == digits && begins && ends) return lower.substr(at, digits);
    at = end;
  }
  return "";
}

}  // namespace rox
