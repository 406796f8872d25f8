// Route maps whose entries send packets: policy routing as the systems with route maps write it.
#pragma once

#include <string>

#include "formats/policy_conversion.h"
#include "formats/route_map_text.h"
#include "formats/statement_report.h"
#include "model/device.h"

namespace ringfence::formats {

/// Notes in the entry where the line sends packets, if it does. `words` stand behind `set`.
void ReadSteering(RouteMapSite& site, WordCursor words);

/// Reads what follows `policy` at an interface: `route-map NAME`.
Verdict ReadSteeringUse(Statement& statement, model::AclUse& use);

/// The use of a route map for packets as the model has it; its policy joins those of `device`, which has its
/// access lists already. Lines that count for packets get their fate here: what is not expressed is demoted,
/// its entry takes no packet. Undefined lists are reported and do what the system does; so are undefined
/// maps, without which packets go by their destination. A map that is a policy for routes too is not
/// modelled. Call after all places where routes use route maps.
model::AclUse UseSteeringMap(const model::AclUse& use, const PolicyTexts& texts,
                             const PolicyConverter& routes, const PolicyDialect& dialect,
                             StatementReport& report, model::Device& device);

/// All policies of the device as route maps. REQUIRES: they come from UseSteeringMap.
std::string PrintSteering(const model::Device& device);

}  // namespace ringfence::formats
