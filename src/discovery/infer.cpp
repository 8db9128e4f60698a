#include "discovery/infer.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>

#include "base/error.hpp"
#include "base/parallel.hpp"
#include "base/terminal.hpp"
#include "base/text.hpp"
#include "discovery/column_profile.hpp"
#include "discovery/date_type.hpp"
#include "discovery/names.hpp"
#include "discovery/null_words.hpp"
#include "discovery/number_type.hpp"
#include "discovery/types.hpp"
#include "model/dialect_toml.hpp"
#include "model/name_pattern.hpp"
#include "source/blocks.hpp"
#include "source/encoding.hpp"
#include "source/header.hpp"
#include "source/missing_words.hpp"
#include "source/records.hpp"
#include "source/repeated_head.hpp"

namespace rox {

namespace {

/// The same as of a run, which rejects longer ones.
constexpr std::size_t kLongestRecord = BlockOptions().max_record_bytes;

struct TableProfile {
  std::vector<ColumnProfile> columns;
  std::uint64_t rows = 0;
  Misfits long_records;  // longer than a scan takes
  Misfits bad_records;   // those that a scan would reject as records: left out here

  TableProfile(std::size_t width, std::size_t null_words) : columns(width, ColumnProfile(null_words)) {}

  void merge(const TableProfile& other) {
    for (std::size_t i = 0; i < columns.size(); ++i) columns[i].merge(other.columns[i]);
    rows += other.rows;
    long_records.merge(other.long_records);
    bad_records.merge(other.bad_records);
  }
};

/// The exports, put into tables.
struct Layout {
  std::vector<FileGroup> groups;
  std::vector<std::vector<std::string>> headers;   // by file
  std::vector<std::size_t> group_of;               // by file
  std::vector<Dialect> dialects;                   // by file
  std::vector<std::vector<std::size_t>> fields;    // by file: where each column of its group stands
  std::vector<std::vector<std::size_t>> nameless;  // by file: fields that are no columns if nothing is in them
  std::vector<std::vector<std::string>> units;     // by file: the line below the header that is no record

  const Dialect& dialect(std::size_t group) const { return dialects[groups[group].members.front()]; }
  const std::vector<std::string>& header(std::size_t group) const { return headers[groups[group].members.front()]; }
};

Layout lay_out(const std::vector<ExportFile>& files, const std::vector<Dialect>& dialects,
               const InferOptions& options) {
  const Model* known = options.known;
  Layout layout;
  layout.dialects = dialects;
  std::vector<std::vector<std::string>> shapes;  // files that are written in different ways aren't one table
  std::vector<std::optional<std::size_t>> owners;
  std::vector<std::string> names;
  std::vector<std::string> patterns;
  for (const ExportFile& file : files) {
    names.push_back(file.name);
    const auto dump = options.dumps.find(file.name);
    patterns.push_back(dump == options.dumps.end() ? "" : dump->second);
    owners.push_back(known != nullptr ? owner_of(*known, file.name) : std::nullopt);
    const Dialect& dialect = dialects[layout.headers.size()];
    std::vector<std::string> header = read_header(file, dialect);
    const Table* table = owners.back() ? &known->tables[*owners.back()] : nullptr;
    KnownHeader as_known =
        known_header(std::move(header), dialect, table ? header_names(*table) : std::vector<std::string>());
    header = std::move(as_known.names);
    layout.nameless.push_back(std::move(as_known.nameless));
    // Without a header, files of the same width have the same shape.
    if (!dialect.header && dialect.names.empty()) {
      const std::vector<std::string> of_name = pattern_columns(dialect.from_name);
      const std::size_t own = header.size() - std::min(header.size(), of_name.size());
      header.assign(own, "");
      header.insert(header.end(), of_name.begin(), of_name.end());
    }
    shapes.push_back(dialect.header ? header_keys(header) : header);
    shapes.back().push_back(join(dialect_settings(difference(Dialect{}, dialect)), "\n"));
    layout.headers.push_back(std::move(header));
    layout.units.push_back(read_units(file, dialect));
  }
  layout.groups = group_files(names, shapes, owners, patterns);
  layout.group_of.resize(files.size());
  for (std::size_t g = 0; g < layout.groups.size(); ++g) {
    for (const std::size_t member : layout.groups[g].members) layout.group_of[member] = g;
  }
  for (std::size_t i = 0; i < files.size(); ++i) {
    layout.fields.push_back(places_in(layout.headers[i], layout.header(layout.group_of[i])));
  }
  return layout;
}

/// What one thread has seen. Blocks come in file order, so that its first witnesses are its earliest.
class ThreadProfile {
 public:
  ThreadProfile(const Layout& layout, const NullWords& words)
      : layout_(layout), words_(words), tables_(layout.groups.size()) {}

