#include "cloud/shared_config.hpp"

#include <fmt/format.h>

#include <cstdlib>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

fs::path file_of(const Environment& environment, const std::string& variable, const char* name) {
  if (std::string path = environment(variable); !path.empty()) return path;
  return fs::path(environment("HOME")) / ".aws" / name;
}

std::map<std::string, Profile> read_sections(const fs::path& file) {
  std::error_code ignored;  // not there: nothing is said in it
  if (!fs::is_regular_file(file, ignored)) return {};
  return parse_shared_config(read_file(file, kMostText), file.string());
}

/// Without a comment, which starts the line or comes after a blank.
std::string_view without_comment(std::string_view line) {
  if (line.starts_with('#') || line.starts_with(';')) return {};
  for (std::size_t at = 1; at < line.size(); ++at) {
    const bool blank_before = line[at - 1] == ' ' || line[at - 1] == '\t';
    if (blank_before && (line[at] == '#' || line[at] == ';')) return line.substr(0, at);
  }
  return line;
}

}  // namespace

std::string environment_variable(const std::string& name) {
  const char* value = std::getenv(name.c_str());
  return value == nullptr ? "" : value;
}

std::map<std::string, Profile> parse_shared_config(std::string_view text, const std::string& file) {
  std::map<std::string, Profile> sections;
  Profile* section = nullptr;
  std::string outer;  // the setting that indented lines belong to
  std::uint64_t number = 0;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    const std::string_view raw = text.substr(at, end - at);
    at = end + 1;
    ++number;
    const std::string_view line = trim(without_comment(raw));
    if (line.empty()) continue;
    if (line.starts_with('[') && line.ends_with(']')) {
      section = &sections[std::string(trim(line.substr(1, line.size() - 2)))];
      outer.clear();
      continue;
    }
    const std::size_t equals = line.find('=');
    if (section == nullptr || equals == std::string_view::npos) {
      // The line itself may be a secret that lost its name.
      throw usage_error("this line is neither [section] nor name = value").at(file, number);
    }
    const std::string name = to_lower(trim(line.substr(0, equals)));
    if (name.empty()) throw usage_error("this setting has no name in front of its '='").at(file, number);
    const std::string value(trim(line.substr(equals + 1)));
    const bool nested = raw.starts_with(' ') || raw.starts_with('\t');
    if (nested && !outer.empty()) {
      (*section)[fmt::format("{}.{}", outer, name)] = value;
    } else {
      (*section)[name] = value;
      outer = value.empty() ? name : "";
    }
  }
  return sections;
}

SharedConfig::SharedConfig(const Environment& environment) {
  constexpr std::string_view kProfile = "profile ";
  constexpr std::string_view kServices = "services ";
  for (auto& [name, settings] : read_sections(file_of(environment, "AWS_CONFIG_FILE", "config"))) {
    if (name == "default") profiles_[name] = settings;
    if (name.starts_with(kProfile)) profiles_[std::string(trim(name.substr(kProfile.size())))] = settings;
    if (name.starts_with(kServices)) services_[std::string(trim(name.substr(kServices.size())))] = settings;
  }
  for (auto& [name, settings] : read_sections(file_of(environment, "AWS_SHARED_CREDENTIALS_FILE", "credentials"))) {
    for (const auto& [key, value] : settings) profiles_[name][key] = value;
  }
}

const Profile* SharedConfig::find_profile(const std::string& name) const {
  const auto found = profiles_.find(name);
  return found == profiles_.end() ? nullptr : &found->second;
}

const Profile* SharedConfig::find_services(const std::string& name) const {
  const auto found = services_.find(name);
  return found == services_.end() ? nullptr : &found->second;
}

std::vector<std::string> SharedConfig::profile_names() const {
  std::vector<std::string> names;
  for (const auto& [name, settings] : profiles_) names.push_back(name);
  return names;
}

}  // namespace rox
