#include "base/error.hpp"

#include <fmt/format.h>

#include <cerrno>
#include <cstring>
#include <new>
#include <system_error>

namespace rox {

std::string_view to_string(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::data: return "data";
    case ErrorKind::usage: return "usage";
    case ErrorKind::outside: return "outside";
  }
  return "outside";
}

std::optional<ErrorKind> parse_error_kind(std::string_view text) {
  for (const ErrorKind kind : {ErrorKind::data, ErrorKind::usage, ErrorKind::outside}) {
    if (text == to_string(kind)) return kind;
  }
  return std::nullopt;
}

std::string SourceLocation::text() const {
  if (file.empty()) return {};
  if (line == 0) return file;
  if (column == 0) return fmt::format("{}:{}", file, line);
  return fmt::format("{}:{}:{}", file, line, column);
}

Error Error::at(std::string file, std::uint64_t line, std::uint64_t column) && {
  place_ = {std::move(file), line, column};
  return std::move(*this);
}

Error Error::hint(std::string text) && {
  hint_ = std::move(text);
  return std::move(*this);
}

Error Error::retryable() && {
  retryable_ = true;
  return std::move(*this);
}

ExitCode Error::exit_code() const {
  switch (kind_) {
    case ErrorKind::data: return ExitCode::data;
    case ErrorKind::usage: return ExitCode::usage;
    case ErrorKind::outside: return ExitCode::outside;
  }
  return ExitCode::outside;
}

std::string Error::report() const {
  std::string place = place_.text();
  std::string text = place.empty() ? what() : fmt::format("{}: {}", place, what());
  if (!hint_.empty()) text += fmt::format("\n  hint: {}", hint_);
  return text;
}

std::optional<Error> standard_error(const std::exception& error) {
  if (dynamic_cast<const std::bad_alloc*>(&error) != nullptr) {
    return outside_error("out of memory").hint("lower [run] memory_limit or threads in rox.toml");
  }
  const auto* failed = dynamic_cast<const std::system_error*>(&error);
  const bool no_thread = failed != nullptr && failed->code() == std::errc::resource_unavailable_try_again;
  // oneTBB throws a std::runtime_error of that text.
  if (no_thread || std::string_view(error.what()).starts_with("pthread_create has failed")) {
    return outside_error(fmt::format("can't start a thread: {}", error.what()))
        .hint("raise the limits of processes and of memory (ulimit -u, ulimit -v), or lower [run] threads in rox.toml");
  }
  if (failed != nullptr) return outside_error(error.what());
  return std::nullopt;
}

std::string bug_text(const std::exception& error) { return fmt::format("this is a bug in rox: {}", error.what()); }

std::string report_of(const std::exception& error) {
  if (const auto* ours = dynamic_cast<const Error*>(&error)) return ours->report();
  if (const std::optional<Error> known = standard_error(error)) return known->report();
  return bug_text(error) + "\n  hint: please report it, with the command and this text";
}

std::string placed_text(const Error& error) {
  const std::string place = error.place().text();
  return place.empty() ? error.what() : place + ": " + error.what();
}

Error data_error(const std::string& what) { return {ErrorKind::data, what}; }
Error usage_error(const std::string& what) { return {ErrorKind::usage, what}; }
Error outside_error(const std::string& what) { return {ErrorKind::outside, what}; }

std::string system_hint(int errnum) {
  switch (errnum) {
    case ENOSPC:
    case EDQUOT: return "free some space, or put the project on a larger disk, and run again";
    case EFBIG: return "raise the file size limit (ulimit -f) and run again";
    case EACCES:
    case EPERM:
    case EROFS: return "check who owns it and its permissions (ls -ld), then run again";
    case EMFILE:
    case ENFILE: return "raise the limit of open files (ulimit -n)";
    default: return {};
  }
}

Error system_error(const std::string& what, int errnum) {
  return outside_error(fmt::format("{}: {}", what, std::strerror(errnum))).hint(system_hint(errnum));
}

}  // namespace rox