  /// Returns the number of records.
  std::uint64_t read(const Block& block) {
    const std::size_t group = layout_.group_of[block.file];
    std::optional<TableProfile>& table = tables_[group];
    const std::size_t width = layout_.header(group).size();
    if (!table) table.emplace(width, words_.words().size());
    RecordReader records(block.bytes, layout_.dialects[block.file].field_delimiter(), block.line);
    std::uint64_t count = 0;
    repeated_units_.begin(&layout_.units[block.file]);
    while (records.next()) {
      if (records.state() == RecordState::blank && width > 1) continue;
      ++count;
      const Location where{static_cast<std::uint32_t>(block.file), records.line()};
      const bool too_long =
          records.raw().size() > kLongestRecord ||
          (block.oversized && records.raw().data() + records.raw().size() >= block.bytes.data() + block.bytes.size());
      const bool quoted_badly =
          records.state() == RecordState::malformed_quote || records.state() == RecordState::unterminated_quote;
      if (too_long || quoted_badly || !has_width(records.fields(), records.field_count(), width) ||
          (!block.clean && !clean_utf8(records.raw()))) {
        (too_long ? table->long_records : table->bad_records)
            .note(printable_utf8(records.raw().substr(0, kWitnessBytes)), where);
        continue;
      }
      const bool header = is_header(records, block.file);
      if (header) repeated_units_.note_header();
      if (header || repeated_units_.is(records.fields())) {
        --count;
        continue;
      }
      ++table->rows;
      const std::vector<std::size_t>& places = layout_.fields[block.file];
      for (std::size_t i = 0; i < width; ++i) add(table->columns[i], records.fields()[places[i]], where);
    }
    return count;
  }

  std::vector<std::optional<TableProfile>>& tables() { return tables_; }

 private:
  /// The header once more, as where files were put together: a scan leaves it out, too.
  bool is_header(const RecordReader& records, std::size_t file) {
    const std::vector<std::string>& header = layout_.headers[file];
    if (!layout_.dialects[file].header || header.size() < 2) return false;
    for (std::size_t i = 0; i < header.size(); ++i) {
      std::string_view text = unescape(records.fields()[i], scratch_);
      if (i == 0) text.remove_prefix(bom_size(text, Encoding::utf8));
      if (text != header[i] && !(text.empty() && is_nameless(i, file))) return false;
    }
    return true;
  }

  bool is_nameless(std::size_t field, std::size_t file) const {
    const std::vector<std::size_t>& nameless = layout_.nameless[file];
    return std::find(nameless.begin(), nameless.end(), field) != nameless.end();
  }

  void add(ColumnProfile& column, const Field& field, Location where) {
    const std::string_view text = unescape(field, scratch_);
    if (const std::size_t word = words_.find(text); word != NullWords::kNone) {
      column.add_word(word, text, field.quoted, where);
      return;
    }
    if (const std::size_t word = find_in_blanks(text); word != NullWords::kNone) {
      column.add_word(word, text, true, where);
      return;
    }
    column.add(text, where);
  }

  /// Blanks alone, and a word that is filled up with them, mean missing where the column isn't text: as if in quotes.
  /// A dash in blanks is an accountant's zero.
  std::size_t find_in_blanks(std::string_view text) const {
    if (text.empty() || (text.front() != ' ' && text.back() != ' ')) return NullWords::kNone;
    const std::string_view word = trim(text);
    return word.find('-') == std::string_view::npos ? words_.find(word) : NullWords::kNone;
  }

  const Layout& layout_;
  const NullWords& words_;
  std::vector<std::optional<TableProfile>> tables_;
  RepeatedUnits repeated_units_;
  std::string scratch_;
};

/// Tells how far reading is, ten times a second. From any thread.
class ReadProgress {
 public:
  ReadProgress(const BlockSource& source, const InferOptions& options) : source_(source), options_(options) {}

