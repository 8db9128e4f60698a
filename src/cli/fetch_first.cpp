#include "cli/fetch_first.hpp"

#include <fmt/format.h>

#include <string>
#include <vector>

#include "base/interrupt.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "inbox/arrivals.hpp"

namespace rox {
namespace {

std::string reasons(const std::vector<Arrival>& arrivals) {
  constexpr std::size_t kShown = 3;
  std::vector<std::string> parts;
  for (const Arrival& arrival : arrivals) {
    if (parts.size() < kShown) parts.push_back(fmt::format("{} ({})", arrival.file, arrival.why));
  }
  const std::string more = arrivals.size() > kShown ? fmt::format(" and {} more", arrivals.size() - kShown) : "";
  return join(parts, "; ") + more;
}

void require_exports(const FetchReport& report, const Project& project) {
  if (report.present > 0) return;
  std::string why;
  if (!report.waiting.empty()) why += "; not complete yet: " + reasons(report.waiting);
  if (!report.refused.empty()) why += "; refused: " + reasons(report.refused);
  throw data_error(fmt::format("nothing was fetched from {}{}", project.source.remote->url, why))
      .hint(
          "`rox source check` shows what is there; [source] url says which files are meant, [source] take when one is "
          "complete");
}

std::size_t exports_here(const Project& project) {
  std::size_t count = 0;
  for (const auto& [name, named] : read_arrivals(project)) count += named.taken ? 1 : 0;
  return count;
}

}  // namespace

void add_no_fetch(Options& verb, bool& skip) {
  verb.add_flag("--no-fetch", skip, "Of exports that lie elsewhere: take those that were fetched before");
}

FetchReport fetch_with_progress(const Project& project, const GlobalOptions& globals) {
  ProgressBar bar(globals.show_progress());
  FetchOptions options;
  options.progress = [&](std::uint64_t done, std::uint64_t total) {
    bar.update("fetch", total == 0 ? 0 : static_cast<double>(done) / static_cast<double>(total), 0);
  };
  const InterruptStop stop;
  options.stop = stop.token();
  try {
    return fetch_arrivals(project, options);
  } catch (const Error&) {
    bar.clear();
    end_if_interrupted();
    throw;
  }
}

void fetch_first(const Project& project, const GlobalOptions& globals, bool skip) {
  if (!project.source.remote || skip) return;
  try {
    const FetchReport report = fetch_with_progress(project, globals);
    if (!globals.quiet) note_fetched(report, project);
    require_exports(report, project);
  } catch (Error& error) {
    const std::size_t here = error.can_retry() ? exports_here(project) : 0;
    if (here == 0) throw;
    std::string hint = error.hint_text();
    throw std::move(error).hint(fmt::format("{}{}--no-fetch goes on with the {} files that were fetched before", hint,
                                            hint.empty() ? "" : "; ", here));
  }
}

void note_fetched(const FetchReport& report, const Project& project) {
  if (!report.fresh.empty()) {
    note(fmt::format("fetched {} file{}, {}, from {}", report.fresh.size(), report.fresh.size() == 1 ? "" : "s",
                     human_bytes(report.bytes), project.source.remote->url));
  }
  if (!report.waiting.empty()) note("not complete yet: " + reasons(report.waiting));
  if (!report.refused.empty()) note("warning: not fetched: " + reasons(report.refused));
  for (const std::string& warning : report.warnings) note("warning: " + warning);
  if (!report.shown) note("a run reads the exports now; what was fetched is read by the next one");
}

}  // namespace rox
