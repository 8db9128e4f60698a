#include "dashboard/report.hpp"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/encode.hpp"
#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "dashboard/answers.hpp"
#include "dashboard/definitions_json.hpp"
#include "dashboard/model_view.hpp"
#include "dashboard/page_view.hpp"
#include "dashboard/quality.hpp"
#include "dashboard/runs.hpp"
#include "dashboard/shown_page.hpp"
#include "dashboard/status.hpp"
#include "dashboard/web_assets.hpp"
#include "sql/sql_file.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

/// A plan needs all of the project's files; what is in the warehouse is shown without it.
Json plan_or_nothing(const Snapshot& snapshot) {
  try {
    return plan_json(snapshot.project(), snapshot.target());
  } catch (const Error& error) {
    return {{"problem", placed_text(error)},
            {"hint", error.hint_text()},
            {"steps", Json::array()},
            {"drift", Json::array()}};
  }
}

/// What the app asks for, by the addresses that it asks by (web/src/lib/api.ts).
Json collected(const View& view, const ReportOptions& options) {
  const Snapshot& snapshot = view.snapshot();
  Json answers;
  const auto add = [&](const std::string& address, Json answer) { answers[address] = std::move(answer); };
  const auto dashboard = view.dashboard();
  add("report", {{"page", options.page.empty() ? Json(nullptr) : Json(options.page)},
                 {"language", options.language == ReportLanguage::english ? "en" : "pt"}});
  add("status", ready_json(view));
  add("dashboard", dashboard_json(*dashboard, view.id()));
  for (const Page& page : dashboard->pages) {
    if (!page.problem.empty()) continue;
    add("pages/" + page.name, page_view(view, page.name, params_for(options, page.name)).json);
  }
  add("answers", answers_json(snapshot.project()));
  for (const SqlFile& analysis : read_sql_files(snapshot.project().analyses_dir())) {
    const std::string& name = analysis.name;
    add(fmt::format("answers/{}?limit=20&offset=0", name),
        answer_json(snapshot, name, Params{{"limit", "20"}, {"offset", "0"}}));
  }
  add("model", model_json(view));
  for (const char* of : {"exports", "star"}) {
    try {
      add(fmt::format("model/diagram.svg?of={}", of), diagram_svg(snapshot, Params{{"of", of}}));
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::outside) throw;  // without Graphviz all but the diagram is there
    }
  }
  add("runs", runs_json(snapshot.project(), Params()));
  add("plan", plan_or_nothing(snapshot));
  add("quality", quality_json(snapshot));
  add("quality/rejects?limit=100&offset=0", rejects_json(snapshot, Params{{"limit", "100"}, {"offset", "0"}}));
  return answers;
}

Json cells_of(const JsonValue& rows) {
  Json list = Json::array();
  for (const JsonValue& row : rows.elements()) {
    Json cells = Json::array();
    for (const JsonValue& cell : row.elements()) cells.push_back(cell.is_null() ? Json(nullptr) : Json(cell.text()));
    list.push_back(std::move(cells));
  }
  return list;
}

/// A page's charts as its SQL gives them; a comparison that has SQL of its own is a figure by itself.
Json figures_of_page(const JsonValue& page) {
  Json charts = Json::array();
  const auto add = [&](const JsonValue& chart, const std::string& id, const std::string& title,
                       const JsonValue& asked) {
    Json columns = Json::array();
    for (const JsonValue& column : chart.member("columns").elements()) columns.push_back(column.member("name").text());
    charts.push_back({{"id", id},
                      {"title", title},
                      {"sql", asked.member("sql").text()},
                      {"columns", std::move(columns)},
                      {"rows", cells_of(asked.member("rows"))}});
  };
  for (const JsonValue& chart : page.member("charts").elements()) {
    const std::string id = chart.member("id").text();
    const std::string title = chart.member("title").text();
    add(chart, id, title, chart);
    if (const JsonValue before = chart.member("before"); !before.is_null()) {
      add(chart, id + "_before", title + " (compared)", before);
    }
  }
  return {{"page", page.member("page").text()}, {"title", page.member("title").text()}, {"charts", std::move(charts)}};
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

}  // namespace

Json report_figures(const View& view, const ReportOptions& options) {
  Json pages = Json::array();
  for (const JsonValue& page : shown_pages(view, options)) pages.push_back(figures_of_page(page));
  return pages;
}

std::string report_html(const View& view, const ReportOptions& options) {
  if (!options.page.empty()) view.dashboard()->page(options.page);  // says so if there is none
  std::string script(web_asset("app.js"));
  replace_all(script, "./icon.svg", data_address(web_asset("icon.svg")));
  replace_all(script, "</script", "<\\/script");
  std::string data = json_text(collected(view, options));
  replace_all(data, "<", "\\u003c");

  std::string html(web_asset("index.html"));
  remove_tag(html, "app.js", "</script>");
  remove_tag(html, "app.css", ">");
  remove_tag(html, "icon.svg", ">");
  remove_tag(html, "early.js", "</script>");
  replace_all(html, "<html lang=\"en\">",
              fmt::format("<html lang=\"{0}\" data-language=\"{0}\">",
                          options.language == ReportLanguage::english ? "en" : "pt"));
  std::string style(web_asset("app.css"));
  replace_all(style, "./app.woff2", "data:font/woff2;base64," + to_base64(web_asset("app.woff2")));
  replace_all(html, "</head>",
              fmt::format("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src "
                          "'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:\" />\n"
                          "<script>{}</script>\n<style>{}</style>\n</head>",
                          web_asset("early.js"), style));
  const std::size_t body = html.rfind("</body>");
  html.insert(body, fmt::format("<script type=\"application/json\" id=\"rox-report\">{}</script>\n"
                                "<script type=\"module\">{}</script>\n",
                                data, script));
  return html;
}

}  // namespace rox
