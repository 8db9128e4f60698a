#include "inbox/odbc/handle.hpp"

#include <sqlucode.h>

#include <array>
#include <bit>
#include <new>
#include <utility>

#include "base/log.hpp"
#include "base/stop.hpp"
#include "base/text.hpp"
#include "inbox/odbc/error.hpp"
#include "source/encoding.hpp"

namespace rox {
namespace {

static_assert(sizeof(SQLWCHAR) == 2, "unixODBC's texts are UTF-16");
static_assert(std::endian::native == std::endian::little);

constexpr SQLULEN kLoginSeconds = 10;
constexpr std::size_t kPiece = std::size_t{64} << 10;
/// No name in a catalogue is so long.
constexpr std::uint64_t kMostName = 1 << 20;

std::string narrow(const SQLWCHAR* text, std::size_t bytes) {
  std::string out;
  append_wide(std::string_view(reinterpret_cast<const char*>(text), bytes), out);
  return out;
}

std::vector<OdbcDiagnosis> diagnoses(SQLSMALLINT type, SQLHANDLE handle) {
  std::vector<OdbcDiagnosis> said;
  std::array<SQLWCHAR, 6> state{};
  std::array<SQLWCHAR, 2048> text{};
  SQLINTEGER native = 0;
  SQLSMALLINT size = 0;
  for (SQLSMALLINT record = 1; record < 10; ++record) {
    const SQLRETURN code = SQLGetDiagRecW(type, handle, record, state.data(), &native, text.data(),
                                          static_cast<SQLSMALLINT>(text.size()), &size);
    if (!SQL_SUCCEEDED(code)) break;
    const std::size_t kept = std::min<std::size_t>(static_cast<std::size_t>(size), text.size() - 1);
    said.push_back({narrow(state.data(), 10), native, narrow(text.data(), kept * 2)});
  }
  return said;
}

}  // namespace

SQLPOINTER by_value(SQLULEN value) { return std::bit_cast<SQLPOINTER>(value); }

std::vector<SQLWCHAR> wide_text(std::string_view text) {
  if (!valid_utf8(text)) {
    throw usage_error("what the ODBC driver has to be told isn't UTF-8, and so isn't shown")
        .hint("it is a name in [source], or the password");
  }
  std::vector<SQLWCHAR> wide;
  wide.reserve(text.size());
  for (std::size_t i = 0; i < text.size();) {
    const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(text[at]); };
    const unsigned lead = byte(i);
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t c = size == 1 ? lead : lead & (0x7FU >> size);
    for (std::size_t k = 1; k < size; ++k) c = c << 6U | (byte(i + k) & 0x3FU);
    i += size;
    if (c >= 0x10000) {
      c -= 0x10000;
      wide.push_back(static_cast<SQLWCHAR>(0xD800 + (c >> 10U)));
      c = 0xDC00 + (c & 0x3FFU);
    }
    wide.push_back(static_cast<SQLWCHAR>(c));
  }
  return wide;
}

void append_wide(std::string_view bytes, std::string& out) {
  // Half a pair at the end is taken for one that stays alone.
  const std::size_t used = append_as_utf8(bytes, Encoding::utf16le, out);
  if (used + 2 <= bytes.size())
    append_as_utf8(std::string(bytes.substr(used, 2)) + std::string(2, '\0'), Encoding::utf16le, out);
}

OdbcEnvironment::OdbcEnvironment() {
  if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &handle_))) throw std::bad_alloc();
  SQLSetEnvAttr(handle_, SQL_ATTR_ODBC_VERSION, by_value(SQL_OV_ODBC3), 0);
}

OdbcEnvironment::~OdbcEnvironment() { SQLFreeHandle(SQL_HANDLE_ENV, handle_); }

OdbcConnection::OdbcConnection(Address address, std::stop_token stop)
    : address_(std::move(address)), stop_(std::move(stop)) {
  throw_if_stopped(stop_);
  if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, environment_.get(), &handle_))) throw std::bad_alloc();
  // What a driver doesn't know of these it does without.
  SQLSetConnectAttrW(handle_, SQL_ATTR_LOGIN_TIMEOUT, by_value(kLoginSeconds), SQL_IS_UINTEGER);
  SQLSetConnectAttrW(handle_, SQL_ATTR_ACCESS_MODE, by_value(SQL_MODE_READ_ONLY), SQL_IS_UINTEGER);
  const LogTimer timer("odbc", "connect to " + address_.where);
  std::vector<SQLWCHAR> settings = wide_text(address_.settings);
  const SQLRETURN code = SQLDriverConnectW(handle_, nullptr, settings.data(), static_cast<SQLSMALLINT>(settings.size()),
                                           nullptr, 0, nullptr, SQL_DRIVER_NOPROMPT);
  if (SQL_SUCCEEDED(code)) {
    connected_ = true;
    return;
  }
  Error failed = error(SQL_HANDLE_DBC, handle_);
  SQLFreeHandle(SQL_HANDLE_DBC, handle_);
  throw failed;
}

