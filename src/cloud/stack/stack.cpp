#include "cloud/stack/stack.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <pugixml.hpp>
#include <thread>

#include "base/error.hpp"

namespace rox {
namespace {

constexpr const char* kVersion = "2010-05-15";
/// CloudFormation allows a few calls a second for the whole account.
constexpr std::chrono::milliseconds kFirstPoll{200};
constexpr std::chrono::milliseconds kLongestPoll{3000};

/// Waits between polls, longer from time to time.
class Poll {
 public:
  void wait() {
    std::this_thread::sleep_for(next_);
    next_ = std::min(next_ * 3 / 2, kLongestPoll);
  }

 private:
  std::chrono::milliseconds next_ = kFirstPoll;
};

pugi::xml_document parse_xml(const std::string& text) {
  pugi::xml_document document;
  if (!document.load_buffer(text.data(), text.size())) {
    throw outside_error("CloudFormation's answer is no XML").hint("is AWS_ENDPOINT_URL set to something else?");
  }
  return document;
}

/// The <…Result> of an answer.
pugi::xml_node result_of(const pugi::xml_document& document) { return document.first_child().first_child(); }

Stack stack_from(const pugi::xml_node& member) {
  Stack stack{member.child_value("StackId"),
              member.child_value("StackName"),
              member.child_value("StackStatus"),
              member.child_value("StackStatusReason"),
              {}};
  for (const pugi::xml_node output : member.child("Outputs").children("member")) {
    stack.outputs[output.child_value("OutputKey")] = output.child_value("OutputValue");
  }
  return stack;
}

StackChange change_from(const pugi::xml_node& change) {
  StackChange out{change.child_value("Action"),
                  change.child_value("LogicalResourceId"),
                  change.child_value("PhysicalResourceId"),
                  change.child_value("ResourceType"),
                  change.child_value("Replacement"),
                  {}};
  for (const pugi::xml_node detail : change.child("Details").children("member")) {
    const pugi::xml_node target = detail.child("Target");
    const std::string name =
        *target.child_value("Name") != '\0' ? target.child_value("Name") : target.child_value("Attribute");
    if (std::find(out.properties.begin(), out.properties.end(), name) == out.properties.end()) {
      out.properties.push_back(name);
    }
  }
  return out;
}

std::string unique_name() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return fmt::format("rox-{}", std::chrono::duration_cast<std::chrono::milliseconds>(now).count());
}

}  // namespace

std::string StackClient::call(const std::string& action, const Fields& parameters) const {
  return session_.query("cloudformation", kVersion, action, parameters, "stack " + name_);
}

std::optional<Stack> StackClient::find() const {
  const std::string body = encode_fields({{"Action", "DescribeStacks"}, {"Version", kVersion}, {"StackName", name_}});
  AwsRequest request{.service = "cloudformation"};
  request.info = {"cloudformation:DescribeStacks", "stack " + name_, {}, {}};
  request.headers = {{"Content-Type", "application/x-www-form-urlencoded; charset=utf-8"}};
  request.body = body;
  request.accepted = {400};  // "does not exist" is one of the things that ValidationError says
  const HttpResponse response = session_.send(request);
  if (!response.ok()) {
    const AwsFailure failure = parse_failure(response);
    if (failure.message.find("does not exist") != std::string::npos) return std::nullopt;
    AwsRequestInfo info = request.info;
    info.identity = session_.credentials().text();
    info.region = session_.region();
    throw aws_error(failure, info);
  }
  const pugi::xml_document document = parse_xml(response.body);
  Stack stack = stack_from(result_of(document).child("Stacks").child("member"));
  if (stack.status == "DELETE_COMPLETE") return std::nullopt;
  return stack;
}

ChangeSet StackClient::plan(const std::string& text, const std::map<std::string, std::string>& tags) const {
  const std::optional<Stack> known = find();
  const bool fresh = !known || known->is_empty();
  const std::string name = unique_name();
  Fields parameters{{"StackName", name_},
                    {"ChangeSetName", name},
                    {"ChangeSetType", fresh ? "CREATE" : "UPDATE"},
                    {"TemplateBody", text},
                    {"Capabilities.member.1", "CAPABILITY_IAM"}};
  int number = 0;
  for (const auto& [key, value] : tags) {
    parameters.emplace_back(fmt::format("Tags.member.{}.Key", ++number), key);
    parameters.emplace_back(fmt::format("Tags.member.{}.Value", number), value);
  }
  const pugi::xml_document created = parse_xml(call("CreateChangeSet", parameters));
  ChangeSet change_set{result_of(created).child_value("Id"), {}};

  Poll poll;
  std::string token;
  for (;;) {
    Fields page{{"ChangeSetName", change_set.id}, {"StackName", name_}};
    if (!token.empty()) page.emplace_back("NextToken", token);
    const pugi::xml_document document = parse_xml(call("DescribeChangeSet", page));
    const pugi::xml_node result = result_of(document);
    const std::string status = result.child_value("Status");
    const std::string reason = result.child_value("StatusReason");
    if (status == "FAILED") {
      const bool unchanged = reason.find("didn't contain changes") != std::string::npos ||
                             reason.find("No updates are to be performed") != std::string::npos;
      if (unchanged) return change_set;
      discard(change_set);
      throw outside_error(fmt::format("CloudFormation refuses the template: {}", reason)).at("stack " + name_);
    }
    if (status != "CREATE_COMPLETE") {
      poll.wait();
      continue;
    }
    for (const pugi::xml_node member : result.child("Changes").children("member")) {
      change_set.changes.push_back(change_from(member.child("ResourceChange")));
    }
    token = result.child_value("NextToken");
    if (token.empty()) return change_set;
  }
}

