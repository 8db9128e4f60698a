// What goes wrong, said so that a person can act on it.
//
// Three kinds are kept apart because users react to them differently, and scripts by exit code: the
// data is bad, the command or a project file is wrong, something outside failed. A bug in rox is the
// fourth: std::logic_error and friends, reported as such by main.
#pragma once

#include <cstdint>
#include <exception>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

namespace rox {

enum class ExitCode : int { done = 0, data = 1, usage = 2, outside = 3 };

enum class ErrorKind {
  data,     // exports, rejects, checks, a run that can't account for a row
  usage,    // arguments, rox.toml, model.toml, SQL files
  outside,  // file system, network, database, cloud
};

/// "data", "usage" or "outside": how JSON says it.
std::string_view to_string(ErrorKind kind);
/// Nothing for another text.
std::optional<ErrorKind> parse_error_kind(std::string_view text);

/// Where the error is. Lines and columns count from 1; 0 means unknown.
struct SourceLocation {
  std::string file;
  std::uint64_t line = 0;
  std::uint64_t column = 0;

  /// "file:line:column", with as much of it as is known.
  std::string text() const;
};

/// An error with what happened (what()), where, and what to do next.
///
///     throw usage_error("unknown engine 'dukdb'").at("rox.toml", 12).hint("use duckdb, postgres or redshift");
class Error : public std::runtime_error {
 public:
  Error(ErrorKind kind, const std::string& what) : std::runtime_error(what), kind_(kind) {}

  Error at(std::string file, std::uint64_t line = 0, std::uint64_t column = 0) &&;
  Error hint(std::string text) &&;
  /// Marks a failure that may go away by itself (a connection, a lock).
  Error retryable() &&;

  ErrorKind kind() const { return kind_; }
  const SourceLocation& place() const { return place_; }
  const std::string& hint_text() const { return hint_; }
  bool can_retry() const { return retryable_; }
  ExitCode exit_code() const;

  /// The whole message for a terminal or a log: place, what, hint; several lines, no trailing newline.
  std::string report() const;

 private:
  ErrorKind kind_;
  SourceLocation place_;
  std::string hint_;
  bool retryable_ = false;
};

/// What an exception of the standard library says, as ours: a lack of memory or a failed system call is outside.
/// Nothing for any other, which is a bug in rox.
std::optional<Error> standard_error(const std::exception& error);

/// "this is a bug in rox: what".
std::string bug_text(const std::exception& error);

/// The whole message of any exception, for a log: an Error's report(), and a bug as one.
std::string report_of(const std::exception& error);

/// "place: what", for where one line has to do.
std::string placed_text(const Error& error);

Error data_error(const std::string& what);
Error usage_error(const std::string& what);
Error outside_error(const std::string& what);

/// A failed system call: `what` plus the text of `errnum`, with a hint for the errors that people
/// meet (no space, no permission, too many open files). Always ErrorKind::outside.
Error system_error(const std::string& what, int errnum);

/// The way out of a failed system call, for the errors that people meet; empty for others.
std::string system_hint(int errnum);

}  // namespace rox
