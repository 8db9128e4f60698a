#include "base/credential.hpp"

#include <algorithm>
#include <array>

#include "base/text.hpp"

namespace rox {
namespace {

constexpr auto npos = std::string_view::npos;

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower(char c) { return c >= 'a' && c <= 'z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name(char c) { return is_upper(c) || is_lower(c) || is_digit(c) || c == '_' || c == '-' || c == '.'; }

/// Up to the next blank.
std::string_view word_at(std::string_view text, std::size_t at) {
  const auto* end = std::find_if(text.begin() + at, text.end(), is_blank);
  return text.substr(at, static_cast<std::size_t>(end - text.begin()) - at);
}

/// scheme://user@host, scheme://user:password@host
bool has_url_with_user(std::string_view text) {
  for (std::size_t at = text.find("://"); at != npos; at = text.find("://", at + 3)) {
    const std::string_view rest = word_at(text, at + 3);
    const std::string_view authority = rest.substr(0, rest.find_first_of("/?#"));
    // A password may have those in it, wrongly.
    if (authority.find('@') != npos || (authority.find(':') != npos && rest.find('@') != npos)) return true;
  }
  return false;
}

/// user:password@host
bool has_user_and_password(std::string_view text) {
  for (std::size_t at = text.find('@'); at != npos; at = text.find('@', at + 1)) {
    const std::size_t begin = text.find_last_of(" \t\r\n", at) + 1;
    const std::size_t colon = text.substr(begin, at - begin).find(':');
    if (colon != npos && colon > 0 && colon + 1 < at - begin) return true;
  }
  return false;
}

/// password=…, spark.ssl.keyPassword: …
bool has_secret_setting(std::string_view text) {
  for (std::size_t at = text.find_first_of("=:"); at != npos; at = text.find_first_of("=:", at + 1)) {
    std::size_t end = at;
    while (end > 0 && is_blank(text[end - 1])) --end;
    std::size_t begin = end;
    while (begin > 0 && is_name(text[begin - 1])) --begin;
    const std::size_t value = text.find_first_not_of(" \t", at + 1);
    if (value != npos && names_secret(text.substr(begin, end - begin))) return true;
  }
  return false;
}

/// AKIA… and ASIA…: the ids of keys that are followed by the key itself somewhere.
bool has_aws_key_id(std::string_view text) {
  constexpr std::size_t kRest = 16;
  for (const std::string_view begin : {"AKIA", "ASIA"}) {
    const std::size_t at = text.find(begin);
    if (at == npos) continue;
    const std::string_view rest = text.substr(at + begin.size(), kRest);
    if (rest.size() == kRest &&
        std::all_of(rest.begin(), rest.end(), [](char c) { return is_upper(c) || is_digit(c); }))
      return true;
  }
  return false;
}

/// 40 characters of base64.
bool is_aws_secret_key(std::string_view text) {
  constexpr std::size_t kSize = 40;
  const auto any = [&](auto of) { return std::any_of(text.begin(), text.end(), of); };
  const auto in_key = [](char c) { return is_upper(c) || is_lower(c) || is_digit(c) || c == '+' || c == '/'; };
  return text.size() == kSize && std::all_of(text.begin(), text.end(), in_key) && any(is_upper) && any(is_lower) &&
         any(is_digit);
}

}  // namespace

bool names_secret(std::string_view name) {
  static constexpr std::array<std::string_view, 9> kSecret{"password", "passwd",  "passphrase", "secret",     "token",
                                                           "apikey",   "api_key", "access_key", "private_key"};
  std::string lower = to_lower(name);
  std::replace_if(
      lower.begin(), lower.end(), [](char c) { return c == '-' || c == '.'; }, '_');
  return lower == "pwd" || std::any_of(kSecret.begin(), kSecret.end(),
                                       [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

std::optional<std::string_view> credential_in(std::string_view value) {
  if (has_url_with_user(value)) return "a URL with a user in it";
  if (has_user_and_password(value)) return "a user and a password";
  if (has_secret_setting(value)) return "a setting with a password or a key";
  if (has_aws_key_id(value)) return "the id of an AWS key";
  if (is_aws_secret_key(value)) return "a secret key of AWS";
  if (value.find("-----BEGIN ") != npos) return "a key or a certificate";
  return std::nullopt;
}

}  // namespace rox
