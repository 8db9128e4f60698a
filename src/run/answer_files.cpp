#include "run/answer_files.hpp"

#include "base/file.hpp"
#include "base/hash.hpp"
#include "engine/result/result_writer.hpp"
#include "engine/sql/sql_query.hpp"
#include "plan/plan.hpp"

namespace rox {

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

}  // namespace rox