  void add(std::uint64_t rows, std::uint64_t bytes) {
    rows_ += rows;
    bytes_ += bytes;
    if (!options_.progress || source_.bytes_total() == 0) return;
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock.owns_lock() || std::chrono::steady_clock::now() < next_) return;
    next_ = std::chrono::steady_clock::now() + kEvery;
    options_.progress("types", static_cast<double>(bytes_) / static_cast<double>(source_.bytes_total()), rows_);
  }

 private:
  static constexpr std::chrono::milliseconds kEvery{100};

  const BlockSource& source_;
  const InferOptions& options_;
  std::atomic<std::uint64_t> rows_{0};
  std::atomic<std::uint64_t> bytes_{0};
  std::mutex mutex_;
  std::chrono::steady_clock::time_point next_ = std::chrono::steady_clock::now() + kEvery;
};

std::vector<TableProfile> read_all(const std::vector<ExportFile>& files, const Layout& layout, const NullWords& words,
                                   const InferOptions& options) {
  BlockOptions block_options;
  block_options.skip_header = true;
  BlockSource source(files, layout.dialects, block_options);
  const auto blocks = static_cast<unsigned>(std::max<std::size_t>(source.block_count(), 1));
  const unsigned threads = std::min(thread_count(options.threads), blocks);
  std::vector<ThreadProfile> profiles(threads, ThreadProfile(layout, words));
  ReadProgress progress(source, options);
  for_each_index(threads, threads, [&](std::size_t i) {
    BlockSource::Reader reader(source);
    Block block;
    while (reader.next(block)) progress.add(profiles[i].read(block), block.disk_bytes);
  });
  for (const ExportFile& file : files) check_unchanged(file);
  std::vector<TableProfile> tables;
  for (std::size_t g = 0; g < layout.groups.size(); ++g) {
    tables.emplace_back(layout.header(g).size(), words.words().size());
    for (ThreadProfile& profile : profiles) {
      if (profile.tables()[g]) tables.back().merge(*profile.tables()[g]);
    }
  }
  return tables;
}

bool has_values(const ColumnProfile& profile, const NullWords& words) {
  if (profile.text.bytes.amount > 0) return true;
  for (std::size_t w = 0; w < profile.words.size(); ++w) {
    if (!words.words()[w].empty() && profile.words[w].count + profile.words[w].quoted > 0) return true;
  }
  return false;
}

/// Fields that nobody named, and nothing is in, are no columns.
void leave_out_nameless(Layout& layout, std::vector<TableProfile>& profiles, const NullWords& words) {
  for (std::size_t g = 0; g < layout.groups.size(); ++g) {
    const std::vector<std::size_t>& members = layout.groups[g].members;
    std::vector<std::size_t> nameless = layout.nameless[members.front()];
    std::erase_if(nameless, [&](std::size_t c) { return has_values(profiles[g].columns[c], words); });
    std::set<std::string> names;
    for (const std::size_t c : nameless) names.insert(layout.header(g)[c]);
    for (auto c = nameless.rbegin(); c != nameless.rend(); ++c) {
      profiles[g].columns.erase(profiles[g].columns.begin() + static_cast<std::ptrdiff_t>(*c));
    }
    for (const std::size_t member : members) {
      std::erase_if(layout.headers[member], [&](const std::string& name) { return names.contains(name); });
    }
  }
}

/// The profiles, turned into a model step by step.
class Modeller {
 public:
  Modeller(const std::vector<ExportFile>& files, const Layout& layout, std::vector<TableProfile> profiles,
           const NullWords& words, Dialect dialect)
      : layout_(layout), profiles_(std::move(profiles)), words_(words) {
    result_.dialect = std::move(dialect);
    for (const ExportFile& file : files) context_.files.push_back(file.name);
    for (std::size_t g = 0; g < layout.groups.size(); ++g) names_.push_back(column_names(layout.header(g)));
  }

  Inference run(bool find_conventions) {
    chooses_ = find_conventions;
    if (find_conventions) choose_null_words();
    fold_words();
    if (find_conventions) choose_decimal();
    context_.decimal = result_.dialect.decimal;
    for (std::size_t g = 0; g < profiles_.size(); ++g) add_table(g);
    return std::move(result_);
  }

