// Which types have room for the values of which others.
#pragma once

#include <cstdint>
#include <string_view>

#include "model/model.hpp"

namespace rox {

/// How a column's values are read: its type and the way they are written.
struct ColumnReading {
  Type type;
  Format format;

  bool operator==(const ColumnReading&) const = default;
};

ColumnReading reading_of(const Column& column);
void set_reading(Column& column, const ColumnReading& reading);

/// Whether a person wrote the type of `stated`: it isn't as it was inferred last or, where nobody knows (nullptr), none
/// that is inferred.
bool is_chosen(const Column& stated, const Column* inferred);

/// Whether an inferred column is VARCHAR only because it has no values.
bool proves_nothing(const Column& inferred);

/// The narrowest type that has room for all values of an inferred column, as they were measured: its own type is the
/// domain that they come from, with room for others. `like`: whole numbers count as a DECIMAL beside one.
Type narrowest(const Column& inferred, const Type& like);

/// Whether `proven`, the narrowest type of a column's values, shows that some of them don't fit `stated`. False where
/// that can't be told from the types: an INTEGER has up to ten digits, but its values may fit a DECIMAL(9,2); a column
/// that is text to `infer` may be a DATE to somebody who knows the order of day and month.
bool surely_too_narrow(const Type& stated, const Type& proven);
bool surely_too_narrow(const Type& stated, const Column& inferred);

/// Whether `stated` is one of the types with room that are inferred, and all values of `inferred` fit it: then they
/// have only grown, or fewer are there, and nothing about the column is new.
bool has_room_for(const Type& stated, const Column& inferred);

inline constexpr std::uint8_t kMostPrecision = 38;
/// What DECIMALs are inferred with that leave enough digits free.
inline constexpr std::uint8_t kUsualPrecision = 18;

/// The DECIMAL to infer for numbers of so many digits, `scale` of them after the decimal sign.
Type decimal_with_room(std::uint32_t digits, std::uint32_t scale);

/// Whether both are numbers, both texts, or both dates and times: one can be widened to hold the other's values.
bool same_family(const Type& a, const Type& b);

/// The narrowest type with room for all values of both: VARCHAR where they have nothing in common.
Type widened(const Type& a, const Type& b);
/// The same for all values of an inferred column, which are known better than its type tells.
Type widened(const Type& stated, const Column& inferred);

/// Whether one extreme (Column::least) is below another one of its kind.
bool is_less(std::string_view a, std::string_view b);

}  // namespace rox
