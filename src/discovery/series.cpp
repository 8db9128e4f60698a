#include "discovery/series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>
#include <set>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "discovery/names.hpp"
#include "model/name_pattern.hpp"
#include "source/header.hpp"
#include "source/name_order.hpp"

namespace rox {
namespace {

constexpr double kCertain = 0.7;  // of the records come again; fewer are said to be a close call
constexpr std::size_t kCome = 4;  // files whose neighbours are looked at

/// Files of one moment.
struct Moment {
  std::string date;
  std::vector<SourceFile> files;
};

std::vector<Moment> moments_of(const std::vector<SourceFile>& files) {
  std::vector<std::string> names;
  for (const SourceFile& one : files) names.push_back(one.file.name);
  const NameOrder order = order_by_name(names);
  std::map<std::pair<std::string, std::string>, Moment> by_key;
  for (std::size_t i = 0; i < files.size(); ++i) {
    Moment& moment = by_key[{order.keys[i], order.dated[i] ? "" : names[i]}];
    moment.date = order.keys[i];
    moment.files.push_back(files[i]);
  }
  std::vector<Moment> moments;
  for (auto& [key, moment] : by_key) moments.push_back(std::move(moment));
  return moments;
}

std::string name_of(const Moment& moment) { return printable(moment.files.front().file.name); }

std::string evidence_of(const Recurring& found, const Moment& earlier, const Moment& later) {
  const int share = static_cast<int>(found.share * 100);
  return found.column.empty()
             ? fmt::format("{}% of the records of {} stand in {} again", share, name_of(earlier), name_of(later))
             : fmt::format("{}% of the {} of {} come in {} again", share, printable(found.column), name_of(earlier),
                           name_of(later));
}

Series begin_series(const std::vector<Moment>& moments) {
  Series series;
  for (const Moment& moment : moments) {
    series.dates.push_back(moment.date);
    for (const SourceFile& one : moment.files) series.files.push_back(one.file.name);
  }
  for (const SourceFile& one : moments.back().files) series.newest.push_back(one.file.name);
  series.pattern = glob_over(series.files);
  return series;
}

/// What a comparison of neighbours that isn't clear says of them.
std::string doubt_of(Recurrence kind) {
  switch (kind) {
    case Recurrence::window: return "each begins later than the one before: they may be the last days of something";
    case Recurrence::few: return "there are too few to tell";
    case Recurrence::names: return "but with other values: they may be states of the same things, one a file";
    case Recurrence::some: return "that is more than a few that were sent again, and no whole";
    case Recurrence::empty: return "one of them has no records";
    case Recurrence::none:
    case Recurrence::most: break;
  }
  return "";
}

/// The neighbours to look at besides the last two: at the beginning and in the middle. And the two ends.
std::vector<std::pair<std::size_t, std::size_t>> further_pairs(std::size_t moments) {
  if (moments < 3) return {};
  std::set<std::pair<std::size_t, std::size_t>> pairs{{0, 1}, {(moments - 1) / 2, (moments - 1) / 2 + 1}};
  pairs.erase({moments - 2, moments - 1});
  return {pairs.begin(), pairs.end()};
}

/// What is found of some files. `few`: too little to say more than that it may be a series.
struct Verdict {
  std::optional<Series> series;
  bool few = false;
};

Verdict judge(const std::vector<Moment>& moments) {
  const std::size_t last = moments.size() - 1;
  const Recurring found = compare_records(moments[last - 1].files, moments[last].files);
  if (found.kind == Recurrence::none) return {};
  Series series = begin_series(moments);
  if (found.kind != Recurrence::empty) series.evidence = evidence_of(found, moments[last - 1], moments[last]);
  series.doubt = doubt_of(found.kind);
  const bool few = found.kind == Recurrence::few || found.kind == Recurrence::empty;
  if (found.kind != Recurrence::most) return {series, few};
  double least = found.share;
  for (const auto& [a, b] : further_pairs(moments.size())) {
    const Recurring other = compare_records(moments[a].files, moments[b].files);
    if (other.kind != Recurrence::most) {
      series.doubt = other.kind == Recurrence::none
                         ? fmt::format("but those of {} don't in {}", name_of(moments[a]), name_of(moments[b]))
                         : doubt_of(other.kind);
      return {series, other.kind == Recurrence::few || other.kind == Recurrence::empty};
    }
    least = std::min(least, other.share);
  }
  if (last > 1 && compare_records(moments.front().files, moments.back().files).kind == Recurrence::none) {
    series.doubt = fmt::format("but those of {} are gone in {}: they may be the last days of something",
                               name_of(moments.front()), name_of(moments.back()));
    return {series};
  }
  series.dumps = true;
  if (least < kCertain) series.doubt = "a close call";
  return {series};
}

/// Where a list is too short to tell, those of the same days do: all tables are written together.
void follow_others(std::vector<Verdict>& verdicts) {
  for (Verdict& one : verdicts) {
    if (!one.few) continue;
    const auto like = std::find_if(verdicts.begin(), verdicts.end(), [&](const Verdict& other) {
      return !other.few && other.series->dumps && other.series->dates == one.series->dates;
    });
    if (like == verdicts.end()) continue;
    one.series->dumps = true;
    one.series->doubt.clear();
    one.series->evidence = fmt::format("{} has the same dates, and is dumps", like->series->pattern);
  }
}

/// Those that have columns like the newest: the others are called so by chance.
std::vector<SourceFile> alike(const std::vector<SourceFile>& files) {
  const std::vector<Moment> moments = moments_of(files);
  const SourceFile& newest = moments.back().files.front();
  const std::vector<std::string> header = read_header(newest.file, newest.dialect);
  std::vector<SourceFile> chosen;
  for (const SourceFile& one : files) {
    if (have_much_in_common(header, read_header(one.file, one.dialect))) chosen.push_back(one);
  }
  return chosen;
}

}  // namespace

std::string Series::text() const {
  const std::string names =
      fmt::format("{}{}{}", printable(files.front()), files.size() > 2 ? " … " : " and ", printable(files.back()));
  if (!dumps) {
    return fmt::format(
        "{}: parts of one table, or dumps of all of it? {}; {}. They are read as parts (files = \"all\"); "
        "files = \"newest\" in model.toml reads the newest alone",
        names, evidence, doubt);
  }
  return fmt::format(
      "{}: {} dumps of one table{}: {}. The newest is read (files = \"newest\"); files = \"all\" in "
      "model.toml reads them as parts",
      names, files.size(), doubt.empty() ? "" : fmt::format(", it seems ({})", doubt), evidence);
}

namespace {

/// What is called alike, and has columns alike; `visit` gets the moments of each, where there are several.
template <class Visit>
void each_kind(const std::vector<SourceFile>& files, const Visit& visit) {
  std::map<std::string, std::vector<SourceFile>> by_pattern;
  for (const SourceFile& one : files) by_pattern[with_open_numbers(one.file.name)].push_back(one);
  for (const auto& [pattern, members] : by_pattern) {
    if (members.size() < 2) continue;
    try {
      if (const std::vector<Moment> moments = moments_of(alike(members)); moments.size() > 1) visit(moments);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::data) throw;  // a file that is damaged: who reads it for its rows says so
    }
  }
}

}  // namespace

