// What FTP servers answer when they are asked for a folder.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

struct FtpEntry {
  std::string name;
  std::uint64_t bytes = 0;
  std::string version;  // its time, as the server says it
  bool is_folder = false;
  bool is_plain = true;
  bool sized = true;

  bool operator==(const FtpEntry&) const = default;
};

/// MLSD (RFC 3659): "type=file;size=12;modify=20261130112233; name", a line each. Lines of another shape are passed
/// over.
std::vector<FtpEntry> parse_mlsd(std::string_view text);

/// LIST, as Unix ("-rw-r--r-- 1 erp erp 12 Nov 30 11:22 name") and Windows ("11-30-26 11:22AM 12 name") have it. Its
/// times have no seconds. Lines of another shape are passed over.
std::vector<FtpEntry> parse_ftp_list(std::string_view text);

}  // namespace rox
