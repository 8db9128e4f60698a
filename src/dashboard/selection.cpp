#include "dashboard/selection.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/error.hpp"
#include "base/text.hpp"
#include "source/clock.hpp"

namespace rox {
namespace {

constexpr std::array<std::string_view, 5> kPrefixes{"where.", "not.", "missing.", "min.", "max."};
constexpr std::size_t kMostValues = 1000;  // of all filters together

bool is_filter(const std::string& name) {
  return std::any_of(kPrefixes.begin(), kPrefixes.end(),
                     [&](std::string_view prefix) { return name.starts_with(prefix); });
}

void expect_known(const Params& params, const std::vector<std::string>& also) {
  std::vector<std::string> known{"from", "to", "period", "time", "compare"};
  known.insert(known.end(), also.begin(), also.end());
  std::vector<std::string> shown = known;
  for (const std::string_view prefix : kPrefixes) shown.push_back(std::string(prefix) + "DIMENSION");
  for (const auto& [name, value] : params.values()) {
    if (is_filter(name) || std::find(known.begin(), known.end(), name) != known.end()) continue;
    throw usage_error(fmt::format("there is no parameter '{}'{}", name, did_you_mean(name, known)))
        .hint("it takes " + join(shown, ", "));
  }
}

Filter& filter_of(Selection& selection, const Dimension& dimension) {
  for (Filter& filter : selection.filters) {
    if (filter.dimension == &dimension) return filter;
  }
  return selection.filters.emplace_back(Filter{&dimension});
}

void set_once(std::optional<std::string>& end, const std::string& name, const std::string& value) {
  if (end) throw usage_error(fmt::format("{} is there twice", name));
  end = value;
}

void take_filter(Selection& selection, const Fact& fact, const std::string& name, const std::string& value) {
  const std::size_t dot = name.find('.');
  const std::string kind = name.substr(0, dot);
  const Dimension& dimension = fact.dimension(name.substr(dot + 1));
  Filter& filter = filter_of(selection, dimension);
  if (kind == "missing") {
    if (value != "only" && value != "except") {
      throw usage_error(fmt::format("{} can't be '{}'", name, value)).hint("use only or except");
    }
    if (filter.missing) throw usage_error(fmt::format("{} is there twice", name));
    filter.missing = value == "only";
    return;
  }
  check_value(dimension.path.type, value, name);
  if (kind == "where") filter.where.push_back(value);
  if (kind == "not") filter.not_in.push_back(value);
  if (kind == "min") set_once(filter.least, name, value);
  if (kind == "max") set_once(filter.greatest, name, value);
}

bool is_number_text(const std::string& text, bool whole) {
  std::size_t at = text.starts_with('-') ? 1 : 0;
  std::size_t digits = 0;
  bool point = false;
  for (; at < text.size(); ++at) {
    if (text[at] >= '0' && text[at] <= '9') {
      ++digits;
    } else if (text[at] == '.' && !whole && !point) {
      point = true;
    } else {
      return false;
    }
  }
  constexpr std::size_t kMostDigits = 38;
  constexpr std::size_t kMostWhole = 18;
  return digits > 0 && digits <= (whole ? kMostWhole : kMostDigits);
}

bool is_time_text(const std::string& text) {
  std::int64_t ignored = 0;
  return text.size() >= 5 && text.find_first_not_of("0123456789:.") == std::string::npos &&
         parse_time(text, {}, ignored) == Parse::ok;
}

bool is_uuid_text(const std::string& text) {
  constexpr std::size_t kLength = 36;
  return text.size() == kLength && text.find_first_not_of("0123456789abcdefABCDEF-") == std::string::npos;
}

}  // namespace

void check_value(const Type& type, const std::string& text, const std::string& of) {
  const auto refuse = [&](const std::string& what) {
    return usage_error(fmt::format("{} '{}' is not {}", of, text, what)).hint("write it as the column has it");
  };
  switch (type.kind) {
    case TypeKind::boolean:
      if (text != "true" && text != "false") throw refuse("true or false");
      break;
    case TypeKind::smallint:
    case TypeKind::integer:
    case TypeKind::bigint:
      if (!is_number_text(text, true)) throw refuse("a whole number");
      break;
    case TypeKind::decimal:
      if (!is_number_text(text, false)) throw refuse("a number such as 12.50");
      break;
    case TypeKind::date:
    case TypeKind::timestamp: parse_day(text); break;
    case TypeKind::time:
      if (!is_time_text(text)) throw refuse("a time of day such as 08:30");
      break;
    case TypeKind::uuid:
      if (!is_uuid_text(text)) throw refuse("a UUID");
      break;
    case TypeKind::varchar: break;
  }
}

Selection Selection::without(const Dimension& dimension) const {
  Selection rest = *this;
  std::erase_if(rest.filters, [&](const Filter& filter) { return filter.dimension == &dimension; });
  return rest;
}

SelectionRequest parse_selection(const Params& params, const Fact& fact, const std::vector<std::string>& also) {
  expect_known(params, also);
  SelectionRequest request;
  Selection& selection = request.selection;
  if (const auto time = params.one("time")) {
    selection.time = &fact.time(*time);
  } else if (!fact.times.empty()) {
    selection.time = &fact.times.front();
  }
  const auto from = params.one("from");
  const auto to = params.one("to");
  const auto preset = params.one("period");
  request.has_period = from || to || preset;
  if (request.has_period && selection.time == nullptr) {
    throw usage_error(fmt::format("{} has no day, so it has no periods", fact.name))
        .hint("leave from, to and period out");
  }
  if (preset && (from || to)) throw usage_error("period doesn't go with from and to").hint("use one or the other");
  if (from) selection.period.from = parse_day(*from);
  if (to) selection.period.to = parse_day(*to);
  if (from && to && *selection.period.from > *selection.period.to) {
    throw usage_error(fmt::format("the period ends ({}) before it begins ({})", *to, *from)).hint("swap from and to");
  }
  if (preset) {
    preset_period(*preset, 0);  // says so if there is no such preset
    request.preset = *preset;
  }
  if (const auto compare = params.one("compare")) request.comparison = parse_comparison(*compare);
  std::size_t values = 0;
  for (const auto& [name, value] : params.values()) {
    if (!is_filter(name)) continue;
    if (++values > kMostValues)
      throw usage_error(fmt::format("there are more than {} values to filter by", kMostValues));
    take_filter(selection, fact, name, value);
  }
  return request;
}

}  // namespace rox
