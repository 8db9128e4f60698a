// The JSON that rox keeps for itself, whatever was made of it: it is read, set aside, or refused by an Error. The first
// byte says which file it is.
#include <fcntl.h>
#include <unistd.h>

#include <cstdint>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "base/error.hpp"
#include "base/file.hpp"
#include "base/json.hpp"
#include "base/temporary_folder.hpp"
#include "dashboard/answers.hpp"
#include "ledger/ledger.hpp"
#include "ledger/run_json.hpp"
#include "ledger/target_state.hpp"
#include "quality/report.hpp"
#include "require.hpp"
#include "store/manifest.hpp"

namespace rox {
namespace {

namespace fs = std::filesystem;

/// A project with a file of each kind, in memory where the machine has a file system for that.
struct OwnFiles {
  TemporaryFolder folder{"fuzz"};
  Project project;
  fs::path state;

  OwnFiles() {
    project.root = folder.path();
    state = project.state_dir();
    for (const fs::path& made : {state / "state", state / "runs", check_rows_dir(state, "r"), project.reports_dir(),
                                 project.analyses_dir(), folder.path() / "staged"}) {
      make_directories(made);
    }
    write(check_rows_dir(state, "r") / "bad.csv", "i\n7\n");
    write(project.analyses_dir() / "q1.sql", "SELECT 1\n");
  }

  /// Without the flush of a file that is kept.
  static void write(const fs::path& file, std::string_view text) {
    const UniqueFd fd = open_file(file, O_WRONLY | O_CREAT | O_TRUNC);
    write_all(fd.get(), text, file);
  }

  void read(char kind, std::string_view text) const {
    switch (kind) {
      case 's':
        write(state / "state" / "local.json", text);
        read_target_state(state, "local");
        return;
      case 'l':
        write(state / "runs" / "r.jsonl", text);
        REQUIRE(!json_text(run_json(read_run(state, "r"))).empty());
        return;
      case 'm': {
        const Manifest manifest = parse_manifest(std::string(text), "manifest.json");
        REQUIRE(parse_manifest(manifest_text(manifest), "again") == manifest);
        for (const StagedTable& table : manifest.tables) {
          for (const StagedFile& file : table.files) REQUIRE(file.path.find("..") != 0 && file.path.front() != '/');
        }
        return;
      }
      case 'c': {
        write(state / "checks" / "r.json", text);
        REQUIRE(!json_text(last_checks_json(state)).empty());
        const auto rows = last_failing_rows(folder.path(), state, "bad");
        REQUIRE(!rows || read_file(*rows) == "i\n7\n");
        return;
      }
      default: write(project.reports_dir() / "compare.json", text); REQUIRE(!json_text(answers_json(project)).empty());
    }
  }
};

void fuzz_own_json(std::string_view input) {
  static const OwnFiles files;
  if (input.empty()) return;
  try {
    files.read(input.front(), input.substr(1));
  } catch (const Error& error) {
    REQUIRE(!error.place().file.empty());
  }
}

}  // namespace
}  // namespace rox

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  rox::fuzz_own_json({reinterpret_cast<const char*>(data), size});
  return 0;
}
