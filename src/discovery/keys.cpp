#include "discovery/keys.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "discovery/words.hpp"

namespace rox {

namespace {

constexpr std::uint64_t kSampleRows = 100'000;
/// Sets of up to four of more columns than this are too many to try (C(16,4) = 1,820).
constexpr std::size_t kMostColumns = 16;
/// Columns that are parts of keys by their names and types, on average.
constexpr double kMeant = 0.8;
/// Ids and days are, each for itself.
constexpr double kSurePart = 0.7;
/// Columns below this are no part of a key.
constexpr double kLeastPart = 0.1;
/// Composite keys that are judged by how their columns group the rows, which takes a few queries each.
constexpr std::size_t kLookedAt = 8;
constexpr double kStatedAlternate = 0.5;
/// More alternate keys than this are no keys, and each would be compared with every column of every table.
constexpr std::size_t kMostAlternates = 16;
constexpr std::uint64_t kFewRows = 30;
/// own_key_name() of an id that isn't the table's own.
constexpr double kOtherKey = 0.4;
/// A column of which this share is different values looks like a key that something broke.
constexpr double kNearlyUnique = 0.99;

double clamp(double value) { return std::clamp(value, 0.0, 1.0); }

bool is_part(const std::vector<std::string>& part, const std::vector<std::string>& whole, std::size_t at) {
  if (part.empty() || at + part.size() > whole.size()) return false;
  return std::equal(part.begin(), part.end(), whole.begin() + static_cast<std::ptrdiff_t>(at), same_word);
}

/// Scores a candidate and says why.
class Judge {
 public:
  Judge(const Table& table, const std::vector<std::string>& entity, const TableFacts& facts)
      : table_(table), entity_(entity), facts_(facts), prefix_(column_prefix(table.column_names()).size()) {}

  double own_key(std::size_t c) const { return own_key_name(entity_, name(c)); }

  /// The column's name without what all names of the table begin with.
  std::string name(std::size_t c) const { return table_.columns[c].name.substr(prefix_); }

  KeyFinding single(std::size_t c) const {
    KeyFinding key{{c}, 0, {}};
    const double own = own_key(c);
    double score = 0.45 + 0.35 * own + (c == 0 ? 0.15 : c == 1 ? 0.05 : 0);
    key.reasons.push_back(fmt::format("all {} values are different", human_count(facts_.rows)));
    if (own >= 0.8)
      key.reasons.emplace_back("named as the table's own key");
    else if (own > 0)
      key.reasons.emplace_back("named as a key");
    if (c == 0) key.reasons.emplace_back("first column");
    score += by_type(c, own, key.reasons) + by_stability(name(c), key.reasons);
    if (c == 0 && facts_.rows > 1 && is_numbered(c)) {
      score += 0.1;
      key.reasons.emplace_back("numbered without a gap");
    }
    // In a small table much is unique by accident, and a key that isn't one rejects rows of the next export.
    if (facts_.rows < kFewRows && own < kOtherKey) score -= 0.15;
    if (facts_.rows < 3) score -= 0.1;
    if (facts_.rows < kFewRows) key.reasons.push_back(fmt::format("{} rows prove little", facts_.rows));
    key.confidence = clamp(score);
    return key;
  }

  /// `repeats`: how many rows chance would have repeated.
  KeyFinding composite(const ColumnSet& columns, double repeats) const {
    KeyFinding key{columns, 0, {}};
    double meant = 0;
    bool timed = false;
    for (const std::size_t c : columns) {
      meant += part_of_key(c);
      timed = timed || (facts_.columns[c].family == ValueFamily::timestamp && !facts_.columns[c].periods);
    }
    meant /= static_cast<double>(columns.size());
    const bool in_front = columns.back() + 1 == columns.size();
    double score = 0.27 + 0.35 * meant + (in_front ? 0.15 : 0);
    if (meant < kMeant) score -= 0.05 * static_cast<double>(columns.size() - 2);
    // Ids and days together are a key even of a table in which they hardly repeat.
    const double least = meant >= kMeant ? -0.4 : -1;
    score += 0.25 * std::clamp(std::log10(std::max(repeats, 1e-9)) / 2, least, 1.0);
    key.reasons.push_back(fmt::format("all {} combinations are different, where chance would repeat {}",
                                      human_count(facts_.rows),
                                      repeats < 1 ? "none" : human_count(static_cast<std::uint64_t>(repeats))));
    if (meant >= 0.9) key.reasons.emplace_back("all named as keys");
    if (in_front) key.reasons.emplace_back("the first columns");
    if (columns.front() > 0 && part_of_key(0) == 1) {
      score -= 0.15;
      key.reasons.emplace_back("without the id that stands first in the table");
    }
    // Two events in the same moment are only a matter of time.
    if (timed) {
      score = std::min(score, kStatedKey - 0.05);
      key.reasons.emplace_back("a moment is no key for long");
    }
    key.confidence = clamp(score);
    return key;
  }

