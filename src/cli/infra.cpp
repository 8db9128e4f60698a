// rox infra: what a target on AWS needs, as one CloudFormation stack.
#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "base/json.hpp"
#include "base/terminal.hpp"
#include "cli/confirm.hpp"
#include "cli/output.hpp"
#include "cli/verbs.hpp"
#include "cloud/resources.hpp"
#include "cloud/stack/access.hpp"
#include "cloud/stack/cost.hpp"
#include "cloud/stack/stack.hpp"
#include "cloud/stack/staged_files.hpp"
#include "cloud/stack/template.hpp"

namespace rox {
namespace {

using Json = nlohmann::ordered_json;

struct InfraOptions {
  bool yes = false;
};

/// Project, target and stack of a command.
struct Infra {
  explicit Infra(const GlobalOptions& globals)
      : project(open_project(globals)), target(chosen_target(project, globals)) {
    if (!target.is_redshift()) {
      throw usage_error(
          fmt::format("target '{}' is on {}, which needs no infrastructure on AWS", target.name, target.engine()))
          .hint("choose a target whose engine is redshift with --target");
    }
  }

  AwsSession& session() {
    if (!session_) session_ = std::make_unique<AwsSession>(session_options(target));
    return *session_;
  }
  StackClient stack() { return {session(), target.aws().infra.stack}; }

  const Project project;
  const Target& target;

