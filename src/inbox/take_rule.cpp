#include "inbox/take_rule.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "inbox/arrival_name.hpp"

namespace rox {
namespace {

constexpr std::array<std::pair<std::string_view, std::string_view>, 4> kSums{
    {{".sha256", "sha256"}, {".sha512", "sha512"}, {".sha1", "sha1"}, {".md5", "md5"}}};

bool any_matches(const std::vector<std::string>& globs, std::string_view name) {
  return std::any_of(globs.begin(), globs.end(), [&](const std::string& glob) { return glob_match(glob, name); });
}

/// Any part of the path begins with a dot.
bool is_hidden(std::string_view name) { return name.starts_with('.') || name.find("/.") != std::string_view::npos; }

bool ends_as_companion(std::string_view name, const RemoteSource& source) {
  if (source.take == TakeRule::done) return name.ends_with(source.done);
  return source.take == TakeRule::checksum &&
         std::any_of(kSums.begin(), kSums.end(), [&](const auto& sum) { return name.ends_with(sum.first); });
}

}  // namespace

bool is_meant(std::string_view name, const SourceConfig& source) {
  const RemoteSource& remote = *source.remote;
  const std::string_view own = base_name(name);
  // What can't be a name is meant as well: it is refused, and people hear of it.
  const bool elsewhere = is_hidden(name) || (!source.listing.recursive && own.size() != name.size());
  if (elsewhere && !arrival_name_problem(name)) return false;
  if (remote.after_load == AfterLoad::move && name.starts_with(remote.moved_to + "/")) return false;
  if (ends_as_companion(name, remote) || own == remote.index) return false;
  if (any_matches(remote.unfinished, own) || any_matches(source.ignore, name)) return false;
  return remote.pattern.empty() || remote.pattern == own || glob_match(remote.pattern, own);
}

bool is_meant_or_companion(std::string_view name, const SourceConfig& source) {
  return is_meant(name, source) || (!is_hidden(name) && ends_as_companion(name, *source.remote));
}

std::vector<Companion> companions_of(std::string_view name, const RemoteSource& source) {
  std::vector<Companion> companions;
  const std::string full(name);
  if (source.take == TakeRule::done) {
    companions.push_back({full + source.done, ""});
    // "orders.done" of "orders.csv" too.
    const std::size_t dot = base_name(name).find('.');
    if (dot != std::string_view::npos && dot > 0) {
      companions.push_back({full.substr(0, name.size() - base_name(name).size() + dot) + source.done, ""});
    }
  }
  if (source.take == TakeRule::checksum) {
    for (const auto& [ending, algorithm] : kSums)
      companions.push_back({full + std::string(ending), std::string(algorithm)});
  }
  return companions;
}

std::optional<std::string> refusal_of(const FarFile& file, const RemoteSource& source) {
  if (const auto problem = arrival_name_problem(file.name)) return "its name " + *problem;
  if (!file.plain) return "it is a link or a device: only plain files are fetched";
  if (file.sized && file.bytes > source.max_file) {
    return fmt::format("it has {}, more than [source] max_file allows", human_bytes(file.bytes));
  }
  return std::nullopt;
}

}  // namespace rox
