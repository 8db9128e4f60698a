// A stack of CloudFormation: what it is, what a template would change in it, and following it while it changes.
// https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "cloud/session.hpp"

namespace rox {

struct Stack {
  std::string id;
  std::string name;
  std::string status;  // CloudFormation's: "CREATE_COMPLETE"
  std::string reason;
  std::map<std::string, std::string> outputs;

  bool is_changing() const { return status.ends_with("_IN_PROGRESS") && status != "REVIEW_IN_PROGRESS"; }
  /// Only ever planned: nothing of it was made.
  bool is_empty() const { return status == "REVIEW_IN_PROGRESS"; }
  /// Its first creation failed and was rolled back; all that can be done is to delete it.
  bool is_failed_creation() const { return status == "ROLLBACK_COMPLETE" || status == "ROLLBACK_FAILED"; }
  bool failed() const { return status.find("ROLLBACK") != std::string::npos || status.ends_with("_FAILED"); }
};

struct StackChange {
  std::string action;  // "Add", "Modify", "Remove"
  std::string logical_id;
  std::string physical_id;
  std::string type;                     // "AWS::S3::Bucket"
  std::string replacement;              // "True", "False", "Conditional"; of Modify only
  std::vector<std::string> properties;  // of Modify: which of them change
};

struct ChangeSet {
  std::string id;
  std::vector<StackChange> changes;  // none: the stack is as the template says
};

struct StackEvent {
  std::string id;
  std::string time;
  std::string logical_id;
  std::string type;
  std::string status;
  std::string reason;
};

struct StackDrift {
  std::string logical_id;
  std::string type;
  std::string status;                    // "DELETED" or "MODIFIED"
  std::vector<std::string> differences;  // "SecurityGroupIngress/0/CidrIp: 10.0.0.0/8 instead of 203.0.113.7/32"
};

/// Thread-safe as the session is.
class StackClient {
 public:
  StackClient(AwsSession& session, std::string name) : session_(session), name_(std::move(name)) {}

  const std::string& name() const { return name_; }

  /// Empty if there is none.
  std::optional<Stack> find() const;

  /// Asks CloudFormation what the template would change; waits for its answer. Nothing is changed, though a stack that
  /// wasn't there is then an empty one.
  ChangeSet plan(const std::string& text, const std::map<std::string, std::string>& tags) const;
  void execute(const ChangeSet& change_set) const;
  /// Takes back what plan() left: the change set, and the stack if that is empty.
  void discard(const ChangeSet& change_set) const;

  void remove() const;

  /// Waits until the stack no longer changes, telling each event that is newer than `since` (an event's id; empty: all)
  /// once, oldest first. What it has become; empty if it is gone.
  std::optional<Stack> follow(const std::string& since, const std::function<void(const StackEvent&)>& tell) const;
  /// The id of its newest event, to follow from; empty if it has none.
  std::string newest_event() const;
  /// Why it failed: the events that did so by themselves, oldest first.
  std::vector<StackEvent> failures() const;

  /// Compares what is there with what the template said; takes some seconds.
  std::vector<StackDrift> drift() const;

 private:
  std::string call(const std::string& action, const Fields& parameters) const;
  std::vector<StackEvent> events_after(const std::string& stack, const std::string& since) const;

  AwsSession& session_;
  const std::string name_;
};

}  // namespace rox
