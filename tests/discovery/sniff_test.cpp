#include "discovery/sniff.hpp"

#include <gmock/gmock.h>
#include <iconv.h>

#include "source/scan_support.hpp"

namespace rox {
namespace {

using test::ExportDir;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

FoundDialect found(std::string_view bytes) {
  const ExportDir dir;
  dir.write("t.csv", bytes);
  return sniff_dialect(list_exports(dir.path(), {}).front());
}
Dialect sniffed(std::string_view bytes) { return found(bytes).dialect; }

/// Rows with both signs inside of texts, as people write them, and one line more.
std::string both_quotes(const std::string& line) {
  std::string text = "id|name|v\n";
  for (int i = 0; i < 30; ++i) text += "1|O'Neil pay|1.50\n2|\"x\" O'Neil|2.50\n3|A/B pay|3.50\n4|pay \"x\"|4.50\n";
  return text + line;
}

TEST(Sniff, QuotesInsideOfTextsAreNoneOfTheFields) {
  for (const char* line : {"", "5|'quoted'|3.00\n", "5|'s-Gravenhage|1.00\n", "5|'t Veld' nv|2.00\n"}) {
    EXPECT_EQ(sniffed(both_quotes(line)).quote, '\0') << line;
  }
  EXPECT_EQ(sniffed(both_quotes("5|'a | b'|3.00\n6|'c | d'|3.00\n")).delimiter, "|");
}

TEST(Sniff, FindsDelimitersPastQuotes) {
  EXPECT_EQ(sniffed("a,b\n\"x;y;z\",1\n\"x;y;z\",2\n").delimiter, ",");
  EXPECT_EQ(sniffed("a;b\n1,5;2,5\n3,5;4,5\n").delimiter, ";");
  EXPECT_EQ(sniffed("a\tb\n1, 2, 3\tx\n4\ty\n").delimiter, "\t");
  EXPECT_EQ(sniffed("a|b\n\"multi\nline|\"|2\n").delimiter, "|");
  EXPECT_EQ(sniffed("name\nx\ny\n").delimiter, ",");
}

TEST(Sniff, FindsUnusualDelimiters) {
  EXPECT_EQ(sniffed("id||name||qty\n1||Soap||5\n2||Brush||7\n").delimiter, "||");
  EXPECT_EQ(sniffed("id~name~qty\n1~Soap~5\n2~Brush~7\n").delimiter, "~");
  EXPECT_EQ(sniffed("id^name\n1^a, b\n2^c\n").delimiter, "^");
  EXPECT_EQ(sniffed("id|~|name\n1|~|x\n2|~|y\n").delimiter, "|~|");
  EXPECT_EQ(sniffed("id\x1fname\n1\x1fx\n2\x1fy\n").delimiter, "\x1f");
  EXPECT_EQ(sniffed("id¬name\n1¬x\n2¬y\n").delimiter, "¬");
}

// The header has to be cut into as many fields as the rows.
TEST(Sniff, DecimalCommasInEveryColumnCutNothing) {
  std::string text = "temp;umid;pressao\n";
  for (int i = 0; i < 150; ++i) text += "20,1;5,0;1010,3\n";
  EXPECT_EQ(sniffed(text).delimiter, ";");
}

// Commas in some addresses, and the same number of colons in all rows: the header says which of them cuts.
TEST(Sniff, SignsInsideOfValuesCutNothing) {
  std::string text = "id,at,until,address\n";
  for (int i = 0; i < 40; ++i) {
    text += "1,1998-04-08 00:00:00,1998-05-06 10:30:00," + std::string(i % 4 == 0 ? "Main St, 5" : "Main St") + "\n";
  }
  EXPECT_EQ(sniffed(text).delimiter, ",");
}

TEST(Sniff, TakesTheHintOfSpreadsheets) {
  const Dialect dialect = sniffed("sep=;\na;b\n1,5;2,5\n");
  EXPECT_EQ(dialect.delimiter, ";");
  EXPECT_EQ(dialect.skip, 1U);
  EXPECT_EQ(sniffed("SEP=|\r\nx|y\r\n1|2\r\n").delimiter, "|");
}

TEST(Sniff, FindsTheHeaderBelowOtherLines) {
  const FoundDialect bank = found("Extrato\nConta: 1-9;Periodo: x\n\nData;Valor;Saldo\n1;2;3\n4;5;6\n");
  EXPECT_EQ(bank.dialect.skip, 3U);
  EXPECT_TRUE(bank.dialect.header);
  EXPECT_THAT(bank.notes, Contains(HasSubstr("the header is line 4")));
  EXPECT_EQ(sniffed("# made by x\nid,name,v\n1,a,2\n2,b,3\n").skip, 1U);
  EXPECT_EQ(sniffed("\n\nid,name\n1,a\n2,b\n").skip, 2U);
  EXPECT_EQ(sniffed("id,name\n1,a\n2,b\n").skip, 0U);
}

TEST(Sniff, FindsQuotesAndEscapes) {
  EXPECT_EQ(sniffed("'id';'name'\n'1';'Soap; blue'\n'2';'It''s'\n").quote, '\'');
  EXPECT_EQ(sniffed("id,name\n1,\"24\\\" wide\"\n2,\"a \\\"b, c\\\"\"\n").escape, '\\');
  EXPECT_EQ(sniffed("id,name\n1,O'Neil\n2,'tis\n3,d'Or\n").quote, '"');
  EXPECT_EQ(sniffed("id,name,n\n1,Soap,2\n2,'Soap, blue',3\n3,Oil,4\n").quote, '\'') << "around what cuts";
  EXPECT_EQ(sniffed("id,name,n\n1,Soap,2\n2,'It''s \"x',3\n3,\"y\" Oil,4\n").quote, '\'') << "around quotes";
  const Dialect database = sniffed("id\tname\n1\tAna\\tB\n2\t\\N\n");
  EXPECT_EQ(database.escape, '\\');
  EXPECT_EQ(database.quote, '\0');
  EXPECT_TRUE(sniffed("\"id \" , \"name\" ,\"v\"\n\"1 \" ,\"a\" ,\"2\"\n 2 , \"b, c\", 3\n").trim);
}

// Fields with nothing in them at the end of each line.
TEST(Sniff, TakesNoEmptyFieldsForADelimiter) {
  EXPECT_EQ(sniffed("id;nome;;;\n1;a;;;\n2;b;;;\n").delimiter, ";");
  EXPECT_EQ(sniffed("id,,nome,uf\n1,,a,SP\n2,,b,RJ\n").delimiter, ",");
}

TEST(Sniff, QuotesMayBeSignsLikeAnyOther) {
  const FoundDialect inches = found("id\tsize\n1\t\"a\n2\tb\"c\n3\td\n");
  EXPECT_EQ(inches.dialect.delimiter, "\t");
  EXPECT_EQ(inches.dialect.quote, '\0');
  EXPECT_THAT(inches.notes, Contains(HasSubstr("quote = \"\"")));
  EXPECT_EQ(sniffed("id,payload\n1,\"{\"a\": 1}\"\n2,{}\n").quote, '"') << "fields are wrapped in them";
}

TEST(Sniff, TitlesMayBeFilledUpToTheWidth) {
  EXPECT_EQ(sniffed("Report;;\nCompany;;\nid;name;v\n1;a;1,5\n2;b;2,5\n").skip, 2U);
  EXPECT_EQ(sniffed("Sales,,Buys,\nqty,v,qty,v\n1,2.5,3,4.5\n2,3.5,4,5.5\n").skip, 1U);
  EXPECT_EQ(sniffed("nome;;\nAna;Recife;x\nBia;Natal;y\n").skip, 0U);
}

TEST(Sniff, ALineThatRulesTheHeaderOffIsNoData) {
  const FoundDialect shell = found(" id | name\n----+------\n  1 | Ana\n  2 | Bia\n");
  EXPECT_TRUE(shell.dialect.units);
  EXPECT_THAT(shell.units, IsEmpty());
  EXPECT_TRUE(sniffed("id,name\n--,----\n1,Ana\n2,Bia\n").units);
  EXPECT_FALSE(sniffed("id,name\n1,--\n2,Bia\n").units);
}

TEST(Sniff, RuledTablesAreFilledUpWithBlanks) {
  const FoundDialect shell =
      found(" id | name  |  total \n----+-------+--------\n  1 | Ana   |  12.50\n  2 | Bob   |\n");
  EXPECT_TRUE(shell.dialect.units);
  EXPECT_TRUE(shell.dialect.trim);
  const FoundDialect markdown = found("| id | name |\n|---:|:-----|\n| 1 | Ana |\n| 2 | Bob |\n");
  EXPECT_TRUE(markdown.dialect.header && markdown.dialect.units && markdown.dialect.trim);
  EXPECT_FALSE(found("id,name\n--,----\n1,Ana\n2,Bob\n").dialect.trim);
}

TEST(Sniff, BlanksBehindEveryDelimiterBelongToIt) {
  EXPECT_TRUE(sniffed("39, State-gov, 77516\n50, ?, 83311\n38, Private, 21564\n").trim);
  EXPECT_FALSE(sniffed("id, name, v\n1,a,2\n2,b,3\n").trim);
  EXPECT_FALSE(sniffed("id,name\n1, a\n2,b\n").trim);
}

TEST(Sniff, ATableMayBeShorterThanWhatStandsAboveIt) {
  const std::string account =
      "Account;12345-6\nOwner;Ana Lima\nFrom;01/01/2024\nTo;31/01/2024\nBalance;1.000,00;EUR\nText about it\n\n";
  const FoundDialect statement =
      found(account + "Date;Text;Amount;Currency;\n31/01/2024;Rent;-800,00;EUR;\n30/01/2024;Bread;-3,20;EUR;\n");
  EXPECT_EQ(statement.dialect.delimiter, ";");
  EXPECT_EQ(statement.dialect.skip, 7U);
  EXPECT_THAT(statement.notes, Contains(HasSubstr("the header is line 8")));
  // Rows with too many fields are broken ones, not another table.
  EXPECT_EQ(sniffed("id;name\n1;a\n2;b\n3;c\n4;d;e;f\n5;g;h;i\n").skip, 0U);
}

TEST(Sniff, TitlesMayStandInAColumnWithNothingElse) {
  const Dialect sap = sniffed(
      "List\t\t\t\n\tNumber\tDay\tAmount\n\t1001\t31.01.2024\t1,50\n\t1002\t30.01.2024\t2,50\n"
      "\t1003\t29.01.2024\t3,50\n");
  EXPECT_EQ(sap.skip, 1U);
  EXPECT_TRUE(sap.header);
}

TEST(Sniff, TabsCutBeforeSignsOfTexts) {
  EXPECT_EQ(sniffed("freq,unit,geo\\TIME\t2019 \t2020 \nA,EUR,AT\t1.5 \t2.5 p\nA,EUR,BE\t: \t3.5 \n").delimiter, "\t");
}

TEST(Sniff, WhatCommasCutInsideOfQuotesIsNoRow) {
  std::string pages = "Page,Views,Time\n";
  for (int i = 100; i < 140; ++i) pages += "/p,\"1," + std::to_string(i) + "\",00:01\n";
  const Dialect dialect = sniffed("# report\n# 2024\n\n" + pages + "\nDay,Views\n1/1/24,5\n");
  EXPECT_EQ(dialect.quote, '"');
  EXPECT_EQ(dialect.skip, 3U);
}

TEST(Sniff, LinesOfOneColumnStayWhole) {
  const FoundDialect texts = found("text\nHello, world\nplain\none, two, three\nfour, five\n");
  EXPECT_EQ(texts.dialect.delimiter, "\t");
  EXPECT_THAT(texts.notes, Contains(HasSubstr("one column")));
  EXPECT_EQ(sniffed("amount\n1,5\n2,25\n-3,75\n").delimiter, "\t");  // decimal commas
  EXPECT_EQ(sniffed("\"a\" \"b c\"\n\"x\" 1 2\n\"y\" 3 4\n").quote, '\0');
  EXPECT_EQ(sniffed("name\nx\ny\n").delimiter, ",");  // as the folder's
}

TEST(Sniff, ReadsLinesThatEndInReturns) {
  const FoundDialect mac = found("id,name\r1,Soap\r2,Brush\r");
  EXPECT_EQ(mac.dialect.line_end, LineEnd::cr);
  EXPECT_EQ(mac.dialect.delimiter, ",");
  EXPECT_EQ(sniffed("id,name\r\n1,\"a\rb\"\r\n").line_end, LineEnd::lf);
  EXPECT_EQ(sniffed("id,name\r\r\n1,a\r\r\n2,b\r\r\n").line_end, LineEnd::cr);
}

TEST(Sniff, ReadsTheWholeFileForItsEncoding) {
  const std::string ascii(std::size_t{3} << 20, 'x');
  EXPECT_EQ(sniffed("a,b\n1," + ascii + "\n2,\xC3\xA9\n").encoding, Encoding::utf8);
  EXPECT_EQ(sniffed("a,b\n1," + ascii + "\n2,caf\xE9\n").encoding, Encoding::windows1252);
  EXPECT_EQ(sniffed("a,b\n1,\x93quoted\x94\n").encoding, Encoding::windows1252);
  EXPECT_EQ(sniffed(std::string("a\0,\0b\0\n\0", 8)).encoding, Encoding::utf16le);
  EXPECT_EQ(sniffed(std::string("\0a\0,\0b\0\n", 8)).encoding, Encoding::utf16be);
}

// One bad byte is one bad row.
TEST(Sniff, AFewBadBytesDecideNothing) {
  std::string text = "id;cidade\n";
  for (int i = 0; i < 50; ++i) text += "1;S\xC3\xA3o Lu\xC3\xADs\n";
  const FoundDialect one = found(text + "2;Bras\xEDlia\n");
  EXPECT_EQ(one.dialect.encoding, Encoding::utf8);
  EXPECT_THAT(one.notes, Contains(HasSubstr("line 52")));
  std::string ascii = "id;city\n";
  for (int i = 0; i < 50; ++i) ascii += "1;Rome\n";
  EXPECT_EQ(sniffed(ascii + "2;Bras\xEDlia\n").encoding, Encoding::utf8);
}

// Which one it is nobody can prove: it is said to be a guess.
TEST(Sniff, AHeaderThatIsNoTextDecides) {
  std::string rows;
  for (int i = 0; i < 60; ++i) rows += std::to_string(i) + ";x\n";
  EXPECT_EQ(found("Station 1\nC\xF3\x64igo;Temperatura (\xBA"
                  "C)\n" +
                  rows)
                .dialect.encoding,
            Encoding::windows1252);
  EXPECT_EQ(found("code;text\n" + rows + "60;caf\xE9\n").dialect.encoding, Encoding::utf8);  // a bad row
}

TEST(Sniff, GuessesOneByteEncodingsByTheWordsTheyMake) {
  const auto guessed = [](std::string_view bytes) {
    const FoundDialect guess = found(bytes);
    EXPECT_THAT(guess.notes, Contains(HasSubstr("the likeliest")));
    return encoding_name(guess.dialect);
  };
  EXPECT_EQ(guessed("id;cidade\n1;S\xE3o Lu\xEDs\n2;Maring\xE1\n"), "windows-1252");
  EXPECT_EQ(guessed("id;cidade\n1;S\xC6o Lu\xA1s\n2;Maring\xA0\n"), "cp850");
  EXPECT_EQ(guessed("id;name\n1;\xC8\xE2\xE0\xED\n2;\xCF\xB8\xF2\xF0\n"), "windows-1251");
  EXPECT_EQ(guessed("id,city\n1,\x93\x8C\x8B\x9E\n2,\x91\xE5\x8D\xE3\n"), "cp932");
}

/// A text of UTF-8 in another encoding.
std::string in_encoding(std::string text, const char* charset) {
  const iconv_t converter = ::iconv_open(charset, "UTF-8");
  std::string out(text.size() * 2, '\0');
  char* from = text.data();
  char* to = out.data();
  std::size_t left = text.size();
  std::size_t room = out.size();
  EXPECT_EQ(::iconv(converter, &from, &left, &to, &room), 0U) << charset << ": " << text;
  ::iconv_close(converter);
  out.resize(out.size() - room);
  return out;
}

TEST(Sniff, GuessesTheEncodingsOfManyLanguages) {
  struct Sample {
    const char* text;
    std::vector<const char*> charsets;
  };
  const Sample samples[] = {
      {"Réf;Libellé;Montant\nA;Vélo;1\u00A0234,56 €\nB;Câble;12,00 €\n", {"windows-1252"}},
      {"Código;Descrição\n1;não\n2;Maçã\n3;PÃO DE AÇÚCAR\n4;Ágata à vista\n", {"windows-1252", "cp850", "mac"}},
      {"Año;¿Sí?\n1;Mañana\n2;Jamón\n3;ÁVILA\n", {"windows-1252", "cp850"}},
      {"Straße;Größe\nMünchen;für\nÜBER;§ 5\nÄPFEL;20 °C\n", {"windows-1252", "cp850", "mac"}},
      {"Città;Più\nLunedì;caffè\n", {"windows-1252", "cp850"}},
      {"Förnamn;Ort\nÅke;Malmö\nBjörn;Växjö\n", {"windows-1252", "cp850"}},
      {"Imię;Miasto\nMałgorzata;Łódź\nŻółty;Kraków\n", {"windows-1250"}},
      {"Název;Město\nkůň;České Budějovice\nŠkoda;Plzeň\n", {"windows-1250"}},
      {"Ad;Şehir\nİsmail;İstanbul\nAyşe;Diyarbakır\nGülşah;Muğla\n", {"windows-1254"}},
      {"Név;Város\nGyörgy;Győr\nErzsébet;Szombathely\nŐrség;Fűzfő\n", {"windows-1250"}},
      {"Nafn;Bær\nÞórður;Akureyri\nÁsgeir;Kópavogur\n", {"windows-1252"}},
      {"Имя;Город\nИван;Москва\nПётр;КАЗАНЬ\n", {"windows-1251", "koi8-r", "cp866"}},
      {"Όνομα;Πόλη\nΓιώργος;Αθήνα\nΜαρία;Πάτρα\n", {"windows-1253"}},
      {"名前,都市\n田中さん,東京\nヤマダ,大阪\n", {"cp932", "euc-jp"}},
      {"取引日,お客様名,金額\n2024,株式会社さくら,1\n2023,ヤマダ電機,2\n", {"cp932", "euc-jp"}},
      {"订单编号,会员名,地址\n1,小明,北京市海淀区\n2,小红,上海市\n", {"gb18030"}},
      {"訂單編號,會員姓名,地址\n1,王小明,臺北市信義區\n2,陳美玲,高雄市左營區\n", {"big5"}},
      {"id,姓名,city\n1,张三,Beijing\n2,李四,Shanghai\n", {"gb18030"}},
      {"주문번호,고객명,금액\n1,김철수,서울\n2,이영희,부산\n", {"cp949"}},
      {"注文番号,顧客名,金額\n1,株式会社,東京\n2,田中商店,大阪\n", {"cp932", "euc-jp"}},
      {"id;nazwa\n1;Świętokrzyskie\n2;Łódź\n3;Żywiec\n4;Gdańsk\n", {"windows-1250", "iso-8859-2", "cp852"}},
      {"id;nazwa\n1;Kraków\n2;Wrocław\n3;Poznań\n", {"windows-1250"}},
      {"Judeţ;Preţ\nArgeş;Pâine\nBrăila;Roşii\n", {"windows-1250"}},
      {"Ime;Količina\nŽeljko;Čaj\nĐurđica;Šljiva\n", {"windows-1250"}},
      {"Pavardė;Kiekis\nŠimkutė;Sūris\nŽukauskas;Kiaušiniai\n", {"windows-1257"}},
      {"Vārds;Pilsēta\nJānis;Rīga\nLīga;Liepāja\nPēteris;Jūrmala\n", {"windows-1257"}},
      {"שם;עיר\nדוד כהן;תל אביב\nשרה לוי;ירושלים\n", {"windows-1255"}},
      {"الاسم;المدينة\nمحمد;القاهرة\nفاطمة;الرياض\n", {"windows-1256"}},
      {"Найменування;Ціна\nЮрій;Київ\nОлексій;Чернівці\n", {"windows-1251", "koi8-u"}},
      {"Наименование;Цена\nХляб;Пловдив\nМляко;Търново\n", {"windows-1251"}},
      {"Código;Situação;Município\n1;Instalação;São João\n2;AQUISIÇÕES;Itapuã\n", {"windows-1252", "cp850"}},
      {"a;b\n1;“aspas” – travessão\n2;d’Água\n", {"windows-1252"}},
  };
  for (const Sample& sample : samples) {
    for (const char* charset : sample.charsets) {
      EXPECT_EQ(encoding_name(sniffed(in_encoding(sample.text, charset))), charset) << sample.text;
    }
  }
}

TEST(Sniff, TellsHeadersFromData) {
  EXPECT_TRUE(sniffed("id,name\n1,x\n2,y\n").header);
  EXPECT_FALSE(sniffed("1,x\n2,y\n").header);
  EXPECT_TRUE(sniffed("first,second\nx,y\n").header);
  EXPECT_FALSE(sniffed("x,x\nx,z\n").header);
  EXPECT_TRUE(sniffed("nome,telefone,telefone,obs\nAna,(11) 5,(11) 6,vip\n").header);
  EXPECT_TRUE(sniffed("nome;cidade;\nAna;Recife;\nBruno;Natal;\n").header);
  EXPECT_TRUE(sniffed("cidade,2019,2020,2021\nAlfa,10,11,12\nBeta,7,8,9\n").header);
  EXPECT_TRUE(sniffed(",0,1,2\n0,0.5,1.5,2.25\n1,1.5,2.5,3.25\n").header);
  EXPECT_TRUE(sniffed("data;loja\n10/01/2024;L1\ndata;loja\n11/01/2024;L2\n").header);
}

TEST(Sniff, YearsInARowAreNames) {
  EXPECT_TRUE(
      sniffed("Country,Code,Indicator,1960,1961,1962,\nAruba,ABW,GDP,,1.5,2.5,\nBelize,BLZ,GDP,3,4.5,,\n").header);
  EXPECT_TRUE(sniffed("item;group;2024;2023\na;x;10;20\nb;y;30;40\nc;z;5;6\n").header);
  EXPECT_TRUE(sniffed("2019;2020;2021\n10;20;30\n40;50;60\n").header);
  EXPECT_FALSE(sniffed("m0;2015;2016\nm1;2016;2017\nm2;2017;2018\n").header);
  EXPECT_FALSE(sniffed("Ana;x;2019;2020\nBob;y;2018;2019\nCy;z;2020;2021\n").header);
}

TEST(Sniff, SaysWhereAHeaderIsOnlyAssumed) {
  EXPECT_THAT(found("Ana;Recife\nBruno;Natal\n").notes, Contains(HasSubstr("header = false")));
  EXPECT_THAT(found("id;n\n1;2\n3;4\n").notes, IsEmpty());
  const ExportDir dir;
  dir.write("t.csv", "Ana;Recife\nBruno;Natal\n");
  const ExportFile file = list_exports(dir.path(), {}).front();
  EXPECT_FALSE(sniff_dialect(file, false).dialect.header);
  EXPECT_THAT(sniff_dialect(file, false).notes, IsEmpty());
}

TEST(Sniff, FindsALineOfUnits) {
  std::string text = "station,temp,rain\n,degC,mm\n";
  for (int i = 0; i < 9; ++i) text += "S" + std::to_string(i) + ",2" + std::to_string(i) + ".5,3\n";
  EXPECT_TRUE(sniffed(text).units);
  EXPECT_THAT(found(text).units, ElementsAre("", "degC", "mm"));
  EXPECT_FALSE(sniffed("id,name,v\n1,a,2\n2,b,3\n3,c,4\n").units);
  EXPECT_TRUE(sniffed("day,open\n,USD\n2024-01-01,1.5\n2024-01-02,1.6\n2024-01-03,1.7\n").units) << "dates have none";
}

TEST(Sniff, TheFolderHasWhatMostFilesHave) {
  const ExportDir dir;
  dir.write("a.csv", "id;v\n1;2\n2;3\n");
  dir.write("b.csv", "id;w\n1;2\n2;3\n");
  dir.write("c.tsv", "id\tx\n1\t2\n");
  dir.write("d.csv", "name\nAna\n");
  std::vector<FoundDialect> all;
  for (const ExportFile& file : list_exports(dir.path(), {})) all.push_back(sniff_dialect(file));
  const Dialect folder = common_dialect(all);
  EXPECT_EQ(folder.delimiter, ";");
  EXPECT_EQ(difference(folder, all[2].dialect).delimiter, "\t");
  EXPECT_TRUE(difference(folder, all[0].dialect).empty());
  EXPECT_TRUE(difference(folder, all[3].dialect).empty());
}

}  // namespace
}  // namespace rox
