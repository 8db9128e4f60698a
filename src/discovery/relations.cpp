#include "discovery/relations.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>

#include "base/terminal.hpp"
#include "base/text.hpp"
#include "discovery/relation_choice.hpp"
#include "discovery/type_names.hpp"
#include "discovery/types.hpp"
#include "discovery/words.hpp"

namespace rox {

namespace {

/// A relation with fewer of its keys found isn't one, whatever it is called.
constexpr double kLeastCoverage = 0.5;
/// Names from here on may have orphans.
constexpr double kGoodName = 0.7;
constexpr double kFairName = 0.5;
/// The share of its keys that any other relation must find.
constexpr double kNearlyAll = 0.95;
/// Without a name, at least so many different values must hit.
constexpr std::uint64_t kLeastKeysWithoutName = 5;
/// … and this is the greatest chance that they do by accident, as log10.
constexpr double kNoAccident = -12;
/// Of a child's columns that may stand for a part of a composite key, at most so many are tried.
constexpr std::size_t kMostPerPart = 3;
/// Columns of a table that are looked up in one key: each takes a few queries, the slower the wider the table is.
constexpr std::size_t kMostLookedUp = 200;
/// Rows of which it is looked whether they are a tree.
constexpr std::uint64_t kMostOfTree = 100'000;
constexpr double kOwnName = 0.8;
/// Of tables that are named equally well, the one of which more rows are in use is likelier meant.
constexpr double kUsedWeight = 0.01;

/// From the log10 of the chance of it all: 0: the data say nothing; 1: no accident.
double data_evidence(double log_chance) { return std::clamp(-log_chance / 6, 0.0, 1.0); }

std::string percent(double share) { return fmt::format("{:.3g} %", share * 100); }

bool is_flag(const ColumnFacts& facts) {
  return facts.family == ValueFamily::integer && facts.least && facts.most && *facts.least >= 0 && *facts.most <= 1;
}

/// Numbered without a gap.
bool is_dense(const ColumnFacts& facts) {
  return facts.least && facts.most &&
         static_cast<double>(facts.distinct) > static_cast<double>(*facts.most) - static_cast<double>(*facts.least);
}

/// How many times likelier the child's least and greatest values are if they are taken from the parent's keys, of which
/// they are (nearly) the first and the last, than if they are just numbers in that range. Numbers begin with 0 or 1
/// anyway.
double shared_extremes(const ColumnFacts& child, const ColumnFacts& parent) {
  const auto number = [](std::optional<std::int64_t> value) { return static_cast<double>(*value); };
  const double range = number(parent.most) - number(parent.least) + 1;
  double chance = (number(parent.most) - number(child.most) + 1) / range;
  if (*parent.least > 1) chance *= (number(child.least) - number(parent.least) + 1) / range;
  return 1 / chance;
}

/// A key of one column that relations may refer to.
struct Target {
  std::size_t table;
  std::size_t column;
  bool own;  // it stands for its table
};

class RelationSearch {
 public:
  RelationSearch(const Model& model, const std::vector<TableKeys>& keys, const NameMatcher& names,
                 KeyDatabase& database)
      : model_(model), keys_(keys), names_(names), database_(database) {}

  std::vector<RelationFinding> run() {
    for (std::size_t parent = 0; parent < model_.tables.size(); ++parent) add_targets(parent);
    for (std::size_t child = 0; child < model_.tables.size(); ++child) {
      for (const Target& target : targets_) try_names(child, target);
      // Only where names leave it open whose a column is, the data are asked.
      std::set<std::size_t> named;
      for (const RelationFinding& relation : found_) {
        if (relation.child == child && relation.confidence >= kStatedRelation) named.insert(relation.columns.front());
      }
      for (const Target& target : targets_) try_data(child, target, named);
      try_mentioned(child);
      try_tree(child);
    }
    choose_single_relations(found_, names_, database_);
    std::vector<RelationFinding> singles = std::move(found_);
    found_.clear();
    for (std::size_t child = 0; child < model_.tables.size(); ++child) {
      for (std::size_t parent = 0; parent < model_.tables.size(); ++parent) {
        const TableKeys& keys = keys_[parent];
        if (child == parent || !keys.has_primary || keys.found.front().columns.size() < 2) continue;
        try_composite(child, parent, keys.found.front().columns);
      }
    }
    choose_composite_relations(singles, std::move(found_), keys_, names_);
    std::stable_sort(singles.begin(), singles.end(), [](const RelationFinding& a, const RelationFinding& b) {
      return std::tuple(!a.stated, a.child, a.columns.front()) < std::tuple(!b.stated, b.child, b.columns.front());
    });
    return singles;
  }

