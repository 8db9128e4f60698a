#include "dashboard/find_facts.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "base/text.hpp"
#include "dashboard/event_times.hpp"
#include "dashboard/fact_dimensions.hpp"
#include "dashboard/fact_measures.hpp"
#include "dashboard/titles.hpp"
#include "discovery/words.hpp"

namespace rox {
namespace {

std::vector<const Table*> parents_of(const FactSource& source, const Table& table) {
  std::vector<const Table*> parents;
  for (const Relation& relation : table.relations) parents.push_back(source.model.find_table(relation.table));
  return parents;
}

bool starts_with_word(const std::string& name, std::initializer_list<std::string_view> words) {
  const std::vector<std::string> parts = words_of(name);
  return !parts.empty() && std::find(words.begin(), words.end(), parts.front()) != words.end();
}

/// How many others count by it: what much is about is no event itself.
std::size_t children_of(const FactSource& source, const Table& table) {
  std::size_t children = 0;
  for (const Table& other : source.model.tables) {
    for (const Relation& relation : other.relations) children += equals_ignore_case(relation.table, table.name) ? 1 : 0;
  }
  return children;
}

double score_of(const FactSource& source, const Table& table, const Fact& fact) {
  const Measure& main = fact.measures.front();
  double score = 0;
  const bool sum = main.aggregate == Aggregate::sum || main.aggregate == Aggregate::sql;
  if (sum && main.format == ValueFormat::money)
    score += 0.6 * main.weight;
  else if (main.aggregate == Aggregate::sum)
    score += 20;
  else if (main.aggregate == Aggregate::average)
    score += 10;
  if (!fact.times.empty()) score += fact.times.front().path.hops.empty() ? 40 : 30;
  score += 4 * std::log10(static_cast<double>(std::max<std::uint64_t>(fact.rows, 1)));
  score += 2 * static_cast<double>(std::min<std::size_t>(fact.dimensions.size(), 8));
  // What nothing leads to a parent from is a list of things: products have prices, and dates.
  if (table.relations.empty() && children_of(source, table) > 0) score -= 30;
  if (fact.mart) score += 15;
  if (starts_with_word(table.name, {"fact", "fato", "fct"})) score += 40;
  if (starts_with_word(table.name, {"dim", "stg", "tmp", "bkp", "log"})) score -= 80;
  return score;
}

std::string reason_of(const Fact& fact) {
  const Measure& main = fact.measures.front();
  std::string what = "its rows are counted";
  if (main.format == ValueFormat::money && main.aggregate != Aggregate::average) {
    what = fmt::format("it has money ({})", main.column.empty() ? main.sql : main.column);
  } else if (!main.column.empty() && main.aggregate != Aggregate::distinct) {
    what = fmt::format("it has figures ({})", main.column);
  }
  const std::string dated = fact.times.empty() ? "it has no day" : "it is dated by " + fact.times.front().name;
  return fmt::format("{}: {}, {}; {} rows", fact.name, what, dated, fact.rows);
}

void find_origin(const FactSource& source, const Table& table, Fact& fact) {
  if (fact.mart) {
    const auto origin = source.origins.find(table.name);
    if (origin == source.origins.end()) return;
    fact.origin = origin->second.table;
    fact.origin_key = origin->second.key;
    return;
  }
  if (table.primary_key.empty()) return;
  fact.origin = table.name;
  for (const std::string& column : table.primary_key) fact.origin_key.emplace_back(column, column);
}

Fact fact_of(const FactSource& source, const Table& table) {
  Fact fact;
  fact.name = table.name;
  fact.title = table_title(table.name);
  fact.mart = source.marts.contains(table.name);
  fact.rows = table.rows;
  for (const Column& column : table.columns) {
    fact.columns.push_back(column.name);
    fact.types.push_back(column.type);
  }
  fact.key = table.primary_key;
  find_origin(source, table, fact);
  fact.measures = find_measures(table, parents_of(source, table));
  const std::vector<Reached> reached = reachable(source, table);
  fact.dimensions = find_dimensions(source, reached);
  fact.times = find_times(reached);
  fact.score = score_of(source, table, fact);
  fact.why = reason_of(fact);
  return fact;
}

bool has_main_money(const Fact& fact) {
  const Measure& main = fact.measures.front();
  return main.format == ValueFormat::money && main.aggregate == Aggregate::sum && main.weight >= kMainMoney;
}

/// What is a part of others that have money themselves, as lines are of orders, comes after these: not every order has
/// lines.
void put_wholes_first(const FactSource& source, std::vector<Fact>& facts) {
  constexpr double kPart = 35;
  for (Fact& part : facts) {
    const Table* table = source.model.find_table(part.name);
    for (const Relation& relation : table->relations) {
      const Table* parent = source.model.find_table(relation.table);
      if (parent == nullptr || !is_event(*parent)) continue;
      const bool whole = std::any_of(facts.begin(), facts.end(), [&](const Fact& fact) {
        return fact.name == parent->name && has_main_money(fact);
      });
      if (whole && has_main_money(part)) part.score -= kPart;
    }
  }
}

}  // namespace

std::vector<Fact> find_facts(const FactSource& source) {
  std::vector<Fact> facts;
  for (const Table& table : source.model.tables) {
    if (!table.columns.empty()) facts.push_back(fact_of(source, table));
  }
  put_wholes_first(source, facts);
  // A star is made so that people look at it, and not at what it is made of.
  const bool has_star = std::any_of(facts.begin(), facts.end(), [](const Fact& fact) {
    return fact.mart && !fact.times.empty() && !starts_with_word(fact.name, {"dim"});
  });
  for (Fact& fact : facts) {
    constexpr double kBehindTheStar = 200;
    if (has_star && !fact.mart) fact.score -= kBehindTheStar;
  }
  std::stable_sort(facts.begin(), facts.end(), [](const Fact& a, const Fact& b) { return a.score > b.score; });
  return facts;
}

}  // namespace rox
