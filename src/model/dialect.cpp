#include "model/dialect.hpp"

namespace rox {

Dialect DialectChange::over(Dialect base) const {
  const auto apply = [](auto& value, const auto& change) {
    if (change) value = *change;
  };
  apply(base.delimiter, delimiter);
  apply(base.quote, quote);
  apply(base.escape, escape);
  apply(base.line_end, line_end);
  apply(base.trim, trim);
  apply(base.comment, comment);
  apply(base.skip, skip);
  apply(base.skip_end, skip_end);
  apply(base.units, units);
  apply(base.header, header);
  apply(base.names, names);
  apply(base.layout, layout);
  apply(base.columns, columns);
  apply(base.from_name, from_name);
  apply(base.decimal, decimal);
  apply(base.null_words, null_words);
  apply(base.encoding, encoding);
  apply(base.charset, charset);
  return base;
}

DialectChange difference(const Dialect& base, const Dialect& wanted) {
  DialectChange change;
  const auto compare = [](auto& into, const auto& from, const auto& to) {
    if (from != to) into = to;
  };
  compare(change.delimiter, base.delimiter, wanted.delimiter);
  compare(change.quote, base.quote, wanted.quote);
  compare(change.escape, base.escape, wanted.escape);
  compare(change.line_end, base.line_end, wanted.line_end);
  compare(change.trim, base.trim, wanted.trim);
  compare(change.comment, base.comment, wanted.comment);
  compare(change.skip, base.skip, wanted.skip);
  compare(change.skip_end, base.skip_end, wanted.skip_end);
  compare(change.units, base.units, wanted.units);
  compare(change.header, base.header, wanted.header);
  compare(change.names, base.names, wanted.names);
  compare(change.layout, base.layout, wanted.layout);
  compare(change.columns, base.columns, wanted.columns);
  compare(change.from_name, base.from_name, wanted.from_name);
  compare(change.decimal, base.decimal, wanted.decimal);
  compare(change.null_words, base.null_words, wanted.null_words);
  compare(change.encoding, base.encoding, wanted.encoding);
  compare(change.charset, base.charset, wanted.charset);
  return change;
}

std::string_view to_string(Encoding encoding) {
  switch (encoding) {
    case Encoding::utf8: return "utf-8";
    case Encoding::latin1: return "latin-1";
    case Encoding::windows1252: return "windows-1252";
    case Encoding::utf16le: return "utf-16le";
    case Encoding::utf16be: return "utf-16be";
    case Encoding::other: break;  // Dialect::charset says which
  }
  return "utf-8";
}

std::optional<Encoding> parse_encoding(std::string_view name) {
  std::string key;
  for (char c : name) {
    if (c != '-' && c != '_' && c != ' ') key.push_back(static_cast<char>(c >= 'A' && c <= 'Z' ? c + 32 : c));
  }
  if (key == "utf8" || key == "ascii") return Encoding::utf8;
  if (key == "latin1" || key == "iso88591") return Encoding::latin1;
  if (key == "windows1252" || key == "cp1252" || key == "ansi") return Encoding::windows1252;
  if (key == "utf16" || key == "utf16le") return Encoding::utf16le;
  if (key == "utf16be") return Encoding::utf16be;
  return std::nullopt;
}

std::string encoding_name(const Dialect& dialect) {
  return dialect.encoding == Encoding::other ? dialect.charset : std::string(to_string(dialect.encoding));
}

}  // namespace rox
