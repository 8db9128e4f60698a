#include "model/model_edit.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <functional>
#include <optional>
#include <utility>
#include <vector>

#include "base/error.hpp"
#include "base/text.hpp"
#include "base/toml.hpp"
#include "base/toml_outline.hpp"
#include "model/model_file.hpp"

namespace rox {

namespace {

constexpr std::string_view kTableHeader = "[[table]]";

/// An element of an array, with what stands around it.
struct Element {
  std::string before;  // line ends, blanks and comments since the element before
  std::string text;
  std::string comma;  // up to the comma after it: empty in all but strange layouts
  bool has_comma = true;
  std::string after;  // the rest of its line: blanks, a comment
};

struct ElementList {
  std::vector<Element> elements;
  std::string tail;  // between the last element's line and the bracket
};

bool has(std::string_view text, char c) { return text.find(c) != std::string_view::npos; }

/// Where `gap` (blanks, line ends, comments) has its comma.
std::size_t find_comma(std::string_view gap) {
  std::size_t i = 0;
  while (i < gap.size() && gap[i] != ',') i = gap[i] == '#' ? std::min(gap.find('\n', i), gap.size()) : i + 1;
  return i;
}

/// Cuts "[ a, # one\n b ]" into its elements, nothing left out.
ElementList cut_elements(std::string_view array) {
  const std::vector<TextSpan> spans = toml_elements(array);
  ElementList list;
  std::size_t at = 1;
  for (std::size_t i = 0; i < spans.size(); ++i) {
    Element& element = list.elements.emplace_back();
    element.before = array.substr(at, spans[i].begin - at);
    element.text = spans[i].in(array);
    const bool last = i + 1 == spans.size();
    const std::size_t next = last ? array.size() - 1 : spans[i + 1].begin;
    std::string_view gap = array.substr(spans[i].end, next - spans[i].end);
    element.has_comma = find_comma(gap) < gap.size();
    at = spans[i].end;
    if (const std::size_t comma = find_comma(gap); comma < gap.size()) {
      element.comma = gap.substr(0, comma);
      gap.remove_prefix(comma + 1);
      at += comma + 1;
    }
    if (const std::size_t feed = gap.find('\n'); feed != std::string_view::npos) {
      const std::size_t stop = feed > 0 && gap[feed - 1] == '\r' ? feed - 1 : feed;
      element.after = gap.substr(0, stop);
      at += stop;
    }
  }
  list.tail = array.substr(at, array.size() - 1 - at);
  return list;
}

/// What stands before a new element in such a list.
std::string lead_of(const ElementList& list) {
  for (const Element& element : list.elements) {
    const std::size_t feed = element.before.rfind('\n');
    if (feed == std::string::npos) continue;
    std::string indent = element.before.substr(feed + 1);
    return "\n" + indent.substr(0, std::min(indent.find_first_not_of(" \t"), indent.size()));
  }
  return list.elements.empty() ? "\n  " : " ";
}

std::string joined(const std::vector<Element>& elements, std::string tail) {
  std::string out = "[";
  bool commented = false;  // what comes next would become part of a comment
  for (const Element& element : elements) {
    if (commented && !has(element.before, '\n')) out += "\n  ";
    const bool last = &element == &elements.back();
    out += element.before + element.text + element.comma + (last && !element.has_comma ? "" : ",") + element.after;
    commented = has(element.after, '#');
  }
  if (!has(tail, '\n') && (commented || (!elements.empty() && has(elements.back().before, '\n')))) tail += '\n';
  return out + tail + "]";
}

struct WantedElement {
  std::optional<std::size_t> old;  // index of the element that it was
  bool changed = true;
  std::string before;  // as column_text() or relation_text() writes them
  std::string text;
};

/// The array `old` with an element for each of `wanted`: as it was where nothing changed, else in the same place and
/// with the same comments.

std::string edit_array(std::string_view old, const std::vector<WantedElement>& wanted) {
  ElementList list = cut_elements(old);
  const std::string lead = lead_of(list);
  const bool comma_at_end = list.elements.empty() || list.elements.back().has_comma;
  std::vector<Element> elements;
  std::vector<bool> kept(list.elements.size(), false);
  for (const WantedElement& want : wanted) {
    if (!want.old || *want.old >= list.elements.size()) {
      elements.push_back({lead, want.text, "", comma_at_end, ""});
      continue;
    }
    kept[*want.old] = true;
    elements.push_back(list.elements[*want.old]);
    if (want.changed) elements.back().text = edit_inline_table(elements.back().text, want.before, want.text);
  }
  // Comments above an element that is gone may be about those below it: they stay, in front of the next one.
  for (std::size_t i = kept.size(); i-- > 0;) {
    if (kept[i] || !has(list.elements[i].before, '#')) continue;
    std::string above = list.elements[i].before;
    above.erase(above.find_last_not_of(" \t\r\n") + 1);
    const auto next = std::find_if(wanted.begin(), wanted.end(), [&](const WantedElement& w) { return w.old > i; });
    std::string& place =
        next == wanted.end() ? list.tail : elements[static_cast<std::size_t>(next - wanted.begin())].before;
    if (!has(place, '\n')) above += '\n';
    place.insert(0, above);
  }
  return joined(elements, list.tail);
}

/// One [[table]], changed entry by entry.
class TableEdit {
 public:
  TableEdit(std::string_view text, const TomlSection& section, const Table& before, const Model& before_model,
            const Table& after, const Model& model)
      : text_(text), section_(section), before_(before), before_model_(before_model), after_(after), model_(model) {}

