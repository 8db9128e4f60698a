#include "discovery/recurrence.hpp"

#include <xxhash.h>

#include <algorithm>
#include <charconv>
#include <map>
#include <optional>
#include <set>
#include <unordered_map>
#include <unordered_set>

#include "source/blocks.hpp"
#include "source/encoding.hpp"
#include "source/header.hpp"
#include "source/records.hpp"

namespace rox {
namespace {

constexpr std::size_t kHead = 4096;                     // records that tell what columns are like
constexpr std::size_t kGlance = std::size_t{1} << 17U;  // records that tell whether files are worth reading
constexpr std::size_t kMostKeys = 4;                    // columns that are tried as keys
constexpr std::size_t kCells = 1 << 22;                 // that are kept of a sample, about
constexpr double kDifferent = 0.95;                     // of the records of a file, those that are like no other
constexpr double kMost = 0.5;
constexpr double kSome = 0.3;
constexpr std::size_t kEnough = 10;  // records that come again; fewer prove something only if all do
constexpr std::size_t kFew = 4;

std::uint64_t hash_of(std::string_view text) { return XXH3_64bits(text.data(), text.size()); }

/// The cells of a record that both sides have, hashed.
struct Record {
  std::vector<std::uint64_t> cells;
  std::vector<std::string_view> texts;  // until the next record
  std::uint64_t number = 0;             // from 0
};

/// The names that the headers of all files have, by their keys.
std::vector<std::string> common_names(const std::vector<std::vector<std::string>>& headers) {
  std::vector<std::set<std::string>> keys;
  for (const std::vector<std::string>& header : headers) {
    const std::vector<std::string> own = header_keys(header);
    keys.emplace_back(own.begin(), own.end());
  }
  std::vector<std::string> names;
  for (const std::string& name : headers.front()) {
    const std::string key = header_key(name);
    if (std::all_of(keys.begin(), keys.end(), [&](const auto& own) { return own.contains(key); })) {
      names.push_back(name);
    }
  }
  return names;
}

/// The records of one moment's files, one after another.
class Side {
 public:
  explicit Side(const std::vector<SourceFile>& files) : files_(files) {
    for (const SourceFile& one : files) headers_.push_back(read_header(one.file, one.dialect));
  }

  const std::vector<std::vector<std::string>>& headers() const { return headers_; }

  /// Calls `visit` with each whole record; it says whether to go on.
  template <class Visit>
  void each(const std::vector<std::string>& names, std::size_t most, Visit visit) const {
    Record record;
    record.cells.resize(names.size());
    record.texts.resize(names.size());
    for (std::size_t f = 0; f < files_.size() && record.number < most; ++f) {
      read(f, places_in(headers_[f], names), most, record, visit);
    }
  }

 private:
  template <class Visit>
  void read(std::size_t f, const std::vector<std::size_t>& places, std::size_t most, Record& record,
            const Visit& visit) const {
    BlockOptions options;
    options.skip_header = true;
    BlockSource source({files_[f].file}, files_[f].dialect, options);
    BlockSource::Reader reader(source);
    Block block;
    std::vector<std::string> scratch(places.size());
    while (record.number < most && reader.next(block)) {
      RecordReader records(block.bytes, files_[f].dialect.field_delimiter(), block.line);
      while (record.number < most && records.next()) {
        if (records.state() != RecordState::good ||
            !has_width(records.fields(), records.field_count(), headers_[f].size())) {
          continue;
        }
        for (std::size_t i = 0; i < places.size(); ++i) {
          record.texts[i] = unescape(records.fields()[places[i]], scratch[i]);
          record.cells[i] = hash_of(record.texts[i]);
        }
        visit(record);
        ++record.number;
      }
    }
  }

  const std::vector<SourceFile>& files_;
  std::vector<std::vector<std::string>> headers_;
};

/// What the first records of a side say of its columns.
struct Head {
  std::vector<std::unordered_set<std::uint64_t>> values;  // by column
  std::vector<bool> has_gaps;
  std::uint64_t records = 0;

