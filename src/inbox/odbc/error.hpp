// What an ODBC driver says of a failure, for people and for exit codes. No server is needed to ask.
#pragma once

#include <string>
#include <vector>

#include "base/error.hpp"

namespace rox {

/// One of a driver's diagnostic records.
struct OdbcDiagnosis {
  std::string state;  // SQLSTATE
  long native = 0;    // the server's own number
  std::string text;
};

/// The first record says what happened. Drivers put into their texts what they were told, so `secrets` are taken out,
/// and so is whatever follows PWD= or PASSWORD=.
Error odbc_error(const std::vector<OdbcDiagnosis>& said, const std::vector<std::string>& secrets);

/// A driver's text without the names of those who passed it on ("[unixODBC][Driver Manager]"), and without secrets.
std::string plain_odbc_text(const std::string& text, const std::vector<std::string>& secrets);

}  // namespace rox
