#include "inbox/password.hpp"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/process.hpp"

namespace rox {
namespace {

std::string variable(const char* name) {
  const char* value = std::getenv(name);
  return value != nullptr ? value : "";
}

/// The words of a .netrc; quoted ones may have blanks in them. Comments are left out, and so are macros.
std::vector<std::string> netrc_words(std::string_view text) {
  std::vector<std::string> words;
  bool in_macro = false;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    std::string_view line = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    if (line.find_first_not_of(" \t\r") == std::string_view::npos) in_macro = false;
    while (!in_macro) {
      line.remove_prefix(std::min(line.find_first_not_of(" \t\r"), line.size()));
      if (line.empty() || line.front() == '#') break;
      std::string word;
      const bool quoted = line.front() == '"';
      if (quoted) line.remove_prefix(1);
      while (!line.empty() &&
             (quoted ? line.front() != '"' : line.front() != ' ' && line.front() != '\t' && line.front() != '\r')) {
        if (quoted && line.front() == '\\' && line.size() > 1) line.remove_prefix(1);
        word += line.front();
        line.remove_prefix(1);
      }
      if (quoted && !line.empty()) line.remove_prefix(1);
      if (word == "macdef" && !quoted) in_macro = true;
      if (!in_macro) words.push_back(std::move(word));
    }
  }
  return words;
}

std::filesystem::path netrc_file() {
  if (std::string named = variable("NETRC"); !named.empty()) return named;
  const std::string home = variable("HOME");
  return home.empty() ? std::filesystem::path() : std::filesystem::path(home) / ".netrc";
}

std::string printed_password(const std::vector<std::string>& command) {
  ProcessResult result =
      run_process({.arguments = command, .input = {}, .folder = {}, .environment = {}, .install_hint = {}});
  if (result.exit_code != 0) {
    throw outside_error(fmt::format("[source] password_command ended with exit code {}", result.exit_code))
        .hint("run it by hand: it has to print the password, and nothing else");
  }
  std::string password = std::move(result.output);
  if (const std::size_t end = password.find_first_of("\r\n"); end != std::string::npos) password.resize(end);
  return password;
}

}  // namespace

std::optional<Login> netrc_login(std::string_view text, std::string_view host, std::string_view user) {
  const std::vector<std::string> words = netrc_words(text);
  std::optional<Login> found;
  bool is_ours = false;
  const auto fits = [&] { return found && (user.empty() || found->user.empty() || found->user == user); };
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool has_value = i + 1 < words.size();
    if (words[i] == "machine" || words[i] == "default") {
      if (fits()) return found;
      is_ours = words[i] == "default" || (has_value && words[i + 1] == host);
      if (words[i] == "machine") ++i;
      found = is_ours ? std::optional(Login{}) : std::nullopt;
    } else if (has_value && (words[i] == "login" || words[i] == "password" || words[i] == "account")) {
      if (is_ours && words[i] == "login") found->user = words[i + 1];
      if (is_ours && words[i] == "password") found->password = words[i + 1];
      ++i;
    }
  }
  return fits() ? found : std::nullopt;
}

Login find_login(const RemoteSource& source) {
  Login login{source.user, variable("ROX_SOURCE_PASSWORD")};
  const std::filesystem::path file = netrc_file();
  if (login.password.empty() && !file.empty() && file_identity(file)) {
    if (const auto entry = netrc_login(read_file(file, kMostText), source.host, login.user)) {
      if (login.user.empty()) login.user = entry->user;
      login.password = entry->password;
    }
  }
  if (login.password.empty() && !source.password_command.empty()) {
    login.password = printed_password(source.password_command);
  }
  return login;
}

}  // namespace rox
