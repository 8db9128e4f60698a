#include "quality/diff_rows.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <unordered_map>
#include <utility>

#include "base/json.hpp"
#include "quality/pair_rows.hpp"
#include "quality/result_rows.hpp"

namespace rox {
namespace {

using Cells = std::vector<CellValue>;

bool equal_cells(const Cells& a, const Cells& b, const std::vector<CellRule>& rules) {
  for (std::size_t c = 0; c < rules.size(); ++c) {
    if (!same_value(rules[c], a[c], b[c])) return false;
  }
  return true;
}

/// Rows of a side that wait for their like, by their key.
class WaitingRows {
 public:
  std::size_t size() const { return size_; }

  void add(std::string key, Cells cells) {
    rows_[std::move(key)].push_back(std::move(cells));
    ++size_;
  }

  std::vector<Cells>* find(const std::string& key) {
    const auto found = rows_.find(key);
    return found == rows_.end() ? nullptr : &found->second;
  }

  void take(const std::string& key, std::size_t at) {
    const auto found = rows_.find(key);
    found->second.erase(found->second.begin() + static_cast<std::ptrdiff_t>(at));
    if (found->second.empty()) rows_.erase(found);
    --size_;
  }

  std::unordered_map<std::string, std::vector<Cells>>& rows() { return rows_; }

 private:
  std::unordered_map<std::string, std::vector<Cells>> rows_;
  std::size_t size_ = 0;
};

class Differ {
 public:
  Differ(Result& before, Result& after, const std::vector<std::size_t>& key,
         const std::function<void(const ChangedRow&)>& on_change, std::size_t most)
      : before_(before), after_(after), key_(key), on_change_(on_change), most_(most) {
    for (std::size_t c = 0; c < before.columns().size(); ++c) {
      rules_.push_back(cell_rule(before.columns()[c].kind, after.columns()[c].kind));
    }
    for (const std::size_t c : key) key_rules_.push_back(rules_[c]);
  }

  RowDiff diff() {
    ResultRows before(before_);
    ResultRows after(after_);
    for (;;) {
      std::optional<Cells> a = before.next();
      std::optional<Cells> b = after.next();
      if (!a && !b) break;
      if (a && b && equal_cells(*a, *b, rules_)) continue;
      if (a) place(std::move(*a), gone_, come_);
      if (b) place(std::move(*b), come_, gone_);
      if (std::max(gone_.size(), come_.size()) <= most_) continue;
      out_.gave_up = true;
      break;
    }
    out_.rows_before = before.count();
    out_.rows_after = after.count();
    pair_by_key();
    for (auto& [key, rows] : gone_.rows()) {
      for (Cells& cells : rows) note({RowChange::remove, std::move(cells), {}, {}});
    }
    for (auto& [key, rows] : come_.rows()) {
      for (Cells& cells : rows) note({RowChange::insert, {}, std::move(cells), {}});
    }
    return out_;
  }

 private:
  std::string key_of(const Cells& cells) const {
    if (key_.empty()) return row_key(cells, rules_);
    Cells parts;
    for (const std::size_t c : key_) parts.push_back(cells[c]);
    return row_key(parts, key_rules_);
  }

  /// A row that is equal to one that waits on the other side is gone with it.
  void place(Cells cells, WaitingRows& own, WaitingRows& theirs) {
    std::string key = key_of(cells);
    if (const std::vector<Cells>* rows = theirs.find(key)) {
      for (std::size_t i = 0; i < rows->size(); ++i) {
        if (equal_cells((*rows)[i], cells, rules_)) return theirs.take(key, i);
      }
    }
    own.add(std::move(key), std::move(cells));
  }

  /// What still waits on both sides with the same key was updated.
  void pair_by_key() {
    if (key_.empty()) return;
    std::vector<std::string> both;
    for (const auto& [key, rows] : gone_.rows()) {
      const std::vector<Cells>* come = come_.find(key);
      if (come != nullptr && rows.size() == 1 && come->size() == 1) both.push_back(key);
    }
    for (const std::string& key : both) {
      note({RowChange::update, std::move(gone_.find(key)->front()), std::move(come_.find(key)->front()), {}});
      gone_.take(key, 0);
      come_.take(key, 0);
    }
  }

  void note(ChangedRow row) {
    for (std::size_t c = 0; c < rules_.size(); ++c) {
      const bool update = row.change == RowChange::update;
      if (!update || !same_value(rules_[c], row.before[c], row.after[c])) row.columns.push_back(c);
    }
    switch (row.change) {
      case RowChange::insert: ++out_.inserted; break;
      case RowChange::update: ++out_.updated; break;
      case RowChange::remove: ++out_.deleted; break;
    }
    on_change_(row);
  }

  Result& before_;
  Result& after_;
  const std::vector<std::size_t>& key_;
  const std::function<void(const ChangedRow&)>& on_change_;
  const std::size_t most_;
  std::vector<CellRule> rules_;
  std::vector<CellRule> key_rules_;
  WaitingRows gone_;
  WaitingRows come_;
  RowDiff out_;
};

}  // namespace

std::string_view to_string(RowChange change) {
  switch (change) {
    case RowChange::insert: return "insert";
    case RowChange::update: return "update";
    case RowChange::remove: return "delete";
  }
  return "";
}

RowDiff diff_rows(Result& before, Result& after, const std::vector<std::size_t>& key,
                  const std::function<void(const ChangedRow&)>& on_change, std::size_t most) {
  return Differ(before, after, key, on_change, most).diff();
}

std::string changed_cells_json(const ChangedRow& row, const std::vector<CellValue>& side,
                               const std::vector<std::string>& names) {
  if (side.empty()) return {};
  nlohmann::ordered_json json = nlohmann::ordered_json::object();
  for (const std::size_t c : row.columns) {
    json[names[c]] = side[c] ? nlohmann::ordered_json(*side[c]) : nlohmann::ordered_json(nullptr);
  }
  return json_text(json);
}

}  // namespace rox
