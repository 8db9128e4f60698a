#include "dashboard/page_file.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <system_error>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/file_name.hpp"
#include "base/text.hpp"
#include "base/toml.hpp"
#include "dashboard/column_path.hpp"
#include "dashboard/selection.hpp"
#include "dashboard/titles.hpp"

namespace rox {
namespace {

constexpr const char* kNotThere = "`rox dashboard init` makes pages";
constexpr std::uint64_t kMostTop = 1000;

std::string place_name(const std::string& kind, std::size_t number) { return fmt::format("[[{}]] {}", kind, number); }

/// What `find` returns; its error is placed at the key.
template <class Find>
decltype(auto) found(const TomlReader& toml, std::string_view key, const Find& find) {
  try {
    return find();
  } catch (const Error& error) {
    throw toml.error_at(key, error.what()).hint(error.hint_text());
  }
}

class PageReader {
 public:
  PageReader(const std::filesystem::path& file, const FactSource& source, const std::vector<Fact>& facts)
      : file_(file.string()), toml_(read_toml(file, kNotThere)), source_(source), facts_(facts) {}

  Page read() {
    const TomlReader top(toml_, file_, "the page", {"page", "measure", "dimension", "filter", "chart"});
    read_heading(top);
    std::size_t count = 0;
    top.each_table("measure", [&](const toml::table& table) { read_measure(table, ++count); });
    count = 0;
    top.each_table("dimension", [&](const toml::table& table) { read_dimension(table, ++count); });
    count = 0;
    top.each_table("filter", [&](const toml::table& table) { read_filter(table, ++count); });
    count = 0;
    top.each_table("chart", [&](const toml::table& table) { read_chart(table, ++count); });
    if (page_.charts.empty()) page_.charts = page_of(page_.fact).charts;
    return std::move(page_);
  }

 private:
  void read_heading(const TomlReader& top) {
    const toml::table* table = top.table("page");
    if (table == nullptr) {
      throw top.error_at("page", "the file has no [page]")
          .hint("it begins with [page], title = \"…\" and fact = \"…\"");
    }
    const TomlReader page = top.inner(*table, "[page]", {"title", "title_pt", "fact", "time", "currency", "position"});
    const std::string fact = page.required_text("fact");
    const auto found =
        std::find_if(facts_.begin(), facts_.end(), [&](const Fact& one) { return equals_ignore_case(one.name, fact); });
    if (found == facts_.end()) {
      std::vector<std::string> known;
      for (const Fact& one : facts_) known.push_back(one.name);
      throw page.error_at("fact", fmt::format("there is no table or mart '{}'{}", fact, did_you_mean(fact, known)))
          .hint("name one that the warehouse has; `rox run` makes marts");
    }
    page_.fact = *found;
    table_ = source_.model.find_table(page_.fact.name);
    page_.title = title_in(page, page_.fact.title);
    page_.why = "the file says so";
    page_.position = page.number("position", kMostTop).value_or(kMostTop);
    if (const auto currency = page.text("currency")) set_currency(page, *currency);
    if (const auto time = page.text("time")) set_time(page, *time);
  }

  static Title title_in(const TomlReader& toml, const Title& fallback) {
    Title title;
    title.en = toml.text("title").value_or(fallback.en);
    title.pt = toml.text("title_pt").value_or(toml.has("title") ? title.en : fallback.pt);
    return title;
  }

  void set_currency(const TomlReader& page, const std::string& code) {
    const bool plain =
        code.size() == 3 && std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    if (!plain) {
      throw page.error_at("currency", fmt::format("`currency` is '{}'", code))
          .hint("it is a code of three capital letters: USD, BRL, EUR");
    }
    currency_ = code;
    for (Measure& measure : page_.fact.measures) {
      if (measure.format == ValueFormat::money && measure.currency.empty()) measure.currency = code;
    }
  }

  ColumnPath path_in(const TomlReader& toml, std::string_view key, const std::string& text, bool* entity = nullptr) {
    try {
      ResolvedPath resolved = resolve_path(source_, *table_, text);
      if (entity != nullptr) *entity = resolved.is_table;
      if (resolved.is_table && entity == nullptr) {
        throw usage_error(fmt::format("'{}' is a table, and a column is wanted", text));
      }
      return std::move(resolved.path);
    } catch (const Error& error) {
      throw toml.error_at(key, error.what()).hint(error.hint_text());
    }
  }

