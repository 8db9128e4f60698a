#include "server/api.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <nlohmann/json.hpp>
#include <span>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "dashboard/answers.hpp"
#include "dashboard/changes.hpp"
#include "dashboard/console.hpp"
#include "dashboard/definitions_json.hpp"
#include "dashboard/explore.hpp"
#include "dashboard/model_view.hpp"
#include "dashboard/page_view.hpp"
#include "dashboard/quality.hpp"
#include "dashboard/runs.hpp"
#include "dashboard/search.hpp"
#include "dashboard/status.hpp"
#include "engine/result/arrow_stream.hpp"
#include "engine/result/result_writer.hpp"
#include "engine/result/workbook_writer.hpp"
#include "server/assets.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kCacheBytes = std::size_t{64} << 20;
constexpr std::string_view kRoot = "/api/v1";
constexpr std::string_view kName = "{}";

struct Call {
  const Project& project;
  const Target& target;
  std::string name;  // what stands for {} in the path
  Params params;
  std::stop_token gone;                // as WebRequest
  std::shared_ptr<const View> view{};  // of routes that are about the warehouse
};

std::shared_ptr<const Content> json_content(const Json& json) {
  return std::make_shared<Content>("application/json", json_text(json));
}

WebResponse json_response(const Json& json) { return {200, json_content(json), {}}; }

WebResponse csv_response(NextPiece pieces, const std::string& name) {
  WebResponse response = stream_response("text/csv; charset=utf-8", std::move(pieces));
  response.headers.push_back(attachment(name + ".csv"));
  return response;
}

enum class Format { json, csv, arrow, xlsx };

Format wanted_format(const Params& params) {
  const std::string format = params.one("format").value_or("json");
  if (format == "json") return Format::json;
  if (format == "csv") return Format::csv;
  if (format == "arrow") return Format::arrow;
  if (format == "xlsx") return Format::xlsx;
  throw usage_error(fmt::format("there is no format '{}'", format)).hint("use json, csv, xlsx or arrow");
}

WebResponse arrow_response(NextPiece pieces) {
  return stream_response("application/vnd.apache.arrow.stream", std::move(pieces));
}

WebResponse xlsx_response(NextPiece pieces, const std::string& name) {
  WebResponse response =
      stream_response("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", std::move(pieces));
  response.headers.push_back(attachment(name + ".xlsx"));
  return response;
}

/// For programs, or for the spreadsheets of a country.
CsvLocale wanted_locale(const Params& params) {
  const auto locale = params.one("locale");
  if (!locale) return {};
  if (*locale == "en") return {.byte_order_mark = true, .defuse = true};
  if (*locale == "pt") return {.delimiter = ';', .decimal = ',', .byte_order_mark = true, .defuse = true};
  throw usage_error(fmt::format("there is no locale '{}'", *locale)).hint("use en or pt, or leave it out");
}

PieceWriter csv_writer(const Params& params) {
  return [locale = wanted_locale(params)](Result& rows) { return csv_pieces(rows, kAllRows, locale); };
}

/// JSON, or the rows as a stream: `pieces` makes them with a writer.
template <class AsJson, class Pieces>
WebResponse in_format(const Call& call, const std::string& file, const AsJson& as_json, const Pieces& pieces) {
  const PieceWriter csv = csv_writer(call.params);
  switch (wanted_format(call.params)) {
    case Format::csv: return csv_response(pieces(csv), file);
    case Format::arrow: return arrow_response(pieces(arrow_pieces));
    case Format::xlsx: return xlsx_response(pieces(xlsx_pieces), file);
    case Format::json: break;
  }
  return json_response(as_json());
}

/// A file's name for what a request is about.
std::string file_for(const Call& call, std::string_view what) {
  std::string name(what);
  for (const char* key : {"fact", "period", "from", "to"}) {
    for (const std::string& value : call.params.all(key)) name += "-" + value;
  }
  std::replace_if(
      name.begin(), name.end(), [](unsigned char c) { return std::isalnum(c) == 0 && c != '-' && c != '_'; }, '_');
  return name;
}

WebResponse definitions(Call& call) {
  call.params.expect({});
  return json_response(dashboard_json(*call.view->dashboard(), call.view->id()));
}

WebResponse page(Call& call) {
  const PageView shown = page_view(*call.view, call.name, call.params, call.gone);
  WebResponse response = json_response(shown.json);
  response.lasting = shown.whole;
  return response;
}

WebResponse figures(Call& call) {
  return in_format(
      call, file_for(call, "figure"), [&] { return explore_json(*call.view, call.params, call.gone); },
      [&](const PieceWriter& write) { return explore_pieces(*call.view, call.params, write, call.gone); });
}