 private:
  const ColumnFacts& facts(std::size_t table, std::size_t column) const {
    return database_.facts(table).columns[column];
  }
  const std::string& name(std::size_t table, std::size_t column) const {
    return model_.tables[table].columns[column].name;
  }
  std::string bare(std::size_t table, std::size_t column) const {
    return std::string(names_.bare(table, name(table, column)));
  }

  bool is_own_key(std::size_t table, std::size_t column) const {
    const TableKeys& keys = keys_[table];
    return keys.has_primary && keys.found.front().columns == ColumnSet{column};
  }

  double own_name(std::size_t table, std::size_t column) const {
    return names_.has_names(table) ? own_key_name(names_.entity(table), bare(table, column)) : 0;
  }

  void add_targets(std::size_t table) {
    const TableKeys& keys = keys_[table];
    for (const ColumnSet& key : keys.stated()) {
      if (key.size() > 1) continue;
      targets_.push_back({table, key.front(), is_own_key_like(table, key.front())});
    }
    if (keys.has_primary) return;
    // Unless something refers to it, it may be unique by accident. A code that a column called after the table has is
    // what stands for the table, if nothing else does; of numbers nearly any column would do.
    for (std::size_t i = keys.alternates; i < keys.found.size(); ++i) {
      const KeyFinding& key = keys.found[i];
      if (key.columns.size() > 1) continue;
      const ValueFamily family = facts(table, key.columns.front()).family;
      if (family == ValueFamily::text || family == ValueFamily::integer) {
        targets_.push_back({table, key.columns.front(), family == ValueFamily::text});
      }
    }
  }

  bool may_meet(std::size_t child, std::size_t column, std::size_t parent, std::size_t key) const {
    const ColumnFacts& from = facts(child, column);
    const ColumnFacts& to = facts(parent, key);
    if (!are_comparable(from.family, to.family) || from.distinct == 0) return false;
    // Numbers as texts are only the same if they are written plainly.
    if (from.family != to.family) return model_.tables[child].columns[column].format == Format{};
    if (from.family == ValueFamily::date) {
      // 20140501 is the key of a day, 2014-05-01 a date.
      return model_.tables[child].columns[column].format.date_form ==
             model_.tables[parent].columns[key].format.date_form;
    }
    if (to.family != ValueFamily::integer || !from.least || !to.least) return true;
    return *from.least <= *to.most && *from.most >= *to.least;
  }

  void try_names(std::size_t child, const Target& target) {
    const auto& [parent, key, own] = target;
    std::size_t looked_up = 0;
    for (std::size_t c = 0; c < model_.tables[child].columns.size(); ++c) {
      if ((child == parent && c == key) || !may_meet(child, c, parent, key)) continue;
      const NameMatch match = names_.single(child, name(child, c), parent, name(parent, key), own);
      if (match.score < kFairName || is_otherwise_meant(child, c)) continue;
      if (++looked_up > kMostLookedUp) return;
      try_named({child, {c}, parent, {key}}, match.score, {match.reason});
    }
  }

  void try_data(std::size_t child, const Target& target, const std::set<std::size_t>& named) {
    const auto& [parent, key, own] = target;
    std::size_t looked_up = 0;
    for (std::size_t c = 0; c < model_.tables[child].columns.size(); ++c) {
      if (!own || named.contains(c) || (child == parent && c == key) || !may_meet(child, c, parent, key)) continue;
      if (!may_be_nameless(child, c, parent, key)) continue;
      if (++looked_up > kMostLookedUp) return;
      try_nameless(child, c, parent, key);
    }
  }

  /// Columns that are called like references and aren't: yes or no, and a table's own numbers (result_id in
  /// sprint_results, which begin with 1 as those in results do).
  bool is_otherwise_meant(std::size_t child, std::size_t column) const {
    if (is_flag(facts(child, column)) && !read_column_name(bare(child, column)).key) return true;
    return is_own_key(child, column) && names_.is_head(child, name(child, column)) && is_dense(facts(child, column));
  }

