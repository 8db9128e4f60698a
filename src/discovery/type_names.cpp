#include "discovery/type_names.hpp"

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "base/text.hpp"

namespace rox {
namespace {

/// "HasChildren_flag" -> has, children, flag
std::vector<std::string> letters_of(std::string_view name) {
  std::vector<std::string> words(1);
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    const bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || static_cast<unsigned char>(c) >= 0x80;
    const bool starts = c >= 'A' && c <= 'Z' && i > 0 && !(name[i - 1] >= 'A' && name[i - 1] <= 'Z');
    if ((!letter || starts) && !words.back().empty()) words.emplace_back();
    if (letter) words.back() += c;
  }
  for (std::string& word : words) word = to_lower(word);
  if (words.back().empty()) words.pop_back();
  return words;
}

}  // namespace

bool is_id_name(std::string_view name) {
  static const std::set<std::string> kIds{"id",  "key", "code", "cod", "codigo", "nr",    "no",
                                          "num", "sk",  "fk",   "pk",  "number", "numero"};
  const std::vector<std::string> words = letters_of(name);
  return !words.empty() && (kIds.count(words.front()) > 0 || kIds.count(words.back()) > 0);
}

bool is_account_name(std::string_view name) {
  static const std::set<std::string> kAccounts{"account",  "accounts",      "acct",      "conta",    "contas", "cuenta",
                                               "konto",    "compte",        "rubrica",   "plano",    "chart",  "ledger",
                                               "natureza", "classificacao", "hierarchy", "estrutura"};
  const std::vector<std::string> words = letters_of(name);
  return std::any_of(words.begin(), words.end(), [&](const std::string& word) { return kAccounts.count(word) > 0; });
}

bool is_flag_name(std::string_view name) {
  static const std::set<std::string> kFirst{"is", "has", "can", "was", "should", "flag", "flg", "fl", "ind"};
  static const std::set<std::string> kLast{"flag", "flg", "fl", "ind", "indicator", "bool", "boolean", "yn"};
  static const std::set<std::string> kWhole{"active", "enabled", "disabled", "deleted", "ativo", "ativa", "inativo"};
  const std::vector<std::string> words = letters_of(name);
  if (words.empty()) return false;
  if (words.size() == 1) return kWhole.count(words[0]) > 0 || kLast.count(words[0]) > 0;
  return kFirst.count(words.front()) > 0 || kLast.count(words.back()) > 0;
}

bool is_version_name(std::string_view name) {
  static const std::set<std::string> kVersions{"version", "versao",   "versão",   "release",  "revision", "revisao",
                                               "section", "secao",    "seção",    "chapter",  "capitulo", "capítulo",
                                               "clause",  "clausula", "cláusula", "firmware", "build"};
  const std::vector<std::string> words = letters_of(name);
  return !words.empty() && kVersions.count(words.back()) > 0;
}

}  // namespace rox
