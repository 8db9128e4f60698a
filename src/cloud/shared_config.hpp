// AWS's shared files, ~/.aws/config and ~/.aws/credentials: profiles with settings.
// https://docs.aws.amazon.com/sdkref/latest/guide/file-format.html
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rox {

/// A variable of the environment; empty if it isn't set or empty. Tests bring their own.
using Environment = std::function<std::string(const std::string& name)>;

/// The process's own.
std::string environment_variable(const std::string& name);

/// The settings of one profile, names in lower case. Of a nested setting ("s3 =" and lines below) the name is
/// "s3.name".
using Profile = std::map<std::string, std::string>;

/// Both files as one: settings of the credentials file go before those of the config file.
class SharedConfig {
 public:
  /// Where AWS_CONFIG_FILE and AWS_SHARED_CREDENTIALS_FILE say, else in ~/.aws; files that aren't there are empty.
  /// Throws usage_error with file and line for a line that is no setting.
  explicit SharedConfig(const Environment& environment);

  /// Null if there is none of that name.
  const Profile* find_profile(const std::string& name) const;
  std::vector<std::string> profile_names() const;
  /// A [services NAME] section.
  const Profile* find_services(const std::string& name) const;

 private:
  std::map<std::string, Profile> profiles_;
  std::map<std::string, Profile> services_;
};

/// The sections of such a file's text; `file` is for errors.
std::map<std::string, Profile> parse_shared_config(std::string_view text, const std::string& file);

}  // namespace rox
