// [source] url: exports that lie elsewhere. What is there is mirrored into .rox/inbox (inbox/fetch.hpp), which the rest
// of rox reads as any folder.
//
//     [source]
//     url = "sftp://erp.example.com/out/*.csv.gz"   # or ftps://, ftpes://, https://, s3://bucket/prefix/, a folder of
//                                          # this machine (file:///mnt/erp/out/), or a database:
//                                          # postgresql://host/database, mariadb://, sqlserver://, odbc://DATA-SOURCE
//     user = "rox"
//     known_hosts = "known_hosts"          # sftp; else as ssh finds them, and so are keys: identity = "…" names one
//     ca = "ca.pem"                        # ftps, https and databases: certificates to trust besides none else
//     password_command = "pass show erp"   # prints the password, where it isn't in ROX_SOURCE_PASSWORD or ~/.netrc
//     index = "files.txt"                  # https: what lists the files; else the folder's own page does
//     region = "eu-central-1"              # s3; and profile, endpoint
//     tables = ["sales.*"]                 # databases
//     driver = "FreeTDS"                   # databases by ODBC; else one that is installed for that kind of server
//     driver_options = ["TDS_Version=7.3"] # what else that driver is told
//     take = "still"                # or done, checksum, name: how a file shows that it is complete
//     still = 10                    # seconds in which neither its size nor its time changes
//     done = ".done"                # what the companion of a complete file is called besides
//     unfinished = ["*.part"]       # names of files that are still written
//     after_load = "keep"           # or move, delete: what becomes of a file there once it is published
//     moved_to = "loaded"           # the folder that move moves to
//     gone = "keep"                 # or drop: whether the mirror forgets what is there no more
//     connections = 4
//     bandwidth = "10MB"            # a second, of all together
//     max_file = "20GB"
//     max_files = 100000
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

class TomlReader;

/// How a file shows that all of it is there.
enum class TakeRule {
  still,     // its size and time stay the same for a while
  done,      // another file says so
  checksum,  // another file has its sum, and it is right
  name,      // it is called so: files are renamed when they are written
};

enum class AfterLoad { keep, move, remove };

std::string_view to_string(TakeRule rule);
std::string_view to_string(AfterLoad what);

struct RemoteSource {
  std::string url;      // as rox.toml says it
  std::string scheme;   // sftp, ftps, ftpes, https, s3, file, postgresql, mariadb, sqlserver or odbc
  std::string host;     // or the bucket, or ODBC's data source; empty: this machine
  std::string port;     // may be empty
  std::string folder;   // not encoded; empty or ends with '/'. Of databases: their name
  std::string pattern;  // a glob over the files' own names
  std::string user;
  std::filesystem::path identity;     // absolute, or empty
  std::filesystem::path known_hosts;  // likewise
  std::filesystem::path ca;           // likewise
  std::vector<std::string> password_command;
  std::string index;
  std::string region;
  std::string profile;
  std::string endpoint;             // of an S3-compatible store
  std::vector<std::string> tables;  // globs over schema.table
  std::string driver;               // ODBC's; empty: one that is installed for the scheme
  std::vector<std::string> driver_options;
  TakeRule take = TakeRule::still;
  unsigned still_seconds = 10;
  std::string done = ".done";
  std::vector<std::string> unfinished{"*.part", "*.partial", "*.filepart", "*.tmp", "*.temp", "*.crdownload"};
  AfterLoad after_load = AfterLoad::keep;
  std::string moved_to = "loaded";
  bool drops_gone = false;
  unsigned connections = 4;
  std::uint64_t bandwidth = 0;  // bytes a second; 0: as fast as it goes
  std::uint64_t max_file = std::uint64_t{64} << 30;
  std::uint64_t max_files = 100'000;

  bool is_odbc() const { return scheme == "mariadb" || scheme == "sqlserver" || scheme == "odbc"; }
  bool is_database() const { return is_odbc() || scheme == "postgresql"; }
  bool operator==(const RemoteSource&) const = default;
};

/// The keys of [source] that are about it.
const std::vector<std::string>& remote_keys();

/// Nothing without `url`. Throws usage_error for an address that can't be one, that may hold a credential (which isn't
/// shown), and for settings that don't go together.
std::optional<RemoteSource> read_remote_source(const TomlReader& toml, const std::filesystem::path& root);

/// The lines of rox.toml that say it, without what is a default.
std::string remote_source_text(const RemoteSource& source, const std::filesystem::path& root);

}  // namespace rox