std::vector<Series> find_series(const std::vector<SourceFile>& files) {
  std::vector<Verdict> verdicts;
  each_kind(files, [&](const std::vector<Moment>& moments) {
    if (Verdict verdict = judge(moments); verdict.series) verdicts.push_back(std::move(verdict));
  });
  follow_others(verdicts);
  std::vector<Series> all;
  for (Verdict& verdict : verdicts) {
    if (verdict.few && !verdict.series->dumps && verdict.series->evidence.empty()) continue;  // headers alone
    all.push_back(std::move(*verdict.series));
  }
  return all;
}

std::vector<Series> stated_dumps(const std::vector<SourceFile>& files) {
  std::vector<Series> all;
  each_kind(files, [&](const std::vector<Moment>& moments) {
    all.push_back(begin_series(moments));
    all.back().dumps = true;
    all.back().evidence = "[source] files says so";
  });
  return all;
}

void leave_out_older_dumps(const std::vector<Series>& all, std::vector<ExportFile>& files,
                           std::vector<LeftOut>& left_out) {
  std::map<std::string, std::string> newest;
  for (const Series& series : all) {
    if (!series.dumps) continue;
    for (const std::string& name : series.files) newest[name] = series.newest.front();
    for (const std::string& name : series.newest) newest.erase(name);
  }
  std::erase_if(files, [&](const ExportFile& file) {
    const auto found = newest.find(file.name);
    if (found == newest.end()) return false;
    left_out.push_back({file.name, fmt::format("older than {}", printable(found->second))});
    return true;
  });
}

std::map<std::string, std::string> dumps_of(const std::vector<Series>& all) {
  std::map<std::string, std::string> dumps;
  for (const Series& series : all) {
    if (!series.dumps) continue;
    for (const std::string& name : series.newest) dumps[name] = series.pattern;
  }
  return dumps;
}

std::optional<Series> find_new_dump(const std::vector<SourceFile>& files, const std::vector<std::string>& come) {
  const std::vector<Moment> moments = moments_of(files);
  if (moments.size() < 2) return std::nullopt;
  const std::size_t most = come.size() == files.size() ? 1 : kCome;  // all are new: the last two tell
  std::size_t looked_at = 0;
  for (std::size_t i = moments.size(); i-- > 0 && looked_at < most;) {
    const bool is_new = std::any_of(moments[i].files.begin(), moments[i].files.end(), [&](const SourceFile& one) {
      return std::find(come.begin(), come.end(), one.file.name) != come.end();
    });
    if (!is_new) continue;
    ++looked_at;
    const std::size_t earlier = i > 0 ? i - 1 : 0;
    const Recurring found = compare_records(moments[earlier].files, moments[earlier + 1].files);
    if (found.kind != Recurrence::most && found.kind != Recurrence::window) continue;
    Series series = begin_series(moments);
    series.dumps = found.kind == Recurrence::most;
    series.evidence = evidence_of(found, moments[earlier], moments[earlier + 1]);
    series.doubt = doubt_of(found.kind);
    return series;
  }
  return std::nullopt;
}

}  // namespace rox
