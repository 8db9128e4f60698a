#include "sample/names.hpp"

#include <array>

namespace rox {
namespace {

using Names = std::string_view[];

constexpr Names kEnglishWomen = {
    "Abigail",   "Alexandra", "Alyssa",  "Amanda",   "Amber",     "Angela",   "Ashley",    "Brianna", "Carol",
    "Charlotte", "Chloe",     "Claire",  "Dawn",     "Deborah",   "Denise",   "Elizabeth", "Ella",    "Emily",
    "Erin",      "Faith",     "Grace",   "Hailey",   "Hannah",    "Heather",  "Isabella",  "Jasmine", "Jennifer",
    "Jessica",   "Joan",      "Julia",   "Kaitlyn",  "Katherine", "Kelly",    "Kristen",   "Laura",   "Lauren",
    "Linda",     "Lucy",      "Madison", "Megan",    "Melissa",   "Michelle", "Morgan",    "Natalie", "Nicole",
    "Olivia",    "Paige",     "Rachel",  "Rebecca",  "Samantha",  "Sarah",    "Shannon",   "Sophie",  "Stephanie",
    "Sydney",    "Tamara",    "Taylor",  "Victoria", "Wendy",     "Zoe"};
constexpr Names kEnglishMen = {
    "Aaron", "Adam",    "Alan",    "Albert",   "Andrew", "Austin",   "Benjamin", "Blake",  "Brandon", "Bryan",
    "Caleb", "Cameron", "Charles", "Clarence", "Cody",   "Connor",   "Dalton",   "Daniel", "David",   "Dennis",
    "Dylan", "Edward",  "Eric",    "Ethan",    "Evan",   "Gabriel",  "Gary",     "George", "Harold",  "Hunter",
    "Ian",   "Isaac",   "Jack",    "James",    "Jason",  "Jeremiah", "Jon",      "Jordan", "Joshua",  "Justin",
    "Kevin", "Kyle",    "Logan",   "Louis",    "Lucas",  "Marcus",   "Mark",     "Mason",  "Nathan",  "Noah",
    "Oscar", "Patrick", "Richard", "Robert",   "Ryan",   "Sean",     "Stephen",  "Thomas", "Wayne",   "Xavier"};
constexpr Names kEnglishFamilies = {
    "Adams",      "Alexander", "Allen",    "Anderson",  "Bailey",   "Baker",     "Barnes",   "Bell",    "Bennett",
    "Brooks",     "Brown",     "Bryant",   "Butler",    "Campbell", "Carter",    "Clark",    "Coleman", "Collins",
    "Cook",       "Cooper",    "Cox",      "Davis",     "Edwards",  "Evans",     "Flores",   "Foster",  "Gray",
    "Green",      "Griffin",   "Hall",     "Harris",    "Hayes",    "Henderson", "Hill",     "Howard",  "Hughes",
    "Jackson",    "James",     "Jenkins",  "Johnson",   "Jones",    "Kelly",     "King",     "Lee",     "Lewis",
    "Long",       "Martin",    "Miller",   "Mitchell",  "Moore",    "Morgan",    "Morris",   "Murphy",  "Nelson",
    "O'Brien",    "O'Neill",   "Parker",   "Patterson", "Perry",    "Phillips",  "Powell",   "Price",   "Reed",
    "Richardson", "Roberts",   "Robinson", "Rogers",    "Ross",     "Russell",   "Sanders",  "Scott",   "Simmons",
    "Smith",      "Stewart",   "Taylor",   "Thomas",    "Thompson", "Turner",    "Walker",   "Ward",    "Watson",
    "White",      "Williams",  "Wilson",   "Wood",      "Wright",   "Young",     "Zimmerman"};

constexpr Names kPortugueseWomen = {"Ana",     "Beatriz",  "Conceição", "Débora", "Eloá",  "Fernanda",
                                    "Flávia",  "Inês",     "Júlia",     "Lívia",  "Luíza", "Mônica",
                                    "Natália", "Patrícia", "Sílvia",    "Vitória"};
constexpr Names kPortugueseMen = {"Antônio", "Caetano", "Estêvão", "Fábio",   "Gonçalo", "João",  "José", "Júlio",
                                  "Luís",    "Márcio",  "Otávio",  "Rogério", "Sérgio",  "Simão", "Tomé", "Vinícius"};
constexpr Names kPortugueseFamilies = {"Almeida",    "Araújo",   "Assunção",   "Brandão",   "Conceição", "da Silva",
                                       "dos Santos", "Fagundes", "Falcão",     "Gonçalves", "Guimarães", "Leitão",
                                       "Magalhães",  "Mourão",   "Patrocínio", "Simões",    "Sá",        "Vilaça"};

constexpr Names kSpanishWomen = {"Belén",  "Concepción", "Inés",  "Íngrid", "Lucía",    "María José",
                                 "Mónica", "Noemí",      "Rocío", "Sofía",  "Verónica", "Ángela"};
constexpr Names kSpanishMen = {"Andrés", "Adrián",  "César", "Fermín", "Germán", "Íñigo",
                               "Jesús",  "Joaquín", "Ramón", "Raúl",   "Rubén",  "Óscar"};
constexpr Names kSpanishFamilies = {"Álvarez", "Díaz",    "Fernández", "García",  "Gómez",   "Hernández",
                                    "Ibáñez",  "Jiménez", "López",     "Martín",  "Muñoz",   "Núñez",
                                    "Ordóñez", "Pérez",   "Rodríguez", "Sánchez", "Vázquez", "Zúñiga"};

constexpr Names kFrenchWomen = {"Aurélie", "Bérénice", "Chloé",  "Élodie", "Gaëlle",
                                "Hélène",  "Inès",     "Maëlys", "Noémie", "Zoë"};
constexpr Names kFrenchMen = {"André", "Benoît", "Cédric", "Érik", "François",
                              "Gaël",  "Jérôme", "Loïc",   "Rémi", "Théo"};
constexpr Names kFrenchFamilies = {"Béranger", "Bérubé", "Côté", "D'Aragon",      "Gagné",   "Lefèvre",
                                   "Lévêque",  "Maçon",  "Noël", "Saint-Exupéry", "Thévenin"};

constexpr Names kGermanWomen = {"Bärbel", "Jördis", "Käthe", "Marlène", "Svenja", "Ulrike"};
constexpr Names kGermanMen = {"Björn", "Günther", "Jürgen", "Jörg", "Rüdiger", "Sören"};
constexpr Names kGermanFamilies = {"Böhm",   "Großmann", "Jäger",  "Krüger",      "Löffler",
                                   "Müller", "Schäfer",  "Strauß", "von der Höh", "Weiß"};

constexpr Names kCzechWomen = {"Anežka", "Božena", "Ľudmila", "Małgorzata", "Václava", "Žofie"};
constexpr Names kCzechMen = {"Čeněk", "Jiří", "Łukasz", "Ondřej", "Stanisław", "Zdeněk"};
constexpr Names kCzechFamilies = {"Dvořák", "Kovář", "Łoś", "Příhoda", "Świątek", "Šťastný", "Wiśniewski", "Żuraw"};

constexpr Names kNordicWomen = {"Åsa", "Hjördís", "Märta", "Sólveig", "Tønje", "Øydis"};
constexpr Names kNordicMen = {"Åke", "Bjørn", "Håkon", "Jón", "Pärt", "Þór"};
constexpr Names kNordicFamilies = {"Ågren", "Bjørnstad", "Guðmundsdóttir", "Hämäläinen", "Kjærgård", "Sjöström"};

constexpr Names kGreekWomen = {"Γεωργία", "Ελένη", "Ольга", "Наталья"};
constexpr Names kGreekMen = {"Γιώργος", "Κώστας", "Сергей", "Фёдор"};
constexpr Names kGreekFamilies = {"Παπαδόπουλος", "Οικονόμου", "Ильин", "Щербаков"};

constexpr Names kEasternWomen = {"陽子", "さくら", "美玲", "지우"};
constexpr Names kEasternMen = {"健太", "伟", "志明", "민준"};
constexpr Names kEasternFamilies = {"佐藤", "鈴木", "王", "김"};

constexpr Culture kCultures[] = {
    {58, "Mr.", "Ms.", kEnglishWomen, kEnglishMen, kEnglishFamilies},
    {14, "Sr.", "Sra.", kPortugueseWomen, kPortugueseMen, kPortugueseFamilies},
    {10, "Sr.", "Sra.", kSpanishWomen, kSpanishMen, kSpanishFamilies},
    {6, "M.", "Mme", kFrenchWomen, kFrenchMen, kFrenchFamilies},
    {5, "Herr", "Frau", kGermanWomen, kGermanMen, kGermanFamilies},
    {3, "Mr.", "Ms.", kCzechWomen, kCzechMen, kCzechFamilies},
    {2, "Mr.", "Ms.", kNordicWomen, kNordicMen, kNordicFamilies},
    {1, "Mr.", "Ms.", kGreekWomen, kGreekMen, kGreekFamilies},
    {1, "Mr.", "Ms.", kEasternWomen, kEasternMen, kEasternFamilies},
};

}  // namespace

const Culture& pick_culture(Random& random) {
  std::uint64_t roll = random.below(100);
  for (const Culture& culture : kCultures) {
    if (roll < culture.share) return culture;
    roll -= culture.share;
  }
  return kCultures[0];
}

}  // namespace rox
