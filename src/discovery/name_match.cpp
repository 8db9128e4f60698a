#include "discovery/name_match.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/text.hpp"
#include "discovery/words.hpp"

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
constexpr std::array<std::string_view, 31> kRoles{
    "rep",      "representative", "sender",   "recipient", "approver", "author",      "owner",       "creator",
    "assignee", "approver",       "reviewer", "seller",    "buyer",    "vendedor",    "agent",       "operator",
    "user",     "created",        "updated",  "approved",  "assigned", "salesperson", "responsible", "responsavel",
    "employee", "manager",        "teacher",  "doctor",    "contact",  "bearbeiter",  "responsable"};
constexpr std::array<std::string_view, 15> kPeople{"user",     "person",      "people",  "employee",    "staff",
                                                   "member",   "contact",     "usuario", "pessoa",      "funcionario",
                                                   "vendedor", "colaborador", "worker",  "mitarbeiter", "empleado"};

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

/// Short forms of the table's name.
template <class Match>
NameMatch match_loosely(const NameWords& name, const Words& table, const Match& match) {
  if (ends_with(table, name.entity)) return match(name.key ? 0.75 : 0.5, "is the end of the name");
  if (starts_with(table, name.entity)) return match(name.key ? 0.7 : 0.4, "is the beginning of the name");
  if (abbreviate(name.entity, table)) return match(name.key ? 0.7 : 0.5, "abbreviates");
  if (name.entity.size() > 1 && abbreviate({name.entity.back()}, table)) {
    return match(0.6, "ends with a short form of");
  }
  return {};
}

}  // namespace

NameMatcher::NameMatcher(const Model& model) : model_(model) {
  for (const Table& table : model.tables) {
    tables_.push_back(read_table_name(table.name));
    people_ += holds_people(tables_.back()) ? 1 : 0;
    prefixes_.push_back(column_prefix(table.column_names()));
  }
}

std::string_view NameMatcher::bare(std::size_t table, std::string_view column) const {
  return column.substr(prefixes_[table].size());
}

bool NameMatcher::names_table(const Words& entity) const {
  return std::any_of(tables_.begin(), tables_.end(), [&](const Words& table) { return same_words(table, entity); });
}

bool NameMatcher::extends(std::size_t child, std::size_t parent) const {
  return starts_with(tables_[child], tables_[parent]);
}

NameMatch NameMatcher::single(std::size_t child, std::string_view column, std::size_t parent,
                              std::string_view parent_column) const {
  const std::string_view own = bare(child, column);
  const std::string_view other = bare(parent, parent_column);
  const NameWords name = read_column_name(own);
  const Words& table = tables_[parent];
  const auto match = [&](double score, std::string_view what) {
    return NameMatch{score, fmt::format("{} {} {}", column, what, model_.tables[parent].name)};
  };
  if (name.entity.empty()) {
    // id refers to users(id) from user_profiles at most.
    return child != parent && extends(child, parent) ? match(0.5, "is the key of a table whose name extends")
                                                     : NameMatch{};
  }
  if (child == parent) return match_itself(name, table, match);
  if (same_words(name.entity, table) || same_letters(name.entity, table)) {
    return match(name.key ? 1 : 0.9, "is named after");
  }
  if (same_words(name.entity, tables_[child])) return {};  // the child's own key
  const bool named_elsewhere = names_table(name.entity);
  // BusinessEntityID in both; but CustomerID in two tables belongs to Customer, if there is such a table.
  if (equals_ignore_case(own, other) && (name.key || !is_generic_name(own))) {
    if (named_elsewhere) return match(0.3, "has the name of a key of");
    return match(is_generic_name(own) ? 0.8 : 0.9, "has the name of the key of");
  }
  if (ends_with(name.entity, table)) return match(0.85, "plays a part of");
  if (named_elsewhere) return {};
  const Words key = read_column_name(other).entity;
  if (!is_generic_name(other) && ends_with(name.entity, key)) return match(0.8, "ends with the name of the key of");
  if (has(kRoles, name.entity) && holds_people(table)) {
    return match(people_ == 1 ? 0.75 : 0.6, "says what somebody does, as in");
  }
  return match_loosely(name, table, match);
}

NameMatch NameMatcher::part(std::size_t child, std::string_view column, std::size_t parent,
                            std::string_view parent_column) const {
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
