#include "discovery/name_match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cctype>

#include "base/text.hpp"
#include "discovery/type_names.hpp"
#include "discovery/types.hpp"

namespace rox {

namespace {

using Words = std::vector<std::string>;

/// Words for another row of the same table.
constexpr std::array<std::string_view, 28> kKinship{
    "parent",   "manager",  "boss",       "supervisor",  "superior", "reports",      "pai",
    "gerente",  "chefe",    "previous",   "predecessor", "next",     "original",     "root",
    "master",   "referrer", "referred",   "reply",       "mother",   "father",       "anterior",
    "replaces", "replaced", "superseded", "padre",       "jefe",     "vorgesetzter", "oberkategorie"};

/// Words for what a person does, and the tables that hold people.
constexpr std::array<std::string_view, 38> kRoles{
    "rep",        "representative", "sender",    "recipient", "approver", "author",      "owner",       "creator",
    "assignee",   "approver",       "reviewer",  "seller",    "buyer",    "vendedor",    "agent",       "operator",
    "user",       "created",        "updated",   "approved",  "assigned", "salesperson", "responsible", "responsavel",
    "employee",   "manager",        "teacher",   "doctor",    "contact",  "bearbeiter",  "responsable", "advisor",
    "supervisor", "requester",      "requestor", "editor",    "holder",   "prescriber"};
constexpr std::array<std::string_view, 15> kPeople{"user",     "person",      "people",  "employee",    "staff",
                                                   "member",   "contact",     "usuario", "pessoa",      "funcionario",
                                                   "vendedor", "colaborador", "worker",  "mitarbeiter", "empleado"};

/// Words that many tables end with which have nothing else in common.
constexpr std::array<std::string_view, 19> kSorts{"type", "tipo",     "status",    "state", "class",  "group", "grupo",
                                                  "kind", "category", "categoria", "mode",  "method", "level", "detail",
                                                  "item", "line",     "history",   "name",  "list"};

template <std::size_t N>
bool has(const std::array<std::string_view, N>& list, const Words& words) {
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return std::any_of(list.begin(), list.end(), [&](std::string_view known) { return same_word(word, known); });
  });
}

/// users, sales_people; not user_settings.
bool holds_people(const Words& table) { return !table.empty() && has(kPeople, {table.back()}); }

bool starts_with(const Words& words, const Words& beginning) {
  return !beginning.empty() && words.size() > beginning.size() &&
         std::equal(beginning.begin(), beginning.end(), words.begin(), same_word);
}

bool ends_with(const Words& words, const Words& ending) {
  return !ending.empty() && words.size() > ending.size() &&
         std::equal(ending.begin(), ending.end(), words.end() - static_cast<std::ptrdiff_t>(ending.size()), same_word);
}

/// cust for customer, prod for product, dept for department: a beginning, or its letters in order from the first on.
bool abbreviates(std::string_view abbreviation, std::string_view word) {
  if (abbreviation.size() < 3 || abbreviation.size() >= word.size() || abbreviation[0] != word[0]) return false;
  std::size_t next = 0;
  for (const char c : word) next += next < abbreviation.size() && abbreviation[next] == c ? 1 : 0;
  return next == abbreviation.size() && (word.starts_with(abbreviation) || abbreviation.size() >= 4);
}

/// ship in ship_via for shippers.
bool abbreviates_any(const Words& words, std::string_view table) {
  return std::any_of(words.begin(), words.end(),
                     [&](const std::string& word) { return word.size() >= 4 && abbreviates(word, table); });
}

bool abbreviate(const Words& abbreviations, const Words& words) {
  return abbreviations.size() == words.size() &&
         std::equal(abbreviations.begin(), abbreviations.end(), words.begin(),
                    [](const auto& a, const auto& b) { return same_word(a, b) || abbreviates(a, b); });
}

/// A column that may refer to other rows of its own table.
template <class Match>
NameMatch match_itself(const NameWords& name, const Words& table, const Match& match) {
  if (same_words(name.entity, table)) return {};  // its own key
  if (ends_with(name.entity, table)) return match(0.85, "plays a part of");
  if (name.key && name.entity.size() > 1 && table.size() > 1 && same_word(name.entity.back(), table.back()) &&
      !has(kSorts, {table.back()})) {
    return match(0.74, "is a kind of what ends the name of");
  }
  return has(kKinship, name.entity) ? match(0.75, "means another row of") : NameMatch{};
}

/// customerid without anything that parts the words.
bool same_letters(const Words& a, const Words& b) {
  std::string left;
  std::string right;
  for (const std::string& word : a) left += word;
  for (const std::string& word : b) right += word;
  return left.size() >= 4 && same_word(left, right);
}

