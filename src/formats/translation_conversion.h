// Address translation of line texts in the neutral model, for the readers that share translation_text.h.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "formats/policy_conversion.h"
#include "formats/translation_text.h"
#include "model/device.h"

namespace ringfence::formats {

/// Begins of the names of rules; what follows names the list, the route map, or what is translated.
inline constexpr std::string_view kListRule = "list ";
inline constexpr std::string_view kRouteMapRule = "route-map ";
inline constexpr std::string_view kStaticRule = "static ";

/// Names of interfaces, lists and addresses that the rules of one device may hold, all together (origin: a
/// thousand rules between a hundred interfaces stay well below); keeps the cost linear.
inline constexpr std::size_t kTranslationNamesMax = 1'000'000;

/// What a text says about translation.
struct TranslationSource {
  const TranslationTexts& texts;
  const std::vector<TranslationRoleText>& roles;  ///< of the interfaces of the device, in their order
  const PolicyTexts& policies;
  const PolicyConverter& routes;
  const std::set<std::string>& standard_lists;  ///< access lists that know one address only
};

/// Route maps that translations use, for PolicyTexts::steering_maps.
std::set<std::string> TranslationMaps(const TranslationTexts& texts);

/// Adds the rules of translations to `device`, which has its interfaces, access lists and policy routing.
/// Lines whose rule is not certain are demoted, and have no rule. Call after all places where routes use
/// route maps.
void ConvertTranslations(const TranslationSource& source, const TranslationDialect& dialect,
                         StatementReport& report, model::Device& device);

/// Reads what follows `ip nat`, and blocks of pools, for readers that keep texts in `vendor.translation`.
template <class Reader>
Verdict ReadTranslation(Reader& reader, Statement& statement, const TranslationDialect& dialect) {
  TranslationTexts& texts = reader.vendor.translation;
  const Verdict verdict = ReadTranslation(texts, statement, reader, dialect);
  const auto read_pool_line = [](Reader& of_block, Statement& line) {
    return ReadTranslationPoolLine(of_block.vendor.translation, line, of_block);
  };
  if (!texts.open_pool.empty()) reader.Open(read_pool_line, model::Impact::kForwarding);
  return verdict;
}

}  // namespace ringfence::formats
