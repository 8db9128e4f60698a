// A session with one server on this machine for all services, which never waits.
#pragma once

#include "cloud/session.hpp"

namespace rox::test {

inline SessionOptions options_for(const std::string& url, std::vector<std::chrono::milliseconds>* waits = nullptr) {
  SessionOptions options;
  options.environment = [url](const std::string& name) -> std::string {
    if (name == "AWS_ENDPOINT_URL") return url;
    if (name == "AWS_REGION") return "eu-central-1";
    if (name == "AWS_CONFIG_FILE" || name == "AWS_SHARED_CREDENTIALS_FILE") return "/nonexistent";
    return name == "AWS_ACCESS_KEY_ID" || name == "AWS_SECRET_ACCESS_KEY" ? "AKIAKEYKEYKEYKEY" : "";
  };
  options.retry.sleep = [waits](std::chrono::milliseconds wait) {
    if (waits != nullptr) waits->push_back(wait);
  };
  return options;
}

}  // namespace rox::test
