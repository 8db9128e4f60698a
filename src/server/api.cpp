#include "server/api.hpp"

#include <fmt/format.h>

#include <functional>
#include <nlohmann/json.hpp>
#include <span>
#include <system_error>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/text.hpp"
#include "dashboard/answers.hpp"
#include "dashboard/model_view.hpp"
#include "dashboard/quality.hpp"
#include "dashboard/runs.hpp"
#include "dashboard/sales.hpp"
#include "dashboard/sales_lines.hpp"
#include "dashboard/status.hpp"
#include "engine/result/arrow_stream.hpp"
#include "engine/result/result_writer.hpp"
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
  Snapshots& snapshots;
  std::string name;  // what stands for {} in the path
  Params params;
  std::stop_token gone;                        // as WebRequest
  std::shared_ptr<const Snapshot> snapshot{};  // of routes that are about the warehouse
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

enum class Format { json, csv, arrow };

Format wanted_format(const Params& params) {
  const std::string format = params.one("format").value_or("json");
  if (format == "json") return Format::json;
  if (format == "csv") return Format::csv;
  if (format == "arrow") return Format::arrow;
  throw usage_error(fmt::format("there is no format '{}'", format)).hint("use json, csv or arrow");
}

WebResponse arrow_response(NextPiece pieces) {
  return stream_response("application/vnd.apache.arrow.stream", std::move(pieces));
}

/// What the page's frame shows.
WebResponse status(Call& call) {
  call.params.expect({});
  try {
    return json_response(ready_json(*call.snapshots.current()));
  } catch (const Error& error) {
    return json_response(missing_json(call.project, call.target, error));
  }
}

WebResponse sales(Call& call) { return json_response(sales_json(*call.snapshot, parse_sales_request(call.params))); }

WebResponse sales_lines(Call& call) {
  const Format format = wanted_format(call.params);
  const LinesRequest request = parse_lines_request(call.params);
  switch (format) {
    case Format::csv: return csv_response(lines_csv(call.snapshot, request, call.gone), "order-lines");
    case Format::arrow: return arrow_response(lines_arrow(call.snapshot, request, call.gone));
    case Format::json: break;
  }
  return json_response(lines_json(*call.snapshot, request, call.gone));
}

WebResponse sales_origin(Call& call) {
  call.params.expect({"order", "line"});
  const auto number = [&](const char* name) {
    const auto numbers = call.params.numbers(name);
    if (numbers.size() != 1) throw usage_error(fmt::format("{} is wanted, once", name));
    return numbers.front();
  };
  return json_response(origin_json(*call.snapshot, number("order"), number("line")));
}

WebResponse answers(Call& call) {
  call.params.expect({});
  return json_response(answers_json(call.project));
}

WebResponse one_answer(Call& call) {
  switch (wanted_format(call.params)) {
    case Format::csv: {
      const auto write = [](Result& rows) { return csv_pieces(rows); };
      return csv_response(answer_pieces(call.snapshot, call.name, call.params, write, call.gone), call.name);
    }
    case Format::arrow:
      return arrow_response(answer_pieces(call.snapshot, call.name, call.params, arrow_pieces, call.gone));
    case Format::json: break;
  }
  return json_response(answer_json(*call.snapshot, call.name, call.params, call.gone));
}

WebResponse model(Call& call) {
  call.params.expect({});
  return json_response(model_json(*call.snapshot));
}

WebResponse model_table(Call& call) {
  call.params.expect({});
  return json_response(table_json(*call.snapshot, call.name, call.gone));
}

WebResponse model_diagram(Call& call) {
  return {200, std::make_shared<Content>("image/svg+xml", diagram_svg(*call.snapshot, call.params)), {}};
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

WebResponse quality(Call& call) {
  call.params.expect({});
  return json_response(quality_json(*call.snapshot, call.gone));
}

WebResponse rejects(Call& call) { return json_response(rejects_json(*call.snapshot, call.params, call.gone)); }

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
    {"/status", status, Source::files},
    {"/sales", sales, Source::published},
    {"/sales/lines", sales_lines, Source::published},
    {"/sales/origin", sales_origin, Source::warehouse},
    {"/answers", answers, Source::files},
    {"/answers/{}", one_answer, Source::published},
    {"/model", model, Source::published},
    {"/model/diagram.svg", model_diagram, Source::published},
    {"/model/tables/{}", model_table, Source::published},
    {"/plan", plan, Source::files},
    {"/runs", runs, Source::files},
    {"/runs/{}", one_run, Source::files},
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

/// The state of the project's files that answers are made from beside the warehouse.
std::string project_stamp(const Project& project) {
  Hasher hasher;
  const auto add = [&](const std::filesystem::path& path) {
    if (const auto file = file_identity(path)) {
      hasher.update(fmt::format("{} {} {} {}\n", path.string(), file->inode, file->bytes, file->modified_ns));
    }
  };
  add(project.model_file());
  std::error_code error;
  for (const auto& folder : {project.analyses_dir(), project.marts_dir(), project.dashboard_dir()}) {
    for (const auto& entry : std::filesystem::directory_iterator(folder, error)) add(entry.path());
  }
  return hasher.hex();
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

WebResponse Api::respond(const WebRequest& request) {
  const std::string_view path = std::string_view(request.path).substr(std::min(kRoot.size(), request.path.size()));
  for (const Route& route : kRoutes) {
    auto name = request.path.starts_with(kRoot) ? match(route, path) : std::nullopt;
    if (!name) continue;
    Call call{project_, target_, snapshots_, std::move(*name), Params::parse(request.query), request.gone};
    if (route.source == Source::files) return route.answer(call);
    try {
      call.snapshot = snapshots_.current();
    } catch (const Error& error) {
      return no_warehouse(error);
    }
    if (route.source == Source::warehouse) return route.answer(call);
    const std::string key =
        fmt::format("{} {} {}?{}", call.snapshot->id(), project_stamp(project_), request.path, request.query);
    if (auto cached = cache_.find(key)) return {200, std::move(cached), {}};
    WebResponse response = route.answer(call);
    if (response.content != nullptr) cache_.add(key, response.content);
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
    request.path = "/api/v1/sales";
    answer(request);
  } catch (const std::exception&) {
    // Whoever opens the page is told what is wrong.
  }
}

}  // namespace rox
