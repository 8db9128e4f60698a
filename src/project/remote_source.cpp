#include "project/remote_source.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "base/credential.hpp"
#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/text.hpp"
#include "base/toml.hpp"
#include "project/amounts.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

constexpr std::array kTakeRules{TakeRule::still, TakeRule::done, TakeRule::checksum, TakeRule::name};
constexpr std::array kAfterLoad{AfterLoad::keep, AfterLoad::move, AfterLoad::remove};
constexpr std::array<std::string_view, 10> kSchemes{"sftp", "ftps",       "ftpes",   "https",     "s3",
                                                    "file", "postgresql", "mariadb", "sqlserver", "odbc"};
/// What else people write for them.
constexpr std::array<std::pair<std::string_view, std::string_view>, 3> kAliases{
    {{"postgres", "postgresql"}, {"mysql", "mariadb"}, {"mssql", "sqlserver"}}};

constexpr const char* kWhereSecretsAre =
    "the user's name is [source] user; the password is ROX_SOURCE_PASSWORD's, ~/.netrc's or what [source] "
    "password_command prints (a bearer token for https ROX_SOURCE_TOKEN's, S3's keys those of AWS's own chain, "
    "PostgreSQL's password PGPASSWORD's or ~/.pgpass's)";

/// "a, b or c", in quotes.
template <typename Values>
std::string choices(const Values& values) {
  std::vector<std::string> quoted;
  for (const auto value : values) quoted.push_back(fmt::format("\"{}\"", to_string(value)));
  const std::string last = quoted.back();
  quoted.pop_back();
  return fmt::format("{} or {}", join(quoted, ", "), last);
}

template <typename Values>
auto read_choice(const TomlReader& toml, std::string_view key, const Values& values) {
  const std::optional<std::string> text = toml.text(key);
  if (!text) return values.front();
  for (const auto value : values) {
    if (*text == to_string(value)) return value;
  }
  throw toml.error_at(key, fmt::format("unknown value '{}'", *text)).hint(fmt::format("use {}", choices(values)));
}

/// A share is read where it is mounted.
void refuse_host(const TomlReader& toml, RemoteSource& source) {
  if (source.host == "localhost") source.host.clear();
  if (source.host.empty() && source.port.empty()) return;
  throw toml.error_at("url", fmt::format("'{}' names a host, and file:// is for a folder of this machine", source.url))
      .hint("as in file:///mnt/erp/out/*.csv, with three '/': a share is read where it is mounted");
}

/// An address in its parts. What may be secret in it isn't repeated.
void read_url(const TomlReader& toml, RemoteSource& source) {
  const auto refused = [&](const std::string& what) { return toml.error_at("url", what); };
  const std::string url = toml.required_text("url");
  if (credential_in(url) || url.find('@') != std::string::npos) {
    throw refused("the value of 'url' may hold a user or a password, and so isn't shown").hint(kWhereSecretsAre);
  }
  if (const auto query = url.find('?'); query != std::string::npos && url.find('=', query) != std::string::npos) {
    throw refused("the value of 'url' has a query, which may be a key or a token, and so isn't shown")
        .hint(kWhereSecretsAre);
  }
  source.url = url;
  const std::size_t colon = url.find("://");
  source.scheme = to_lower(url.substr(0, colon == std::string::npos ? 0 : colon));
  for (const auto& [alias, scheme] : kAliases) {
    if (source.scheme == alias) source.scheme = scheme;
  }
  if (std::find(kSchemes.begin(), kSchemes.end(), source.scheme) == kSchemes.end()) {
    throw refused(fmt::format("'{}' is no address that rox fetches from", url))
        .hint(
            "use sftp://host/folder/*.csv, ftps:// (or ftpes://, which asks for TLS after connecting), https://, "
            "s3://bucket/prefix/, or a database: postgresql://host/database, mariadb://, sqlserver:// or "
            "odbc://data-source; a folder of this machine is `path`, or file:///folder/ where files come and go");
  }
  const std::string rest = url.substr(colon + 3);
  const std::size_t slash = std::min(rest.find('/'), rest.size());
  source.host = rest.substr(0, slash);
  const std::size_t bracket = source.host.rfind(']');
  if (const std::size_t port = source.host.rfind(':');
      port != std::string::npos && (bracket == std::string::npos || port > bracket)) {
    source.port = source.host.substr(port + 1);
    source.host.resize(port);
    unsigned number = 0;
    const auto [end, error] = std::from_chars(source.port.data(), source.port.data() + source.port.size(), number);
    if (error != std::errc{} || end != source.port.data() + source.port.size() || number == 0 || number > 65535) {
      throw refused(fmt::format("'{}' is no port", source.port)).hint("write it as host:2222");
    }
  }
  if (source.host.starts_with('[') && source.host.ends_with(']')) {
    source.host = source.host.substr(1, source.host.size() - 2);
  }
  if (source.scheme == "file") {
    refuse_host(toml, source);
  } else if (source.host.empty() && source.scheme != "postgresql") {
    throw refused(fmt::format("'{}' names no host", url)).hint("as in sftp://erp.example.com/out/*.csv");
  }
  const std::string path = slash < rest.size() ? rest.substr(slash + 1) : "";
  const std::size_t last = source.is_database() ? std::string::npos : path.rfind('/');
  source.folder =
      percent_decode(source.is_database() ? path : path.substr(0, last == std::string::npos ? 0 : last + 1), false);
  if (!source.is_database()) source.pattern = path.substr(last == std::string::npos ? 0 : last + 1);
  if (source.pattern.find_first_of("*?#") == std::string::npos) source.pattern = percent_decode(source.pattern, false);
  if (source.folder.find_first_of("*?") != std::string::npos) {
    throw refused(fmt::format("'{}' has a pattern for a folder", url))
        .hint("only the last part of an address is a pattern; [source] recursive = true reads the folders below");
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7f; };
  const std::string all = source.host + source.folder + source.pattern;
  if (std::any_of(all.begin(), all.end(), is_control)) throw refused("the address has control characters in it");
  if (source.host.starts_with('-')) throw refused("no host's name begins with '-'");
}

