#include "cloud/redshift_data.hpp"

#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>
#include <random>
#include <stop_token>
#include <thread>

#include "base/error.hpp"
#include "base/json.hpp"
#include "base/log.hpp"
#include "base/stop.hpp"
#include "base/text.hpp"

namespace rox {
namespace {

using Json = nlohmann::json;

constexpr const char* kTarget = "RedshiftData";
constexpr int kKeepAliveSeconds = 600;
constexpr std::size_t kMostStatements = 40;  // of a batch
constexpr std::chrono::milliseconds kFirstPoll{20};
constexpr std::chrono::milliseconds kLongestPoll{1000};
/// How long a statement that was cancelled is waited for.
constexpr std::chrono::milliseconds kCancelPatience{1500};
constexpr std::chrono::milliseconds kCancelPoll{50};

std::string text_at(const JsonValue& json, const char* name) { return json.find(name).text_or(""); }

int number_at(const JsonValue& json, const char* name) { return static_cast<int>(json.find(name).integer_or(0)); }

std::optional<std::string> value_of(const JsonValue& field) {
  if (field.find("isNull").flag_or(false)) return std::nullopt;
  if (const JsonValue value = field.find("longValue"); !value.is_null()) return std::to_string(value.integer());
  if (const JsonValue value = field.find("booleanValue"); !value.is_null()) return value.flag() ? "true" : "false";
  if (const JsonValue value = field.find("doubleValue"); !value.is_null()) return fmt::format("{}", value.number());
  return field.member("stringValue").text();
}

}  // namespace

Error data_api_error(const std::string& text, std::string_view sql) {
  std::string plain = text;
  if (plain.starts_with("ERROR: ")) plain.erase(0, 7);
  const auto says = [&](std::string_view part) { return plain.find(part) != std::string::npos; };
  const std::string what(trim(plain));
  if (says("permission denied")) {
    return outside_error(what).hint(
        "the user needs that right in the database; `rox infra up` gives whoever runs it the right to make schemas");
  }
  if (says("syntax error") || says("does not exist") || says("ambiguous") || says("must appear in the GROUP BY")) {
    return usage_error(sql.empty() ? what : fmt::format("{}\n  in: {}", what, trim(sql.substr(0, 200))));
  }
  if (says("out of range") || says("overflow") || says("division by zero") || says("Invalid digit") ||
      says("violates not-null") || says("Cannot insert a NULL")) {
    return data_error(what);
  }
  Error error = outside_error(what);
  return says("conflict") || says("1023") || says("canceled") ? std::move(error).retryable() : error;
}

std::string RedshiftData::call(const std::string& action, const std::string& body, const AwsStop& stop) {
  return session_.json("redshift-data", kTarget, action, body, resources_.warehouse(), stop);
}

std::string RedshiftData::submit(const std::string& action, const std::string& body, const std::stop_token& stop) {
  // Without the answer, nobody could cancel what it has begun.
  const std::string answer = call(action, body, {stop, /*let_through=*/true});
  const JsonValue json = try_parse_json(answer);
  if (text_at(json, "Id").empty()) {
    throw outside_error(fmt::format("redshift-data:{} gave no id", action)).at(resources_.warehouse());
  }
  if (id_.empty()) id_ = text_at(json, "SessionId");
  return text_at(json, "Id");
}

void RedshiftData::wait(const std::string& id, std::string_view sql, const std::stop_token& stop) {
  try {
    for (auto pause = kFirstPoll; !has_finished(id, sql, stop); pause = std::min(pause * 3 / 2, kLongestPoll)) {
      if (!wait_for(pause, stop)) throw interrupted_error();
    }
  } catch (const Error&) {
    if (!stop.stop_requested()) throw;
    if (!cancel(id)) throw interrupted_error().at(resources_.warehouse());
  }
}

bool RedshiftData::has_finished(const std::string& id, std::string_view sql, const std::stop_token& stop) {
  const JsonValue json = try_parse_json(call("DescribeStatement", json_text(Json{{"Id", id}}), {stop}));
  const std::string status = text_at(json, "Status");
  if (status == "FAILED") throw data_api_error(text_at(json, "Error"), sql);
  if (status == "ABORTED") throw outside_error("the statement was cancelled by somebody").at(resources_.warehouse());
  return status == "FINISHED";
}

/// Cancels the statement and gives it a moment to end, since the session does one after the other. Whether it had been
/// done before.
bool RedshiftData::cancel(const std::string& id) {
  std::stop_source late;
  const std::jthread clock([&](const std::stop_token& done) {
    if (wait_for(kCancelPatience, done)) late.request_stop();
  });
  try {
    call("CancelStatement", json_text(Json{{"Id", id}}), {late.get_token()});
  } catch (const Error&) {  // it has ended meanwhile, or it can't be reached: then nobody waits for it
  }
  try {
    while (!has_finished(id, "", late.get_token())) {
      if (!wait_for(kCancelPoll, late.get_token())) return false;
    }
    return true;
  } catch (const Error&) {
    return false;
  }
}

namespace {

std::string request_token() {
  std::random_device random;
  return fmt::format("rox-{:08x}{:08x}{:08x}", random(), random(), random());
}

/// Who asks and where: of the first statement; the others name its session.
void add_resources(Json& request, const AwsResources& resources, const std::string& secret,
                   const std::string& session) {
  if (!session.empty()) {
    request["SessionId"] = session;
  } else {
    if (resources.cluster.empty()) {
      request["WorkgroupName"] = resources.workgroup;
    } else {
      request["ClusterIdentifier"] = resources.cluster;
    }
    request["Database"] = resources.database;
    if (!secret.empty()) request["SecretArn"] = secret;
  }
  request["SessionKeepAliveSeconds"] = kKeepAliveSeconds;
  request["ClientToken"] = request_token();  // a request that is sent again isn't run again
}

}  // namespace

std::string RedshiftData::run(const std::string& sql, const std::stop_token& stop) {
  const LogTimer timer("redshift", sql);
  Json request{{"Sql", sql}};
  add_resources(request, resources_, secret_, id_);
  std::string id = submit("ExecuteStatement", json_text(request), stop);
  wait(id, sql, stop);
  return id;
}

void RedshiftData::run_transaction(const std::vector<std::string>& statements, const std::stop_token& stop) {
  if (statements.empty()) return;
  if (statements.size() > kMostStatements) {
    throw usage_error(fmt::format("publishing takes {} statements in one transaction, and the Data API takes {}",
                                  statements.size(), kMostStatements))
        .at(resources_.warehouse())
        .hint("connect instead: `access = \"direct\"` in rox.toml, from where the network reaches the warehouse");
  }
  const LogTimer timer("redshift", join(statements, "; "));
  Json request{{"Sqls", statements}};
  add_resources(request, resources_, secret_, id_);
  wait(submit("BatchExecuteStatement", json_text(request), stop), "", stop);
}

std::vector<DataColumn> RedshiftData::columns(const std::string& id, const std::stop_token& stop) {
  const std::string answer = call("GetStatementResult", json_text(Json{{"Id", id}}), {stop});
  std::vector<DataColumn> columns;
  for (const JsonValue& column : try_parse_json(answer).find("ColumnMetadata").elements_or_none()) {
    columns.push_back({text_at(column, "name"), text_at(column, "typeName"), number_at(column, "precision"),
                       number_at(column, "scale"), number_at(column, "length")});
  }
  return columns;
}

DataPage RedshiftData::page(const std::string& id, const std::string& token, const std::stop_token& stop) {
  Json request{{"Id", id}};
  if (!token.empty()) request["NextToken"] = token;
  const std::string answer = call("GetStatementResult", json_text(request), {stop});
  const JsonValue json = parse_json(answer, resources_.warehouse());
  DataPage page;
  for (const JsonValue& record : json.member("Records").elements()) {
    auto& row = page.rows.emplace_back();
    for (const JsonValue& field : record.elements()) row.push_back(value_of(field));
  }
  page.next = text_at(json, "NextToken");
  return page;
}

}  // namespace rox
