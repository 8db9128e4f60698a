#include "build/cluster_reading.hpp"

#include <fmt/format.h>

#include <charconv>
#include <cstdint>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/file_name.hpp"
#include "base/text.hpp"
#include "build/proving.hpp"

namespace rox {
namespace {

/// What a task reads is about as long as this: less, and starting it would take longer than reading.
constexpr std::uint64_t kPartBytes = std::uint64_t{64} << 20;

/// Tests have shorter ones (docs/hacking.md).
std::uint64_t part_bytes() {
  const char* set = std::getenv("ROX_PART_BYTES");
  if (set == nullptr) return kPartBytes;
  const std::string_view text = set;
  std::uint64_t bytes = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), bytes);
  if (error == std::errc() && end == text.data() + text.size() && bytes > 0) return bytes;
  throw usage_error(fmt::format("ROX_PART_BYTES isn't a number of bytes: '{}'", text));
}

Lake::Share share_of(const std::string& table, const ExportPart& part) {
  Lake::Share share{table, part.files, {}, part.folder};
  if (!part.range) return share;
  share.options = {"--bytes", fmt::format("{}-{}", part.range->first, part.range->last)};
  if (const auto& begin = part.range->begin) {
    share.options.insert(share.options.end(), {"--begin", fmt::format("{}:{}", begin->offset, begin->line)});
  }
  return share;
}

}  // namespace

ClusterReading::ClusterReading(Workspace& workspace, Lake& lake, const std::filesystem::path& folder)
    : workspace_(workspace), lake_(lake), folder_(folder) {}

ReadParts ClusterReading::read(const TableExports& exports) {
  if (parts_.empty()) read_all();
  ReadParts read = collect_parts(exports, parts_.at(exports.table->name));
  const std::vector<std::string> whole = undivided(exports, workspace_.inputs().project.source.dialect, part_bytes());
  if (!whole.empty()) {
    read.how += fmt::format("; {} {} too long for one, but can only be read whole", join(whole, ", "),
                            whole.size() == 1 ? "is" : "are");
  }
  return read;
}

std::map<std::string, std::vector<ExportPart>> ClusterReading::divide() const {
  const BuildInputs& inputs = workspace_.inputs();
  std::map<std::string, std::vector<ExportPart>> parts;
  for (const std::string& table : tables_to_prove(inputs)) {
    if (workspace_.database().taken_up().contains(StepId{StepKind::load, table}.name())) continue;
    const std::filesystem::path folder = file_named(folder_, table);
    std::filesystem::remove_all(folder);
    make_directories(folder);
    parts[table] =
        divide_exports(inputs.plan.inputs.exports_of(table), inputs.project.source.dialect, part_bytes(), folder);
  }
  return parts;
}

/// Returns what has to be read again.
std::map<std::string, std::vector<ExportPart>> ClusterReading::settle(
    std::map<std::string, std::vector<ExportPart>>& parts) const {
  const BuildInputs& inputs = workspace_.inputs();
  std::map<std::string, std::vector<ExportPart>> again;
  for (auto& [table, some] : parts) {
    const TableExports& exports = inputs.plan.inputs.exports_of(table);
    std::vector<ExportPart> mistaken = settle_parts(exports, inputs.plan.inputs, inputs.project.source.dialect, some);
    if (!mistaken.empty()) again[table] = std::move(mistaken);
  }
  return again;
}

void ClusterReading::read_all() {
  std::map<std::string, std::vector<ExportPart>> parts = divide();
  read_parts(parts);
  if (const auto again = settle(parts); !again.empty()) {
    read_parts(again);
    if (const auto still = settle(parts); !still.empty()) {
      throw data_error(
          fmt::format("{} isn't the same file for all of Spark's tasks", still.begin()->second.front().files.front()))
          .hint("nothing was published; the tasks need the exports at the same path, and nobody may write to them");
    }
  }
  parts_ = std::move(parts);
}

/// In one job.
void ClusterReading::read_parts(const std::map<std::string, std::vector<ExportPart>>& parts) {
  const Project& project = workspace_.inputs().project;
  const LakeConfig& config = workspace_.inputs().target.lake();
  std::vector<Lake::Share> shares;
  for (const auto& [table, some] : parts) {
    for (const ExportPart& part : some) shares.push_back(share_of(table, part));
  }
  const std::string program =
      config.program.empty() ? std::filesystem::read_symlink("/proc/self/exe").string() : config.program;
  lake_.read(program, {"read-part", "-q", "-C", project.root.string(), "--source", project.source.path.string()},
             shares);
}

}  // namespace rox
