#include "discovery/likely_text.hpp"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string>

namespace rox {
namespace {

/// The letters beyond ASCII of a language, the most frequent ones first.
struct Alphabet {
  std::string_view charsets;
  std::u32string_view letters;
};

/// Their order is that of the frequencies that are published of each language's letters.
constexpr std::string_view kWestern = "windows-1252 cp850 mac";
constexpr std::string_view kCentral = "windows-1250 iso-8859-2 cp852";
constexpr std::string_view kBaltic = "windows-1257";
constexpr std::string_view kCyrillic = "windows-1251 koi8-r koi8-u cp866";
constexpr std::array kAlphabets{
    Alphabet{"windows-1252 cp850 cp860 mac", U"ãçáéóíêâúõôàü"},             // Portuguese
    Alphabet{kWestern, U"óíáéñúü"},                                         // Spanish
    Alphabet{kWestern, U"éèàêçôîâûùïëœüÿæ"},                                // French
    Alphabet{kWestern, U"üäöß"},                                            // German
    Alphabet{kWestern, U"àèùòéìí"},                                         // Italian
    Alphabet{kWestern, U"äåöøæé"},                                          // Nordic ones
    Alphabet{"windows-1252", U"áíóéðúþöæý"},                                // Icelandic
    Alphabet{kCentral, U"łóążęśćńź"},                                       // Polish
    Alphabet{kCentral, U"íáéěýřžčšůúňťďóľôäĺŕ"},                            // Czech, Slovak
    Alphabet{kCentral, U"áéöóőüíúű"},                                       // Hungarian
    Alphabet{kCentral, U"ăîâşţșț"},                                         // Romanian
    Alphabet{kCentral, U"čšžćđ"},                                           // Croatian, Slovene
    Alphabet{"windows-1254", U"ışüöçğİâîû"},                                // Turkish
    Alphabet{kBaltic, U"ėšųžįąčūę"},                                        // Lithuanian
    Alphabet{kBaltic, U"āīēšņļūžķģč"},                                      // Latvian
    Alphabet{kBaltic, U"äõüöšž"},                                           // Estonian
    Alphabet{kCyrillic, U"оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъё"},              // Russian
    Alphabet{"windows-1251 koi8-u", U"оанівиреткслдмупзьяйгбчхцюжїєшфщґ"},  // Ukrainian
    Alphabet{kCyrillic, U"аоиентрсвлкдпмзгябучъйщхжшцфюь"},                 // Bulgarian
    Alphabet{"windows-1253", U"αοιτεσνηρπκυλμςίάόδέγωήύχθφβώξζψϊϋΐΰ"},
    Alphabet{"windows-1255", U"יולהרמאתבשנםקדחפגטעזסכצןךףץ"},
    Alphabet{"windows-1256", U"الينمرتوبسدعةأحقكفجهشطصخىضزذثغءئؤإآظ"},
    Alphabet{"windows-1258", U"đôảạáàấươốệếêâộìịủầớểụờợúăóổậặíắẻéồựởọũòãẹèẽỏằẩữừứửẫỉĩýỳỷỹõỗỡễềẳẵù"},
};

/// Everyday characters of languages that have thousands: the most frequent ones of newspapers, and those of names,
/// addresses and orders.
constexpr std::u32string_view kJapanese =
    U"日一国会人年大十二本中長出三同時政事自行社見月分議後前民生連五発間対上部東者党地合市業内相方四定今回新場金員"
    U"九入選立開手米力学問高代明実円関決子動京全目表戦経通外最言氏現理調体化田当八六約主題下首意法不来作性的要用制"
    U"治度務強気小七成期公野協取都和統以機平総加山思家話世受区領多県続進正安設保改数記院女初北午指権心界支第産結百"
    U"派点教報済書府活原先共得解名交資予川向際査勝面委告軍文反元重近千考判認画海参売利組知案道信策集在件団別物側任"
    U"引使求所次水半品昨論計死官増係感特情投示変打男基私各始島直両朝革価式確村提運終挙果西勢減台広容必応演電歳住争"
    U"談能無再位置企真流格有疑口過局少放税検藤町常校料沢裁状工建語球営空職証土与急止送援供可役構木割聞身費付施切由"
    U"説転食比難防補車優夫研収断井何南石足違消境神番規術護展態導鮮備宅害配副算視条幹独警宮究育席輸訪楽起万着乗店述"
    U"残想線率病農州武声質念待試族象銀域助労例衛然早張映限親額監環験追審商葉義伝働形景落欧担好退準賀訴辺造英被株頭"
    U"技低毎医復仕去姿味負閣韓渡失移差衆個門写評課末守若極種美岡影命含福量望松非佐観察整段横型白深字答夜製票音申様"
    U"財港識注呼達";
constexpr std::u32string_view kSimplified =
    U"的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所"
    U"然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与"
    U"长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己"
    U"制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系"
    U"气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社"
    U"便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边张该交规万取拉格"
    U"望觉术领共确传师观清今切院让识候带导争运李刘陈杨赵黄周吴徐孙胡朱林郭罗京州省县镇街号室客户姓址单价额订付款备"
    U"注商店货送编称库银卡账";
constexpr std::u32string_view kTraditional =
    U"的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所"
    U"然家種事成方多經麼去法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與"
    U"長把機十民第公此已工使情明性知全三又關點正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己"
    U"制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教兒原東聲提立及比員解水名真論處走義各入幾口認條平系"
    U"氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直德資命山金指克許統區保至隊形社"
    U"便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊張該交規萬取拉格"
    U"望覺術領共確傳師觀清今切院讓識候帶導爭運李劉陳楊趙黃周吳徐孫胡朱林郭羅京州省縣鎮街號室客戶姓址單價額訂付款備"
    U"註商店貨送臺灣編稱庫銀卡帳";
constexpr std::u32string_view kKorean =
    U"이다의는에을를가은로하고한지도사기서자리어들시대해인정그스수나부일과구전상보주장제생성원아공라여동문유경관조"
    U"학국만비신우위면소산계단물방안실영중건금무마모오연발화회세양선당내미명남재초품분량행간용번호치년월업진심반요"
    U"식점현결체출입울김박최강윤임권황송류홍민준희철숙순란천광북충읍길거터바있것같말때없음더야되않알저데작크드트니"
    U"네름배처담코합액카페차매판객책목록표속본팀직급";

struct Everyday {
  std::string_view charsets;
  std::u32string_view characters;
  double others;  // how many there are besides, about
};
constexpr std::array kEveryday{
    Everyday{"cp932 euc-jp", kJapanese, 5500},
    Everyday{"gb18030", kSimplified, 6000},
    Everyday{"big5", kTraditional, 6000},
    Everyday{"cp949", kKorean, 8000},
};

bool is_among(std::string_view charset, std::string_view charsets) {
  for (std::size_t at = charsets.find(charset); at != std::string_view::npos; at = charsets.find(charset, at + 1)) {
    const std::size_t end = at + charset.size();
    if ((at == 0 || charsets[at - 1] == ' ') && (end == charsets.size() || charsets[end] == ' ')) return true;
  }
  return false;
}

enum class Case { none, lower, upper };

/// Whether a character is a letter of an alphabet, and which; of scripts without case: lower.
Case case_of(char32_t c) {
  if (c == 0xAA || c == 0xBA) return Case::none;  // ª and º are signs behind numbers
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(c))) {
    case UTF8PROC_CATEGORY_LU: return Case::upper;
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_LM: return Case::lower;
    default: return Case::none;
  }
}

