// When two engines' values are the same, and what it is likely to be when they aren't.
//
// Numbers without a float are compared exactly, by value: 1.50 is 1.5. Texts, dates and timestamps are compared byte
// for byte in rox's canonical text (engine/engine.hpp). Only where one side is a float is there a tolerance.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "engine/engine.hpp"

namespace rox {

/// Relative. Sums of doubles differ in the last digits with the order of the summands: for a million of them by some
/// 1e-10 at most, while a wrong cent in a million is 1e-8.
inline constexpr double kFloatTolerance = 1e-9;

enum class CellRule { number, floating, text };

/// How values of these kinds are compared.
CellRule cell_rule(ResultKind a, ResultKind b);

/// Whether a column of the one kind is a mistake where the other has the other: a float against an exact number, a date
/// against a timestamp, a number against a text. An integer against a decimal is none.
bool kinds_differ(ResultKind a, ResultKind b);

/// Of equal numbers the same text: no zeros in front or at the end of a fraction, no "-0".
std::string plain_number(std::string_view text);

using CellValue = std::optional<std::string>;  // empty: NULL

bool same_value(CellRule rule, const CellValue& a, const CellValue& b);

/// What the difference of two values is likely to be, and what to do about it; empty if nothing is known.
std::string likely_cause(CellRule rule, ResultKind a_kind, ResultKind b_kind, const CellValue& a, const CellValue& b);

}  // namespace rox
