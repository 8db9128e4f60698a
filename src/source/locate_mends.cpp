#include "source/locate_mends.hpp"

#include <algorithm>
#include <string>
#include <unordered_set>
#include <utility>

#include "source/blocks.hpp"
#include "source/encoding.hpp"
#include "source/records.hpp"
#include "source/reject.hpp"

namespace rox {

namespace {

/// The records of mends, to be known again among all of an export.
class Wanted {
 public:
  explicit Wanted(const std::vector<BadRecord>& records) {
    for (const BadRecord& record : records) {
      raws_.insert(record.raw);
      sizes_.insert(record.raw.size());
    }
  }

  /// The text of the one that it is; empty: none of them. `clean`: it is UTF-8.
  std::optional<std::string_view> find(std::string_view raw, bool clean) const {
    if (clean && raw.size() < kRejectRaw) {
      if (!sizes_.contains(raw.size())) return std::nullopt;
      const auto found = raws_.find(raw);
      return found == raws_.end() ? std::nullopt : std::optional(*found);
    }
    const std::string text = printable_utf8(raw.substr(0, kRejectRaw));
    const auto found = raws_.find(text);
    return found == raws_.end() ? std::nullopt : std::optional(*found);
  }

 private:
  std::unordered_set<std::string_view> raws_;
  std::unordered_set<std::size_t> sizes_;
};

std::vector<BadRecord> find_records(const Wanted& wanted, const std::vector<ExportFile>& files,
                                    const Dialect& dialect) {
  std::vector<BadRecord> found;
  BlockSource source(files, dialect, {});
  BlockSource::Reader reader(source);
  Block block;
  while (reader.next(block)) {
    RecordReader records(block.bytes, dialect.field_delimiter(), block.line);
    while (records.next()) {
      if (const auto raw = wanted.find(records.raw(), block.clean)) {
        found.push_back({files[block.file].name, records.line(), *raw});
      }
    }
  }
  return found;
}

}  // namespace

MendSet locate_mends(const MendSet& mends, const std::vector<ExportFile>& files, const Dialect& dialect) {
  if (mends.empty()) return {};
  const std::vector<const Mend*> all = mends.all();
  std::vector<BadRecord> made_for;
  std::set<std::string_view> homes;
  for (const Mend* mend : all) {
    made_for.push_back({mend->file, mend->line, mend->raw});
    homes.insert(mend->file);
  }
  std::set<std::string_view> names;
  for (const ExportFile& file : files) names.insert(file.name);
  const bool all_at_home = std::includes(names.begin(), names.end(), homes.begin(), homes.end());
  std::vector<ExportFile> searched;
  for (const ExportFile& file : files) {
    if (!all_at_home || homes.contains(file.name)) searched.push_back(file);
  }
  const std::vector<BadRecord> now = find_records(Wanted(made_for), searched, dialect);
  const std::vector<std::optional<std::size_t>> places = find_again(made_for, now, names);
  MendSet located;
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!places[i]) continue;
    Mend mend = *all[i];
    mend.file = now[*places[i]].file;
    mend.line = now[*places[i]].line;
    located.add(std::move(mend));
  }
  return located;
}

}  // namespace rox