 private:
  std::unique_ptr<AwsSession> session_;
};

std::string json_line(const Json& json) { return json_text(json) + "\n"; }

std::string effect(const StackChange& change) {
  if (change.action == "Add") return "create";
  if (change.action == "Remove") return "delete";
  if (change.replacement == "True") return "REPLACE";
  return change.replacement == "Conditional" ? "change (or replace)" : "change";
}

void print_changes(const std::string& stack, const ChangeSet& change_set) {
  if (change_set.changes.empty()) {
    print(fmt::format("stack {}: nothing to change\n", stack));
    return;
  }
  using Align = TextTable::Align;
  TextTable table(
      {{"would", Align::left}, {"resource", Align::left}, {"type", Align::left}, {"properties", Align::left}});
  for (const StackChange& change : change_set.changes) {
    std::string properties;
    for (const std::string& property : change.properties) properties += (properties.empty() ? "" : ", ") + property;
    table.add_row({effect(change), change.logical_id, change.type, properties});
  }
  print(fmt::format("stack {}:\n", stack) + table.text(terminal_width()));
}

void print_cost(const AwsConfig& aws) {
  using Align = TextTable::Align;
  TextTable table({{"costs", Align::left}, {"USD per month", Align::right}, {"assumption", Align::left}});
  double total = 0;
  bool all_known = true;
  for (const CostItem& item : estimate_cost(aws)) {
    table.add_row({item.what, item.monthly ? fmt::format("{:.2f}", *item.monthly) : "?", item.basis});
    total += item.monthly.value_or(0);
    all_known = all_known && item.monthly;
  }
  table.add_row({"all", fmt::format("{}{:.2f}", all_known ? "" : "more than ", total), price_basis()});
  print("\n" + table.text(terminal_width()));
}

Json plan_json(const std::string& stack, const ChangeSet& change_set, const AwsConfig& aws) {
  Json changes = Json::array();
  for (const StackChange& change : change_set.changes) {
    changes.push_back({{"action", effect(change)},
                       {"resource", change.logical_id},
                       {"type", change.type},
                       {"replacement", change.replacement},
                       {"properties", change.properties}});
  }
  Json costs = Json::array();
  for (const CostItem& item : estimate_cost(aws)) {
    costs.push_back({{"what", item.what},
                     {"basis", item.basis},
                     {"usd_per_month", item.monthly ? Json(*item.monthly) : Json(nullptr)}});
  }
  return {{"stack", stack}, {"changes", changes}, {"costs", costs}, {"prices", price_basis()}};
}

/// Why it can't be changed as it is now.
void check_changeable(const std::optional<Stack>& stack, const std::string& target) {
  if (!stack) return;
  if (stack->is_failed_creation()) {
    throw outside_error(fmt::format("stack {} is {}: creation failed; CloudFormation only allows deleting it",
                                    stack->name, stack->status))
        .hint(fmt::format("`rox infra status -t {0}` tells why; after `rox infra down -t {0}` it can be made again",
                          target));
  }
  if (stack->is_changing()) {
    throw outside_error(fmt::format("stack {} is {} right now", stack->name, stack->status))
        .hint(fmt::format("wait until that is over: rox infra status -t {}", target))
        .retryable();
  }
  if (stack->status == "UPDATE_ROLLBACK_FAILED") {
    throw outside_error(fmt::format("stack {} is UPDATE_ROLLBACK_FAILED: {}", stack->name, stack->reason))
        .hint("continue the rollback in the CloudFormation console, then run again");
  }
}

void tell_event(const StackEvent& event) {
  std::string line =
      fmt::format("{}  {:<20} {:<18} {}", event.time.substr(0, 19), event.status, event.logical_id, event.type);
  if (!event.reason.empty()) line += "  " + event.reason;
  note(printable(line));
}

/// Waits for the end of what goes on, event by event.
std::optional<Stack> follow(const StackClient& client, const std::string& since, const GlobalOptions& globals) {
  return client.follow(since, [&](const StackEvent& event) {
    if (!globals.quiet) tell_event(event);
  });
}

Error failed_change(const StackClient& client, const Stack& stack, const std::string& target) {
  std::string text = fmt::format("stack {} is {}", stack.name, stack.status);
  bool quota = false;
  for (const StackEvent& event : client.failures()) {
    text += fmt::format("\n  {} ({}): {}", event.logical_id, event.type, event.reason);
    quota = quota || event.reason.find("imit") != std::string::npos || event.reason.find("uota") != std::string::npos;
  }
  std::string hint = quota ? "a quota of the account is reached: remove what is no longer used, or ask for more in the "
                             "Service Quotas console"
                           : "correct that";
  if (stack.is_failed_creation())
    hint += fmt::format("; then `rox infra down -t {0}` and `rox infra up -t {0}`", target);
  return outside_error(text).hint(hint);
}

void print_outputs(const Stack& stack) {
  using Align = TextTable::Align;
  TextTable table({{"output", Align::left}, {"value", Align::left}});
  for (const auto& [name, value] : stack.outputs) table.add_row({name, value});
  print(table.text(terminal_width()));
}

ExitCode show_template(const GlobalOptions& globals) {
  const Infra infra(globals);
  print(stack_template(infra.project, infra.target));
  return ExitCode::done;
}

ExitCode plan(const GlobalOptions& globals) {
  Infra infra(globals);
  const std::string text = stack_template(infra.project, infra.target);
  const StackClient client = infra.stack();
  check_changeable(client.find(), infra.target.name);
  const ChangeSet change_set = client.plan(text, stack_tags(infra.project, infra.target));
  client.discard(change_set);
  if (globals.json) {
    print(json_line(plan_json(client.name(), change_set, infra.target.aws())));
  } else if (!globals.quiet) {
    print_changes(client.name(), change_set);
    print_cost(infra.target.aws());
  }
  return ExitCode::done;
}

ExitCode up(const InfraOptions& options, const GlobalOptions& globals) {
  if (globals.dry_run) return plan(globals);
  Infra infra(globals);
  const std::string text = stack_template(infra.project, infra.target);
  const StackClient client = infra.stack();
  check_changeable(client.find(), infra.target.name);
  const ChangeSet change_set = client.plan(text, stack_tags(infra.project, infra.target));
  if (!globals.json && !globals.quiet) {
    print_changes(client.name(), change_set);
    if (!change_set.changes.empty()) print_cost(infra.target.aws());
  }
  if (change_set.changes.empty()) {
    client.discard(change_set);
  } else {
    bool go_on = false;
    try {
      go_on = confirmed("make these changes?", options.yes);
    } catch (...) {
      client.discard(change_set);
      throw;
    }
    if (!go_on) {
      client.discard(change_set);
      print("nothing was changed\n");
      return ExitCode::done;
    }
    const std::string since = client.newest_event();
    client.execute(change_set);
    const std::optional<Stack> stack = follow(client, since, globals);
    if (!stack || stack->failed()) {
      throw stack ? failed_change(client, *stack, infra.target.name)
                  : outside_error(fmt::format("stack {} was deleted meanwhile", client.name()));
    }
  }
  // Also where nothing changed: the last time may have ended before it.
  if (!infra.target.aws().has_warehouse()) let_in(infra.session(), find_resources(infra.session(), infra.target));
  const std::optional<Stack> stack = client.find();
  if (globals.json) {
    print(json_line({{"stack", client.name()},
                     {"status", stack ? stack->status : "NONE"},
                     {"changes", change_set.changes.size()},
                     {"outputs", stack ? Json(stack->outputs) : Json::object()}}));
  } else if (!globals.quiet && stack) {
    print("\n");
    print_outputs(*stack);
    print(fmt::format("\nnext: rox run -t {}\n", infra.target.name));
  }
  return ExitCode::done;
}

Json drift_json(const std::vector<StackDrift>& drifts) {
  Json list = Json::array();
  for (const StackDrift& drift : drifts) {
    list.push_back({{"resource", drift.logical_id},
                    {"type", drift.type},
                    {"status", drift.status},
                    {"differences", drift.differences}});
  }
  return list;
}

void print_drift(const std::vector<StackDrift>& drifts) {
  if (drifts.empty()) {
    print("no drift: everything matches the template\n");
    return;
  }
  for (const StackDrift& drift : drifts) {
    print(fmt::format("drift: {} ({}) was {}\n", drift.logical_id, drift.type,
                      drift.status == "DELETED" ? "deleted" : "changed"));
    for (const std::string& difference : drift.differences) print("  " + printable(difference) + "\n");
  }
}

ExitCode status(const GlobalOptions& globals) {
  Infra infra(globals);
  const StackClient client = infra.stack();
  const std::optional<Stack> stack = client.find();
  if (!stack || stack->is_empty()) {
    if (globals.json) {
      print(json_line({{"stack", client.name()}, {"status", "NONE"}}));
    } else {
      print(fmt::format("there is no stack {} in {}; make it with: rox infra up -t {}\n", client.name(),
                        infra.session().region(), infra.target.name));
    }
    return ExitCode::done;
  }
  std::vector<StackDrift> drifts;
  const bool settled = !stack->is_changing() && !stack->failed();
  if (settled) drifts = client.drift();
  const std::vector<StackEvent> failures = stack->failed() ? client.failures() : std::vector<StackEvent>();
  if (globals.json) {
    Json reasons = Json::array();
    for (const StackEvent& event : failures) reasons.push_back(event.logical_id + ": " + event.reason);
    print(json_line({{"stack", client.name()},
                     {"status", stack->status},
                     {"outputs", stack->outputs},
                     {"failures", reasons},
                     {"drift", drift_json(drifts)}}));
  } else {
    print(fmt::format("stack {}: {}\n", client.name(), stack->status));
    for (const StackEvent& event : failures) {
      print(fmt::format("  {} ({}): {}\n", event.logical_id, event.type, printable(event.reason)));
    }
    if (stack->is_failed_creation()) {
      print(fmt::format("it can only be deleted: rox infra down -t {}\n", infra.target.name));
    }
    print_outputs(*stack);
    if (settled) print_drift(drifts);
  }
  return drifts.empty() && !stack->failed() ? ExitCode::done : ExitCode::data;
}

ExitCode down(const InfraOptions& options, const GlobalOptions& globals) {
  Infra infra(globals);
  const StackClient client = infra.stack();
  const std::optional<Stack> stack = client.find();
  const std::string bucket = bucket_of(infra.target.aws(), stack);
  const StagedFilesInBucket files = find_staged_files(infra.session(), bucket, infra.target.aws().prefix);
  const bool made_here = infra.target.aws().bucket.empty();
  if (made_here && !files.foreign.empty()) {
    throw usage_error(
        fmt::format("bucket {} has files that rox didn't put there, for instance {}", bucket, files.foreign.front()))
        .hint("move or delete them first: the bucket would go with them");
  }
  if (!stack && files.staged.empty()) {
    print(globals.json ? json_line({{"stack", client.name()}, {"status", "NONE"}})
                       : fmt::format("there is no stack {}: nothing to take down\n", client.name()));
    return ExitCode::done;
  }
  if (stack && stack->is_changing()) check_changeable(stack, infra.target.name);
  if (!globals.json && !globals.quiet) {
    print(fmt::format("{} staged objects in {} and stack {} with all that is in it would be deleted\n",
                      human_count(files.staged.size()), bucket.empty() ? "no bucket" : "s3://" + bucket,
                      stack ? client.name() : "(none)"));
  }
  if (globals.dry_run) return ExitCode::done;
  if (!confirmed("delete them? The warehouse's tables are in it.", options.yes)) {
    print("nothing was deleted\n");
    return ExitCode::done;
  }
  if (!bucket.empty()) remove_staged_files(infra.session(), bucket, infra.target.aws().prefix, files);
  if (stack) {
    const StackClient by_id(infra.session(), stack->id);
    const std::string since = client.newest_event();
    client.remove();
    const std::optional<Stack> left = follow(by_id, since, globals);
    if (left) throw failed_change(by_id, *left, infra.target.name);
  }
  if (globals.json) {
    print(json_line({{"stack", client.name()}, {"status", "NONE"}, {"objects", files.staged.size()}}));
  } else if (!globals.quiet) {
    print(fmt::format("stack {} is gone\n", client.name()));
  }
  return ExitCode::done;
}

}  // namespace

Action infra_verb(Options& verb, const GlobalOptions& globals) {
  auto options = std::make_shared<InfraOptions>();
  verb.require_subverb();
  const Options template_verb =
      verb.add_subverb("template", "The CloudFormation template of what rox.toml doesn't name as there already");
  const Options plan_verb =
      verb.add_subverb("plan", "What would be created, changed, replaced or deleted, and what it costs");
  Options up_verb = verb.add_subverb("up", "Make it so, and wait");
  up_verb.add_flag("--yes,-y", options->yes, "Don't ask");
  const Options status_verb =
      verb.add_subverb("status", "What is there, and whether somebody changed it by hand (exit code 1)");
  Options down_verb = verb.add_subverb("down", "Delete what rox staged, and the stack");
  down_verb.add_flag("--yes,-y", options->yes, "Don't ask");
  return [=, &globals] {
    if (template_verb.named()) return show_template(globals);
    if (plan_verb.named()) return plan(globals);
    if (up_verb.named()) return up(*options, globals);
    return status_verb.named() ? status(globals) : down(*options, globals);
  };
}

}  // namespace rox
