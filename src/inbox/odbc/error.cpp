#include "inbox/odbc/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/terminal.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

constexpr std::string_view kHidden = "***";

struct OdbcMeaning {
  std::string_view state;  // all of it, or its first characters
  long native;             // 0: any
  bool retryable;
  std::string_view hint;
};

constexpr std::string_view kLogin =
    "[source] user says who we are; the password is ROX_SOURCE_PASSWORD's, ~/.netrc's or [source] password_command's";
constexpr std::string_view kRights = "[source] user has to have the right to read the tables; `tables` says which";
constexpr std::string_view kReach = "is the server up and reachable? What was published before is untouched";
constexpr std::string_view kDriver =
    "`odbcinst -q -d` lists the drivers; of Debian's packages, odbc-mariadb is MariaDB's and tdsodbc SQL Server's";

// The first that fits counts. Servers' own numbers go before, since some drivers have one state for everything.
constexpr std::array kMeanings{
    // MariaDB
    OdbcMeaning{"", 1045, false, kLogin},
    OdbcMeaning{"", 1698, false, kLogin},
    OdbcMeaning{"", 1044, false, kRights},
    OdbcMeaning{"", 1142, false, kRights},
    OdbcMeaning{"", 1049, false, "the last part of [source] url is the name of a database there"},
    OdbcMeaning{"", 1205, true, "somebody's transaction holds the table; run again when it has ended"},
    OdbcMeaning{"", 1412, true, "a table was changed (ALTER TABLE) while it was read; run again"},
    OdbcMeaning{"", 2002, true, kReach},
    OdbcMeaning{"", 2003, true, kReach},
    OdbcMeaning{"", 2005, true, kReach},
    OdbcMeaning{"", 2006, true, kReach},
    OdbcMeaning{"", 2013, true, kReach},
    OdbcMeaning{"", 2026, false, "TLS failed; [source] ca names a file of certificates to trust for the server"},
    // SQL Server
    OdbcMeaning{"", 18456, false, kLogin},
    OdbcMeaning{"", 4060, false, "the last part of [source] url is the name of a database there"},
    OdbcMeaning{"", 229, false, kRights},
    OdbcMeaning{"", 1222, true, "somebody's transaction holds the table; run again when it has ended"},
    OdbcMeaning{"", 3960, true, "a table was changed while it was read; run again"},
    // ODBC
    OdbcMeaning{"28", 0, false, kLogin},
    OdbcMeaning{"IM002", 0, false,
                "odbc://NAME is a data source of ~/.odbc.ini or /etc/odbc.ini; mariadb:// and sqlserver:// need none"},
    OdbcMeaning{"IM003", 0, false, kDriver},
    OdbcMeaning{"IM004", 0, false, kDriver},
    OdbcMeaning{"HYT", 0, true, kReach},
    OdbcMeaning{"08", 0, true, kReach},
    OdbcMeaning{"40", 0, true, "another transaction was in the way; run again"},
    OdbcMeaning{"42S02", 0, true, "a table went away while it was read; run again"},
    OdbcMeaning{"42", 0, false, kRights},
};

constexpr OdbcMeaning kUnclear{"", 0, false, "see the server's log, and `rox source check`"};

const OdbcMeaning& meaning_of(const OdbcDiagnosis& said) {
  if (said.text.find("Can't open lib") != std::string::npos) return meaning_of({"IM003", 0, {}});
  const auto* found = std::find_if(kMeanings.begin(), kMeanings.end(), [&](const OdbcMeaning& meaning) {
    return said.state.starts_with(meaning.state) && (meaning.native == 0 || meaning.native == said.native);
  });
  return found == kMeanings.end() ? kUnclear : *found;
}

void hide(std::string& text, const std::string& secret) {
  if (secret.empty()) return;
  for (std::size_t at = text.find(secret); at != std::string::npos; at = text.find(secret, at + kHidden.size())) {
    text.replace(at, secret.size(), kHidden);
  }
}

/// What a connection string calls a password.
void hide_settings(std::string& text) {
  for (const std::string_view key : {"pwd", "password"}) {
    std::string lower = to_lower(text);
    for (std::size_t at = lower.find(key); at != std::string::npos; at = lower.find(key, at + 1)) {
      std::size_t from = lower.find_first_not_of(' ', at + key.size());
      if (from == std::string::npos || lower[from] != '=') continue;
      ++from;
      const bool braced = lower.substr(from).starts_with('{');
      const std::size_t last = lower.find(braced ? "};" : ";", from);
      const std::size_t end = last == std::string::npos ? lower.size() : last + (braced ? 1 : 0);
      text.replace(from, end - from, kHidden);
      lower = to_lower(text);
    }
  }
}

}  // namespace

std::string plain_odbc_text(const std::string& text, const std::vector<std::string>& secrets) {
  std::string plain(trim(text));
  for (const std::string& secret : secrets) hide(plain, secret);
  hide_settings(plain);
  while (plain.starts_with('[') && plain.find(']') != std::string::npos) {
    plain = std::string(trim(std::string_view(plain).substr(plain.find(']') + 1)));
  }
  return printable(plain);
}

Error odbc_error(const std::vector<OdbcDiagnosis>& said, const std::vector<std::string>& secrets) {
  if (said.empty())
    return outside_error("the ODBC driver failed and doesn't say of what").hint(std::string(kUnclear.hint));
  const OdbcDiagnosis& first = said.front();
  const OdbcMeaning& meaning = meaning_of(first);
  std::string text = plain_odbc_text(first.text, secrets);
  if (text.empty()) text = "the ODBC driver failed";
  Error error = outside_error(fmt::format("{} (SQLSTATE {})", text, first.state)).hint(std::string(meaning.hint));
  return meaning.retryable ? std::move(error).retryable() : error;
}

}  // namespace rox
