// ODBC's handles by RAII, for what is in this folder only. Its errors become rox::Error in one place (odbc_error).
//
// Texts go to the driver and come from it in UTF-16, which every driver means alike; what "char" is depends on the
// driver and the locale.
#pragma once

#include <sql.h>
#include <sqlext.h>

#include <atomic>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.hpp"

namespace rox {

class OdbcEnvironment {
 public:
  OdbcEnvironment();
  ~OdbcEnvironment();
  OdbcEnvironment(const OdbcEnvironment&) = delete;
  OdbcEnvironment& operator=(const OdbcEnvironment&) = delete;
  SQLHENV get() const { return handle_; }

 private:
  SQLHENV handle_ = nullptr;
};

/// An attribute's value, which ODBC has in a pointer.
SQLPOINTER by_value(SQLULEN value);

/// A text as drivers take it. Throws usage_error for what isn't UTF-8, without showing it.
std::vector<SQLWCHAR> wide_text(std::string_view text);
/// UTF-16 of this machine's byte order, appended as UTF-8. A lone surrogate becomes what valid_utf8 refuses.
void append_wide(std::string_view bytes, std::string& out);

/// One connection, used by one thread at a time.
class OdbcConnection {
 public:
  struct Address {
    std::string settings;              // what SQLDriverConnect takes
    std::string where;                 // for messages
    std::vector<std::string> secrets;  // that no message may have
  };

  OdbcConnection(Address address, std::stop_token stop);
  /// What a transaction did is undone.
  ~OdbcConnection();
  OdbcConnection(const OdbcConnection&) = delete;
  OdbcConnection& operator=(const OdbcConnection&) = delete;

  SQLHDBC get() const { return handle_; }
  const std::string& where() const { return address_.where; }
  const std::stop_token& stop() const { return stop_; }

  /// SQLGetInfo; empty if the driver doesn't say.
  std::string info(SQLUSMALLINT what) const;
  /// The database that names without one are of.
  std::string database() const;
  /// All that is executed from now on is one transaction.
  void begin_transaction();
  /// interrupted_error() if that is why.
  Error error(SQLSMALLINT type, SQLHANDLE handle) const;

 private:
  const OdbcEnvironment environment_;
  const Address address_;
  const std::stop_token stop_;
  SQLHDBC handle_ = nullptr;
  bool connected_ = false;
};

/// A statement and its rows. `stop` of its connection ends what it waits for, where the driver can.
class OdbcStatement {
 public:
  explicit OdbcStatement(const OdbcConnection& connection);
  ~OdbcStatement();
  OdbcStatement(const OdbcStatement&) = delete;
  OdbcStatement& operator=(const OdbcStatement&) = delete;

  SQLHSTMT get() const { return handle_; }
  const OdbcConnection& connection() const { return connection_; }
  /// Throws what the driver says of a call that failed.
  void check(SQLRETURN code) const;
  /// Makes a call that may wait for the server.
  SQLRETURN wait(const std::function<SQLRETURN()>& call);

  void execute(const std::string& sql);
  /// The next row, or the next rows where several are bound; false after the last one.
  bool fetch();
  /// A value of the row that fetch() is at, piece by piece. Columns have to be asked in their order. Nothing: NULL.
  /// Throws if it has more than `most` bytes.
  std::optional<std::string> bytes(SQLUSMALLINT column, SQLSMALLINT c_type, std::uint64_t most);
  /// The same as text.
  std::optional<std::string> text(SQLUSMALLINT column);
  SQLUSMALLINT columns() const;

 private:
  const OdbcConnection& connection_;
  SQLHSTMT handle_ = nullptr;
  std::atomic<bool> waits_ = false;
  std::optional<std::stop_callback<std::function<void()>>> cancel_;
};

}  // namespace rox
