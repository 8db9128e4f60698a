#include "model/dialect_toml.hpp"

#include <fmt/format.h>
#include <iconv.h>

#include "base/text.hpp"
#include "model/name_pattern.hpp"

namespace rox {
namespace {

constexpr std::uint64_t kMostLines = 1'000'000;

/// Whether the text can be told from the other signs wherever it stands.
bool is_sign(std::string_view text) {
  return !text.empty() && text.find_first_of(std::string_view("\r\n\0", 3)) == std::string_view::npos;
}

std::optional<std::string> read_delimiter(const TomlReader& toml) {
  std::optional<std::string> text = toml.text("delimiter");
  if (!text) return std::nullopt;
  if (*text == "tab") text = "\t";
  if (!is_sign(*text)) throw toml.error_at("delimiter", "the delimiter can't be empty, nor have a line end in it");
  if (*text == "\"") throw toml.error_at("delimiter", "the delimiter can't be a quote or a line end");
  return text;
}

/// One byte, or "" for none.
std::optional<char> read_sign(const TomlReader& toml, std::string_view key) {
  const std::optional<std::string> text = toml.text(key);
  if (!text) return std::nullopt;
  if (text->empty()) return '\0';
  if (text->size() == 1 && is_sign(*text) && static_cast<unsigned char>(text->front()) < 0x80) return text->front();
  throw toml.error_at(key, fmt::format("the {} is one ASCII character, or \"\" for none", key));
}

std::optional<LineEnd> read_line_end(const TomlReader& toml) {
  const std::optional<std::string> text = toml.text("line_end");
  if (!text) return std::nullopt;
  if (*text == "lf") return LineEnd::lf;
  if (*text == "cr") return LineEnd::cr;
  throw toml.error_at("line_end", fmt::format("unknown line end '{}'", *text))
      .hint("use \"lf\" (LF, with a CR before it or not) or \"cr\" (CR alone)");
}

std::optional<std::uint32_t> read_lines(const TomlReader& toml, std::string_view key) {
  const std::optional<std::uint64_t> lines = toml.number(key, kMostLines);
  return lines ? std::optional(static_cast<std::uint32_t>(*lines)) : std::nullopt;
}

/// "B:F", "B:" for all from there on, or "" for all.
std::optional<std::string> read_columns(const TomlReader& toml) {
  std::optional<std::string> text = toml.text("columns");
  if (!text || text->empty()) return text;
  constexpr std::string_view kLetters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
  const std::size_t colon = text->find_first_not_of(kLetters);
  constexpr std::size_t kLongest = 3;
  const bool whole = colon != std::string::npos && (*text)[colon] == ':' && colon > 0 && colon <= kLongest &&
                     text->find_first_not_of(kLetters, colon + 1) == std::string::npos &&
                     text->size() - colon - 1 <= kLongest;
  // Longer letters are further to the right.
  const auto order = [](std::string_view letters) { return std::pair(letters.size(), letters); };
  const bool is_open = whole && colon + 1 == text->size();
  if (is_open ||
      (whole && order(std::string_view(*text).substr(0, colon)) <= order(std::string_view(*text).substr(colon + 1))))
    return text;
  throw toml.error_at("columns", fmt::format("'{}' are no columns of a sheet", *text))
      .hint("as in columns = \"B:F\", or \"B:\" for all names from B on");
}

/// "sales_{store}.csv", or "" for none.
std::optional<std::string> read_from_name(const TomlReader& toml) {
  std::optional<std::string> pattern = toml.text("from_name");
  if (!pattern || pattern->empty()) return pattern;
  const std::string fault = pattern_fault(*pattern);
  if (fault.empty()) return pattern;
  throw toml.error_at("from_name", fmt::format("'{}' has {}", *pattern, fault))
      .hint("as in from_name = \"sales_{store}.csv\", which makes a column `store` of the files' names");
}

std::optional<char> read_decimal(const TomlReader& toml) {
  const std::optional<char> decimal = toml.character("decimal");
  if (decimal && *decimal != '.' && *decimal != ',') {
    throw toml.error_at("decimal", "the decimal sign must be \".\" or \",\"");
  }
  return decimal;
}

bool iconv_knows(const std::string& charset) {
  const iconv_t converter = ::iconv_open("UTF-8", charset.c_str());
  if (converter == reinterpret_cast<iconv_t>(-1)) return false;  // NOLINT(performance-no-int-to-ptr)
  ::iconv_close(converter);
  return true;
}

void read_encoding(const TomlReader& toml, DialectChange& change) {
  const std::optional<std::string> text = toml.text("encoding");
  if (!text) return;
  change.encoding = parse_encoding(*text);
  change.charset = "";
  if (change.encoding) return;
  if (!iconv_knows(*text)) {
    const std::vector<std::string> names{"utf-8", "latin-1", "windows-1252", "utf-16le", "utf-16be"};
    throw toml.error_at("encoding", fmt::format("unknown encoding '{}'{}", *text, did_you_mean(*text, names)))
        .hint(fmt::format("use one of {}, or any name that `iconv -l` lists", join(names, ", ")));
  }
  change.encoding = Encoding::other;
  change.charset = *text;
}

/// header = true, false, or the names.
void read_header(const TomlReader& toml, DialectChange& change) {
  if (!toml.has("header")) return;
  if (!toml.is_array("header")) {
    change.header = toml.boolean("header");
    change.names = std::vector<std::string>{};
    return;
  }
  change.header = false;
  change.names = toml.texts("header");
  if (change.names->empty()) {
    throw toml.error_at("header", "the list of column names is empty").hint("without any header: header = false");
  }
}

/// layout = [{ name = "id", width = 6 }, …]: each field begins where the one before ends, unless it says where.
void read_layout(const TomlReader& toml, DialectChange& change) {
  if (!toml.has("layout")) return;
  static const std::vector<std::string> kKeys{"name", "start", "width"};
  constexpr std::uint64_t kWidest = 1'000'000;
  change.layout.emplace();
  change.names.emplace();
  std::uint32_t next = 1;
  toml.each_table("layout", [&](const toml::table& table) {
    const TomlReader field_toml = toml.inner(table, "a layout's field", kKeys);
    LayoutField field;
    field.name = field_toml.required_text("name");
    field.start = static_cast<std::uint32_t>(field_toml.number("start", kWidest).value_or(next));
    field.width = static_cast<std::uint32_t>(field_toml.number("width", kWidest).value_or(0));
    if (field.width == 0) throw field_toml.error_at("width", fmt::format("the field '{}' has no width", field.name));
    if (field.start == 0) throw field_toml.error_at("start", "the first character of a line is 1");
    next = field.start + field.width;
    change.names->push_back(field.name);
    change.layout->push_back(std::move(field));
  });
  if (change.layout->empty()) throw toml.error_at("layout", "the layout has no field");
  if (toml.has("header")) {
    throw toml.error_at("header", "the layout names the columns").hint("take header out; skip = 1 passes over a line");
  }
  change.header = false;
}

std::string layout_text(const std::vector<LayoutField>& layout) {
  std::vector<std::string> fields;
  std::uint32_t next = 1;
  for (const LayoutField& field : layout) {
    const std::string start = field.start == next ? "" : fmt::format("start = {}, ", field.start);
    fields.push_back(fmt::format("{{ name = {}, {}width = {} }}", toml_quote(field.name), start, field.width));
    next = field.start + field.width;
  }
  return fmt::format("[{}]", join(fields, ", "));
}

std::string sign_text(char sign) { return sign == '\0' ? "\"\"" : toml_quote(std::string_view(&sign, 1)); }

}  // namespace

const std::vector<std::string>& dialect_keys() {
  static const std::vector<std::string> kKeys{"delimiter", "quote",    "escape", "line_end", "trim",   "comment",
                                              "skip",      "skip_end", "units",  "header",   "layout", "columns",
                                              "from_name", "decimal",  "null",   "encoding"};
  return kKeys;
}

DialectChange read_dialect(const TomlReader& toml) {
  DialectChange change;
  change.delimiter = read_delimiter(toml);
  change.quote = read_sign(toml, "quote");
  change.escape = read_sign(toml, "escape");
  change.line_end = read_line_end(toml);
  change.trim = toml.boolean("trim");
  change.comment = toml.text("comment");
  if (change.comment && !change.comment->empty() && !is_sign(*change.comment)) {
    throw toml.error_at("comment", "a comment's sign can't have a line end in it");
  }
  change.skip = read_lines(toml, "skip");
  change.skip_end = read_lines(toml, "skip_end");
  change.units = toml.boolean("units");
  read_header(toml, change);
  read_layout(toml, change);
  change.columns = read_columns(toml);
  change.from_name = read_from_name(toml);
  change.decimal = read_decimal(toml);
  change.null_words = toml.texts("null");
  read_encoding(toml, change);
  if (change.quote && change.delimiter && *change.quote != '\0' && change.delimiter->front() == *change.quote) {
    throw toml.error_at("quote", "the delimiter begins with the quote").hint("one of them must be another character");
  }
  return change;
}

std::vector<std::string> dialect_settings(const DialectChange& change) {
  std::vector<std::string> settings;
  const auto put = [&](std::string_view key, const std::string& value) {
    settings.push_back(fmt::format("{} = {}", key, value));
  };
  if (change.delimiter) put("delimiter", toml_quote(*change.delimiter));
  if (change.quote) put("quote", sign_text(*change.quote));
  if (change.escape) put("escape", sign_text(*change.escape));
  if (change.line_end) put("line_end", *change.line_end == LineEnd::cr ? "\"cr\"" : "\"lf\"");
  if (change.trim) put("trim", *change.trim ? "true" : "false");
  if (change.comment) put("comment", toml_quote(*change.comment));
  if (change.skip) put("skip", std::to_string(*change.skip));
  if (change.skip_end) put("skip_end", std::to_string(*change.skip_end));
  if (change.units) put("units", *change.units ? "true" : "false");
  if (change.layout && !change.layout->empty()) {
    put("layout", layout_text(*change.layout));
  } else if (change.names && !change.names->empty()) {
    put("header", toml_array(*change.names));
  } else if (change.header) {
    put("header", *change.header ? "true" : "false");
  }
  if (change.columns) put("columns", toml_quote(*change.columns));
  if (change.from_name) put("from_name", toml_quote(*change.from_name));
  if (change.decimal) put("decimal", sign_text(*change.decimal));
  if (change.null_words) put("null", toml_array(*change.null_words));
  if (change.charset && !change.charset->empty()) {
    put("encoding", toml_quote(*change.charset));
  } else if (change.encoding) {
    put("encoding", toml_quote(to_string(*change.encoding)));
  }
  return settings;
}

}  // namespace rox
