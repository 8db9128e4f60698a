#include "discovery/sniff_header.hpp"

#include <algorithm>
#include <set>

#include "base/text.hpp"
#include "discovery/column_profile.hpp"
#include "discovery/null_words.hpp"
#include "discovery/types.hpp"
#include "source/repeated_head.hpp"

namespace rox {
namespace {

constexpr std::size_t kLongestName = 100;

bool is_year(std::string_view text) {
  return text.size() == 4 && text.find_first_not_of("0123456789") == std::string_view::npos &&
         (text.starts_with("19") || text.starts_with("20"));
}

/// Numbers that count up: 0, 1, 2, … as data frames number columns.
bool counts_up(const std::vector<std::string>& fields) {
  std::vector<long> numbers;
  for (const std::string& field : fields) {
    if (field.empty() || field.size() > 6 || field.find_first_not_of("0123456789") != std::string::npos) continue;
    numbers.push_back(std::stol(field));
  }
  if (numbers.size() < 2 || numbers.size() + 1 < fields.size()) return false;
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    if (numbers[i] != numbers[i - 1] + 1) return false;
  }
  return numbers.front() <= 1;
}

struct SampleColumn {
  ColumnProfile profile{0};
  std::set<std::string> values;
};

/// Whether the record is the header once more, or the line below it below that.
bool is_head_again(const Sample& sample, std::size_t r) {
  const std::vector<SampleRecord>& records = sample.records;
  return records[r] == records[0] || (records[r] == records[1] && records[r - 1] == records[0]);
}

std::vector<SampleColumn> columns_of(const Sample& sample, std::size_t from) {
  const NullWords words({});
  std::vector<SampleColumn> columns(sample.width);
  for (std::size_t r = from; r < sample.records.size(); ++r) {
    const SampleRecord& record = sample.records[r];
    if (record.fields.size() != sample.width) continue;
    if (from > 1 && is_head_again(sample, r)) continue;
    for (std::size_t i = 0; i < sample.width; ++i) {
      if (words.find(record.fields[i]) != NullWords::kNone) continue;
      columns[i].profile.add(record.fields[i], {0, record.line});
      if (columns[i].values.size() < 1000) columns[i].values.insert(record.fields[i]);
    }
  }
  return columns;
}

bool looks_like_a_name(const std::string& text) {
  if (text.empty() || text.size() > kLongestName) return false;
  return std::any_of(text.begin(), text.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
  });
}

/// Years that follow each other, over columns that hold more than years: a table that goes on to the right.
bool has_years_in_a_row(const std::vector<std::string>& first, const std::vector<SampleColumn>& columns) {
  std::vector<std::size_t> years;
  for (std::size_t i = 0; i < first.size() && i < columns.size(); ++i) {
    const std::string field(trim(first[i]));
    if (is_year(field)) {
      years.push_back(i);
    } else if (!looks_like_a_name(field) && !(field.empty() && (i == 0 || i + 1 == first.size()))) {
      return false;
    }
  }
  if (years.size() < 2) return false;
  const long step = std::stol(first[years[1]]) - std::stol(first[years[0]]);
  for (std::size_t i = 1; i < years.size(); ++i) {
    const long here = std::stol(first[years[i]]) - std::stol(first[years[i - 1]]);
    if (here != step || (step != 1 && step != -1)) return false;
  }
  return std::any_of(years.begin(), years.end(), [&](std::size_t i) {
    const std::set<std::string>& values = columns[i].values;
    return !std::all_of(values.begin(), values.end(), [](const std::string& value) { return is_year(value); });
  });
}

}  // namespace

bool names_columns(const SampleRecord& record) {
  const std::vector<std::string>& fields = record.fields;
  return std::all_of(fields.begin(), fields.end(), [&](const std::string& field) {
    return looks_like_a_name(field) || (field.empty() && &field == &fields.back());
  });
}

HeaderVerdict has_header(const Sample& sample) {
  if (sample.records.size() < 2) return {true, false};
  if (is_rule(sample.records[1].fields)) return {true, true};
  const std::vector<std::string>& first = sample.records.front().fields;
  if (first.size() + 1 == sample.width) return {true, true};
  const NullWords words({});
  const auto again = std::count(sample.records.begin() + 1, sample.records.end(), sample.records.front());
  if (again > 0 && first.size() > 1 && std::none_of(first.begin(), first.end(), [](auto& f) { return f.empty(); })) {
    const bool numbers =
        std::any_of(first.begin(), first.end(), [](const std::string& f) { return !looks_like_a_name(f); });
    if (!numbers) return {true, false};  // the header stands in the middle again: rows are seldom the same
  }
  const std::vector<SampleColumn> columns = columns_of(sample, 1);
  std::size_t named = 0;  // columns of numbers, dates or UUIDs under a text
  std::size_t typed = 0;  // columns of numbers, dates or UUIDs from the first record on
  std::size_t found_again = 0;
  for (std::size_t i = 0; i < first.size() && i < columns.size(); ++i) {
    found_again += columns[i].values.contains(first[i]) ? 1 : 0;
    if (!looks_measured(columns[i].profile)) continue;
    ColumnProfile with_first = columns[i].profile;
    with_first.add(first[i], {0, 1});
    const bool fits = words.find(first[i]) != NullWords::kNone || looks_measured(with_first);
    ++(fits ? typed : named);
  }
  if (named > 0 && named >= typed) return {true, true};
  if (typed > 0) {
    if (counts_up(first) || has_years_in_a_row(first, columns)) return {true, false};
    return {named >= typed, named == 0};
  }
  if (found_again > 0) return {false, false};
  if (has_years_in_a_row(first, columns)) return {true, false};
  const auto names = static_cast<std::size_t>(std::count_if(first.begin(), first.end(), looks_like_a_name));
  const bool last_is_empty = first.back().empty();
  return {names + (last_is_empty ? 1 : 0) >= first.size(), false};
}