fs::path read_path(const TomlReader& toml, std::string_view key, const fs::path& root) {
  const std::optional<std::string> text = toml.text(key);
  return text ? (root / *text).lexically_normal() : fs::path();
}

void read_command(const TomlReader& toml, RemoteSource& source) {
  source.password_command = toml.texts("password_command").value_or(std::vector<std::string>{});
  if (toml.is_text("password_command")) source.password_command = {"sh", "-c", source.password_command.front()};
}

/// "Key=Value" each. Who logs in is said elsewhere.
void read_driver(const TomlReader& toml, RemoteSource& source) {
  source.driver = toml.text("driver").value_or("");
  source.driver_options = toml.texts("driver_options").value_or(std::vector<std::string>{});
  for (const char* key : {"driver", "driver_options"}) {
    if (toml.has(key) && !source.is_odbc()) {
      throw toml.error_at(key, fmt::format("'{}' is for databases by ODBC: mariadb://, sqlserver://, odbc://", key));
    }
  }
  for (const std::string& option : source.driver_options) {
    const std::size_t equals = option.find('=');
    const std::string key = to_lower(trim(option.substr(0, equals)));
    if (names_secret(key) || key.ends_with("pwd") || key == "uid" || key == "user" ||
        credential_in(option.substr(std::min(option.size(), equals + 1)))) {
      throw toml.error_at("driver_options", "an option looks like a user or a password, and so isn't shown")
          .hint(kWhereSecretsAre);
    }
    if (equals == std::string::npos || key.empty() || option.find_first_of(";{}") != std::string::npos) {
      throw toml.error_at("driver_options", fmt::format("'{}' is no option of a driver", option))
          .hint("as in driver_options = [\"TDS_Version=7.3\"], one each");
    }
  }
  if (source.scheme == "mariadb" && source.folder.empty()) {
    throw toml.error_at("url", "the address names no database").hint("as in mariadb://erp.example.com/erp");
  }
  if (source.is_odbc() && source.scheme != "mariadb" && !source.ca.empty()) {
    throw toml.error_at("ca", "this driver takes no file of certificates from rox")
        .hint("it has settings of its own: \"ca file\" in freetds.conf, driver_options, or the data source's entry");
  }
}

void read_limits(const TomlReader& toml, RemoteSource& source) {
  source.connections = static_cast<unsigned>(toml.number("connections", 64).value_or(source.connections));
  if (source.connections == 0) throw toml.error_at("connections", "nothing comes over no connection: 1 or more");
  source.bandwidth = read_bytes(toml, "bandwidth", "data a second").value_or(source.bandwidth);
  source.max_file = read_bytes(toml, "max_file", "data").value_or(source.max_file);
  source.max_files = toml.number("max_files", 10'000'000).value_or(source.max_files);
}

void require_possible(const TomlReader& toml, const RemoteSource& source) {
  const bool changes_there = source.after_load != AfterLoad::keep;
  if (changes_there && (source.scheme == "https" || source.is_database())) {
    throw toml.error_at("after_load", fmt::format("rox only reads over {}", source.scheme)).hint("use \"keep\"");
  }
  if (source.after_load == AfterLoad::move &&
      (source.moved_to.empty() || source.moved_to.find('/') != std::string::npos || source.moved_to.starts_with('.'))) {
    throw toml.error_at("moved_to", fmt::format("'{}' is no name of a folder", source.moved_to))
        .hint("it lies in the url's own folder, as in moved_to = \"loaded\"");
  }
  if (source.user.find_first_of("@:") != std::string::npos) {
    throw toml.error_at("user", "the value of 'user' looks like more than a user, and so isn't shown")
        .hint(kWhereSecretsAre);
  }
  if (source.done.empty()) throw toml.error_at("done", "it is what a companion's name ends with, as in \".done\"");
}

}  // namespace