void StackClient::execute(const ChangeSet& change_set) const {
  call("ExecuteChangeSet", {{"ChangeSetName", change_set.id}, {"StackName", name_}});
}

void StackClient::discard(const ChangeSet& change_set) const {
  call("DeleteChangeSet", {{"ChangeSetName", change_set.id}, {"StackName", name_}});
  const std::optional<Stack> stack = find();
  if (stack && stack->is_empty()) remove();
}

void StackClient::remove() const { call("DeleteStack", {{"StackName", name_}}); }

std::vector<StackEvent> StackClient::events_after(const std::string& stack, const std::string& since) const {
  std::vector<StackEvent> events;  // newest first, as they come
  std::string token;
  do {
    Fields page{{"StackName", stack}};
    if (!token.empty()) page.emplace_back("NextToken", token);
    const pugi::xml_document document = parse_xml(call("DescribeStackEvents", page));
    const pugi::xml_node result = result_of(document);
    for (const pugi::xml_node member : result.child("StackEvents").children("member")) {
      StackEvent event{member.child_value("EventId"),           member.child_value("Timestamp"),
                       member.child_value("LogicalResourceId"), member.child_value("ResourceType"),
                       member.child_value("ResourceStatus"),    member.child_value("ResourceStatusReason")};
      if (event.id == since) {
        std::reverse(events.begin(), events.end());
        return events;
      }
      events.push_back(std::move(event));
    }
    token = result.child_value("NextToken");
  } while (!token.empty());
  std::reverse(events.begin(), events.end());
  return events;
}

std::string StackClient::newest_event() const {
  const std::optional<Stack> stack = find();
  if (!stack) return {};
  const std::vector<StackEvent> events = events_after(stack->id, "");
  return events.empty() ? "" : events.back().id;
}

std::optional<Stack> StackClient::follow(const std::string& since,
                                         const std::function<void(const StackEvent&)>& tell) const {
  std::optional<Stack> stack = find();
  if (!stack) return std::nullopt;
  const std::string id = stack->id;  // a deleted stack is found by its id alone
  std::string last = since;
  Poll poll;
  for (;;) {
    stack = StackClient(session_, id).find();
    for (const StackEvent& event : events_after(id, last)) {
      tell(event);
      last = event.id;
    }
    if (!stack || !stack->is_changing()) return stack;
    poll.wait();
  }
}

std::vector<StackEvent> StackClient::failures() const {
  const std::optional<Stack> stack = find();
  if (!stack) return {};
  std::vector<StackEvent> events = events_after(stack->id, "");
  std::erase_if(events, [&](const StackEvent& event) {
    // The others were only cancelled because of them.
    return !event.status.ends_with("_FAILED") || event.logical_id == name_ ||
           event.reason.find("cancelled") != std::string::npos;
  });
  return events;
}

std::vector<StackDrift> StackClient::drift() const {
  const pugi::xml_document begun = parse_xml(call("DetectStackDrift", {{"StackName", name_}}));
  const std::string id = result_of(begun).child_value("StackDriftDetectionId");
  Poll poll;
  for (;;) {
    const pugi::xml_document document =
        parse_xml(call("DescribeStackDriftDetectionStatus", {{"StackDriftDetectionId", id}}));
    const std::string status = result_of(document).child_value("DetectionStatus");
    if (status == "DETECTION_FAILED") {
      throw outside_error(fmt::format("CloudFormation can't tell whether the stack drifted: {}",
                                      result_of(document).child_value("DetectionStatusReason")))
          .at("stack " + name_);
    }
    if (status == "DETECTION_COMPLETE") break;
    poll.wait();
  }
  std::vector<StackDrift> drifts;
  std::string token;
  do {
    Fields page{{"StackName", name_},
                {"StackResourceDriftStatusFilters.member.1", "MODIFIED"},
                {"StackResourceDriftStatusFilters.member.2", "DELETED"}};
    if (!token.empty()) page.emplace_back("NextToken", token);
    const pugi::xml_document document = parse_xml(call("DescribeStackResourceDrifts", page));
    const pugi::xml_node result = result_of(document);
    for (const pugi::xml_node member : result.child("StackResourceDrifts").children("member")) {
      StackDrift& drift = drifts.emplace_back(StackDrift{member.child_value("LogicalResourceId"),
                                                         member.child_value("ResourceType"),
                                                         member.child_value("StackResourceDriftStatus"),
                                                         {}});
      for (const pugi::xml_node difference : member.child("PropertyDifferences").children("member")) {
        drift.differences.push_back(fmt::format("{}: {} instead of {}", difference.child_value("PropertyPath"),
                                                difference.child_value("ActualValue"),
                                                difference.child_value("ExpectedValue")));
      }
    }
    token = result.child_value("NextToken");
  } while (!token.empty());
  return drifts;
}

}  // namespace rox
