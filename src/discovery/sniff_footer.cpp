#include "discovery/sniff_footer.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "base/text.hpp"
#include "base/toml.hpp"
#include "discovery/footer_words.hpp"

namespace rox {
namespace {

constexpr std::size_t kMostLines = 5;   // below the data
constexpr std::size_t kFewestRows = 2;  // that show how rows are
constexpr std::size_t kShown = 3;       // lines among the rows, in what is said

std::size_t fill_of(const SampleRecord& record) {
  return static_cast<std::size_t>(
      std::count_if(record.fields.begin(), record.fields.end(), [](const auto& field) { return !field.empty(); }));
}

const std::string* first_text(const SampleRecord& record) {
  const auto text =
      std::find_if(record.fields.begin(), record.fields.end(), [](const auto& field) { return !field.empty(); });
  return text == record.fields.end() ? nullptr : &*text;
}

void note(Strays& strays, const SampleRecord& record) {
  const std::string& text = record.fields.front();
  if (strays.count++ == 0) strays.beginning = text;
  strays.beginning.resize(static_cast<std::size_t>(
      std::mismatch(strays.beginning.begin(), strays.beginning.end(), text.begin(), text.end()).first -
      strays.beginning.begin()));
  if (strays.first.size() < kShown) strays.first.push_back(record.line);
}

std::string_view kind_text(Footer::Kind kind) {
  switch (kind) {
    case Footer::Kind::total: return "a total";
    case Footer::Kind::sum: return "a total (the sum of all above)";
    case Footer::Kind::page: return "the foot of a page";
    case Footer::Kind::other: break;
  }
  return "no rows";
}

}  // namespace

std::string skip_end_setting(std::uint64_t lines) {
  return fmt::format("`dialect = {{ skip_end = {} }}` below its [[table]] in model.toml", lines);
}

std::string Footer::note() const {
  const std::size_t below = lines - (first == Kind::other ? 0 : 1);
  if (first == Kind::other || (below > 0 && others == below)) {
    std::string text =
        fmt::format("the last {} not like the rows above: rejected by each run. If {} no data, leave {} out with {}",
                    below == 1 ? "line is" : fmt::format("{} lines are", below), below == 1 ? "it is" : "they are",
                    below == 1 ? "it" : "them", skip_end_setting(below));
    if (first != Kind::other) {
      text += fmt::format("; the row above looks like {}: skip_end = {} leaves that out, too", kind_text(first), lines);
    }
    return text;
  }
  if (lines == 1) {
    return fmt::format("the last line looks like {}: read as a row. To leave it out: {}", kind_text(first),
                       skip_end_setting(1));
  }
  return fmt::format(
      "the last {} lines look like {} and what stands below it: read as rows, or rejected. To leave "
      "them out: {}",
      lines, kind_text(first), skip_end_setting(lines));
}

std::string Footer::note_beside(const std::string& comment) const {
  const std::string bare = comment.substr(std::min(comment.find_first_not_of("\"'"), comment.size()));
  const auto goes = [&](const std::string& text) { return text.starts_with(bare); };
  const auto gone = static_cast<std::size_t>(std::count_if(texts.begin(), texts.end(), goes));
  if (gone == 0) return {};
  if (gone == lines) return fmt::format("; comment = {} leaves as many out by itself", toml_quote(comment));
  return fmt::format("; beside comment = {}, skip_end = {}", toml_quote(comment), lines - gone);
}

std::string Footer::note_of_rows() const {
  const bool one = lines == 1;
  return fmt::format("row {}{} looks like {}: read as {}. To leave {} out: {}", line, one ? "" : " and what follows",
                     kind_text(first), one ? "a row" : "rows", one ? "it" : "them", skip_end_setting(lines));
}

std::string Strays::note(std::string_view place, std::string_view what) const {
  std::vector<std::string> places;
  for (const std::uint64_t line : first) places.push_back(std::to_string(line));
  const bool one = count == 1;
  return fmt::format("{}{} {}{} look{} like {} among the rows: read as {}", place, one ? "" : "s", join(places, ", "),
                     count > places.size() ? fmt::format(" and {} more", count - places.size()) : "", one ? "s" : "",
                     what, one ? "a row" : "rows");
}

std::optional<std::string> Strays::comment(std::string_view sample, const Dialect& dialect) const {
  constexpr std::size_t kShortest = 3;
  std::string_view text = beginning;
  if (count > 1) text = text.substr(0, text.find_last_not_of("0123456789") + 1);
  text = text.substr(0, valid_utf8_prefix(text));
  if (text.size() < kShortest) return std::nullopt;
  std::string sign(text);
  const bool bare = dialect.quote == '\0' || sample.find('\n' + sign) != std::string_view::npos;
  if (!bare) sign.insert(sign.begin(), dialect.quote);
  std::uint64_t lines = 0;
  for (std::size_t at = 0; (at = sample.find('\n' + sign, at)) != std::string_view::npos; ++at, ++lines) {
    const std::string_view line = sample.substr(at + 1, sample.find('\n', at + 1) - at - 1);
    const std::string_view value = line.substr(sign.size() - text.size());
    const std::string_view field = value.substr(0, value.find(dialect.delimiter));
    if (!begins_a_total(field) && !counts_pages(field)) return std::nullopt;
  }
  return lines >= count ? std::optional(sign) : std::nullopt;
}

bool FooterFinder::is_row(const SampleRecord& record) const {
  return !record.bad_quotes &&
         (record.fields.size() == width_ || (record.fields.size() == width_ + 1 && record.fields.back().empty()));
}

/// How many fields of a row mostly have something in them.
std::size_t FooterFinder::usual_fill() const {
  const auto most =
      std::max_element(fills_.begin(), fills_.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
  return most == fills_.end() ? width_ : most->first;
}

bool FooterFinder::lacks_values(const SampleRecord& record) const { return fill_of(record) < usual_fill(); }

bool FooterFinder::is_sparse(const SampleRecord& record) const { return fill_of(record) * 2 <= usual_fill(); }

bool FooterFinder::looks_like_total(const SampleRecord& record) const {
  const std::string* text = first_text(record);
  if (text == nullptr) return false;
  return begins_a_total(*text) ||
         (lacks_values(record) && std::any_of(record.fields.begin(), record.fields.end(), begins_a_total));
}

bool FooterFinder::looks_like_page(const SampleRecord& record) const {
  return is_sparse(record) && std::any_of(record.fields.begin(), record.fields.end(), counts_pages);
}

/// Whether all rows above come to a value in it. Small numbers may do so by chance.
bool FooterFinder::has_sum(const SampleRecord& record, const ColumnSums& sums, std::uint64_t rows) const {
  constexpr std::uint64_t kFewestParts = 3;
  constexpr std::uint64_t kManyParts = 10;
  constexpr std::size_t kManyDigits = 4;
  if (rows < kFewestParts) return false;
  for (std::size_t i = 0; i < record.fields.size(); ++i) {
    const std::string& text = record.fields[i];
    const std::uint64_t parts = text.empty() ? 0 : sums.parts_of(i, text);
    const bool many = parts >= kManyParts && std::count_if(text.begin(), text.end(), [](char c) {
                                               return c >= '0' && c <= '9';
                                             }) >= static_cast<std::ptrdiff_t>(kManyDigits);
    if (many || (parts >= kFewestParts && lacks_values(record))) return true;
  }
  return false;
}

void FooterFinder::settle(const SampleRecord& record) {
  if (!is_row(record)) return;
  const bool stray = lacks_values(record);
  if (stray && looks_like_total(record)) return note(totals_, record);
  if (stray && looks_like_page(record)) return note(pages_, record);
  sums_.add(record.fields);
  ++rows_;
}

void FooterFinder::add(const SampleRecord& record) {
  if (is_row(record)) ++fills_[fill_of(record)];
  last_.push_back(record);
  if (last_.size() <= kMostLines + 1) return;  // one more shows that there are no more
  settle(last_.front());
  last_.pop_front();
}

std::optional<Footer> FooterFinder::footer() const {
  if (width_ < 2) return std::nullopt;
  struct Judged {
    std::optional<Footer::Kind> kind;  // nothing: it is a row
    bool sparse = false;
    std::uint64_t rows_above = 0;
  };
  std::vector<Judged> judged;
  ColumnSums sums = sums_;
  std::uint64_t rows = rows_;
  for (const SampleRecord& record : last_) {
    Judged& one = judged.emplace_back();
    one.rows_above = rows;
    if (!is_row(record)) {
      one.kind = Footer::Kind::other;
    } else if (looks_like_total(record)) {
      one.kind = Footer::Kind::total;
    } else if (looks_like_page(record)) {
      one.kind = Footer::Kind::page;
    } else if (has_sum(record, sums, rows)) {
      one.kind = Footer::Kind::sum;
    } else {
      one.sparse = is_sparse(record);
      sums.add(record.fields);
      ++rows;
    }
  }
  for (std::size_t begin = 0; begin < judged.size(); ++begin) {
    if (!judged[begin].kind) continue;
    Footer footer{*judged[begin].kind, judged.size() - begin, 0, last_[begin].line, {}};
    bool below = footer.first != Footer::Kind::other;  // what is mostly empty there is no row
    bool all = true;
    for (std::size_t i = begin; i < judged.size() && all; ++i) {
      all = judged[i].kind.has_value() || (below && judged[i].sparse);
      footer.texts.push_back(last_[i].fields.front());
      footer.others += judged[i].kind == Footer::Kind::other ? 1 : 0;
      below = below || (judged[i].kind && judged[i].kind != Footer::Kind::other);
    }
    if (!all) continue;
    const bool few = footer.lines <= kMostLines && judged[begin].rows_above >= kFewestRows;
    return few ? std::optional(footer) : std::nullopt;
  }
  return std::nullopt;
}

bool FooterFinder::may_have_sum() const {
  return width_ > 1 && std::any_of(last_.begin(), last_.end(), [&](const SampleRecord& record) {
           return is_row(record) && is_sparse(record) && fill_of(record) > 0;
         });
}

}  // namespace rox
