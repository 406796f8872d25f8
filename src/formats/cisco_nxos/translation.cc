// Address translation between an inside and an outside (../translation_text.h), of `feature nat`.

#include "formats/cisco_nxos/convert.h"
#include "formats/cisco_nxos/interface_name.h"
#include "formats/translation_conversion.h"

namespace ringfence::formats::cisco_nxos {
namespace {

/// Answering for translated addresses is left to `ip proxy-arp` in some releases.
constexpr TranslationDialect kTranslation = {.networks = false,
                                             .destinations = false,
                                             .route_maps = false,
                                             .options = false,
                                             .answers = false,
                                             .take_interface = TakeInterfaceName};

}  // namespace

Verdict ReadNat(Reader& reader, Statement& statement) {
  return ReadTranslation(reader, statement, kTranslation);
}

Verdict ReadInterfaceNat(Reader& reader, Statement& statement) {
  return ReadTranslationRole(statement, reader.interface().translation);
}

void ConvertTranslation(Conversion& conversion) {
  Reader& reader = conversion.reader;
  model::Device& device = conversion.config.device;
  const TranslationTexts& texts = reader.vendor.translation;
  const auto used = std::ranges::find(texts.rules, false, &TranslationRuleText::removed);
  // The system takes these lines only once the feature is on.
  if (used != texts.rules.end() && !reader.FeatureOn("nat", used->span)) return;
  std::vector<TranslationRoleText> roles(device.interfaces.size());
  for (std::size_t i = 0; i < roles.size(); ++i) {
    // A port that switches has no layer 3.
    if (!device.interfaces[i].switch_port) roles[i] = reader.vendor.interfaces[i].translation;
  }
  const std::set<std::string> standard;  // lists know both addresses
  ConvertTranslations({texts, roles, reader.policies, conversion.policies, standard}, kTranslation, reader,
                      device);
}

}  // namespace ringfence::formats::cisco_nxos
