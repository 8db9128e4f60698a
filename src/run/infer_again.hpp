// Reads exports of a project once more for what they prove.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "discovery/infer.hpp"
#include "model/model.hpp"
#include "project/project.hpp"
#include "source/export.hpp"

namespace rox {

/// Infers the model of these exports, within what the project lets a run have. `known`: nullptr if there is no model.
/// `purpose`: of the temporary folder.
Inference infer_again(const Project& project, const Model* known, const std::vector<ExportFile>& exports,
                      const std::string& purpose,
                      std::function<void(std::string_view what, double share, std::uint64_t rows)> progress = {});

}  // namespace rox