WebResponse rows(Call& call) {
  return in_format(
      call, file_for(call, "rows"), [&] { return fact_rows_json(*call.view, call.params, call.gone); },
      [&](const PieceWriter& write) { return fact_rows_pieces(*call.view, call.params, write, call.gone); });
}

WebResponse values(Call& call) { return json_response(values_json(*call.view, call.params, call.gone)); }

WebResponse origin(Call& call) { return json_response(row_origin_json(call.view->snapshot(), call.params)); }

WebResponse lineage(Call& call) { return json_response(lineage_json(*call.view->lineage(), call.params)); }

WebResponse search(Call& call) { return json_response(search_json(*call.view, call.params, call.gone)); }

WebResponse console(Call& call) {
  return in_format(
      call, "query", [&] { return console_json(call.view->snapshot(), call.params, call.gone); },
      [&](const PieceWriter& write) {
        return console_pieces(call.view->shared_snapshot(), call.params, write, call.gone);
      });
}

WebResponse answers(Call& call) {
  call.params.expect({});
  return json_response(answers_json(call.project));
}

WebResponse one_answer(Call& call) {
  return in_format(
      call, call.name, [&] { return answer_json(call.view->snapshot(), call.name, call.params, call.gone); },
      [&](const PieceWriter& write) {
        return answer_pieces(call.view->shared_snapshot(), call.name, call.params, write, call.gone);
      });
}

WebResponse model(Call& call) {
  call.params.expect({});
  return json_response(model_json(*call.view));
}

WebResponse model_table(Call& call) {
  call.params.expect({});
  return json_response(table_json(call.view->snapshot(), call.name, call.gone));
}

WebResponse model_diagram(Call& call) {
  return {200, std::make_shared<Content>("image/svg+xml", diagram_svg(call.view->snapshot(), call.params)), {}};
}

/// The warehouse can't be read: `error` says why, and how it is mended.
WebResponse no_warehouse(const Error& error) {
  return error_response(503, "warehouse", placed_text(error), error.hint_text());
}

WebResponse plan(Call& call) {
  call.params.expect({});
  try {
    return json_response(plan_json(call.project, call.target));
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::outside) return no_warehouse(error);
    throw;
  }
}

WebResponse runs(Call& call) { return json_response(runs_json(call.project, call.params)); }

WebResponse one_run(Call& call) {
  call.params.expect({});
  return json_response(one_run_json(call.project, call.name));
}

WebResponse changes(Call& call) { return json_response(changes_json(call.view->snapshot(), call.params, call.gone)); }

WebResponse quality(Call& call) {
  call.params.expect({});
  return json_response(quality_json(call.view->snapshot(), call.gone));
}

WebResponse rejects(Call& call) {
  return in_format(
      call, "rejects", [&] { return rejects_json(call.view->snapshot(), call.params, call.gone); },
      [&](const PieceWriter& write) {
        return rejects_pieces(call.view->shared_snapshot(), call.params, write, call.gone);
      });
}

WebResponse failing_rows(Call& call) {
  call.params.expect({});
  return csv_response(file_pieces(failing_rows_file(call.project, call.name)), call.name);
}

WebResponse openapi(Call& call) {
  call.params.expect({});
  return {200, find_asset("/openapi.json"), {}};
}

enum class Source {
  files,      // the project's files and the ledger
  warehouse,  // the warehouse and what changes beside it
  published,  // the warehouse and the project's files: the answer is the same as long as these are
};

struct Route {
  std::string_view path;  // below kRoot; {} stands for one name
  WebResponse (*answer)(Call&);
  Source source;
};

constexpr Route kRoutes[] = {
    {"/dashboard", definitions, Source::published},
    {"/pages/{}", page, Source::published},
    {"/figures", figures, Source::published},
    {"/rows", rows, Source::published},
    {"/values", values, Source::published},
    {"/origin", origin, Source::warehouse},
    {"/lineage", lineage, Source::published},
    {"/search", search, Source::published},
    {"/query", console, Source::published},
    {"/answers", answers, Source::files},
    {"/answers/{}", one_answer, Source::published},
    {"/model", model, Source::published},
    {"/model/diagram.svg", model_diagram, Source::published},
    {"/model/tables/{}", model_table, Source::published},
    {"/plan", plan, Source::files},
    {"/runs", runs, Source::files},
    {"/runs/{}", one_run, Source::files},
    {"/changes", changes, Source::published},
    {"/quality", quality, Source::warehouse},
    {"/quality/rejects", rejects, Source::published},
    {"/quality/checks/{}", failing_rows, Source::files},
    {"/openapi.json", openapi, Source::files},
};

