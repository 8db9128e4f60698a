#include "quality/compare.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>

#include "base/text.hpp"
#include "quality/result_rows.hpp"

namespace rox {
namespace {

std::optional<ComparedRow> next_row(ResultRows& rows) {
  std::optional<std::vector<CellValue>> cells = rows.next();
  if (!cells) return std::nullopt;
  return ComparedRow{rows.count(), std::move(*cells)};
}

/// Rows that wait for their like on the other side.
class Waiting {
 public:
  std::size_t size() const { return size_; }

  void add(std::string key, ComparedRow row) {
    rows_[std::move(key)].push_back(std::move(row));
    ++size_;
  }

  /// Takes one that is equal to `row`, floats within the tolerance.
  bool take(const std::string& key, const ComparedRow& row, const std::vector<CellRule>& rules) {
    const auto found = rows_.find(key);
    if (found == rows_.end()) return false;
    std::vector<ComparedRow>& candidates = found->second;
    for (auto candidate = candidates.begin(); candidate != candidates.end(); ++candidate) {
      if (!equal(candidate->cells, row.cells, rules)) continue;
      candidates.erase(candidate);
      if (candidates.empty()) rows_.erase(found);
      --size_;
      return true;
    }
    return false;
  }

  std::vector<ComparedRow> take_all() {
    std::vector<ComparedRow> all;
    for (auto& [key, rows] : rows_) {
      for (ComparedRow& row : rows) all.push_back(std::move(row));
    }
    return all;
  }

  static bool equal(const std::vector<CellValue>& a, const std::vector<CellValue>& b,
                    const std::vector<CellRule>& rules) {
    for (std::size_t c = 0; c < rules.size(); ++c) {
      if (!same_value(rules[c], a[c], b[c])) return false;
    }
    return true;
  }

 private:
  std::unordered_map<std::string, std::vector<ComparedRow>> rows_;
  std::size_t size_ = 0;
};

/// Why equal rows are likely to stand in another order, from the first two that stand at the same place.
std::string order_cause(const ComparedRow& a, const ComparedRow& b, const std::vector<CellRule>& rules) {
  for (std::size_t c = 0; c < rules.size(); ++c) {
    if (a.cells[c].has_value() != b.cells[c].has_value()) return "NULL order: write NULLS FIRST or NULLS LAST";
  }
  for (std::size_t c = 0; c < rules.size(); ++c) {
    if (rules[c] != CellRule::text || !a.cells[c] || same_value(rules[c], a.cells[c], b.cells[c])) continue;
    const bool by_bytes = *a.cells[c] < *b.cells[c];
    const bool by_letters = to_lower(*a.cells[c]) < to_lower(*b.cells[c]);
    const bool foreign = std::any_of(a.cells[c]->begin(), a.cells[c]->end(),
                                     [](char x) { return static_cast<unsigned char>(x) >= 0x80; });
    if (by_bytes != by_letters || foreign) {
      return "collation: texts are sorted by bytes on one engine and by a language's rules on the other";
    }
  }
  return "the ORDER BY leaves ties: sort by columns that tell all rows apart";
}

class Comparer {
 public:
  Comparer(Result& baseline, Result& other, const CompareOptions& options)
      : baseline_(baseline), other_(other), options_(options) {}

  Comparison compare() {
    if (!compare_columns()) return std::move(out_);
    read();
    finish();
    return std::move(out_);
  }

 private:
  bool compare_columns() {
    const auto& a = baseline_.columns();
    const auto& b = other_.columns();
    for (const ResultColumn& column : a) {
      out_.columns.push_back(column.name);
      out_.kinds.push_back(column.kind);
    }
    if (a.size() != b.size()) {
      out_.verdict = Verdict::different;
      out_.causes.push_back(fmt::format("{} columns against {}", a.size(), b.size()));
      return false;
    }
    for (std::size_t c = 0; c < a.size(); ++c) {
      rules_.push_back(cell_rule(a[c].kind, b[c].kind));
      const bool named_alike = equals_ignore_case(a[c].name, b[c].name);
      if (named_alike && !kinds_differ(a[c].kind, b[c].kind)) continue;
      out_.types.push_back(
          {a[c].name, a[c].type, named_alike ? b[c].type : fmt::format("{} {}", b[c].name, b[c].type)});
      if (rules_.back() == CellRule::floating) {
        add_cause("float against decimal: CAST to DECIMAL before computing (docs/portable-sql.md)");
      }
    }
    return true;
  }