  bool is_constant(std::size_t column) const { return values[column].size() == 1; }
  bool is_different(std::size_t column) const { return !has_gaps[column] && values[column].size() == records; }
};

Head read_head(const Side& side, const std::vector<std::string>& names) {
  Head head;
  head.values.resize(names.size());
  head.has_gaps.resize(names.size());
  side.each(names, kHead, [&](const Record& record) {
    ++head.records;
    for (std::size_t i = 0; i < names.size(); ++i) {
      head.values[i].insert(record.cells[i]);
      if (record.texts[i].empty()) head.has_gaps[i] = true;
    }
  });
  return head;
}

/// What a record is known by: its cells of these columns.
struct Identity {
  std::vector<std::size_t> columns;
  std::string column;  // the name, of a key
};

std::uint64_t hash_by(const Identity& identity, const Record& record) {
  std::uint64_t hash = 0;
  for (const std::size_t column : identity.columns) hash = XXH3_64bits_withSeed(&record.cells[column], 8, hash);
  return hash;
}

struct Entry {
  std::uint64_t count = 0;
  std::uint64_t number = 0;           // of the first such record
  std::optional<std::int64_t> ahead;  // of a number: how far it is from the record's own
  std::vector<std::uint64_t> cells;
};

/// The records of a side whose hash ends in so many zeros that they are few enough.
class Sample {
 public:
  explicit Sample(std::size_t most) : most_(most) {}

  void add(const Identity& identity, const Record& record) {
    const std::uint64_t hash = hash_by(identity, record);
    if ((hash & mask_) != 0) return;
    Entry& entry = entries_[hash];
    if (entry.count++ > 0) return;
    entry.number = record.number;
    if (identity.columns.size() == 1) entry.ahead = ahead_of(record, identity.columns.front());
    if (!identity.column.empty()) entry.cells = record.cells;
    while (entries_.size() > most_) thin_out(mask_ * 2 + 1);
  }

  void thin_out(std::uint64_t mask) {
    mask_ = std::max(mask_, mask);
    std::erase_if(entries_, [&](const auto& entry) { return (entry.first & mask_) != 0; });
  }

  std::uint64_t mask() const { return mask_; }
  const std::unordered_map<std::uint64_t, Entry>& entries() const { return entries_; }

  bool is_different() const {
    std::uint64_t records = 0;
    for (const auto& [hash, entry] : entries_) records += entry.count;
    return records > 0 && static_cast<double>(entries_.size()) >= kDifferent * static_cast<double>(records);
  }

  /// Whether the values number the records.
  bool counts_records() const {
    std::map<std::int64_t, std::size_t> ahead;
    for (const auto& [hash, entry] : entries_) {
      if (entry.ahead) ++ahead[*entry.ahead];
    }
    return std::any_of(ahead.begin(), ahead.end(), [&](const auto& one) {
      return static_cast<double>(one.second) >= kDifferent * static_cast<double>(entries_.size());
    });
  }

 private:
  static std::optional<std::int64_t> ahead_of(const Record& record, std::size_t column) {
    const std::string_view text = record.texts[column];
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
    return value - static_cast<std::int64_t>(record.number);
  }

  const std::size_t most_;
  std::uint64_t mask_ = 0;
  std::unordered_map<std::uint64_t, Entry> entries_;
};

/// Both sides by one identity.
struct Pair {
  Sample earlier;
  Sample later;

  explicit Pair(std::size_t most) : earlier(most), later(most) {}

