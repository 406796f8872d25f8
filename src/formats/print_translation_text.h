// Rules of translation as text with an inside and an outside: what translation_text.h reads back to the same
// rules.
#pragma once

#include <set>
#include <string>

#include "model/device.h"

namespace ringfence::formats {

/// Interfaces on either side of the translations of a device.
struct TranslationRoles {
  std::set<std::string> inside, outside;
};

/// The sides that the rules of the device name.
TranslationRoles TranslationRolesOf(const model::Device& device);

/// The lines of an interface, each with `indent` in front.
std::string PrintTranslationRole(const TranslationRoles& roles, const std::string& interface,
                                 std::string_view indent);

/// Pools, route maps and lines of all translations. Rules that no line of this form says are left out.
std::string PrintTranslations(const model::Device& device, const TranslationRoles& roles);

/// Lists that must be printed in the form that knows one address only.
std::set<std::string> StandardListsOf(const model::Device& device);

}  // namespace ringfence::formats
