#include "pipeline/answers.hpp"

#include "base/file.hpp"
#include "engine/result/result_writer.hpp"
#include "engine/sql/sql_query.hpp"
#include "pipeline/plan.hpp"

namespace rox {

void write_answer(Engine& engine, const Project& project, const SqlFile& analysis, StepResult& result) {
  make_directories(project.answers_dir());
  AtomicFile out(answer_file(project, analysis.name));
  const auto rows = query_file(engine, analysis, {});
  result.rows_out = write_csv(*rows, [&](std::string_view text) {
    result.bytes += text.size();
    out.write(text);
  });
  result.rows_in = result.rows_out;
  out.commit();
}

}  // namespace rox