  std::vector<std::pair<const Entry*, const Entry*>> shared() const {
    std::vector<std::pair<const Entry*, const Entry*>> both;
    for (const auto& [hash, entry] : earlier.entries()) {
      const auto found = later.entries().find(hash);
      if (found != later.entries().end()) both.emplace_back(&entry, &found->second);
    }
    return both;
  }
};

/// By record, in their order: whether it is on the other side, too.
std::vector<bool> in_both(const Sample& of, const Sample& other) {
  std::map<std::uint64_t, bool> by_number;
  for (const auto& [hash, entry] : of.entries()) by_number[entry.number] = other.entries().contains(hash);
  std::vector<bool> both;
  for (const auto& [number, is_there] : by_number) both.push_back(is_there);
  return both;
}

/// Whether nearly all records that one side alone has stand at its beginning, or at its end.
bool are_together(const std::vector<bool>& both, bool at_end) {
  const auto alone = std::count(both.begin(), both.end(), false);
  const auto there = at_end ? std::count(both.end() - alone, both.end(), false)
                            : std::count(both.begin(), both.begin() + alone, false);
  constexpr double kNearlyAll = 0.9;
  return static_cast<double>(there) >= kNearlyAll * static_cast<double>(alone);
}

bool is_window(const Pair& pair) {
  const std::vector<bool> before = in_both(pair.earlier, pair.later);
  const std::vector<bool> after = in_both(pair.later, pair.earlier);
  constexpr double kLeast = 0.005;  // of the records: a few may be gone for other reasons
  const auto gone = std::count(before.begin(), before.end(), false);
  if (gone < 3 || static_cast<double>(gone) < kLeast * static_cast<double>(before.size())) return false;
  if (std::count(after.begin(), after.end(), false) == 0) return false;
  return (are_together(before, false) && are_together(after, true)) ||
         (are_together(before, true) && are_together(after, false));
}

/// Whether a column has the same value in records of the same key more often than chance has it; nothing if chance
/// nearly always does.
std::optional<bool> goes_with_key(const std::vector<std::pair<const Entry*, const Entry*>>& shared,
                                  std::size_t column) {
  std::map<std::uint64_t, std::pair<double, double>> uses;
  double same = 0;
  for (const auto& [before, after] : shared) {
    ++uses[before->cells[column]].first;
    ++uses[after->cells[column]].second;
    same += before->cells[column] == after->cells[column] ? 1 : 0;
  }
  const auto all = static_cast<double>(shared.size());
  double chance = 0;
  for (const auto& [value, count] : uses) chance += count.first / all * (count.second / all);
  constexpr double kSure = 0.95;
  if (chance > kSure) return std::nullopt;
  return (same / all - chance) / (1 - chance) >= kMost;
}

/// Whether most other columns do.
bool others_go_along(const std::vector<std::pair<const Entry*, const Entry*>>& shared, std::size_t key) {
  std::size_t compared = 0;
  std::size_t going = 0;
  for (std::size_t column = 0; !shared.empty() && column < shared.front().first->cells.size(); ++column) {
    if (column == key) continue;
    const std::optional<bool> goes = goes_with_key(shared, column);
    if (!goes) continue;
    ++compared;
    going += *goes ? 1 : 0;
  }
  return compared > 0 && going * 2 >= compared;
}

Recurring judge(const Pair& pair, const Identity& identity) {
  if (!pair.earlier.is_different() || !pair.later.is_different()) return {};
  const auto shared = pair.shared();
  Recurring found;
  found.share = static_cast<double>(shared.size()) / static_cast<double>(pair.earlier.entries().size());
  found.column = identity.column;
  if (found.share < kSome) return found;
  const bool is_key = !identity.column.empty();
  if (is_key && pair.earlier.counts_records() && pair.later.counts_records() &&
      !others_go_along(shared, identity.columns.front())) {
    return found;
  }
  if (found.share < kMost) {
    found.kind = is_key ? Recurrence::none : Recurrence::some;
    return found;
  }
  if (shared.size() < kFew && found.share < 1) return found;
  if (shared.size() < kFew || (shared.size() < kEnough && found.share < 1)) {
    found.kind = Recurrence::few;
  } else if (is_key && !others_go_along(shared, identity.columns.front())) {
    found.kind = Recurrence::names;
  } else {
    found.kind = is_window(pair) ? Recurrence::window : Recurrence::most;
  }
  return found;
}

/// How much a finding says.
int weight(Recurrence kind) {
  switch (kind) {
    case Recurrence::none:
    case Recurrence::empty: return 0;
    case Recurrence::few: return 1;
    case Recurrence::names: return 2;
    case Recurrence::some: return 3;
    case Recurrence::window: return 4;
    case Recurrence::most: return 5;
  }
  return 0;
}

/// Whole records first, then columns that may be keys.
std::vector<Identity> identities(const Side& earlier, const Side& later, const std::vector<std::string>& names) {
  const Head before = read_head(earlier, names);
  const Head after = read_head(later, names);
  if (before.records == 0 || after.records == 0) return {};
  std::vector<Identity> found(1);
  for (std::size_t column = 0; column < names.size(); ++column) {
    const bool constant = before.is_constant(column) && after.is_constant(column);
    if (!constant || before.values[column] == after.values[column]) found.front().columns.push_back(column);
    if (found.size() <= kMostKeys && before.is_different(column) && after.is_different(column)) {
      found.push_back({{column}, names[column]});
    }
  }
  if (found.front().columns.empty()) found.erase(found.begin());
  return found;
}

/// Whether the first records of two long files have any in common. Those of a dump come again in the same order or in
/// any other: then of the first hundred thousand some do, however long the files are.
bool begin_alike(const Side& earlier, const Side& later, const std::vector<std::string>& names,
                 const std::vector<Identity>& known_by) {
  std::vector<std::unordered_set<std::uint64_t>> seen(known_by.size());
  std::size_t before = 0;
  std::size_t after = 0;
  std::vector<std::size_t> again(known_by.size());
  earlier.each(names, kGlance, [&](const Record& record) {
    ++before;
    for (std::size_t i = 0; i < known_by.size(); ++i) seen[i].insert(hash_by(known_by[i], record));
  });
  if (before < kGlance) return true;  // short enough to be read whole
  later.each(names, kGlance, [&](const Record& record) {
    ++after;
    for (std::size_t i = 0; i < known_by.size(); ++i)
      again[i] += seen[i].contains(hash_by(known_by[i], record)) ? 1 : 0;
  });
  return after < kGlance || std::any_of(again.begin(), again.end(), [](std::size_t n) { return n >= kEnough; });
}

}  // namespace

Recurring compare_records(const std::vector<SourceFile>& earlier, const std::vector<SourceFile>& later) {
  const Side before(earlier);
  const Side after(later);
  std::vector<std::vector<std::string>> headers = before.headers();
  headers.insert(headers.end(), after.headers().begin(), after.headers().end());
  const std::vector<std::string> names = common_names(headers);
  const std::vector<Identity> known_by = identities(before, after, names);
  if (known_by.empty()) return {Recurrence::empty, 0, ""};
  if (!begin_alike(before, after, names, known_by)) return {};
  std::vector<Pair> pairs(known_by.size(),
                          Pair(std::clamp<std::size_t>(kCells / names.size(), 256, std::size_t{1} << 16)));
  const auto read = [&](const Side& side, Sample Pair::*into) {
    side.each(names, SIZE_MAX, [&](const Record& record) {
      for (std::size_t i = 0; i < pairs.size(); ++i) (pairs[i].*into).add(known_by[i], record);
    });
  };
  read(before, &Pair::earlier);
  read(after, &Pair::later);
  Recurring best;
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const std::uint64_t mask = std::max(pairs[i].earlier.mask(), pairs[i].later.mask());
    pairs[i].earlier.thin_out(mask);
    pairs[i].later.thin_out(mask);
    if (pairs[i].earlier.entries().empty()) continue;
    const Recurring found = judge(pairs[i], known_by[i]);
    if (weight(found.kind) > weight(best.kind)) best = found;
  }
  return best;
}

}  // namespace rox