/// A script: letters of one word are of one.
int script_of(char32_t c) {
  if (case_of(c) == Case::none) return 0;
  if (c < 0x250 || (c >= 0x1E00 && c < 0x1F00)) return 1;
  if (c < 0x400) return 2;
  if (c < 0x530) return 3;
  return 4;
}

std::u32string decode_utf8(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto b = static_cast<unsigned char>(text[i]);
    const std::size_t length = b < 0x80 ? 1 : b < 0xE0 ? 2 : b < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? b : b & (0x7FU >> length);
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) {
      c = c << 6 | (static_cast<unsigned char>(text[i + k]) & 0x3FU);
    }
    out.push_back(c);
    i += length;
  }
  return out;
}

bool is_digit(char32_t c) { return c >= U'0' && c <= U'9'; }

/// A character and what stands around it.
struct Place {
  char32_t second_before;
  char32_t before;
  char32_t own;
  char32_t after;
};

/// How much less likely a letter is for standing where it does: 0 where letters of its case stand.
double oddness(const Place& at) {
  const Case own = case_of(at.own);
  const Case last = case_of(at.before);
  const Case next = case_of(at.after);
  if (is_digit(at.before) || is_digit(at.after)) return 4;  // 1á234,56
  if (last == Case::none && next == Case::none) return 2;
  double odd = 0;
  if (own == Case::upper && last == Case::lower) odd += 4;                                             // preÇo
  if (own == Case::upper && last == Case::upper && next == Case::lower && at.before < 0x80) odd += 4;  // RÚf
  if (own == Case::lower && last == Case::upper && next == Case::upper) odd += 4;                      // AçA
  if (own == Case::lower && last == Case::upper && case_of(at.second_before) == Case::upper && at.before >= 0x80) {
    odd += 3;  // ХЕИэ
  }
  if (last != Case::none && script_of(at.before) != script_of(at.own)) odd += 4;  // two alphabets
  const auto accented = [](char32_t letter) { return letter >= 0xC0 && letter < 0x250; };
  const bool in_portuguese = at.before == 0xE7 || at.before == 0xC7;        // ação, SOLUÇÕES
  if (accented(at.own) && accented(at.before) && !in_portuguese) odd += 3;  // accents seldom follow each other: Ïðèâåò
  return odd;
}