  /// A text whose values all have one length and no blanks.
  bool is_code(std::size_t c) const { return facts_.columns[c].fixed && !facts_.columns[c].blanks; }

  /// How likely the column is a part of a composite key, by its name and type; 0: never.
  double part_of_key(std::size_t c) const {
    const std::string column = name(c);
    const NameWords words = read_column_name(column);
    const ColumnFacts& facts = facts_.columns[c];
    if (facts.family == ValueFamily::none || facts.distinct < 2 || !facts_.complete(c)) return 0;
    if (is_audit_name(column) || (words.guid && words.entity.empty())) return 0;
    if (words.key) return 1;
    if (facts.family == ValueFamily::date || facts.periods) return 0.7;
    if (is_measure_name(column)) return 0;
    if (facts.family == ValueFamily::timestamp) return 0.2;
    if (is_label_name(column)) return 0.1;
    if (is_generic_name(column) && facts.family == ValueFamily::integer) return 0.9;  // line, year, item
    return facts.family == ValueFamily::text && facts.length > 20 ? 0.2 : 0.45;
  }

 private:
  double by_type(std::size_t c, double own, std::vector<std::string>& reasons) const {
    const ColumnFacts& facts = facts_.columns[c];
    const NameWords words = read_column_name(name(c));
    switch (facts.family) {
      case ValueFamily::integer: return 0.1;
      case ValueFamily::text:
        if (c == 0 && is_code(c)) return 0.15;
        return facts.length <= 20 || facts.fixed || !facts.blanks ? 0.05 : -0.15;
      case ValueFamily::date: return c == 0 ? 0 : -0.35;
      case ValueFamily::time: return -1;  // the next day has it, too
      case ValueFamily::timestamp: return facts.periods && c == 0 ? 0 : -0.45;
      case ValueFamily::uuid:
        if (c == 0 && own >= 0.8) return 0;
        reasons.emplace_back("a generated GUID beside the data");
        return -0.3;
      case ValueFamily::none: break;
    }
    return -1;
  }

  /// 1, 2, 3, …: nothing but a key is.
  bool is_numbered(std::size_t c) const {
    const ColumnFacts& facts = facts_.columns[c];
    return facts.family == ValueFamily::integer && facts.least && facts.most &&
           static_cast<double>(facts.distinct) > static_cast<double>(*facts.most) - static_cast<double>(*facts.least);
  }

  static double by_stability(const std::string& name, std::vector<std::string>& reasons) {
    if (is_audit_name(name)) {
      reasons.emplace_back("says when a row was written");
      return -0.5;
    }
    if (is_measure_name(name)) {
      reasons.emplace_back("named as a measure");
      return -0.6;
    }
    if (is_label_name(name)) {
      reasons.emplace_back("a text for people, which may change");
      return -0.3;
    }
    return 0;
  }

  const Table& table_;
  const std::vector<std::string>& entity_;
  const TableFacts& facts_;
  std::size_t prefix_;
};

class KeySearch {
 public:
  KeySearch(const Table& table, const std::vector<std::string>& entity, std::size_t index, KeyDatabase& database)
      : table_(table),
        index_(index),
        database_(database),
        facts_(database.facts(index)),
        generated_(has_generated_names(table)),
        judge_(table, entity, facts_) {}

