#include "cloud/credentials.hpp"

#include <fmt/format.h>

#include <unistd.h>
#include <pugixml.hpp>
#include <set>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/process.hpp"
#include "base/text.hpp"
#include "cloud/failure.hpp"
#include "cloud/retry.hpp"

namespace rox {
namespace {

using std::chrono::system_clock;

/// Temporary keys are replaced so long before they end.
constexpr std::chrono::minutes kSpare{5};

std::string setting(const Profile& profile, const std::string& name) {
  const auto found = profile.find(name);
  return found == profile.end() ? "" : found->second;
}

std::string profile_name(const CredentialSources& sources) {
  if (!sources.profile.empty()) return sources.profile;
  const std::string name = sources.environment("AWS_PROFILE");
  return name.empty() ? "default" : name;
}

/// Keys in the JSON that containers, instances and programs answer with.
AwsKeys keys_from_json(const std::string& text, const std::string& source) {
  const JsonValue json = try_parse_json(text);
  const auto field = [&](const char* name) { return json.find(name).text_or(""); };
  AwsKeys keys{field("AccessKeyId"), field("SecretAccessKey"), field("Token"), std::nullopt};
  if (keys.session_token.empty()) keys.session_token = field("SessionToken");
  keys.expires = parse_iso_time(field("Expiration"));
  if (keys.access_key.empty() || keys.secret_key.empty()) {
    throw outside_error(fmt::format("{} gave no keys", source));  // what it did give may be secret
  }
  return keys;
}

/// Asks a service beside us (container, instance): short answers, no signature.
std::string ask(HttpClient& http, const HttpRequest& request, const std::string& source) {
  const HttpResponse response = http.send(request);
  if (!response.ok()) throw outside_error(fmt::format("{} answers {}", source, response.status));
  return response.body;
}

struct Chain {
  const CredentialSources& sources;
  HttpClient& http;

  std::optional<Credentials> from_environment() const {
    const std::string access_key = sources.environment("AWS_ACCESS_KEY_ID");
    const std::string secret_key = sources.environment("AWS_SECRET_ACCESS_KEY");
    if (access_key.empty() != secret_key.empty()) {
      throw usage_error("only one of AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY is set")
          .hint("set both, or neither to use a profile");
    }
    if (access_key.empty()) return std::nullopt;
    return Credentials{{access_key, secret_key, sources.environment("AWS_SESSION_TOKEN"), std::nullopt}, "environment"};
  }

  std::optional<Credentials> from_web_identity() const {
    const std::string role = sources.environment("AWS_ROLE_ARN");
    const std::string file = sources.environment("AWS_WEB_IDENTITY_TOKEN_FILE");
    if (role.empty() || file.empty()) return std::nullopt;
    return assume_with_token(role, file, sources.environment("AWS_ROLE_SESSION_NAME"));
  }

  Credentials assume_with_token(const std::string& role, const std::string& file, const std::string& session) const {
    Fields form{{"Action", "AssumeRoleWithWebIdentity"},
                {"Version", "2011-06-15"},
                {"RoleArn", role},
                {"RoleSessionName", session.empty() ? "rox" : session},
                {"WebIdentityToken", std::string(trim(read_any_file(file)))}};
    return {sts(form, nullptr, role), fmt::format("web identity as {}", role)};
  }

  /// `visited`: the profiles that lead here, so that two that name each other end.
  std::optional<Credentials> from_profile(const std::string& name, std::set<std::string> visited) const {
    const Profile* profile = sources.config.find_profile(name);
    if (profile == nullptr) return std::nullopt;
    if (!visited.insert(name).second) {
      throw usage_error(fmt::format("profile '{}' needs itself (source_profile)", name));
    }
    const std::string source = "profile " + name;
    const std::string access_key = setting(*profile, "aws_access_key_id");
    const std::string role = setting(*profile, "role_arn");
    // A profile that is its own source has the keys to assume its role with.
    const bool own_source = setting(*profile, "source_profile") == name && !access_key.empty();
    if (!role.empty() && !(visited.size() > 1 && own_source)) return assume(*profile, name, own_source, visited);
    if (!access_key.empty()) {
      return Credentials{{access_key, setting(*profile, "aws_secret_access_key"),
                          setting(*profile, "aws_session_token"), std::nullopt},
                         source};
    }
    if (const std::string command = setting(*profile, "credential_process"); !command.empty()) {
      Command program;
      program.arguments = {"sh", "-c", command};
      return Credentials{keys_from_json(output_of(program), source), source};
    }
    if (profile->contains("sso_session") || profile->contains("sso_start_url")) {
      throw usage_error(fmt::format("{} signs in by SSO, which rox leaves to the AWS CLI", source))
          .hint(fmt::format("add to the profile rox should use: credential_process = aws configure "
                            "export-credentials --profile {} --format process",
                            name));
    }
    return std::nullopt;
  }

