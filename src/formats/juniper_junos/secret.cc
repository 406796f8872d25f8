// `$9$` is a reversible encoding, published many times: characters come from an alphabet of four families;
// each plain byte is a sum of gaps between neighbouring characters, weighted by a row of a small table; the
// family of the first character says how many random characters follow it.
#include "formats/juniper_junos/secret.h"

#include <array>
#include <cstdint>
#include <span>

namespace ringfence::formats::juniper_junos {
namespace {

constexpr std::array<std::string_view, 4> kFamilies = {"QzF3n6/9CAtpu0O", "B1IREhcSyrleKvMW8LXx",
                                                       "7N-dVbwsY2g4oaJZGUDj", "iHkq.mPf5T"};
constexpr std::string_view kAlphabet = "QzF3n6/9CAtpu0OB1IREhcSyrleKvMW8LXx7N-dVbwsY2g4oaJZGUDjiHkq.mPf5T";

constexpr std::uint8_t kRow0[] = {1, 4, 32};
constexpr std::uint8_t kRow1[] = {1, 16, 32};
constexpr std::uint8_t kRow2[] = {1, 8, 32};
constexpr std::uint8_t kRow3[] = {1, 64};
constexpr std::uint8_t kRow4[] = {1, 32};
constexpr std::uint8_t kRow5[] = {1, 4, 16, 128};
constexpr std::uint8_t kRow6[] = {1, 32, 64};
constexpr std::array<std::span<const std::uint8_t>, 7> kWeights = {kRow0, kRow1, kRow2, kRow3,
                                                                   kRow4, kRow5, kRow6};

}  // namespace

std::string PlainSecret(std::string_view word) {
  constexpr std::string_view kTag = "$9$";
  const std::string as_is(word);
  if (!word.starts_with(kTag) || word.size() < kTag.size() + 2) return as_is;
  std::string_view rest = word.substr(kTag.size());
  if (rest.find_first_not_of(kAlphabet) != std::string_view::npos) return as_is;
  std::size_t noise = 0;
  for (std::size_t family = 0; family < kFamilies.size(); ++family) {
    if (kFamilies[family].find(rest[0]) != std::string_view::npos) noise = 3 - family;
  }
  if (rest.size() < 1 + noise) return as_is;
  char previous = rest[0];
  rest.remove_prefix(1 + noise);
  std::string plain;
  while (!rest.empty()) {
    const auto weights = kWeights[plain.size() % kWeights.size()];
    if (rest.size() < weights.size()) return as_is;
    std::size_t value = 0;
    for (const std::uint8_t weight : weights) {
      const std::size_t from = kAlphabet.find(previous);
      const std::size_t to = kAlphabet.find(rest[0]);
      value += ((to + kAlphabet.size() - from) % kAlphabet.size() + kAlphabet.size() - 1) % kAlphabet.size() *
               weight;
      previous = rest[0];
      rest.remove_prefix(1);
    }
    plain += static_cast<char>(value % 256);
  }
  return plain;
}

}  // namespace ringfence::formats::juniper_junos