  /// The section's new text.
  std::string run() {
    put("name", before_.name != after_.name, toml_quote(after_.name));
    put("file", before_.file != after_.file, toml_quote(after_.file));
    put("files", before_.files != after_.files, after_.files ? toml_quote(to_string(*after_.files)) : "");
    put("comment", before_.comment != after_.comment, after_.comment.empty() ? "" : toml_quote(after_.comment));
    put("rows", before_.rows != after_.rows, after_.rows == 0 ? "" : std::to_string(after_.rows));
    put("primary_key", before_.primary_key != after_.primary_key,
        after_.primary_key.empty() ? "" : toml_array(after_.primary_key));
    put("unique", before_.unique != after_.unique, after_.unique.empty() ? "" : key_lists(after_.unique));
    put("keys", before_.inferred_keys != after_.inferred_keys, after_.inferred_keys ? toml_quote("inferred") : "");
    put("history", before_.history != after_.history, after_.history ? "true" : "");
    put("may_shrink", before_.may_shrink != after_.may_shrink, after_.may_shrink ? "true" : "");
    put("may_change", before_.may_change != after_.may_change, after_.may_change ? "true" : "");
    put_array("columns", wanted_columns());
    put_array("relations", wanted_relations());
    return apply();
  }

 private:
  struct Change {
    TextSpan span;
    std::string text;
  };

  /// Sets an entry; an empty value removes it. Comments inside or behind the old one stay.
  void put(std::string_view key, bool changed, const std::string& value) {
    const TomlEntry* entry = section_.find(key);
    if (entry != nullptr) last_ = entry->lines.end;
    if (!changed) return;
    if (entry == nullptr) {
      insert(key, value);
      return;
    }
    std::string comments;
    const TextSpan commented = value.empty() ? entry->lines : entry->value;
    for (const std::string& comment : toml_comments(commented.in(text_))) comments += comment + "\n";
    if (!comments.empty() || value.empty()) {
      changes_.push_back({{entry->lines.begin, value.empty() ? entry->lines.end : entry->lines.begin}, comments});
    }
    if (!value.empty()) changes_.push_back({entry->value, value});
  }

