// SRv6: locators, what IS-IS tells of them, and which VPN instances give and use SIDs.
#include <algorithm>

#include "formats/huawei_vrp/convert.h"
#include "formats/impacts.h"

namespace ringfence::formats::huawei_vrp {
namespace {

namespace srv6 = routing::srv6;

const VrpLocator* FindLocator(Conversion& conversion, const NameUse& use) {
  const auto& locators = conversion.from.srv6.locators;
  const auto found = std::ranges::find(locators, use.name, &VrpLocator::name);
  if (found != locators.end()) return &*found;
  MarkUnmodelled(conversion, use.span, kPaths, "locator that the text does not have");
  return nullptr;
}

void AddIsisLocators(Conversion& conversion) {
  // Processes stand in the model in the order of the text.
  for (std::size_t i = 0; i < conversion.from.isis.size(); ++i) {
    const VrpIsis& from = conversion.from.isis[i];
    for (const NameUse& use : from.locators) {
      const VrpLocator* locator = FindLocator(conversion, use);
      if (locator == nullptr) continue;
      if (!from.vrf.empty() || !from.ipv6) {
        MarkUnmodelled(conversion, use.span, kPaths,
                       "locator of a process without IPv6 in the public instance");
        continue;
      }
      conversion.to.isis.processes[i].locators.push_back({locator->prefix, 0, use.span});
    }
  }
}

/// What the instance gives its routes, when there is a SID for it.
std::optional<net::Prefix> SidsOf(Conversion& conversion, const VrpSidService& from, net::Family family) {
  const VrpLocator* locator = from.locator.span.valid() ? FindLocator(conversion, from.locator) : nullptr;
  if (locator == nullptr) return std::nullopt;
  const bool typed = std::ranges::any_of(locator->table_sids, [&](const VrpTableSid& sid) {
    return sid.vrf == from.vrf && (family == net::Family::kIpv4 ? sid.ipv4 : sid.ipv6);
  });
  return from.only_static && !typed ? std::nullopt : std::optional(locator->prefix);
}

}  // namespace

void ConvertSrv6(Conversion& conversion) {
  const VrpSrv6& from = conversion.from.srv6;
  srv6::Srv6Config& to = conversion.to.srv6;
  to.source = from.source;
  to.source_span = from.source ? from.source_span : base::Span();
  for (const VrpLocator& locator : from.locators)
    to.locators.push_back({locator.name, locator.prefix, locator.span});
  AddIsisLocators(conversion);
  for (const VrpSidService& service : from.services) {
    srv6::Service out;
    out.vrf = service.vrf;
    out.family =
        service.family == routing::bgp::BgpFamily::kIpv6Unicast ? net::Family::kIpv6 : net::Family::kIpv4;
    out.gives = SidsOf(conversion, service, out.family);
    out.takes = service.best_effort.valid() && from.source;
    out.needs_route = true;
    out.span = service.best_effort.valid() ? service.best_effort : service.locator.span;
    if (service.best_effort.valid() && !from.source)
      MarkUnmodelled(conversion, service.best_effort, kPaths, "SRv6 without a source address");
    if (out.gives || out.takes) to.services.push_back(std::move(out));
  }
}

}  // namespace ringfence::formats::huawei_vrp