  void set_time(const TomlReader& page, const std::string& text) {
    std::vector<TimeColumn>& times = page_.fact.times;
    const auto known =
        std::find_if(times.begin(), times.end(), [&](const TimeColumn& one) { return one.name == text; });
    if (known != times.end()) {
      std::rotate(times.begin(), known, known + 1);
      return;
    }
    TimeColumn time{text, title_of(text.substr(text.rfind('.') + 1)), path_in(page, "time", text)};
    const TypeKind kind = time.path.type.kind;
    if (kind != TypeKind::date && kind != TypeKind::timestamp) {
      throw page.error_at("time", fmt::format("{} is {}, no DATE or TIMESTAMP", text, rox::to_string(time.path.type)));
    }
    times.insert(times.begin(), std::move(time));
  }

  /// The column's definition where rox found one: what the file doesn't say stays as it is there.
  void read_measure(const toml::table& table, std::size_t number) {
    const TomlReader toml(
        table, file_, place_name("measure", number),
        {"name", "title", "title_pt", "column", "aggregate", "sql", "format", "currency", "decimals"});
    Measure measure;
    measure.name = toml.required_text("name");
    if (const Measure* found = page_.fact.find_measure(measure.name)) measure = *found;
    if (const auto sql = toml.text("sql")) {
      if (toml.has("column") || toml.has("aggregate")) {
        throw toml.error_at("sql", "`sql` stands alone").hint("leave column and aggregate out, or sql");
      }
      measure.aggregate = Aggregate::sql;
      measure.column.clear();
      measure.sql = *sql;
    }
    if (const auto column = toml.text("column")) {
      const auto at = page_.fact.find_column(*column);
      if (!at) {
        throw toml
            .error_at("column", fmt::format("{} has no column '{}'{}", page_.fact.name, *column,
                                            did_you_mean(*column, page_.fact.columns)))
            .hint("a measure is over columns of the fact itself");
      }
      measure.column = page_.fact.columns[*at];
      measure.type = page_.fact.types[*at];
      measure.aggregate = Aggregate::sum;
      measure.sql.clear();
    }
    if (const auto text = toml.text("aggregate")) {
      const auto aggregate = parse_aggregate(*text);
      if (!aggregate || *aggregate == Aggregate::sql) {
        throw toml.error_at("aggregate", fmt::format("there is no aggregate '{}'", *text))
            .hint("use count, sum, average, distinct, min or max; or sql = \"…\"");
      }
      measure.aggregate = *aggregate;
    }
    if (const auto text = toml.text("format")) {
      const auto format = parse_value_format(*text);
      if (!format)
        throw toml.error_at("format", fmt::format("there is no format '{}'", *text))
            .hint("use number, money or percent");
      measure.format = *format;
    }
    check_measure(toml, measure);
    if (measure.format == ValueFormat::money && !toml.has("decimals")) measure.decimals = 2;
    measure.decimals = static_cast<unsigned>(toml.number("decimals", 8).value_or(measure.decimals));
    measure.currency = toml.text("currency").value_or(measure.currency.empty() ? currency_ : measure.currency);
    measure.title = title_in(toml, measure.title.en.empty() ? title_of(measure.name) : measure.title);
    put(page_.fact.measures, std::move(measure), measures_++);
  }

  static void check_measure(const TomlReader& toml, const Measure& measure) {
    const bool counts = measure.aggregate == Aggregate::count;
    if (measure.aggregate == Aggregate::sql) return;
    if (!counts && measure.column.empty()) {
      throw toml.error_at("name", fmt::format("measure '{}' has neither column nor sql", measure.name))
          .hint("say column = \"…\" and aggregate = \"sum\", or sql = \"SUM(…)\"");
    }
    const bool adds = measure.aggregate == Aggregate::sum || measure.aggregate == Aggregate::average;
    if (adds && !is_number(measure.type)) {
      throw toml
          .error_at("column",
                    fmt::format("{} is {}, which can't be added up", measure.column, rox::to_string(measure.type)))
          .hint("use aggregate = \"distinct\", \"min\" or \"max\"");
    }
  }

