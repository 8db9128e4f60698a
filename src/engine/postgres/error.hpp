// What PostgreSQL says, for people and for exit codes. No server is needed to ask: what libpq knows comes as values.
#pragma once

#include <string_view>

#include "base/error.hpp"

namespace rox {

/// The fields of an error that a server reports.
struct PgDiagnosis {
  std::string_view state;  // SQLSTATE
  std::string_view message;
  std::string_view detail{};
  std::string_view hint{};
  std::string_view position{};  // in the statement: a character's number from 1, as digits
};

/// What a statement failed of, with its place in `sql`.
Error postgres_error(const PgDiagnosis& said, std::string_view sql);

/// What a connection failed of, of which there is no SQLSTATE but libpq's text alone.
Error connection_error(std::string_view said);

}  // namespace rox