namespace {

/// Whether a column has something in it in more than a few records: not where titles alone stand.
std::vector<bool> used_columns(const Sample& sample) {
  constexpr std::size_t kTitles = 3;
  std::vector<std::size_t> counts(sample.width);
  for (const SampleRecord& record : sample.records) {
    for (std::size_t i = 0; i < std::min(record.fields.size(), sample.width); ++i) {
      counts[i] += record.fields[i].empty() ? 0 : 1;
    }
  }
  std::vector<bool> used;
  for (const std::size_t count : counts) used.push_back(count >= std::max(kTitles, sample.records.size() / 10));
  return used;
}

}  // namespace

std::size_t titles_above(const Sample& sample) {
  constexpr std::size_t kMost = 50;
  std::vector<bool> used = used_columns(sample);
  // In what is that short, or that sparse, all columns count.
  if (std::count(used.begin(), used.end(), true) < 2) used.assign(sample.width, true);
  const auto width = static_cast<std::size_t>(std::count(used.begin(), used.end(), true));
  for (std::size_t r = 0; r + 1 < sample.records.size() && r < kMost; ++r) {
    const std::vector<std::string>& fields = sample.records[r].fields;
    if (fields.size() != sample.width) return 0;
    std::size_t empty = 0;
    for (std::size_t i = 0; i < sample.width; ++i) empty += used[i] && fields[i].empty() ? 1 : 0;
    if (empty == 0) {
      if (r == 0) return 0;
      const HeaderVerdict verdict =
          has_header({{sample.records.begin() + static_cast<std::ptrdiff_t>(r), sample.records.end()}, sample.width});
      return verdict.header && verdict.certain ? r : 0;
    }
    if (empty * 2 < width) return 0;
  }
  return 0;
}

std::vector<std::string> units_of(const Sample& sample) {
  if (sample.records.size() < 4 || sample.records[1].fields.size() != sample.width) return {};
  const std::vector<std::string>& second = sample.records[1].fields;
  const std::vector<SampleColumn> columns = columns_of(sample, 2);
  std::size_t measured = 0;
  std::size_t units = 0;
  for (std::size_t i = 0; i < sample.width; ++i) {
    if (!looks_measured(columns[i].profile)) {
      // Among texts a unit is none that a row has, and short.
      if (!second[i].empty() && (columns[i].values.contains(second[i]) || second[i].size() > 12)) return {};
      continue;
    }
    // Dates and ids have no unit; an id stands in front.
    if (second[i].empty() && (i == 0 || columns[i].profile.number.misfits.count > 0)) continue;
    ++measured;
    ColumnProfile with_second = columns[i].profile;
    with_second.add(second[i], {0, 2});
    if (!second[i].empty() && second[i].size() <= 12 && !looks_measured(with_second)) ++units;
  }
  return measured > 0 && units == measured && units * 3 >= sample.width ? second : std::vector<std::string>{};
}

namespace {

/// Where columns are ruled off, values are filled up with blanks to their width.
void trim_if_padded(const Sample& sample, FoundDialect& found) {
  const auto is_padded = [](const std::string& field) {
    return !field.empty() && (field.front() == ' ' || field.back() == ' ');
  };
  const bool padded = std::any_of(sample.records.begin() + 2, sample.records.end(), [&](const SampleRecord& record) {
    return std::any_of(record.fields.begin(), record.fields.end(), is_padded);
  });
  if (!padded || found.dialect.trim) return;
  found.dialect.trim = true;
  found.notes.push_back("blanks around fields are left out (trim = true)");
}

}  // namespace

void take_header(const HeaderVerdict& verdict, const Sample& sample, FoundDialect& found) {
  found.dialect.header = verdict.header;
  if (!verdict.certain) {
    found.notes.push_back(verdict.header ? "the first line is taken for the header, but nothing proves it. If it is "
                                           "data, say `dialect = { header = false }` below its [[table]] in model.toml"
                                         : "there seems to be no header: the first line is like the others. If it is "
                                           "one, say `dialect = { header = true }` below its [[table]] in model.toml");
  }
  if (verdict.header && sample.records.size() > 1 && is_rule(sample.records[1].fields)) {
    found.dialect.units = true;
    found.notes.push_back(
        "the line below the header only rules it off: no data. If it is, say `units = false` in the dialect of its "
        "[[table]] in model.toml");
    trim_if_padded(sample, found);
    return;
  }
  if (verdict.header) found.units = units_of(sample);
  if (found.units.empty()) return;
  found.dialect.units = true;
  found.notes.push_back(
      "the line below the header says units: no data. If it is, say `units = false` in the dialect of its [[table]] in "
      "model.toml");
}

}  // namespace rox
