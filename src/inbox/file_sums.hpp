// What a fetched file is known by, in one reading.
#pragma once

#include <filesystem>
#include <string>

namespace rox {

struct FileSums {
  std::string sha256;  // its place in the mirror
  std::string xxh3;    // as a load notes it (rox.files)
  std::string asked;   // of the algorithm that was asked for
};

/// `algorithm`: also "md5", "sha1" or "sha512"; empty: none.
FileSums sums_of(const std::filesystem::path& file, const std::string& algorithm = {});

/// The sum in the text of a companion, as sha256sum and its like write it (or as BSD does), in lower case; empty if
/// there is none of that many digits.
std::string sum_in(const std::string& text, std::size_t digits);

}  // namespace rox
