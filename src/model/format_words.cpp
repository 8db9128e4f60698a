#include "model/format_words.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/text.hpp"

namespace rox {

namespace {

struct Word {
  std::string_view name;
  bool Format::*flag;
};
constexpr std::array kWords{Word{"percent", &Format::percent}, Word{"lakh", &Format::lakh},
                            Word{"padded", &Format::padded},   Word{"float", &Format::zero_decimals},
                            Word{"formula", &Format::formula}, Word{"offset", &Format::offset},
                            Word{"cut", &Format::cut_seconds}, Word{"zeros", &Format::zero_dates}};

struct TimeWord {
  std::string_view name;
  TimeForm form;
};
// The first of each form is the one that rox writes.
constexpr std::array kTimeWords{
    TimeWord{"HH:MM AM", TimeForm::half_days},    TimeWord{"HH:MM PM", TimeForm::half_days},
    TimeWord{"HH:MM:SS AM", TimeForm::half_days}, TimeWord{"HH:MM:SS PM", TimeForm::half_days},
    TimeWord{"HHhMM", TimeForm::letters},         TimeWord{"HH.MM", TimeForm::points},
    TimeWord{"HH.MM.SS", TimeForm::points},       TimeWord{"HHMM", TimeForm::digits},
    TimeWord{"HHMMSS", TimeForm::digits},         TimeWord{"HH:MM", TimeForm::clock},
    TimeWord{"HH:MM:SS", TimeForm::clock}};

std::string_view time_word(TimeForm form) {
  if (form == TimeForm::clock) return "";
  return std::find_if(kTimeWords.begin(), kTimeWords.end(), [&](const TimeWord& word) { return word.form == form; })
      ->name;
}

bool set_time_form(Format& format, std::string_view text) {
  const auto* const known = std::find_if(kTimeWords.begin(), kTimeWords.end(),
                                         [&](const TimeWord& word) { return equals_ignore_case(word.name, text); });
  if (known == kTimeWords.end()) return false;
  format.time_form = known->form;
  return true;
}

std::string_view counted_word(DateForm form) {
  switch (form) {
    case DateForm::epoch: return "epoch";
    case DateForm::epoch_ms: return "epoch_ms";
    case DateForm::serial: return "serial";
    default: return "";
  }
}

std::string pattern_of(const Format& format) {
  switch (format.date_form) {
    case DateForm::epoch:
    case DateForm::epoch_ms:
    case DateForm::serial: return std::string(counted_word(format.date_form));
    case DateForm::compact: return "YYYYMMDD";
    case DateForm::separated:
      if (!format.short_year) return "";  // date_order says it all
      break;
    case DateForm::month_name: break;
  }
  const bool named = format.date_form == DateForm::month_name;
  const char* year = format.short_year ? "YY" : "YYYY";
  const char* month = named ? "MON" : "MM";
  const char* sign = named ? "-" : "/";
  switch (format.date_order) {
    case DateOrder::ymd: return fmt::format("{}{}{}{}DD", year, sign, month, sign);
    case DateOrder::dmy: return fmt::format("DD{}{}{}{}", sign, month, sign, year);
    case DateOrder::mdy: return fmt::format("{}{}DD{}{}", month, sign, sign, year);
  }
  return "";
}

/// "dd/mm/yy", "DD-MON-YYYY", "yyyymmdd". False if `text` is no such pattern.
bool set_pattern(Format& format, std::string_view text) {
  const std::string pattern = to_lower(text);
  for (const DateForm form : {DateForm::epoch, DateForm::epoch_ms, DateForm::serial}) {
    if (pattern != counted_word(form)) continue;
    format.date_form = form;
    return true;
  }
  std::string order;
  bool separated = false, named = false, short_year = false;
  const auto take = [](std::string_view& rest, std::string_view token) {
    if (!rest.starts_with(token)) return false;
    rest.remove_prefix(token.size());
    return true;
  };
  for (std::string_view rest = pattern; !rest.empty();) {
    if (take(rest, "yyyy")) {
      order += 'y';
    } else if (take(rest, "yy")) {
      order += 'y';
      short_year = true;
    } else if (take(rest, "month") || take(rest, "mon")) {
      order += 'm';
      named = true;
    } else if (take(rest, "mm")) {
      order += 'm';
    } else if (take(rest, "dd")) {
      order += 'd';
    } else if (take(rest, "/") || take(rest, "-") || take(rest, ".") || take(rest, " de ") || take(rest, " ")) {
      separated = true;
    } else {
      return false;
    }
  }
  if (order != "ymd" && order != "dmy" && order != "mdy") return false;
  if (!separated && (order != "ymd" || named || short_year)) return false;
  format.date_order = order == "ymd" ? DateOrder::ymd : order == "dmy" ? DateOrder::dmy : DateOrder::mdy;
  format.date_form = !separated ? DateForm::compact : named ? DateForm::month_name : DateForm::separated;
  format.short_year = short_year;
  return true;
}

}  // namespace

std::string format_words(const Format& format) {
  std::vector<std::string> words;
  if (std::string pattern = pattern_of(format); !pattern.empty()) words.push_back(std::move(pattern));
  if (const std::string_view word = time_word(format.time_form); !word.empty()) words.emplace_back(word);
  for (const Word& word : kWords) {
    if (format.*word.flag) words.emplace_back(word.name);
  }
  return join(words, ", ");
}

std::optional<std::string> set_format_words(Format& format, std::string_view text) {
  while (true) {
    const std::size_t comma = std::min(text.find(','), text.size());
    const std::string_view word = trim(text.substr(0, comma));
    const auto known = std::find_if(kWords.begin(), kWords.end(),
                                    [&](const Word& each) { return equals_ignore_case(each.name, word); });
    if (known != kWords.end()) {
      format.*known->flag = true;
    } else if (!set_time_form(format, word) && !set_pattern(format, word)) {
      return std::string(word);
    }
    if (comma == text.size()) return std::nullopt;
    text.remove_prefix(comma + 1);
  }
}

std::string known_format_words() {
  std::string words =
      "DD/MM/YY, DD-MON-YYYY (MON: a month's name), YYYYMMDD and the like, epoch, epoch_ms, serial, "
      "HH:MM AM, HHhMM, HH.MM, HHMM";
  for (const Word& word : kWords) words += fmt::format(", {}", word.name);
  return words;
}

bool has_no_words(const Format& format) { return format_words(format).empty(); }

}  // namespace rox