  void try_named(RelationFinding relation, double name_score, std::vector<std::string> reasons) {
    const bool composite = relation.columns.size() > 1;
    const double least = name_score >= kGoodName && !composite ? kLeastCoverage : kNearlyAll;
    if (!composite && database_.sampled_coverage(relation.child, relation.columns[0], relation.parent,
                                                 relation.parent_columns[0]) < least * 0.8) {
      return;
    }
    relation.coverage = database_.coverage(relation.child, relation.columns, relation.parent, relation.parent_columns);
    const Coverage& coverage = relation.coverage;
    if (coverage.keys == 0 || coverage.of_keys() < least) return;
    const double data = evidence(relation);
    const double share = coverage.of_rows();
    const double used = static_cast<double>(coverage.keys - coverage.orphan_keys) /
                        static_cast<double>(std::max<std::uint64_t>(database_.facts(relation.parent).rows, 1));
    // A hint has to be borne out by the data: no accident, or all of the parent's rows are in use.
    double confidence = name_score < kGoodName && !composite ? name_score + 0.2 * std::max(data, used)
                                                             : 0.75 * name_score + 0.15 * share + 0.1 * data;
    if (coverage.keys < 2) confidence -= 0.05;  // one value, found: hardly more than the name
    // A dense key proves nothing, so orphans are all that the data can say, and they speak against it.
    confidence *= 0.7 + 0.3 * share;
    relation.name = name_score;
    relation.weight = kUsedWeight * used;
    finish(std::move(relation), confidence, data, std::move(reasons));
  }

  /// What is known of a column without a query says whether it may be a relation that no name tells.
  bool may_be_nameless(std::size_t child, std::size_t column, std::size_t parent, std::size_t key) const {
    const ColumnFacts& from = facts(child, column);
    const ColumnFacts& to = facts(parent, key);
    if (from.family != to.family || from.distinct < kLeastKeysWithoutName || !is_own_key_like(parent, key))
      return false;
    if (is_own_key(child, column) && (is_dense(from) || own_name(child, column) >= kOwnName || child == parent ||
                                      database_.facts(child).rows > database_.facts(parent).rows)) {
      return false;
    }
    if (names_.has_names(child)) {
      const std::string column_name = bare(child, column);
      if (is_measure_name(column_name) || is_audit_name(column_name) || is_flag_name(column_name)) return false;
      if (from.family == ValueFamily::integer && (is_time_name(column_name) || is_label_name(column_name)))
        return false;
      if (!read_column_name(column_name).key && is_generic_name(column_name)) return false;
    }
    return !from.least || !to.least || (*from.least >= *to.least && *from.most <= *to.most);
  }

  bool is_own_key_like(std::size_t table, std::size_t column) const {
    return !names_.has_names(table) || is_own_key(table, column) || own_name(table, column) >= kOwnName;
  }

  /// Data alone: no value may be missing, and hitting keys must be no accident.
  void try_nameless(std::size_t child, std::size_t column, std::size_t parent, std::size_t key) {
    const ColumnFacts& from = facts(child, column);
    // GUIDs don't meet by chance at all.
    double confidence = from.family == ValueFamily::uuid ? 0.85 : 0.75;
    const bool days =
        from.family == ValueFamily::date && model_.tables[child].columns[column].format.date_form == DateForm::compact;
    if (!days && log_chance(child, column, parent, key) > kNoAccident) {
      const double odds = odds_of_extremes(child, column, parent, key);
      if (odds < 1) return;
      confidence = 0.72 + std::min(0.02 * std::log10(odds), 0.1);
    }
    try_without_name({child, {column}, parent, {key}}, confidence, "no name says so");
  }

  bool try_without_name(RelationFinding relation, double confidence, std::string_view reason) {
    const std::size_t column = relation.columns.front();
    const std::size_t key = relation.parent_columns.front();
    if (database_.sampled_coverage(relation.child, column, relation.parent, key) < 1) return false;
    relation.coverage = database_.coverage(relation.child, {column}, relation.parent, {key});
    if (relation.coverage.orphans > 0) return false;
    finish(std::move(relation), confidence, 1, {std::string(reason)});
    return true;
  }

  /// Of numbers without gaps only the extremes say anything, and they have to say the more the less the column's name
  /// is one of a reference, and the more tables there are that it could mean.
  double odds_of_extremes(std::size_t child, std::size_t column, std::size_t parent, std::size_t key) const {
    constexpr double kLeastUsed = 0.5;  // of the parent's rows
    constexpr double kForIds = 4;
    constexpr double kForUnnamed = 10;
    constexpr double kForOthers = 100;
    const ColumnFacts& from = facts(child, column);
    const ColumnFacts& to = facts(parent, key);
    if (from.family != ValueFamily::integer || !from.least || !to.least) return 0;
    if (child == parent && names_.has_names(child)) return 0;  // a rank
    if (static_cast<double>(from.distinct) < kLeastUsed * static_cast<double>(to.distinct)) return 0;
    const auto tables = std::count_if(targets_.begin(), targets_.end(), [&](const Target& target) {
      const ColumnFacts& other = facts(target.table, target.column);
      return target.own && other.family == ValueFamily::integer && other.least && *other.least <= *from.least &&
             *other.most >= *from.most;
    });
    const bool id = names_.has_names(child) && read_column_name(bare(child, column)).kind == KeyWord::id;
    const double needed = !names_.has_names(child) ? kForUnnamed : id ? kForIds : kForOthers;
    return shared_extremes(from, to) / static_cast<double>(std::max<std::ptrdiff_t>(tables, 1)) / needed;
  }