 private:
  template <class Visit>
  void each_column(Visit visit) const {
    for (std::size_t g = 0; g < profiles_.size(); ++g) {
      for (std::size_t c = 0; c < profiles_[g].columns.size(); ++c) visit(g, c, profiles_[g].columns[c]);
    }
  }

  std::string full_name(std::size_t group, std::size_t column) const {
    return fmt::format("{}.{}", layout_.groups[group].name, names_[group][column]);
  }

  /// The folder's, what the table has of its own, and what means nothing else.
  bool is_null_word(std::size_t group, std::size_t word) const {
    const std::string& text = words_.words()[word];
    const auto has = [&](const std::vector<std::string>& stated) {
      return std::find(stated.begin(), stated.end(), text) != stated.end();
    };
    return has(result_.dialect.null_words) || is_missing_word(text) ||
           (!chooses_ && has(layout_.dialect(group).null_words));
  }

  /// The folder's, and those of the others that occur.
  std::vector<std::string> null_words_of(std::size_t group) const {
    std::vector<std::string> all = result_.dialect.null_words;
    for (std::size_t w = 0; w < words_.words().size(); ++w) {
      const std::string& word = words_.words()[w];
      const auto& columns = profiles_[group].columns;
      const bool occurs = std::any_of(columns.begin(), columns.end(),
                                      [&](const ColumnProfile& profile) { return profile.words[w].count > 0; });
      if (occurs && is_null_word(group, w) && std::find(all.begin(), all.end(), word) == all.end()) all.push_back(word);
    }
    return all;
  }

  void choose_null_words() {
    std::vector<NullWordColumn> columns;
    each_column([&](std::size_t g, std::size_t c, const ColumnProfile& profile) {
      columns.push_back({full_name(g, c), &profile});
    });
    NullWordFindings findings = find_null_words(words_, columns);
    result_.dialect.null_words = std::move(findings.words);
    result_.warnings = std::move(findings.warnings);
  }

  /// Words that don't mean "missing" are values after all.
  void fold_words() {
    for (std::size_t g = 0; g < profiles_.size(); ++g) {
      for (std::size_t c = 0; c < profiles_[g].columns.size(); ++c) {
        ColumnProfile& profile = profiles_[g].columns[c];
        const bool typed = looks_typed(profile);
        for (std::size_t w = 0; w < profile.words.size(); ++w) {
          const WordEvidence word = profile.words[w];
          const std::string& text = words_.words()[w];
          if (is_null_word(g, w)) {
            if (!is_code(text, profile) || (word.count == 0 && !chooses_)) continue;
            (word.count == 0 ? codes_to_come_ : codes_)[{g, c}].push_back(text);
            profile.words[w] = {};
          }
          profile.add_many(text, word.count, word.first);
          profile.add_many(text, word.quoted, word.first_quoted);
          if (!typed || word.count == 0) continue;
          result_.warnings.push_back(fmt::format(
              "{}: text, because '{}' stands {} times in it, first at {}:{}. If it means missing, add it to "
              "[source] null in rox.toml",
              full_name(g, c), text, word.count, context_.files[word.first.at.file], word.first.at.line));
        }
      }
    }
  }

  void choose_decimal() {
    int points = 0;
    int commas = 0;
    each_column([&](std::size_t, std::size_t, const ColumnProfile& profile) {
      const std::optional<char> decimal = proven_decimal(profile);
      points += decimal == '.';
      commas += decimal == ',';
    });
    if (points != commas) result_.dialect.decimal = commas > points ? ',' : '.';
  }

  /// What other columns of the same table prove: another exporter may have another order.
  void choose_date_order(std::size_t g) {
    std::set<DateOrder> proven;
    for (const ColumnProfile& profile : profiles_[g].columns) {
      const std::optional<DateOrder> order = proven_date_order(profile);
      if (order && *order != DateOrder::ymd) proven.insert(*order);
    }
    context_.date_order = proven.size() == 1 ? std::optional(*proven.begin()) : std::nullopt;
  }

  /// Whether a column of that name in another table has whole numbers only.
  bool refers_to_whole(std::size_t group, const std::string& name) const {
    bool found = false;
    each_column([&](std::size_t g, std::size_t c, const ColumnProfile& profile) {
      const NumberEvidence& number = profile.number;
      found = found || (g != group && equals_ignore_case(names_[g][c], name) && number.count > 0 &&
                        number.misfits.count == 0 && !number.digits[0].no_integer.set);
    });
    return found;
  }

