#include "discovery/relations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "discovery/name_match.hpp"
#include "discovery/words.hpp"

namespace rox {

namespace {

/// A relation with fewer of its keys found isn't one, whatever it is called.
constexpr double kLeastCoverage = 0.5;
/// Names from here on may have orphans.
constexpr double kGoodName = 0.7;
constexpr double kFairName = 0.5;
/// Without a name, at least so many different values must hit.
constexpr std::uint64_t kLeastKeysWithoutName = 5;
/// … and this is the greatest chance that they do by accident, as log10.
constexpr double kNoAccident = -12;
/// Of a child's columns that may stand for a part of a composite key, at most so many are tried.
constexpr std::size_t kMostPerPart = 3;
/// Columns of a table that are looked up in one key: each takes a few queries, the slower the wider the table is.
constexpr std::size_t kMostLookedUp = 200;

/// From the log10 of the chance of it all: 0: the data say nothing; 1: no accident.
double data_evidence(double log_chance) { return std::clamp(-log_chance / 6, 0.0, 1.0); }

bool may_meet(const ColumnFacts& child, const ColumnFacts& parent) {
  if (child.family != parent.family || child.family == ValueFamily::none || child.distinct == 0) return false;
  if (child.family != ValueFamily::integer || !child.least || !parent.least) return true;
  return *child.least <= *parent.most && *child.most >= *parent.least;
}

std::string percent(double share) { return fmt::format("{:.3g} %", share * 100); }

class RelationSearch {
 public:
  RelationSearch(const Model& model, const std::vector<TableKeys>& keys, KeyDatabase& database)
      : model_(model), keys_(keys), database_(database), names_(model) {}

  std::vector<RelationFinding> run() {
    for (std::size_t child = 0; child < model_.tables.size(); ++child) {
      for (std::size_t parent = 0; parent < model_.tables.size(); ++parent) {
        for (const ColumnSet& key : keys_[parent].stated()) {
          if (key.size() == 1) {
            try_single(child, parent, key.front());
          } else if (child != parent) {
            try_composite(child, parent, key);
          }
        }
      }
    }
    settle();
    return std::move(found_);
  }

 private:
  const ColumnFacts& facts(std::size_t table, std::size_t column) const {
    return database_.facts(table).columns[column];
  }
  const std::string& name(std::size_t table, std::size_t column) const {
    return model_.tables[table].columns[column].name;
  }

  bool is_own_key(std::size_t table, std::size_t column) const {
    const TableKeys& keys = keys_[table];
    return keys.has_primary && keys.found.front().columns == ColumnSet{column};
  }

  void try_single(std::size_t child, std::size_t parent, std::size_t key) {
    std::size_t looked_up = 0;
    for (std::size_t c = 0; c < model_.tables[child].columns.size(); ++c) {
      if ((child == parent && c == key) || !may_meet(facts(child, c), facts(parent, key))) continue;
      const NameMatch match = names_.single(child, name(child, c), parent, name(parent, key));
      const bool named = match.score >= kFairName;
      if (!named && !is_worth_trying(child, c, parent, key)) continue;
      if (++looked_up > kMostLookedUp) return;
      if (named) {
        try_named({child, {c}, parent, {key}}, match.score, {match.reason});
      } else {
        try_nameless(child, c, parent, key);
      }
    }
  }

  void try_named(RelationFinding relation, double name_score, std::vector<std::string> reasons) {
    const double least = name_score >= kGoodName ? kLeastCoverage : 0.95;
    if (relation.columns.size() == 1 && database_.sampled_coverage(relation.child, relation.columns[0], relation.parent,
                                                                   relation.parent_columns[0]) < least * 0.8) {
      return;
    }
    relation.coverage = database_.coverage(relation.child, relation.columns, relation.parent, relation.parent_columns);
    const Coverage& coverage = relation.coverage;
    if (coverage.keys == 0 || coverage.of_keys() < least) return;
    const double data = evidence(relation);
    const double share = coverage.of_rows();
    double confidence = 0.75 * name_score + 0.15 * share + 0.1 * data;
    if (coverage.keys < 2) confidence -= 0.05;  // one value, found: hardly more than the name
    // A dense key proves nothing, so orphans are all that the data can say, and they speak against it.
    confidence *= 0.7 + 0.3 * share;
    finish(std::move(relation), confidence, data, std::move(reasons));
  }

  /// What is known of a column without a query says whether it may be a relation that no name tells.
  bool is_worth_trying(std::size_t child, std::size_t column, std::size_t parent, std::size_t key) const {
    const ColumnFacts& from = facts(child, column);
    const ColumnFacts& to = facts(parent, key);
    const std::string& column_name = name(child, column);
    if (!is_own_key(parent, key) || from.distinct < kLeastKeysWithoutName) return false;
    if (is_measure_name(column_name) || is_audit_name(column_name)) return false;
    if (is_own_key(child, column) && child != parent && database_.facts(child).rows > database_.facts(parent).rows)
      return false;
    return !from.least || !to.least || (*from.least >= *to.least && *from.most <= *to.most);
  }

