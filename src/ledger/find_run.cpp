#include "ledger/find_run.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

#include "base/error.hpp"
#include "base/text.hpp"

namespace rox {

std::string find_run(const std::vector<std::string>& runs, const std::string& name, std::string_view which) {
  constexpr std::string_view kLast = "last";
  constexpr std::string_view kBefore = "last~";
  constexpr std::size_t kShown = 5;
  std::vector<std::string> found;
  if (name == kLast && !runs.empty()) {
    found.push_back(runs.front());
  } else if (name.starts_with(kBefore)) {
    std::size_t back = 0;
    const auto [end, error] = std::from_chars(name.data() + kBefore.size(), name.data() + name.size(), back);
    const bool number = error == std::errc() && end == name.data() + name.size();
    if (number && back < runs.size()) found.push_back(runs[back]);
  } else if (!name.empty()) {
    std::copy_if(runs.begin(), runs.end(), std::back_inserter(found),
                 [&](const std::string& run) { return run.starts_with(name); });
  }
  if (found.size() == 1) return found.front();
  const std::vector<std::string>& list = found.empty() ? runs : found;
  const std::vector<std::string> shown(list.begin(),
                                       list.begin() + static_cast<std::ptrdiff_t>(std::min(kShown, list.size())));
  const std::string more = list.size() > shown.size() ? fmt::format(" and {} more", list.size() - shown.size()) : "";
  throw usage_error(found.empty() ? fmt::format("there is no run '{}'{}{}", name, which.empty() ? "" : " ", which)
                                  : fmt::format("'{}' is the beginning of {} runs", name, found.size()))
      .hint(list.empty() ? "nothing ran yet"
                         : fmt::format("there are {}{}, newest first; `last` is the newest, `last~1` the one before",
                                       join(shown, ", "), more));
}

}  // namespace rox
