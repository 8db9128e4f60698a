#include "discovery/sniff.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <map>
#include <memory>
#include <set>
#include <string_view>

#include "base/text.hpp"
#include "discovery/column_profile.hpp"
#include "discovery/footer_notes.hpp"
#include "discovery/null_words.hpp"
#include "discovery/sniff_encoding.hpp"
#include "discovery/sniff_entities.hpp"
#include "discovery/sniff_header.hpp"
#include "discovery/sniff_layout.hpp"
#include "discovery/sniff_reading.hpp"
#include "discovery/sniff_sheet.hpp"
#include "discovery/sniff_tables.hpp"
#include "discovery/types.hpp"
#include "model/dialect_toml.hpp"
#include "source/encoding.hpp"
#include "source/head.hpp"
#include "source/record_stream.hpp"
#include "source/records.hpp"
#include "source/rewrite.hpp"
#include "source/text_bytes.hpp"

namespace rox {
namespace {

constexpr std::size_t kSample = std::size_t{256} << 10;

/// The beginning of a file as UTF-8, whole lines.
struct FileHead {
  std::string text;
  bool whole = true;  // that is all of it
};

FileHead head_of(const ExportFile& file, const FoundEncoding& found) {
  Dialect dialect;
  dialect.encoding = found.encoding;
  dialect.charset = found.charset;
  const std::unique_ptr<ByteStream> text = open_text(file, dialect);
  std::string sample(kSample, '\0');
  std::size_t size = 0;
  while (size < kSample) {
    const std::size_t got = text->read(sample.data() + size, kSample - size);
    if (got == 0) break;
    size += got;
  }
  sample.resize(size);
  if (size < kSample) return {std::move(sample), true};
  const std::size_t end = sample.rfind(found.line_end == LineEnd::cr ? '\r' : '\n');
  if (end != std::string::npos) sample.resize(end + 1);
  return {std::move(sample), false};
}

// ---- what is tried ----

/// Signs that may stand between fields: the usual ones, and others that stand in every line.
std::vector<std::string> delimiters_in(std::string_view sample) {
  std::vector<std::string> found{";", ",", "\t", "|"};
  constexpr std::size_t kLines = 20;
  std::vector<std::string_view> lines;
  for (std::string_view rest = sample; !rest.empty() && lines.size() < kLines;) {
    const std::size_t end = std::min(rest.find_first_of("\r\n"), rest.size());
    if (end > 0) lines.push_back(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (lines.empty()) return found;
  // In the first line, too: what stands in every row alone is a part of the values, as in 10:30.
  const auto in_most = [&](std::string_view sign) {
    if (lines.front().find(sign) == std::string_view::npos) return false;
    const auto count = std::count_if(lines.begin(), lines.end(),
                                     [&](std::string_view line) { return line.find(sign) != std::string_view::npos; });
    return static_cast<double>(count) >= 0.9 * static_cast<double>(lines.size());
  };
  constexpr std::string_view kRare = "~^#!@$%&*:=+/\\\x01\x02\x1C\x1D\x1E\x1F\x7F";
  for (const char c : kRare) {
    if (in_most(std::string_view(&c, 1))) found.emplace_back(1, c);
  }
  for (const char* sign : {"§", "¬", "¦", "¤", "þ", "·"}) {
    if (in_most(sign)) found.emplace_back(sign);
  }
  // Several signs together: runs of them that stand in every line.
  constexpr std::string_view kSigns = "~^#!@$%&*:|;,=+\t";
  std::set<std::string> runs;
  std::map<char, std::size_t> single;  // how often a sign stands alone
  for (std::size_t i = 0; i < lines.back().size();) {
    std::size_t end = i;
    while (end < lines.back().size() && kSigns.find(lines.back()[end]) != std::string_view::npos) ++end;
    if (end - i == 1) ++single[lines.back()[i]];
    if (end - i >= 2 && end - i <= 4) runs.emplace(lines.back().substr(i, end - i));
    i = std::max(end, i + 1);
  }
  for (const std::string& run : runs) {
    // Where a sign stands alone as well, several of it are fields with nothing in them.
    const bool of_one = run.find_first_not_of(run.front()) == std::string::npos;
    if (in_most(run) && !(of_one && single[run.front()] > 0)) found.push_back(run);
  }
  return found;
}

std::vector<Dialect> candidates(std::string_view sample, const Dialect& base) {
  struct Quoting {
    char quote;
    char escape;
    bool trim;
  };
  std::vector<Quoting> quotings{{'"', '\0', false}};
  const bool single = sample.find('\'') != std::string_view::npos;
  const bool escapes = sample.find("\\\"") != std::string_view::npos || sample.find("\\\\") != std::string_view::npos;
  const bool padded = sample.find("\" ") != std::string_view::npos || sample.find(" \"") != std::string_view::npos;
  if (single) quotings.push_back({'\'', '\0', false});
  if (escapes) quotings.push_back({'"', '\\', false});
  if (single && escapes) quotings.push_back({'\'', '\\', false});
  if (padded) quotings.push_back({'"', '\0', true});
  if (sample.find('"') != std::string_view::npos) quotings.push_back({'\0', '\0', false});
  const bool database = sample.find("\\N") != std::string_view::npos || sample.find("\\t") != std::string_view::npos ||
                        sample.find("\\n") != std::string_view::npos;
  std::vector<Dialect> all;
  for (const std::string& delimiter : delimiters_in(sample)) {
    std::vector<Quoting> here = quotings;
    // Databases write tabs without quotes, and escape what would be in the way.
    if (delimiter == "\t" && database && sample.find('"') == std::string_view::npos) here = {{'\0', '\\', false}};
    for (const Quoting& quoting : here) {
      Dialect& dialect = all.emplace_back(base);
      dialect.delimiter = delimiter;
      dialect.quote = quoting.quote;
      dialect.escape = quoting.escape;
      dialect.trim = quoting.trim;
    }
  }
  return all;
}

/// What the line "sep=;" says.
std::optional<std::string> hinted_delimiter(std::string_view sample) {
  const std::string_view line = sample.substr(0, sample.find_first_of("\r\n"));
  if (!is_delimiter_hint(line)) return std::nullopt;
  return std::string(line.substr(4));
}

constexpr double kClose = 0.05;

/// Whether these are the quotes of its fields. The usual ones are taken for that where none are.
bool has_quotes_of(std::string_view sample, const Dialect& dialect) {
  if (dialect.quote != '\'') return true;
  Dialect bare = dialect;
  bare.quote = bare.escape = '\0';
  return wraps_fields(cut_records(sample, bare), dialect.quote);
}

std::vector<Reading> readings_of(std::string_view sample, const Dialect& base) {
  std::vector<Reading> readings;
  const std::optional<std::string> hint = hinted_delimiter(sample);
  for (const Dialect& dialect : candidates(sample, base)) {
    if ((hint && dialect.delimiter != *hint) || !has_quotes_of(sample, dialect)) continue;
    readings.push_back(read_as(sample, dialect));
  }
  if (hint && readings.empty()) {
    Dialect dialect = base;
    dialect.delimiter = *hint;
    readings.push_back(read_as(sample, dialect));
  }
  // Of ways that read equally well, the one that cuts into more fields; of those, the first: the plainest.
  std::stable_sort(readings.begin(), readings.end(), [](const Reading& a, const Reading& b) {
    if (std::abs(a.score - b.score) > 0.01) return a.score > b.score;
    if (a.width != b.width) return a.width > b.width;
    // Texts have commas and the like in them, hardly ever tabs.
    if ((a.dialect.delimiter == "\t") != (b.dialect.delimiter == "\t")) return a.dialect.delimiter == "\t";
    // A part of what stands between fields cuts just as well.
    return a.dialect.delimiter.size() > b.dialect.delimiter.size() &&
           a.dialect.delimiter.find(b.dialect.delimiter) != std::string::npos;
  });
  return readings;
}

void leave_out_titles(Reading& reading) {
  const std::size_t titles = titles_above(reading);
  if (titles == 0) return;
  reading.dialect.skip = static_cast<std::uint32_t>(reading.records[titles].line - 1);
  reading.records.erase(reading.records.begin(), reading.records.begin() + static_cast<std::ptrdiff_t>(titles));
}

/// One column it is until somebody says where the fields are; no line of it is taken for names that doesn't look so.
void propose(const FoundLayout& layout, std::optional<bool> header, FoundDialect& found) {
  DialectChange change;
  if (layout.skip > 0) change.skip = static_cast<std::uint32_t>(layout.skip);
  change.layout = layout.fields;
  if (!header) found.dialect.header = layout.skip > 0;
  found.notes = {
      fmt::format("text of fixed width, it seems ({}), read as one column. Its fields may be: dialect = {{ {} "
                  "}}; correct that, write it into its table in model.toml, then `rox model infer`",
                  layout.why, join(dialect_settings(change), ", "))};
}

/// How rox.toml says it.
std::string setting(const Reading& reading) {
  std::string text =
      fmt::format("delimiter = \"{}\"", reading.dialect.delimiter == "\t" ? "\\t" : reading.dialect.delimiter);
  if (reading.dialect.quote != '"')
    text += fmt::format(", quote = \"{}\"",
                        reading.dialect.quote == '\0' ? std::string() : std::string(1, reading.dialect.quote));
  if (reading.dialect.escape != '\0') text += ", escape = \"\\\\\"";
  return text;
}

void note_choices(const std::vector<Reading>& readings, FoundDialect& found) {
  const Reading& best = readings.front();
  const Dialect& dialect = best.dialect;
  const auto note = [&](std::string text) { found.notes.push_back(std::move(text)); };
  if (dialect.skip > 0) {
    note(fmt::format("the header is line {}; what stands above it is left out (skip = {})", dialect.skip + 1,
                     dialect.skip));
  }
  if (dialect.quote == '\'') note("fields are in single quotes (quote = \"'\")");
  if (dialect.quote == '\0' && dialect.escape == '\0') note("quotes are signs like any other (quote = \"\")");
  if (dialect.escape != '\0') note("a \\ takes the next character as it is (escape = \"\\\\\")");
  if (dialect.line_end == LineEnd::cr) note("lines end in CR alone, as on old Macs (line_end = \"cr\")");
  if (dialect.trim) note("blanks around fields are left out (trim = true)");
  for (const Reading& other : readings) {
    // One that cuts into fewer fields leaves the others' signs inside of them.
    if (&other == &best || other.dialect.delimiter == dialect.delimiter || other.width < best.width) continue;
    if (best.score - other.score > kClose) continue;
    note(fmt::format("cut by {} into {} fields; {} would cut it into {} as well: {} says that",
                     shown_sign(dialect.delimiter), best.width, shown_sign(other.dialect.delimiter), other.width,
                     setting(other)));
    break;
  }
}

/// Whether a blank stands behind every delimiter: it belongs to that, not to the values.
bool has_blanks_behind_delimiters(const Reading& reading) {
  return reading.width > 1 && reading.records.size() > 1 &&
         std::all_of(reading.records.begin(), reading.records.end(), [&](const SampleRecord& record) {
           return record.fields.size() != reading.width ||
                  std::all_of(record.fields.begin() + 1, record.fields.end(),
                              [](const std::string& field) { return field.starts_with(' '); });
         });
}

/// Whether the header and all other records have the same width, but for those whose quotes nobody can read: they are
/// rejects, the rest is a table.
bool only_quotes_are_wrong(const Reading& reading) {
  const auto is_bad = [](const SampleRecord& record) { return record.bad_quotes; };
  const std::vector<SampleRecord>& records = reading.records;
  return !records.empty() && !records.front().bad_quotes && std::any_of(records.begin(), records.end(), is_bad) &&
         std::all_of(records.begin(), records.end(), [&](const SampleRecord& record) {
           return record.bad_quotes || record.fields.size() == reading.width;
         });
}

/// Nothing stands between fields, and nothing above the first line is left out unsaid.
void take_as_one_column(std::string_view sample, const Reading& best, const Dialect& base, std::optional<bool> header,
                        FoundDialect& found) {
  found.dialect = base;
  const bool ragged = best.width > 1;
  if (ragged || sample.find_first_of(";,\t|") != std::string_view::npos) {
    // Signs that cut other files stand inside of its lines: one that doesn't keeps them whole.
    found.dialect.delimiter = sample.find('\t') == std::string_view::npos ? "\t" : "\x1F";
  }
  const auto lines = [&] {
    Sample all{cut_records(sample, found.dialect), 1};
    std::erase_if(all.records, [](const SampleRecord& record) { return record.blank; });
    return all;
  };
  Sample single = lines();
  if (std::any_of(single.records.begin(), single.records.end(), [](const auto& record) { return record.bad_quotes; })) {
    found.dialect.quote = '\0';
    single = lines();
  }
  found.notes.push_back(
      "one column: no sign cuts its lines into fields (`dialect = { delimiter = \"…\" }` below its [[table]] in "
      "model.toml says one)");
  if (ragged) {
    found.notes.back() = fmt::format(
        "lines have different numbers of fields with any delimiter; {} fits best: its lines are read whole, as one "
        "column (`dialect = {{ delimiter = \"…\" }}` below its [[table]] in model.toml says what cuts them)",
        shown_sign(best.dialect.delimiter));
  }
  const HeaderVerdict verdict = header ? HeaderVerdict{*header, true} : has_header(single);
  found.dialect.header = verdict.header;
  if (const auto layout = sniff_layout(sample)) propose(*layout, header, found);
}

/// The encoding, and the readings of the file's beginning in it: the best first.
struct Sniffed {
  FoundEncoding encoding;
  FileHead head;
  Dialect base;
  std::vector<Reading> readings;
  std::size_t entities = 0;  // the line of the first one whose ';' ends a field
};

Sniffed sniff_in(const ExportFile& file, FoundEncoding encoding) {
  Sniffed sniffed;
  sniffed.base.encoding = encoding.encoding;
  sniffed.base.charset = encoding.charset;
  sniffed.base.line_end = encoding.line_end;
  sniffed.head = head_of(file, encoding);
  sniffed.readings = readings_of(sniffed.head.text, sniffed.base);
  std::string masked = sniffed.head.text;
  if (const std::size_t line = mask_entities(masked); line > 0) {
    std::vector<Reading> readings = readings_of(masked, sniffed.base);
    const bool cut_there = readings.front().dialect.delimiter == ";" &&
                           read_as(sniffed.head.text, readings.front().dialect).score < readings.front().score;
    if (cut_there) {
      sniffed.readings = std::move(readings);
      sniffed.entities = line;
    }
  }
  sniffed.encoding = std::move(encoding);
  return sniffed;
}

Sniffed sniff_text(const ExportFile& file) {
  Sniffed sniffed = sniff_in(file, sniff_encoding(file));
  // A bad row is rejected; a header that isn't text is none, and often the only line with accents.
  const bool bad_header = sniffed.encoding.bad_line > 0 &&
                          sniffed.encoding.bad_line <= sniffed.readings.front().dialect.skip + std::uint64_t{1};
  return bad_header ? sniff_in(file, sniff_encoding(file, BadLines::decide)) : sniffed;
}

}  // namespace

FoundDialect sniff_dialect(const ExportFile& file, std::optional<bool> header) {
  if (file.format == ExportFormat::sheet) return sniff_sheet(file, header);
  if (file.format != ExportFormat::text) {
    FoundDialect made;
    made.is_text = false;
    return made;
  }
  auto [encoding, head, base, readings, entities] = sniff_text(file);
  const std::string& sample = head.text;
  FoundDialect found;
  if (!encoding.note.empty()) found.notes.push_back(encoding.note);
  Reading& best = readings.front();
  if (!header) leave_out_titles(best);
  found.dialect = best.dialect;
  found.shows_delimiter = best.width > 1 && (best.score >= 0.5 || only_quotes_are_wrong(best));
  for (const Reading& reading : readings) found.scores.push_back(reading.text());
  // Numbers with decimals, dates and times of fixed width have signs inside of them that seem to cut.
  if (best.width > 1 && best.dialect.delimiter.size() == 1 && is_inside_of_layout(sample, best.dialect.delimiter[0]) &&
      sniff_layout(sample)) {
    found.shows_delimiter = false;
  }
  if (!found.shows_delimiter) {
    take_as_one_column(sample, best, base, header, found);
    return found;
  }
  if (has_blanks_behind_delimiters(best)) best.dialect.trim = found.dialect.trim = true;
  note_choices(readings, found);
  take_header(header ? HeaderVerdict{*header, true} : has_header(best), best, found);
  if (entities > 0) {
    found.notes.push_back(fmt::format(
        "line {} has a sign as web pages write it (&amp;), whose ; ends a field: such rows are rejected. Export "
        "the sign itself, or quotes around texts",
        entities));
  }
  Dialect from_top = found.dialect;
  from_top.skip = 0;
  const std::vector<std::string> others =
      other_tables(cut_records(sample, from_top), best.dialect, best.width, head.whole);
  found.notes.insert(found.notes.end(), others.begin(), others.end());
  if (others.empty()) {
    for (std::string& note : footer_notes(file, sample, head.whole, best, found.dialect)) {
      found.notes.push_back(std::move(note));
    }
  }
  return found;
}

Dialect common_dialect(std::vector<FoundDialect>& found) {
  // What a file doesn't show it has as most others do.
  const auto most = [&](auto of, auto shows) {
    std::map<decltype(of(found.front().dialect)), std::size_t> counts;
    for (const FoundDialect& one : found) {
      if (shows(one)) ++counts[of(one.dialect)];
    }
    const auto best =
        std::max_element(counts.begin(), counts.end(), [](auto& a, auto& b) { return a.second < b.second; });
    return best == counts.end() ? of(found.front().dialect) : best->first;
  };
  const bool any_text = std::any_of(found.begin(), found.end(), [](const FoundDialect& f) { return f.is_text; });
  const auto delimiter = most([](const Dialect& d) { return d.delimiter; },
                              [&](const FoundDialect& f) { return f.shows_delimiter && (f.is_text || !any_text); });
  for (FoundDialect& one : found) {
    if (!one.shows_delimiter && one.dialect.delimiter == Dialect{}.delimiter) one.dialect.delimiter = delimiter;
  }
  // Latin-1 is a part of windows-1252.
  const bool windows = std::any_of(found.begin(), found.end(),
                                   [](const FoundDialect& f) { return f.dialect.encoding == Encoding::windows1252; });
  for (FoundDialect& one : found) {
    if (windows && one.dialect.encoding == Encoding::latin1) one.dialect.encoding = Encoding::windows1252;
  }
  std::vector<std::pair<Dialect, std::size_t>> counts;
  for (const FoundDialect& one : found) {
    if (!one.is_text && any_text) continue;
    Dialect dialect = one.dialect;
    dialect.skip = dialect.skip_end = 0;
    dialect.units = false;
    dialect.columns.clear();
    const auto known = std::find_if(counts.begin(), counts.end(), [&](const auto& c) { return c.first == dialect; });
    if (known == counts.end()) {
      counts.emplace_back(dialect, 1);
    } else {
      ++known->second;
    }
  }
  Dialect common = std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) {
                     return a.second < b.second;
                   })->first;
  for (FoundDialect& one : found) {
    if (one.is_text) continue;
    Dialect dialect = common;
    dialect.header = one.dialect.header;
    dialect.names.clear();
    dialect.units = one.dialect.units;
    dialect.skip = one.dialect.skip;
    dialect.columns = one.dialect.columns;
    one.dialect = std::move(dialect);
  }
  return common;
}

}  // namespace rox