  TableKeys run() {
    if (facts_.rows == 0) return {};
    std::vector<ColumnSet> unique;
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      const ValueFamily family = facts_.columns[c].family;
      if (family == ValueFamily::none || family == ValueFamily::time || !facts_.unique(c)) continue;
      unique.push_back({c});
      keys_.found.push_back(judge_.single(c));
    }
    sort();
    // Relations refer to a key of one column where there is one, so that nobody needs to know of others.
    if (keys_.found.empty() || keys_.found.front().confidence < kStatedKey) find_composites(unique);
    sort();
    settle();
    warn();
    return std::move(keys_);
  }

 private:
  void sort() {
    std::stable_sort(keys_.found.begin(), keys_.found.end(),
                     [](const KeyFinding& a, const KeyFinding& b) { return a.confidence > b.confidence; });
  }

  void find_composites(const std::vector<ColumnSet>& unique) {
    ColumnSet columns = worth_trying();
    if (columns.size() < 2) return;
    UniqueSearch search;
    search.rows = facts_.rows;
    search.most_columns = std::min<std::size_t>(4, columns.size());
    for (const std::size_t c : columns) search.distinct.push_back(facts_.columns[c].distinct);
    search.hashes = database_.sample(index_, columns, kSampleRows);
    std::vector<ColumnSet> known;  // as indexes into `columns`
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (std::find(unique.begin(), unique.end(), ColumnSet{columns[i]}) != unique.end()) known.push_back({i});
    }
    std::vector<KeyFinding> found;
    for (ColumnSet& set : find_unique_sets(search, known)) {
      for (std::size_t& c : set) c = columns[c];
      if (set.size() < 2) continue;
      if (search.hashes.front().size() < facts_.rows && database_.distinct(index_, set) != facts_.rows) continue;
      std::vector<std::uint64_t> distinct;
      for (const std::size_t c : set) distinct.push_back(facts_.columns[c].distinct);
      found.push_back(judge_.composite(set, expected_repeats(facts_.rows, distinct)));
    }
    std::stable_sort(found.begin(), found.end(),
                     [](const KeyFinding& a, const KeyFinding& b) { return a.confidence > b.confidence; });
    bool settled = false;
    for (std::size_t i = 0; i < found.size(); ++i) {
      if (i < kLookedAt) found[i] = judge_.composite(found[i].columns, repeats_by_groups(found[i].columns));
      settled = settled || found[i].confidence >= kStatedKey;
      keys_.found.push_back(std::move(found[i]));
    }
    if (settled) return;
    if (const ColumnSet front = ids_in_front(); !front.empty()) {
      keys_.found.push_back(judge_.composite(front, repeats_by_groups(front)));
      keys_.found.back().reasons.emplace_back("a part of it is unique today, too");
    }
  }

  /// The ids in front of a table, with a day behind them, if they are unique: a key even if some of them are by
  /// themselves today, as where each thing has been in one group so far.
  ColumnSet ids_in_front() {
    constexpr std::size_t kMost = 5;
    ColumnSet columns;
    for (std::size_t c = 0; c < table_.columns.size() && columns.size() < kMost; ++c) {
      const double part = judge_.part_of_key(c);
      if (part < kSurePart || (part < 1 && columns.empty())) break;
      columns.push_back(c);
      if (part < 1) break;
    }
    const bool known = std::any_of(keys_.found.begin(), keys_.found.end(),
                                   [&](const KeyFinding& key) { return key.columns == columns; });
    return columns.size() < 2 || known || database_.distinct(index_, columns) != facts_.rows ? ColumnSet() : columns;
  }

