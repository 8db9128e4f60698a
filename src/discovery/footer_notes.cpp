#include "discovery/footer_notes.hpp"

#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>
#include <memory>
#include <optional>

#include "base/toml.hpp"
#include "discovery/sniff_footer.hpp"
#include "discovery/sniff_reading.hpp"
#include "source/record_stream.hpp"
#include "source/rewrite.hpp"
#include "source/unchanged.hpp"

namespace rox {
namespace {

constexpr std::size_t kLongestRecord = std::size_t{256} << 10;

/// The end of a file, from the beginning of a line on, as far as that can be had without reading all of it: words of
/// ASCII are the same in what such files are written in.
std::string tail_of(const ExportFile& file, const Dialect& dialect) {
  constexpr std::uint64_t kTail = std::uint64_t{64} << 10;
  if (file.packing != Packing::none || file.bytes <= kTail || dialect.encoding == Encoding::utf16le ||
      dialect.encoding == Encoding::utf16be) {
    return "";
  }
  const UniqueFd fd = open_unchanged(file);
  std::string tail(kTail, '\0');
  const ssize_t got = ::pread(fd.get(), tail.data(), tail.size(), static_cast<off_t>(file.bytes - kTail));
  if (got <= 0) return "";  // nothing is said then
  tail.resize(static_cast<std::size_t>(got));
  tail.erase(0, std::min(tail.find(dialect.line_end == LineEnd::cr ? '\r' : '\n'), tail.size() - 1) + 1);
  return tail;
}

/// What stands below the data of an export, and among it.
class FooterNotes {
 public:
  FooterNotes(const ExportFile& file, std::string_view head, bool whole, const Sample& sample, const Dialect& dialect)
      : file_(file),
        head_(head),
        whole_(whole),
        dialect_(dialect),
        above_((dialect.header ? 1U : 0U) + (dialect.units ? 1U : 0U)),
        begin_(sample.width),
        end_(sample.width) {
    for (std::size_t i = above_; i < sample.records.size(); ++i) begin_.add(sample.records[i]);
    if (!whole) read_end();
  }

  std::vector<std::string> texts() const {
    std::vector<std::string> texts;
    std::vector<std::string> comments;
    const auto add = [&](const Strays& strays, std::string_view what) {
      if (strays.count == 0) return;
      texts.push_back(strays.note("line", what));
      const std::optional<std::string> comment = strays.comment(head_, dialect_);
      if (!comment) return;
      texts.back() += fmt::format(
          ". To leave out lines that begin so: `dialect = {{ comment = {} }}` below its [[table]] in "
          "model.toml",
          toml_quote(*comment));
      comments.push_back(*comment);
    };
    add(begin_.totals(), "a total");
    add(begin_.pages(), "the foot of a page");
    const std::optional<Footer> footer = (whole_ ? begin_ : end_).footer();
    if (!footer) return texts;
    texts.push_back(footer->note());
    for (const std::string& comment : comments) texts.back() += footer->note_beside(comment);
    return texts;
  }

 private:
  void read_end() {
    const std::string tail = tail_of(file_, dialect_);
    Dialect below = dialect_;
    below.skip = 0;
    for (const SampleRecord& record : cut_records(tail, below)) {
      if (!record.blank) end_.add(record);
    }
    constexpr std::uint64_t kMostAddedUp = std::uint64_t{1} << 30;
    if (!end_.footer() && end_.may_have_sum() && file_.bytes <= kMostAddedUp) add_all_up();
  }

  /// Whether a line is the sum of all others, all others tell.
  void add_all_up() {
    end_ = FooterFinder(end_.width());
    const auto records = rewrite(open_text(file_, dialect_), dialect_, kLongestRecord);
    std::size_t above = above_;
    each_record(*records, dialect_, [&](const SampleRecord& record) {
      if (record.blank) return;
      if (above == 0) return end_.add(record);
      --above;
    });
  }

  const ExportFile& file_;
  const std::string_view head_;
  const bool whole_;
  const Dialect& dialect_;
  const std::size_t above_;  // records that are no rows: the header, units
  FooterFinder begin_;
  FooterFinder end_;  // of what isn't whole
};

}  // namespace

std::vector<std::string> footer_notes(const ExportFile& file, std::string_view head, bool whole, const Sample& sample,
                                      const Dialect& dialect) {
  return FooterNotes(file, head, whole, sample, dialect).texts();
}

}  // namespace rox