  Credentials assume(const Profile& profile, const std::string& name, bool own_source,
                     const std::set<std::string>& visited) const {
    const std::string role = setting(profile, "role_arn");
    if (const std::string file = setting(profile, "web_identity_token_file"); !file.empty()) {
      return assume_with_token(role, file, setting(profile, "role_session_name"));
    }
    if (profile.contains("mfa_serial")) {
      throw usage_error(
          fmt::format("profile {} asks for a code of an MFA device, and nobody may be there to type it", name))
          .hint("get a session first (aws sts get-session-token) and give its keys in the environment");
    }
    const AwsKeys keys = own_source
                             ? AwsKeys{setting(profile, "aws_access_key_id"), setting(profile, "aws_secret_access_key"),
                                       setting(profile, "aws_session_token"), std::nullopt}
                             : source_of(profile, name, visited).keys;
    Fields form{{"Action", "AssumeRole"},
                {"Version", "2011-06-15"},
                {"RoleArn", role},
                {"RoleSessionName", setting(profile, "role_session_name")}};
    if (form.back().second.empty()) form.back().second = fmt::format("rox-{}", ::getpid());
    if (const std::string id = setting(profile, "external_id"); !id.empty()) form.emplace_back("ExternalId", id);
    if (const std::string seconds = setting(profile, "duration_seconds"); !seconds.empty()) {
      form.emplace_back("DurationSeconds", seconds);
    }
    return {sts(form, &keys, role), fmt::format("profile {} as {}", name, role)};
  }

  /// The credentials that may assume the profile's role.
  Credentials source_of(const Profile& profile, const std::string& name, const std::set<std::string>& visited) const {
    const std::string source = setting(profile, "credential_source");
    std::optional<Credentials> found;
    if (equals_ignore_case(source, "Environment")) found = from_environment();
    if (equals_ignore_case(source, "Ec2InstanceMetadata")) found = from_instance();
    if (equals_ignore_case(source, "EcsContainer")) found = from_container();
    const std::string other = setting(profile, "source_profile");
    if (source.empty() && !other.empty()) found = from_profile(other, visited);
    if (found) return *found;
    throw usage_error(fmt::format("profile {} has a role_arn, but nothing that may assume it", name))
        .hint(
            "name a profile with keys as source_profile, or Environment, Ec2InstanceMetadata or EcsContainer as "
            "credential_source");
  }

  /// STS with a form; signed if there are keys.
  AwsKeys sts(const Fields& form, const AwsKeys* keys, const std::string& role) const {
    const std::string endpoint = configured_endpoint(sources, "sts");
    const std::string region = sources.region.empty() ? "us-east-1" : sources.region;
    HttpRequest request;
    request.method = "POST";
    request.url = parse_url(endpoint.empty() ? regional_endpoint("sts", region) : endpoint);
    request.headers = {{"Content-Type", "application/x-www-form-urlencoded"}};
    const std::string body = encode_fields(form);
    request.body = body;
    if (keys != nullptr) add_signature(request, *keys, {region, "sts"}, system_clock::now());
    const HttpResponse response = http.send(request);
    if (!response.ok()) {
      throw aws_error(parse_failure(response),
                      {"sts:" + form.front().second, role,
                       keys == nullptr ? "the web identity" : "key " + keys->redacted(), region});
    }
    pugi::xml_document document;
    document.load_string(response.body.c_str());
    const pugi::xml_node found =
        document.find_node([](const pugi::xml_node& node) { return std::string_view(node.name()) == "Credentials"; });
    return {found.child_value("AccessKeyId"), found.child_value("SecretAccessKey"), found.child_value("SessionToken"),
            parse_iso_time(found.child_value("Expiration"))};
  }

  std::optional<Credentials> from_container() const {
    const std::string relative = sources.environment("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI");
    const std::string full = sources.environment("AWS_CONTAINER_CREDENTIALS_FULL_URI");
    if (relative.empty() && full.empty()) return std::nullopt;
    HttpRequest request;
    request.url = parse_url(relative.empty() ? full : "http://169.254.170.2" + relative);
    std::string token = sources.environment("AWS_CONTAINER_AUTHORIZATION_TOKEN");
    if (const std::string file = sources.environment("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE"); !file.empty()) {
      token = trim(read_any_file(file));
    }
    if (!token.empty()) request.headers.emplace_back("Authorization", token);
    const std::string source = "the container's credentials service";
    return Credentials{keys_from_json(ask(http, request, source), source), "container"};
  }