OdbcConnection::~OdbcConnection() {
  if (connected_) {
    SQLEndTran(SQL_HANDLE_DBC, handle_, SQL_ROLLBACK);
    SQLDisconnect(handle_);
  }
  SQLFreeHandle(SQL_HANDLE_DBC, handle_);
}

std::string OdbcConnection::info(SQLUSMALLINT what) const {
  std::array<SQLWCHAR, 512> text{};
  SQLSMALLINT bytes = 0;
  if (!SQL_SUCCEEDED(SQLGetInfoW(handle_, what, text.data(), sizeof text, &bytes))) return "";
  return narrow(text.data(), std::min<std::size_t>(static_cast<std::size_t>(bytes), sizeof text - 2));
}

std::string OdbcConnection::database() const {
  std::array<SQLWCHAR, 512> text{};
  SQLINTEGER bytes = 0;
  if (!SQL_SUCCEEDED(SQLGetConnectAttrW(handle_, SQL_ATTR_CURRENT_CATALOG, text.data(), sizeof text, &bytes)))
    return "";
  return narrow(text.data(), std::min<std::size_t>(static_cast<std::size_t>(bytes), sizeof text - 2));
}

void OdbcConnection::begin_transaction() {
  const SQLRETURN code =
      SQLSetConnectAttrW(handle_, SQL_ATTR_AUTOCOMMIT, by_value(SQL_AUTOCOMMIT_OFF), SQL_IS_UINTEGER);
  if (!SQL_SUCCEEDED(code)) throw error(SQL_HANDLE_DBC, handle_);
}

Error OdbcConnection::error(SQLSMALLINT type, SQLHANDLE handle) const {
  if (stop_.stop_requested()) return interrupted_error();
  return odbc_error(diagnoses(type, handle), address_.secrets).at(address_.where);
}

OdbcStatement::OdbcStatement(const OdbcConnection& connection) : connection_(connection) {
  if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, connection.get(), &handle_))) {
    throw connection.error(SQL_HANDLE_DBC, connection.get());
  }
  cancel_.emplace(connection.stop(), [this] {
    if (waits_) SQLCancel(handle_);
  });
}

OdbcStatement::~OdbcStatement() {
  cancel_.reset();
  SQLFreeHandle(SQL_HANDLE_STMT, handle_);
}

void OdbcStatement::check(SQLRETURN code) const {
  if (!SQL_SUCCEEDED(code)) throw connection_.error(SQL_HANDLE_STMT, handle_);
}

SQLRETURN OdbcStatement::wait(const std::function<SQLRETURN()>& call) {
  throw_if_stopped(connection_.stop());
  waits_ = true;
  const SQLRETURN code = call();
  waits_ = false;
  return code;
}

void OdbcStatement::execute(const std::string& sql) {
  const LogTimer timer("odbc", sql);
  std::vector<SQLWCHAR> wide = wide_text(sql);
  const SQLRETURN code =
      wait([&] { return SQLExecDirectW(handle_, wide.data(), static_cast<SQLINTEGER>(wide.size())); });
  if (code != SQL_NO_DATA) check(code);
}

bool OdbcStatement::fetch() {
  const SQLRETURN code = wait([&] { return SQLFetch(handle_); });
  if (code == SQL_NO_DATA) return false;
  check(code);
  return true;
}

std::optional<std::string> OdbcStatement::bytes(SQLUSMALLINT column, SQLSMALLINT c_type, std::uint64_t most) {
  std::string all;
  std::vector<char> piece(kPiece);
  const std::size_t end = c_type == SQL_C_WCHAR ? sizeof(SQLWCHAR) : 0;  // what ends a text takes room, too
  for (;;) {
    SQLLEN size = 0;
    const SQLRETURN code = wait(
        [&] { return SQLGetData(handle_, column, c_type, piece.data(), static_cast<SQLLEN>(piece.size()), &size); });
    if (code == SQL_NO_DATA) return all;
    check(code);
    if (size == SQL_NULL_DATA) return std::nullopt;
    const std::size_t room = piece.size() - end;
    const bool is_cut = size == SQL_NO_TOTAL || static_cast<std::size_t>(size) > room;
    all.append(piece.data(), is_cut ? room : static_cast<std::size_t>(size));
    if (all.size() > most) {
      throw usage_error("a value is larger than [source] max_file allows")
          .at(connection_.where())
          .hint("raise max_file, or leave the table out of [source] tables");
    }
    if (!is_cut) return all;
  }
}

std::optional<std::string> OdbcStatement::text(SQLUSMALLINT column) {
  const std::optional<std::string> wide = bytes(column, SQL_C_WCHAR, kMostName);
  if (!wide) return std::nullopt;
  std::string out;
  append_wide(*wide, out);
  return out;
}

SQLUSMALLINT OdbcStatement::columns() const {
  SQLSMALLINT count = 0;
  check(SQLNumResultCols(handle_, &count));
  return static_cast<SQLUSMALLINT>(count);
}

}  // namespace rox