  /// Data alone: no value may be missing, and hitting keys must be no accident.
  void try_nameless(std::size_t child, std::size_t column, std::size_t parent, std::size_t key) {
    const ColumnFacts& from = facts(child, column);
    if (log_chance(child, column, parent, key) > kNoAccident) return;
    if (database_.sampled_coverage(child, column, parent, key) < 1) return;
    RelationFinding relation{child, {column}, parent, {key}};
    relation.coverage = database_.coverage(child, {column}, parent, {key});
    if (relation.coverage.orphans > 0) return;
    // GUIDs don't meet by chance at all.
    finish(std::move(relation), from.family == ValueFamily::uuid ? 0.85 : 0.72, 1, {"no name says so"});
    found_.back().nameless = true;
  }

  /// log10 of the chance that all different values of the child's column are keys of the parent, were they drawn at
  /// random from what such keys look like. For whole numbers that is: from the range that the child's values span.
  double log_chance(std::size_t child, std::size_t column, std::size_t parent, std::size_t key) {
    const ColumnFacts& from = facts(child, column);
    const ColumnFacts& to = facts(parent, key);
    const auto values = static_cast<double>(from.distinct);
    switch (to.family) {
      case ValueFamily::integer: {
        if (!from.least || !from.most || !to.least || !to.most) return 0;
        // Numbered without a gap: no need to look.
        if (static_cast<double>(to.distinct) > static_cast<double>(*to.most) - static_cast<double>(*to.least)) return 0;
        const auto keys = static_cast<double>(database_.rows_within(parent, key, *from.least, *from.most));
        const double range = static_cast<double>(*from.most) - static_cast<double>(*from.least) + 1;
        return keys == 0 ? 0 : values * std::log10(keys / range);
      }
      case ValueFamily::text:
        return values * std::min(0.0, std::log10(static_cast<double>(to.distinct)) - std::max(to.length - 1, 0.0));
      case ValueFamily::uuid: return -30 * values;
      default: return 0;
    }
  }

  double evidence(const RelationFinding& relation) {
    if (relation.columns.size() == 1) {
      return data_evidence(
          log_chance(relation.child, relation.columns[0], relation.parent, relation.parent_columns[0]));
    }
    // Of a composite key: how full the table of all combinations is.
    double combinations = 1;
    for (const std::size_t key : relation.parent_columns) {
      combinations *= static_cast<double>(std::max<std::uint64_t>(facts(relation.parent, key).distinct, 1));
    }
    const double full = static_cast<double>(database_.facts(relation.parent).rows) / combinations;
    return data_evidence(std::min(0.0, std::log10(full)) * static_cast<double>(relation.coverage.keys));
  }

  void finish(RelationFinding relation, double confidence, double data, std::vector<std::string> reasons) {
    const Coverage& coverage = relation.coverage;
    const std::string& parent = model_.tables[relation.parent].name;
    relation.confidence = std::clamp(confidence, 0.0, 0.99);
    relation.reasons = std::move(reasons);
    if (coverage.orphans == 0) {
      relation.reasons.push_back(fmt::format("all {} different keys in {} rows are in {}", human_count(coverage.keys),
                                             human_count(coverage.rows), parent));
    } else {
      relation.reasons.push_back(fmt::format(
          "{} of {} rows ({}) and {} of {} different keys have no row of {}: {}{}", human_count(coverage.orphans),
          human_count(coverage.rows), percent(1 - coverage.of_rows()), human_count(coverage.orphan_keys),
          human_count(coverage.keys), parent, printable(join(coverage.examples, ", ")),
          coverage.orphan_keys > coverage.examples.size() ? ", …" : ""));
    }
    if (data >= 1) relation.reasons.emplace_back("chance doesn't hit so many keys");
    if (data <= 0.01)
      relation.reasons.emplace_back("the parent's keys have no gaps, so that values are found proves little");
    found_.push_back(std::move(relation));
  }

  void try_composite(std::size_t child, std::size_t parent, const ColumnSet& key) {
    struct Candidate {
      std::size_t column;
      NameMatch match;
    };
    std::vector<std::vector<Candidate>> parts;
    for (const std::size_t k : key) {
      std::vector<Candidate>& part = parts.emplace_back();
      for (std::size_t c = 0; c < model_.tables[child].columns.size(); ++c) {
        if (!may_meet(facts(child, c), facts(parent, k))) continue;
        NameMatch match = names_.part(child, name(child, c), parent, name(parent, k));
        if (match.score >= kFairName) part.push_back({c, std::move(match)});
      }
      std::stable_sort(part.begin(), part.end(),
                       [](const Candidate& a, const Candidate& b) { return a.match.score > b.match.score; });
      part.resize(std::min(part.size(), kMostPerPart));
      if (part.empty()) return;
    }
    // Counts through all choices of one candidate a part.
    std::vector<std::size_t> choice(parts.size(), 0);
    for (bool more = true; more;) {
      RelationFinding relation{child, {}, parent, key};
      double score = 0;
      std::vector<std::string> reasons;
      for (std::size_t i = 0; i < parts.size(); ++i) {
        const Candidate& candidate = parts[i][choice[i]];
        relation.columns.push_back(candidate.column);
        score += candidate.match.score / static_cast<double>(parts.size());
        reasons.push_back(candidate.match.reason);
      }
      const std::set<std::size_t> different(relation.columns.begin(), relation.columns.end());
      if (different.size() == parts.size()) try_named(std::move(relation), score, std::move(reasons));
      more = false;
      for (std::size_t i = 0; i < parts.size() && !more; ++i) {
        more = ++choice[i] < parts[i].size();
        if (!more) choice[i] = 0;
      }
    }
  }