  void read_dimension(const toml::table& table, std::size_t number) {
    const TomlReader toml(table, file_, place_name("dimension", number),
                          {"name", "title", "title_pt", "column", "label", "names"});
    Dimension dimension;
    dimension.name = toml.required_text("name");
    const std::string text = toml.text("column").value_or(dimension.name);
    if (const Dimension* found = page_.fact.find_dimension(text)) {
      const std::string name = dimension.name;
      dimension = *found;
      dimension.name = name;
    } else {
      bool entity = false;
      dimension.path = path_in(toml, toml.has("column") ? "column" : "name", text, &entity);
      describe_dimension(source_, page_.fact, entity, dimension);
    }
    if (const auto label = toml.texts("label")) {
      for (const std::string& one : *label) check_label(toml, dimension, one);
      dimension.label = *label;
    }
    if (const toml::table* names = toml.table("names")) read_names(toml, *names, dimension);
    dimension.title = title_in(toml, dimension.title);
    put(page_.fact.dimensions, std::move(dimension), dimensions_++);
  }

  static void read_names(const TomlReader& toml, const toml::table& names, Dimension& dimension) {
    dimension.names.clear();
    for (const auto& [key, node] : names) {
      const auto name = node.value<std::string>();
      if (!name)
        throw toml.error_at("names", "a name is a text").hint(R"(write names = { "R" = "Road", "M" = "Mountain" })");
      const std::string value(key.str());
      found(toml, "names", [&] { check_value(dimension.path.type, value, "the value"); });
      dimension.names.emplace_back(value, *name);
    }
  }

  void check_label(const TomlReader& toml, const Dimension& dimension, const std::string& label) const {
    const Table* table = source_.model.find_table(dimension.table);
    for (const std::string& column : split(label, '+')) {
      if (table == nullptr || table->find_column(column)) continue;
      throw toml
          .error_at("label", fmt::format("{} has no column '{}'{}", table->name, column,
                                         did_you_mean(column, table->column_names())))
          .hint("it has " + join(table->column_names(), ", "));
    }
  }

  void read_filter(const toml::table& table, std::size_t number) {
    const TomlReader toml(table, file_, place_name("filter", number), {"dimension", "where", "not"});
    FixedFilter filter{toml.required_text("dimension"), toml.texts("where").value_or(std::vector<std::string>()),
                       toml.texts("not").value_or(std::vector<std::string>())};
    const Dimension& dimension =
        found(toml, "dimension", [&]() -> const Dimension& { return page_.fact.dimension(filter.dimension); });
    if (filter.where.empty() && filter.not_in.empty()) {
      throw toml.error_at("dimension", "the filter says neither `where` nor `not`")
          .hint("say where = [\"…\"] or not = [\"…\"]");
    }
    for (const char* key : {"where", "not"}) {
      for (const std::string& value : toml.texts(key).value_or(std::vector<std::string>())) {
        found(toml, key, [&] { check_value(dimension.path.type, value, key); });
      }
    }
    page_.filters.push_back(std::move(filter));
  }

  void read_chart(const toml::table& table, std::size_t number) {
    const TomlReader toml(table, file_, place_name("chart", number),
                          {"kind", "title", "title_pt", "measure", "by", "grain", "top"});
    Chart chart;
    const std::string kind = toml.required_text("kind");
    const auto parsed = parse_chart_kind(kind);
    if (!parsed) {
      throw toml.error_at("kind", fmt::format("there is no kind of chart '{}'", kind))
          .hint("use tile, time, ranking, change, heat or table");
    }
    chart.kind = *parsed;
    chart.measures = toml.texts("measure").value_or(std::vector<std::string>{page_.fact.measures.front().name});
    for (const std::string& measure : chart.measures) found(toml, "measure", [&] { page_.fact.measure(measure); });
    chart.by = toml.texts("by").value_or(std::vector<std::string>());
    for (const std::string& by : chart.by) {
      if (page_.fact.find_time(by) == nullptr) found(toml, "by", [&] { page_.fact.dimension(by); });
    }
    complete_by(toml, chart);
    if (const auto grain = toml.text("grain")) chart.grain = found(toml, "grain", [&] { return parse_grain(*grain); });
    chart.top = toml.number("top", kMostTop).value_or(chart.top);
    chart.title = title_in(toml, usual_title(chart));
    chart.id = fmt::format("{}_{}", kind, number);
    page_.charts.push_back(std::move(chart));
  }

