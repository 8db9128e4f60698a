#include "dashboard/report.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "dashboard/answers.hpp"
#include "dashboard/model_view.hpp"
#include "dashboard/quality.hpp"
#include "dashboard/runs.hpp"
#include "dashboard/sales.hpp"
#include "dashboard/status.hpp"
#include "dashboard/web_assets.hpp"
#include "sql/sql_file.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

/// What the app asks for, by the addresses that it asks by (web/src/lib/api.ts).
Json collected(const Snapshot& snapshot) {
  Json answers;
  const auto add = [&](const std::string& address, Json answer) { answers[address] = std::move(answer); };
  add("status", ready_json(snapshot));
  if (snapshot.sales_sql()) {
    for (const char* grain : {"day", "week", "month", "quarter"}) {
      const Params params{{"grain", grain}};
      add(fmt::format("sales?grain={}", grain), sales_json(snapshot, parse_sales_request(params)));
    }
  }
  add("answers", answers_json(snapshot.project()));
  for (const SqlFile& analysis : read_sql_files(snapshot.project().analyses_dir())) {
    const std::string& name = analysis.name;
    add(fmt::format("answers/{}?limit=20&offset=0", name),
        answer_json(snapshot, name, Params{{"limit", "20"}, {"offset", "0"}}));
  }
  add("model", model_json(snapshot));
  for (const char* of : {"exports", "star"}) {
    add(fmt::format("model/diagram.svg?of={}", of), diagram_svg(snapshot, Params{{"of", of}}));
  }
  add("runs", runs_json(snapshot.project(), Params()));
  add("plan", plan_json(snapshot.project(), snapshot.target()));
  add("quality", quality_json(snapshot));
  add("quality/rejects?limit=100&offset=0", rejects_json(snapshot, Params{{"limit", "100"}, {"offset", "0"}}));
  return answers;
}

void replace_all(std::string& text, std::string_view what, std::string_view with) {
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + with.size())) {
    text.replace(at, what.size(), with);
  }
}

/// Cuts out the tag that has `mark` in it. It's in what Vite writes.
void remove_tag(std::string& html, std::string_view mark, std::string_view end) {
  const std::size_t at = html.find(mark);
  if (at == std::string::npos) throw std::logic_error("the web app's page has no " + std::string(mark));
  const std::size_t begin = html.rfind('<', at);
  html.erase(begin, html.find(end, at) + end.size() - begin);
}

/// As a data: address: percent-encoded where HTML or an address would take offence.
std::string data_address(std::string_view svg) {
  std::string address = "data:image/svg+xml,";
  for (const char c : svg) {
    if (std::string_view("\"#%<>\n").find(c) == std::string_view::npos) {
      address += c;
    } else {
      address += fmt::format("%{:02X}", static_cast<unsigned char>(c));
    }
  }
  return address;
}

/// "$1.2M", "US$ 1,2 mi".
std::string short_money(double value, const std::string& currency, ReportLanguage language) {
  const bool portuguese = language == ReportLanguage::portuguese;
  const double size = std::abs(value);
  const char* unit = "";
  double shown = value;
  if (size >= 1e9) {
    shown = value / 1e9;
    unit = portuguese ? " bi" : "B";
  } else if (size >= 1e6) {
    shown = value / 1e6;
    unit = portuguese ? " mi" : "M";
  } else if (size >= 1e3) {
    shown = value / 1e3;
    unit = portuguese ? " mil" : "K";
  }
  std::string digits = fmt::format("{:.1f}", shown);
  if (digits.ends_with(".0")) digits.resize(digits.size() - 2);
  if (portuguese) std::replace(digits.begin(), digits.end(), '.', ',');
  std::string sign = currency.empty() ? "" : currency + " ";
  if (currency == "USD") sign = portuguese ? "US$ " : "$";
  if (currency == "BRL") sign = portuguese ? "R$ " : "R$";
  if (currency == "EUR") sign = portuguese ? "€ " : "€";
  return sign + digits + unit;
}

