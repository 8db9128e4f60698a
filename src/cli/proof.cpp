#include "cli/proof.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "base/error.hpp"
#include "base/terminal.hpp"

namespace rox {

using Json = nlohmann::ordered_json;

Json proof_json(const Proof& proof) {
  Json parts = Json::array();
  for (const ProvenPart& part : proof.parts) {
    parts.push_back(
        {{"name", part.name}, {"rows", part.rows}, {"equal", part.equal()}, {"differences", part.differences}});
  }
  return {{"holds", proof.holds()}, {"seconds", proof.seconds}, {"parts", std::move(parts)}};
}

void print_proof(const Proof& proof) {
  const auto equal =
      std::count_if(proof.parts.begin(), proof.parts.end(), [](const ProvenPart& part) { return part.equal(); });
  print(fmt::format("proven in {}: {} of {} tables, marts, answers and accounts are those of a full load\n",
                    human_seconds(proof.seconds), equal, proof.parts.size()));
  for (const ProvenPart& part : proof.parts) {
    for (const std::string& line : part.differences) print(fmt::format("{}: {}\n", part.name, printable(line)));
  }
}

void require_proof(const Proof& proof) {
  if (proof.holds()) return;
  throw data_error("the warehouse isn't what a full load of its exports gives")
      .hint(
          "`rox run --full-refresh` makes it anew. Please report this as a bug of rox, unless files of the warehouse "
          "or its answers were changed by hand");
}

}  // namespace rox