std::string letters_of(const Words& words) {
  std::string letters;
  for (const std::string& word : words) letters += word;
  return letters;
}

/// employeepayhistory, of a server that has all names in one case and nobody's underscores.
bool runs_together(const Words& words) {
  constexpr std::size_t kLongWord = 10;
  return words.size() == 1 && words.front().size() >= kLongWord;
}

/// fromcurrencycode for currencycode: what is left says the part that it plays.
bool ends_with_letters(std::string_view name, std::string_view key) {
  constexpr std::size_t kShortestKey = 8;
  return key.size() >= kShortestKey && name.size() > key.size() &&
         std::all_of(name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) != 0; }) &&
         to_lower(name).ends_with(to_lower(key));
}

/// Short forms of the table's name, and names that share a part with it. Where both tables are called alike, too
/// (move_id's move_effects), it is likelier meant.
template <class Match>
NameMatch match_loosely(const NameWords& name, const Words& table, const Words& child, const Match& match) {
  const Words& entity = name.entity;
  const double kin = table.size() > 1 && same_word(table.front(), child.front()) ? 0.08 : 0;
  if (ends_with(table, entity)) return match((name.key ? 0.75 : 0.5) + kin, "is the end of the name");
  if (starts_with(table, entity)) return match((name.key ? 0.7 : 0.4) + kin, "is the beginning of the name");
  if (abbreviate(entity, table)) return match(name.key ? 0.7 : 0.5, "abbreviates");
  if (entity.size() > 1 && abbreviate({entity.back()}, table)) return match(0.6, "ends with a short form of");
  if (!name.key && entity.size() > 1 && table.size() == 1 && abbreviates_any(entity, table.front())) {
    return match(0.55, "has a short form of");
  }
  if (name.key && starts_with(entity, table)) return match(0.6, "begins with the name of");
  // The type of a link is none of a post.
  if (name.key && entity.size() > 1 && table.size() > 1 && same_word(entity.back(), table.back()) &&
      !has(kSorts, {table.back()})) {
    return match(0.6 + kin, "is a kind of what ends the name of");
  }
  return {};
}

}  // namespace

NameMatcher::NameMatcher(const Model& model) : model_(model), tables_(read_table_names(model)) {
  for (std::size_t t = 0; t < model.tables.size(); ++t) {
    const Table& table = model.tables[t];
    people_ += holds_people(tables_[t]) ? 1 : 0;
    prefixes_.push_back(column_prefix(table.column_names()));
    generated_.push_back(has_generated_names(table));
  }
}

std::string_view NameMatcher::bare(std::size_t table, std::string_view column) const {
  return column.substr(prefixes_[table].size());
}

bool NameMatcher::names_table(const Words& entity) const {
  return std::any_of(tables_.begin(), tables_.end(), [&](const Words& table) { return same_words(table, entity); });
}

bool NameMatcher::extends(std::size_t child, std::size_t parent) const {
  return starts_with(tables_[child], tables_[parent]) || continues_letters(child, parent);
}

bool NameMatcher::continues_letters(std::size_t child, std::size_t parent) const {
  constexpr std::size_t kShortest = 6;
  const std::string beginning = letters_of(tables_[parent]);
  return runs_together(tables_[child]) && beginning.size() >= kShortest &&
         tables_[child].front().size() > beginning.size() && tables_[child].front().starts_with(beginning);
}

bool NameMatcher::mentions(std::size_t child, std::size_t parent) const {
  const Words& words = tables_[child];
  const Words& part = tables_[parent];
  const auto is_kind_of = [](const std::string& a, const std::string& b) {
    return same_word(a, b) || (b.size() >= 4 && a.ends_with(b));
  };
  if (child != parent && continues_letters(child, parent)) return true;
  return child != parent && !same_words(words, part) &&
         std::search(words.begin(), words.end(), part.begin(), part.end(), is_kind_of) != words.end();
}

bool NameMatcher::is_head(std::size_t table, std::string_view column) const {
  const Words entity = read_column_name(bare(table, column)).entity;
  return same_words(entity, tables_[table]) || ends_with(tables_[table], entity);
}

