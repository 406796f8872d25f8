// Address translation between an inside and an outside (../translation_text.h).

#include "formats/cisco_ios/interface_name.h"
#include "formats/cisco_ios/reader.h"
#include "formats/translation_conversion.h"

namespace ringfence::formats::cisco_ios {
namespace {

constexpr TranslationDialect kTranslation = {.take_interface = TakeInterfaceName};

}  // namespace

Verdict ReadNat(Reader& reader, Statement& statement) {
  return ReadTranslation(reader, statement, kTranslation);
}

Verdict ReadInterfaceNat(Reader& reader, Statement& statement) {
  return ReadTranslationRole(statement, reader.interface().translation);
}

void NoteTranslationMaps(Reader& reader) {
  reader.vendor.policies.steering_maps.merge(TranslationMaps(reader.vendor.translation));
}

void ConvertTranslation(Reader& reader, const PolicyConverter& routes, model::Device& device) {
  std::vector<TranslationRoleText> roles;
  for (const InterfaceText& interface : reader.vendor.interfaces) {
    roles.push_back(interface.translation);
    roles.back().selects = !interface.crypto_map.value.empty();
  }
  std::set<std::string> standard;
  for (const AclText& acl : reader.vendor.acls) {
    if (acl.standard && !acl.has_unmodelled_lines) standard.insert(acl.name);
  }
  const VendorConfig& vendor = reader.vendor;
  ConvertTranslations({vendor.translation, roles, vendor.policies, routes, standard}, kTranslation, reader,
                      device);
}

}  // namespace ringfence::formats::cisco_ios