  /// How many rows of these columns chance would repeat, if one of the columns had nothing to do with the others, which
  /// group the rows as they do.
  double repeats_by_groups(const ColumnSet& columns) {
    double most = 0;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      ColumnSet others = columns;
      others.erase(others.begin() + static_cast<std::ptrdiff_t>(i));
      const auto values = static_cast<double>(facts_.columns[columns[i]].distinct);
      most = std::max(most, database_.groups(index_, others).pairs / values);
    }
    return most;
  }

  /// The columns that may be a part of a key, the likeliest if they are too many, in the table's order.
  ColumnSet worth_trying() const {
    ColumnSet columns;
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      if (judge_.part_of_key(c) >= kLeastPart) columns.push_back(c);
    }
    std::stable_sort(columns.begin(), columns.end(),
                     [&](std::size_t a, std::size_t b) { return judge_.part_of_key(a) > judge_.part_of_key(b); });
    columns.resize(std::min(columns.size(), kMostColumns));
    std::sort(columns.begin(), columns.end());
    return columns;
  }

  void settle() {
    auto& found = keys_.found;
    keys_.has_primary = !found.empty() && found.front().confidence >= kStatedKey;
    const auto first = found.begin() + (keys_.has_primary ? 1 : 0);
    const auto stated = std::stable_partition(first, found.end(), [&](const KeyFinding& key) {
      if (key.columns.size() > 1) return false;
      const std::size_t c = key.columns.front();
      // What isn't called a key may be unique by accident, the more so in small tables.
      const bool named = judge_.own_key(c) > (facts_.rows < kFewRows ? kOtherKey : 0);
      // Without names only a code looks like a key.
      if (generated_) return facts_.columns[c].family == ValueFamily::text && judge_.is_code(c);
      return (named && key.confidence >= kStatedAlternate) || facts_.columns[c].family == ValueFamily::uuid;
    });
    const auto alternates = static_cast<std::size_t>(stated - first);
    keys_.alternates = std::min(alternates, kMostAlternates);
    if (alternates > kMostAlternates) {
      keys_.warnings.push_back(fmt::format("{} columns could be alternate keys, of which the likeliest {} are stated",
                                           human_count(alternates), kMostAlternates));
    }
  }

  /// A column that is named as the key and isn't quite one.
  void warn() {
    if (keys_.has_primary) return;
    for (std::size_t c = 0; c < table_.columns.size(); ++c) {
      const ColumnFacts& facts = facts_.columns[c];
      if (judge_.own_key(c) < 0.8 || facts.family == ValueFamily::none) continue;
      if (static_cast<double>(facts.distinct) < kNearlyUnique * static_cast<double>(facts_.rows)) continue;
      const std::string& name = table_.columns[c].name;
      const std::uint64_t missing = facts_.rows - facts.present;
      if (missing > 0) {
        keys_.warnings.push_back(fmt::format("{} would be the key, but is missing in {} of {} rows", name,
                                             human_count(missing), human_count(facts_.rows)));
      } else {
        keys_.warnings.push_back(
            fmt::format("{} would be the key, but only {} of {} values are distinct; repeated: {}; "
                        "primary_key = [\"{}\"] makes the later rows rejects",
                        name, human_count(facts.distinct), human_count(facts_.rows),
                        join(database_.repeated(index_, {c}), ", "), name));
      }
    }
  }

  const Table& table_;
  std::size_t index_;
  KeyDatabase& database_;
  const TableFacts& facts_;
  bool generated_;  // the columns have no names
  Judge judge_;
  TableKeys keys_;
};

}  // namespace

std::vector<ColumnSet> TableKeys::stated() const {
  std::vector<ColumnSet> keys;
  const std::size_t count = (has_primary ? 1U : 0U) + alternates;
  for (std::size_t i = 0; i < count; ++i) keys.push_back(found[i].columns);
  return keys;
}

TableKeys find_keys(const Table& table, const std::vector<std::string>& entity, std::size_t index,
                    KeyDatabase& database) {
  return KeySearch(table, entity, index, database).run();
}

double own_key_name(const std::vector<std::string>& entity, std::string_view column) {
  const NameWords words = read_column_name(column);
  if (words.guid && words.entity.empty()) return 0;
  if (words.entity.empty()) return words.key ? 1 : 0;
  if (same_words(words.entity, entity)) return words.key ? 1 : 0.5;
  if (!words.key) return 0;
  const bool part =
      is_part(words.entity, entity, 0) ||
      (words.entity.size() < entity.size() && is_part(words.entity, entity, entity.size() - words.entity.size()));
  return part ? 0.8 : words.kind == KeyWord::number ? kOtherKey / 2 : kOtherKey;
}

}  // namespace rox
