#include "discovery/footer_words.hpp"

#include <gtest/gtest.h>

namespace rox {
namespace {

TEST(FooterWords, TotalsBeginLikeThat) {
  for (const char* text : {"Total", "TOTAL:", "total geral", "Subtotal 3", "Soma", "*** TOTAL ***", "Sub-total",
                           "Gesamt:", "Zwischensumme", "ИТОГО", "合計"}) {
    EXPECT_TRUE(begins_a_total(text)) << text;
  }
  for (const char* text : {"Totalmente", "", "Sumatra", "A total", "Gesamtschule", "***"}) {
    EXPECT_FALSE(begins_a_total(text)) << text;
  }
}

TEST(FooterWords, PagesAreCounted) {
  for (const char* text : {"Página 4 de 4", "PAGE 1", "Page: 3", "- Seite 2/5 -", "Pág. 3",
                           "page 1 of 20 printed on Monday", "Strona 1 z 3"}) {
    EXPECT_TRUE(counts_pages(text)) << text;
  }
  for (const char* text : {"Pagina", "Page One", "Page 12 Main Street", "Sidewalk 3", "4 / 7", "", "Jimmy Page 3"}) {
    EXPECT_FALSE(counts_pages(text)) << text;
  }
}

}  // namespace
}  // namespace rox