  void add_table(std::size_t g) {
    const FileGroup& group = layout_.groups[g];
    const TableProfile& profile = profiles_[g];
    Table table;
    table.name = group.name;
    table.file = group.file;
    Dialect own = layout_.dialect(g);
    own.decimal = result_.dialect.decimal;  // these take all rows: columns say what they have otherwise
    own.null_words = null_words_of(g);
    table.dialect = difference(result_.dialect, own);
    choose_date_order(g);
    TableStory story;
    story.rows = profile.rows;
    for (const std::size_t member : group.members) story.files.push_back(context_.files[member]);
    for (std::size_t c = 0; c < profile.columns.size(); ++c) {
      story.columns.emplace_back();
      table.columns.push_back(make_column(g, c, story.columns.back()));
    }
    if (profile.long_records.count > 0) {
      result_.warnings.push_back(fmt::format(
          "{}: {} records are longer than {} MB and were left out, first {}; a run will reject them", table.name,
          profile.long_records.count, kLongestRecord >> 20, witness_text(profile.long_records.first, context_.files)));
    }
    if (profile.bad_records.count > 0) {
      result_.warnings.push_back(
          fmt::format("{}: {} records aren't whole and were left out, first {}; a run will reject them", table.name,
                      profile.bad_records.count, witness_text(profile.bad_records.first, context_.files)));
    }
    if (profile.rows == 0)
      result_.warnings.push_back(fmt::format("{}: no rows, so all its columns are text", table.name));
    result_.model.tables.push_back(std::move(table));
    result_.stories.push_back(std::move(story));
  }

  Column make_column(std::size_t g, std::size_t c, ColumnStory& story) {
    ColumnProfile& profile = profiles_[g].columns[c];
    Column column;
    column.name = names_[g][c];
    const std::string& header = layout_.header(g)[c];
    if (header != column.name) column.header = header;
    context_.refers_to_whole = profile.number.digits[0].no_integer.set && refers_to_whole(g, column.name);
    TypeVerdict verdict = decide_type(profile, column.name, context_);
    std::uint64_t missing = 0;
    Witness first;
    if (verdict.format.zero_dates) {
      missing = profile.date.zeros;
      first = profile.date.first_zero;
    }
    for (std::size_t w = 0; w < profile.words.size(); ++w) {
      if (!is_null_word(g, w)) continue;
      const WordEvidence& word = profile.words[w];
      missing += word.count;
      first.merge(word.first);
      if (verdict.type.kind == TypeKind::varchar) {
        profile.add_many(words_.words()[w], word.quoted, word.first_quoted);  // in quotes it is a text among texts
      } else {
        missing += word.quoted;
        first.merge(word.first_quoted);
      }
    }
    if (verdict.type.kind == TypeKind::varchar) verdict = decide_type(profile, column.name, context_);
    column.type = verdict.type;
    column.format = verdict.format;
    column.least = std::move(verdict.least);
    column.greatest = std::move(verdict.greatest);
    if (verdict.decimals > 0) column.decimals = verdict.decimals;
    if (column.type.kind == TypeKind::varchar) {
      column.max_bytes = static_cast<std::uint32_t>(profile.text.bytes.amount);
      const auto characters = static_cast<std::uint32_t>(profile.text.characters.amount);
      if (characters != column.max_bytes) column.longest = characters;
    }
    if (profiles_[g].rows > 0) column.missing = missing;
    if (const auto codes = codes_to_come_.find({g, c}); codes != codes_to_come_.end()) {
      column.null_words = result_.dialect.null_words;
      for (const std::string& code : codes->second) std::erase(*column.null_words, code);
    }
    if (const auto codes = codes_.find({g, c}); codes != codes_.end()) {
      if (!column.null_words) column.null_words = result_.dialect.null_words;
      for (const std::string& code : codes->second) std::erase(*column.null_words, code);
      result_.warnings.push_back(
          fmt::format("{}: '{}' is taken for a code like the others there, not for a missing value "
                      "(the column's null in model.toml)",
                      full_name(g, c), join(codes->second, "', '")));
    }
    story.reasons = std::move(verdict.reasons);
    story.reasons.push_back(missing > 0 ? fmt::format("{} of {} values missing, first {}", missing, profiles_[g].rows,
                                                      witness_text(first, context_.files))
                                        : fmt::format("none of {} values is missing today", profiles_[g].rows));
    for (const std::string& warning : verdict.warnings) {
      result_.warnings.push_back(fmt::format("{}: {}", full_name(g, c), warning));
    }
    return column;
  }