  /// Without a name, values that are keys of several tables don't say which one is meant.
  void doubt_ambiguous() {
    std::map<std::pair<std::size_t, std::size_t>, std::size_t> parents;
    for (const RelationFinding& relation : found_) {
      if (relation.columns.size() == 1) ++parents[{relation.child, relation.columns.front()}];
    }
    for (RelationFinding& relation : found_) {
      if (!relation.nameless || parents[{relation.child, relation.columns.front()}] < 2) continue;
      relation.confidence = std::min(relation.confidence, 0.5);
      relation.reasons.emplace_back("other tables have these keys, too");
    }
  }

  /// (delivery_item_no, order_no) beside (item_no, order_no), which are just the names of the parent's key.
  bool is_worse_reading(const RelationFinding& relation) const {
    constexpr double kPlainlyBetter = 0.02;
    if (relation.columns.size() < 2) return false;
    return std::any_of(found_.begin(), found_.end(), [&](const RelationFinding& other) {
      return other.child == relation.child && other.parent == relation.parent &&
             other.parent_columns == relation.parent_columns &&
             (other.confidence > relation.confidence + kPlainlyBetter ||
              (other.coverage.orphans == 0 && relation.coverage.orphans > 0)) &&
             std::find_first_of(other.columns.begin(), other.columns.end(), relation.columns.begin(),
                                relation.columns.end()) != other.columns.end();
    });
  }

  /// One relation for the same columns: the likeliest. Of two tables that refer to each other by their keys only one is
  /// the parent.
  void settle() {
    std::erase_if(found_, [](const RelationFinding& r) { return r.confidence < kMentionedRelation; });
    doubt_ambiguous();
    for (RelationFinding& relation : found_) {
      if (!goes_both_ways(relation)) continue;
      if (!is_parent(relation)) {
        relation.confidence = std::min(relation.confidence, 0.5);
        relation.reasons.emplace_back("the other way round is likelier");
      }
    }
    std::stable_sort(found_.begin(), found_.end(),
                     [](const RelationFinding& a, const RelationFinding& b) { return a.confidence > b.confidence; });
    for (RelationFinding& relation : found_) {
      if (!is_worse_reading(relation)) continue;
      relation.confidence = std::min(relation.confidence, 0.5);
      relation.reasons.emplace_back("other columns have the names of the key");
    }
    std::set<std::pair<std::size_t, ColumnSet>> taken;
    for (RelationFinding& relation : found_) {
      ColumnSet columns = relation.columns;
      std::sort(columns.begin(), columns.end());
      relation.stated = relation.confidence >= kStatedRelation && taken.emplace(relation.child, columns).second;
    }
    std::stable_sort(found_.begin(), found_.end(), [](const RelationFinding& a, const RelationFinding& b) {
      return std::tuple(!a.stated, a.child, a.columns.front()) < std::tuple(!b.stated, b.child, b.columns.front());
    });
  }

  bool goes_both_ways(const RelationFinding& relation) const {
    return std::any_of(found_.begin(), found_.end(), [&](const RelationFinding& other) {
      return other.child == relation.parent && other.parent == relation.child &&
             other.columns == relation.parent_columns && other.parent_columns == relation.columns;
    });
  }

  /// Whether the parent is the likelier one of two tables with the same key.
  bool is_parent(const RelationFinding& relation) const {
    if (names_.extends(relation.child, relation.parent)) return true;
    if (names_.extends(relation.parent, relation.child)) return false;
    const std::uint64_t child_rows = database_.facts(relation.child).rows;
    const std::uint64_t parent_rows = database_.facts(relation.parent).rows;
    if (child_rows != parent_rows) return parent_rows > child_rows;
    return relation.parent < relation.child;
  }

  const Model& model_;
  const std::vector<TableKeys>& keys_;
  KeyDatabase& database_;
  NameMatcher names_;
  std::vector<RelationFinding> found_;
};

}  // namespace

std::vector<RelationFinding> find_relations(const Model& model, const std::vector<TableKeys>& keys,
                                            KeyDatabase& database) {
  return RelationSearch(model, keys, database).run();
}

}  // namespace rox