struct Words {
  const char *revenue, *online, *reseller, *products, *customers, *territories, *unknown;
};

Words words_of(ReportLanguage language) {
  if (language == ReportLanguage::portuguese) {
    return {"Receita por mês",   "Online",      "Revenda",     "Melhores produtos",
            "Melhores clientes", "Territórios", "Desconhecido"};
  }
  return {"Revenue by month", "Online", "Reseller", "Best products", "Best customers", "Territories", "Unknown"};
}

double number(const JsonValue& money) { return std::stod(money.text()); }

std::vector<double> numbers(const JsonValue& list) {
  std::vector<double> values;
  for (const JsonValue& money : list.elements()) values.push_back(number(money));
  return values;
}

Chart ranking(const std::string& title, const JsonValue& members, const char* unknown) {
  Chart chart{title, {}, {{"", {}}}, {}};
  for (const JsonValue& member : members.elements()) {
    chart.labels.push_back(member.member("key").integer() == kUnknownKey ? unknown : member.member("label").text());
    chart.series[0].values.push_back(number(member.member("revenue")));
  }
  return chart;
}

}  // namespace

ReportLanguage parse_report_language(std::string_view text) {
  if (text == "en") return ReportLanguage::english;
  if (text == "pt") return ReportLanguage::portuguese;
  throw usage_error(fmt::format("there is no report in '{}'", text)).hint("use en or pt");
}

std::string report_html(const Snapshot& snapshot, ReportLanguage language) {
  std::string script(web_asset("app.js"));
  replace_all(script, "./icon.svg", data_address(web_asset("icon.svg")));
  replace_all(script, "</script", "<\\/script");
  std::string data = json_text(collected(snapshot));
  replace_all(data, "<", "\\u003c");

  std::string html(web_asset("index.html"));
  remove_tag(html, "app.js", "</script>");
  remove_tag(html, "app.css", ">");
  remove_tag(html, "icon.svg", ">");
  replace_all(
      html, "<html lang=\"en\">",
      fmt::format("<html lang=\"{0}\" data-language=\"{0}\">", language == ReportLanguage::english ? "en" : "pt"));
  replace_all(
      html, "</head>",
      fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
                  "'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:\" />\n<style>{}</style>\n</head>",
                  web_asset("app.css")));
  const std::size_t body = html.rfind("</body>");
  html.insert(body, fmt::format("<script type=\"application/json\" id=\"rox-report\">{}</script>\n"
                                "<script type=\"module\">{}</script>\n",
                                data, script));
  return html;
}

std::vector<std::filesystem::path> write_charts(const Snapshot& snapshot, ReportLanguage language, ChartFormat format,
                                                const std::filesystem::path& folder) {
  if (!snapshot.sales_sql()) return {};
  const Words words = words_of(language);
  const Params params{{"grain", "month"}, {"top", "10"}};
  const JsonValue sales = parse_json(json_text(sales_json(snapshot, parse_sales_request(params))), "sales");
  const JsonValue series = sales.member("series");
  Chart time{words.revenue,
             {},
             {{words.online, numbers(series.member("online"))}, {words.reseller, numbers(series.member("reseller"))}},
             {}};
  for (const std::string& start : series.member("start").texts()) time.labels.push_back(start.substr(0, 7));

  std::vector<std::filesystem::path> files;
  const auto draw = [&](Chart chart, const char* name, auto how) {
    chart.text = [&](double value) { return short_money(value, sales.member("currency").text(), language); };
    files.push_back(folder / fmt::format("{}.{}", name, format == ChartFormat::svg ? "svg" : "png"));
    how(chart, format, files.back());
  };
  make_directories(folder);
  draw(time, "revenue", draw_columns);
  draw(ranking(words.products, sales.member("products"), words.unknown), "products", draw_bars);
  draw(ranking(words.customers, sales.member("customers"), words.unknown), "customers", draw_bars);
  draw(ranking(words.territories, sales.member("territories"), words.unknown), "territories", draw_bars);
  return files;
}

}  // namespace rox