  const Layout& layout_;
  std::vector<TableProfile> profiles_;
  const NullWords& words_;
  bool chooses_ = false;  // how the folder's exports are written; else that is known
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::string>> codes_;  // by group and column: no null words
  /// The same, of words that no value is yet: where all are codes of two letters, NA will be one.
  std::map<std::pair<std::size_t, std::size_t>, std::vector<std::string>> codes_to_come_;
  TypeContext context_;
  std::vector<std::vector<std::string>> names_;
  Inference result_;
};

std::vector<TableExports> exports_of(const Model& model, const std::vector<ExportFile>& files, const Layout& layout) {
  std::vector<TableExports> exports;
  for (std::size_t g = 0; g < layout.groups.size(); ++g) {
    TableExports& table = exports.emplace_back(TableExports{&model.tables[g], {}});
    for (const std::size_t member : layout.groups[g].members) table.files.push_back(files[member]);
  }
  return exports;
}

void complete(Inference& inference, const std::vector<ExportFile>& files, const Layout& layout,
              const InferOptions& options) {
  const KeyDatabaseOptions keys{options.threads, options.memory_limit, options.temp_dir};
  const auto tables = static_cast<double>(layout.groups.size());
  inference.structure = find_structure(
      inference.model, exports_of(inference.model, files, layout), inference.dialect, keys, [&](std::size_t table) {
        if (options.progress) options.progress("keys and relations", static_cast<double>(table) / tables, 0);
      });
  for (const ExportFile& file : files) check_unchanged(file);
  std::vector<std::string>& warnings = inference.structure.warnings;
  inference.warnings.insert(inference.warnings.end(), warnings.begin(), warnings.end());
}

/// Of each file: what was found of it, or the model knows of its table, or the folder's.
std::vector<Dialect> dialects_of(const std::vector<ExportFile>& files, const Dialect& folder,
                                 const InferOptions& options) {
  if (!options.dialects.empty()) return options.dialects;
  std::vector<Dialect> dialects;
  for (const ExportFile& file : files) {
    const auto owner = options.known != nullptr ? owner_of(*options.known, file.name) : std::nullopt;
    dialects.push_back(owner ? options.known->tables[*owner].dialect.over(folder) : folder);
  }
  return dialects;
}

}  // namespace

Inference infer_model(const std::vector<ExportFile>& files, const Dialect& dialect, const InferOptions& options) {
  for (const ExportFile& file : files) {
    if (clean_utf8(file.name)) continue;
    throw usage_error(fmt::format("the name of {} isn't UTF-8", printable(printable_utf8(file.name))))
        .hint("rename it, or let [source] ignore in rox.toml have a pattern for it, with ? for each such byte");
  }
  Layout layout = lay_out(files, dialects_of(files, dialect, options), options);
  const NullWords words(options.find_conventions ? std::vector<std::string>{} : dialect.null_words);
  std::vector<TableProfile> profiles = read_all(files, layout, words, options);
  leave_out_nameless(layout, profiles, words);
  Inference inference = Modeller(files, layout, std::move(profiles), words, dialect).run(options.find_conventions);
  std::vector<std::string> names;
  for (const ExportFile& file : files) names.push_back(file.name);
  for (std::string& warning : likely_parts(names, layout.headers, layout.groups)) {
    inference.warnings.push_back(std::move(warning));
  }
  if (options.known == nullptr) {  // else somebody has seen it
    for (std::string& warning : likely_kin(names, layout.headers, layout.groups)) {
      inference.warnings.push_back(std::move(warning));
    }
  }
  for (std::size_t g = 0; g < layout.groups.size(); ++g) {
    const bool is_dump = options.dumps.contains(names[layout.groups[g].members.front()]);
    if (is_dump) inference.model.tables[g].files = FileChoice::newest;
  }
  if (options.find_structure) complete(inference, files, layout, options);
  return inference;
}

}  // namespace rox
