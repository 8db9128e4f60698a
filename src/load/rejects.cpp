#include "load/rejects.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <set>
#include <string_view>

#include "base/error.hpp"
#include "base/file.hpp"
#include "source/reject_file.hpp"

namespace rox {
namespace {

constexpr std::size_t kShown = 3;
constexpr std::size_t kWritten = std::size_t{1} << 16;
auto position(const Reject& reject) { return std::tie(reject.file, reject.line, reject.offset); }

void put_in_order(std::vector<Reject>& rejects) {
  const auto earlier = [](const Reject& a, const Reject& b) { return position(a) < position(b); };
  if (!std::is_sorted(rejects.begin(), rejects.end(), earlier)) std::sort(rejects.begin(), rejects.end(), earlier);
}

std::string describe(const Reject& reject) {
  std::string text = SourceLocation{reject.file, reject.line, 0}.text();
  if (!reject.column.empty()) text += fmt::format(", column {}", reject.column);
  return fmt::format("{}: {}", text, reject.reason);
}

/// With what the allocator adds, and the room that a growing list has to spare.
std::size_t size_of(const Reject& reject) {
  constexpr std::size_t kAdded = 16;
  std::size_t size = 2 * sizeof(Reject);
  for (const std::string* text :
       {&reject.table, &reject.file, &reject.column, &reject.value, &reject.reason, &reject.raw}) {
    size += text->capacity() + kAdded;
  }
  return size;
}

/// "unparsable in SalesOrderHeader.OrderDate (812 rows)": what to look at first.
std::string most_frequent(const std::map<std::string, std::vector<Reject>>& rejects) {
  std::map<std::string, std::size_t> counts;
  for (const auto& [table, list] : rejects) {
    for (const Reject& reject : list) {
      ++counts[fmt::format("{} in {}{}{}", to_string(reject.code), table, reject.column.empty() ? "" : ".",
                           reject.column)];
    }
  }
  auto top = std::max_element(counts.begin(), counts.end(), [](auto& a, auto& b) { return a.second < b.second; });
  return top == counts.end() ? "" : fmt::format("most frequent: {} ({} rows)", top->first, top->second);
}

/// What would have more of them load than anything else, where that is in how the exports are read.
std::string way_to_read(const std::map<std::string, std::vector<Reject>>& rejects) {
  std::size_t all = 0;
  std::map<RejectCode, std::size_t> counts;
  for (const auto& [table, list] : rejects) {
    all += list.size();
    for (const Reject& reject : list) ++counts[reject.code];
  }
  if (counts[RejectCode::invalid_utf8] * 2 > all) return "say how they are written now (`encoding` in the dialect), ";
  if (counts[RejectCode::field_count] * 2 > all) {
    return "say what stands below the data (`dialect = { skip_end = 1 }` below its [[table]] in model.toml), ";
  }
  return "";
}

/// Of most rows of a table: it is how they are read that is wrong. What to look at, by what most of them are refused
/// for.
std::string wrong_reading(const std::string& table, const std::vector<Reject>& rejects) {
  std::map<RejectCode, std::size_t> codes;
  std::map<std::pair<std::string, RejectCode>, std::size_t> columns;
  for (const Reject& reject : rejects) {
    ++codes[reject.code];
    ++columns[{reject.column, reject.code}];
  }
  const auto most = [&](std::size_t count) { return count * 2 > rejects.size(); };
  if (most(codes[RejectCode::invalid_utf8])) {
    return fmt::format(
        "the encoding is another than `{}`'s dialect says: `encoding` in [source] of rox.toml, or in "
        "`dialect = {{ encoding = \"…\" }}` below its [[table]] in model.toml",
        table);
  }
  if (most(codes[RejectCode::field_count] + codes[RejectCode::malformed_quote] +
           codes[RejectCode::unterminated_quote])) {
    return fmt::format(
        "its lines aren't cut into fields as its header is. Look at the delimiter and the quotes: "
        "`dialect = {{ delimiter = \"…\" }}` below the [[table]] of {} in model.toml",
        table);
  }
  for (const auto& [refused, count] : columns) {
    if (!most(count) || refused.first.empty()) continue;
    if (refused.second == RejectCode::duplicate_key) break;
    return fmt::format(
        "nearly all are refused by one column, {}: its type or its format in model.toml is wrong, or the "
        "export writes it in another way now. `rox model infer --diff` shows what the exports say",
        refused.first);
  }
  if (most(codes[RejectCode::duplicate_key])) {
    return fmt::format(
        "its primary key in model.toml isn't one of these exports: take it out of the [[table]] of {}, or "
        "name other columns",
        table);
  }
  if (most(codes[RejectCode::orphan_key])) {
    return fmt::format(
        "the rows that they refer to are missing: is the export of the other table whole? If not all are "
        "to be there, take `enforce` out of the relation of {} in model.toml",
        table);
  }
  return fmt::format("`rox model infer --diff` shows how it would read the exports of {} now", table);
}

/// A share of a few rows is less than one: some of them may be rejected all the same, but not half of them.
std::uint64_t most_rejects(double share, std::uint64_t records) {
  constexpr std::uint64_t kAnyway = 3;
  const auto most = static_cast<std::uint64_t>(std::ceil(share * static_cast<double>(records)));
  return share > 0 && records > 0 ? std::max(most, std::min(kAnyway, (records - 1) / 2)) : most;
}

}  // namespace

void RejectStore::add(Reject reject) {
  std::lock_guard lock(mutex_);
  if (limits_.stop_at_first) {
    Error error =
        data_error(reject.column.empty() ? reject.reason : fmt::format("column {}: {}", reject.column, reject.reason))
            .at(reject.file, reject.line)
            .hint(
                R"(correct the export, or set on_reject = "quarantine" in [source] of rox.toml to load the good rows)");
    rejects_[reject.table].push_back(std::move(reject));
    throw std::move(error);
  }
  bytes_ += size_of(reject);
  ++count_;
  if (limits_.rows && count_ > *limits_.rows) {
    refuse_number(count_, fmt::format("more than {} rows are rejected", *limits_.rows));
  }
  if (bytes_ > limits_.bytes) {
    refuse(fmt::format("the rejected rows fill more than {} MB, which is what memory_limit leaves for them",
                       limits_.bytes >> 20),
           "raise [run] memory_limit in rox.toml");
  }
  rejects_[reject.table].push_back(std::move(reject));
}

void RejectStore::forget_kept(std::uint64_t rejects) {
  std::lock_guard lock(mutex_);
  count_ -= rejects;
}

void RejectStore::forget(const std::string& table) {
  std::lock_guard lock(mutex_);
  const auto found = rejects_.find(table);
  if (found == rejects_.end()) return;
  count_ -= found->second.size();
  for (const Reject& reject : found->second) bytes_ -= size_of(reject);
  rejects_.erase(found);
}

void RejectStore::expect(std::uint64_t more, const std::string& what) const {
  std::lock_guard lock(mutex_);
  if (more > 0 && !limits_.stop_at_first && limits_.rows && count_ + more > *limits_.rows) {
    refuse_number(count_ + more, fmt::format("{} (more than {} rejects)", what, *limits_.rows));
  }
}

void RejectStore::expect_share(const std::string& table, std::uint64_t records, std::uint64_t more) const {
  std::lock_guard lock(mutex_);
  const auto found = rejects_.find(table);
  const std::uint64_t rejects = more + (found == rejects_.end() ? 0 : found->second.size());
  const std::uint64_t most = most_rejects(limits_.share, records);
  if (limits_.rows || rejects <= most) return;
  if (found != rejects_.end() && rejects * 2 > records) refuse_most(table, records, rejects, found->second);
  refuse(fmt::format("{} of {} rows of {} are rejected, more than {:g}%", rejects, records, table, limits_.share * 100),
         fmt::format("set max_rejects to \"{:g}%\" or more in [source] of rox.toml",
                     std::ceil(static_cast<double>(rejects) * 1000 / static_cast<double>(records)) / 10));
}

void RejectStore::refuse_number(std::uint64_t count, const std::string& why) const {
  refuse(why, fmt::format("set max_rejects to {} or more in [source] of rox.toml", count));
}

void RejectStore::refuse_most(const std::string& table, std::uint64_t records, std::uint64_t rejects,
                              const std::vector<Reject>& list) const {
  const std::string way_out = wrong_reading(table, list);
  throw data_error(with_examples(fmt::format("{} of {} rows of {} are rejected: it is the reading that is wrong, not "
                                             "the rows",
                                             rejects, records, table)))
      .hint(way_out + ". rejects/" + table + ".csv has the rows");
}

void RejectStore::refuse(const std::string& why, const std::string& way_out) const {
  throw data_error(with_examples(why))
      .hint(
          fmt::format("look at rejects/*.csv; then correct the exports, {}widen the type in model.toml, mend the rows "
                      "(rox stage --replay) or {}",
                      way_to_read(rejects_), way_out));
}

std::string RejectStore::with_examples(const std::string& why) const {
  std::string text = why;
  std::size_t shown = 0;
  for (auto& [table, list] : rejects_) {
    put_in_order(list);
    for (const Reject& reject : list) {
      if (shown++ == kShown) break;
      text += "\n  " + describe(reject);
    }
  }
  if (shown > 0) text += "\n  " + most_frequent(rejects_);
  return text;
}

const std::vector<Reject>& RejectStore::of_table(const std::string& table) const {
  std::lock_guard lock(mutex_);
  std::vector<Reject>& rejects = rejects_[table];
  put_in_order(rejects);
  return rejects;
}

namespace {

/// What somebody has written into the column `mended` of rejects that are there again, by their number.
std::map<std::size_t, std::string> written_before(std::vector<RejectRow> rows, const std::vector<Reject>& rejects) {
  std::erase_if(rows, [](const RejectRow& row) { return row.mended == row.raw; });
  std::vector<BadRecord> before;
  for (const RejectRow& row : rows) before.push_back({row.file, row.line, row.raw});
  std::vector<BadRecord> now;
  std::set<std::string_view> files;
  for (const Reject& reject : rejects) {
    now.push_back({reject.file, reject.line, reject.raw});
    files.insert(reject.file);
  }
  const std::vector<std::optional<std::size_t>> found = find_again(before, now, files);
  std::map<std::size_t, std::string> written;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    if (found[i]) written.emplace(*found[i], std::move(rows[i].mended));
  }
  return written;
}

}  // namespace

void write_reject_file(const std::filesystem::path& file, const std::string& run, const std::vector<Reject>& rejects,
                       char delimiter) {
  if (rejects.empty()) {
    remove_file(file);
    return;
  }
  const std::map<std::size_t, std::string> mended = written_before(read_reject_file(file), rejects);
  make_directories(file.parent_path());
  AtomicFile out(file);  // a part at a time: the text of all may be as long as they are
  std::string text = reject_file_text({}, delimiter);
  for (std::size_t i = 0; i < rejects.size(); ++i) {
    RejectRow row = to_row(rejects[i], run);
    const auto known = mended.find(i);
    if (known != mended.end()) row.mended = known->second;
    text += reject_row_text(row, delimiter);
    if (text.size() < kWritten) continue;
    out.write(text);
    text.clear();
  }
  out.write(text);
  out.commit();
}

}  // namespace rox
