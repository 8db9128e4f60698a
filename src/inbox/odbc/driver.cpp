#include "inbox/odbc/driver.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/error.hpp"
#include "base/text.hpp"
#include "inbox/odbc/handle.hpp"

namespace rox {
namespace {

/// How long a server may be silent before its connection is given up, in seconds. What a view takes is silence, too.
constexpr int kPatience = 600;

struct OdbcKind {
  std::string_view scheme;
  std::string_view package;               // of Debian
  std::array<std::string_view, 3> names;  // what drivers for it are called, the best one first
};

constexpr std::array kKinds{
    OdbcKind{"mariadb", "odbc-mariadb", {"MariaDB Unicode", "MariaDB*", "MySQL*Unicode*"}},
    OdbcKind{"sqlserver", "tdsodbc", {"FreeTDS", "ODBC Driver * for SQL Server", "FreeTDS*"}},
};

bool is_free_tds(std::string_view driver) {
  return to_lower(driver).find("freetds") != std::string::npos || driver.find("tdsodbc") != std::string::npos;
}

/// A value may have anything in it within braces, of which a closing one counts double. Some drivers know them only
/// where they are needed; FreeTDS takes them literally up to the last one, so it can't be told everything.
std::string setting(std::string_view value, bool counts_double) {
  if (value.find_first_of(" []{}(),;?*=!@") == std::string_view::npos) return std::string(value);
  if (!counts_double && value.find("};") != std::string_view::npos) {
    throw usage_error("FreeTDS can't be told a value with '};' in it, and it isn't shown")
        .hint("it is the password, or a name in [source]; another driver can: [source] driver names it");
  }
  std::string out = "{";
  for (const char c : value) {
    if (c == '}' && counts_double) out += '}';
    out += c;
  }
  return out + "}";
}

class ConnectionString {
 public:
  ConnectionString(const RemoteSource& source, std::string_view driver)
      : source_(source), counts_double_(!is_free_tds(driver)) {}

  void put(std::string_view key, std::string_view value) {
    if (!value.empty()) text_ += fmt::format("{}={};", key, setting(value, counts_double_));
  }
  /// Unless driver_options has another.
  void put_usual(std::string_view key, std::string_view value) {
    const bool said =
        std::any_of(source_.driver_options.begin(), source_.driver_options.end(), [&](const auto& option) {
          return equals_ignore_case(trim(std::string_view(option).substr(0, option.find('='))), key);
        });
    if (!said) put(key, value);
  }
  void put_options() {
    for (const std::string& option : source_.driver_options) {
      const std::size_t equals = option.find('=');
      put(trim(std::string_view(option).substr(0, equals)), trim(std::string_view(option).substr(equals + 1)));
    }
  }
  std::string take() { return std::move(text_); }

 private:
  const RemoteSource& source_;
  const bool counts_double_;
  std::string text_;
};

/// Microsoft's own driver has the port within the server's name.
bool is_microsofts(std::string_view driver) { return glob_match("ODBC Driver * for SQL Server", driver); }

}  // namespace

std::vector<std::string> installed_odbc_drivers() {
  const OdbcEnvironment environment;
  std::vector<std::string> names;
  std::array<SQLCHAR, 256> name{};
  std::array<SQLCHAR, 1024> attributes{};
  SQLSMALLINT size = 0;
  SQLUSMALLINT direction = SQL_FETCH_FIRST;
  while (SQL_SUCCEEDED(SQLDrivers(environment.get(), direction, name.data(), static_cast<SQLSMALLINT>(name.size()),
                                  &size, attributes.data(), static_cast<SQLSMALLINT>(attributes.size()), nullptr))) {
    names.emplace_back(reinterpret_cast<const char*>(name.data()));
    direction = SQL_FETCH_NEXT;
  }
  std::sort(names.begin(), names.end());
  return names;
}

std::string choose_odbc_driver(const RemoteSource& source, const std::vector<std::string>& installed) {
  const auto is_there = [&](const std::string& name) {
    return std::any_of(installed.begin(), installed.end(), [&](auto& one) { return equals_ignore_case(one, name); });
  };
  const std::string others = installed.empty() ? "there is none at all" : "there are: " + join(installed, ", ");
  const auto* kind =
      std::find_if(kKinds.begin(), kKinds.end(), [&](const OdbcKind& one) { return one.scheme == source.scheme; });
  if (!source.driver.empty()) {
    const bool is_file = source.driver.find('/') != std::string::npos;
    if (is_file || is_there(source.driver)) return source.driver;
    throw outside_error(fmt::format("no ODBC driver is called '{}' on this machine; {}", source.driver, others))
        .hint(kind == kKinds.end()
                  ? "`odbcinst -q -d` lists them; [source] driver names one"
                  : fmt::format("apt-get install {}, or name another in [source] driver", kind->package));
  }
  if (kind == kKinds.end()) return "";
  for (const std::string_view pattern : kind->names) {
    const auto found = std::find_if(installed.rbegin(), installed.rend(),  // the highest version first
                                    [&](const std::string& name) { return glob_match(pattern, name); });
    if (found != installed.rend()) return *found;
  }
  throw outside_error(fmt::format("no ODBC driver for {}:// is on this machine; {}", source.scheme, others))
      .hint(fmt::format("apt-get install {} (or another one; then name it in [source] driver)", kind->package));
}

std::string odbc_connection_string(const RemoteSource& source, const std::string& driver, const Login& login) {
  ConnectionString out(source, driver);
  if (driver.empty()) {
    out.put("DSN", source.host);
  } else {
    out.put("DRIVER", driver);
    const bool in_host = is_microsofts(driver) && !source.port.empty();
    out.put("SERVER", in_host ? source.host + "," + source.port : source.host);
    if (!in_host) out.put("PORT", source.port);
  }
  out.put("DATABASE", source.folder);
  out.put("UID", login.user);
  out.put("PWD", login.password);
  out.put_options();
  if (driver.empty()) return out.take();
  if (source.scheme == "mariadb") {
    out.put_usual("CHARSET", "utf8mb4");
    out.put_usual("CONN_TIMEOUT", "10");
    out.put_usual("READ_TIMEOUT", std::to_string(kPatience));
    out.put_usual("WRITE_TIMEOUT", std::to_string(kPatience));
    if (!source.ca.empty()) {
      out.put_usual("SSLCA", source.ca.string());
      out.put_usual("SSLVERIFY", "1");
    }
  } else if (source.scheme == "sqlserver") {
    out.put_usual("APP", "rox");
    if (is_free_tds(driver)) {
      out.put_usual("TDS_Version", "7.4");
      out.put_usual("ClientCharset", "UTF-8");
    }
  }
  return out.take();
}

}  // namespace rox
