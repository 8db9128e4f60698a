// Which of a project's checks are meant.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model/model.hpp"
#include "quality/check.hpp"

namespace rox {

/// What is empty chooses all; otherwise a check has to fit each of the three.
struct CheckSelection {
  std::vector<std::string> names;   // a check's name, or the start of one that no other has
  std::vector<std::string> tables;  // the model's; a check fits if it reads one of them
  std::optional<Severity> severity;
};

/// Those chosen, in their order. Throws usage_error for a name or table that there isn't, or a start that several have.
std::vector<Check> select_checks(const std::vector<Check>& checks, const CheckSelection& selection, const Model& model);

}  // namespace rox