NameMatch NameMatcher::by_table(const NameWords& name, std::size_t child, std::size_t parent) const {
  const Words& table = tables_[parent];
  const auto match = [](double score, std::string_view what) { return NameMatch{score, std::string(what)}; };
  if (same_words(name.entity, table) || same_letters(name.entity, table)) {
    return match(name.key ? 1 : 0.9, "is named after");
  }
  // status_id in orders for order_status
  Words full = tables_[child];
  full.insert(full.end(), name.entity.begin(), name.entity.end());
  if (same_words(full, table)) return match(name.key ? 0.95 : 0.85, "is, with its own table's name, named after");
  // Home and away are roles of a team, but a count of teams is none, nor is a yes or no.
  if (ends_with(name.entity, table)) return match(name.key ? 0.85 : 0.65, "plays a part of");
  if (names_table(name.entity)) return {};
  if (has(kRoles, name.entity) && holds_people(table)) {
    return match(people_ == 1 ? 0.75 : 0.6, "says what somebody does, as in");
  }
  return match_loosely(name, table, tables_[child], match);
}

NameMatch NameMatcher::single(std::size_t child, std::string_view column, std::size_t parent,
                              std::string_view parent_column, bool own) const {
  if (generated_[child] || generated_[parent]) return {};
  const std::string_view here = bare(child, column);
  const std::string_view there = bare(parent, parent_column);
  const NameWords name = read_column_name(here);
  const NameWords key = read_column_name(there);
  const Words& table = tables_[parent];
  const auto match = [&](double score, std::string_view what) {
    return NameMatch{score, fmt::format("{} {} {}", column, what, model_.tables[parent].name)};
  };
  const bool same = equals_ignore_case(here, there);
  if (!same && (is_measure_name(here) || is_flag_name(here))) return {};
  if (name.entity.empty()) {
    // id refers to users(id) from user_profiles at most.
    return own && child != parent && extends(child, parent) ? match(0.5, "is the key of a table whose name extends")
                                                            : NameMatch{};
  }
  if (child == parent) return own ? match_itself(name, table, match) : NameMatch{};
  const bool is_own_key = same_words(name.entity, tables_[child]);
  NameMatch best;
  const auto consider = [&](NameMatch candidate) {
    if (candidate.score > best.score) best = std::move(candidate);
  };
  if (own && (!is_own_key || same_words(name.entity, table))) {
    NameMatch found = by_table(name, child, parent);
    // A number of a stage is no id of one.
    const bool differ = (name.kind == KeyWord::number) != (key.kind == KeyWord::number);
    if (name.key && key.key && differ) found.score = std::min(found.score, 0.45);
    if (found.score > 0) consider(match(found.score, found.reason));
  }
  if (is_own_key) return best;
  // BusinessEntityID in both; but CustomerID in two tables belongs to Customer, if there is such a table.
  const bool named_elsewhere = names_table(name.entity) && !same_words(name.entity, table);
  // EmployeePayHistory's BusinessEntityID is an Employee's before it is any BusinessEntity's.
  const double extended = mentions(child, parent) && !same_words(name.entity, table) ? 0.11 : 0;
  if (same && (name.key || !is_generic_name(here))) {
    consider(named_elsewhere && extended == 0
                 ? match(0.3, "has the name of a key of")
                 : match((is_generic_name(here) ? 0.8 : 0.9) + extended, "has the name of the key of"));
  } else if (same && own) {
    consider(match(0.6, "is called as the key of"));
  } else if (!named_elsewhere && !is_generic_name(there) && ends_with(name.entity, key.entity)) {
    consider(match(name.key == key.key ? 0.8 : 0.6, "ends with the name of the key of"));
  } else if (own && !named_elsewhere && key.key && ends_with_letters(here, there)) {
    consider(match(0.8, "ends with the letters of the key of"));
  }
  return best;
}

NameMatch NameMatcher::part(std::size_t child, std::string_view column, std::size_t parent,
                            std::string_view parent_column) const {
  if (generated_[child] || generated_[parent]) return {};
  const std::string& parent_name = model_.tables[parent].name;
  const std::string_view own = bare(child, column);
  const std::string_view other = bare(parent, parent_column);
  if (equals_ignore_case(own, other)) {
    const bool generic = is_generic_name(own) && !read_column_name(own).key;
    return {generic ? 0.7 : 0.95, fmt::format("{} has the same name in {}", column, parent_name)};
  }
  const Words name = read_column_name(own).entity;
  const Words key = read_column_name(other).entity;
  if (!key.empty() && (same_words(name, key) || same_letters(name, key))) {
    return {0.9, fmt::format("{} says the same as {}", column, parent_column)};
  }
  if (ends_with(name, key)) return {0.8, fmt::format("{} ends with {}", column, parent_column)};
  // order_id for the ID of a composite key (ID, line) of orders
  if (key.empty() && same_words(name, tables_[parent])) {
    return {0.9, fmt::format("{} is named after {}", column, parent_name)};
  }
  if (!key.empty() && abbreviate(name, key)) return {0.6, fmt::format("{} is short for {}", column, parent_column)};
  return {};
}

}  // namespace rox