  std::optional<Credentials> from_instance() const {
    if (equals_ignore_case(sources.environment("AWS_EC2_METADATA_DISABLED"), "true")) return std::nullopt;
    const std::string set = sources.environment("AWS_EC2_METADATA_SERVICE_ENDPOINT");
    // Off AWS nobody answers there: not worth waiting for.
    HttpClient quick({.connect = std::chrono::milliseconds(1000),
                      .stall = std::chrono::seconds(2),
                      .total = std::chrono::seconds(5)});
    const std::string source = "the instance's metadata service";
    const auto url = [&](const std::string& path) {
      Url base = parse_url(set.empty() ? "http://169.254.169.254" : set);
      base.path = path;
      return base;
    };
    HttpRequest token{.method = "PUT",
                      .url = url("/latest/api/token"),
                      .headers = {{"X-aws-ec2-metadata-token-ttl-seconds", "21600"}}};
    std::string session;
    try {
      session = ask(quick, token, source);
    } catch (const Error&) {
      return std::nullopt;  // no instance of EC2, or one that may not ask
    }
    const auto get = [&](const std::string& path) {
      return ask(quick, {.method = "GET", .url = url(path), .headers = {{"X-aws-ec2-metadata-token", session}}},
                 source);
    };
    const std::string roles = "/latest/meta-data/iam/security-credentials/";
    std::string role;
    try {
      role = trim(get(roles));
    } catch (const Error&) {
      return std::nullopt;  // an instance without a role
    }
    return Credentials{keys_from_json(get(roles + role), source), "instance role " + role};
  }
};

/// The domain that a region's services are in.
std::string domain_of(const std::string& region) {
  if (region.starts_with("cn-")) return "amazonaws.com.cn";
  if (region.starts_with("eusc-")) return "amazonaws.eu";
  return "amazonaws.com";
}

}  // namespace

std::string Credentials::text() const { return fmt::format("key {} ({})", keys.redacted(), source); }

Credentials find_credentials(const CredentialSources& sources, HttpClient& http) {
  const Chain chain{sources, http};
  const std::string name = profile_name(sources);
  const bool named = !sources.profile.empty() || !sources.environment("AWS_PROFILE").empty();
  if (named && sources.config.find_profile(name) == nullptr) {
    throw usage_error(
        fmt::format("there is no AWS profile '{}'{}", name, did_you_mean(name, sources.config.profile_names())))
        .hint("`aws configure list-profiles` lists those of ~/.aws/config and ~/.aws/credentials");
  }
  std::optional<Credentials> found;
  if (sources.profile.empty()) {  // a profile that rox.toml names goes before the environment
    found = chain.from_environment();
    if (!found) found = chain.from_web_identity();
  }
  if (!found) found = chain.from_profile(name, {});
  if (!found) found = chain.from_container();
  if (!found) found = chain.from_instance();
  if (found) return *found;
  throw usage_error("there are no AWS credentials")
      .hint(fmt::format("looked for AWS_ACCESS_KEY_ID, AWS_WEB_IDENTITY_TOKEN_FILE, profile '{}' in ~/.aws, and the "
                        "roles of a container or an instance; `aws configure` makes a profile",
                        name));
}

Credentials CredentialChain::get() {
  std::lock_guard lock(mutex_);
  const bool ends = found_ && found_->keys.expires && *found_->keys.expires - system_clock::now() < kSpare;
  if (!found_ || ends) found_ = find_credentials(sources_, http_);
  return *found_;
}

bool CredentialChain::refresh(const std::string& access_key) {
  std::lock_guard lock(mutex_);
  if (!found_) return true;
  if (found_->keys.access_key != access_key) return true;  // another thread was quicker
  if (found_->source == "environment") return false;
  found_.reset();
  return true;
}

std::string regional_endpoint(const std::string& service, const std::string& region) {
  return fmt::format("https://{}.{}.{}", service, region, domain_of(region));
}

std::string configured_endpoint(const CredentialSources& sources, const std::string& service) {
  if (equals_ignore_case(sources.environment("AWS_IGNORE_CONFIGURED_ENDPOINT_URLS"), "true")) return {};
  std::string suffix;  // "redshift-data" is AWS_ENDPOINT_URL_REDSHIFT_DATA and redshift_data in the profile
  for (const char c : service) suffix += c == '-' ? '_' : c;
  std::string variable = suffix;
  for (char& c : variable) c = static_cast<char>(c >= 'a' && c <= 'z' ? c - 'a' + 'A' : c);
  for (const std::string& name : {"AWS_ENDPOINT_URL_" + variable, std::string("AWS_ENDPOINT_URL")}) {
    if (std::string url = sources.environment(name); !url.empty()) return url;
  }
  const Profile* profile = sources.config.find_profile(profile_name(sources));
  if (profile == nullptr) return {};
  if (const Profile* services = sources.config.find_services(setting(*profile, "services"))) {
    if (std::string url = setting(*services, suffix + ".endpoint_url"); !url.empty()) return url;
  }
  return setting(*profile, "endpoint_url");
}

}  // namespace rox
