#include "run/answer_files.hpp"

#include "base/file.hpp"
#include "engine/result/result_writer.hpp"
#include "engine/sql/sql_query.hpp"
#include "plan/plan.hpp"

namespace rox {

void write_answer(Engine& engine, const Project& project, const SqlFile& analysis, StepResult& result) {
  make_directories(project.answers_dir());
  AtomicFile out(project.answer_file(analysis.name));
  const auto rows = query_file(engine, analysis, {});
  result.counts.rows_out = write_csv(*rows, [&](std::string_view text) {
    result.counts.bytes += text.size();
    out.write(text);
  });
  result.counts.rows_in = result.counts.rows_out;
  out.commit();
}

}  // namespace rox
