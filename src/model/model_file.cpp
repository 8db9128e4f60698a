#include "model/model_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <limits>
#include <utility>

#include "base/error.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "base/toml.hpp"
#include "model/dialect_toml.hpp"
#include "model/format_words.hpp"
#include "model/table_name.hpp"

namespace rox {

namespace {

constexpr std::array kDateOrders{std::pair{DateOrder::ymd, std::string_view("ymd")},
                                 std::pair{DateOrder::dmy, std::string_view("dmy")},
                                 std::pair{DateOrder::mdy, std::string_view("mdy")}};

std::string_view date_order_name(DateOrder order) {
  return std::find_if(kDateOrders.begin(), kDateOrders.end(), [&](const auto& o) { return o.first == order; })->second;
}

constexpr std::uint64_t kLastPivot = 9900;  // a hundred years before dates end
constexpr std::uint64_t kMostRows = std::numeric_limits<std::int64_t>::max();

std::optional<DateOrder> read_date_order(const TomlReader& toml) {
  const std::optional<std::string> text = toml.text("date_order");
  if (!text) return std::nullopt;
  for (const auto& [order, name] : kDateOrders) {
    if (*text == name) return order;
  }
  throw toml.error_at("date_order", fmt::format("unknown date order '{}'", *text))
      .hint("use ymd (2013-09-30), dmy (30/09/2013) or mdy (09/30/2013)");
}

/// `format` and `pivot`.
void read_words(const TomlReader& toml, std::optional<DateOrder> order, Format& format) {
  if (const std::optional<std::string> words = toml.text("format")) {
    if (const std::optional<std::string> unknown = set_format_words(format, *words)) {
      throw toml.error_at("format", fmt::format("unknown format '{}'", *unknown))
          .hint("use one or several of: " + known_format_words());
    }
    const bool states_order = format.date_form != DateForm::separated || format.date_order != DateOrder::ymd;
    if (order && states_order && format.date_order != *order) {
      throw toml
          .error_at("format",
                    fmt::format("'{}' and date_order = \"{}\" contradict each other", *words, date_order_name(*order)))
          .hint("leave one of them out");
    }
    if (order) format.date_order = *order;
  }
  if (const auto pivot = toml.number("pivot", kLastPivot)) {
    if (*pivot == 0) throw toml.error_at("pivot", "the pivot must be a year from 1 to 9900");
    format.pivot = static_cast<int>(*pivot);
  }
}

Format read_format(const TomlReader& toml) {
  Format format;
  format.decimal = toml.character("decimal");
  format.group = toml.character("group");
  format.currency = toml.text("currency").value_or("");
  const std::optional<DateOrder> order = read_date_order(toml);
  format.date_order = order.value_or(DateOrder::ymd);
  read_words(toml, order, format);
  if (format.decimal && *format.decimal != '.' && *format.decimal != ',') {
    throw toml.error_at("decimal", "the decimal sign must be \".\" or \",\"");
  }
  if (format.group && std::string_view(".,' ").find(*format.group) == std::string_view::npos) {
    throw toml.error_at("group", "the thousands separator must be one of . , ' or a blank");
  }
  if (format.group && format.group == format.decimal) {
    throw toml.error_at("group", "the thousands separator is the decimal sign too")
        .hint("one of them must be another character");
  }
  return format;
}

/// `required = true` is `nullable = false` in the words of a person.
bool read_nullable(const TomlReader& toml) {
  const std::optional<bool> nullable = toml.boolean("nullable");
  const std::optional<bool> required = toml.boolean("required");
  if (nullable && required && *nullable == *required) {
    throw toml.error_at("required", fmt::format("required = {} contradicts nullable = {}", *required, *nullable))
        .hint("keep one of them: required = true refuses rows without a value, as nullable = false does");
  }
  return required ? !*required : nullable.value_or(true);
}

/// `max_length = 12` is VARCHAR(12).
void read_max_length(const TomlReader& toml, Column& column) {
  const std::optional<std::uint64_t> length = toml.number("max_length", std::numeric_limits<std::int32_t>::max());
  if (!length) return;
  if (column.type.kind != TypeKind::varchar || *length == 0) {
    throw toml
        .error_at("max_length", *length == 0 ? "no text is as short as max_length = 0 says"
                                             : fmt::format("a max_length is for texts, and {} is a {}", column.name,
                                                           to_string(column.type)))
        .hint(
            "max_length is the most characters that a VARCHAR may have; for numbers there is range = [\"0\", \"100\"]");
  }
  if (column.type.length != 0 && column.type.length != *length) {
    throw toml
        .error_at("max_length",
                  fmt::format("max_length = {} contradicts the type, {}", *length, to_string(column.type)))
        .hint("keep one of them: max_length = 12 is what VARCHAR(12) says");
  }
  column.type.length = static_cast<std::uint32_t>(*length);
}

/// The values that are accepted: `range = ["0", "100"]` is min and max, `values` is accepted.
void read_domain(const TomlReader& toml, Column& column) {
  const auto contradicts = [&](std::string_view key, std::string_view other) {
    if (!toml.has(key) || !toml.has(other)) return;
    throw toml.error_at(key, fmt::format("'{}' and '{}' of {} say the same", key, other, column.name))
        .hint("keep one of them");
  };
  contradicts("range", "min");
  contradicts("range", "max");
  contradicts("values", "accepted");
  column.min = toml.text("min").value_or("");
  column.max = toml.text("max").value_or("");
  if (const auto range = toml.texts("range")) {
    if (range->size() != 2) {
      throw toml.error_at("range", fmt::format("a range has a least and a greatest value, not {}", range->size()))
          .hint("write for instance range = [\"0\", \"100\"]; \"\" leaves an end open");
    }
    column.min = range->front();
    column.max = range->back();
  }
  column.accepted = toml.texts(toml.has("values") ? "values" : "accepted").value_or(std::vector<std::string>{});
}

/// Times of day and dates have patterns of their own.
void check_format(const TomlReader& toml, const Column& column) {
  const bool is_time = column.type.kind == TypeKind::time;
  const Format& format = column.format;
  // AM and PM stand behind dates, too.
  const bool of_times = format.time_form != TimeForm::clock &&
                        !(format.time_form == TimeForm::half_days && column.type.kind == TypeKind::timestamp);
  const bool of_dates = format.date_form != DateForm::separated || format.short_year ||
                        format.date_order != DateOrder::ymd || format.offset || format.zero_dates;
  if (!(of_times && !is_time) && !(of_dates && is_time)) return;
  throw toml
      .error_at(toml.has("format") ? "format" : "date_order",
                fmt::format("{} is a {}, and its format is one of {}", column.name, to_string(column.type),
                            of_times ? "times of day" : "dates"))
      .hint(
          "HH:MM AM (also for TIMESTAMP), HHhMM, HH.MM and HHMM are for TIME; DD/MM/YY, epoch, serial, offset and the "
          "like for DATE and "
          "TIMESTAMP");
}

Column read_column(const toml::table& table, const std::string& file, const std::string& table_name) {
  static const std::vector<std::string> kKeys{
      "name",     "header",   "null",     "type",       "nullable",  "required", "max_length", "decimal", "group",
      "format",   "pivot",    "currency", "date_order", "max_bytes", "longest",  "distinct",   "missing", "least",
      "greatest", "decimals", "min",      "max",        "range",     "accepted", "values",     "comment"};
  const TomlReader toml(table, file, fmt::format("a column of table '{}'", table_name), kKeys);
  Column column;
  column.name = toml.required_text("name");
  if (const auto problem = column_name_problem(column.name)) {
    throw toml
        .error_at("name", fmt::format("a column can't be called '{}': the name {}", printable(column.name), *problem))
        .hint("give it another name; what the export's header says is its `header`");
  }
  column.header = toml.text("header").value_or("");
  if (column.header == column.name) column.header.clear();
  try {
    column.type = parse_type(toml.required_text("type"));
  } catch (const Error& e) {
    if (!e.place().file.empty()) throw;
    throw toml.error_at("type", e.what()).hint(e.hint_text());
  }
  column.nullable = read_nullable(toml);
  read_max_length(toml, column);
  column.format = read_format(toml);
  check_format(toml, column);
  column.null_words = toml.texts("null");
  const auto bytes = [&](std::string_view key) {
    return static_cast<std::uint32_t>(toml.number(key, std::numeric_limits<std::uint32_t>::max()).value_or(0));
  };
  column.max_bytes = bytes("max_bytes");
  column.longest = bytes("longest");
  column.distinct = toml.number("distinct", kMostRows).value_or(0);
  column.missing = toml.number("missing", kMostRows);
  column.least = toml.text("least").value_or("");
  column.greatest = toml.text("greatest").value_or("");
  if (const auto decimals = toml.number("decimals", std::numeric_limits<std::uint8_t>::max())) {
    column.decimals = static_cast<std::uint8_t>(*decimals);
  }
  read_domain(toml, column);
  column.comment = toml.text("comment").value_or("");
  return column;
}

const std::vector<std::string>& table_keys() {
  static const std::vector<std::string> kKeys{"name",       "file",        "files",   "dialect",  "comment",
                                              "rows",       "primary_key", "unique",  "keys",     "may_shrink",
                                              "may_change", "history",     "columns", "relations"};
  return kKeys;
}

/// The model's own spelling of each of the `stated` names, which stand at `key`; throws where one is not a column of
/// `table` or is there twice.
std::vector<std::string> own_spelling(const TomlReader& toml, std::string_view key,
                                      const std::vector<std::string>& stated, const Table& table) {
  std::vector<std::string> names;
  for (const std::string& name : stated) {
    const std::optional<std::size_t> index = table.find_column(name);
    if (!index) {
      throw toml
          .error_at(key, fmt::format("table '{}' has no column '{}'{}", table.name, name,
                                     did_you_mean(name, table.column_names())))
          .hint(fmt::format("its columns are: {}", join(table.column_names(), ", ")));
    }
    const std::string& known = table.columns[*index].name;
    if (std::find(names.begin(), names.end(), known) != names.end()) {
      throw toml.error_at(key, fmt::format("column '{}' is named twice in '{}'", known, key));
    }
    names.push_back(known);
  }
  return names;
}

std::vector<std::string> read_columns_of(const TomlReader& toml, std::string_view key, const Table& table) {
  return own_spelling(toml, key, toml.texts(key).value_or(std::vector<std::string>{}), table);
}

/// Keys are as certain as whoever wrote them, unless the file says that nobody did.
bool read_inferred_keys(const TomlReader& toml) {
  const std::string text = toml.text("keys").value_or("confirmed");
  if (text == "inferred") return true;
  if (text == "confirmed") return false;
  throw toml.error_at("keys", fmt::format("unknown value '{}'", text))
      .hint("\"inferred\": rows that break the table's keys are loaded and told of; \"confirmed\": they are refused");
}

Table read_table(const TomlReader& toml, const std::string& file) {
  Table table;
  table.name = toml.required_text("name");
  if (const auto problem = table_name_problem(table.name)) {
    throw toml
        .error_at("name", fmt::format("a table can't be called '{}': the name {}", printable(table.name), *problem))
        .hint("give it another name; its files (mends/NAME.csv, staged/NAME) are called like it");
  }
  table.file = toml.required_text("file");
  table.files = read_file_choice(toml);
  if (const toml::table* dialect = toml.table("dialect")) {
    table.dialect =
        read_dialect(TomlReader(*dialect, file, fmt::format("dialect of table '{}'", table.name), dialect_keys()));
  }
  table.comment = toml.text("comment").value_or("");
  table.rows = toml.number("rows", kMostRows).value_or(0);
  // A subfolder, or one in an archive, is a part of an export's name.
  if (table.file.starts_with('/') || table.file.starts_with("./") || table.file.starts_with("../")) {
    throw toml.error_at("file", fmt::format("'{}' is a path; exports are named without their folder", table.file))
        .hint("the folder is [source] path in rox.toml");
  }
  toml.each_table("columns", [&](const toml::table& entry) {
    Column column = read_column(entry, file, table.name);
    for (const Column& other : table.columns) {
      if (!equals_ignore_case(other.name, column.name)) continue;
      throw usage_error(fmt::format("table '{}' has two columns '{}'", table.name, column.name))
          .at(file, entry.source().begin.line, entry.source().begin.column)
          .hint("give one of them another name; SQL doesn't tell upper from lower case");
    }
    table.columns.push_back(std::move(column));
  });
  if (table.columns.empty()) throw toml.error_at("columns", fmt::format("table '{}' has no columns", table.name));
  table.primary_key = read_columns_of(toml, "primary_key", table);
  table.may_shrink = toml.boolean("may_shrink").value_or(false);
  table.may_change = toml.boolean("may_change").value_or(false);
  table.history = toml.boolean("history").value_or(false);
  if (table.history && table.primary_key.empty()) {
    throw toml
        .error_at("history", fmt::format("table '{}' has no primary key to tell versions of a row by", table.name))
        .hint("give it a primary_key, or leave history out");
  }
  for (const char* taken : {"valid_from", "valid_to", "run"}) {
    if (!table.history || !table.find_column(taken)) continue;
    throw toml
        .error_at("history", fmt::format("the history of '{}' needs the name of its column '{}'", table.name, taken))
        .hint("rename the column, and say `header` of it, or leave history out");
  }
  table.inferred_keys = read_inferred_keys(toml);
  if (!table.inferred_keys) require_key_values(table);
  for (const std::vector<std::string>& key : toml.text_lists("unique")) {
    table.unique.push_back(own_spelling(toml, "unique", key, table));
    if (key.empty()) throw toml.error_at("unique", "an alternate key needs at least one column");
  }
  return table;
}

Relation read_relation(const toml::table& entry, const std::string& file, const Table& child, const Model& model) {
  static const std::vector<std::string> kKeys{"columns", "references", "parent_columns", "enforce"};
  const TomlReader toml(entry, file, fmt::format("a relation of table '{}'", child.name), kKeys);
  Relation relation;
  const std::string parent_name = toml.required_text("references");
  const Table* parent = model.find_table(parent_name);
  if (parent == nullptr) {
    std::vector<std::string> names;
    for (const Table& table : model.tables) names.push_back(table.name);
    throw toml
        .error_at("references", fmt::format("there is no table '{}'{}", parent_name, did_you_mean(parent_name, names)))
        .hint(fmt::format("the tables are: {}", join(names, ", ")));
  }
  relation.table = parent->name;
  relation.columns = read_columns_of(toml, "columns", child);
  relation.parent_columns =
      toml.has("parent_columns") ? read_columns_of(toml, "parent_columns", *parent) : parent->primary_key;
  relation.enforce = toml.boolean("enforce").value_or(false);
  if (relation.columns.empty()) throw toml.error_at("columns", "a relation needs at least one column");
  if (relation.parent_columns.empty()) {
    throw toml.error_at("references", fmt::format("table '{}' has no primary key to refer to", parent->name))
        .hint("give it a primary_key, or name the columns meant: parent_columns = [\"…\"]");
  }
  if (relation.columns.size() != relation.parent_columns.size()) {
    throw toml
        .error_at("columns",
                  fmt::format("{} columns refer to {} of '{}' ({})", relation.columns.size(),
                              relation.parent_columns.size(), parent->name, join(relation.parent_columns, ", ")))
        .hint("both sides need the same number, in the same order");
  }
  return relation;
}

}  // namespace

std::string column_text(const Column& column) {
  std::string out = "{ name = " + toml_quote(column.name);
  if (!column.header.empty()) out += ", header = " + toml_quote(column.header);
  out += ", type = " + toml_quote(to_string(column.type));
  if (!column.nullable) out += ", nullable = false";
  const auto put = [&](std::string_view key, std::string_view value) {
    out += fmt::format(", {} = {}", key, toml_quote(value));
  };
  if (column.format.decimal) put("decimal", std::string_view(&*column.format.decimal, 1));
  if (column.format.group) put("group", std::string_view(&*column.format.group, 1));
  if (!column.format.currency.empty()) put("currency", column.format.currency);
  const std::string words = format_words(column.format);
  // A pattern in the words says the order.
  const bool patterned = column.format.date_form != DateForm::separated || column.format.short_year;
  if (column.format.date_order != DateOrder::ymd && !patterned) {
    put("date_order", date_order_name(column.format.date_order));
  }
  if (!words.empty()) put("format", words);
  if (column.format.pivot != kUsualPivot) out += fmt::format(", pivot = {}", column.format.pivot);
  if (column.null_words) out += ", null = " + toml_array(*column.null_words);
  if (column.max_bytes > 0) out += fmt::format(", max_bytes = {}", column.max_bytes);
  if (column.longest > 0) out += fmt::format(", longest = {}", column.longest);
  if (column.distinct > 0) out += fmt::format(", distinct = {}", column.distinct);
  if (column.missing) out += fmt::format(", missing = {}", *column.missing);
  if (!column.least.empty()) put("least", column.least);
  if (!column.greatest.empty()) put("greatest", column.greatest);
  if (column.decimals) out += fmt::format(", decimals = {}", *column.decimals);
  if (!column.min.empty()) put("min", column.min);
  if (!column.max.empty()) put("max", column.max);
  if (!column.accepted.empty()) out += ", accepted = " + toml_array(column.accepted);
  if (!column.comment.empty()) put("comment", column.comment);
  return out + " }";
}

std::string relation_text(const Relation& relation, const Model& model) {
  std::string out =
      fmt::format("{{ columns = {}, references = {}", toml_array(relation.columns), toml_quote(relation.table));
  const Table* parent = model.find_table(relation.table);
  if (parent == nullptr || parent->primary_key != relation.parent_columns) {
    out += ", parent_columns = " + toml_array(relation.parent_columns);
  }
  if (relation.enforce) out += ", enforce = true";
  return out + " }";
}

std::string key_lists(const std::vector<std::vector<std::string>>& lists) {
  std::vector<std::string> texts;
  for (const std::vector<std::string>& list : lists) texts.push_back(toml_array(list));
  return fmt::format("[{}]", join(texts, ", "));
}

std::string table_text(const Table& table, const Model& model) {
  std::string out = fmt::format("[[table]]\nname = {}\nfile = {}\n", toml_quote(table.name), toml_quote(table.file));
  if (table.files) out += fmt::format("files = {}\n", toml_quote(to_string(*table.files)));
  if (!table.dialect.empty()) {
    out += fmt::format("dialect = {{ {} }}\n", join(dialect_settings(table.dialect), ", "));
  }
  if (!table.comment.empty()) out += fmt::format("comment = {}\n", toml_quote(table.comment));
  if (table.rows > 0) out += fmt::format("rows = {}\n", table.rows);
  if (!table.primary_key.empty()) out += fmt::format("primary_key = {}\n", toml_array(table.primary_key));
  if (!table.unique.empty()) out += fmt::format("unique = {}\n", key_lists(table.unique));
  if (table.inferred_keys) out += "keys = \"inferred\"\n";
  if (table.may_shrink) out += "may_shrink = true\n";
  if (table.may_change) out += "may_change = true\n";
  if (table.history) out += "history = true\n";
  out += "columns = [\n";
  for (const Column& column : table.columns) out += fmt::format("  {},\n", column_text(column));
  out += "]\n";
  if (table.relations.empty()) return out;
  out += "relations = [\n";
  for (const Relation& relation : table.relations) out += fmt::format("  {},\n", relation_text(relation, model));
  return out + "]\n";
}

namespace {

Model read_root(const toml::table& root, const std::string& file) {
  const TomlReader toml(root, file, "model.toml", {"table"});
  Model model;
  std::vector<const toml::table*> entries;
  const auto reader = [&](const toml::table& entry) { return TomlReader(entry, file, "[[table]]", table_keys()); };
  toml.each_table("table", [&](const toml::table& entry) {
    const TomlReader table_toml = reader(entry);
    Table table = read_table(table_toml, file);
    if (model.find_table(table.name) != nullptr) {
      throw table_toml.error_at("name", fmt::format("there are two tables '{}'", table.name))
          .hint("give one of them another name; SQL doesn't tell upper from lower case");
    }
    model.tables.push_back(std::move(table));
    entries.push_back(&entry);
  });
  if (model.tables.empty()) {
    throw usage_error("the model has no [[table]]")
        .at(file)
        .hint("write one from the exports with: rox model infer --force");
  }
  for (const Table& table : model.tables) {
    const Table* taken = table.history ? model.find_table(table.history_name()) : nullptr;
    if (taken == nullptr) continue;
    throw usage_error(fmt::format("table '{}' is called like the history of '{}'", taken->name, table.name))
        .at(file)
        .hint("give it another name in model.toml; if its export is none, name that in [source] ignore of rox.toml");
  }
  for (std::size_t i = 0; i < entries.size(); ++i) {
    reader(*entries[i]).each_table("relations", [&](const toml::table& entry) {
      model.tables[i].relations.push_back(read_relation(entry, file, model.tables[i], model));
    });
  }
  return model;
}

}  // namespace

Model read_model(const std::filesystem::path& path) {
  return read_root(read_toml(path, "make one with: rox model infer"), path.string());
}

Model parse_model(std::string_view text, const std::string& file) { return read_root(parse_toml(text, file), file); }

std::string model_text(const Model& model) {
  std::string out =
      "# The model of the exports: tables, columns, keys and relations. Written by `rox model infer`; yours from\n"
      "# then on: rename, retype, add keys and relations. docs/types.md says what each key means.\n";
  for (const Table& table : model.tables) out += "\n" + table_text(table, model);
  return out;
}

}  // namespace rox
