// Whatever a far side lists: it is read without a bug, and what is made of it is a path below the mirror or refused.
#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "inbox/arrival_name.hpp"
#include "inbox/file_sums.hpp"
#include "inbox/ftp_listing.hpp"
#include "inbox/password.hpp"
#include "inbox/web_index.hpp"
#include "require.hpp"

namespace rox {
namespace {

void check_name(const std::string& name) {
  if (arrival_name_problem(name)) {
    REQUIRE(shown_name(name).find('\n') == std::string::npos);
    return;
  }
  REQUIRE(shown_name(name) == name);
  const std::filesystem::path folder = "/mirror/exports";
  const std::filesystem::path place = (folder / name).lexically_normal();
  REQUIRE(place.string().starts_with("/mirror/exports/"));
  REQUIRE(place.lexically_relative(folder) == name);
}

void check_page(std::string_view text, std::string_view type) {
  try {
    for (const WebEntry& entry : parse_web_index(text, type, "https://host/out/")) check_name(entry.name);
  } catch (const Error&) {
  }
}

}  // namespace
}  // namespace rox

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace rox;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  check_name(std::string(text));
  for (const FtpEntry& entry : parse_mlsd(text)) check_name(entry.name);
  for (const FtpEntry& entry : parse_ftp_list(text)) check_name(entry.name);
  for (const char* type : {"text/html", "text/plain", "application/json"}) check_page(text, type);
  static_cast<void>(netrc_login(text, "host", ""));
  const std::string sum = sum_in(std::string(text), 32);
  REQUIRE(sum.empty() || sum.size() == 32);
  return 0;
}
