#include "discovery/footer_words.hpp"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.hpp"
#include "source/header_key.hpp"

namespace rox {
namespace {

/// As header_key() has them.
constexpr std::array<std::string_view, 45> kTotals{
    "total",     "totals",     "grand total", "gran total",    "grand-total", "overall total", "subtotal",  "subtotals",
    "sub total", "sub-total",  "soma",        "sum",           "sum total",   "totais",        "totales",   "suma",
    "somme",     "sous-total", "sous total",  "totaux",        "totale",      "totali",        "subtotale", "somma",
    "summe",     "gesamt",     "gesamtsumme", "zwischensumme", "endsumme",    "gesamtbetrag",  "insgesamt", "totaal",
    "subtotaal", "summa",      "totalt",      "yhteensä",      "razem",       "ogółem",        "celkem",    "spolu",
    "összesen",  "toplam",     "итого",       "всего",         "合計"};
constexpr std::array<std::string_view, 18> kPages{"page",   "página", "pagina", "pág",   "pag",  "pg",
                                                  "folha",  "hoja",   "seite",  "blatt", "sida", "side",
                                                  "strona", "strana", "oldal",  "sayfa", "sivu", "страница"};
/// Between a page and how many there are.
constexpr std::array<std::string_view, 12> kOf{"/", "of", "de", "von", "di", "sur", "van", "av", "af", "z", "из", "|"};

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// Lines of signs and brackets in front of the words, as printers draw them, say nothing.
std::string without_ornaments(std::string_view text) {
  std::string key = header_key(text);
  const auto begin = std::find_if(key.begin(), key.end(), [](char c) { return is_letter(c) || is_digit(c); });
  key.erase(key.begin(), begin);
  return key;
}

std::string_view after_digits(std::string_view text) {
  return text.substr(std::min(text.find_first_not_of("0123456789"), text.size()));
}

}  // namespace

bool begins_a_total(std::string_view text) {
  const std::string key = without_ornaments(text);
  return std::any_of(kTotals.begin(), kTotals.end(), [&](std::string_view total) {
    if (!key.starts_with(total)) return false;
    const std::string_view rest = std::string_view(key).substr(total.size());
    return rest.empty() || std::string_view(" :.=*(").find(rest.front()) != std::string_view::npos;
  });
}

bool counts_pages(std::string_view text) {
  const std::string key = without_ornaments(text);
  return std::any_of(kPages.begin(), kPages.end(), [&](std::string_view word) {
    if (!key.starts_with(word)) return false;
    std::string_view rest = std::string_view(key).substr(word.size());
    rest = rest.substr(std::min(rest.find_first_not_of(" .:#"), rest.size()));
    if (rest.empty() || !is_digit(rest.front())) return false;
    rest = trim(after_digits(rest));
    const bool of_many = std::any_of(kOf.begin(), kOf.end(), [&](std::string_view of) {
      if (!rest.starts_with(of)) return false;
      const std::string_view count = trim(rest.substr(of.size()));
      return !count.empty() && is_digit(count.front());
    });
    return of_many || std::none_of(rest.begin(), rest.end(), is_letter);  // "Page 12 Main Street" is an address
  });
}

}  // namespace rox
