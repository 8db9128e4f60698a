#include "engine/postgres/error.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"
#include "sql/sql_location.hpp"

namespace rox {
namespace {

/// What a class of SQLSTATEs means to us. https://www.postgresql.org/docs/15/errcodes-appendix.html
struct Meaning {
  std::string_view state;  // all of it, or its first two characters
  ErrorKind kind;
  bool retryable;
  std::string_view hint;
};

// The first that fits counts.
constexpr std::array kMeanings{
    Meaning{"25006", ErrorKind::usage, false,
            "what the warehouse holds is decided by the project's files and changed by `rox run`"},
    Meaning{"28P01", ErrorKind::outside, false,
            "check the user and the password: PGUSER and PGPASSWORD, ~/.pgpass, or the service file"},
    Meaning{"28", ErrorKind::outside, false,
            "check the user, and what the server's pg_hba.conf lets in from here (TLS: PGSSLMODE)"},
    Meaning{"3D000", ErrorKind::outside, false, "create the database, or name another in rox.toml or PGDATABASE"},
    Meaning{"42501", ErrorKind::outside, false,
            "the user needs CREATE on the database, or owns the schemas that rox writes to (docs/postgres.md, "
            "docs/aws.md)"},
    Meaning{"53100", ErrorKind::outside, false, "make room on the server's disk, then run again"},
    Meaning{"53300", ErrorKind::outside, true, "the server has no free connection; run again later"},
    Meaning{"53", ErrorKind::outside, false, "the server lacks memory or another resource; see its log"},
    Meaning{"55P03", ErrorKind::outside, true, "somebody's transaction holds the table; run again when it has ended"},
    Meaning{"57P01", ErrorKind::outside, true, "the server was stopped; run again when it is up"},
    Meaning{"57P02", ErrorKind::outside, true, "the server crashed; run again when it is up"},
    Meaning{"57P03", ErrorKind::outside, true, "the server is starting or stopping; run again when it is up"},
    Meaning{"57014", ErrorKind::outside, false, "the statement was cancelled, by a timeout or by somebody"},
    Meaning{"57", ErrorKind::outside, true, "the server's operator stepped in; run again"},
    Meaning{"40", ErrorKind::outside, true, "another transaction was in the way; run again"},
    Meaning{"08", ErrorKind::outside, true, "is the server up and reachable? What was published before is untouched"},
    Meaning{"58", ErrorKind::outside, false, "see the server's log"},
    Meaning{"F0", ErrorKind::outside, false, "see the server's log"},
    Meaning{"XX", ErrorKind::outside, false, "see the server's log"},
    Meaning{"22", ErrorKind::data, false, ""},
    Meaning{"23", ErrorKind::data, false, ""},
    Meaning{"21", ErrorKind::data, false, ""},
    Meaning{"42", ErrorKind::usage, false, ""},
    Meaning{"3F", ErrorKind::usage, false, ""},
    Meaning{"0A", ErrorKind::usage, false, ""},
};

constexpr Meaning kUnknown{"", ErrorKind::outside, false, ""};

const Meaning& meaning_of(std::string_view state) {
  const auto* found =
      std::find_if(kMeanings.begin(), kMeanings.end(), [&](const Meaning& m) { return state.starts_with(m.state); });
  return found == kMeanings.end() ? kUnknown : *found;
}

/// The byte of the server's position, which counts characters from 1.
std::size_t offset_of(std::string_view sql, std::string_view position) {
  std::size_t left = std::stoul(std::string(position));
  std::size_t at = 0;
  for (; at < sql.size(); ++at) {
    const bool starts = (static_cast<unsigned char>(sql[at]) & 0xC0U) != 0x80U;
    if (starts && --left == 0) break;
  }
  return at;
}

/// "FATAL: …" and "ERROR: …" without that word, on one line where libpq breaks it for no reason.
std::string plain_message(std::string_view text) {
  std::string plain(trim(text));
  for (const std::string_view word : {"FATAL:  ", "ERROR:  ", "PANIC:  "}) {
    if (const std::size_t at = plain.find(word); at != std::string::npos) plain.erase(at, word.size());
  }
  for (std::size_t at = plain.find("\n\t"); at != std::string::npos; at = plain.find("\n\t")) plain.replace(at, 2, " ");
  return plain;
}

Error make_error(const Meaning& meaning, const std::string& text, std::string_view hint) {
  Error error(meaning.kind, text);
  if (!hint.empty()) error = std::move(error).hint(std::string(hint));
  if (meaning.retryable) error = std::move(error).retryable();
  return error;
}

}  // namespace

Error postgres_error(const PgDiagnosis& said, std::string_view sql) {
  const Meaning& meaning = meaning_of(said.state);
  std::string text(said.message);
  if (!said.detail.empty()) text += fmt::format("\n  {}", said.detail);
  SqlLocation place;
  if (!said.position.empty() && !sql.empty()) {
    place = locate_in_sql(sql, offset_of(sql, said.position));
    text += place.picture;
  }
  return make_error(meaning, text, meaning.hint.empty() ? said.hint : meaning.hint).at("", place.line, place.column);
}

Error connection_error(std::string_view said) {
  const std::string text = plain_message(said);
  const auto says = [&](std::string_view part) { return text.find(part) != std::string::npos; };
  std::string_view state = "08006";
  if (says("password authentication failed")) state = "28P01";
  if (says("no password supplied")) state = "28P01";
  const bool lost = says("SSL SYSCALL") || says("closed unexpectedly");  // over TLS, in the middle of something
  if (says("pg_hba.conf") || (says("SSL") && !lost) || says("certificate")) state = "28000";
  if (says("role") && says("does not exist")) state = "28000";
  if (says("database") && says("does not exist")) state = "3D000";
  if (says("too many")) state = "53300";
  if (says("starting up") || says("shutting down") || says("not yet accepting")) state = "57P03";
  const Meaning& meaning = meaning_of(state);
  const std::string_view hint =
      says("certificate verify failed")
          ? "the server's certificate isn't trusted here: PGSSLROOTCERT names a file with the authority's that is"
          : meaning.hint;
  return make_error(meaning, text.empty() ? "the connection to the server was lost" : text, hint);
}

}  // namespace rox
