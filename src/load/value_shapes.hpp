// What values look like, as far as it tells whether they were written in another way: codes with zeros in front,
// numbers with a fraction, days that may be months.
#pragma once

#include <string>
#include <string_view>

#include "model/type.hpp"

namespace rox {

inline bool is_digit(char c) { return c >= '0' && c <= '9'; }
inline bool is_ascii(char c) { return static_cast<unsigned char>(c) < 0x80; }
/// Of UTF-8: whether it is not the first byte of its character.
inline bool is_continuation(char c) { return (static_cast<unsigned char>(c) & 0xC0) == 0x80; }
/// Of ASCII.
inline bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

inline bool is_day(TypeKind kind) { return kind == TypeKind::date || kind == TypeKind::timestamp; }

/// Digits alone.
bool is_code(std::string_view text);
/// A code with zeros in front, or a plus, as telephone numbers have.
bool has_zeros(const std::string& code);

/// Digits before the decimal point of a number, or of a code.
std::string whole_digits(const std::string& number);
/// So long that a spreadsheet rounds it, and not round by itself.
bool is_long(const std::string& number);
/// "7,89E+12"
bool is_scientific(const std::string& text);
/// Other digits than zeros after the decimal point.
bool has_fraction(const std::string& number);
double value_of(const std::string& number);

/// "2024-03-09 …" as "2024-09-03 …".
std::string with_day_as_month(std::string time);
/// Whether that is a day, too, and another one.
bool is_ambiguous(const std::string& time);

/// Words in Latin letters, some of which have accents. In other scripts another name is another text.
bool has_accents(const std::string& text);

/// As web pages write it: what stands for one character from `at` on, "&eacute;" or "&#233;". Empty: nothing.
std::string_view entity_at(std::string_view text, std::size_t at);
bool has_entity(std::string_view text);

}  // namespace rox