/// Of signs: quotes and units are usual, others are not, least of all in a word.
double likelihood_of_sign(const Place& at) {
  constexpr double kUsual = -3;
  constexpr double kSeldom = -6;
  constexpr double kInWord = -8;
  constexpr double kNever = -10;
  if (at.own >= 0x2500 && at.own < 0x25A0) return kNever;  // what terminals draw frames with
  const bool last = case_of(at.before) != Case::none;
  const bool next = case_of(at.after) != Case::none;
  if (at.own >= 0x2018 && at.own <= 0x201E) return last || next ? kUsual : kSeldom;  // quotes around a word
  if (at.own < 0xA0 || (last && next)) return kInWord;
  constexpr std::u32string_view kUsualSigns = U"\u00A0€£¥¢§°ªº«»¿¡–—…™®©±²³·\u202F½¼";
  return kUsualSigns.find(at.own) != std::u32string_view::npos ? kUsual : kSeldom;
}

/// What is no letter of the language, but one.
constexpr double kForeign = -7;

/// Of the letters of an alphabet, each is less frequent than the one before, as with words: by its rank.
double likelihood_of_letter(std::u32string_view letters, char32_t c) {
  const auto lower = static_cast<char32_t>(utf8proc_tolower(static_cast<utf8proc_int32_t>(c)));
  const std::size_t rank = letters.find(lower < 0x80 ? c : lower);
  if (rank == std::u32string_view::npos) return kForeign;
  constexpr double kFlat = 2;
  const double all = std::log((static_cast<double>(letters.size()) + kFlat) / kFlat);
  return -std::log((static_cast<double>(rank) + kFlat) * all);
}

/// Of a character of thousands, where about half of a text are everyday ones.
double likelihood_of_character(const Everyday& language, char32_t c) {
  constexpr double kKana = 180;
  const bool is_kana = c >= 0x3041 && c <= 0x30FF;
  if (is_kana) return language.characters == kJapanese ? -std::log(kKana) : kForeign - 4;
  const bool is_sign =
      c < 0x3000 || (c >= 0xE000 && c < 0xF900) || c >= 0xFF60;  // alphabets, private ones, narrow kana
  if (is_sign) return kForeign - 4;
  if (c < 0x3041 || c >= 0xFF00) return -6;  // punctuation, wide Latin letters
  if (language.characters.find(c) != std::u32string_view::npos) {
    return -std::log(static_cast<double>(language.characters.size()) * 2);
  }
  return -std::log(language.others * 3);
}

template <class Likelihood>
double sum(const std::u32string& text, Likelihood&& likelihood) {
  double total = 0;
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] < 0x80) continue;
    total += likelihood(Place{i > 1 ? text[i - 2] : U' ', i > 0 ? text[i - 1] : U' ', text[i],
                              i + 1 < text.size() ? text[i + 1] : U' '});
  }
  return total;
}

}  // namespace

double text_likelihood(std::string_view utf8, std::string_view charset) {
  const std::u32string text = decode_utf8(utf8);
  double best = -std::numeric_limits<double>::infinity();
  for (const Alphabet& alphabet : kAlphabets) {
    if (!is_among(charset, alphabet.charsets)) continue;
    best = std::max(best, sum(text, [&](const Place& at) {
                      return case_of(at.own) == Case::none
                                 ? likelihood_of_sign(at)
                                 : likelihood_of_letter(alphabet.letters, at.own) - oddness(at);
                    }));
  }
  for (const Everyday& language : kEveryday) {
    if (!is_among(charset, language.charsets)) continue;
    best = std::max(best, sum(text, [&](const Place& at) { return likelihood_of_character(language, at.own); }));
  }
  return best;
}

}  // namespace rox