std::string_view to_string(TakeRule rule) {
  switch (rule) {
    case TakeRule::still: return "still";
    case TakeRule::done: return "done";
    case TakeRule::checksum: return "checksum";
    case TakeRule::name: return "name";
  }
  return "";
}

std::string_view to_string(AfterLoad what) {
  switch (what) {
    case AfterLoad::keep: return "keep";
    case AfterLoad::move: return "move";
    case AfterLoad::remove: return "delete";
  }
  return "";
}

const std::vector<std::string>& remote_keys() {
  static const std::vector<std::string> kKeys{"url",
                                              "user",
                                              "identity",
                                              "known_hosts",
                                              "ca",
                                              "password_command",
                                              "index",
                                              "region",
                                              "profile",
                                              "endpoint",
                                              "tables",
                                              "driver",
                                              "driver_options",
                                              "take",
                                              "still",
                                              "done",
                                              "unfinished",
                                              "after_load",
                                              "moved_to",
                                              "gone",
                                              "connections",
                                              "bandwidth",
                                              "max_file",
                                              "max_files"};
  return kKeys;
}

std::optional<RemoteSource> read_remote_source(const TomlReader& toml, const fs::path& root) {
  if (!toml.has("url")) {
    for (const std::string& key : remote_keys()) {
      if (toml.has(key))
        throw toml.error_at(key, fmt::format("'{}' is for exports elsewhere, and there is no url", key));
    }
    return std::nullopt;
  }
  RemoteSource source;
  read_url(toml, source);
  source.user = toml.text("user").value_or("");
  source.identity = read_path(toml, "identity", root);
  source.known_hosts = read_path(toml, "known_hosts", root);
  source.ca = read_path(toml, "ca", root);
  read_command(toml, source);
  source.index = toml.text("index").value_or("");
  source.region = toml.text("region").value_or("");
  source.profile = toml.text("profile").value_or("");
  source.endpoint = toml.text("endpoint").value_or("");
  source.tables = toml.texts("tables").value_or(std::vector<std::string>{});
  read_driver(toml, source);
  source.take = read_choice(toml, "take", kTakeRules);
  source.still_seconds = static_cast<unsigned>(toml.number("still", 86'400).value_or(source.still_seconds));
  source.done = toml.text("done").value_or(source.done);
  source.unfinished = toml.texts("unfinished").value_or(source.unfinished);
  source.after_load = read_choice(toml, "after_load", kAfterLoad);
  source.moved_to = toml.text("moved_to").value_or(source.moved_to);
  const std::string gone = toml.text("gone").value_or("keep");
  source.drops_gone = gone == "drop";
  if (gone != "keep" && gone != "drop") {
    throw toml.error_at("gone", fmt::format("unknown value '{}'", gone))
        .hint(
            "use \"keep\" (what was fetched stays, though it is gone there) or \"drop\" (the mirror is as the folder)");
  }
  read_limits(toml, source);
  require_possible(toml, source);
  return source;
}

std::string remote_source_text(const RemoteSource& source, const fs::path& root) {
  const RemoteSource usual;
  std::string out = fmt::format("url = {}  # what is there is mirrored into .rox/inbox\n", toml_quote(source.url));
  const auto put = [&](std::string_view key, const std::string& value, const std::string& otherwise = {}) {
    if (value != otherwise) out += fmt::format("{} = {}\n", key, toml_quote(value));
  };
  const auto put_list = [&](std::string_view key, const std::vector<std::string>& values,
                            const std::vector<std::string>& otherwise = {}) {
    if (values != otherwise) out += fmt::format("{} = {}\n", key, toml_array(values));
  };
  const auto put_number = [&](std::string_view key, std::uint64_t value, std::uint64_t otherwise) {
    if (value != otherwise) out += fmt::format("{} = {}\n", key, value);
  };
  const auto put_path = [&](std::string_view key, const fs::path& path) {
    if (!path.empty()) put(key, path_text(path, root));
  };
  put("user", source.user);
  put_path("identity", source.identity);
  put_path("known_hosts", source.known_hosts);
  put_path("ca", source.ca);
  put_list("password_command", source.password_command);
  put("index", source.index);
  put("region", source.region);
  put("profile", source.profile);
  put("endpoint", source.endpoint);
  put_list("tables", source.tables);
  put("driver", source.driver);
  put_list("driver_options", source.driver_options);
  put("take", std::string(to_string(source.take)), std::string(to_string(usual.take)));
  put_number("still", source.still_seconds, usual.still_seconds);
  put("done", source.done, usual.done);
  put_list("unfinished", source.unfinished, usual.unfinished);
  put("after_load", std::string(to_string(source.after_load)), std::string(to_string(usual.after_load)));
  put("moved_to", source.moved_to, usual.moved_to);
  if (source.drops_gone) put("gone", "drop");
  put_number("connections", source.connections, usual.connections);
  if (source.bandwidth != 0) put("bandwidth", bytes_text(source.bandwidth));
  if (source.max_file != usual.max_file) put("max_file", bytes_text(source.max_file));
  put_number("max_files", source.max_files, usual.max_files);
  return out;
}

}  // namespace rox
