#include "run/answer_files.hpp"

#include <algorithm>
#include <cstdint>

#include "base/file.hpp"
#include "base/hash.hpp"
#include "engine/result/result_writer.hpp"
#include "engine/sql/sql_query.hpp"
#include "plan/plan.hpp"

namespace rox {
namespace {

/// A larger file isn't merged, which takes three times its size of memory.
std::uint64_t most_merged(const Project& project) {
  constexpr std::uint64_t kMost = std::uint64_t{256} << 20U;
  const std::uint64_t limit = project.run.memory_limit;
  return limit == 0 ? kMost : std::min(kMost, limit / 16);
}

}  // namespace

std::string write_answer(Engine& engine, const Project& project, const SqlFile& analysis, StepResult& result) {
  make_directories(project.answers_dir());
  AtomicFile out(project.answer_file(analysis.name));
  Hasher hash;
  const auto rows = query_file(engine, analysis, {});
  result.counts.rows_out = write_csv(*rows, [&](std::string_view text) {
    result.counts.bytes += text.size();
    hash.update(text);
    out.write(text);
  });
  result.counts.rows_in = result.counts.rows_out;
  out.commit();
  return hash.hex();
}

std::optional<std::string> update_answer(const Project& project, const std::string& analysis, const std::string& hash,
                                         const AnswerChange& change, StepResult& result) {
  const std::filesystem::path file = project.answer_file(analysis);
  const auto identity = file_identity(file);
  if (!identity || identity->bytes > most_merged(project)) return std::nullopt;
  const std::string before = read_file(file, most_merged(project));
  if (hash_text(before) != hash) return std::nullopt;
  const std::optional<MergedAnswer> merged = merge_answer(before, change);
  if (!merged) return std::nullopt;
  result.counts.rows_in = result.counts.rows_out = merged->rows;
  if (!merged->differs) return hash;
  result.counts.bytes = merged->text.size();
  write_file(file, merged->text);
  return hash_text(merged->text);
}

}  // namespace rox
