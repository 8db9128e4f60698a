#include "cloud/mail.hpp"

#include <curl/curl.h>
#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstring>
#include <memory>

#include "base/clock.hpp"
#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/log.hpp"

namespace rox {
namespace {

constexpr long kConnectMilliseconds = 10'000;
constexpr long kAllMilliseconds = 30'000;

/// Of a header: nothing in it ends the line.
std::string one_line(std::string text) {
  std::replace_if(
      text.begin(), text.end(), [](unsigned char c) { return c < ' ' || c == 0x7F; }, ' ');
  return text;
}

/// As many bytes as fit, without a character cut in two.
std::size_t whole_characters(std::string_view text, std::size_t most) {
  if (text.size() <= most) return text.size();
  while (most > 0 && (static_cast<unsigned char>(text[most]) & 0xC0U) == 0x80U) --most;
  return most;
}

/// RFC 2047: in words of base64 of at most 75 characters each.
std::string header_text(std::string_view text) {
  constexpr std::size_t kWord = 39;  // after "Subject: " a line has to have room for it
  std::string words;
  while (!text.empty()) {
    const std::size_t size = whole_characters(text, kWord);
    words += fmt::format("{}=?UTF-8?B?{}?=", words.empty() ? "" : "\r\n ", to_base64(text.substr(0, size)));
    text.remove_prefix(size);
  }
  return words;
}

std::string wrapped_base64(std::string_view text) {
  constexpr std::size_t kLine = 57;  // bytes, which become 76 characters
  std::string lines;
  for (; !text.empty(); text.remove_prefix(std::min(kLine, text.size()))) {
    lines += to_base64(text.substr(0, kLine)) + "\r\n";
  }
  return lines;
}

struct Sending {
  std::string_view left;

  static std::size_t read(char* to, std::size_t size, std::size_t count, void* self) {
    std::string_view& left = static_cast<Sending*>(self)->left;
    const std::size_t taken = std::min(left.size(), size * count);
    std::memcpy(to, left.data(), taken);
    left.remove_prefix(taken);
    return taken;
  }
};

Error mail_error(CURLcode code, const std::string& url, const char* detail) {
  const std::string what = detail[0] != '\0' ? detail : curl_easy_strerror(code);
  Error error = outside_error(fmt::format("the mail server {} didn't take the mail: {}", url, what));
  switch (code) {
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
      return std::move(error).hint("its certificate isn't trusted here; `ca` names a file of certificates that are");
    case CURLE_LOGIN_DENIED: return std::move(error).hint("look at user and login of the channel");
    case CURLE_USE_SSL_FAILED:
      return std::move(error).hint("it can't encrypt; use smtps://, or `tls = false` for a server of this machine");
    default: return std::move(error).hint("check the network, and server, from and to").retryable();
  }
}

}  // namespace

std::string mail_text(const Mail& mail, std::chrono::system_clock::time_point date, const std::string& id) {
  std::string text =
      fmt::format("Date: {}\r\nFrom: {}\r\n", utc_text(date, "%a, %d %b %Y %H:%M:%S +0000"), one_line(mail.from));
  std::string to;
  for (const std::string& address : mail.to) to += (to.empty() ? "" : ",\r\n ") + one_line(address);
  const std::string host = mail.from.substr(std::min(mail.from.find('@') + 1, mail.from.size()));
  text += fmt::format("To: {}\r\nSubject: {}\r\nMessage-ID: <{}@{}>\r\n", to, header_text(one_line(mail.subject)), id,
                      one_line(host));
  text +=
      "Auto-Submitted: auto-generated\r\nMIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\n"
      "Content-Transfer-Encoding: base64\r\n\r\n";
  return text + wrapped_base64(mail.text);
}

void send_mail(const MailServer& server, const Mail& mail) {
  [[maybe_unused]] static const CURLcode started = curl_global_init(CURL_GLOBAL_DEFAULT);
  const std::unique_ptr<CURL, void (*)(CURL*)> curl(curl_easy_init(), curl_easy_cleanup);
  if (!curl) throw std::bad_alloc();
  std::unique_ptr<curl_slist, void (*)(curl_slist*)> recipients(nullptr, curl_slist_free_all);
  for (const std::string& address : mail.to) {
    curl_slist* grown = curl_slist_append(recipients.get(), address.c_str());
    if (grown == nullptr) throw std::bad_alloc();
    static_cast<void>(recipients.release());
    recipients.reset(grown);
  }
  const auto now = std::chrono::system_clock::now();
  const std::string text = mail_text(mail, now, new_run_id());
  Sending sending{text};
  std::array<char, CURL_ERROR_SIZE> detail{};
  const auto set = [&](CURLoption option, auto value) { curl_easy_setopt(curl.get(), option, value); };
  set(CURLOPT_URL, server.url.c_str());
  set(CURLOPT_PROTOCOLS_STR, "smtp,smtps");
  set(CURLOPT_USE_SSL, static_cast<long>(server.tls ? CURLUSESSL_ALL : CURLUSESSL_NONE));
  set(CURLOPT_SSLVERSION, static_cast<long>(CURL_SSLVERSION_TLSv1_2));
  set(CURLOPT_ERRORBUFFER, detail.data());
  set(CURLOPT_NOSIGNAL, 1L);
  set(CURLOPT_CONNECTTIMEOUT_MS, kConnectMilliseconds);
  set(CURLOPT_TIMEOUT_MS, kAllMilliseconds);
  if (!server.ca.empty()) set(CURLOPT_CAINFO, server.ca.c_str());
  if (server.netrc) set(CURLOPT_NETRC, static_cast<long>(CURL_NETRC_REQUIRED));
  if (!server.user.empty()) set(CURLOPT_USERNAME, server.user.c_str());
  if (!server.password.empty()) set(CURLOPT_PASSWORD, server.password.c_str());
  set(CURLOPT_MAIL_FROM, mail.from.c_str());
  set(CURLOPT_MAIL_RCPT, recipients.get());
  set(CURLOPT_READFUNCTION, &Sending::read);
  set(CURLOPT_READDATA, &sending);
  set(CURLOPT_UPLOAD, 1L);
  LogTimer timer("smtp", server.url);
  const CURLcode code = curl_easy_perform(curl.get());
  timer.result(curl_easy_strerror(code));
  if (code != CURLE_OK) throw mail_error(code, server.url, detail.data());
}

}  // namespace rox
