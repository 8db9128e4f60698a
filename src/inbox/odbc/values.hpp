// What a database's value is as an export says it. Pure, so that it is tested without a server.
#pragma once

#include <string>
#include <string_view>

#include "inbox/catalogue.hpp"

namespace rox {

/// How a column is asked for and written.
enum class OdbcValue { text, number, moment, boolean, single_float, double_float, binary, guid };

OdbcValue odbc_value(const CatalogueColumn& column);

/// ".5" and "-.5" with the zero before the point, which some drivers leave out.
std::string odbc_number(std::string_view text);

/// A date or a time without zeros at the end of its fraction, nor a blank before an offset from UTC:
/// "2026-01-02 03:04:05.5000000 +02:00" is "2026-01-02 03:04:05.5+02:00".
std::string odbc_moment(std::string_view text);

/// As PostgreSQL writes bytes: "\x00ff".
std::string odbc_bytes(std::string_view bytes);

/// The shortest text that is read as the same number.
std::string odbc_float(float value);
std::string odbc_float(double value);

}  // namespace rox