  void read() {
    ResultRows baseline(baseline_);
    ResultRows other(other_);
    for (;;) {
      std::optional<ComparedRow> a = next_row(baseline);
      std::optional<ComparedRow> b = next_row(other);
      if (!a && !b) break;
      if (a && b && Waiting::equal(a->cells, b->cells, rules_)) continue;
      if (a && b && !first_mismatch_) first_mismatch_ = {*a, *b};
      if (a) place(std::move(*a), missing_, extra_);
      if (b) place(std::move(*b), extra_, missing_);
      if (std::max(missing_.size(), extra_.size()) <= options_.most_kept) continue;
      out_.gave_up = true;
      break;
    }
    out_.baseline_rows = baseline.count();
    out_.other_rows = other.count();
  }

  void place(ComparedRow row, Waiting& own, Waiting& theirs) {
    std::string key = row_key(row.cells, rules_);
    if (!theirs.take(key, row, rules_)) own.add(std::move(key), std::move(row));
  }

  void finish() {
    PairedRows rows = pair_rows(missing_.take_all(), extra_.take_all(), rules_);
    out_.missing = rows.missing.size();
    out_.extra = rows.extra.size();
    out_.changed = rows.changed.size();
    for (const auto& [a, b] : rows.changed) note_cells(a, b);
    rows.missing.resize(std::min(rows.missing.size(), options_.shown));
    rows.extra.resize(std::min(rows.extra.size(), options_.shown));
    out_.missing_rows = std::move(rows.missing);
    out_.extra_rows = std::move(rows.extra);
    if (out_.missing + out_.extra + out_.changed > 0 || out_.gave_up || !out_.types.empty()) {
      out_.verdict = Verdict::different;
    } else if (first_mismatch_ && options_.ordered) {
      out_.verdict = Verdict::order;
      add_cause(order_cause(first_mismatch_->first, first_mismatch_->second, rules_));
    }
  }

  void note_cells(const ComparedRow& a, const ComparedRow& b) {
    for (std::size_t c = 0; c < rules_.size(); ++c) {
      if (same_value(rules_[c], a.cells[c], b.cells[c])) continue;
      const bool stored = rules_[c] == CellRule::number && !options_.computed;
      const std::string cause = stored ? std::string()
                                       : likely_cause(rules_[c], baseline_.columns()[c].kind, other_.columns()[c].kind,
                                                      a.cells[c], b.cells[c]);
      add_cause(cause);
      if (out_.cells.size() < options_.shown) {
        out_.cells.push_back({a.position, a.cells, c, a.cells[c], b.cells[c], cause});
      }
    }
  }

  void add_cause(const std::string& cause) {
    if (cause.empty() || std::find(out_.causes.begin(), out_.causes.end(), cause) != out_.causes.end()) return;
    out_.causes.push_back(cause);
  }

  Result& baseline_;
  Result& other_;
  const CompareOptions& options_;
  std::vector<CellRule> rules_;
  Waiting missing_;
  Waiting extra_;
  std::optional<std::pair<ComparedRow, ComparedRow>> first_mismatch_;
  Comparison out_;
};

}  // namespace

std::string_view to_string(Verdict verdict) {
  switch (verdict) {
    case Verdict::equal: return "equal";
    case Verdict::order: return "order";
    case Verdict::different: return "different";
    case Verdict::failed: return "failed";
  }
  return "";
}

Comparison compare(Result& baseline, Result& other, const CompareOptions& options) {
  return Comparer(baseline, other, options).compare();
}

}  // namespace rox
