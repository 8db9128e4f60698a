#include "cli/version.hpp"

#include <archive.h>
#include <cairo.h>
#include <curl/curl.h>
#include <expat.h>
#include <fmt/format.h>
#include <libpq-fe.h>
#include <libxml/parser.h>
#include <openssl/crypto.h>
#include <tbb/version.h>
#include <zlib.h>

#include <charconv>
#include <nlohmann/json.hpp>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.hpp"
#include "engine/duckdb/duckdb.hpp"

// Made by CMake.
#include "commit.hpp"

namespace rox {
namespace {

std::vector<std::pair<std::string, std::string>> libraries() {
  const int postgres = ::PQlibVersion();
  const XML_Expat_Version expat = ::XML_ExpatVersionInfo();
  const std::string_view xml_digits = xmlParserVersion;  // "20914"
  int xml = 0;
  std::from_chars(xml_digits.data(), xml_digits.data() + xml_digits.size(), xml);
  const std::string archive = ::archive_version_string();  // "libarchive 3.6.2"
  return {{"DuckDB", duckdb_version()},
          {"libpq", fmt::format("{}.{}", postgres / 10000, postgres % 10000)},
          {"libcurl", ::curl_version_info(CURLVERSION_NOW)->version},
          {"OpenSSL", ::OpenSSL_version(OPENSSL_VERSION_STRING)},
          {"libarchive", archive.substr(archive.find(' ') + 1)},
          {"zlib", ::zlibVersion()},
          {"libxml2", fmt::format("{}.{}.{}", xml / 10000, xml / 100 % 100, xml % 100)},
          {"Expat", fmt::format("{}.{}.{}", expat.major, expat.minor, expat.micro)},
          {"Cairo", ::cairo_version_string()},
          {"oneTBB", ::TBB_runtime_version()}};
}

}  // namespace

std::string version_text() {
  std::vector<std::string> parts;
  for (const auto& [name, version] : libraries()) parts.push_back(fmt::format("{} {}", name, version));
  const std::string commit = *kCommit == '\0' ? "" : fmt::format(" (commit {})", kCommit);
  return fmt::format("rox {}{}\n{}\n", ROX_VERSION, commit, join(parts, ", "));
}

nlohmann::ordered_json version_json() {
  nlohmann::ordered_json of = nlohmann::ordered_json::object();
  for (const auto& [name, version] : libraries()) of[name] = version;
  return {{"rox", ROX_VERSION}, {"commit", kCommit}, {"libraries", std::move(of)}};
}

}  // namespace rox