/// Whether the path is the route's, and then the name in it.
std::optional<std::string> match(const Route& route, std::string_view path) {
  const std::size_t at = route.path.find(kName);
  if (at == std::string_view::npos) return path == route.path ? std::optional(std::string()) : std::nullopt;
  if (!path.starts_with(route.path.substr(0, at))) return std::nullopt;
  const std::string_view name = path.substr(at);
  if (name.empty() || name.find('/') != std::string_view::npos) return std::nullopt;
  return std::string(name);
}

WebResponse failure(const Error& error) {
  const auto respond = [&](unsigned status, std::string_view code) {
    return error_response(status, code, placed_text(error), error.hint_text());
  };
  switch (error.kind()) {
    case ErrorKind::usage: return respond(400, "request");
    case ErrorKind::data: return respond(422, "data");  // it has no such form: a date that Arrow can't hold
    case ErrorKind::outside: break;
  }
  return respond(503, error.can_retry() ? "busy" : "failed");
}

}  // namespace

std::shared_ptr<const Content> ContentCache::find(const std::string& key) const {
  std::lock_guard lock(mutex_);
  const auto found = contents_.find(key);
  return found == contents_.end() ? nullptr : found->second;
}

void ContentCache::add(const std::string& key, std::shared_ptr<const Content> content) {
  std::lock_guard lock(mutex_);
  const std::size_t size = content->text().size();
  if (size > most_ || !contents_.emplace(key, std::move(content)).second) return;
  order_.push_back(key);
  bytes_ += size;
  while (bytes_ > most_) {
    const auto oldest = contents_.find(order_.front());
    bytes_ -= oldest->second->text().size();
    contents_.erase(oldest);
    order_.pop_front();
  }
}

Api::Api(const Project& project, const Target& target, const ReadingLimits& limits)
    : project_(project), target_(target), snapshots_(project, target, limits), cache_(kCacheBytes) {}

std::shared_ptr<const View> Api::current_view() {
  const std::shared_ptr<const Snapshot> newest = snapshots_.current();
  const std::lock_guard lock(view_mutex_);
  if (view_ == nullptr || view_->shared_snapshot() != newest) view_ = std::make_shared<const View>(newest);
  return view_;
}

/// What the page's frame shows.
WebResponse Api::status(const Params& params) {
  params.expect({});
  try {
    return json_response(ready_json(*current_view()));
  } catch (const Error& error) {
    return json_response(missing_json(project_, target_, error));
  }
}

WebResponse Api::respond(const WebRequest& request) {
  const std::string_view path = std::string_view(request.path).substr(std::min(kRoot.size(), request.path.size()));
  if (request.path.starts_with(kRoot) && path == "/status") return status(Params::parse(request.query));
  for (const Route& route : kRoutes) {
    auto name = request.path.starts_with(kRoot) ? match(route, path) : std::nullopt;
    if (!name) continue;
    Call call{project_, target_, std::move(*name), Params::parse(request.query), request.gone};
    if (route.source == Source::files) return route.answer(call);
    try {
      call.view = current_view();
    } catch (const Error& error) {
      return no_warehouse(error);
    }
    if (route.source == Source::warehouse) return route.answer(call);
    const std::string key = fmt::format("{} {}?{}", call.view->id(), request.path, request.query);
    if (auto cached = cache_.find(key)) return {200, std::move(cached), {}};
    WebResponse response = route.answer(call);
    if (response.content != nullptr && response.lasting) cache_.add(key, response.content);
    return response;
  }
  return error_response(404, "not_found", "there is nothing at this address",
                        "/api/v1/openapi.json says what there is");
}

WebResponse Api::answer(const WebRequest& request) {
  WebResponse response;
  try {
    response = respond(request);
  } catch (const Error& error) {
    return failure(error);
  } catch (const std::exception& error) {
    if (const std::optional<Error> known = standard_error(error)) return failure(*known);  // no memory, say
    throw;
  }
  // Kept by the browser alone, which asks each time whether it is still right; a stream has no ETag to ask by.
  if (response.status == 200 && response.content != nullptr) {
    response.headers.emplace_back("Cache-Control", "private, no-cache");
  }
  return response;
}

void Api::warm_up() noexcept {
  try {
    WebRequest request;
    request.method = "GET";
    for (const Page& page : current_view()->dashboard()->pages) {
      request.path = fmt::format("{}/pages/{}", kRoot, page.name);
      answer(request);
    }
  } catch (const std::exception&) {
    // Whoever opens the page is told what is wrong.
  }
}

}  // namespace rox