  /// Without names of columns, those of the tables say something: a column of CurrencyRate is a Currency.
  void try_mentioned(std::size_t child) {
    constexpr double kLeastOdds = 3;
    for (const Target& target : targets_) {
      const auto& [parent, key, own] = target;
      if (names_.has_names(child) || !own || !names_.mentions(child, parent)) continue;
      const ColumnFacts& to = facts(parent, key);
      std::optional<std::size_t> best;
      double most = kLeastOdds;
      for (std::size_t c = 0; c < model_.tables[child].columns.size(); ++c) {
        const ColumnFacts& from = facts(child, c);
        if (from.family != ValueFamily::integer || to.family != from.family || !from.least || !to.least) continue;
        if (*from.least < *to.least || *from.most > *to.most || from.distinct < 2 || is_own_key(child, c)) continue;
        const double odds = shared_extremes(from, to);
        if (odds < most) continue;
        most = odds;
        best = c;
      }
      if (best) try_without_name({child, {*best}, parent, {key}}, 0.8, "the table's name has the parent's in it");
    }
  }

  /// Without names: the column beside the key that makes the rows a tree, the roots of which have something below them.
  void try_tree(std::size_t table) {
    constexpr double kLeastOdds = 5;
    const TableFacts& rows = database_.facts(table);
    if (names_.has_names(table) || !is_own_key(table, 0) || rows.columns.size() < 2 || rows.rows > kMostOfTree) return;
    const ColumnFacts& from = rows.columns[1];
    const std::uint64_t roots = rows.rows - from.present;
    if (from.family != rows.columns[0].family || from.present == 0 || roots == 0 || 2 * roots > rows.rows) return;
    const double odds = odds_of_tree(table);
    if (odds >= kLeastOdds) {
      try_without_name({table, {1}, table, {0}}, 0.75, "the rows are a tree by it, and all of its roots branch");
    }
  }

  /// How many times likelier it is that the second column is a parent of the first: by chance few rows would lead to a
  /// root, and few of the roots were led to. 0 if they aren't a tree.
  double odds_of_tree(std::size_t table) {
    const auto hashes = database_.sample(table, {0, 1}, database_.facts(table).rows);
    std::unordered_map<std::uint64_t, std::uint64_t> parent_of;
    for (std::size_t r = 0; r < hashes[0].size(); ++r) parent_of[hashes[0][r]] = hashes[1][r];
    std::set<std::uint64_t> parents;
    std::size_t roots = 0;
    for (const auto& [row, parent] : parent_of) {
      if (parent_of.contains(parent)) {
        parents.insert(parent);
      } else {
        ++roots;  // a missing value is no key
      }
    }
    std::size_t branching = 0;
    for (std::uint64_t row : parents) {
      std::size_t steps = 0;
      while (parent_of.contains(parent_of.at(row)) && steps <= parents.size()) {
        row = parent_of.at(row);
        ++steps;
      }
      if (steps > parents.size()) return 0;
    }
    for (const std::uint64_t row : parents) branching += parent_of.contains(parent_of.at(row)) ? 0 : 1;
    if (branching < roots) return 0;
    const double share = static_cast<double>(parents.size()) / static_cast<double>(parent_of.size());
    return static_cast<double>(parents.size()) / static_cast<double>(roots) *
           std::pow(1 / share, static_cast<double>(roots));
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
        if (is_dense(to)) return 0;
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
    relation.weight += confidence;
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
        if (!may_meet(child, c, parent, k)) continue;
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

  const Model& model_;
  const std::vector<TableKeys>& keys_;
  const NameMatcher& names_;
  KeyDatabase& database_;
  std::vector<Target> targets_;
  std::vector<RelationFinding> found_;
};

}  // namespace

std::vector<RelationFinding> find_relations(const Model& model, const std::vector<TableKeys>& keys,
                                            const NameMatcher& names, KeyDatabase& database) {
  return RelationSearch(model, keys, names, database).run();
}

}  // namespace rox