  void put_array(std::string_view key, const std::vector<WantedElement>& wanted) {
    const TomlEntry* entry = section_.find(key);
    if (entry != nullptr) last_ = entry->lines.end;
    const std::size_t had = key == "columns" ? before_.columns.size() : before_.relations.size();
    bool same = wanted.size() == had;
    for (std::size_t i = 0; i < wanted.size() && same; ++i) same = wanted[i].old == i && !wanted[i].changed;
    if (same) return;
    if (entry == nullptr) {
      insert(key, edit_array("[]", wanted));
    } else if (const std::string_view old = entry->value.in(text_); wanted.empty() && toml_comments(old).empty()) {
      changes_.push_back({entry->lines, ""});
    } else {
      changes_.push_back({entry->value, edit_array(old, wanted)});
    }
  }

  void insert(std::string_view key, const std::string& value) {
    const std::size_t at = last_.value_or(section_.body);
    const bool line_ended = at == 0 || text_[at - 1] == '\n';
    if (!value.empty()) changes_.push_back({{at, at}, fmt::format("{}{} = {}\n", line_ended ? "" : "\n", key, value)});
  }

  std::string_view element_text(std::string_view key, std::size_t index) const {
    const TomlEntry* entry = section_.find(key);
    if (entry == nullptr) return {};
    const std::string_view array = entry->value.in(text_);
    const std::vector<TextSpan> spans = toml_elements(array);
    return index < spans.size() ? spans[index].in(array) : std::string_view();
  }

  /// The old column that `column` is: of the same name, else of the same header.
  std::optional<std::size_t> old_column(const Column& column) const {
    if (const auto same_name = before_.find_column(column.name)) return same_name;
    for (std::size_t i = 0; i < before_.columns.size(); ++i) {
      const bool free = !after_.find_column(before_.columns[i].name);
      if (free && before_.columns[i].header_name() == column.header_name()) return i;
    }
    return std::nullopt;
  }

  std::vector<WantedElement> wanted_columns() const {
    std::vector<WantedElement> wanted;
    std::vector<bool> taken(before_.columns.size(), false);
    for (const Column& column : after_.columns) {
      WantedElement& want = wanted.emplace_back();
      want.text = column_text(column);
      want.old = old_column(column);
      if (want.old && taken[*want.old]) want.old.reset();
      if (!want.old) continue;
      taken[*want.old] = true;
      want.before = column_text(before_.columns[*want.old]);
      // Not null by being in the key, and no longer in the key?
      const std::string_view old = element_text("columns", *want.old);
      const bool stated =
          old.find("nullable") != std::string_view::npos || old.find("required") != std::string_view::npos;
      const bool implied = !column.nullable && !stated;
      want.changed = before_.columns[*want.old] != column || (implied && !is_required_by_key(column.name));
    }
    return wanted;
  }

  std::vector<WantedElement> wanted_relations() const {
    std::vector<WantedElement> wanted;
    std::vector<bool> taken(before_.relations.size(), false);
    for (const Relation& relation : after_.relations) {
      WantedElement& want = wanted.emplace_back();
      want.text = relation_text(relation, model_);
      for (std::size_t i = 0; i < before_.relations.size() && !want.old; ++i) {
        const Relation& old = before_.relations[i];
        if (!taken[i] && old.columns == relation.columns && old.table == relation.table) want.old = i;
      }
      if (!want.old) continue;
      taken[*want.old] = true;
      want.before = relation_text(before_.relations[*want.old], before_model_);
      // To the parent's key by default, and the parent has another key now?
      const bool stated = element_text("relations", *want.old).find("parent_columns") != std::string_view::npos;
      const Table* parent = model_.find_table(relation.table);
      const bool meant = stated || (parent != nullptr && parent->primary_key == relation.parent_columns);
      want.changed = before_.relations[*want.old] != relation || !meant;
    }
    return wanted;
  }

  bool is_required_by_key(const std::string& name) const {
    return after_.has_certain_key() &&
           std::find(after_.primary_key.begin(), after_.primary_key.end(), name) != after_.primary_key.end();
  }

