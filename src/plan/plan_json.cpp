#include "plan/plan_json.hpp"

#include <nlohmann/json.hpp>

namespace rox {

using Json = nlohmann::ordered_json;

Json steps_json(const Plan& plan) {
  Json steps = Json::array();
  for (const Step& step : plan.steps) {
    steps.push_back({{"step", step.name()},
                     {"due", step.due},
                     {"reason", step.reason},
                     {"kind", to_string(step.kind)},
                     {"subject", step.subject},
                     {"needs", step.needs}});
  }
  return steps;
}

}  // namespace rox
