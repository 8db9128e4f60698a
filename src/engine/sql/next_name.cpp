#include "engine/sql/next_name.hpp"

#include <algorithm>
#include <chrono>
#include <ctime>
#include <string_view>

#include "base/text.hpp"

namespace rox {
namespace {

constexpr std::string_view kSeparator = "__";
constexpr std::size_t kRunLength = 23;  // "20261125t105038123_ab12"
constexpr std::chrono::hours kForgotten{24};

}  // namespace

std::string run_name(const std::string& run) {
  std::string out = to_lower(run);
  std::replace(out.begin(), out.end(), '-', '_');
  return out;
}

std::string next_name(const std::string& table, const std::string& run_name, std::size_t longest) {
  return to_lower(table).substr(0, longest - kSeparator.size() - run_name.size()) + std::string(kSeparator) + run_name;
}

std::string run_in_name(const std::string& name) {
  const std::size_t at = name.rfind(kSeparator);
  if (at == std::string::npos || name.size() - at - kSeparator.size() != kRunLength) return {};
  std::string run = name.substr(at + kSeparator.size());
  for (std::size_t i = 0; i < run.size(); ++i) {
    const bool digit = run[i] >= '0' && run[i] <= '9';
    const bool hex = digit || (run[i] >= 'a' && run[i] <= 'f');
    const bool good = i == 8 ? run[i] == 't' : i == 18 ? run[i] == '_' : i < 18 ? digit : hex;
    if (!good) return {};
  }
  return run;
}

std::string table_in_name(const std::string& name) {
  return name.substr(0, name.size() - kSeparator.size() - run_in_name(name).size());
}

bool is_old_run(const std::string& run_name) {
  std::tm parts{};
  if (::strptime(run_name.c_str(), "%Y%m%dt%H%M%S", &parts) == nullptr) return false;
  return std::chrono::system_clock::now() - std::chrono::system_clock::from_time_t(::timegm(&parts)) > kForgotten;
}

}  // namespace rox
