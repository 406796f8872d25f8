// IPsec tunnels and MACsec ports, as far as the text makes them complete.
#include <algorithm>

#include "formats/impacts.h"
#include "formats/juniper_junos/convert.h"

namespace ringfence::formats::juniper_junos {
namespace {

using model::TunnelConfig;

constexpr std::uint8_t kProtection = Impact::kProtection;

template <class T>
const T* Find(const std::vector<T>& items, std::string_view name) {
  for (const T& item : items) {
    if (item.name == name) return &item;
  }
  return nullptr;
}

// --- IPsec

// Outer address of this end: stated, else the first address of the external interface.
std::optional<net::IpAddress> LocalOf(const IkeGateway& gateway, const model::Device& device) {
  if (gateway.local_address) return gateway.local_address;
  if (gateway.external_interface.empty() || !gateway.address) return std::nullopt;
  const auto index = model::FindInterface(device, UnitName(gateway.external_interface));
  if (!index.valid()) return std::nullopt;
  for (const model::InterfaceAddress& own : device.interfaces[index.index()].addresses) {
    if (own.address.address.family == gateway.address->family) return own.address.address;
  }
  return std::nullopt;
}

// What the proposals promise: the weakest of those offered counts.
bool ApplyProposals(Reader& reader, const SecurityText& security, const IpsecPolicy& policy,
                    TunnelConfig& tunnel) {
  if (policy.proposals.empty()) return policy.proposal_set;  // the predefined sets encrypt and authenticate
  for (const NameUse& use : policy.proposals) {
    const Proposal* proposal = Find(security.proposals, use.name);
    if (proposal == nullptr) {
      reader.Undefined(use.node, "IPsec proposal");
      return false;
    }
    const bool ah = proposal->protocol == "ah";
    const bool gcm = proposal->encryption.find("gcm") != std::string_view::npos;
    const bool encrypts = !ah && !proposal->encryption.empty() && proposal->encryption != "null";
    tunnel.confidentiality = tunnel.confidentiality && encrypts;
    tunnel.integrity = tunnel.integrity && (gcm || !proposal->authentication.empty());
    tunnel.more_spans.push_back(proposal->span);
  }
  return true;
}

std::string_view ZoneOf(const SecurityText& security, std::string_view unit) {
  for (const Zone& zone : security.zones) {
    for (const ZoneInterface& interface : zone.interfaces) {
      if (UnitName(interface.name) == unit) return zone.name;
    }
  }
  return {};
}

// Prefixes behind the names of a policy's addresses; false when one is not defined.
bool Resolve(Reader& reader, const SecurityText& security, const std::vector<NameUse>& names,
             std::vector<net::AddressMatch>& out) {
  for (const NameUse& use : names) {
    if (use.name == "any" || use.name == "any-ipv4") return out.clear(), true;
    std::vector<std::string_view> work{use.name};
    // Each entry is taken once, so sets that contain each other end.
    std::vector<const BookEntry*> seen;
    while (!work.empty()) {
      const BookEntry* entry = Find(security.book, work.back());
      work.pop_back();
      if (entry == nullptr) {
        reader.Undefined(use.node, "address");
        return false;
      }
      if (std::find(seen.begin(), seen.end(), entry) != seen.end()) continue;
      seen.push_back(entry);
      for (const net::Prefix& prefix : entry->prefixes) out.push_back(net::AddressMatch::Of(prefix));
      work.insert(work.end(), entry->members.begin(), entry->members.end());
    }
  }
  return true;
}

// Policies that send packets into a tunnel without an interface. The pair policy of the other direction only
// admits what comes out of it: it is the one from the zone of the outside interface, or against the first
// policy.
void PolicySelectors(Reader& reader, const SecurityText& security, const Vpn& vpn, std::string_view outside,
                     TunnelConfig& tunnel) {
  std::string_view from;
  std::string_view to;
  for (const ZonePolicy& policy : security.zone_policies) {
    if (policy.other || !policy.tunnel || policy.tunnel->name != vpn.name) continue;
    if (!outside.empty() && policy.from_zone == outside) continue;
    if (from.empty()) {
      from = policy.from_zone;
      to = policy.to_zone;
    }
    if (policy.from_zone == to && policy.to_zone == from && from != to) continue;
    net::HeaderMatch match;
    if (!Resolve(reader, security, policy.sources, match.source)) continue;
    if (!Resolve(reader, security, policy.destinations, match.destination)) continue;
    const auto& sample = match.source.empty() ? match.destination : match.source;
    if (!sample.empty()) match.family = sample.front().address.family;
    tunnel.selectors.push_back(std::move(match));
    tunnel.more_spans.push_back(reader.SpanOf(policy.node));
  }
}

// The tunnel when all its parts are there.
std::optional<TunnelConfig> TunnelOf(Reader& reader, const SecurityText& security, const Vpn& vpn,
                                     const model::Device& device) {
  if (vpn.manual || !vpn.gateway || !vpn.policy) return std::nullopt;
  const IkeGateway* gateway = Find(security.gateways, vpn.gateway->name);
  const IpsecPolicy* policy = Find(security.policies, vpn.policy->name);
  if (gateway == nullptr) reader.Undefined(vpn.gateway->node, "IKE gateway");
  if (policy == nullptr) reader.Undefined(vpn.policy->node, "IPsec policy");
  if (gateway == nullptr || policy == nullptr || !gateway->address) return std::nullopt;
  const auto local = LocalOf(*gateway, device);
  if (!local || local->family != gateway->address->family) return std::nullopt;
  TunnelConfig tunnel;
  tunnel.name = vpn.name;
  tunnel.local = *local;
  tunnel.peer = *gateway->address;
  tunnel.span = vpn.span;
  tunnel.more_spans = {gateway->span, policy->span};
  const base::Span applied = reader.AppliedSpan(vpn.node);
  if (applied.valid()) tunnel.more_spans.push_back(applied);
  if (!ApplyProposals(reader, security, *policy, tunnel)) return std::nullopt;
  if (!vpn.bind_interface.empty()) {
    tunnel.bind_interface = UnitName(vpn.bind_interface);
    tunnel.selectors = vpn.selectors;
    return tunnel;
  }
  const std::string outside_unit = UnitName(gateway->external_interface);
  PolicySelectors(reader, security, vpn, ZoneOf(security, outside_unit), tunnel);
  if (tunnel.selectors.empty()) return std::nullopt;
  return tunnel;
}

// --- MACsec

void ConvertMacsec(Reader& reader, const SecurityText& security, model::Device& device) {
  for (const MacsecUse& use : security.macsec) {
    const MacsecAssociation* association = Find(security.associations, use.association.name);
    if (association == nullptr) {
      reader.Undefined(use.association.node, "connectivity association");
      continue;
    }
    if (!association->must_secure || !association->encrypts || !association->keyed) {
      reader.Unmodelled(use.association.node, kProtection, "MACsec that lets clear frames through");
      continue;
    }
    const std::string port(use.interface.substr(0, use.interface.find('.')));
    const auto index = model::FindInterface(device, port);
    if (!index.valid()) {
      reader.Undefined(use.association.node, "interface of the connectivity association");
      continue;
    }
    device.interfaces[index.index()].macsec = true;
    device.interfaces[index.index()].macsec_span = use.span;
  }
}

}  // namespace

void ConvertProtection(Reader& reader, const JunosText& text, routing::DeviceConfig& config) {
  for (const Vpn& vpn : text.security.vpns) {
    if (auto tunnel = TunnelOf(reader, text.security, vpn, config.device)) {
      config.device.tunnels.push_back(std::move(*tunnel));
    } else {
      reader.Unmodelled(vpn.node, kProtection, "IPsec tunnel with parts missing here");
    }
  }
  ConvertMacsec(reader, text.security, config.device);
}

}  // namespace ringfence::formats::juniper_junos
