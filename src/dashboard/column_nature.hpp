// What a column of numbers is, by its name and type, in English and Portuguese: what adds up, what only can be
// averaged, and what is no figure at all.
#pragma once

#include <optional>
#include <string>

#include "dashboard/name_words.hpp"
#include "model/model.hpp"

namespace rox {

enum class ColumnNature {
  none,      // no figure: a code, a year, a place on earth, a position
  money,     // adds up
  quantity,  // adds up
  average,   // only averages make sense
};

ColumnNature nature_of(const Table& table, const Column& column);

/// A column that is counted or measured; those are no dimensions.
bool is_figure(const Table& table, const Column& column);

/// Whether the words are of money that adds up.
bool is_money(const NameParts& words);

/// Of what the model has measured; nothing where it hasn't.
std::optional<double> measured_number(const std::string& text);

}  // namespace rox
