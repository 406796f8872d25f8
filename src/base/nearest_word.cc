// Optimal string alignment distance, in half edits so that a difference in case weighs half. O(n * m) per
// word, words longer than kWordMax are not compared.

#include "base/nearest_word.h"

#include <algorithm>
#include <vector>

namespace ringfence::base {
namespace {

constexpr std::size_t kWordMax = 64;

char Lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

unsigned ReplaceCost(char a, char b) {
  if (a == b) return 0;
  return Lower(a) == Lower(b) ? 1 : 2;
}

unsigned HalfEdits(std::string_view a, std::string_view b) {
  std::vector<unsigned> before(b.size() + 1), row(b.size() + 1), next(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) row[j] = static_cast<unsigned>(2 * j);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    next[0] = static_cast<unsigned>(2 * i);
    for (std::size_t j = 1; j <= b.size(); ++j) {
      next[j] = std::min({row[j] + 2, next[j - 1] + 2, row[j - 1] + ReplaceCost(a[i - 1], b[j - 1])});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) next[j] = std::min(next[j], before[j - 2] + 2);
    }
    before.swap(row);
    row.swap(next);
  }
  return row[b.size()];
}

}  // namespace

std::optional<std::string_view> NearestWord(std::string_view misspelt,
                                            std::span<const std::string_view> words) {
  if (misspelt.size() > kWordMax) return std::nullopt;
  const std::size_t edits_max = std::clamp<std::size_t>(misspelt.size() / 3, 1, 4);
  unsigned best = static_cast<unsigned>(2 * edits_max + 1);
  std::optional<std::string_view> nearest;
  for (std::string_view word : words) {
    if (word.empty() || word.size() > kWordMax) continue;
    const unsigned distance = HalfEdits(misspelt, word);
    if (distance >= best) continue;
    best = distance;
    nearest = word;
  }
  return nearest;
}

}  // namespace ringfence::base