  void complete_by(const TomlReader& toml, Chart& chart) const {
    const bool timed = chart.kind == ChartKind::time;
    if ((timed || chart.kind == ChartKind::change) && page_.fact.times.empty()) {
      throw toml.error_at("kind", fmt::format("{} has no day, so nothing of it has a course", page_.fact.name));
    }
    if (timed && std::none_of(chart.by.begin(), chart.by.end(),
                              [&](const std::string& by) { return page_.fact.find_time(by) != nullptr; })) {
      chart.by.insert(chart.by.begin(), page_.fact.times.front().name);
    }
    const std::size_t least = chart.kind == ChartKind::tile || chart.kind == ChartKind::table ? 0
                              : chart.kind == ChartKind::heat                                 ? 2
                                                                                              : 1;
    const std::size_t most = chart.kind == ChartKind::tile                                              ? 0
                             : timed || chart.kind == ChartKind::heat || chart.kind == ChartKind::table ? 2
                                                                                                        : 1;
    if (chart.by.size() < least || chart.by.size() > most) {
      throw toml
          .error_at("by", fmt::format("a {} has {} in `by`, not {}", to_string(chart.kind),
                                      least == most ? std::to_string(least) : fmt::format("{} to {}", least, most),
                                      chart.by.size()))
          .hint("name dimensions of the fact");
    }
    if ((chart.kind == ChartKind::tile || chart.kind == ChartKind::change) && chart.measures.size() != 1) {
      throw toml.error_at("measure", fmt::format("a {} has one measure", to_string(chart.kind)))
          .hint("make a chart of each");
    }
  }

  Title usual_title(const Chart& chart) const {
    Title title = page_.fact.measure(chart.measures.front()).title;
    const Dimension* by = chart.by.empty() ? nullptr : page_.fact.find_dimension(chart.by.back());
    if (by == nullptr) return title;
    const auto lower = [](const std::string& text) { return to_lower(text.substr(0, 1)) + text.substr(1); };
    return {title.en + " by " + lower(by->title.en), title.pt + " por " + lower(by->title.pt)};
  }

  /// In the place of what has the same name, and before all that rox found.
  template <class Named>
  static void put(std::vector<Named>& list, Named one, std::size_t place) {
    std::erase_if(list, [&](const Named& other) { return other.name == one.name; });
    list.insert(list.begin() + static_cast<std::ptrdiff_t>(std::min(place, list.size())), std::move(one));
  }

  std::string file_;
  toml::table toml_;
  const FactSource& source_;
  const std::vector<Fact>& facts_;
  const Table* table_ = nullptr;
  std::string currency_;
  Page page_;
  std::size_t measures_ = 0;
  std::size_t dimensions_ = 0;
};

}  // namespace

Page read_page(const std::filesystem::path& file, const FactSource& source, const std::vector<Fact>& facts) {
  Page page = PageReader(file, source, facts).read();
  page.name = file.stem().string();
  page.file = (file.parent_path().filename() / file.filename()).string();
  return page;
}

std::vector<Page> read_pages(const std::filesystem::path& folder, const FactSource& source,
                             const std::vector<Fact>& facts) {
  std::vector<std::filesystem::path> files;
  std::error_code ignored;  // it may be gone meanwhile
  for (std::filesystem::path& path : entries_of(folder)) {
    if (path.extension() == ".toml" && std::filesystem::is_regular_file(path, ignored))
      files.push_back(std::move(path));
  }
  std::vector<Page> pages;
  for (const auto& file : files) {
    try {
      pages.push_back(read_page(file, source, facts));
    } catch (const Error& problem) {
      Page page;
      page.name = file.stem().string();
      page.title = {page.name, page.name};
      page.file = (folder.filename() / file.filename()).string();
      page.problem = placed_text(problem);
      page.hint = problem.hint_text();
      page.position = kMostTop;
      pages.push_back(std::move(page));
    }
  }
  const auto rank = [](const Page& page) { return std::pair(page.name == "overview" ? 0 : 1, page.position); };
  std::stable_sort(pages.begin(), pages.end(), [&](const Page& a, const Page& b) { return rank(a) < rank(b); });
  return pages;
}

}  // namespace rox