  std::string apply() {
    std::stable_sort(changes_.begin(), changes_.end(),
                     [](const Change& a, const Change& b) { return a.span.begin < b.span.begin; });
    std::string out;
    std::size_t at = section_.begin;
    for (const Change& change : changes_) {
      out.append(text_.substr(at, change.span.begin - at)) += change.text;
      at = change.span.end;
    }
    return out.append(text_.substr(at, section_.end - at));
  }

  std::string_view text_;
  const TomlSection& section_;
  const Table& before_;
  const Model& before_model_;
  const Table& after_;
  const Model& model_;
  std::optional<std::size_t> last_;  // behind the last entry that was passed
  std::vector<Change> changes_;
};

/// The old table that `table` is: of the same name, else of the same files.
std::optional<std::size_t> old_table(const Model& before, const Model& after, const Table& table) {
  for (std::size_t i = 0; i < before.tables.size(); ++i) {
    if (equals_ignore_case(before.tables[i].name, table.name)) return i;
  }
  for (std::size_t i = 0; i < before.tables.size(); ++i) {
    if (after.find_table(before.tables[i].name) == nullptr && before.tables[i].file == table.file) return i;
  }
  return std::nullopt;
}

/// Text of one table that is written anew, with the comments of the old one above it.
std::string rewritten(std::string_view old, const Table& table, const Model& model) {
  std::string out;
  for (const std::string& comment : toml_comments(old)) out += comment + "\n";
  return out + table_text(table, model);
}

using EditTable =
    std::function<std::string(const TomlSection& section, const Table& before, const Table& after, const Model& model)>;

/// The whole text, its tables changed by `edit`; empty if the tables aren't written as sections.
std::optional<std::string> edit_sections(std::string_view text, const Model& before, const Model& after,
                                         const EditTable& edit) {
  // Sections inside a table ([[table.columns]]) belong to it.
  std::vector<TomlSection> tables;
  for (const TomlSection& section : toml_outline(text)) {
    if (section.header == kTableHeader) {
      tables.push_back(section);
    } else if (!tables.empty()) {
      tables.back().end = section.end;
    }
  }
  if (tables.size() != before.tables.size()) return std::nullopt;
  std::string out(text.substr(0, tables.front().begin));
  std::vector<bool> taken(tables.size(), false);
  for (const Table& table : after.tables) {
    std::optional<std::size_t> old = old_table(before, after, table);
    if (old && taken[*old]) old.reset();
    if (old) taken[*old] = true;
    const std::string block = old ? edit(tables[*old], before.tables[*old], table, after) : table_text(table, after);
    if (!out.empty() && out.back() != '\n') out += '\n';
    if (!old && !out.empty() && !out.ends_with("\n\n")) out += '\n';
    out += block;
  }
  return out;
}

/// `text`, if it says `model`.
bool says(const std::optional<std::string>& text, const Model& model) {
  try {
    return text && parse_model(*text, "model.toml") == model;
  } catch (const Error&) {
    return false;
  }
}

}  // namespace

std::string edit_model(std::string_view text, const Model& model) {
  const Model before = parse_model(text, "model.toml");
  if (before == model) return std::string(text);
  // From the finest way to the coarsest; each is checked, so that a layout nobody thought of costs layout only.
  const EditTable finely = [&](const TomlSection& section, const Table& old, const Table& table, const Model& all) {
    return TableEdit(text, section, old, before, table, all).run();
  };
  std::optional<std::string> edited = edit_sections(text, before, model, finely);
  if (says(edited, model)) return *edited;
  const EditTable anew = [&](const TomlSection& section, const Table&, const Table& table, const Model& all) {
    return rewritten(text.substr(section.begin, section.end - section.begin), table, all) + "\n";
  };
  edited = edit_sections(text, before, model, anew);
  if (says(edited, model)) return *edited;
  std::string out;
  for (const std::string& comment : toml_comments(text)) out += comment + "\n";
  return out + "\n" + model_text(model);
}

}  // namespace rox
